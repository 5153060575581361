"""What pay has beside the scheme, as far as no run has settled it yet."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from app.coop import founded_coop
from app.db import db
from app.money import Money
from app.sentences import Sentence, say
from app.wages.kinds import AbsenceKind, AdjustmentKind
from app.wages.models import Adjustment, PayLine, PayRun, Payslip
from app.wages.rules.run import Due
from app.wages.rules.spans import Span

ABSENCES = {
    AbsenceKind.HOLIDAY: say("Holiday"),
    AbsenceKind.SICKNESS: say("Sickness"),
    AbsenceKind.CARE: say("Care of others"),
    AbsenceKind.OTHER: say("Other absence"),
}


def dues_until(day: date) -> tuple[Due, ...]:
    """What a run up to a day is to take up, in the order in which it came to be."""
    settled = settled_amounts()
    query = (
        select(Adjustment)
        .where(
            Adjustment.withdrawn_at.is_(None),
            func.coalesce(Adjustment.to_on, Adjustment.from_on) <= day,
            agreed(),
        )
        .order_by(Adjustment.from_on, Adjustment.id)
    )
    found = ((one, settled.get(one.id)) for one in db.session.scalars(query))
    return tuple(
        _due(one, one.amount - (done or 0))
        for one, done in found
        if done is None or (_is_taken(one) and done < one.amount)
    )


def agreed() -> ColumnElement[bool]:
    """SQL: a deduction for others rests on a decision, or on the member's own consent."""
    return or_(
        Adjustment.kind != AdjustmentKind.DEDUCTION,
        Adjustment.decision_id.is_not(None),
        Adjustment.consented_at.is_not(None),
    )


def settled_amounts() -> Mapping[int, int]:
    """By adjustment, what runs that stand have paid or taken of it, in minor units."""
    rows = db.session.execute(
        select(PayLine.adjustment_id, func.sum(func.abs(PayLine.amount)))
        .join(Payslip, Payslip.id == PayLine.payslip_id)
        .join(PayRun, PayRun.id == Payslip.run_id)
        .where(PayLine.adjustment_id.is_not(None), PayRun.set_aside_at.is_(None))
        .group_by(PayLine.adjustment_id)
    )
    return {key: int(amount) for key, amount in rows}


def _is_taken(one: Adjustment) -> bool:
    return one.kind not in (AdjustmentKind.ABSENCE, AdjustmentKind.ADDITION)


def _due(one: Adjustment, left: int) -> Due:
    return Due(
        one.id,
        one.member_id,
        one.kind,
        Span(one.from_on, one.to_on or one.from_on),
        left,
        in_words(one),
        one.most_per_run,
        one.decision_id,
        _basis(one),
    )


def in_words(one: Adjustment) -> Sentence:
    """What a line of a payslip says about an adjustment."""
    if one.kind is AdjustmentKind.OVERPAID:
        return say("Pay that was too much")
    if one.quantity is None or one.price is None:
        return say("%(what)s, %(day)s", what=one.what, day=one.from_on)
    currency = founded_coop().currency
    price = Money.of(one.price, currency)
    if one.absence is not None:
        return say(
            "%(what)s from %(first)s to %(last)s: %(hours)s hours × %(price)s",
            what=ABSENCES[one.absence],
            first=one.from_on,
            last=one.to_on or one.from_on,
            hours=one.quantity,
            price=price,
        )
    return say(
        "%(quantity)s %(what)s × %(price)s, %(day)s",
        quantity=one.quantity,
        what=one.what,
        price=price,
        day=one.from_on,
    )


def _basis(one: Adjustment) -> Sentence | None:
    if one.decision_id is not None:
        return None
    if one.consented_at is not None:
        return say("the member's own consent of %(at)s", at=one.consented_at)
    if one.kind is AdjustmentKind.ADVANCE:
        return say("paid out on %(day)s", day=one.from_on)
    if one.kind is AdjustmentKind.OVERPAID:
        return say("the difference booked on %(day)s", day=one.from_on)
    return None
