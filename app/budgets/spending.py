"""Spending within a mandate: recorded by the office, paid by somebody else, booked on its line."""

from datetime import date, datetime
from typing import Any

from app.budgets import queries
from app.budgets.models import BudgetLine, Spending, SpendingPayment
from app.budgets.rules import spending as rules
from app.coop import founded_coop
from app.db import db
from app.record.actions import append
from app.treasury.actions import post_entry, take_back
from app.treasury.rules import BANK, Line


def record_spending(
    line_id: int,
    *,
    amount: int,
    payee: str,
    purpose: str,
    invoice: str,
    spent_on: date,
    by: int,
    at: datetime,
) -> Spending:
    """Takes an invoice on under one of the member's limits, as far as the caps and the line reach.
    Raises BeyondMandate's kinds, each saying which motion it takes."""
    line = db.session.get_one(BudgetLine, line_id)
    db.lock(line)  # the door to the line: two at once would each see the same left
    rules.check_day(spent_on, line.budget.from_on, line.budget.to_on)
    limits = queries.limits_of(by, line.id, spent_on)
    caps = [(queries.cap_of(limit), queries.used_of(limit, spent_on)) for limit in limits]
    use = queries.line_use(line.id).use
    limit = limits[rules.check_within(amount, caps, use, founded_coop().currency)]
    spending = Spending(
        line_id=line.id,
        limit_id=limit.id,
        spent_on=spent_on,
        payee=payee,
        purpose=purpose,
        invoice=invoice,
        amount=amount,
        by_id=by,
        at=at,
    )
    db.session.add(spending)
    db.session.flush()
    append("spending-recorded", spending.subject, by=by, at=at, data=recorded(spending))
    return spending


def recorded(spending: Spending) -> dict[str, Any]:
    """What the record says of a spending; `archive.checks.money` asks for the same again."""
    names = ("line_id", "limit_id", "payee", "purpose", "invoice", "amount")
    said = {name: getattr(spending, name) for name in names}
    return said | {"on": spending.spent_on.isoformat()}


def withdraw_spending(spending_id: int, *, by: int, may_post: bool, at: datetime) -> Spending:
    """Gives up a spending that is not paid: the line has it back. Raises NotYours, OnList,
    SpendingPaid, SpendingWithdrawn."""
    spending = open_spending(spending_id)
    if spending.by_id != by and not may_post:
        raise rules.NotYours
    queries.check_not_listed(spending)
    spending.withdrawn_by_id, spending.withdrawn_at = by, at
    append("spending-withdrawn", spending.subject, by=by, at=at)
    return spending


def pay_spending(spending_id: int, *, on: date, by: int, at: datetime) -> SpendingPayment:
    """Somebody else has paid it: it is booked on the account of its line, by the decision of the
    limit. Raises SpentIt, SpendingPaid, SpendingWithdrawn."""
    spending = open_spending(spending_id)
    if spending.by_id == by:
        raise rules.SpentIt
    entry = post_entry(
        [Line(spending.line.account, spending.amount), Line(BANK, -spending.amount)],
        text=f"{spending.payee}: {spending.purpose}",
        on=on,
        by=by,
        at=at,
        decision_id=spending.limit.decision_id,
    )
    payment = SpendingPayment(
        spending_id=spending.id, paid_on=on, journal_entry_id=entry.id, by_id=by, at=at
    )
    db.session.add(payment)
    data = {"on": on.isoformat(), "journal_entry": entry.id}
    append("spending-paid", spending.subject, by=by, at=at, data=data)
    _look_again(spending)
    return payment


def reverse_spending(
    spending_id: int, *, reason: str, on: date, by: int, at: datetime
) -> SpendingPayment:
    """It was noted as paid by mistake: the opposite is booked, and it waits again. Raises
    SpendingNotPaid."""
    spending = _locked(spending_id)
    payment = spending.payment
    if payment is None:
        raise rules.SpendingNotPaid
    text = f"Not paid: {spending.payee}, {spending.purpose}"
    booked = payment.journal_entry_id
    data = take_back(payment, booked, text=text, reason=reason, on=on, by=by, at=at)
    append("spending-payment-reversed", spending.subject, by=by, at=at, data=data)
    _look_again(spending)
    return payment


def open_spending(spending_id: int) -> Spending:
    spending = _locked(spending_id)
    if spending.payment is not None:
        raise rules.SpendingPaid
    if spending.withdrawn_at is not None:
        raise rules.SpendingWithdrawn
    return spending


def _locked(spending_id: int) -> Spending:
    """The spending as it stands, while nobody else decides about it."""
    spending = db.session.get_one(Spending, spending_id)
    db.lock(spending)
    _look_again(spending)
    return spending


def _look_again(spending: Spending) -> None:
    db.session.flush()
    db.session.expire(spending, ["payment", "payments"])
