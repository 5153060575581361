"""The columns of a long log added up by day, for every member and every item.

All figures are whole numbers over one denominator for the whole log; where they would not fit
into 64 bits, the log is read line by line instead (NotSummed).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from app.production.hours import HoursKind
from app.wages.files.fast_log import LogColumns
from app.wages.rules.cost import ItemWork
from app.wages.rules.cost import Work as WorkByItem
from app.wages.rules.spans import Span
from app.wages.rules.summed.columns import Column
from app.wages.rules.summed.work import NotSummed, Work
from app.wages.rules.work import Prices, Timeline

Ints = NDArray[np.int64]
KINDS = tuple(HoursKind)
_MOST_CELLS = 4_000_000
"""Members × days, items × days."""
_ROWS = 1_000_000
"""Rows added at a time."""
_MOST = 1 << 62


class _Scaled:
    """Exact numbers as whole numbers over one denominator."""

    def __init__(self, values: Sequence[Fraction]) -> None:
        self.below = lcm(*(value.denominator for value in values))
        above = [int(value * self.below) for value in values]
        self.most = max(above, default=0)
        if self.most >= _MOST:
            raise NotSummed
        self.above = np.array(above, np.int64)


class _Valued:
    """What each item is worth on each day, as whole numbers over one denominator; −1 where no
    value is valid."""

    def __init__(
        self, timelines: Mapping[str, Timeline[Fraction]], items: Sequence[str], span: Span
    ) -> None:
        found = [
            (row, version.value, common)
            for row, item in enumerate(items)
            if item in timelines
            for version in timelines[item].versions
            if (common := version.span.common(span))
        ]
        scaled = _Scaled([value for _, value, _ in found])
        self.below, self.most = scaled.below, scaled.most
        self.table = np.full((len(items), span.days), -1, np.int64)
        for (row, _, days), above in zip(found, scaled.above, strict=True):
            first = (days.first - span.first).days
            self.table[row, first : first + days.days] = above


class SummedLog:
    """The work of the days within limits: how much of everything, by day. Raises NotSummed."""

    def __init__(self, log: LogColumns, limits: Span, prices: Prices) -> None:
        self._log = log
        self._inside = np.array([day in limits for day in log.days])
        worked = np.zeros(len(log.days), bool)
        members = np.zeros(len(log.members), bool)
        for start in range(0, len(log.day), _ROWS):
            rows = slice(start, start + _ROWS)
            inside = self._inside[log.day[rows]]
            worked[log.day[rows][inside]] = members[log.member[rows][inside]] = True
        if not worked.any():
            raise NotSummed
        days = [day for day, here in zip(log.days, worked, strict=True) if here]
        self.span = Span(min(days), max(days))
        self.workers = [one for one, here in zip(log.members, members, strict=True) if here]
        self._places = np.array([(day - self.span.first).days for day in log.days], np.int64)
        self._add_up(prices)

    def _add_up(self, prices: Prices) -> None:
        log, days = self._log, self.span.days
        of_member, of_item = (days, len(log.members)), (days, len(log.items))
        if days * max(len(log.members), len(log.items)) > _MOST_CELLS:
            raise NotSummed
        self.quantity, self.rejects = _Scaled(log.quantities), _Scaled(log.rejects)
        self.minutes = _Scaled(log.minutes)
        self.rate = _Valued(prices.rates, log.items, self.span)
        self.norm = _Valued(prices.norms, log.items, self.span)
        self._check_fits()
        self.member_minutes = np.zeros((len(KINDS), *of_member), np.int64)
        self.item_minutes = np.zeros((len(KINDS), *of_item), np.int64)
        self.earned, self.rejected, self.standard = np.zeros((3, *of_member), np.int64)
        self.made, self.value = np.zeros((2, *of_item), np.int64)
        self.unpriced = self.unjudged = False
        for start in range(0, len(log.day), _ROWS):
            self._add(start + np.flatnonzero(self._inside[log.day[start : start + _ROWS]]))

    def _check_fits(self) -> None:
        output = max(self.quantity.most, self.rejects.most) * max(self.rate.most, self.norm.most)
        if max(output, self.quantity.most, self.minutes.most) * len(self._log.day) >= _MOST:
            raise NotSummed

    def _add(self, rows: NDArray[np.intp]) -> None:
        log = self._log
        day, item = self._places[log.day[rows]], log.item[rows]
        made, bad = self.quantity.above[log.quantity[rows]], self.rejects.above[log.reject[rows]]
        rate, norm = self.rate.table[item, day], self.norm.table[item, day]
        self.unpriced |= bool((((made > 0) | (bad > 0)) & (rate < 0)).any())
        self.unjudged |= bool(((made > 0) & (norm < 0)).any())
        rate, norm = np.maximum(rate, 0), np.maximum(norm, 0)
        own: Ints = day * len(log.members) + log.member[rows]
        of_item: Ints = day * len(log.items) + item
        _add_at(self.earned, own, made * rate)
        _add_at(self.standard, own, made * norm)
        if bad.any():
            _add_at(self.rejected, own, bad * rate)
        _add_at(self.made, of_item, made)
        _add_at(self.value, of_item, made * rate)
        time, kinds = self.minutes.above[log.minute[rows]], log.kind[rows]
        for number, kind in enumerate(log.kinds):
            there = np.flatnonzero(kinds == number)
            _add_at(self.member_minutes[KINDS.index(kind)], own[there], time[there])
            _add_at(self.item_minutes[KINDS.index(kind)], of_item[there], time[there])

    def days(self, span: Span) -> slice:
        """The rows of the tables that a span covers."""
        first = (span.first - self.span.first).days
        return slice(max(0, first), max(0, first + span.days))

    def in_order(self, members: Sequence[str]) -> "OrderedLog":
        """As the source of the pay of members in their order."""
        place = {member: number for number, member in enumerate(self._log.members)}
        nowhere = len(place)
        return OrderedLog(self, np.array([place.get(one, nowhere) for one in members], np.intp))

    def work_by_item(self, span: Span) -> WorkByItem:
        days = self.days(span)
        made, value = self.made[days].sum(axis=0), self.value[days].sum(axis=0)
        minutes = self.item_minutes[:, days].sum(axis=1)
        there = np.flatnonzero(made + minutes.sum(axis=0)).tolist()
        return {
            self._log.items[item]: ItemWork(
                Fraction(int(made[item]), self.quantity.below),
                Fraction(int(value[item]), self.quantity.below * self.rate.below),
                {
                    kind: Fraction(int(own), self.minutes.below)
                    for kind, own in zip(KINDS, minutes[:, item], strict=True)
                    if own
                },
            )
            for item in there
        }


def _add_at(table: Ints, cells: Ints, values: Ints) -> None:
    """Adds each value to its cell, the cells numbered row by row."""
    np.add.at(table.reshape(-1), cells, values)


class OrderedLog:
    """A summed log as the source of pay; a member of whom the log knows nothing stands last."""

    def __init__(self, log: SummedLog, places: NDArray[np.intp]) -> None:
        self._log = log
        self._places = places

    def work(self, span: Span) -> Work:
        log = self._log
        days = log.days(span)
        output = log.quantity.below * log.rate.below
        minutes = zip(KINDS, log.member_minutes, strict=True)
        return Work(
            {kind: self._of(own[days], log.minutes.below) for kind, own in minutes if own.any()},
            self._of(log.earned[days], output),
            self._of(log.rejected[days], log.rejects.below * log.rate.below),
            self._of(log.standard[days], log.quantity.below * log.norm.below),
            log.unpriced,
            log.unjudged,
            len(self._places),
        )

    def _of(self, table: Ints, below: int) -> Column:
        above: list[int] = np.append(table.sum(axis=0), 0)[self._places].tolist()
        return Column(above, below)
