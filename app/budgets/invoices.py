"""Invoices paid by bank: the account that each asks for, and lists that become one bank file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.budgets import queries
from app.budgets.models import PayeeAccount, Spending
from app.budgets.spending import open_spending, pay_spending
from app.db import db
from app.record.actions import append
from app.treasury import payments
from app.treasury.coop_accounts import paying_account
from app.treasury.models import Payment, PaymentOrder
from app.treasury.rules import NoCoopAccount, OrderWithdrawn, PaidAlready, Payee


def set_payee_account(
    spending_id: int, *, iban: str, holder: str, by: int, at: datetime
) -> PayeeAccount:
    """The account that the invoice names; `iban`: checked, without spaces. The record does not
    show it. Raises OnList, SpendingPaid, SpendingWithdrawn."""
    spending = open_spending(spending_id)
    queries.check_not_listed(spending)
    account = PayeeAccount(spending_id=spending.id, iban=iban, holder=holder, by_id=by, at=at)
    db.session.add(account)
    append("payee-account-set", spending.subject, by=by, at=at)
    return account


def account_of(spending: Spending) -> PayeeAccount | None:
    """Where the invoice is to be paid."""
    return db.session.scalar(
        select(PayeeAccount)
        .where(PayeeAccount.spending_id == spending.id)
        .order_by(PayeeAccount.id.desc())
        .limit(1)
    )


def account_before(spending: Spending) -> PayeeAccount | None:
    """Where the same payee was to be paid the last time."""
    other = aliased(Spending)
    return db.session.scalar(
        select(PayeeAccount)
        .join(other, other.id == PayeeAccount.spending_id)
        .where(other.payee == spending.payee, other.id != spending.id)
        .order_by(PayeeAccount.id.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class Invoice:
    """A spending to be paid by bank, in minor units."""

    spending_id: int
    payee: str
    purpose: str
    invoice: str
    holder: str
    iban: str
    amount: int

    @property
    def text(self) -> str:
        """What the payee reads: the number they wrote on it themselves, else what it is for."""
        return (self.invoice or self.purpose)[:140]


def waiting() -> list[Invoice]:
    """The invoices with an account that are neither paid nor on a list, the oldest first."""
    latest = select(func.max(PayeeAccount.id)).group_by(PayeeAccount.spending_id)
    rows = db.session.execute(
        select(
            Spending.id,
            Spending.payee,
            Spending.purpose,
            Spending.invoice,
            PayeeAccount.holder,
            PayeeAccount.iban,
            Spending.amount,
        )
        .join(PayeeAccount, PayeeAccount.spending_id == Spending.id)
        .where(PayeeAccount.id.in_(latest), Spending.withdrawn_at.is_(None))
        .where(~queries.is_paid(), ~queries.is_listed())
        .order_by(Spending.id)
    )
    return [Invoice(*row) for row in rows]


def list_invoices(*, text: str, execute_on: date, by: int, at: datetime) -> PaymentOrder:
    """Freezes where everything that waits goes. Raises NoCoopAccount, NobodyToPay."""
    if paying_account() is None:
        raise NoCoopAccount
    # Two lists at once: each invoice goes on one of them, and none that is being withdrawn.
    wanted = [one.spending_id for one in waiting()]
    locked = select(Spending.id).where(Spending.id.in_(wanted)).order_by(Spending.id)
    db.session.scalars(locked.with_for_update()).all()
    payees = [
        Payee(None, one.holder, one.iban, one.amount, f"spending {one.spending_id}", one.text)
        for one in waiting()
    ]
    return payments.list_payments(
        payees, subject=None, text=text, owed_code=None, execute_on=execute_on, by=by, at=at
    )


def lists() -> Sequence[PaymentOrder]:
    """Every list of invoices, the latest first."""
    return db.session.scalars(
        select(PaymentOrder)
        .where(PaymentOrder.owed_code.is_(None))
        .order_by(PaymentOrder.id.desc())
    ).all()


def spendings_on(order: PaymentOrder) -> Sequence[Spending]:
    """What a list pays."""
    listed = select(Payment.about).where(Payment.order_id == order.id)
    return db.session.scalars(
        select(Spending).where(queries.subject_of().in_(listed)).order_by(Spending.id)
    ).all()


def pay_list(order: PaymentOrder, *, on: date, by: int, at: datetime) -> None:
    """The bank has carried it out: each invoice that is not noted as paid yet is booked by itself.
    Raises OrderWithdrawn, PaidAlready, SpentIt."""
    db.lock(order)
    if order.withdrawn_at is not None:
        raise OrderWithdrawn
    unpaid = [one.id for one in spendings_on(order) if one.payment is None]
    if not unpaid:
        raise PaidAlready
    for spending_id in unpaid:
        pay_spending(spending_id, on=on, by=by, at=at)


def withdraw_list(order: PaymentOrder, *, by: int, at: datetime) -> None:
    """Gives up a list of which nothing is paid. Raises OrderWithdrawn, PaidAlready."""
    db.lock(order)
    if any(one.payment for one in spendings_on(order)):
        raise PaidAlready
    payments.withdraw_order(order.id, by=by, at=at)
