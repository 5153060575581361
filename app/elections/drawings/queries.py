"""Reading drawings: who is in the pool, and where each one stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.db import db
from app.elections.models import Drawing, Volunteer
from app.members.models import Member, Office, Standing
from app.members.queries import people_on
from app.motions.models import Motion
from app.motions.terms_left import without_terms_left


@dataclass(frozen=True, slots=True)
class DrawingLine:
    """A drawing in a list."""

    motion_id: int
    number: int | None
    title: str
    fixed_at: datetime | None
    drawn_at: datetime | None


def drawing_lines() -> list[DrawingLine]:
    """All drawings that were carried, the latest first."""
    rows = db.session.execute(
        select(Motion.id, Motion.number, Motion.title, Drawing.fixed_at, Drawing.drawn_at)
        .join(Drawing, Drawing.motion_id == Motion.id)
        .order_by(Motion.id.desc())
    )
    return [DrawingLine(*row) for row in rows]


def drawing(motion_id: int) -> Drawing | None:
    return db.session.get(Drawing, motion_id)


def volunteer(motion_id: int, member_id: int) -> Volunteer | None:
    return db.session.get(Volunteer, (motion_id, member_id))


def pool_on(drawing: Drawing, on: date) -> list[tuple[int, str]]:
    """Who would be in the pool if it were fixed on a day: number and name, ascending. Who has
    volunteered counts while a full member of the unit; nobody does who has held the office for as
    many terms as the bylaws allow."""
    effect = drawing.motion.effect
    people = people_on(on, Standing.FULL, unit_id=effect["unit_id"])
    place = (Office(effect["office"]), effect["unit_id"])
    seated_on = date.fromisoformat(effect["seed_on"])
    barred = without_terms_left(*place, starts_on=seated_on, on=on)
    people = [one for one in people if one.id not in barred]
    if effect["pool"] == "volunteers":
        wanting = _volunteers(drawing.motion_id)
        people = [one for one in people if one.id in wanting]
    return [(one.number, one.name) for one in people]


def people_in(pool: Sequence[int]) -> list[tuple[int, str]]:
    """Number and name of who is in a fixed pool, ascending."""
    rows = db.session.execute(
        select(Member.number, Member.name).where(Member.number.in_(pool)).order_by(Member.number)
    )
    return [(number, name) for number, name in rows]


def _volunteers(motion_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Volunteer.member_id).where(
                Volunteer.motion_id == motion_id, Volunteer.withdrawn_at.is_(None)
            )
        )
    )
