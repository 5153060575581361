"""Reading the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.db import db
from app.members.models import Member
from app.record.models import Decision
from app.treasury.models import Account, AccountKind, JournalEntry, Posting


@dataclass(frozen=True, slots=True)
class Balance:
    """An account and what stands on it, in minor units: debit positive."""

    account_id: int
    code: str
    name: str
    kind: AccountKind
    amount: int

    @property
    def debit(self) -> int | None:
        return self.amount if self.amount > 0 else None

    @property
    def credit(self) -> int | None:
        return -self.amount if self.amount < 0 else None


@dataclass(frozen=True, slots=True)
class PostingLine:
    """A posting: what it adds to the left (debit) or right (credit) side of an account."""

    code: str
    account_id: int
    amount: int

    @property
    def debit(self) -> int | None:
        return self.amount if self.amount > 0 else None

    @property
    def credit(self) -> int | None:
        return -self.amount if self.amount < 0 else None


@dataclass(frozen=True, slots=True)
class Booked:
    """A journal entry with its postings, by whom, on which decision."""

    id: int
    on: date
    text: str
    by: str
    decision_id: int | None
    motion_id: int | None
    decision: str | None
    reverses_id: int | None
    reversed_by_id: int | None
    lines: tuple[PostingLine, ...]

    @property
    def total(self) -> int:
        """What was moved: the sum of the debits."""
        return sum(line.amount for line in self.lines if line.amount > 0)


def trial_balance(to_on: date | None = None) -> Sequence[Balance]:
    """Every account with its balance, by code; up to and including a day."""
    query = (
        select(Account.id, Account.code, Account.name, Account.kind, func.sum(Posting.amount))
        .join(Posting, Posting.account_id == Account.id)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .group_by(Account.id, Account.code, Account.name, Account.kind)
        .order_by(Account.code)
    )
    if to_on is not None:
        query = query.where(JournalEntry.booked_on <= to_on)
    return [Balance(*row[:4], int(row[4])) for row in db.session.execute(query)]


def journal(
    *, account_id: int | None = None, entry_id: int | None = None, limit: int = 50, offset: int = 0
) -> Sequence[Booked]:
    """Journal entries, the latest first; those that touch an account, or a single one."""
    reversing = (
        select(JournalEntry.id, JournalEntry.reverses_id)
        .where(JournalEntry.reverses_id.is_not(None))
        .subquery()
    )
    query = (
        select(
            JournalEntry.id,
            JournalEntry.booked_on.label("on"),
            JournalEntry.text,
            Member.name.label("by"),
            JournalEntry.decision_id,
            Decision.motion_id,
            Decision.title.label("decision"),
            JournalEntry.reverses_id,
            reversing.c.id.label("reversed_by_id"),
        )
        .join(Member, Member.id == JournalEntry.by_id)
        .outerjoin(Decision, Decision.id == JournalEntry.decision_id)
        .outerjoin(reversing, reversing.c.reverses_id == JournalEntry.id)
        .order_by(JournalEntry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if account_id is not None:
        touching = select(Posting.entry_id).where(Posting.account_id == account_id)
        query = query.where(JournalEntry.id.in_(touching))
    if entry_id is not None:
        query = query.where(JournalEntry.id == entry_id)
    rows = db.session.execute(query).all()
    lines = _lines([row.id for row in rows])
    return [Booked(**row._mapping, lines=tuple(lines.get(row.id, ()))) for row in rows]


def _lines(entry_ids: Sequence[int]) -> dict[int, list[PostingLine]]:
    found: dict[int, list[PostingLine]] = {}
    rows = db.session.execute(
        select(Posting.entry_id, Account.code, Account.id, Posting.amount)
        .join(Account, Account.id == Posting.account_id)
        .where(Posting.entry_id.in_(entry_ids))
        .order_by(Posting.id)
    )
    for entry_id, code, account_id, amount in rows:
        found.setdefault(entry_id, []).append(PostingLine(code, account_id, amount))
    return found


def count_entries() -> int:
    return db.session.scalar(select(func.count(JournalEntry.id))) or 0


def account(account_id: int) -> Balance | None:
    """One account with its balance; None if there is no such account."""
    row = db.session.execute(
        select(
            Account.id,
            Account.code,
            Account.name,
            Account.kind,
            func.coalesce(func.sum(Posting.amount), 0),
        )
        .outerjoin(Posting, Posting.account_id == Account.id)
        .where(Account.id == account_id)
        .group_by(Account.id, Account.code, Account.name, Account.kind)
    ).first()
    return None if row is None else Balance(*row[:4], int(row[4]))
