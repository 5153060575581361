"""Paying out an approved run: what each member is owed, and to which account it goes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.db import db
from app.errors import RuleViolation
from app.members.models import Member
from app.treasury.models import Payment, PaymentOrder, Settlement
from app.treasury.payments import list_payments, members_paid
from app.treasury.rules import Payee
from app.wages.models import PayRun, Payslip
from app.wages.rules.booking import OWED
from app.wages.rules.refusals import NotApproved


def pay_out(run_id: int, *, text: str, execute_on: date, by: int, at: datetime) -> PaymentOrder:
    """Lists the payments of a run to the accounts that its members have now. `text` is what they
    read at their bank. Raises NotApproved, NobodyToPay, OrderStands."""
    run = db.session.scalars(select(PayRun).where(PayRun.id == run_id).with_for_update()).one()
    if refusal := why_not_paid(run):
        raise refusal
    return list_payments(
        payees_of(run),
        subject=run.subject,
        text=text,
        owed_code=OWED,
        execute_on=execute_on,
        by=by,
        at=at,
    )


def why_not_paid(run: PayRun) -> RuleViolation | None:
    """What stands against paying a run out."""
    return None if run.approved_at else NotApproved()


def payees_of(run: PayRun) -> list[Payee]:
    """Who is owed something by the run, by member number."""
    rows = db.session.execute(
        select(Member.id, Member.name, Payslip.net)
        .join(Payslip, Payslip.member_id == Member.id)
        .where(Payslip.run_id == run.id, Payslip.net > 0)
        .order_by(Member.number)
    )
    return members_paid((row.id, row.name, row.net) for row in rows)


@dataclass(frozen=True, slots=True)
class Paid:
    """When a member was paid, or is to be, and where; in cash without an account."""

    on: date
    iban: str | None


def payment_of(slip: Payslip) -> Paid | None:
    """How a payslip was paid; None before its payments are listed."""
    row = db.session.execute(
        select(Settlement.paid_on, PaymentOrder.execute_on, Payment.iban)
        .select_from(PaymentOrder)
        .join(Payment, Payment.order_id == PaymentOrder.id)
        .outerjoin(
            Settlement,
            (Settlement.order_id == PaymentOrder.id) & Settlement.reversed_at.is_(None),
        )
        .where(
            PaymentOrder.subject == slip.run.subject,
            PaymentOrder.withdrawn_at.is_(None),
            Payment.member_id == slip.member_id,
        )
    ).first()
    return None if row is None else Paid(row.paid_on or row.execute_on, row.iban)
