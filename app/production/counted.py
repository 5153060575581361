"""What sums are made of: the entries that count, and the prices of their days."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.db import db
from app.production.models import Entry, Item, Labour, Norm, PieceRate
from app.production.rules.sums import Price, PriceOn, Shift

NONE: Set[int] = frozenset()
_AT_ONCE = 400
"""How many keys one statement takes: databases limit their parameters."""


def prices(without_rates: Set[int] = NONE, without_norms: Set[int] = NONE) -> PriceOn:
    """The price of an item on a day, from all rates and norms or without some of them, by id."""
    rates = _values(
        select(PieceRate.id, PieceRate.item_id, PieceRate.from_on, PieceRate.rate),
        without_rates,
    )
    norms = _values(select(Norm.id, Norm.item_id, Norm.from_on, Norm.minutes), without_norms)
    known: dict[tuple[int, date], Price] = {}

    def price_on(item_id: int, on: date) -> Price:
        price = known.get((item_id, on))
        if price is None:
            price = Price(_valid(rates[item_id], on), _valid(norms[item_id], on))
            known[item_id, on] = price
        return price

    return price_on


def _values(
    query: Select[int, int, date, Fraction], without: Set[int]
) -> defaultdict[int, list[tuple[date, Fraction]]]:
    """By item, the latest first."""
    found: defaultdict[int, list[tuple[date, Fraction]]] = defaultdict(list)
    for row_id, item_id, from_on, exact in db.session.execute(query):
        if row_id not in without:
            found[item_id].append((from_on, exact))
    for values in found.values():
        values.sort(reverse=True)
    return found


def _valid(values: Sequence[tuple[date, Fraction]], on: date) -> Fraction | None:
    return next((value for from_on, value in values if from_on <= on), None)


def shifts(condition: ColumnElement[bool]) -> Iterator[Shift]:
    """The entries under a condition, each with its labour."""
    query = (
        select(
            Entry.id,
            Entry.worked_on,
            Entry.item_id,
            Entry.quantity,
            Entry.rejects,
            Item.decimals,
            Entry.crew,
            Labour.member_id,
            Labour.minutes,
            Labour.kind,
        )
        .join(Labour, Labour.entry_id == Entry.id)
        .outerjoin(Item, Item.id == Entry.item_id)
        .where(condition)
        .order_by(Entry.id, Labour.id)
        .execution_options(yield_per=5000)
    )
    for _, rows in groupby(db.session.execute(query), key=lambda row: row[0]):
        labour = list(rows)
        _, on, item_id, quantity, rejects, decimals, crew, _, _, _ = labour[0]
        times = tuple((row[7], row[8], row[9]) for row in labour)
        scale = 10 ** (decimals or 0)
        yield Shift(on, item_id, quantity, rejects, scale, crew is not None, times)


def in_parts(whole: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(whole), _AT_ONCE):
        yield list(whole[start : start + _AT_ONCE])
