"""What pay has beside the scheme: absences, additions, goods, advances, deductions.

Each rests on a decision of the members, or, for what is taken off for others, on the member's own
consent. The record notes that something was entered, never for whom or how much: absences and
debts are nobody else's business.
"""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select

from app.coop import Coop, founded_coop
from app.db import db
from app.errors import InvalidInput
from app.money import MOST_BOOKED, digits, to_minor
from app.record.actions import append
from app.sentences import say
from app.treasury.actions import post_entry, reverse_entry
from app.treasury.rules import BANK, Line
from app.wages.adjustments.dues import settled_amounts
from app.wages.kinds import AbsenceKind, AdjustmentKind
from app.wages.models import Adjustment, GoodsPrice
from app.wages.rules import refusals
from app.wages.rules.booking import ADVANCES
from app.wages.rules.spans import Span


def enter_absence(
    member_id: int,
    kind: AbsenceKind,
    days: Span,
    *,
    hours: Fraction,
    rate: Fraction,
    decision_id: int | None,
    by: int,
    at: datetime,
) -> Adjustment:
    """Days away, paid at an hourly rate that a decision sets; at a rate of zero they are only
    noted. Raises NeedsDecision, InvalidInput."""
    if hours < 0 or rate < 0:
        raise InvalidInput(say("Less than nothing cannot be entered."), "hours")
    if rate and decision_id is None:
        raise refusals.NeedsDecision
    absence = Adjustment(
        member_id=member_id,
        kind=AdjustmentKind.ABSENCE,
        absence=kind,
        from_on=days.first,
        to_on=days.last,
        what="",
        quantity=hours,
        price=rate,
        amount=_minor(hours * rate, "hours"),
        decision_id=decision_id,
        by_id=by,
        at=at,
    )
    return _kept(absence)


def enter_addition(
    member_id: int,
    amount: Fraction,
    *,
    what: str,
    on: date,
    decision_id: int,
    by: int,
    at: datetime,
) -> Adjustment:
    """Money beside the pay, such as outlays paid back. Raises InvalidInput."""
    return _enter(
        AdjustmentKind.ADDITION, member_id, amount, what, on, decision_id=decision_id, by=by, at=at
    )


def enter_deduction(
    member_id: int,
    amount: Fraction,
    *,
    what: str,
    on: date,
    most_per_run: Fraction | None,
    decision_id: int | None,
    by: int,
    at: datetime,
) -> Adjustment:
    """What is taken off for others, in instalments if `most_per_run` is given. Without a
    decision it waits for the member's consent. Raises InvalidInput."""
    deduction = _enter(
        AdjustmentKind.DEDUCTION, member_id, amount, what, on, decision_id=decision_id, by=by, at=at
    )
    deduction.most_per_run = None if most_per_run is None else _amount(most_per_run, "most_per_run")
    return deduction


def pay_advance(
    member_id: int, amount: Fraction, *, what: str, on: date, by: int, at: datetime
) -> Adjustment:
    """Pay that a member has before the run, booked at once and taken off by the next one.
    Raises InvalidInput."""
    advance = _enter(AdjustmentKind.ADVANCE, member_id, amount, what, on, by=by, at=at)
    lines = [Line(ADVANCES, advance.amount), Line(BANK, -advance.amount)]
    advance.journal_entry_id = post_entry(lines, text="Advance on pay", on=on, by=by, at=at).id
    return advance


def issue_goods(
    member_id: int, name: str, quantity: Fraction, *, on: date, by: int, at: datetime
) -> Adjustment:
    """Goods that a member took, at what they count for on that day. Raises NoGoodsPrice,
    InvalidInput."""
    price = goods_price_on(name, on)
    if price is None:
        raise refusals.NoGoodsPrice
    if quantity <= 0:
        raise InvalidInput(say("Write how much."), "quantity")
    goods = Adjustment(
        member_id=member_id,
        kind=AdjustmentKind.GOODS,
        from_on=on,
        what=f"{price.measure} {price.name}",
        quantity=quantity,
        price=price.price,
        amount=_minor(quantity * price.price, "quantity"),
        decision_id=price.decision_id,
        by_id=by,
        at=at,
    )
    return _kept(goods)


def set_goods_price(
    name: str,
    measure: str,
    price: Fraction,
    *,
    from_on: date,
    decision_id: int,
    by: int,
    at: datetime,
) -> GoodsPrice:
    """What a unit of goods counts for from a day on. Raises GoodsPriceStands, InvalidInput."""
    if price < 0:
        raise InvalidInput(say("Less than nothing cannot be entered."), "price")
    taken = select(GoodsPrice.id).where(GoodsPrice.name == name, GoodsPrice.from_on >= from_on)
    if db.session.scalar(taken.limit(1)) is not None:
        raise refusals.GoodsPriceStands
    row = GoodsPrice(
        name=name,
        measure=measure,
        price=price,
        from_on=from_on,
        decision_id=decision_id,
        by_id=by,
        at=at,
    )
    db.session.add(row)
    db.session.flush()
    data = {"name": name, "price": str(price), "from": from_on.isoformat(), "decision": decision_id}
    append("goods-price-set", f"goods price {row.id}", by=by, at=at, data=data)
    return row


def goods_price_on(name: str, day: date) -> GoodsPrice | None:
    return db.session.scalar(
        select(GoodsPrice)
        .where(GoodsPrice.name == name, GoodsPrice.from_on <= day)
        .order_by(GoodsPrice.from_on.desc())
        .limit(1)
    )


def consent(adjustment_id: int, *, by: int, at: datetime) -> None:
    """The member agrees to a deduction. Raises NotYoursToAgree, AlreadySettled."""
    adjustment = _locked(adjustment_id)
    if adjustment.member_id != by:
        raise refusals.NotYoursToAgree
    if adjustment.consented_at is None:
        adjustment.consented_at = at
        append("adjustment-agreed", f"adjustment {adjustment.id}", by=by, at=at)


def withdraw(adjustment_id: int, *, on: date, by: int, at: datetime) -> None:
    """It was entered by mistake: it stays to be read, and no run takes it up. An advance is
    booked back. Raises AlreadySettled."""
    # A run that is being prepared holds this row alone: it has taken this up, or it will not.
    db.session.execute(select(Coop.id).with_for_update(read=True))
    adjustment = _locked(adjustment_id)
    if settled_amounts().get(adjustment.id):
        raise refusals.AlreadySettled
    adjustment.withdrawn_at, adjustment.withdrawn_by_id = at, by
    if adjustment.journal_entry_id is not None:
        entry_id = adjustment.journal_entry_id
        reverse_entry(entry_id, text="Advance withdrawn", on=on, by=by, at=at)
    append("adjustment-withdrawn", f"adjustment {adjustment.id}", by=by, at=at)


def _locked(adjustment_id: int) -> Adjustment:
    query = select(Adjustment).where(Adjustment.id == adjustment_id).with_for_update()
    adjustment = db.session.scalars(query).one()
    if adjustment.withdrawn_at is not None:
        raise refusals.AlreadySettled
    return adjustment


def _enter(
    kind: AdjustmentKind,
    member_id: int,
    amount: Fraction,
    what: str,
    on: date,
    *,
    decision_id: int | None = None,
    by: int,
    at: datetime,
) -> Adjustment:
    adjustment = Adjustment(
        member_id=member_id,
        kind=kind,
        from_on=on,
        what=what,
        amount=_amount(amount, "amount"),
        decision_id=decision_id,
        by_id=by,
        at=at,
    )
    return _kept(adjustment)


def _kept(adjustment: Adjustment) -> Adjustment:
    db.session.add(adjustment)
    db.session.flush()
    append(
        "adjustment-entered",
        f"adjustment {adjustment.id}",
        by=adjustment.by_id,
        at=adjustment.at,
    )
    return adjustment


def _amount(amount: Fraction, where: str) -> int:
    """Whole minor units above zero. Raises InvalidInput."""
    minor = amount * 10 ** digits(founded_coop().currency)
    if minor <= 0 or minor.denominator != 1:
        raise InvalidInput(say("Write an amount above zero, to the cent."), where)
    return _booked(int(minor), where)


def _minor(amount: Fraction, where: str) -> int:
    return _booked(to_minor(amount, digits(founded_coop().currency)), where)


def _booked(minor: int, where: str) -> int:
    if minor > MOST_BOOKED:
        raise InvalidInput(say("That is more than the books can hold."), where)
    return minor
