"""A comparison with the goods taken out of everybody's pay: money alone, figured anew."""

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from app.money import decimal_text, digits, minor_text, parse_decimal, to_minor
from app.wages.comparison.report import changes_json
from app.wages.rules.evenness import swing
from app.wages.rules.measures import changes, evenness

Result = Mapping[str, Any]


def has_goods(result: Result) -> bool:
    return any(scheme["goods"] for scheme in result["schemes"])


def money_only(result: Result) -> dict[str, Any]:
    """The result of a comparison, of whose figures those that follow from pay are those of the
    money alone. What it costs to make something, and how far pay follows output, stay as they
    were with the goods."""
    decimals = digits(result["currency"])
    hours = hours_of(result)
    schemes: list[dict[str, Any]] = []
    first: dict[str, int] | None = None
    for scheme in result["schemes"]:
        months = {
            key: _left(period["pay"], scheme["goods"].get(key, {}), decimals)
            for key, period in scheme["by_period"].items()
        }
        pay = {member: sum(month[member] for month in months.values()) for member in scheme["pay"]}
        first = pay if first is None else first
        schemes.append(
            {
                **scheme,
                **_figures(pay, hours, decimals),
                "swing": _text(swing(list(months.values())), 2),
                "by_period": {
                    key: {**scheme["by_period"][key], **_paid(month, decimals)}
                    for key, month in months.items()
                },
                "against_first": changes_json(changes(first, pay), decimals),
            }
        )
    return {**result, "schemes": schemes}


def hours_of(result: Result) -> dict[str, Fraction]:
    """Of the members who have any."""
    return {member: parse_decimal(text) / 60 for member, text in result["minutes"].items()}


def minor_pay(amounts: Mapping[str, str], currency: str) -> dict[str, int]:
    decimals = digits(currency)
    return {member: _minor(text, decimals) for member, text in amounts.items()}


def _left(pay: Mapping[str, str], goods: Mapping[str, str], decimals: int) -> dict[str, int]:
    return {
        member: _minor(text, decimals) - _minor(goods.get(member, "0"), decimals)
        for member, text in pay.items()
    }


def _minor(text: str, decimals: int) -> int:
    return to_minor(parse_decimal(text), decimals)


def _paid(pay: Mapping[str, int], decimals: int) -> dict[str, Any]:
    return {
        "bill": minor_text(sum(pay.values()), decimals),
        "pay": {member: minor_text(amount, decimals) for member, amount in pay.items()},
    }


def _figures(
    pay: Mapping[str, int], hours: Mapping[str, Fraction], decimals: int
) -> dict[str, Any]:
    exact = {member: Fraction(amount, 10**decimals) for member, amount in pay.items()}
    figures = asdict(evenness(exact, hours))
    places = {"gini": 4, "gini_hourly": 4, "p90_p10": 2, "ratio": 2}
    told = {name: _text(value, places.get(name, decimals)) for name, value in figures.items()}
    return {**_paid(pay, decimals), **told}


def _text(value: Fraction | None, places: int) -> str | None:
    return None if value is None else decimal_text(value, places)
