"""Reading the seats of a decided election: who was elected, which is vacant, who comes next."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.db import db
from app.elections.models import Drawing, SeatTaken
from app.elections.queries import may_stand
from app.elections.rules.lots import drawn
from app.elections.rules.substitutes import next_in_count
from app.elections.rules.terms import last_day
from app.members.models import Mandate, Member, Office
from app.members.queries import held_on, mandates_of
from app.motions.models import EffectKind, Motion, MotionOption
from app.motions.queries import options_of
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


def starts_on(motion: Motion) -> date | None:
    """The first day of the terms: that of the decision, or of the lots; None: not yet known."""
    if motion.effect_kind is EffectKind.DRAW_OFFICE:
        drawing = db.session.get(Drawing, motion.id)
        return drawing.drawn_on if drawing else None
    return motion.decision.in_force_on if motion.decision else None


def seats_of(motion: Motion, on: date) -> list[Seat]:
    """A seat whose term is over is not among them; nor is any, before the first day."""
    first = starts_on(motion)
    if first is None or first > on:
        return []
    rows = db.session.scalars(
        select(SeatTaken).where(SeatTaken.motion_id == motion.id).order_by(SeatTaken.id)
    )
    latest = {row.seat: row.mandate for row in rows}
    seats = []
    for number, months in enumerate(motion.effect["terms"], 1):
        ends_on = last_day(first, months)
        mandate = latest.get(number)
        is_held = mandate is not None and (mandate.to_on is None or mandate.to_on >= on)
        if ends_on >= on:
            seats.append(Seat(number, ends_on, mandate if is_held else None))
    return seats


def substitutes(motion: Motion, on: date) -> list[tuple[int, str]]:
    """Who comes next in the count or in the lots, with their ids: those who still belong to the
    unit, do not hold the office, and have not had a seat by this decision."""
    drawn_by_lot = motion.effect_kind is EffectKind.DRAW_OFFICE
    waiting = drawn_order(motion.id) if drawn_by_lot else _next_in_count(motion)
    had = _had_a_seat(motion.id)
    return [
        (member_id, name)
        for member_id, name in waiting
        if member_id not in had and _is_free(member_id, motion, on)
    ]


def drawn_order(motion_id: int) -> list[tuple[int, str]]:
    """Everybody in a pool in the order of their lots; nobody before the seed is known."""
    drawing = db.session.get(Drawing, motion_id)
    if drawing is None or drawing.seed is None or drawing.pool is None:
        return []
    people = db.session.execute(
        select(Member.number, Member.id, Member.name).where(Member.number.in_(drawing.pool))
    )
    by_number = {number: (member_id, name) for number, member_id, name in people}
    return [by_number[number] for number in drawn(drawing.seed, drawing.pool)]


def _next_in_count(motion: Motion) -> list[tuple[int, str]]:
    poll = db.session.get(Poll, motion.poll_id) if motion.poll_id else None
    if poll is None or poll.result is None or "count" not in poll.result:
        return []
    lot = Lot(poll.seed or poll.roll_hash, published=poll.seed is not None)
    ids = {one.title: one.member_id for one in options_of(motion.id)}
    names = next_in_count(Selection.from_json(poll.result).count, lot)
    return [(member_id, name) for name in names if (member_id := ids.get(name)) is not None]


def seat_held_by(member_id: int, motion_id: int, on: date) -> Mandate | None:
    """The mandate that somebody holds on a day by an election or a drawing."""
    return db.session.scalar(
        select(Mandate)
        .join(SeatTaken, SeatTaken.mandate_id == Mandate.id)
        .where(SeatTaken.motion_id == motion_id, Mandate.member_id == member_id, held_on(on))
    )


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
