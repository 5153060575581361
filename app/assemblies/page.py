"""Everything the page of an assembly shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row

from app.assemblies import queries, words
from app.assemblies.models import Assembly
from app.assemblies.queries import Item, Presence
from app.assemblies.rules import State
from app.bylaws.rules.matters import Matter
from app.motions.amendments.queries import Waiting, waiting_for_vote
from app.motions.models import Motion
from app.motions.page import open_poll_of
from app.motions.queries import trail_of
from app.sentences import Sentence
from app.web.trail import Step


@dataclass(frozen=True, slots=True)
class AssemblyPage:
    """The same for every reader."""

    id: int
    title: str
    unit: str
    place: str
    starts_at: datetime
    state: State
    sentence: Sentence
    quorum: Sentence | None
    """Whether those who are here can decide on what is before them; while it is open."""
    agenda: list[Item]
    presence: Presence

    @property
    def kind(self) -> str:
        return words.KINDS[self.state]

    @property
    def current(self) -> Item | None:
        return next((item for item in self.agenda if item.state is State.OPEN), None)

    @property
    def following(self) -> list[Item]:
        return [item for item in self.agenda if item.state is State.CONVENED]


def page_of(assembly: Assembly, on: date, at: datetime) -> AssemblyPage:
    state = queries.assembly_state(assembly)
    agenda = queries.agenda(assembly.id)
    present = queries.presence(assembly, on)
    return AssemblyPage(
        id=assembly.id,
        title=assembly.title,
        unit=assembly.unit.name,
        place=assembly.place,
        starts_at=assembly.starts_at,
        state=state,
        sentence=words.state_sentence(assembly, state, agenda),
        quorum=_quorum(assembly, agenda, present, on, at) if state is State.OPEN else None,
        agenda=agenda,
        presence=present,
    )


def _quorum(
    assembly: Assembly, agenda: list[Item], present: Presence, on: date, at: datetime
) -> Sentence:
    """For the motion that is debated now, else for the next one."""
    waiting = [
        item for item in agenda if item.state in {State.OPEN, State.CONVENED} and item.matter
    ]
    current = [item for item in waiting if item.state is State.OPEN]
    item = next(iter([*current, *waiting]), None)
    if item is None or item.matter is None:
        return queries.quorum_for(Matter.RESOLUTION, present, on)[1]
    point = queries.agenda_item(assembly.id, item.id)
    known = queries.quorum_on(point, on, at) if point else None
    return known or queries.quorum_for(item.matter, present, on)[1]


@dataclass(frozen=True, slots=True)
class Debated:
    """The motion that is before the assembly, as it reads now."""

    motion: Motion
    mover: str
    steps: list[Step]
    waiting: list[Waiting]
    """Its amendments that are voted on before it, in their order."""
    poll_id: int | None
    """The poll that is open on it or on an amendment."""


def debated(page: AssemblyPage) -> Debated | None:
    if page.current is None or page.current.motion_id is None:
        return None
    motion = queries.motion_of(page.current.motion_id)
    return Debated(
        motion=motion,
        mover=motion.mover.name,
        steps=trail_of(motion, here=""),
        waiting=waiting_for_vote(motion),
        poll_id=open_poll_of(motion) if motion.put_at else None,
    )


def attendance_times(assembly_id: int) -> Sequence[Row[str, datetime, datetime | None]]:
    return queries.attendances(assembly_id)
