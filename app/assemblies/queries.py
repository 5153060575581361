"""Reading assemblies: their agenda, who is there, whether they can decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, bindparam, func, select

from app.assemblies.footing import footing
from app.assemblies.models import AgendaItem, Assembly, Attendance
from app.assemblies.rules import Notice, Quorum, State, needed_for, state_of
from app.bylaws.queries import decision_rule, rule_on
from app.bylaws.rules.decisions import parse_rule
from app.bylaws.rules.matters import NAMES, Matter
from app.clock import day_begins
from app.coop import founded_coop
from app.db import db
from app.members.models import Member, Standing, Unit
from app.members.queries import Person, people_on
from app.motions.models import Motion, Outcome
from app.prepared import Prepared
from app.sentences import Sentence, say


def open_assembly(unit_id: int) -> Assembly | None:
    """The assembly of a unit that is being held now."""
    return db.session.scalar(
        select(Assembly).where(
            Assembly.unit_id == unit_id,
            Assembly.opened_at.is_not(None),
            Assembly.closed_at.is_(None),
        )
    )


_PRESENT = Prepared(
    select(Attendance.member_id).where(
        Attendance.assembly_id == bindparam("assembly"), Attendance.left_at.is_(None)
    )
)


def present_members(assembly_id: int) -> set[int]:
    """The ids of those who are there now, candidates included."""
    return {row.member_id for row in db.rows(_PRESENT, assembly=assembly_id)}


def attended(from_on: date, to_on: date) -> set[int]:
    """The ids of those who came to an assembly from a day to a day, both inclusive."""
    zone = founded_coop().time_zone
    joined = Attendance.joined_at
    ids = select(Attendance.member_id).where(
        joined >= day_begins(from_on, zone), joined < day_begins(to_on + timedelta(days=1), zone)
    )
    return set(db.session.scalars(ids))


@dataclass(frozen=True, slots=True)
class AssemblyLine:
    """An assembly in a list."""

    id: int
    title: str
    unit: str
    place: str
    starts_at: datetime
    state: State
    items: int


def assemblies() -> list[AssemblyLine]:
    """All assemblies, the latest first."""
    items = (
        select(func.count())
        .where(AgendaItem.assembly_id == Assembly.id)
        .correlate(Assembly)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Assembly, Unit.name, items)
        .join(Unit, Unit.id == Assembly.unit_id)
        .order_by(Assembly.starts_at.desc(), Assembly.id.desc())
    )
    return [
        AssemblyLine(one.id, one.title, unit, one.place, one.starts_at, assembly_state(one), count)
        for one, unit, count in rows
    ]


def assembly_state(assembly: Assembly) -> State:
    return state_of(
        opened_at=assembly.opened_at,
        closed_at=assembly.closed_at,
        cancelled_at=assembly.cancelled_at,
    )


def is_over(assembly: Assembly) -> bool:
    return assembly_state(assembly) in {State.CLOSED, State.CANCELLED}


@dataclass(frozen=True, slots=True)
class Item:
    """A point of the agenda with what stands on it."""

    id: int
    position: int
    title: str
    papers: str
    state: State
    motion_id: int | None
    motion_number: int | None
    matter: Matter | None
    outcome: Outcome | None
    vote_open: bool
    withdrawn: bool


def agenda(assembly_id: int) -> list[Item]:
    rows = db.session.execute(
        select(
            AgendaItem,
            Motion.number,
            Motion.matter,
            Motion.outcome,
            Motion.put_at,
            Motion.withdrawn_at,
        )
        .outerjoin(Motion, Motion.id == AgendaItem.motion_id)
        .where(AgendaItem.assembly_id == assembly_id)
        .order_by(AgendaItem.position)
    )
    return [
        Item(
            id=item.id,
            position=item.position,
            title=item.title,
            papers=item.papers,
            state=state_of(opened_at=item.opened_at, closed_at=item.closed_at, cancelled_at=None),
            motion_id=item.motion_id,
            motion_number=number,
            matter=matter,
            outcome=outcome,
            vote_open=put_at is not None,
            withdrawn=withdrawn_at is not None,
        )
        for item, number, matter, outcome, put_at, withdrawn_at in rows
    ]


def open_item(assembly_id: int) -> AgendaItem | None:
    """The item that is being debated now."""
    return db.session.scalar(
        select(AgendaItem).where(
            AgendaItem.assembly_id == assembly_id,
            AgendaItem.opened_at.is_not(None),
            AgendaItem.closed_at.is_(None),
        )
    )


@dataclass(frozen=True, slots=True)
class Presence:
    """Who belongs to the assembly, and who of them is there."""

    voters: list[Person]
    candidates: list[Person]
    here: set[int]

    @property
    def voters_here(self) -> list[Person]:
        return [person for person in self.voters if person.id in self.here]

    @property
    def candidates_here(self) -> list[Person]:
        return [person for person in self.candidates if person.id in self.here]

    @property
    def everybody_here(self) -> list[Person]:
        return [*self.voters_here, *self.candidates_here]

    @property
    def away(self) -> list[Person]:
        return [one for one in [*self.voters, *self.candidates] if one.id not in self.here]


def presence(assembly: Assembly, on: date) -> Presence:
    people = people_on(on, Standing.FULL, Standing.CANDIDATE, unit_id=assembly.unit_id)
    return Presence(
        voters=[person for person in people if person.standing is Standing.FULL],
        candidates=[person for person in people if person.standing is Standing.CANDIDATE],
        here=present_members(assembly.id),
    )


def quorum_for(matter: Matter, present: Presence, on: date) -> tuple[Quorum, Sentence]:
    """Whether those who are here can decide on a matter, and the sentence that says it."""
    entitled = len(present.voters)
    condition = decision_rule(matter, on).quorum
    needed = needed_for(condition, entitled=entitled)
    found = Quorum(len(present.voters_here), entitled, needed)
    return found, found.sentence(NAMES[matter])


def quorum_on(item: AgendaItem, on: date, at: datetime) -> Sentence | None:
    """The same for the motion on an item, by the call as which it would be put now and with those
    who are here by proxy; None where that is not known."""
    known = footing(item, on, at)
    if known is None or item.motion_id is None:
        return None
    needed = needed_for(known.quorum, entitled=known.entitled, active=known.active)
    found = Quorum(known.present, known.entitled, needed, known.represented, known.is_second_call)
    return found.sentence(NAMES[motion_of(item.motion_id).matter])


def notice_of(matter: Matter, on: date) -> Notice:
    """The notice that the bylaws ask for on a matter."""
    rule = rule_on(matter, on)
    name = (
        say("The rule on %(matter)s (%(clause)s)", matter=NAMES[matter], clause=rule.clause)
        if rule.clause
        else say("The rule on %(matter)s", matter=NAMES[matter])
    )
    return Notice(name, parse_rule(rule.definition).notice_days)


def attendances(assembly_id: int) -> Sequence[Row[str, datetime, datetime | None]]:
    """Who was there and when: name, from, to."""
    return db.session.execute(
        select(Member.name, Attendance.joined_at, Attendance.left_at)
        .join(Member, Member.id == Attendance.member_id)
        .where(Attendance.assembly_id == assembly_id)
        .order_by(Member.name, Attendance.joined_at)
    ).all()


def motions_to_put(unit_id: int | None = None, assembly_id: int = 0) -> Sequence[Motion]:
    """Motions handed in and still to be put to the vote, to a unit or to any; without those that
    are on the agenda of an assembly already."""
    on_agenda = select(AgendaItem.motion_id).where(
        AgendaItem.assembly_id == assembly_id, AgendaItem.motion_id.is_not(None)
    )
    query = select(Motion).where(
        Motion.submitted_at.is_not(None),
        Motion.withdrawn_at.is_(None),
        Motion.put_at.is_(None),
        Motion.decided_at.is_(None),
        Motion.id.not_in(on_agenda),
    )
    if unit_id is not None:
        query = query.where(Motion.unit_id == unit_id)
    return db.session.scalars(query.order_by(Motion.number)).all()


def motion_of(motion_id: int) -> Motion:
    return db.session.get_one(Motion, motion_id)


def earliest_day(matter: Matter, given_on: date) -> date:
    """The first day for an assembly on a matter, if the notice is given on a day."""
    return given_on + timedelta(days=notice_of(matter, given_on).days)


def assembly(assembly_id: int) -> Assembly | None:
    return db.session.get(Assembly, assembly_id)


def agenda_item(assembly_id: int, item_id: int) -> AgendaItem | None:
    return db.session.scalar(
        select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.assembly_id == assembly_id)
    )


def appearances(motion_id: int) -> Sequence[Assembly]:
    """The assemblies on whose agenda a motion stands, the latest first."""
    return db.session.scalars(
        select(Assembly)
        .join(AgendaItem, AgendaItem.assembly_id == Assembly.id)
        .where(AgendaItem.motion_id == motion_id)
        .order_by(Assembly.starts_at.desc())
    ).all()


def convened_for(unit_id: int) -> Sequence[Assembly]:
    """The assemblies of a unit that are still to be opened, the next first."""
    return db.session.scalars(
        select(Assembly)
        .where(
            Assembly.unit_id == unit_id,
            Assembly.opened_at.is_(None),
            Assembly.cancelled_at.is_(None),
        )
        .order_by(Assembly.starts_at)
    ).all()
