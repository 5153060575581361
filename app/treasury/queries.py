"""Reading the books."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.db import db
from app.members.models import Member
from app.record.models import Decision
from app.treasury.models import Account, AccountKind, JournalEntry, Posting
from app.treasury.rules import above


@dataclass(frozen=True, slots=True)
class Balance:
    """An account and what stands on it, in minor units: debit positive."""

    account_id: int | None
    """None for several accounts shown as one."""
    code: str
    name: str
    kind: AccountKind
    member_id: int | None
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
    account_id: int | None
    """None for several accounts shown as one."""
    amount: int
    member_id: int | None = None

    @property
    def debit(self) -> int | None:
        return self.amount if self.amount > 0 else None

    @property
    def credit(self) -> int | None:
        return -self.amount if self.amount < 0 else None


_FEW, _FIRST_FEW = 6, 4


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

    @property
    def left_out(self) -> int:
        """How many postings a list of entries leaves out: of many it shows the first few."""
        return len(self.lines) - _FIRST_FEW if len(self.lines) > _FEW else 0

    @property
    def shown(self) -> int:
        return len(self.lines) - self.left_out


def trial_balance(*, by_member: bool = True) -> Sequence[Balance]:
    """Every account with its balance, by code. Unless `by_member`, members' own accounts are one
    sum on the account above them."""
    rows = db.session.execute(_balances().order_by(Account.code))
    balances = [Balance(*row[:5], int(row[5])) for row in rows]
    return balances if by_member else _summed_balances(balances)


def _balances() -> Select[int, str, str, AccountKind, int | None, int]:
    posted = func.coalesce(func.sum(Posting.amount), 0)
    about = (Account.id, Account.code, Account.name, Account.kind, Account.member_id)
    return (
        select(*about, posted).outerjoin(Posting, Posting.account_id == Account.id).group_by(*about)
    )


def _summed_balances(balances: Iterable[Balance]) -> list[Balance]:
    shown: dict[str, Balance] = {}
    for balance in balances:
        if balance.member_id is not None:
            code = above(balance.code)
            name = code.rpartition(":")[2]
            balance = Balance(None, code, name, balance.kind, None, balance.amount)
        there = shown.get(balance.code)
        if there is not None:
            balance = replace(there, amount=there.amount + balance.amount)
        shown[balance.code] = balance
    return sorted(shown.values(), key=lambda balance: balance.code)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are looked at: those with some words in what they are for, of some days, those
    that touch an account; all where nothing is asked."""

    words: str = ""
    first: date | None = None
    last: date | None = None
    account_id: int | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.words:
            yield JournalEntry.text.icontains(self.words, autoescape=True)
        if self.first:
            yield JournalEntry.booked_on >= self.first
        if self.last:
            yield JournalEntry.booked_on <= self.last
        if self.account_id is not None:
            touching = select(Posting.entry_id).where(Posting.account_id == self.account_id)
            yield JournalEntry.id.in_(touching)


EVERY = Filter()


def journal(
    wanted: Filter = EVERY, *, by_member: bool = True, limit: int = 50, offset: int = 0
) -> Sequence[Booked]:
    """Journal entries, the latest first. Unless `by_member`, members' own accounts are one line
    of each entry."""
    query = _entries().where(*wanted.conditions()).order_by(JournalEntry.id.desc())
    return _booked(query.limit(limit).offset(offset), by_member)


def entry(entry_id: int, *, by_member: bool) -> Booked | None:
    """A single entry, likewise; None if there is no such entry."""
    found = _booked(_entries().where(JournalEntry.id == entry_id), by_member)
    return found[0] if found else None


def _booked(query: Select[Any], by_member: bool) -> list[Booked]:
    rows = db.session.execute(query).all()
    lines = _lines([row.id for row in rows])
    if not by_member:
        lines = _summed(lines)
    return [Booked(**row._mapping, lines=tuple(lines.get(row.id, ()))) for row in rows]


def whole_journal(*, by_member: bool) -> Sequence[Booked]:
    """Every entry in the order of its day. Unless `by_member`, members' own accounts are summed
    up in the account above them: what one of them is owed is theirs to know."""
    rows = db.session.execute(_entries().order_by(JournalEntry.booked_on, JournalEntry.id)).all()
    lines = _lines() if by_member else _summed(_lines())
    return [Booked(**row._mapping, lines=tuple(lines[row.id])) for row in rows if lines.get(row.id)]


def _entries() -> Select[Any]:
    """Entries as `Booked` has them, without their lines."""
    reversing = (
        select(JournalEntry.id, JournalEntry.reverses_id)
        .where(JournalEntry.reverses_id.is_not(None))
        .subquery()
    )
    return (
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
    )


def _lines(entry_ids: Sequence[int] | None = None) -> dict[int, list[PostingLine]]:
    """The postings by entry; of all entries where none are named."""
    query = (
        select(Posting.entry_id, Account.code, Account.id, Posting.amount, Account.member_id)
        .join(Account, Account.id == Posting.account_id)
        .order_by(Posting.id)
    )
    if entry_ids is not None:
        query = query.where(Posting.entry_id.in_(entry_ids))
    found: dict[int, list[PostingLine]] = {}
    for entry_id, code, account_id, amount, member_id in db.session.execute(query):
        found.setdefault(entry_id, []).append(PostingLine(code, account_id, amount, member_id))
    return found


def _summed(lines: Mapping[int, Iterable[PostingLine]]) -> dict[int, list[PostingLine]]:
    """Members' own accounts as one line of the account above them, in each entry."""
    summed: dict[int, list[PostingLine]] = {}
    for entry_id, postings in lines.items():
        own: dict[str, int] = {}
        kept = []
        for line in postings:
            if line.member_id is None:
                kept.append(line)
            else:
                code = above(line.code)
                own[code] = own.get(code, 0) + line.amount
        kept += [PostingLine(code, None, amount) for code, amount in own.items() if amount]
        summed[entry_id] = kept
    return summed


def count_entries(wanted: Filter = EVERY) -> int:
    query = select(func.count(JournalEntry.id)).where(*wanted.conditions())
    return db.session.scalar(query) or 0


def account(account_id: int) -> Balance | None:
    """One account with its balance; None if there is no such account."""
    row = db.session.execute(_balances().where(Account.id == account_id)).first()
    return None if row is None else Balance(*row[:5], int(row[5]))
