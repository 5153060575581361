"""How the lines of the budgets stand, and who may spend from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, literal, select
from sqlalchemy.orm import joinedload

from app.budgets.models import Budget, BudgetLine, Spending, SpendingLimit, SpendingPayment
from app.budgets.rules.spending import Cap, OnList, Use, span_of
from app.db import db
from app.members.models import Unit
from app.members.queries import mandates_of
from app.treasury.models import Account, JournalEntry, Payment, PaymentOrder, Posting

_PAID = and_(SpendingPayment.spending_id == Spending.id, SpendingPayment.reversed_at.is_(None))


@dataclass(frozen=True, slots=True)
class LineUse:
    """A line of a budget and how it stands."""

    id: int
    purpose: str
    account: str
    unit: str
    use: Use


def budgets() -> Sequence[Budget]:
    """Every budget, the latest first."""
    return db.session.scalars(
        select(Budget)
        .options(joinedload(Budget.decision))
        .order_by(Budget.from_on.desc(), Budget.id.desc())
    ).all()


def lines_of(budget_id: int) -> list[LineUse]:
    return _lines(_uses().where(BudgetLine.budget_id == budget_id))


def line_use(line_id: int) -> LineUse:
    [line] = _lines(_uses().where(BudgetLine.id == line_id))
    return line


def _uses() -> Select[int, str, str, str, int, int, int]:
    """Lines with what was voted, what was spent in all, and what of it is paid."""
    spent = func.coalesce(func.sum(Spending.amount), 0)
    paid = func.coalesce(func.sum(Spending.amount).filter(SpendingPayment.id.is_not(None)), 0)
    about = (BudgetLine.id, BudgetLine.purpose, BudgetLine.account, Unit.name, BudgetLine.amount)
    return (
        select(*about, spent, paid)
        .join(Unit, Unit.id == BudgetLine.unit_id)
        .outerjoin(Spending, (Spending.line_id == BudgetLine.id) & Spending.withdrawn_at.is_(None))
        .outerjoin(SpendingPayment, _PAID)
        .group_by(*about)
        .order_by(BudgetLine.id)
    )


def _lines(query: Select[int, str, str, str, int, int, int]) -> list[LineUse]:
    return [
        LineUse(line_id, purpose, account, unit, Use(voted, int(paid), int(spent) - int(paid)))
        for line_id, purpose, account, unit, voted, spent, paid in db.session.execute(query)
    ]


def booked_apart(budget: Budget) -> int:
    """What was booked by hand in the time of a budget on the accounts of its lines, naming no
    line: minor units."""
    codes = select(BudgetLine.account).where(BudgetLine.budget_id == budget.id)
    by_line = [
        select(SpendingPayment.journal_entry_id),
        select(SpendingPayment.reversal_entry_id).where(
            SpendingPayment.reversal_entry_id.is_not(None)
        ),
    ]
    booked = (
        select(func.coalesce(func.sum(Posting.amount), 0))
        .join(Account, Account.id == Posting.account_id)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(
            Account.code.in_(codes),
            JournalEntry.booked_on.between(budget.from_on, budget.to_on),
            *(JournalEntry.id.not_in(entries) for entries in by_line),
        )
    )
    return int(db.session.scalar(booked) or 0)


def limits_on(line_id: int, day: date) -> list[SpendingLimit]:
    """Who may spend from a line on a day: of each office the limit that came last."""
    latest: dict[tuple[str, int], SpendingLimit] = {}
    rows = select(SpendingLimit).options(
        joinedload(SpendingLimit.unit), joinedload(SpendingLimit.decision)
    )
    for limit in db.session.scalars(
        rows.where(SpendingLimit.line_id == line_id, SpendingLimit.from_on <= day).order_by(
            SpendingLimit.from_on, SpendingLimit.id
        )
    ):
        latest[limit.office, limit.unit_id] = limit
    return [
        limit
        for limit in latest.values()
        if limit.once and (limit.to_on is None or day <= limit.to_on)
    ]


def limits_of(member_id: int, line_id: int, day: date) -> list[SpendingLimit]:
    """The limits under which a member may spend from a line, by the offices they hold."""
    held = {(mandate.office, mandate.unit_id) for mandate in mandates_of(member_id, day)}
    return [limit for limit in limits_on(line_id, day) if (limit.office, limit.unit_id) in held]


def cap_of(limit: SpendingLimit) -> Cap:
    return Cap(limit.once, limit.in_all, limit.months)


def used_of(limit: SpendingLimit, day: date) -> int:
    """What the office spent from the line in the span of the day, under this limit or an earlier
    one: a new limit begins no new span."""
    used = (
        select(func.coalesce(func.sum(Spending.amount), 0))
        .join(SpendingLimit, SpendingLimit.id == Spending.limit_id)
        .where(
            SpendingLimit.line_id == limit.line_id,
            SpendingLimit.office == limit.office,
            SpendingLimit.unit_id == limit.unit_id,
            Spending.withdrawn_at.is_(None),
            Spending.spent_on.between(*span_of(day, limit.months)),
        )
    )
    return int(db.session.scalar(used) or 0)


def spendings_of(line_id: int) -> Sequence[Spending]:
    """What was spent from a line, the latest first."""
    return db.session.scalars(
        select(Spending)
        .options(joinedload(Spending.by), joinedload(Spending.payment))
        .where(Spending.line_id == line_id)
        .order_by(Spending.id.desc())
    ).all()


def subject_of() -> ColumnElement[str]:
    """SQL: as `Spending.subject`."""
    return literal("spending ").concat(cast(Spending.id, String))


def is_paid() -> ColumnElement[bool]:
    """SQL: the spending is noted as paid."""
    return exists().where(_PAID)


def is_listed() -> ColumnElement[bool]:
    """SQL: a list of payments that stands pays the spending."""
    return exists().where(
        Payment.about == subject_of(),
        Payment.order_id == PaymentOrder.id,
        PaymentOrder.withdrawn_at.is_(None),
    )


def list_with(spending: Spending) -> PaymentOrder | None:
    """The list of payments that pays a spending."""
    return db.session.scalar(
        select(PaymentOrder)
        .join(Payment, Payment.order_id == PaymentOrder.id)
        .where(Payment.about == spending.subject, PaymentOrder.withdrawn_at.is_(None))
    )


def check_not_listed(spending: Spending) -> None:
    """Raises OnList."""
    if list_with(spending) is not None:
        raise OnList
