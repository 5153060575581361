"""Everything the page of a drawing shows."""

import shlex
from dataclasses import dataclass
from datetime import date

from app.db import db
from app.elections.drawings import queries
from app.elections.models import Drawing
from app.elections.rules.lots import drawn, lot_of, pool_hash
from app.elections.seats import queries as seat_queries
from app.elections.seats.queries import Seat
from app.members.models import Unit
from app.motions.models import Motion
from app.motions.trail import trail_of
from app.web.trail import Step


@dataclass(frozen=True, slots=True)
class DrawingPage:
    drawing: Drawing
    motion: Motion
    unit: str
    """Whose office it is."""
    seed_on: date
    steps: list[Step]
    pool: list[tuple[int, str]]
    """Number and name; before the pool is fixed, who would be in it today."""
    pool_hash: str
    order: list[tuple[int, str, str]]
    """Number, name and lot, in the order drawn; empty before."""
    has_volunteered: bool
    can_fix: bool
    can_draw: bool
    seats: list[Seat]
    substitutes: list[tuple[int, str]]
    own_seat: bool
    """Whether the reader holds one of the seats."""

    @property
    def has_vacancy(self) -> bool:
        return any(seat.holder is None for seat in self.seats)

    @property
    def lot_line(self) -> str:
        """What to type for the lot of the first, quoted for a shell: somebody wrote the seed."""
        lot = f"{self.drawing.seed}|{self.order[0][0]}"
        return f"printf '%s' {shlex.quote(lot)} | sha256sum"


def page_of(drawing: Drawing, reader_id: int, *, on: date) -> DrawingPage:
    motion, is_fixed = drawing.motion, drawing.fixed_at is not None
    own = queries.volunteer(motion.id, reader_id)
    pool = queries.people_in(drawing.pool or []) if is_fixed else queries.pool_on(drawing, on)
    numbers = [number for number, _ in pool]
    seed_on = date.fromisoformat(motion.effect["seed_on"])
    seats = seat_queries.seats_of(motion, on)
    unit = db.session.get(Unit, motion.effect["unit_id"])
    names = dict(pool)
    return DrawingPage(
        drawing=drawing,
        motion=motion,
        unit=unit.name if unit else "",
        seed_on=seed_on,
        steps=trail_of(motion, here=""),
        pool=pool,
        pool_hash=pool_hash(numbers),
        order=[
            (number, names[number], lot_of(drawing.seed, number))
            for number in drawn(drawing.seed, numbers)
        ]
        if drawing.seed
        else [],
        has_volunteered=own is not None and own.withdrawn_at is None,
        can_fix=not is_fixed and on < seed_on,
        can_draw=is_fixed and drawing.seed is None and on >= seed_on,
        seats=seats,
        substitutes=seat_queries.substitutes(motion, on) if seats else [],
        own_seat=seat_queries.seat_held_by(reader_id, motion.id, on) is not None,
    )
