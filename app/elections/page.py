"""Everything the page of an election shows."""

from dataclasses import dataclass
from datetime import date, datetime

from app.db import db
from app.elections import queries
from app.elections.models import Candidacy, Election
from app.elections.rules.candidacies import check_nominations_open
from app.elections.rules.lots import drawn, lot_of
from app.elections.seats import queries as seat_queries
from app.elections.seats.queries import Seat
from app.errors import RuleViolation
from app.members.models import Office, Unit
from app.motions.models import Motion
from app.motions.queries import course_of
from app.motions.rules.course import State
from app.motions.terms_left import most_terms
from app.motions.trail import trail_of
from app.web.trail import Step


@dataclass(frozen=True, slots=True)
class ElectionPage:
    election: Election
    motion: Motion
    state: State
    unit: str
    """Whose office it is."""
    steps: list[Step]
    is_open: bool
    """Whether members can be nominated."""
    standing: list[Candidacy]
    """In the order of the ballot."""
    asked: list[Candidacy]
    """Who has not answered a nomination yet."""
    own: Candidacy | None
    """The reader's, unless it was withdrawn."""
    lots: dict[int, str]
    """The lot of each who stands, by their number in the register."""
    seats: list[Seat]
    substitutes: list[tuple[int, str]]
    own_seat: bool
    """Whether the reader holds one of them."""
    most_terms: int
    """In a row, by the bylaws and by the motion; 0 for no limit."""

    @property
    def has_vacancy(self) -> bool:
        return any(seat.holder is None for seat in self.seats)


def page_of(election: Election, reader_id: int, *, on: date, at: datetime) -> ElectionPage:
    motion = election.motion
    state = course_of(motion, on).state
    found = [one for one in queries.candidacies(motion.id) if one.withdrawn_at is None]
    standing = {one.member.number: one for one in found if one.stands}
    seats = seat_queries.seats_of(motion, on)
    unit = db.session.get(Unit, motion.effect["unit_id"])
    return ElectionPage(
        election=election,
        motion=motion,
        state=state,
        unit=unit.name if unit else "",
        steps=trail_of(motion, here=""),
        is_open=_is_open(election, state, at),
        standing=[standing[number] for number in drawn(election.seed, standing)],
        asked=[one for one in found if not one.stands],
        own=next((one for one in found if one.member_id == reader_id), None),
        lots={number: lot_of(election.seed, number) for number in standing},
        seats=seats,
        substitutes=seat_queries.substitutes(motion, on) if seats else [],
        own_seat=seat_queries.seat_held_by(reader_id, motion.id, on) is not None,
        most_terms=most_terms(Office(motion.effect["office"]), on, motion.effect["most_terms"]),
    )


def _is_open(election: Election, state: State, at: datetime) -> bool:
    if state not in {State.WANTS_SECOND, State.READY}:
        return False
    try:
        check_nominations_open(election.nominations_until, election.closed_at, at)
    except RuleViolation:
        return False
    return True
