"""Taking office by the result of an election, and moving up when a seat falls vacant."""

from datetime import date, datetime, timedelta

from app.db import db
from app.elections import seat_queries as queries
from app.elections.models import SeatTaken
from app.elections.queries import may_stand
from app.elections.rules.candidacies import NoSubstitute, SeatFilled
from app.elections.rules.terms import last_day
from app.members.actions import give_mandate
from app.members.models import Mandate, Member, Office
from app.motions.models import Motion
from app.record.actions import append
from app.record.models import Decision


def seat_elected(motion: Motion, *, decision: Decision, at: datetime) -> list[Mandate]:
    """Gives the elected their mandates, from the day of the decision to the end of each one's
    term. Mandates of the office without a last day end with it; those with one go on, as seats
    are up at different dates. Who is no full member any more gets none."""
    office, unit_id = Office(motion.effect["office"]), motion.effect["unit_id"]
    first = decision.in_force_on
    elected = sorted(queries.elected(motion.id), key=lambda one: one.place or 0)
    members = {one.member_id for one in elected if one.member_id is not None}
    for mandate in queries.mandates_to_end(office, unit_id, members, first):
        mandate.to_on = first - timedelta(days=1)
        data = {"office": office, "unit": unit_id, "to": mandate.to_on.isoformat()}
        append("mandate-ended", f"member {mandate.member_id}", by=None, at=at, data=data)
    db.session.flush()
    given = []
    for seat, (option, months) in enumerate(zip(elected, motion.effect["terms"], strict=False), 1):
        if option.member_id and may_stand(option.member_id, unit_id, first):
            ends_on = last_day(first, months)
            given.append(_take_seat(motion, seat, option.member_id, first, ends_on, decision, at))
    return given


def call_substitute(motion: Motion, *, by: int, on: date, at: datetime) -> Mandate:
    """The next in the count takes the first vacant seat for the rest of its term, by the
    election's own decision. Raises SeatFilled, NoSubstitute."""
    db.lock(motion)
    decision = motion.decision
    seats = [] if decision is None else queries.seats_of(motion, decision, on)
    vacant = [seat for seat in seats if seat.holder is None]
    if decision is None or not vacant or decision.in_force_on > on:
        raise SeatFilled
    waiting = queries.substitutes(motion, on)
    if not waiting:
        raise NoSubstitute
    seat, (member_id, _) = vacant[0], waiting[0]
    mandate = _take_seat(motion, seat.number, member_id, on, seat.ends_on, decision, at, by)
    data = {"seat": seat.number, "member": member_id, "to": seat.ends_on.isoformat()}
    append("substitute-called", f"motion {motion.id}", by=by, at=at, data=data)
    return mandate


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
