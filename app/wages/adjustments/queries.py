"""Reading what pay has beside the scheme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.record.models import Decision
from app.sentences import Sentence
from app.wages.adjustments.dues import in_words, settled_amounts
from app.wages.kinds import AdjustmentKind
from app.wages.models import Adjustment, GoodsPrice


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """Amounts in minor units. `left` is what no run has settled yet."""

    id: int
    member_id: int
    member: str
    kind: AdjustmentKind
    words: Sentence
    amount: int
    left: int
    decision: Decision | None
    consented_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def waits_for_consent(self) -> bool:
        return (
            self.kind is AdjustmentKind.DEDUCTION
            and self.decision is None
            and self.consented_at is None
            and self.withdrawn_at is None
        )


def adjustments(*, member_id: int | None = None) -> list[AdjustmentRow]:
    """All adjustments or one member's, the latest first."""
    query = (
        select(Adjustment)
        .options(joinedload(Adjustment.member), joinedload(Adjustment.decision))
        .order_by(Adjustment.id.desc())
    )
    if member_id is not None:
        query = query.where(Adjustment.member_id == member_id)
    settled = settled_amounts()
    return [
        AdjustmentRow(
            one.id,
            one.member_id,
            one.member.name,
            one.kind,
            in_words(one),
            one.amount,
            0 if one.withdrawn_at else one.amount - settled.get(one.id, 0),
            one.decision,
            one.consented_at,
            one.withdrawn_at,
        )
        for one in db.session.scalars(query)
    ]


def goods_prices() -> Sequence[GoodsPrice]:
    """Every value of goods, by name and the latest first."""
    return db.session.scalars(
        select(GoodsPrice)
        .options(joinedload(GoodsPrice.decision))
        .order_by(GoodsPrice.name, GoodsPrice.from_on.desc())
    ).all()


def recent_decisions(limit: int = 100) -> Sequence[Decision]:
    return db.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(limit)).all()
