"""What the pages of comparisons and payslips show: charts, and reasons ready to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from app.charts.bars import Bar, BarChart, bar_chart
from app.charts.lorenz import LorenzChart, Pay, lorenz_chart
from app.money import Money, digits, parse_decimal, to_minor
from app.record.models import Decision
from app.sentences import Sentence
from app.wages import queries
from app.wages.models import Comparison, PayLine, Payslip
from app.web.language import money, speak

CURVES = 4


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


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison as one reader may see it."""

    currency: str
    schemes: tuple[SchemeFigures, ...]
    bills: BarChart
    own: BarChart | None
    spread: LorenzChart | None
    members: tuple[tuple[str, tuple[Money, ...]], ...]
    """Everybody's pay under each scheme, for who may read all pay; otherwise empty."""


def shown(comparison: Comparison, *, reader_id: int, reads_all: bool) -> Shown:
    """The figures of a comparison. Single members' pay: one's own, or all with the permission."""
    result = comparison.result
    currency = result["currency"]
    key = result["people"].get(str(reader_id))
    schemes: list[SchemeFigures] = []
    for scheme_id, data in zip(comparison.schemes, result["schemes"], strict=True):
        own = _amount(data["pay"].get(key), currency) if key else None
        first = schemes[0].own if schemes else own
        change = Money(own.minor - first.minor, currency) if own and first else None
        schemes.append(
            SchemeFigures(
                scheme_id,
                data["name"],
                data["hash"],
                data,
                _money(data["bill"], currency),
                own,
                change,
            )
        )
    return Shown(
        currency,
        tuple(schemes),
        _bars(gettext("The bill under each scheme"), [(s.name, s.bill) for s in schemes]),
        _own(schemes),
        _spread(schemes),
        _members(schemes, currency) if reads_all else (),
    )


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


def _money(text: str, currency: str) -> Money:
    return Money(to_minor(parse_decimal(text), digits(currency)), currency)


# --- payslips --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UseShown:
    """A piece rate at work on a payslip, and the decision that set it."""

    item: str
    quantity: Fraction
    rate: Fraction
    amount: Fraction
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ReasonShown:
    sentence: str
    amount: Fraction
    counted: bool
    parts: tuple["ReasonShown", ...]
    uses: tuple[UseShown, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineShown:
    amount: int
    reason: ReasonShown
    decision: Decision


def lines(slip: Payslip) -> list[LineShown]:
    """The lines of a payslip with their reasons in the reader's language."""
    rows: Sequence[PayLine] = queries.lines_with_decisions(slip.id)
    keys = {key for row in rows for key in _decision_keys(row.trace)}
    known = queries.decisions(int(key) for key in keys if key.isdigit())
    return [LineShown(row.amount, _reason(row.trace, known), row.decision) for row in rows]


def _decision_keys(trace: Mapping[str, Any]) -> list[str]:
    own = [line["decision"] for line in trace["rates"]]
    return own + [key for part in trace["parts"] for key in _decision_keys(part)]


def _reason(trace: Mapping[str, Any], known: Mapping[int, Decision]) -> ReasonShown:
    return ReasonShown(
        speak(Sentence.from_json(trace["sentence"])),
        Fraction(trace["amount"]),
        trace["counted"],
        tuple(_reason(part, known) for part in trace["parts"]),
        tuple(_use(line, known) for line in trace["rates"]),
        tuple(speak(Sentence.from_json(note)) for note in trace["notes"]),
    )


def _use(line: Mapping[str, str], known: Mapping[int, Decision]) -> UseShown:
    decision = line["decision"]
    quantity, rate = Fraction(line["quantity"]), Fraction(line["rate"])
    return UseShown(
        line["item"],
        quantity,
        rate,
        quantity * rate,
        known.get(int(decision)) if decision.isdigit() else None,
    )
