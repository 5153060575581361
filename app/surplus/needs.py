"""Payouts of capital that wait: to be prepared, approved, paid."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from app.members.models import Member, Membership, Standing
from app.members.queries import latest_membership
from app.permissions import Permission
from app.sentences import say, say_n
from app.surplus.models import CapitalPart, CapitalPayout
from app.surplus.queries import CAPITAL
from app.treasury.models import Account, Posting
from app.treasury.payments import not_paid
from app.web.needs import ME, Need, Waiting, found, may

_payouts = found(CapitalPayout.id, CapitalPayout.to_on, CapitalPayout.prepared_at).where(
    may(Permission.PAY_APPROVE),
    CapitalPayout.approved_at.is_(None),
    CapitalPayout.set_aside_at.is_(None),
    CapitalPayout.prepared_by_id != ME,
)
_unpaid_payouts = found(CapitalPayout.id, CapitalPayout.to_on, CapitalPayout.approved_at).where(
    may(Permission.BANK_READ),
    CapitalPayout.approved_at.is_not(None),
    CapitalPayout.reversed_at.is_(None),
    not_paid("capital payout", CapitalPayout.id),
)
# Yearly parts: the next is due a year after the one before, the first a year after they left.
_part_before = (
    select(func.max(CapitalPart.due_on))
    .join(CapitalPayout, CapitalPayout.id == CapitalPart.payout_id)
    .where(
        CapitalPart.member_id == Member.id,
        CapitalPart.due_on > Membership.from_on,
        CapitalPayout.approved_at.is_not(None),
        CapitalPayout.reversed_at.is_(None),
    )
    .correlate(Member, Membership)
    .scalar_subquery()
)
_on_capital_account = (
    select(func.sum(Posting.amount))
    .join(Account, Account.id == Posting.account_id)
    .where(Account.member_id == Member.id, Account.code.startswith(f"{CAPITAL}:"))
    .correlate(Member)
    .scalar_subquery()
)
_capital_due = (
    found(func.count(Member.id))
    .join(Membership, Membership.id == latest_membership(date.max))
    .where(
        may(Permission.PAY_PREPARE),
        Membership.standing == Standing.LEFT,
        func.coalesce(_part_before, Membership.from_on) <= bindparam("year_before"),
        _on_capital_account < 0,
        ~exists().where(CapitalPayout.approved_at.is_(None), CapitalPayout.set_aside_at.is_(None)),
    )
)


def _approve_payout(row: Any) -> Need:
    words = say("A payout of capital waits for your approval")
    note = say("prepared %(at)s", at=row.at)
    return Need(words, "surplus.show_payout", {"payout_id": row.key}, note)


def _pay_capital(row: Any) -> Need:
    words = say("An approved payout of capital waits to be paid")
    note = say("approved %(at)s", at=row.at)
    return Need(words, "surplus.show_payout", {"payout_id": row.key}, note)


def _prepare_payout(row: Any) -> Need:
    words = say_n(
        "%(count)s member who left is due a part of their capital",
        "%(count)s members who left are due a part of their capital",
        row.key,
    )
    return Need(words, "surplus.list_payouts", {})


APPROVE_PAYOUT = Waiting(_payouts, _approve_payout)
PAY_CAPITAL = Waiting(_unpaid_payouts, _pay_capital)
PREPARE_PAYOUT = Waiting(_capital_due, _prepare_payout, counted=True)
