"""What the page of a comparison shows its reader: charts, figures, differences in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date, gettext

from app.charts.bars import Bar, BarChart, bar_chart
from app.charts.lorenz import LorenzChart, Pay, lorenz_chart
from app.coop import founded_coop
from app.money import Money, digits, parse_decimal, to_minor
from app.sentences import Sentence, say_n
from app.wages import queries
from app.wages.models import Comparison
from app.web.language import figure, money, speak

CURVES = 4
NOT_DEFINED = "–"


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
    def gini(self) -> str:
        return _number(self.data["gini"], 4)

    @property
    def ratio(self) -> str:
        return _number(self.data["ratio"], 2)

    @property
    def lowest(self) -> str:
        return _hourly(self.data["lowest_hourly"], self.bill.currency)

    @property
    def highest(self) -> str:
        return _hourly(self.data["highest_hourly"], self.bill.currency)


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison as one reader may see it."""

    currency: str
    schemes: tuple[SchemeFigures, ...]
    bills: BarChart
    own: BarChart | None
    spread: LorenzChart | None
    months: tuple[tuple[str, tuple[Money, ...]], ...]
    """The bill of each pay period under each scheme."""
    members: tuple[tuple[str, tuple[Money, ...]], ...]
    """Everybody's pay under each scheme, for who may read all pay; otherwise empty."""


def shown(comparison: Comparison, *, reader_id: int, reads_all: bool) -> Shown:
    """The figures of a comparison. Single members' pay: one's own, or all with the permission."""
    currency = comparison.result["currency"]
    schemes = _schemes(comparison, reader_id)
    return Shown(
        currency,
        tuple(schemes),
        _bars(gettext("The bill under each scheme"), [(s.name, s.bill) for s in schemes]),
        _own(schemes),
        _spread(schemes),
        _months(schemes, currency),
        _members(schemes, currency) if reads_all else (),
    )


def _schemes(comparison: Comparison, reader_id: int) -> list[SchemeFigures]:
    result, currency = comparison.result, comparison.result["currency"]
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


def _months(
    schemes: Sequence[SchemeFigures], currency: str
) -> tuple[tuple[str, tuple[Money, ...]], ...]:
    periods = list(schemes[0].data["by_period"])
    return tuple(
        (
            _period(key),
            tuple(_money(scheme.data["by_period"][key]["bill"], currency) for scheme in schemes),
        )
        for key in periods
    )


def _period(key: str) -> str:
    """Mar 2026; other periods than months by their own name."""
    try:
        return str(format_date(date.fromisoformat(f"{key}-01"), "LLL y", rebase=False))
    except ValueError:
        return key


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A reader's own pay under the first scheme compared and under the one proposed."""

    first: SchemeFigures
    proposed: SchemeFigures

    @property
    def change(self) -> Money:
        assert self.proposed.own_change is not None  # noqa: S101 (`own_change` sees to it)
        return self.proposed.own_change


def own_change(comparison: Comparison, scheme_id: int | None, reader_id: int) -> OwnChange | None:
    """None where the reader was not paid in the span, or the scheme was not compared."""
    schemes = _schemes(comparison, reader_id)
    proposed = next((scheme for scheme in schemes if scheme.id == scheme_id), None)
    if proposed is None or proposed.own_change is None:
        return None
    return OwnChange(schemes[0], proposed)


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


def _spread(schemes: Sequence[SchemeFigures]) -> LorenzChart | None:
    """Nobody can be picked out of a curve over fifths; under five members there is none."""
    pays = [
        Pay(
            scheme.name,
            tuple(parse_decimal(amount) for amount in scheme.data["pay"].values()),
            gettext("Gini %(gini)s", gini=scheme.data["gini"] or "–"),
        )
        for scheme in schemes[:CURVES]
        if scheme.data["gini"] is not None
    ]
    if not pays or len(pays[0].amounts) < queries.SMALLEST_CELL:
        return None
    fifths = [gettext("Lowest fifth"), *(gettext("Fifth %(n)s", n=n) for n in (2, 3, 4))]
    heads = [gettext("Scheme"), *fifths, gettext("Highest fifth")]
    return lorenz_chart(gettext("How evenly the pay is spread"), pays, heads=heads)


def _members(
    schemes: Sequence[SchemeFigures], currency: str
) -> tuple[tuple[str, tuple[Money, ...]], ...]:
    return tuple(
        (key, tuple(_money(scheme.data["pay"][key], currency) for scheme in schemes))
        for key in schemes[0].data["pay"]
    )


def _amount(text: str | None, currency: str) -> Money | None:
    return None if text is None else _money(text, currency)


def _hourly(text: str | None, currency: str) -> str:
    return NOT_DEFINED if text is None else money(_money(text, currency))


def _number(text: str | None, places: int) -> str:
    return NOT_DEFINED if text is None else figure(parse_decimal(text), places)


def _money(text: str, currency: str) -> Money:
    return Money(to_minor(parse_decimal(text), digits(currency)), currency)
