"""Paying out capital to those who left: prepared by one, approved by another, booked, listed."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.coop import Coop
from app.db import db
from app.errors import RuleViolation
from app.record.actions import append
from app.record.rules import digest
from app.surplus import capital, queries
from app.surplus.models import CapitalPart, CapitalPayout
from app.surplus.rules import payout as rules
from app.treasury.actions import post_entry, take_back
from app.treasury.models import PaymentOrder
from app.treasury.payments import list_payments, members_paid, order_for
from app.treasury.rules import Line, Payee

OWED = "Liabilities:Capital"
"""What is approved and not yet paid."""


def prepare_payout(*, to_on: date, by: int, at: datetime) -> CapitalPayout:
    """Writes down every part whose day has come by `to_on`. Raises PayoutWaits, NothingDue, and as
    `rules.check_payable`."""
    _hold()
    if waiting() is not None:
        raise rules.PayoutWaits
    parts = capital.parts_due(to_on)
    if not parts:
        raise rules.NothingDue
    total = sum(part.amount for _, part in parts)
    rules.check_payable(total, capital.books_on(to_on))
    payout = CapitalPayout(
        to_on=to_on, total=total, salt=secrets.token_hex(16), prepared_by_id=by, prepared_at=at
    )
    db.session.add(payout)
    db.session.flush()
    db.session.add_all(
        CapitalPart(
            payout_id=payout.id,
            member_id=account.member_id,
            due_on=part.on,
            amount=part.amount,
            decision_id=account.terms.decision_id,
        )
        for account, part in parts
    )
    db.session.flush()
    append("payout-prepared", payout.subject, by=by, at=at, data=sealed(payout))
    return payout


def _hold() -> None:
    """Nobody else prepares or approves until this transaction ends: the co-op's row is the lock,
    as for all that is decided about all members at once."""
    db.session.scalar(select(Coop.id).with_for_update())


def waiting() -> CapitalPayout | None:
    """The payout that waits for approval."""
    return db.session.scalar(
        select(CapitalPayout).where(
            CapitalPayout.approved_at.is_(None), CapitalPayout.set_aside_at.is_(None)
        )
    )


def sealed(payout: CapitalPayout) -> dict[str, Any]:
    """What the record says of a payout; `archive.checks.money` asks for the same again."""
    rows = db.session.execute(
        select(CapitalPart.member_id, CapitalPart.due_on, CapitalPart.amount)
        .where(CapitalPart.payout_id == payout.id)
        .order_by(CapitalPart.member_id, CapitalPart.due_on)
    )
    parts = [[member_id, day.isoformat(), amount] for member_id, day, amount in rows]
    seal = digest([payout.salt, payout.total, parts])
    return {"to": payout.to_on.isoformat(), "parts": len(parts), "sealed": seal}


def approve_payout(payout_id: int, *, by: int, on: date, at: datetime) -> CapitalPayout:
    """A second person signs: the capital is booked as owed. Raises PreparedIt, PayoutApproved,
    PayoutSetAside, CapitalChanged, and as `rules.check_payable`."""
    _hold()
    payout = _open(payout_id)
    if payout.prepared_by_id == by:
        raise rules.PreparedIt
    parts = capital.parts_of(payout.id)
    now = {
        (account.member_id, part.on): part.amount
        for account, part in capital.parts_due(payout.to_on)
    }
    if now != {(part.member_id, part.due_on): part.amount for part in parts}:
        raise rules.CapitalChanged
    rules.check_payable(payout.total, capital.books_on(on))
    owed = [Line(queries.capital_code(part.number), part.amount) for part in parts]
    payout.journal_entry_id = post_entry(
        [*owed, Line(OWED, -payout.total)],
        text="Capital of members who left",
        on=on,
        by=by,
        at=at,
    ).id
    payout.approved_by_id, payout.approved_at = by, at
    data = {"journal_entry": payout.journal_entry_id}
    append("payout-approved", payout.subject, by=by, at=at, data=data)
    return payout


def set_aside_payout(payout_id: int, *, by: int, at: datetime) -> CapitalPayout:
    """Gives up a payout that is not approved: it pays nobody. Raises PayoutApproved,
    PayoutSetAside."""
    _hold()
    payout = _open(payout_id)
    payout.set_aside_by_id, payout.set_aside_at = by, at
    append("payout-set-aside", payout.subject, by=by, at=at)
    return payout


def reverse_payout(
    payout_id: int, *, reason: str, on: date, by: int, at: datetime
) -> CapitalPayout:
    """Takes back an approved payout that nobody was paid: the opposite is booked, and its parts
    are due again. Raises PaymentsListed, and as `_approved`."""
    payout = _approved(payout_id)
    if order_for(payout.subject) is not None:
        raise rules.PaymentsListed
    text, booked = f"Not paid: {payout.subject}", payout.journal_entry_id
    assert booked is not None  # noqa: S101 (it is approved)
    data = take_back(payout, booked, text=text, reason=reason, on=on, by=by, at=at)
    append("payout-reversed", payout.subject, by=by, at=at, data=data)
    return payout


def _approved(payout_id: int) -> CapitalPayout:
    """What can be paid or taken back, while nobody else decides about it. Raises
    PayoutNotApproved, PayoutReversed."""
    payout = db.session.get_one(CapitalPayout, payout_id)
    db.lock(payout)
    if refusal := why_not_paid(payout):
        raise refusal
    return payout


def why_not_paid(payout: CapitalPayout) -> RuleViolation | None:
    """What stands against paying a payout out."""
    if payout.approved_at is None:
        return rules.PayoutNotApproved()
    return None if payout.reversed_at is None else rules.PayoutReversed()


def _open(payout_id: int) -> CapitalPayout:
    payout = db.session.get_one(CapitalPayout, payout_id)
    db.lock(payout)
    if payout.approved_at is not None:
        raise rules.PayoutApproved
    if payout.set_aside_at is not None:
        raise rules.PayoutSetAside
    return payout


def pay_out(payout_id: int, *, text: str, execute_on: date, by: int, at: datetime) -> PaymentOrder:
    """Lists the payments of a payout to the accounts that those who left have now. `text` is what
    they read at their bank. Raises OrderStands, and as `_approved`."""
    payout = _approved(payout_id)
    return list_payments(
        payees_of(payout),
        subject=payout.subject,
        text=text,
        owed_code=OWED,
        execute_on=execute_on,
        by=by,
        at=at,
    )


def payees_of(payout: CapitalPayout) -> list[Payee]:
    """Who gets how much, by member number; several parts of one member are one payment."""
    names: dict[int, str] = {}
    sums: dict[int, int] = {}
    for part in capital.parts_of(payout.id):
        names[part.member_id] = part.name
        sums[part.member_id] = sums.get(part.member_id, 0) + part.amount
    return members_paid((one, names[one], amount) for one, amount in sums.items())
