"""Paying out: the orders that freeze what goes where."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from app.db import db
from app.members.bank import accounts_of
from app.members.models import Member
from app.record.actions import append
from app.record.rules import digest
from app.treasury import rules
from app.treasury.actions import post_entry, take_back
from app.treasury.coop_accounts import paying_account
from app.treasury.models import Payment, PaymentOrder, Settlement
from app.treasury.rules import Payee


def members_paid(due: Iterable[tuple[int, str, int]]) -> list[Payee]:
    """Members who are owed something, id, name and amount each, with the accounts they have now;
    without one they are paid in cash."""
    owed = list(due)
    accounts = accounts_of(member_id for member_id, _, _ in owed)
    return [
        Payee(member_id, account.holder, account.iban, amount)
        if (account := accounts.get(member_id))
        else Payee(member_id, name, None, amount)
        for member_id, name, amount in owed
    ]


def list_payments(
    payees: Iterable[Payee],
    *,
    subject: str | None,
    text: str,
    owed_code: str | None,
    execute_on: date,
    by: int,
    at: datetime,
) -> PaymentOrder:
    """Freezes what goes where, and seals it into the record, which shows neither account nor
    amount. Without a subject the order is its own: "payments 7". Raises NobodyToPay,
    OrderStands."""
    due = list(payees)
    if not due:
        raise rules.NobodyToPay
    if subject is not None and order_for(subject) is not None:
        raise rules.OrderStands
    account, salt = paying_account(), secrets.token_hex(16)
    order = PaymentOrder(
        subject=subject or salt,  # until it has a number
        text=text,
        owed_code=owed_code,
        execute_on=execute_on,
        salt=salt,
        account_id=account.id if account else None,
        by_id=by,
        at=at,
    )
    db.session.add(order)
    db.session.flush()
    order.subject = subject or f"payments {order.id}"
    db.session.add_all(
        Payment(
            order_id=order.id,
            member_id=payee.member_id,
            about=payee.about,
            text=payee.text,
            iban=payee.iban,
            holder=payee.holder,
            amount=payee.amount,
        )
        for payee in due
    )
    db.session.flush()
    append("payments-listed", order.subject, by=by, at=at, data=sealed(order))
    return order


def sealed(order: PaymentOrder) -> dict[str, Any]:
    """What the record says of an order; `archive.checks.money` asks for the same again."""
    what = (Payment.member_id, Payment.iban, Payment.holder, Payment.amount)
    rows = db.session.execute(
        select(*what, Payment.about, Payment.text)
        .where(Payment.order_id == order.id)
        .order_by(Payment.id)
    )
    payments = [list(row) for row in rows]
    frozen = [order.salt, order.account_id, order.execute_on.isoformat(), payments]
    return {"order": order.id, "payees": len(payments), "sealed": digest(frozen)}


def withdraw_order(order_id: int, *, by: int, at: datetime) -> PaymentOrder:
    """Gives up a list before it is paid; another can be made. Raises PaidAlready,
    OrderWithdrawn."""
    order = _unpaid(order_id)
    order.withdrawn_by_id, order.withdrawn_at = by, at
    append("payments-withdrawn", order.subject, by=by, at=at, data={"order": order.id})
    return order


def mark_paid(order_id: int, *, on: date, by: int, at: datetime) -> Settlement:
    """The money has left: what was owed is booked as paid. Raises PaidAlready, OrderWithdrawn,
    PaidApart."""
    order = _unpaid(order_id)
    if order.owed_code is None:
        raise rules.PaidApart
    total = sum(payment.amount for payment in payments_of(order.id))
    lines = rules.payment_lines(order.owed_code, total)
    entry = post_entry(lines, text=f"Paid: {order.subject}", on=on, by=by, at=at)
    settlement = Settlement(
        order_id=order.id, paid_on=on, journal_entry_id=entry.id, by_id=by, at=at
    )
    db.session.add(settlement)
    append(
        "payments-made",
        order.subject,
        by=by,
        at=at,
        data={"order": order.id, "on": on.isoformat(), "journal_entry": entry.id},
    )
    _look_again(order)
    return settlement


def reverse_payment(order_id: int, *, reason: str, on: date, by: int, at: datetime) -> Settlement:
    """It was noted as paid by mistake: the opposite is booked, and the list waits again, with the
    same file for the bank. Raises NotPaid."""
    order = _locked(order_id)
    settlement = order.settlement
    if settlement is None:
        raise rules.NotPaid
    text, booked = f"Not paid: {order.subject}", settlement.journal_entry_id
    told = take_back(settlement, booked, text=text, reason=reason, on=on, by=by, at=at)
    append("payment-reversed", order.subject, by=by, at=at, data={"order": order.id, **told})
    _look_again(order)
    return settlement


def _unpaid(order_id: int) -> PaymentOrder:
    order = _locked(order_id)
    if order.settlement is not None:
        raise rules.PaidAlready
    if order.withdrawn_at is not None:
        raise rules.OrderWithdrawn
    return order


def _locked(order_id: int) -> PaymentOrder:
    """The order as it stands, while nobody else decides about it."""
    order = db.session.get_one(PaymentOrder, order_id)
    db.lock(order)
    _look_again(order)
    return order


def _look_again(order: PaymentOrder) -> None:
    db.session.flush()
    db.session.expire(order, ["settlement", "settlements"])


def order_for(subject: str) -> PaymentOrder | None:
    """The order that stands for "pay run 7"."""
    return db.session.scalar(
        select(PaymentOrder).where(
            PaymentOrder.subject == subject, PaymentOrder.withdrawn_at.is_(None)
        )
    )


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment as the treasurer reads it."""

    id: int
    number: int | None
    name: str | None
    holder: str
    iban: str | None
    amount: int
    about: str = ""
    text: str = ""

    @property
    def by_bank(self) -> bool:
        """Whether a SEPA transfer pays it."""
        return self.iban is not None and rules.in_sepa(self.iban)


def not_paid(kind: str, number: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether no order is noted as paid whose subject is of this kind and number: "pay run 7"."""
    return ~exists().where(
        PaymentOrder.subject == literal(f"{kind} ").concat(cast(number, String)),
        Settlement.order_id == PaymentOrder.id,
        Settlement.reversed_at.is_(None),
    )


def payments_of(order_id: int) -> list[PaymentLine]:
    """The payments of an order by member number, those to others as they were listed."""
    rows = db.session.execute(
        select(
            Payment.id,
            Member.number,
            Member.name,
            Payment.holder,
            Payment.iban,
            Payment.amount,
            Payment.about,
            Payment.text,
        )
        .outerjoin(Member, Member.id == Payment.member_id)
        .where(Payment.order_id == order_id)
        .order_by(Member.number, Payment.id)
    )
    return [PaymentLine(**row._mapping) for row in rows]
