"""Items with what one unit pays and takes, over time, each value with its decision."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select

from app.db import db
from app.members.models import Unit
from app.production.models import Item, Norm, PieceRate
from app.production.rules.valuations import Set, timeline
from app.record.models import Decision


@dataclass(frozen=True, slots=True)
class Resting:
    """The decision that a value rests on."""

    id: int
    title: str
    tally: str
    motion_id: int | None
    motion_number: int | None


@dataclass(frozen=True, slots=True)
class Value:
    """A rate (major units of the currency) or a norm (minutes) and the days on which it holds."""

    value: Fraction
    from_on: date
    to_on: date | None
    decision: Resting

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with its rates and norms, the oldest first."""

    id: int
    code: str
    name: str
    measure: str
    decimals: int
    unit: str
    retired_at: datetime | None
    rates: tuple[Value, ...]
    norms: tuple[Value, ...]

    def rate_on(self, day: date) -> Value | None:
        return next((one for one in self.rates if one.holds_on(day)), None)

    def norm_on(self, day: date) -> Value | None:
        return next((one for one in self.norms if one.holds_on(day)), None)


def items() -> list[Listed]:
    """The whole catalogue: what is made first, by name, then what is retired."""
    return _listed(_items().order_by(Item.retired_at.is_not(None), Item.name))


def item(item_id: int) -> Listed | None:
    found = _listed(_items().where(Item.id == item_id), item_id)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Makeable:
    """An item as a form offers it."""

    id: int
    code: str
    name: str
    measure: str
    decimals: int
    unit_id: int
    unit: str


def makeable() -> list[Makeable]:
    """What can be logged: everything that is not retired, by unit and name."""
    rows = db.session.execute(
        select(Item.id, Item.code, Item.name, Item.measure, Item.decimals, Item.unit_id, Unit.name)
        .join(Unit, Unit.id == Item.unit_id)
        .where(Item.retired_at.is_(None))
        .order_by(Unit.name, Item.name)
    )
    return [Makeable(*row) for row in rows]


def _items() -> Select[*tuple[Any, ...]]:
    return select(
        Item.id,
        Item.code,
        Item.name,
        Item.measure,
        Item.decimals,
        Unit.name.label("unit"),
        Item.retired_at,
    ).join(Unit, Unit.id == Item.unit_id)


def _listed(query: Select[*tuple[Any, ...]], item_id: int | None = None) -> list[Listed]:
    rates = _values(PieceRate, PieceRate.rate, item_id)
    norms = _values(Norm, Norm.minutes, item_id)
    return [
        Listed(**row._mapping, rates=rates.get(row.id, ()), norms=norms.get(row.id, ()))
        for row in db.session.execute(query)
    ]


def _values(
    kind: type[PieceRate] | type[Norm], value: Any, item_id: int | None
) -> dict[int, tuple[Value, ...]]:
    query = select(
        kind.item_id,
        value.label("value"),
        kind.from_on,
        Decision.id,
        Decision.title,
        Decision.tally,
        Decision.motion_id,
        Decision.motion_number,
    ).join(Decision, Decision.id == kind.decision_id)
    if item_id is not None:
        query = query.where(kind.item_id == item_id)
    sets: defaultdict[int, list[Set]] = defaultdict(list)
    decisions: dict[int, Resting] = {}
    for row in db.session.execute(query):
        decisions[row.id] = Resting(*row[3:])
        sets[row.item_id].append(Set(row.value, row.from_on, row.id))
    return {
        item: tuple(
            Value(one.value, one.from_on, one.to_on, decisions[one.decision_id])
            for one in timeline(found)
        )
        for item, found in sets.items()
    }


def places() -> list[tuple[int, str]]:
    """The units where something can be made, by name."""
    return [
        (row.id, row.name)
        for row in db.session.execute(select(Unit.id, Unit.name).order_by(Unit.name))
    ]


def names() -> list[tuple[int, str]]:
    """Every item that ever was, by name."""
    return [
        (row.id, row.name)
        for row in db.session.execute(select(Item.id, Item.name).order_by(Item.name))
    ]
