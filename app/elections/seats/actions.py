"""Taking office by an election or by lot, giving it up, and moving up to a vacant seat."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.db import db
from app.elections.models import SeatTaken
from app.elections.queries import may_stand
from app.elections.rules.candidacies import NoSeat, NoSubstitute, SeatFilled
from app.elections.rules.terms import last_day
from app.elections.seats import queries
from app.members.actions import give_mandate
from app.members.models import Mandate, Member, Office
from app.motions.models import Motion
from app.record.actions import append
from app.record.models import Decision


def seat_elected(motion: Motion, *, decision: Decision, at: datetime) -> None:
    """Gives the elected their mandates, from the day of the decision on."""
    chosen = sorted(queries.elected(motion.id), key=lambda one: one.place or 0)
    members = [one.member_id for one in chosen if one.member_id is not None]
    fill_seats(motion, members, first=decision.in_force_on, decision=decision, at=at)


def fill_seats(
    motion: Motion, members: Sequence[int], *, first: date, decision: Decision, at: datetime
) -> None:
    """Each of the chosen holds the office to the end of the term of their seat. Mandates of the
    office without a last day end with it; those with one go on, as seats are up at different
    dates. The seat of who is no full member any more stays vacant."""
    office, unit_id = Office(motion.effect["office"]), motion.effect["unit_id"]
    for mandate in queries.mandates_to_end(office, unit_id, set(members), first):
        _end(mandate, first - timedelta(days=1), kind="mandate-ended", by=None, at=at)
    db.session.flush()
    for seat, (member_id, months) in enumerate(
        zip(members, motion.effect["terms"], strict=False), 1
    ):
        if may_stand(member_id, unit_id, first):
            ends_on = last_day(first, months)
            _take_seat(motion, seat, member_id, first, ends_on, decision, at)


def call_substitute(motion: Motion, *, by: int, on: date, at: datetime) -> Mandate:
    """The next in the count, or in the lots, takes the first vacant seat for the rest of its
    term, by the same decision. Raises SeatFilled, NoSubstitute."""
    db.lock(motion)
    vacant = [seat for seat in queries.seats_of(motion, on) if seat.holder is None]
    if motion.decision is None or not vacant:
        raise SeatFilled
    waiting = queries.substitutes(motion, on)
    if not waiting:
        raise NoSubstitute
    seat, (member_id, _) = vacant[0], waiting[0]
    mandate = _take_seat(
        motion, seat.number, member_id, on, seat.ends_on, motion.decision, at, called_by=by
    )
    data = {"seat": seat.number, "member": member_id, "to": seat.ends_on.isoformat()}
    append("substitute-called", f"motion {motion.id}", by=by, at=at, data=data)
    return mandate


def lay_down(motion: Motion, *, by: int, on: date, at: datetime) -> Mandate:
    """Who has a seat gives it up: today is their last day. Raises NoSeat."""
    db.lock(motion)
    mandate = queries.seat_held_by(by, motion.id, on)
    if mandate is None:
        raise NoSeat
    _end(mandate, on, kind="mandate-laid-down", by=by, at=at)
    return mandate


def _end(mandate: Mandate, last: date, *, kind: str, by: int | None, at: datetime) -> None:
    mandate.to_on = last
    data = {"office": mandate.office, "unit": mandate.unit_id, "to": last.isoformat()}
    append(kind, f"member {mandate.member_id}", by=by, at=at, data=data)


def _take_seat(
    motion: Motion,
    seat: int,
    member_id: int,
    first: date,
    ends_on: date,
    decision: Decision,
    at: datetime,
    called_by: int | None = None,
) -> Mandate:
    mandate = give_mandate(
        db.session.get_one(Member, member_id),
        Office(motion.effect["office"]),
        unit_id=motion.effect["unit_id"],
        from_on=first,
        to_on=ends_on,
        decision=decision,
        at=at,
    )
    db.session.add(
        SeatTaken(
            motion_id=motion.id,
            seat=seat,
            mandate_id=mandate.id,
            ends_on=ends_on,
            called_by_id=called_by,
            at=at,
        )
    )
    db.session.flush()
    return mandate
