"""Reading what took effect, what failed, and what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.db import db
from app.enactment.models import Enactment
from app.motions.models import EffectKind, Motion, Outcome
from app.record.models import Decision
from app.sentences import Sentence


def due_motion_ids(on: date) -> Sequence[int]:
    """Carried motions whose day has come, not enacted, in the order they take effect."""
    return db.session.scalars(
        select(Motion.id)
        .join(Decision, Decision.id == Motion.decision_id)
        .outerjoin(Enactment, Enactment.motion_id == Motion.id)
        .where(
            Motion.outcome == Outcome.CARRIED,
            Decision.in_force_on <= on,
            Enactment.motion_id.is_(None),
        )
        .order_by(Decision.in_force_on, Decision.decided_at, Motion.id)
    ).all()


def locked_motion(motion_id: int) -> Motion:
    """The motion, while nobody else can enact it."""
    return db.session.scalars(
        select(Motion)
        .where(Motion.id == motion_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


@dataclass(frozen=True, slots=True)
class Effect:
    """A carried motion and what became of it. `subject`: the thing that came to be."""

    motion_id: int
    motion_number: int | None
    title: str
    kind: EffectKind
    decision_id: int
    tally: str
    poll_id: int | None
    due_on: date
    enacted_at: datetime | None
    failed_at: datetime | None
    reason_json: dict[str, Any] | None
    subject: str | None

    @property
    def reason(self) -> Sentence | None:
        return Sentence.from_json(self.reason_json) if self.reason_json else None


_COLUMNS: Select[*tuple[Any, ...]] = (
    select(
        Motion.id,
        Motion.number,
        Motion.title,
        Motion.effect_kind,
        Decision.id,
        Decision.tally,
        Decision.poll_id,
        Decision.in_force_on,
        Enactment.enacted_at,
        Enactment.failed_at,
        Enactment.reason,
        Enactment.subject,
    )
    .join(Decision, Decision.id == Motion.decision_id)
    .outerjoin(Enactment, Enactment.motion_id == Motion.id)
    .where(Motion.outcome == Outcome.CARRIED)
)


def effect_of(motion_id: int) -> Effect | None:
    """What became of a carried motion; None of any other."""
    row = db.session.execute(_COLUMNS.where(Motion.id == motion_id)).first()
    return None if row is None else Effect(*row)


def failed() -> list[Effect]:
    """The latest first."""
    query = _COLUMNS.where(Enactment.failed_at.is_not(None)).order_by(Enactment.failed_at.desc())
    return [Effect(*row) for row in db.session.execute(query)]


def scheduled() -> list[Effect]:
    """What is still to come, the soonest first."""
    query = _COLUMNS.where(Enactment.motion_id.is_(None)).order_by(Decision.in_force_on, Motion.id)
    return [Effect(*row) for row in db.session.execute(query)]


def enacted(*, limit: int, offset: int = 0) -> list[Effect]:
    """The latest first."""
    query = _COLUMNS.where(Enactment.enacted_at.is_not(None)).order_by(
        Enactment.due_on.desc(), Motion.id.desc()
    )
    return [Effect(*row) for row in db.session.execute(query.limit(limit).offset(offset))]


def count_enacted() -> int:
    return (
        db.session.scalar(
            select(func.count(Enactment.motion_id)).where(Enactment.enacted_at.is_not(None))
        )
        or 0
    )
