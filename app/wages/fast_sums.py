"""The columns of a long log added up by day, for every member and every item.

All figures are whole numbers over one denominator for the whole log; where they would not fit
into 64 bits, the log is read line by line instead (NotSummed).
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from app.production.hours import HoursKind
from app.wages.fast_log import Codes, LogColumns
from app.wages.rules.columns import Column
from app.wages.rules.cost import ItemWork
from app.wages.rules.cost import Work as WorkByItem
from app.wages.rules.spans import Span
from app.wages.rules.summed import NotSummed, Work
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
        for day, member, _ in self._parts():
            worked[day] = members[member] = True
        if not worked.any():
            raise NotSummed
        days = [day for day, here in zip(log.days, worked, strict=True) if here]
        self.span = Span(min(days), max(days))
        self.workers = [one for one, here in zip(log.members, members, strict=True) if here]
        self._places = np.array([(day - self.span.first).days for day in log.days])
        self._add_up(prices)

    def _parts(self) -> Iterator[tuple[Codes, Codes, Codes]]:
        log = self._log
        for start in range(0, len(log.day), _ROWS):
            rows = slice(start, start + _ROWS)
            here = self._inside[log.day[rows]]
            yield log.day[rows][here], log.member[rows][here], log.tail[rows][here]

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
        for day, member, tail in self._parts():
            self._add(self._places[day], member, log.tails[tail])

    def _check_fits(self) -> None:
        output = max(self.quantity.most, self.rejects.most) * max(self.rate.most, self.norm.most)
        if max(output, self.quantity.most, self.minutes.most) * len(self._log.day) >= _MOST:
            raise NotSummed

    def _add(self, day: Ints, member: Codes, tails: Codes) -> None:
        item, quantity, rejects, minutes, kind = tails.T
        made, bad = self.quantity.above[quantity], self.rejects.above[rejects]
        rate, norm = self.rate.table[item, day], self.norm.table[item, day]
        self.unpriced |= bool((((made > 0) | (bad > 0)) & (rate < 0)).any())
        self.unjudged |= bool(((made > 0) & (norm < 0)).any())
        rate, norm = np.maximum(rate, 0), np.maximum(norm, 0)
        own, of_item = (day, member), (day, item)
        np.add.at(self.earned, own, made * rate)
        np.add.at(self.standard, own, made * norm)
        if bad.any():
            np.add.at(self.rejected, own, bad * rate)
        np.add.at(self.made, of_item, made)
        np.add.at(self.value, of_item, made * rate)
        kinds = np.array([KINDS.index(one) for one in self._log.kinds])[kind]
        time = self.minutes.above[minutes]
        np.add.at(self.member_minutes, (kinds, *own), time)
        np.add.at(self.item_minutes, (kinds, *of_item), time)

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
