"""The funds of the co-op: opened and moved by decisions, drawn on by pay runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.coop import founded_coop
from app.db import db
from app.money import digits, minor_text
from app.record.actions import append
from app.record.models import Decision
from app.treasury import fund_rules as rules
from app.treasury.actions import account_for, post_entry
from app.treasury.fund_rules import FundKind, Shortage
from app.treasury.models import Account, AccountKind, Fund, JournalEntry, Posting

NAMELESS = (rules.RESERVE, rules.EDUCATION)
"""Funds that every co-op has: a distribution opens them, no motion names them."""


def open_fund(effect: dict[str, Any], *, decision: Decision, at: datetime) -> Fund:
    """From its day the fund has its account. Raises FundStands, PayFundStands, InvalidInput."""
    code, kind = rules.fund_code(effect["code"]), FundKind(effect["kind"])
    if db.session.scalar(select(Fund.id).where(Fund.code == code)) is not None:
        raise rules.FundStands
    if kind is FundKind.PAY and pay_fund() is not None:
        raise rules.PayFundStands
    account_for(code, effect["name"])
    fund = Fund(
        code=code,
        name=effect["name"],
        kind=kind,
        shortage=Shortage(effect["shortage"]),
        from_on=decision.in_force_on,
        decision_id=decision.id,
        at=at,
    )
    db.session.add(fund)
    db.session.flush()
    append("fund-opened", f"fund {fund.id}", by=None, at=at, data=opened(fund))
    return fund


def opened(fund: Fund) -> dict[str, Any]:
    """What the record says of a fund; `archive.checks.money` asks for the same again."""
    names = ("code", "name", "kind", "shortage", "decision_id")
    return {name: getattr(fund, name) for name in names} | {"from": fund.from_on.isoformat()}


def transfer(effect: dict[str, Any], *, decision: Decision, by: int, at: datetime) -> JournalEntry:
    """Moves an amount between two funds, or between a fund and the result. Raises FundUnknown, and
    as `fund_rules.check_transfer`."""
    source, target, amount = (effect[name] for name in ("source", "target", "amount"))
    known = {rules.RESULT, *NAMELESS, *db.session.scalars(select(Fund.code))}
    if not {source, target} <= known:
        raise rules.FundUnknown
    # Two motions that empty one fund are enacted one after the other: the fund is the lock.
    db.session.execute(select(Account.id).where(Account.code == source).with_for_update())
    rules.check_transfer(source, target, amount, held(source), founded_coop().currency)
    return post_entry(
        rules.transfer_lines(source, target, amount),
        text=decision.title,
        on=decision.in_force_on,
        by=by,
        at=at,
        decision_id=decision.id,
    )


def held(code: str) -> int:
    """What stands in a fund; of the result, what is not shared out yet."""
    sums = select(func.coalesce(func.sum(Posting.amount), 0)).join(
        Account, Account.id == Posting.account_id
    )
    if code == rules.RESULT:
        sums = sums.where(Account.kind.in_((AccountKind.INCOME, AccountKind.EXPENSE)))
    else:
        sums = sums.where(Account.code == code)
    return -int(db.session.scalar(sums) or 0)


def pay_fund() -> Fund | None:
    """The fund that pay runs are paid out of; None where the members opened none."""
    return db.session.scalar(select(Fund).where(Fund.kind == FundKind.PAY))


def in_pay_fund() -> str:
    """What the pay fund holds, as a decimal; empty where there is none."""
    fund = pay_fund()
    return minor_text(held(fund.code), digits(founded_coop().currency)) if fund else ""


def draw_pay(bill: int, *, text: str, on: date, by: int, at: datetime) -> int:
    """Takes a pay run's bill out of the pay fund, if there is one; what it bore. Raises
    PayFundShort."""
    fund = pay_fund()
    if fund is None:
        return 0
    db.lock(fund)
    currency = founded_coop().currency
    taken = rules.taken_by_pay(bill, held(fund.code), fund.shortage, currency)
    lines = rules.pay_lines(fund.code, taken)
    if lines:
        post_entry(lines, text=text, on=on, by=by, at=at, decision_id=fund.decision_id)
    return taken


@dataclass(frozen=True, slots=True)
class Standing:
    """A fund and what stands in it; without an account where nothing was ever put into it."""

    code: str
    account_id: int | None
    fund: Fund | None
    held: int


def all_funds() -> list[Standing]:
    """Those that every co-op has, then those that the members opened, by name."""
    by_name = select(Fund).options(joinedload(Fund.decision)).order_by(Fund.name)
    opened_ones = {one.code: one for one in db.session.scalars(by_name)}
    codes = [*NAMELESS, *opened_ones]
    rows = db.session.execute(
        select(Account.code, Account.id, func.coalesce(func.sum(Posting.amount), 0))
        .outerjoin(Posting, Posting.account_id == Account.id)
        .where(Account.code.in_(codes))
        .group_by(Account.code, Account.id)
    )
    found = {code: (account_id, -int(amount)) for code, account_id, amount in rows}
    return [
        Standing(
            code, found.get(code, (None, 0))[0], opened_ones.get(code), found.get(code, (0, 0))[1]
        )
        for code in codes
    ]


@dataclass(frozen=True, slots=True)
class Movement:
    """What a journal entry put into a fund, or took out of it (negative)."""

    entry_id: int
    on: date
    text: str
    amount: int
    after: int
    motion_id: int | None
    decision: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A fund from a day to a day, minor units."""

    opening: int
    movements: Sequence[Movement]

    @property
    def closing(self) -> int:
        return self.movements[-1].after if self.movements else self.opening


def statement(account_id: int, from_on: date, to_on: date) -> Statement:
    """What stood in a fund at the beginning, what moved, and by which decision."""
    before = (
        select(func.coalesce(func.sum(Posting.amount), 0))
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(Posting.account_id == account_id, JournalEntry.booked_on < from_on)
    )
    opening = stands = -int(db.session.scalar(before) or 0)
    rows = db.session.execute(
        select(
            JournalEntry.id,
            JournalEntry.booked_on,
            JournalEntry.text,
            Posting.amount,
            Decision.motion_id,
            Decision.title,
        )
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .outerjoin(Decision, Decision.id == JournalEntry.decision_id)
        .where(Posting.account_id == account_id, JournalEntry.booked_on.between(from_on, to_on))
        .order_by(JournalEntry.booked_on, JournalEntry.id)
    )
    movements = []
    for entry_id, on, text, amount, motion_id, decision in rows:
        stands -= amount
        movements.append(Movement(entry_id, on, text, -amount, stands, motion_id, decision))
    return Statement(opening, movements)
