"""Making the roll of a poll, and saying why somebody is not on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import aliased

from app.assemblies.models import AgendaItem
from app.assemblies.queries import present_members
from app.bylaws.rules.decisions import DecisionRule, Electorate, parse_rule
from app.coop import day_of
from app.db import db
from app.members.activity import active_members
from app.members.models import Mandate, Member, Office, Standing, Unit
from app.members.queries import Person, held_on, people_on, person_on, units_below
from app.motions.models import Motion
from app.voting.models import Poll, RollEntry
from app.voting.roll.proxies import proxies_of
from app.voting.rules.delegates import Delegation, seated
from app.voting.rules.proxies import Standing as Proxies
from app.voting.rules.proxies import kept
from app.voting.rules.roll import NotOnRoll, absence, mark, roll_hash


@dataclass(frozen=True, slots=True)
class Voter:
    """One who is entitled, and with how many votes."""

    person: Person
    votes: int = 1
    holder: Person | None = None
    """Who votes for them."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Who votes, by number. `entitled`: the votes of all who would if they had come, where only
    those present vote; `active`: those of the active among them, where the rule says who is."""

    voters: Sequence[Voter]
    entitled: int
    active: int | None

    @property
    def hash(self) -> str:
        return _hash(
            (one.person.number, one.votes, one.holder.number if one.holder else None)
            for one in self.voters
        )

    def write(self, poll_id: int) -> None:
        rows = [
            {
                "poll_id": poll_id,
                "member_id": one.person.id,
                "votes": one.votes,
                "holder_id": one.holder.id if one.holder else None,
            }
            for one in self.voters
        ]
        db.session.execute(insert(RollEntry), rows)


def roll_on(day: date, motion: Motion, rule: DecisionRule, item: AgendaItem | None) -> Roll:
    """Who may vote on a motion under a rule."""
    active = None
    if rule.active_days:
        active = active_members(day - timedelta(days=rule.active_days), day)
    voters = _voters(day, motion, rule, item, active)
    body = voters if item is None else _voters(day, motion, rule, None, active)
    entitled = sum(one.votes for one in body)
    if active is None:
        return Roll(voters, entitled, None)
    return Roll(voters, entitled, sum(one.votes for one in body if one.person.id in active))


def _voters(
    day: date, motion: Motion, rule: DecisionRule, item: AgendaItem | None, active: set[int] | None
) -> list[Voter]:
    voters = _electorate(day, motion, rule, item, active)
    if rule.but_concerned:
        voters = [one for one in voters if not is_concerned(motion, one.person.id)]
    return voters


def _electorate(
    day: date, motion: Motion, rule: DecisionRule, item: AgendaItem | None, active: set[int] | None
) -> list[Voter]:
    people = people_on(day, Standing.FULL, unit_id=motion.unit_id)
    if rule.electorate is Electorate.ACTIVE and active is not None:
        people = [person for person in people if person.id in active]
    here = None if item is None else present_members(item.assembly_id)
    if rule.electorate is Electorate.DELEGATES:
        return _council(day, motion.unit_id, people, here, weighted=rule.weighted)
    present = people
    if rule.electorate is Electorate.PRESENT and here is not None:
        present = [person for person in people if person.id in here]
    if not rule.proxies:
        return [Voter(person) for person in present]
    standing = proxies_of(motion.id, item.assembly_id if item else None)
    return _with_proxies(standing, people, present, rule.proxies)


def _with_proxies(
    standing: Proxies, people: Sequence[Person], present: Sequence[Person], most: int
) -> list[Voter]:
    """Those present, and those for whom one of them votes."""
    by_id = {person.id: person for person in people}
    here = {person.id for person in present}
    held = kept(standing, most=most, voters=by_id, here=here)
    return [
        Voter(person, holder=by_id[held[person.id]] if person.id in held else None)
        for person in people
        if person.id in here or person.id in held
    ]


def _council(
    day: date, unit_id: int, people: Sequence[Person], here: set[int] | None, *, weighted: bool
) -> list[Voter]:
    """The delegates of the units below, or their substitutes."""
    sent = [_delegation(day, below, people) for below in _units_under(unit_id, day)]
    eligible = {person.id for person in people}
    votes = seated(sent, eligible=eligible, here=here, weighted=weighted)
    return [Voter(person, votes[person.id]) for person in people if person.id in votes]


def _delegation(day: date, unit_id: int, people: Sequence[Person]) -> Delegation:
    units = set(units_below(unit_id))
    return Delegation(
        delegates=_in_office(day, unit_id, Office.DELEGATE),
        substitutes=_in_office(day, unit_id, Office.SUBSTITUTE),
        size=sum(person.unit_id in units for person in people),
    )


def _in_office(day: date, unit_id: int, office: Office) -> Sequence[int]:
    return db.session.scalars(
        select(Mandate.member_id)
        .where(Mandate.unit_id == unit_id, Mandate.office == office, held_on(day))
        .order_by(Mandate.from_on, Mandate.id)
    ).all()


def _units_under(unit_id: int, day: date) -> Sequence[int]:
    stands = (Unit.from_on <= day) & (Unit.to_on.is_(None) | (Unit.to_on >= day))
    return db.session.scalars(
        select(Unit.id).where(Unit.parent_id == unit_id, stands).order_by(Unit.id)
    ).all()


def hash_of_roll(poll_id: int) -> str:
    """The hash of a roll as it stands in the database."""
    holder = aliased(Member)
    rows = db.session.execute(
        select(Member.number, RollEntry.votes, holder.number)
        .join(RollEntry, RollEntry.member_id == Member.id)
        .outerjoin(holder, holder.id == RollEntry.holder_id)
        .where(RollEntry.poll_id == poll_id)
    )
    return _hash((number, votes, held_by) for number, votes, held_by in rows)


def _hash(lines: Iterable[tuple[int, int, int | None]]) -> str:
    marks = {number: mark(votes, held_by) for number, votes, held_by in lines}
    return roll_hash(marks, {number: words for number, words in marks.items() if words})


def is_concerned(motion: Motion, member_id: int) -> bool:
    """Whether a motion is about somebody: who is to be admitted, entrusted, or recalled."""
    return bool(motion.effect.get("member_id") == member_id)


def absence_from(poll_id: int, member_id: int) -> NotOnRoll:
    """Why a member is not on the roll of a poll."""
    poll, motion = db.session.execute(
        select(Poll, Motion).join(Motion, Motion.id == Poll.motion_id).where(Poll.id == poll_id)
    ).one()
    day = day_of(poll.opened_at)
    person = person_on(member_id, day)
    offices = set(
        db.session.scalars(
            select(Mandate.office)
            .join(Unit, Unit.id == Mandate.unit_id)
            .where(Mandate.member_id == member_id, Unit.parent_id == motion.unit_id, held_on(day))
        )
    )
    return absence(
        person.standing if person else None,
        parse_rule(poll.rule),
        of_unit=person is not None and person.unit_id in units_below(motion.unit_id),
        concerned=is_concerned(motion, member_id),
        delegate=Office.DELEGATE in offices,
        substitute=Office.SUBSTITUTE in offices,
    )
