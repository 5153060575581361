"""What rests on a decision: standings, offices, units, rules, rates, norms, schemes, pay."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from app.budgets.models import Budget, BudgetLine, SpendingLimit
from app.bylaws.models import Rule
from app.bylaws.rules.matters import NAMES
from app.db import db
from app.members.models import Mandate, Member, Membership, Unit
from app.members.words import OFFICES, STANDINGS
from app.production.models import Item, Norm, PieceRate
from app.sentences import Sentence, say, say_n
from app.treasury.models import Fund, JournalEntry
from app.wages.models import Adoption, PayLine, PayOpenness, Scheme


@dataclass(frozen=True, slots=True)
class Resting:
    """One thing that rests on a decision: in words, from which day, and the page that shows it."""

    words: Sentence
    from_on: date | None = None
    endpoint: str | None = None
    key: Mapping[str, int | str] = field(default_factory=dict)


def resting_on(decision_id: int) -> list[Resting]:
    """Everything that cites the decision, in the order of the house: people first, pay last."""
    return [thing for kind in _KINDS for thing in kind(decision_id)]


def _units(decision_id: int) -> Iterator[Resting]:
    rows = select(Unit.id, Unit.name, Unit.from_on).where(Unit.decision_id == decision_id)
    for unit_id, name, from_on in db.session.execute(rows.order_by(Unit.id)):
        yield Resting(
            say("Unit: %(name)s", name=name), from_on, "members.show_unit", {"unit_id": unit_id}
        )


def _standings(decision_id: int) -> Iterator[Resting]:
    rows = db.session.execute(
        select(Member.id, Member.name, Membership.standing, Unit.name, Membership.from_on)
        .join(Membership, Membership.member_id == Member.id)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.decision_id == decision_id)
        .order_by(Membership.from_on, Member.number)
    )
    for member_id, name, standing, unit, from_on in rows:
        words = say(
            "%(name)s: %(standing)s, %(unit)s", name=name, standing=STANDINGS[standing], unit=unit
        )
        yield Resting(words, from_on, "members.show_member", {"member_id": member_id})


def _mandates(decision_id: int) -> Iterator[Resting]:
    rows = db.session.execute(
        select(Member.id, Member.name, Mandate.office, Mandate.from_on, Mandate.decision_id)
        .join(Mandate, Mandate.member_id == Member.id)
        .where((Mandate.decision_id == decision_id) | (Mandate.recalled_by_id == decision_id))
        .order_by(Mandate.from_on, Mandate.id)
    )
    for member_id, name, office, from_on, given_by in rows:
        words = say("%(name)s: %(office)s", name=name, office=OFFICES[office])
        if given_by != decision_id:
            words = say("%(name)s: no longer %(office)s", name=name, office=OFFICES[office])
        yield Resting(words, from_on, "members.show_member", {"member_id": member_id})


def _rules(decision_id: int) -> Iterator[Resting]:
    rows = select(Rule.matter, Rule.from_on).where(Rule.decision_id == decision_id)
    for matter, from_on in db.session.execute(rows.order_by(Rule.id)):
        yield Resting(
            say("Bylaw on %(matter)s", matter=NAMES[matter]),
            from_on,
            "bylaws.show_matter",
            {"matter": matter},
        )


def _rates(decision_id: int) -> Iterator[Resting]:
    rows = db.session.execute(
        select(Item.id, Item.name, Item.measure, PieceRate.rate, PieceRate.from_on)
        .join(PieceRate, PieceRate.item_id == Item.id)
        .where(PieceRate.decision_id == decision_id)
        .order_by(PieceRate.id)
    )
    for item_id, name, measure, rate, from_on in rows:
        words = say("%(item)s: %(rate)s a %(measure)s", item=name, rate=rate, measure=measure)
        yield Resting(words, from_on, "production.show_item", {"item_id": item_id})


def _norms(decision_id: int) -> Iterator[Resting]:
    rows = db.session.execute(
        select(Item.id, Item.name, Item.measure, Norm.minutes, Norm.from_on)
        .join(Norm, Norm.item_id == Item.id)
        .where(Norm.decision_id == decision_id)
        .order_by(Norm.id)
    )
    for item_id, name, measure, minutes, from_on in rows:
        words = say(
            "%(item)s: %(minutes)s minutes a %(measure)s",
            item=name,
            minutes=minutes,
            measure=measure,
        )
        yield Resting(words, from_on, "production.show_item", {"item_id": item_id})


def _adoptions(decision_id: int) -> Iterator[Resting]:
    rows = db.session.execute(
        select(Scheme.id, Scheme.name, Adoption.from_on)
        .join(Adoption, Adoption.scheme_id == Scheme.id)
        .where(Adoption.decision_id == decision_id)
    )
    for scheme_id, name, from_on in rows:
        words = say("Wage scheme: %(name)s", name=name)
        yield Resting(words, from_on, "wages.show_scheme", {"scheme_id": scheme_id})


def _openness(decision_id: int) -> Iterator[Resting]:
    days = select(PayOpenness.from_on).where(PayOpenness.decision_id == decision_id)
    for from_on in db.session.scalars(days):
        yield Resting(say("Who sees whose pay"), from_on, "wages.show_openness")


def _budgets(decision_id: int) -> Iterator[Resting]:
    for one in db.session.scalars(select(Budget).where(Budget.decision_id == decision_id)):
        words = say("Budget: %(name)s", name=one.name)
        yield Resting(words, one.from_on, "budgets.show_budget", {"budget_id": one.id})


def _funds(decision_id: int) -> Iterator[Resting]:
    for one in db.session.scalars(select(Fund).where(Fund.decision_id == decision_id)):
        yield Resting(say("Fund: %(name)s", name=one.name), one.from_on, "funds.list_funds")


def _limits(decision_id: int) -> Iterator[Resting]:
    rows = db.session.execute(
        select(SpendingLimit.office, SpendingLimit.from_on, BudgetLine.id, BudgetLine.purpose)
        .join(BudgetLine, BudgetLine.id == SpendingLimit.line_id)
        .where(SpendingLimit.decision_id == decision_id)
    )
    for office, from_on, line_id, purpose in rows:
        words = say(
            "Spending from “%(purpose)s”: %(office)s", purpose=purpose, office=OFFICES[office]
        )
        yield Resting(words, from_on, "budgets.show_line", {"line_id": line_id})


def _pay(decision_id: int) -> Iterator[Resting]:
    lines = select(func.count()).select_from(PayLine).where(PayLine.decision_id == decision_id)
    if count := db.session.scalar(lines):
        yield Resting(say_n("%(count)s pay line", "%(count)s pay lines", count))


def _booked(decision_id: int) -> Iterator[Resting]:
    rows = db.session.execute(
        select(JournalEntry.id, JournalEntry.text, JournalEntry.booked_on)
        .where(JournalEntry.decision_id == decision_id)
        .order_by(JournalEntry.id)
    )
    for entry_id, text, booked_on in rows:
        yield Resting(
            say("Booked: %(text)s", text=text),
            booked_on,
            "treasury.show_entry",
            {"entry_id": entry_id},
        )


_KINDS: tuple[Callable[[int], Iterator[Resting]], ...] = (
    _units,
    _standings,
    _mandates,
    _rules,
    _rates,
    _norms,
    _adoptions,
    _openness,
    _funds,
    _budgets,
    _limits,
    _pay,
    _booked,
)
