"""A comparison over time and by group: the bill of each month against a fund, and who gains and
loses by site and grade."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import format_date

from app.money import Money, digits, parse_decimal, to_minor
from app.sentences import say_n
from app.wages.comparison.money_only import Result, minor_pay
from app.wages.rules.evenness import Group, by_group
from app.web.language import speak

Scheme = Mapping[str, Any]
"""One scheme of a result, as the interface writes it."""


@dataclass(frozen=True, slots=True)
class Month:
    """The bills of a pay period under each scheme, and what a fund has left after each."""

    name: str
    bills: tuple[Money, ...]
    left: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """Who gains and loses under a scheme, by `kind`: site or grade."""

    kind: str
    scheme: str
    rows: tuple[Group, ...]


def months_of(schemes: Sequence[Scheme], currency: str, fund: Fraction | None) -> tuple[Month, ...]:
    months = []
    for key in schemes[0]["by_period"]:
        bills = tuple(_bill(one["by_period"][key], currency) for one in schemes)
        left: tuple[Money, ...] = ()
        if fund is not None:
            whole = to_minor(fund, digits(currency))
            left = tuple(Money(whole - bill.minor, currency) for bill in bills)
        months.append(Month(_period(key), bills, left))
    return tuple(months)


def _bill(period: Mapping[str, Any], currency: str) -> Money:
    return Money.of(parse_decimal(period["bill"]), currency)


def _period(key: str) -> str:
    """Mar 2026; other periods than months by their own name."""
    try:
        return str(format_date(date.fromisoformat(f"{key}-01"), "LLL y", rebase=False))
    except ValueError:
        return key


def exceeded(schemes: Sequence[Scheme], months: Sequence[Month]) -> tuple[str, ...]:
    told = []
    for place, scheme in enumerate(schemes):
        over = sum(month.left[place].minor < 0 for month in months)
        sentence = say_n(
            "“%(scheme)s” exceeds the fund in %(count)s month of %(months)s.",
            "“%(scheme)s” exceeds the fund in %(count)s months of %(months)s.",
            over,
            scheme=scheme["name"],
            months=len(months),
        )
        told.append(speak(sentence))
    return tuple(told)


def groups_in(result: Result) -> Iterator[Groups]:
    currency, (first, *others) = result["currency"], result["schemes"]
    before = minor_pay(first["pay"], currency)
    for scheme in others:
        after = minor_pay(scheme["pay"], currency)
        for kind, groups in result["groups"].items():
            rows = by_group(before, after, groups)
            if len(rows) > 1:
                yield Groups(kind, scheme["name"], tuple(rows))
