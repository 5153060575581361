"""What the law adds to the voted scheme: a minimum hourly pay, and an overtime premium.

It is computed after the scheme on exact amounts. First the minimum: in each window all pay must
reach `minimum_hourly` × all hours. Then overtime, on pay with that addition in it, by weeks that
stand alone (29 CFR 778.104) even where they run across pay periods; what a week adds is paid
with the period in which it ends.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.wages.rules.book import Grain
from app.wages.rules.exact import ZERO, total
from app.wages.rules.output import HOUR
from app.wages.rules.spans import MONDAY, PayPeriod, week_of

HALF = Fraction(1, 2)


class MinimumWindow(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    PERIOD = "period"


class Overtime(StrEnum):
    NONE = "none"
    REGULAR_RATE = "regular-rate"
    TIME_AND_A_HALF = "time-and-a-half"


@dataclass(frozen=True, slots=True)
class Legal:
    """A legal profile. Amounts in major units per hour, `overtime_after` in hours a week.

    minimum_window: the pay of one window may not make up for another. `hour` looks at every
    log line by itself.
    overtime: `regular-rate` adds, for each overtime hour, half of all pay of the week ÷ all its
    hours (29 CFR 778.109). `time-and-a-half` adds half of what was paid for the overtime hours
    themselves, the last of the week; shares of funds and goods are pay for no hour and do not
    count.
    """

    minimum_hourly: Fraction | None = None
    minimum_window: MinimumWindow = MinimumWindow.PERIOD
    overtime: Overtime = Overtime.NONE
    overtime_after: Fraction = Fraction(40)
    week_starts: int = MONDAY

    @property
    def grain(self) -> Grain:
        """How finely a book must tell work apart for this profile."""
        if self.minimum_hourly is not None and self.minimum_window is MinimumWindow.HOUR:
            return Grain.LINE
        by_period = self.minimum_window is MinimumWindow.PERIOD or self.minimum_hourly is None
        return Grain.WINDOW if by_period and self.overtime is Overtime.NONE else Grain.DAY


@dataclass(frozen=True, slots=True)
class Cell:
    """One member's work of one day or line: minutes, what was earned by it, and the part of
    shared funds that lies on it. `period` counts the pay periods of the computation."""

    on: date
    period: int
    minutes: Fraction
    earned: Fraction
    shared: Fraction

    @property
    def pay(self) -> Fraction:
        return self.earned + self.shared


Additions = dict[int, Fraction]
"""What the law adds, by pay period."""


def additions(legal: Legal, cells: Sequence[Cell], periods: Sequence[PayPeriod]) -> Additions:
    """What the law adds to one member's pay, by the number of the period that pays it."""
    added: Additions = defaultdict(Fraction)
    lifted = list(cells)
    if legal.minimum_hourly is not None:
        lifted = []
        for payer, group in _minimum_groups(legal, cells, periods):
            due = _shortfall(legal.minimum_hourly, group)
            added[payer] += due
            lifted += _lift(group, due)
    if legal.overtime is not Overtime.NONE:
        premium = _PREMIUMS[legal.overtime]
        for payer, week in _weeks(legal, lifted, periods):
            added[payer] += premium(week, legal.overtime_after * HOUR)
    return {period: amount for period, amount in added.items() if amount}


def _minimum_groups(
    legal: Legal, cells: Sequence[Cell], periods: Sequence[PayPeriod]
) -> Iterable[tuple[int, list[Cell]]]:
    """The cells whose pay must reach the minimum together, with the period that pays."""
    match legal.minimum_window:
        case MinimumWindow.HOUR:
            return [(cell.period, [cell]) for cell in cells]
        case MinimumWindow.DAY:
            return [(days[0].period, days) for days in _grouped(cells, lambda cell: cell.on)]
        case MinimumWindow.WEEK:
            return _weeks(legal, cells, periods)
        case MinimumWindow.PERIOD:
            return [(part[0].period, part) for part in _grouped(cells, lambda cell: cell.period)]


def _weeks(
    legal: Legal, cells: Iterable[Cell], periods: Sequence[PayPeriod]
) -> list[tuple[int, list[Cell]]]:
    """The weeks, each with the period in which it ends or, beyond the last, the last."""
    starts = [period.span.first for period in periods]
    weeks = _grouped(cells, lambda cell: week_of(cell.on, legal.week_starts).last)
    return [
        (bisect_right(starts, week_of(week[0].on, legal.week_starts).last) - 1, week)
        for week in weeks
    ]


def _grouped(cells: Iterable[Cell], key: Callable[[Cell], Hashable]) -> Iterable[list[Cell]]:
    groups: dict[Hashable, list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[key(cell)].append(cell)
    return groups.values()


def _minutes(cells: Iterable[Cell]) -> Fraction:
    return total(cell.minutes for cell in cells)


def _pay(cells: Iterable[Cell]) -> Fraction:
    return total(cell.pay for cell in cells)


def _shortfall(minimum: Fraction, group: list[Cell]) -> Fraction:
    return max(ZERO, minimum * _minutes(group) / HOUR - _pay(group))


def _lift(group: list[Cell], due: Fraction) -> list[Cell]:
    """The cells with what brings them to the minimum, as pay for their hours alike."""
    if not due:
        return group
    per_minute = due / _minutes(group)
    return [replace(cell, earned=cell.earned + per_minute * cell.minutes) for cell in group]


def _regular_rate(week: list[Cell], after: Fraction) -> Fraction:
    """Half the regular rate for each hour above: all pay of the week ÷ all its hours."""
    minutes = _minutes(week)
    return HALF * _pay(week) / minutes * (minutes - after) if minutes > after else ZERO


def _own_pay(week: list[Cell], after: Fraction) -> Fraction:
    """Half of what the overtime hours themselves earned. On the day that crosses the limit
    each hour of the day counts alike, because a log does not say which came last."""
    due = ZERO
    before = ZERO
    for day in _grouped(sorted(week, key=lambda cell: cell.on), lambda cell: cell.on):
        minutes = _minutes(day)
        over = min(minutes, max(ZERO, before + minutes - after))
        if over:
            due += HALF * total(cell.earned for cell in day) * over / minutes
        before += minutes
    return due


_PREMIUMS = {Overtime.REGULAR_RATE: _regular_rate, Overtime.TIME_AND_A_HALF: _own_pay}
