"""Everybody's capital account, and the yearly parts in which it leaves the co-op."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import String, cast, literal, select

from app.db import db
from app.members.models import Member, Membership
from app.members.models import Standing as MemberStanding
from app.members.queries import latest_membership
from app.record.models import Decision
from app.surplus import queries
from app.surplus.models import CapitalPart, CapitalPayout, SurplusDistribution
from app.surplus.rules.payout import Books, Instalment, due, instalments
from app.treasury.models import PaymentOrder, Settlement

CUSTOMARY_YEARS = 5
"""Until a distribution says another number."""


@dataclass(frozen=True, slots=True)
class Terms:
    """In how many yearly parts capital leaves, and by which decision."""

    years: int = CUSTOMARY_YEARS
    decision_id: int | None = None
    motion_id: int | None = None


@dataclass(frozen=True, slots=True)
class CapitalAccount:
    """A member's capital, and, once they have left, when it is paid out by which terms."""

    member_id: int
    number: int
    name: str
    capital: int
    left_on: date | None = None
    """The first day without membership."""
    payouts: Sequence[Instalment] = ()
    terms: Terms = Terms()

    @property
    def last_day(self) -> date | None:
        return self.left_on - timedelta(days=1) if self.left_on else None


def capital_accounts(member_id: int | None = None) -> list[CapitalAccount]:
    """Every member's capital account by number, or one member's."""
    capital, left, paid, terms = queries.capital_of_members(), _left(), _parts_paid(), _terms()
    rows = db.session.execute(
        select(Member.id, Member.number, Member.name)
        .where(Member.id.in_(capital) if member_id is None else Member.id == member_id)
        .order_by(Member.number)
    )
    accounts = []
    for one, number, name in rows:
        stands, left_on = capital.get(one, 0), left.get(one)
        account = CapitalAccount(one, number, name, stands)
        if left_on is not None:
            done = sum(day > left_on for day in paid.get(one, ()))
            agreed = _terms_on(terms, left_on)
            parts = instalments(stands, left_on, agreed.years, done)
            account = CapitalAccount(one, number, name, stands, left_on, parts, agreed)
        accounts.append(account)
    return accounts


def _left() -> Mapping[int, date]:
    """Who has left, or said that they will, since when."""
    rows = db.session.execute(
        select(Member.id, Membership.from_on)
        .join(Membership, Membership.id == latest_membership(date.max))
        .where(Membership.standing == MemberStanding.LEFT)
    )
    return {row.id: row.from_on for row in rows}


def _parts_paid() -> Mapping[int, Sequence[date]]:
    """The days of the parts that were approved and stand, by member."""
    rows = db.session.execute(
        select(CapitalPart.member_id, CapitalPart.due_on)
        .join(CapitalPayout, CapitalPayout.id == CapitalPart.payout_id)
        .where(CapitalPayout.approved_at.is_not(None), CapitalPayout.reversed_at.is_(None))
    )
    paid: dict[int, list[date]] = {}
    for member_id, day in rows:
        paid.setdefault(member_id, []).append(day)
    return paid


def _terms() -> Sequence[tuple[date, Terms]]:
    """What the distributions say, each from the day on which it came into force."""
    rows = db.session.execute(
        select(Decision.in_force_on, SurplusDistribution.plan, Decision.id, Decision.motion_id)
        .join(SurplusDistribution, SurplusDistribution.decision_id == Decision.id)
        .order_by(Decision.in_force_on, SurplusDistribution.id)
    )
    return [(day, Terms(int(plan["years"]), *cites)) for day, plan, *cites in rows]


def _terms_on(terms: Sequence[tuple[date, Terms]], left_on: date) -> Terms:
    """What stood when they left holds for them; before there was any, the first that came."""
    stood = [agreed for day, agreed in terms if day <= left_on]
    first = [agreed for _, agreed in terms[:1]]
    return (stood[-1:] or first or [Terms()])[0]


def parts_due(by: date) -> list[tuple[CapitalAccount, Instalment]]:
    """The parts whose day has come and that nobody has paid out, by member number and day."""
    return [(account, part) for account in capital_accounts() for part in due(account.payouts, by)]


def books_on(today: date) -> Books:
    """What a payout is judged by."""
    worth, last_year = queries.net_worth(), date(today.year - 1, 12, 31)
    return Books(
        members=worth.members,
        collective=worth.reserve + worth.education + worth.other,
        unshared=worth.unshared,
        worth=worth.worth,
        past_result=queries.surplus_by(max(last_year, queries.shared_to() or last_year)),
    )


def payouts() -> Sequence[CapitalPayout]:
    """Every payout, the latest first."""
    return db.session.scalars(select(CapitalPayout).order_by(CapitalPayout.id.desc())).all()


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """A part of a payout as who approves it reads it."""

    member_id: int
    number: int
    name: str
    due_on: date
    amount: int
    motion_id: int | None
    decision: str | None


def parts_of(payout_id: int) -> list[PayoutLine]:
    rows = db.session.execute(
        select(
            CapitalPart.member_id,
            Member.number,
            Member.name,
            CapitalPart.due_on,
            CapitalPart.amount,
            Decision.motion_id,
            Decision.title,
        )
        .join(Member, Member.id == CapitalPart.member_id)
        .outerjoin(Decision, Decision.id == CapitalPart.decision_id)
        .where(CapitalPart.payout_id == payout_id)
        .order_by(Member.number, CapitalPart.due_on)
    )
    return [PayoutLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Paid:
    """A part that was approved for a member: on its way, or paid."""

    due_on: date
    amount: int
    approved_at: datetime | None
    paid_on: date | None


def paid_to(member_id: int) -> list[Paid]:
    """What a member was paid of their capital, the latest first."""
    subject = literal("capital payout ").concat(cast(CapitalPayout.id, String))
    rows = db.session.execute(
        select(
            CapitalPart.due_on, CapitalPart.amount, CapitalPayout.approved_at, Settlement.paid_on
        )
        .join(CapitalPayout, CapitalPayout.id == CapitalPart.payout_id)
        .outerjoin(
            PaymentOrder,
            (PaymentOrder.subject == subject) & PaymentOrder.withdrawn_at.is_(None),
        )
        .outerjoin(
            Settlement,
            (Settlement.order_id == PaymentOrder.id) & Settlement.reversed_at.is_(None),
        )
        .where(
            CapitalPart.member_id == member_id,
            CapitalPayout.approved_at.is_not(None),
            CapitalPayout.reversed_at.is_(None),
        )
        .order_by(CapitalPart.due_on.desc())
    )
    return [Paid(*row) for row in rows]
