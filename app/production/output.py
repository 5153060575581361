"""Confirmed output by month and item."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import extract, func, select

from app.db import db
from app.production import queries
from app.production.models import Entry, Item
from app.production.rules.entries import in_units

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Output:
    """What was made of an item in each month, in units; a month without is not there."""

    item_id: int
    name: str
    measure: str
    by_month: Mapping[date, Fraction]

    @property
    def total(self) -> Fraction:
        return sum(self.by_month.values(), Fraction(0))


def last_made(by: date) -> date:
    """The last day on which anything confirmed was made, or the day itself."""
    day = db.session.scalar(
        select(func.max(Entry.worked_on)).where(
            Entry.item_id.is_not(None), Entry.worked_on <= by, queries.confirmed()
        )
    )
    return day or by


def months_to(day: date, count: int = MONTHS) -> list[date]:
    """The first days of so many months, the last being the month of `day`."""
    months = [day.replace(day=1)]
    while len(months) < count:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]


def output_by_month(months: list[date]) -> list[Output]:
    """Confirmed output of the months, the items in order of name."""
    year, month = extract("year", Entry.worked_on), extract("month", Entry.worked_on)
    rows = db.session.execute(
        select(
            Item.id,
            Item.name,
            Item.measure,
            Item.decimals,
            year.label("year"),
            month.label("month"),
            func.sum(Entry.quantity).label("made"),
        )
        .join(Item, Item.id == Entry.item_id)
        .where(
            Entry.worked_on >= months[0],
            Entry.worked_on < _after(months[-1]),
            queries.confirmed(),
        )
        .group_by(Item.id, Item.name, Item.measure, Item.decimals, year, month)
        .order_by(Item.name, Item.id)
    )
    made: defaultdict[tuple[int, str, str], dict[date, Fraction]] = defaultdict(dict)
    for row in rows:
        first = date(int(row.year), int(row.month), 1)
        made[row.id, row.name, row.measure][first] = in_units(int(row.made), row.decimals)
    return [Output(*item, by_month) for item, by_month in made.items()]


def since_first(made: list[Output], months: list[date]) -> list[date]:
    """The months from the first in which anything was made."""
    first = min((month for one in made for month in one.by_month), default=months[-1])
    return [month for month in months if month >= first]


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
