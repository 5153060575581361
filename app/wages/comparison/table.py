"""The figures of the schemes compared, one a row, each with what it means."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from app.money import Money, parse_decimal
from app.wages.comparison.money_only import hours_of
from app.wages.rules.evenness import share_below
from app.web.language import figure, money, rate

NOT_DEFINED = "–"
Scheme = Mapping[str, Any]
"""One scheme of a result, as the interface writes it."""


@dataclass(frozen=True, slots=True)
class Row:
    """`first`: what everybody looks at; the others are for who wants to know more."""

    name: str
    meaning: str
    values: tuple[str, ...]
    first: bool = False


def figure_rows(result: Mapping[str, Any], living_wage: Fraction | None) -> Iterator[Row]:
    """The figures of the whole co-op under each scheme."""
    schemes: Sequence[Scheme] = result["schemes"]
    currency = result["currency"]

    def row(name: str, meaning: str, value: Callable[[Scheme], str]) -> Row:
        return Row(name, meaning, tuple(value(scheme) for scheme in schemes))

    def first(name: str, meaning: str, value: Callable[[Scheme], str]) -> Row:
        return replace(row(name, meaning, value), first=True)

    yield first(
        gettext("Bill"),
        gettext("All pay of the span together."),
        lambda scheme: amount(scheme["bill"], currency),
    )
    if any(parse_decimal(scheme["legal_addition"]) for scheme in schemes):
        yield first(
            gettext("Added by law"),
            gettext("The part of the bill that the law adds to what the scheme pays."),
            lambda scheme: amount(scheme["legal_addition"], currency),
        )
    yield from _hourly(first, currency)
    if living_wage is not None:
        yield first(
            gettext("Below the living wage"),
            gettext(
                "The part of the members with hours whose pay for an hour is less than the living "
                "wage entered above."
            ),
            lambda scheme: _below(scheme, hours_of(result), living_wage),
        )
    yield from _spread(row)
    yield from _course(row)
    yield from _costs(row, schemes, currency)


MakeRow = Callable[[str, str, Callable[[Scheme], str]], Row]


def _spread(row: MakeRow) -> Iterator[Row]:
    yield row(
        gettext("Gini"),
        gettext("0 when everybody gets the same, near 1 when one gets everything."),
        lambda scheme: number(scheme["gini"], 4),
    )
    yield row(
        gettext("Gini of hourly pay"),
        gettext("The same for pay divided by hours: long and short hours no longer count."),
        lambda scheme: number(scheme["gini_hourly"], 4),
    )
    yield row(
        gettext("P90 : P10"),
        gettext("Pay that nine tenths get at most, divided by pay that one tenth gets at most."),
        lambda scheme: number(scheme["p90_p10"], 2),
    )


def _hourly(row: MakeRow, currency: str) -> Iterator[Row]:
    yield row(
        gettext("Lowest hourly"),
        gettext("The least that anybody is paid for an hour, over the whole span."),
        lambda scheme: amount(scheme["lowest_hourly"], currency),
    )
    yield row(
        gettext("Highest hourly"),
        gettext("The most that anybody is paid for an hour, over the whole span."),
        lambda scheme: amount(scheme["highest_hourly"], currency),
    )
    yield row(
        gettext("Highest : lowest"),
        gettext(
            "The highest hourly pay divided by the lowest; members without hours are left out."
        ),
        lambda scheme: number(scheme["ratio"], 2),
    )


def _course(row: MakeRow) -> Iterator[Row]:
    yield row(
        gettext("Swing"),
        gettext(
            "How far pay moves from one month to the next, as a part of the mean pay; half of the "
            "members swing less than this, half more."
        ),
        lambda scheme: per_cent(scheme["swing"]),
    )
    yield row(
        gettext("Solidarity"),
        gettext("The part of all pay that would be paid for the same hours without any output."),
        lambda scheme: per_cent(scheme["solidarity"]),
    )
    yield row(
        gettext("Incentive"),
        gettext(
            "Of what more output is worth at piece rates, the part that its maker is paid, between "
            "80 and 120 per cent of the norm."
        ),
        lambda scheme: per_cent(scheme["incentive"]),
    )


def _costs(row: MakeRow, schemes: Sequence[Scheme], currency: str) -> Iterator[Row]:
    for item in dict.fromkeys(item for scheme in schemes for item in scheme["cost_per_unit"]):
        yield row(
            gettext("Pay in one unit of %(item)s", item=item),
            gettext("The bill laid on what was made, divided by the accepted units."),
            lambda scheme, item=item: unit_cost(scheme["cost_per_unit"].get(item), currency),  # type: ignore[misc]
        )


def _below(scheme: Scheme, hours: Mapping[str, Fraction], living_wage: Fraction) -> str:
    pay = {member: parse_decimal(text) for member, text in scheme["pay"].items()}
    share = share_below(pay, hours, living_wage)
    return NOT_DEFINED if share is None else percentage(share)


def amount(text: str | None, currency: str) -> str:
    if text is None:
        return NOT_DEFINED
    return money(Money.of(parse_decimal(text), currency))


def unit_cost(text: str | None, currency: str) -> str:
    return NOT_DEFINED if text is None else rate(parse_decimal(text), currency)


def number(text: str | None, places: int) -> str:
    return NOT_DEFINED if text is None else figure(parse_decimal(text), places)


def per_cent(text: str | None) -> str:
    return NOT_DEFINED if text is None else percentage(parse_decimal(text))


def percentage(share: Fraction) -> str:
    return str(gettext("%(number)s%%", number=figure(round(share * 100))))
