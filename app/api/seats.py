"""Seats of an office as callers read them, filled by election or by lot."""

from datetime import date

from app.api.values import Answer
from app.elections.seats import queries
from app.motions.models import Motion


class Seat(Answer):
    """A seat to the last day of its term; `holder_id`: a member, or null where it is vacant."""

    number: int
    ends_on: date
    holder_id: int | None
    holder: str | None


class Person(Answer):
    """A member by id."""

    id: int
    name: str


class Seats(Answer):
    """The seats by a decision, today, and who moves up to a vacant one, the next first."""

    motion_id: int
    seats: list[Seat]
    substitutes: list[Person]


def seats_told(motion: Motion, on: date) -> Seats:
    seats = queries.seats_of(motion, on)
    waiting = queries.substitutes(motion, on) if seats else []
    return Seats(
        motion_id=motion.id,
        seats=[_seat(seat) for seat in seats],
        substitutes=[Person(id=member_id, name=name) for member_id, name in waiting],
    )


def _seat(seat: queries.Seat) -> Seat:
    holder = seat.holder.member if seat.holder else None
    return Seat(
        number=seat.number,
        ends_on=seat.ends_on,
        holder_id=holder.id if holder else None,
        holder=holder.name if holder else None,
    )
