"""The kept sums of the log as the work of all members: where comparisons read it.

Whole months are read as such, single days by day; of a month cut by the span the items are
counted from its rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import String, and_, exists, select, type_coerce

from app.db import db
from app.production import sums
from app.production.hours import HoursKind
from app.production.models import Item, ItemMonth, MemberDay, MemberMonth
from app.production.rules.entries import in_units
from app.production.rules.sums import NO_ITEM, Sum
from app.wages.rules.columns import Column, added
from app.wages.rules.cost import ItemWork
from app.wages.rules.cost import Work as WorkByItem
from app.wages.rules.spans import Span, month_of
from app.wages.rules.summed import NotSummed, Work

KINDS = tuple(HoursKind)
Table = type[MemberMonth] | type[MemberDay]
Rows = list[Any]
"""Day, member, minutes of each kind, earned, rejected, standard, unpriced, unjudged."""


class KeptWork:
    """The sums of a span, by members in the order of their ids given."""

    def __init__(self, span: Span, member_ids: Sequence[int]) -> None:
        sums.bring_up_to_date(db.session)
        self.span = span
        self.places = {member_id: place for place, member_id in enumerate(member_ids)}
        self.months = _by_day(_rows(MemberMonth, month_of(span.first).first, span.last))
        self._days: dict[date, dict[date, Rows]] = {}
        self._works: dict[tuple[Table, date], Work] = {}

    def work(self, span: Span) -> Work:
        """The work of a span, added up; of months wholly inside by month."""
        return _together([self._one(table, on) for table, on in self._parts(span)])

    def facts(self) -> list[Any]:
        """Everything that was read, as plain data."""
        read = [self.months, *(self._days[month] for month in sorted(self._days))]
        return [
            [[row[0].isoformat(), *row[1:]] for on in sorted(rows) for row in sorted(rows[on])]
            for rows in read
        ]

    def _parts(self, span: Span) -> Iterator[tuple[Table, date]]:
        for month in _months(span):
            within = month.common(span)
            if within is None:
                continue
            if within == month or not has_work_outside(month, within):
                yield MemberMonth, month.first
            else:
                yield from ((MemberDay, day) for day in within)

    def _one(self, table: Table, on: date) -> Work:
        key = table, on
        if key not in self._works:
            rows = self.months if table is MemberMonth else self._days_of(on)
            self._works[key] = _work(rows.get(on, []), self.places)
        return self._works[key]

    def _days_of(self, day: date) -> Mapping[date, Rows]:
        month = month_of(day)
        if month.first not in self._days:
            self._days[month.first] = _by_day(_rows(MemberDay, month.first, month.last))
        return self._days[month.first]


def _months(span: Span) -> Iterator[Span]:
    month = month_of(span.first)
    while month.first <= span.last:
        yield month
        month = month_of(month.last + timedelta(days=1))


def has_work_outside(month: Span, within: Span) -> bool:
    """Whether a month has confirmed work on other days than these."""
    days = and_(
        MemberDay.on.between(month.first, month.last),
        ~MemberDay.on.between(within.first, within.last),
    )
    return bool(db.session.scalar(select(exists().where(days))))


def _rows(table: Table, first: date, last: date) -> Sequence[Any]:
    """Exact numbers come as text: tens of thousands are read, and few of them need a fraction."""
    exact = (type_coerce(one, String) for one in (table.earned, table.rejected, table.standard))
    query = select(
        table.on,
        table.member_id,
        *(getattr(table, kind) for kind in KINDS),
        *exact,
        table.unpriced,
        table.unjudged,
    ).where(table.on.between(first, last))
    return db.session.connection().execute(query).all()


def _by_day(rows: Sequence[Any]) -> dict[date, Rows]:
    days: defaultdict[date, Rows] = defaultdict(list)
    for row in rows:
        days[row[0]].append(row)
    return days


def _work(rows: Rows, places: Mapping[int, int]) -> Work:
    """Rows of one day or month, of which each member has one at most."""
    known = [row for row in rows if row[1] in places]
    columns = list(zip(*known, strict=True)) or [()] * 12
    at = [places[member_id] for member_id in columns[1]]
    everybody = len(places)

    def spread(values: Iterable[int], default: int = 0) -> list[int]:
        column = [default] * everybody
        for place, value in zip(at, values, strict=True):
            column[place] = value
        return column

    def exact(texts: Sequence[str]) -> Column:
        together = _column(texts)
        below = together.below
        return Column(spread(together.above), below if isinstance(below, int) else spread(below, 1))

    return Work(
        {kind: Column(spread(columns[n])) for n, kind in enumerate(KINDS, 2) if any(columns[n])},
        exact(columns[7]),
        exact(columns[8]),
        exact(columns[9]),
        any(columns[10]),
        any(columns[11]),
        everybody,
    )


def _column(texts: Sequence[str]) -> Column:
    """Exact numbers as they are written in the database: "25", "7/3"."""
    parts = [text.partition("/") for text in texts]
    belows = {below: int(below or 1) for _, _, below in parts}
    return Column.of_ratios([(int(above), belows[below]) for above, _, below in parts])


def _together(works: Sequence[Work]) -> Work:
    if len(works) == 1:
        return works[0]
    kinds = {kind for work in works for kind in work.minutes}
    return Work(
        {kind: added([work.of_kinds([kind]) for work in works]) for kind in kinds},
        added([work.earned for work in works]),
        added([work.rejected for work in works]),
        added([work.standard for work in works]),
        any(work.unpriced for work in works),
        any(work.unjudged for work in works),
        works[0].members,
    )


class KeptItems:
    """All confirmed work by the code of its item."""

    def __init__(self, span: Span) -> None:
        rows = db.session.execute(select(Item.id, Item.code, Item.decimals))
        self.known = {NO_ITEM: ("", 0)} | {one: (code, decimals) for one, code, decimals in rows}
        self.months: defaultdict[date, list[tuple[int, Sum]]] = defaultdict(list)
        kept = select(
            ItemMonth.on,
            ItemMonth.item_id,
            ItemMonth.quantity,
            ItemMonth.earned,
            ItemMonth.unassigned,
            *(getattr(ItemMonth, kind) for kind in KINDS),
        ).where(ItemMonth.on.between(month_of(span.first).first, span.last))
        for on, item_id, quantity, earned, unassigned, *minutes in db.session.execute(kept):
            one = Sum(quantity=quantity, unassigned=unassigned)
            one.earned.add(*earned.as_integer_ratio())
            one.minutes = {kind: own for kind, own in zip(KINDS, minutes, strict=True) if own}
            self.months[on].append((item_id, one))

    def work(self, span: Span) -> WorkByItem:
        """Raises NotSummed where a crew's output is nobody's: a warning names it."""
        found: defaultdict[int, Sum] = defaultdict(Sum)
        for month in _months(span):
            for item_id, one in self._of(month, month.common(span) or month):
                found[item_id].include(one)
        if any(one.unassigned for one in found.values()):
            raise NotSummed
        return {self.known[one][0]: self._item_work(one, found[one]) for one in found}

    def _of(self, month: Span, within: Span) -> Iterable[tuple[int, Sum]]:
        if within == month or not has_work_outside(month, within):
            return self.months[month.first]
        counted = sums.of_days(within.first, within.last).items
        return [(item_id, one) for (item_id, _), one in counted.items()]

    def _item_work(self, item_id: int, one: Sum) -> ItemWork:
        minutes = {kind: Fraction(own) for kind, own in one.minutes.items()}
        return ItemWork(in_units(one.quantity, self.known[item_id][1]), one.earned.exact, minutes)
