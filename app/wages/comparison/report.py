"""A comparison as JSON (amounts as decimal strings, see docs) and as text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.money import decimal_text, digits, minor_text
from app.wages.rules.compare import Outcome
from app.wages.rules.evenness import swing
from app.wages.rules.measures import Changes
from app.wages.rules.pay import PeriodPay
from app.wages.rules.spans import Span


@dataclass(frozen=True, slots=True)
class Told:
    """A comparison as a command tells it: what each scheme came to, on which days."""

    outcomes: Sequence[Outcome]
    span: Span
    currency: str


def comparison_json(outcomes: Sequence[Outcome], span: Span, currency: str) -> dict[str, Any]:
    decimals = digits(currency)
    return {
        "currency": currency,
        "from": span.first.isoformat(),
        "to": span.last.isoformat(),
        "members": len(outcomes[0].pay) if outcomes else 0,
        "minutes": _minutes(outcomes[0].hours) if outcomes else {},
        "schemes": [_scheme_json(outcome, decimals) for outcome in outcomes],
    }


def _scheme_json(outcome: Outcome, decimals: int) -> dict[str, Any]:
    return {
        "name": outcome.scheme.name,
        "hash": outcome.scheme.hash,
        "bill": minor_text(outcome.bill, decimals),
        "gini": _figure(outcome.gini, 4),
        "gini_hourly": _figure(outcome.gini_hourly, 4),
        "ratio": _figure(outcome.ratio, 2),
        "p90_p10": _figure(outcome.p90_p10, 2),
        "lowest_hourly": _amount(outcome.lowest_hourly, decimals),
        "highest_hourly": _amount(outcome.highest_hourly, decimals),
        "cost_per_unit": {
            item: unit_cost(cost / 10**decimals) for item, cost in outcome.cost_per_unit.items()
        },
        "solidarity": _figure(outcome.solidarity, 2),
        "swing": _figure(swing([period.pay for period in outcome.periods]), 2),
        "pay": _amounts(outcome.pay, decimals),
        "legal_addition": minor_text(outcome.legal_addition, decimals),
        "by_period": {
            period.period.key: _period_json(period, decimals) for period in outcome.periods
        },
        "against_first": changes_json(outcome.against_first, decimals),
        "warnings": [str(warning) for warning in outcome.warnings],
    }


def _period_json(period: PeriodPay, decimals: int) -> dict[str, Any]:
    return {
        "bill": minor_text(period.bill, decimals),
        "pay": _amounts(period.pay, decimals),
        "legal_addition": minor_text(sum(period.legal.values()), decimals),
    }


def changes_json(changes: Changes, decimals: int) -> dict[str, Any]:
    return {
        "winners": changes.winners,
        "losers": changes.losers,
        "unchanged": changes.unchanged,
        "median_change": _amount(changes.median_change, decimals),
        "worst_loss": _amount(changes.worst_loss, decimals),
    }


def unit_cost(cost: Fraction) -> str:
    """Four decimals at most, two at least: the cost of one unit is often less than a cent."""
    text = decimal_text(cost, 4)
    return text[:-2] if text.endswith("00") else text.removesuffix("0")


def _minutes(hours: Mapping[str, Fraction]) -> dict[str, str]:
    """Exact: hours are logged as decimals or as hours and minutes."""
    return {member: decimal_text(worked * 60) for member, worked in hours.items()}


def _amounts(amounts: Mapping[str, int], decimals: int) -> dict[str, str]:
    return {member: minor_text(amount, decimals) for member, amount in amounts.items()}


def _amount(minor: Fraction | None, decimals: int) -> str | None:
    """Exact minor units, rounded half up."""
    return None if minor is None else decimal_text(minor / 10**decimals, decimals)


def _figure(value: Fraction | None, places: int) -> str | None:
    return None if value is None else decimal_text(value, places)


def comparison_text(outcomes: Sequence[Outcome], span: Span, currency: str) -> str:
    """A table of the schemes, then of the members' pay, then what to know."""
    decimals = digits(currency)
    head = f"{span.first} to {span.last}, {len(outcomes[0].pay)} members, amounts in {currency}"
    blocks = [head, _table(_figures(outcomes, decimals)), _table(_members(outcomes, decimals))]
    notes = [
        _line(f"{outcome.scheme.name}: {warning}")
        for outcome in outcomes
        for warning in outcome.warnings
    ]
    return "\n\n".join([*blocks, *(["\n".join(notes)] if notes else [])])


def _figures(outcomes: Sequence[Outcome], decimals: int) -> Iterator[list[str]]:
    yield ["", *(outcome.scheme.name for outcome in outcomes)]
    data = [_scheme_json(outcome, decimals) for outcome in outcomes]
    labels = {
        "bill": "bill",
        "legal_addition": "of it added by law",
        "gini": "Gini of pay",
        "p90_p10": "P90 / P10 of pay",
        "ratio": "highest : lowest hourly",
        "lowest_hourly": "lowest hourly",
        "highest_hourly": "highest hourly",
        "solidarity": "independent of output",
        "swing": "swing month to month",
    }
    for key, label in labels.items():
        yield [label, *(scheme[key] or "–" for scheme in data)]
    for key in ("winners", "losers", "unchanged"):
        yield [key, *(str(scheme["against_first"][key]) for scheme in data)]


def _members(outcomes: Sequence[Outcome], decimals: int) -> Iterator[list[str]]:
    yield ["member", *(outcome.scheme.name for outcome in outcomes)]
    for member in outcomes[0].pay:
        yield [member, *(minor_text(outcome.pay[member], decimals) for outcome in outcomes)]


def _line(text: str) -> str:
    """A name as a table can show it: without breaks, and without what moves a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _table(rows: Iterator[list[str]]) -> str:
    lines = [[_line(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
