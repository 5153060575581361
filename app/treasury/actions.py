"""Booking: every posting belongs to a balanced journal entry, and nothing booked is changed."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.db import db
from app.record.actions import append
from app.treasury import rules
from app.treasury.models import Account, AccountKind, JournalEntry, Posting, Reversible
from app.treasury.rules import Line
from app.treasury.sealing import told


def account_for(code: str, name: str = "", *, member_id: int | None = None) -> Account:
    """The account with this code, opened if there is none. Raises UnknownCode."""
    account = db.session.scalar(select(Account).where(Account.code == code))
    if account is None:
        rules.check_code(code)
        account = Account(
            code=code,
            name=name or code.rpartition(":")[2],
            kind=AccountKind(rules.kind_of(code)),
            member_id=member_id,
        )
        db.session.add(account)
        db.session.flush()
    return account


def post_entry(
    lines: Sequence[Line],
    *,
    text: str,
    on: date,
    by: int,
    at: datetime,
    decision_id: int | None = None,
    reverses_id: int | None = None,
) -> JournalEntry:
    """Books a balanced entry. Raises Unbalanced, NothingPosted, UnknownCode."""
    rules.check_balanced(lines)
    entry = JournalEntry(
        booked_on=on,
        text=text,
        salt=secrets.token_hex(16),
        decision_id=decision_id,
        reverses_id=reverses_id,
        by_id=by,
        at=at,
    )
    db.session.add(entry)
    db.session.flush()
    booked = []
    for line in lines:
        account = account_for(line.account)
        db.session.add(Posting(entry_id=entry.id, account_id=account.id, amount=line.amount))
        booked.append((line.account, line.amount, account.member_id is not None))
    data = told(text, booked, entry.salt)
    append("entry-posted", f"journal entry {entry.id}", by=by, at=at, data=data)
    return entry


def reverse_entry(entry_id: int, *, text: str, on: date, by: int, at: datetime) -> JournalEntry:
    """Books the opposite of an entry; both stay. Raises AlreadyReversed."""
    taken = select(JournalEntry.id).where(JournalEntry.reverses_id == entry_id)
    if db.session.scalar(taken) is not None:
        raise rules.AlreadyReversed
    rows = db.session.execute(
        select(Account.code, Posting.amount)
        .join(Posting, Posting.account_id == Account.id)
        .where(Posting.entry_id == entry_id)
        .order_by(Posting.id)
    )
    opposite = [Line(code, -amount) for code, amount in rows]
    return post_entry(opposite, text=text, on=on, by=by, at=at, reverses_id=entry_id)


def take_back(
    booked: Reversible, entry_id: int, *, text: str, reason: str, on: date, by: int, at: datetime
) -> dict[str, Any]:
    """Reverses what an entry booked, and notes who did, and why. Gives what the record says of
    it. Raises AlreadyReversed."""
    entry = reverse_entry(entry_id, text=text, on=on, by=by, at=at)
    booked.reversed_by_id, booked.reversed_at = by, at
    booked.reason, booked.reversal_entry_id = reason, entry.id
    return {"reason": reason, "journal_entry": entry.id}


def reverse_booking(entry_id: int, *, text: str, on: date, by: int, at: datetime) -> JournalEntry:
    """Takes back what somebody booked by hand. Raises RestsOnDecision, AlreadyReversed."""
    codes = db.session.scalars(
        select(Account.code)
        .join(Posting, Posting.account_id == Account.id)
        .where(Posting.entry_id == entry_id)
    )
    entry = db.session.get_one(JournalEntry, entry_id)
    if entry.decision_id is not None or any(map(rules.rests_on_decision, codes)):
        raise rules.RestsOnDecision
    return reverse_entry(entry_id, text=text, on=on, by=by, at=at)
