"""Open pay: the members decide by motion how far they see each other's pay, from a day on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.members.queries import whole_coop
from app.motions.actions.moving import move_motion
from app.motions.models import EffectKind, Motion
from app.motions.rules.effects import Effect
from app.permissions import Permission
from app.record.actions import append
from app.record.models import Decision
from app.wages.models import PayOpenness, PayRun
from app.wages.rules.openness import Band, Openness, bands, least_open
from app.wages.rules.spans import Span
from app.wages.runs.queries import slips_of


def propose_openness(
    policy: Openness,
    *,
    by: int,
    title: str,
    text: str,
    reason: str,
    commences_on: date | None,
    at: datetime,
) -> Motion:
    """Moves that pay be open so far. Raises what `submit_motion` raises."""
    return move_motion(
        by=by,
        unit_id=whole_coop().id,
        title=title,
        text=text,
        reason=reason,
        effect=Effect(EffectKind.SET_PAY_OPENNESS, {"policy": policy.value}),
        commences_on=commences_on,
        at=at,
    )


def set_openness(
    policy: Openness, *, from_on: date, decision: Decision, at: datetime
) -> PayOpenness:
    """From this day pay is open so far, for pay of this day and later."""
    kept = PayOpenness(policy=policy, from_on=from_on, decision_id=decision.id, at=at)
    db.session.add(kept)
    db.session.flush()
    data = {"policy": policy.value, "from": from_on.isoformat(), "decision": decision.id}
    append("pay-openness-set", f"pay openness {kept.id}", by=None, at=at, data=data)
    return kept


def policies() -> Sequence[PayOpenness]:
    """All that were ever decided, the one that holds last of its day first."""
    return db.session.scalars(
        select(PayOpenness)
        .options(joinedload(PayOpenness.decision))
        .order_by(PayOpenness.from_on.desc(), PayOpenness.id.desc())
    ).all()


def openness_on(day: date) -> PayOpenness | None:
    """The policy of a day; None for private pay that nobody decided on."""
    return next((policy for policy in policies() if policy.from_on <= day), None)


def seen_over(span: Span, today: date, permissions: Collection[Permission]) -> Openness:
    """How far a reader with these permissions sees the pay of a span."""
    if Permission.PAY_READ_ALL in permissions:
        return Openness.FULL
    if Permission.PAY_READ_OPEN not in permissions:
        return Openness.PRIVATE
    return openness_over(span, today)


def openness_over(span: Span, today: date) -> Openness:
    """How far the pay of a span may be seen today: what every day of it allows, and today."""
    decided = policies()
    held = [policy.policy for policy in decided if span.first < policy.from_on <= span.last]
    for day in (span.first, today):
        held.append(next((p.policy for p in decided if p.from_on <= day), Openness.PRIVATE))
    return least_open(held)


@dataclass(frozen=True, slots=True)
class OpenPay:
    """What members may see of each other's pay in a run: gross pay by number and name, or bands.
    What is added to it and taken off is nobody else's."""

    earned: tuple[tuple[int, str, int], ...] = ()
    bands: tuple[Band, ...] = ()


def open_pay(run: PayRun, today: date, permissions: Collection[Permission]) -> OpenPay:
    """Nothing before the run is approved."""
    if run.approved_at is None:
        return OpenPay()
    slips = slips_of(run)
    match seen_over(Span(run.from_on, run.to_on), today, permissions):
        case Openness.FULL:
            return OpenPay(tuple((slip.number, slip.name, slip.gross) for slip in slips))
        case Openness.BANDED:
            return OpenPay(bands=tuple(bands([slip.gross for slip in slips])))
        case Openness.PRIVATE:
            return OpenPay()
