"""What the page of a comparison shows its reader: charts, figures, differences in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from app.charts.bars import Bar, BarChart, bar_chart
from app.charts.lines import LineChart
from app.charts.lorenz import LorenzChart
from app.coop import founded_coop
from app.money import Money, parse_decimal
from app.sentences import Sentence, say_n
from app.wages.comparison.charts import bills_chart, frontier_chart, spread_chart
from app.wages.comparison.course import Groups, Month, exceeded, groups_in, months_of
from app.wages.comparison.facts import kept_result
from app.wages.comparison.money_only import Result, has_goods, minor_pay, money_only
from app.wages.comparison.table import Row, figure_rows
from app.wages.models import Comparison
from app.wages.rules.openness import Band, Openness, bands
from app.web.language import money, speak


@dataclass(frozen=True, slots=True)
class SchemeFigures:
    """One scheme's column: figures as the interface writes them, and the reader's own pay."""

    id: int
    name: str
    hash: str
    data: Mapping[str, Any]
    bill: Money
    own: Money | None
    own_change: Money | None
    cautions: tuple[str, ...]
    """What to know before voting for it, in the reader's language."""
    changes: str
    """Who gains and who loses against the first; empty for the first itself."""
    middle_change: Money

    @property
    def by_law(self) -> Money:
        """The part of the bill that the law adds."""
        return _money(self.data["legal_addition"], self.bill.currency)


@dataclass(frozen=True, slots=True)
class Lens:
    """How a reader looks at a comparison: against a fund for a month, a living wage for an hour,
    with the goods in everybody's pay or without."""

    fund: Fraction | None = None
    living_wage: Fraction | None = None
    without_goods: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison as one reader may see it."""

    currency: str
    schemes: tuple[SchemeFigures, ...]
    bills: BarChart
    own: BarChart | None
    rows: tuple[Row, ...]
    months: tuple[Month, ...]
    exceeded: tuple[str, ...]
    """How often each scheme exceeds the fund."""
    monthly: LineChart | None
    spread: LorenzChart | None
    groups: tuple[Groups, ...]
    frontier: LineChart | None
    has_goods: bool
    members: tuple[tuple[str, tuple[Money, ...]], ...]
    """Everybody's pay under each scheme, where the reader may see it; otherwise empty."""
    pay_bands: tuple[tuple[str, tuple[Band, ...]], ...]
    """How many are paid how much under each scheme, where pay is open so far."""


def shown(comparison: Comparison, *, reader_id: int, seen: Openness, lens: Lens) -> Shown:
    """The figures of a comparison; of others' pay what is `seen`."""
    kept = kept_result(comparison)
    result = money_only(kept) if lens.without_goods else kept
    currency, data = result["currency"], result["schemes"]
    schemes = _schemes(comparison, result, reader_id)
    months = months_of(data, currency, lens.fund)
    return Shown(
        currency,
        tuple(schemes),
        _bars(gettext("The bill under each scheme"), [(s.name, s.bill) for s in schemes]),
        _own(schemes),
        tuple(figure_rows(result, lens.living_wage)),
        months,
        exceeded(data, months) if lens.fund is not None else (),
        bills_chart(data, [month.name for month in months], lens.fund),
        spread_chart(data),
        tuple(groups_in(result)),
        frontier_chart(data),
        has_goods(kept),
        _members(schemes, currency) if seen is Openness.FULL else (),
        tuple(_pay_bands(data, currency)) if seen is Openness.BANDED else (),
    )


def _schemes(comparison: Comparison, result: Result, reader_id: int) -> list[SchemeFigures]:
    currency = result["currency"]
    key = result["people"].get(str(reader_id))
    schemes: list[SchemeFigures] = []
    for scheme_id, data in zip(comparison.schemes, result["schemes"], strict=True):
        own = _amount(data["pay"].get(key), currency) if key else None
        first = schemes[0].own if schemes else own
        change = Money(own.minor - first.minor, currency) if own and first else None
        bill = _money(data["bill"], currency)
        schemes.append(
            SchemeFigures(
                scheme_id,
                data["name"],
                data["hash"],
                data,
                bill,
                own,
                change,
                tuple(speak(Sentence.from_json(one)) for one in data["cautions"]),
                _changes(data["against_first"]) if schemes else "",
                _money(data["against_first"]["median_change"], currency),
            )
        )
    return schemes


def _changes(against: Mapping[str, Any]) -> str:
    return changes(against["winners"], against["losers"], against["unchanged"])


def changes(more: int, less: int, same: int) -> str:
    """24 members get more, 16 members get less."""
    told = [
        (more, say_n("%(count)s member gets more", "%(count)s members get more", more)),
        (less, say_n("%(count)s member gets less", "%(count)s members get less", less)),
        (same, say_n("%(count)s member gets the same", "%(count)s members get the same", same)),
    ]
    return ", ".join(speak(sentence) for count, sentence in told if count)


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A reader's own pay under the first scheme compared and under the one proposed, and under
    each of all of them."""

    first: SchemeFigures
    proposed: SchemeFigures
    each: tuple[SchemeFigures, ...]

    @property
    def change(self) -> Money:
        assert self.proposed.own_change is not None  # noqa: S101 (`own_change` sees to it)
        return self.proposed.own_change


def own_change(comparison: Comparison, scheme_id: int | None, reader_id: int) -> OwnChange | None:
    """None where the reader was not paid in the span, or the scheme was not compared."""
    schemes = _schemes(comparison, kept_result(comparison), reader_id)
    proposed = next((scheme for scheme in schemes if scheme.id == scheme_id), None)
    if proposed is None or proposed.own_change is None:
        return None
    return OwnChange(schemes[0], proposed, tuple(schemes))


def difference(amount: Money | int) -> str:
    """2.30 more, 1.10 less, the same; an int is minor units of the co-op's currency."""
    if isinstance(amount, int):
        amount = Money(amount, founded_coop().currency)
    if not amount.minor:
        return str(gettext("the same"))
    size = money(Money(abs(amount.minor), amount.currency))
    if amount.minor > 0:
        return str(gettext("%(amount)s more", amount=size))
    return str(gettext("%(amount)s less", amount=size))


def _own(schemes: Sequence[SchemeFigures]) -> BarChart | None:
    rows = [(scheme.name, scheme.own) for scheme in schemes if scheme.own is not None]
    return _bars(gettext("Your pay under each scheme"), rows) if rows else None


def _bars(title: str, rows: Sequence[tuple[str, Money]]) -> BarChart:
    bars = [Bar(name, amount.minor, money(amount)) for name, amount in rows]
    return bar_chart(title, bars, heads=(gettext("Scheme"), gettext("Amount")))


def _pay_bands(
    data: Sequence[Mapping[str, Any]], currency: str
) -> Iterator[tuple[str, tuple[Band, ...]]]:
    for scheme in data:
        found = bands(list(minor_pay(scheme["pay"], currency).values()))
        if found:
            yield scheme["name"], tuple(found)


def _members(
    schemes: Sequence[SchemeFigures], currency: str
) -> tuple[tuple[str, tuple[Money, ...]], ...]:
    return tuple(
        (key, tuple(_money(scheme.data["pay"][key], currency) for scheme in schemes))
        for key in schemes[0].data["pay"]
    )


def _amount(text: str | None, currency: str) -> Money | None:
    return None if text is None else _money(text, currency)


def _money(text: str, currency: str) -> Money:
    return Money.of(parse_decimal(text), currency)
