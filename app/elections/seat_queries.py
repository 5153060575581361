"""Reading the seats of a decided election: who was elected, which is vacant, who comes next."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.db import db
from app.elections.models import SeatTaken
from app.elections.queries import may_stand
from app.elections.rules.substitutes import next_in_count
from app.elections.rules.terms import last_day
from app.members.models import Mandate, Office
from app.members.queries import mandates_of
from app.motions.models import Motion, MotionOption
from app.motions.queries import options_of
from app.record.models import Decision
from app.voting.models import Poll
from app.voting.rules.selection import Selection
from app.voting.rules.ties import Lot


def elected(motion_id: int) -> list[MotionOption]:
    """The options that the vote has chosen."""
    return [one for one in options_of(motion_id) if one.place is not None]


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of a decided election on a day. `holder`: nobody, where it is vacant."""

    number: int
    ends_on: date
    holder: Mandate | None


def seats_of(motion: Motion, decision: Decision, on: date) -> list[Seat]:
    """`decision`: the motion's own. A seat whose term is over is not among them."""
    rows = db.session.scalars(
        select(SeatTaken).where(SeatTaken.motion_id == motion.id).order_by(SeatTaken.id)
    )
    latest = {row.seat: row.mandate for row in rows}
    seats = []
    for number, months in enumerate(motion.effect["terms"], 1):
        ends_on = last_day(decision.in_force_on, months)
        mandate = latest.get(number)
        is_held = mandate is not None and (mandate.to_on is None or mandate.to_on >= on)
        if ends_on >= on:
            seats.append(Seat(number, ends_on, mandate if is_held else None))
    return seats


def substitutes(motion: Motion, on: date) -> list[tuple[int, str]]:
    """Who comes next in the count, with their ids: those who still belong to the unit, do not
    hold the office, and have not had a seat by this election."""
    poll = db.session.get(Poll, motion.poll_id) if motion.poll_id else None
    if poll is None or poll.result is None or "count" not in poll.result:
        return []
    lot = Lot(poll.seed or poll.roll_hash, published=poll.seed is not None)
    ids = {one.title: one.member_id for one in options_of(motion.id)}
    had = _had_a_seat(motion.id)
    found = []
    for name in next_in_count(Selection.from_json(poll.result).count, lot):
        member_id = ids.get(name)
        if member_id is not None and member_id not in had and _is_free(member_id, motion, on):
            found.append((member_id, name))
    return found


def _had_a_seat(motion_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Mandate.member_id)
            .join(SeatTaken, SeatTaken.mandate_id == Mandate.id)
            .where(SeatTaken.motion_id == motion_id)
        )
    )


def _is_free(member_id: int, motion: Motion, on: date) -> bool:
    place = (Office(motion.effect["office"]), motion.effect["unit_id"])
    held = {(one.office, one.unit_id) for one in mandates_of(member_id, on)}
    return place not in held and may_stand(member_id, place[1], on)


def mandates_to_end(office: Office, unit_id: int, elected: set[int], on: date) -> list[Mandate]:
    """What an election's result ends: mandates of the office without a last day, and those that
    the elected hold still."""
    rows = db.session.scalars(
        select(Mandate).where(
            Mandate.office == office, Mandate.unit_id == unit_id, Mandate.from_on < on
        )
    )
    return [
        one for one in rows if one.to_on is None or (one.to_on >= on and one.member_id in elected)
    ]
