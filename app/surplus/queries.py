"""What there is to share out, among whom, and what everybody has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.db import db
from app.members.models import Member, Membership
from app.members.models import Standing as MemberStanding
from app.production.sums import minutes_of_members
from app.record.models import Decision
from app.surplus.models import SurplusDistribution, SurplusShare
from app.surplus.rules.distribution import Distribution, Plan, Standing, distribute
from app.treasury.models import Account, AccountKind, JournalEntry, Posting
from app.wages.models import PayRun, Payslip

CAPITAL = "Equity:Capital"
RESERVE = "Equity:Reserve"
EDUCATION = "Equity:Education"
_RESULT = (AccountKind.INCOME, AccountKind.EXPENSE)


def capital_code(number: int) -> str:
    return f"{CAPITAL}:M{number:04}"


def result_balances(to_on: date) -> Mapping[str, int]:
    """What stands on each account of income and expense by the end of a day and was not shared
    out: debit positive. A distribution closes what stood there by its own last day, whenever it
    was carried and booked."""
    sharing = select(SurplusDistribution.journal_entry_id)
    till_then = sharing.where(SurplusDistribution.to_on <= to_on)
    later = sharing.where(SurplusDistribution.to_on > to_on)
    rows = db.session.execute(
        select(Account.code, func.sum(Posting.amount))
        .join(Posting, Posting.account_id == Account.id)
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(
            Account.kind.in_(_RESULT),
            or_(JournalEntry.booked_on <= to_on, JournalEntry.id.in_(till_then)),
            JournalEntry.id.not_in(later),
        )
        .group_by(Account.code)
        .order_by(Account.code)
    )
    return {code: int(amount) for code, amount in rows if amount}


def surplus_by(to_on: date) -> int:
    """Income less expenses, in minor units; negative for a loss."""
    return -sum(result_balances(to_on).values())


def capital_of_members() -> Mapping[int, int]:
    """What stands on each member's capital account, in minor units."""
    rows = db.session.execute(
        select(Account.member_id, func.sum(Posting.amount))
        .join(Posting, Posting.account_id == Account.id)
        .where(Account.code.startswith(f"{CAPITAL}:"), Account.member_id.is_not(None))
        .group_by(Account.member_id)
    )
    return {member_id: -int(amount) for member_id, amount in rows if member_id is not None}


def people_of(from_on: date, to_on: date) -> list[Standing]:
    """Who was a full member on a day of the time, by number, with their figures."""
    minutes = minutes_of_members(from_on, to_on)
    pay: dict[int, int] = {
        member_id: int(total)
        for member_id, total in db.session.execute(
            select(Payslip.member_id, func.sum(Payslip.gross))
            .join(PayRun, PayRun.id == Payslip.run_id)
            .where(PayRun.approved_at.is_not(None), PayRun.to_on.between(from_on, to_on))
            .group_by(Payslip.member_id)
        )
    }
    capital = capital_of_members()
    return [
        Standing(one, minutes.get(one, 0), pay.get(one, 0), capital.get(one, 0))
        for one in _full_members(from_on, to_on)
    ]


def _full_members(from_on: date, to_on: date) -> list[int]:
    """Who became a full member by the last day and did not leave before the first."""
    rows = db.session.execute(
        select(Membership.member_id, Membership.standing, Membership.from_on)
        .join(Member, Member.id == Membership.member_id)
        .where(Membership.from_on <= to_on)
        .order_by(Member.number, Membership.from_on, Membership.id)
    )
    full: dict[int, bool] = {}
    for member_id, standing, since in rows:
        if standing is MemberStanding.FULL:
            full[member_id] = True
        elif standing is MemberStanding.LEFT and since <= from_on:
            full[member_id] = False
    return [member_id for member_id, is_full in full.items() if is_full]


def preview(plan: Plan, from_on: date, to_on: date) -> Distribution:
    """What a plan would do on the books as they are. Raises as `rules.distribute`."""
    return distribute(surplus_by(to_on), plan, people_of(from_on, to_on), turn_of(to_on))


def turn_of(to_on: date) -> int:
    """Whose turn it is for a left-over cent: it moves on with the years."""
    return to_on.year


def distributions() -> Sequence[SurplusDistribution]:
    return db.session.scalars(
        select(SurplusDistribution)
        .options(joinedload(SurplusDistribution.decision))
        .order_by(SurplusDistribution.to_on.desc())
    ).all()


def shared_to() -> date | None:
    """The last day of what was shared out last."""
    return db.session.scalar(select(func.max(SurplusDistribution.to_on)))


def next_span(today: date) -> tuple[date, date]:
    """The time that is to be shared out next: from the day after the last one, or the beginning
    of last year, to the end of last year at least."""
    latest = shared_to()
    to_on = date(today.year - 1, 12, 31)
    if latest is None:
        return date(today.year - 1, 1, 1), to_on
    from_on = date.fromordinal(latest.toordinal() + 1)
    return from_on, max(to_on, from_on)


@dataclass(frozen=True, slots=True)
class OwnShare:
    from_on: date
    to_on: date
    amount: int
    decision: str
    motion_id: int | None


def shares_of(member_id: int) -> list[OwnShare]:
    """A member's parts of what was shared out, the latest first."""
    rows = db.session.execute(
        select(
            SurplusDistribution.from_on,
            SurplusDistribution.to_on,
            SurplusShare.amount,
            Decision.title,
            Decision.motion_id,
        )
        .join(SurplusDistribution, SurplusDistribution.id == SurplusShare.distribution_id)
        .join(Decision, Decision.id == SurplusDistribution.decision_id)
        .where(SurplusShare.member_id == member_id)
        .order_by(SurplusDistribution.to_on.desc())
    )
    return [OwnShare(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class NetWorth:
    """What the law wants to be even, in minor units: members' capital and collective funds on
    one side, what the co-op has less what it owes on the other; and the result not yet shared."""

    members: int
    reserve: int
    education: int
    other: int
    unshared: int
    worth: int

    @property
    def is_even(self) -> bool:
        return self.members + self.reserve + self.education + self.other + self.unshared == (
            self.worth
        )


def net_worth() -> NetWorth:
    sums: dict[str, int] = {"members": 0, "reserve": 0, "education": 0, "other": 0}
    unshared = worth = 0
    rows = db.session.execute(
        select(Account.code, Account.kind, func.sum(Posting.amount))
        .join(Posting, Posting.account_id == Account.id)
        .group_by(Account.code, Account.kind)
    )
    for code, kind, amount in rows:
        if kind in _RESULT:
            unshared -= int(amount)
        elif kind is AccountKind.EQUITY:
            sums[_fund(code)] -= int(amount)
        else:
            worth += int(amount)
    return NetWorth(**sums, unshared=unshared, worth=worth)


def _fund(code: str) -> str:
    if code.startswith(f"{CAPITAL}:"):
        return "members"
    return {RESERVE: "reserve", EDUCATION: "education"}.get(code, "other")
