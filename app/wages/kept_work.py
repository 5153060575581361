"""The kept sums of the log as the work of all members: where comparisons read it.

Whole months are read as such, and whole weeks in what is left; then single days. Of a month cut
by the span the items are counted from its rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import String, and_, exists, select, type_coerce

from app.db import db
from app.production import sums
from app.production.hours import HoursKind
from app.production.models import Item, ItemMonth, MemberDay, MemberMonth, MemberWeek
from app.production.rules.entries import in_units
from app.production.rules.sums import NO_ITEM
from app.wages.rules.cost import ItemWork
from app.wages.rules.cost import Work as WorkByItem
from app.wages.rules.exact import ZERO
from app.wages.rules.spans import Every, Span, month_of
from app.wages.rules.summed.columns import Column, added
from app.wages.rules.summed.work import NotSummed, Work

KINDS = tuple(HoursKind)
Minutes = Mapping[HoursKind, Fraction]
Table = type[MemberMonth] | type[MemberWeek] | type[MemberDay]
Rows = Sequence[Any]
"""Member, minutes of each kind, earned, rejected, standard, unpriced, unjudged."""


class KeptWork:
    """The kept sums, by members in the order of their ids given."""

    def __init__(self, member_ids: Sequence[int]) -> None:
        sums.bring_up_to_date(db.session)
        self.places = {member_id: place for place, member_id in enumerate(member_ids)}
        self._works: dict[tuple[Table, date], Work] = {}

    def work(self, span: Span) -> Work:
        """The work of a span, added up; of months wholly inside by month."""
        return _together([self._one(table, on) for table, on in self._parts(span)])

    def facts(self) -> list[Any]:
        """Everything that was read, as plain data."""
        return [
            [table.__tablename__, on.isoformat(), sorted(map(list, _rows(table, on)))]
            for table, on in self._works
        ]

    def _parts(self, span: Span) -> Iterator[tuple[Table, date]]:
        for month in _months(span):
            within = month.common(span)
            if within is None:
                continue
            if within == month or not has_work_outside(month, within):
                yield MemberMonth, month.first
            else:
                yield from _weeks(month, within)

    def _one(self, table: Table, on: date) -> Work:
        key = table, on
        if key not in self._works:
            self._works[key] = _work(_rows(table, on), self.places)
        return self._works[key]


def _weeks(month: Span, within: Span) -> Iterator[tuple[Table, date]]:
    """Some days of a month: by its whole weeks, which the month cuts, and by what is left."""
    for week in month.split(Every.WEEK):
        days = week.common(within)
        if days == week:
            yield MemberWeek, week.first
        elif days is not None:
            yield from ((MemberDay, day) for day in days)


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


def _rows(table: Table, on: date) -> Rows:
    """Of one day or month. Exact numbers come as text: tens of thousands are read in all, and
    few of them need a fraction."""
    exact = (type_coerce(one, String) for one in (table.earned, table.rejected, table.standard))
    query = select(
        table.member_id,
        *(getattr(table, kind) for kind in KINDS),
        *exact,
        table.unpriced,
        table.unjudged,
    ).where(table.on == on)
    return db.session.connection().execute(query).all()


def _work(rows: Rows, places: Mapping[int, int]) -> Work:
    """Rows of one day or month, of which each member has one at most."""
    known = [row for row in rows if row[0] in places]
    columns = list(zip(*known, strict=True)) or [()] * 11
    at = [places[member_id] for member_id in columns[0]]
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
        {kind: Column(spread(columns[n])) for n, kind in enumerate(KINDS, 1) if any(columns[n])},
        exact(columns[6]),
        exact(columns[7]),
        exact(columns[8]),
        any(columns[9]),
        any(columns[10]),
        everybody,
    )


def _column(texts: Sequence[str]) -> Column:
    """Exact numbers as they are written in the database: "25", "7/3"."""
    if not any("/" in text for text in texts):
        return Column(list(map(int, texts)))
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

    def __init__(self) -> None:
        rows = db.session.execute(select(Item.id, Item.code, Item.decimals))
        self.known = {NO_ITEM: ("", 0)} | {one: (code, decimals) for one, code, decimals in rows}

    def work(self, span: Span) -> WorkByItem:
        """Raises NotSummed where a crew's output is nobody's: a warning names it."""
        found: WorkByItem = {}
        for month in _months(span):
            for item_id, made, earned, unassigned, minutes in _items(month, span):
                if unassigned:
                    raise NotSummed
                code, decimals = self.known[item_id]
                own = ItemWork(in_units(made, decimals), earned, minutes)
                found[code] = _both(found[code], own) if code in found else own
        return found


def _items(month: Span, span: Span) -> Iterator[tuple[int, int, Fraction, int, Minutes]]:
    """Item, accepted steps and what they earn, entries of nobody, minutes."""
    within = month.common(span) or month
    if within != month and has_work_outside(month, within):
        for (item_id, _), one in sums.of_days(within.first, within.last).items.items():
            yield item_id, one.quantity, one.earned.exact, one.unassigned, _minutes(one.minutes)
        return
    kept = select(
        ItemMonth.item_id,
        ItemMonth.quantity,
        ItemMonth.earned,
        ItemMonth.unassigned,
        *(getattr(ItemMonth, kind) for kind in KINDS),
    ).where(ItemMonth.on == month.first)
    for item_id, made, earned, unassigned, *times in db.session.execute(kept):
        yield item_id, made, earned, unassigned, _minutes(dict(zip(KINDS, times, strict=True)))


def _minutes(minutes: Mapping[HoursKind, int]) -> Minutes:
    return {kind: Fraction(own) for kind, own in minutes.items() if own}


def _both(one: ItemWork, other: ItemWork) -> ItemWork:
    minutes = {
        kind: one.minutes.get(kind, ZERO) + other.minutes.get(kind, ZERO)
        for kind in one.minutes.keys() | other.minutes.keys()
    }
    return ItemWork(one.made + other.made, one.value + other.value, minutes)
