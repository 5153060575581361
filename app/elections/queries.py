"""Reading elections: who stands, who was elected, which seat is vacant, who comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.db import db
from app.elections.models import Candidacy, Election
from app.members.models import Standing
from app.members.queries import people_on, person_on, units_below
from app.motions.models import Motion


@dataclass(frozen=True, slots=True)
class ElectionLine:
    """An election in a list."""

    motion_id: int
    number: int | None
    title: str
    nominations_until: datetime
    closed_at: datetime | None
    put_at: datetime | None
    decided_at: datetime | None
    withdrawn_at: datetime | None
    standing: int
    """How many stand."""


def election_lines() -> list[ElectionLine]:
    """All elections, the latest first."""
    standing = (
        select(func.count())
        .where(
            Candidacy.motion_id == Election.motion_id,
            Candidacy.accepted_at.is_not(None),
            Candidacy.withdrawn_at.is_(None),
        )
        .correlate(Election)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Motion.id,
            Motion.number,
            Motion.title,
            Election.nominations_until,
            Election.closed_at,
            Motion.put_at,
            Motion.decided_at,
            Motion.withdrawn_at,
            standing,
        )
        .join(Election, Election.motion_id == Motion.id)
        .order_by(Motion.id.desc())
    )
    return [ElectionLine(*row) for row in rows]


def election(motion_id: int) -> Election | None:
    return db.session.get(Election, motion_id)


def candidacy(candidacy_id: int) -> Candidacy | None:
    return db.session.get(Candidacy, candidacy_id)


def candidacies(motion_id: int) -> Sequence[Candidacy]:
    """In the order in which they were nominated."""
    return db.session.scalars(
        select(Candidacy).where(Candidacy.motion_id == motion_id).order_by(Candidacy.id)
    ).all()


def may_stand(member_id: int, unit_id: int, on: date) -> bool:
    person = person_on(member_id, on)
    is_full = person is not None and person.standing is Standing.FULL
    return is_full and person is not None and person.unit_id in units_below(unit_id)


def nominees(motion: Motion, on: date) -> dict[int, str]:
    """Whom one can nominate: the full members of the office's unit who were not yet."""
    named = {one.member_id for one in candidacies(motion.id)}
    people = people_on(on, Standing.FULL, unit_id=motion.effect["unit_id"])
    return {one.id: one.name for one in people if one.id not in named}
