"""What the law adds to the voted scheme: a minimum hourly pay, and an overtime premium.

It is computed after the scheme on exact amounts. First rest and waiting, where they must be paid
for themselves. Then the minimum: in each window all pay must reach `minimum_hourly` × all hours.
Then overtime, on pay with these additions in it, by weeks that stand alone (29 CFR 778.104) even
where they run across pay periods; what a week adds is paid with the period in which it ends.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeVar

from app.production.hours import HoursKind
from app.wages.rules.book import Grain
from app.wages.rules.exact import ZERO, total
from app.wages.rules.output import HOUR
from app.wages.rules.spans import MONDAY, PayPeriod, week_of

HALF = Fraction(1, 2)
FAIR = Fraction(6, 5)
"""Rated output counts at 120% of its mean time (SI 2015/621, regulation 43)."""


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
    rated_output: for the minimum, work with a norm counts as 120% of the standard time of what
    was made instead of the time taken (the United Kingdom's fair piece rate).
    rest_and_waiting: what the scheme pays for pieces pays no rest and no waiting; each week rest
    is paid at the average of the other hours, waiting at the minimum, and neither below the
    minimum (California Labor Code 226.2).
    deduct_at_most: the share of a run's pay that deductions may take, `protected` the pay that
    they must leave, in major units; see `net`.
    """

    minimum_hourly: Fraction | None = None
    minimum_window: MinimumWindow = MinimumWindow.PERIOD
    overtime: Overtime = Overtime.NONE
    overtime_after: Fraction = Fraction(40)
    week_starts: int = MONDAY
    rated_output: bool = False
    rest_and_waiting: bool = False
    deduct_at_most: Fraction | None = None
    protected: Fraction = ZERO

    @property
    def by_weeks(self) -> bool:
        """Whether weeks are judged as wholes, also where a pay period cuts them."""
        weekly = self.minimum_window is MinimumWindow.WEEK and self.minimum_hourly is not None
        return weekly or self.rest_and_waiting or self.overtime is not Overtime.NONE

    @property
    def grain(self) -> Grain:
        """How finely a book must tell work apart for this profile."""
        if self.rest_and_waiting:
            return Grain.LINE
        if self.minimum_hourly is not None and self.minimum_window is MinimumWindow.HOUR:
            return Grain.LINE
        by_period = self.minimum_window is MinimumWindow.PERIOD or self.minimum_hourly is None
        return Grain.WINDOW if by_period and self.overtime is Overtime.NONE else Grain.DAY


@dataclass(frozen=True, slots=True)
class Cell:
    """One member's work of one day or line: minutes, what was earned by it, and the part of
    shared funds that lies on it. `period` counts the pay periods of the computation.

    kind: of a line's hours. rated: standard minutes of what was made by norm, for the minutes
    `by_norm` that it took.
    """

    on: date
    period: int
    minutes: Fraction
    earned: Fraction
    shared: Fraction
    kind: HoursKind = HoursKind.PRODUCTIVE
    rated: Fraction = ZERO
    by_norm: Fraction = ZERO

    @property
    def pay(self) -> Fraction:
        return self.earned + self.shared


class Placed(Protocol):
    """Work of one day or of several days in one week, in the pay period of that number."""

    @property
    def on(self) -> date: ...

    @property
    def period(self) -> int: ...


P = TypeVar("P", bound=Placed)
Additions = dict[int, Fraction]
"""What the law adds, by pay period."""


def additions(legal: Legal, cells: Sequence[Cell], periods: Sequence[PayPeriod]) -> Additions:
    """What the law adds to one member's pay, by the number of the period that pays it."""
    added: Additions = defaultdict(Fraction)
    lifted = list(cells)
    if legal.rest_and_waiting:
        judged, lifted = weeks(legal, lifted, periods), []
        for payer, week in judged:
            paid = _rest_and_waiting(legal.minimum_hourly or ZERO, week)
            added[payer] += _pay(paid) - _pay(week)
            lifted += paid
    if legal.minimum_hourly is not None:
        groups, lifted = minimum_groups(legal, lifted, periods), []
        for payer, group in groups:
            due = _shortfall(legal, group)
            added[payer] += due
            lifted += _lift(group, due)
    if legal.overtime is not Overtime.NONE:
        premium = _PREMIUMS[legal.overtime]
        for payer, week in weeks(legal, lifted, periods):
            added[payer] += premium(week, legal.overtime_after * HOUR)
    return {period: amount for period, amount in added.items() if amount}


def minimum_groups(
    legal: Legal, cells: Sequence[P], periods: Sequence[PayPeriod]
) -> Iterable[tuple[int, list[P]]]:
    """The cells whose pay must reach the minimum together, with the period that pays."""
    match legal.minimum_window:
        case MinimumWindow.HOUR:
            return [(cell.period, [cell]) for cell in cells]
        case MinimumWindow.DAY:
            return [(days[0].period, days) for days in _grouped(cells, lambda cell: cell.on)]
        case MinimumWindow.WEEK:
            return weeks(legal, cells, periods)
        case MinimumWindow.PERIOD:
            return [(part[0].period, part) for part in _grouped(cells, lambda cell: cell.period)]


def weeks(
    legal: Legal, cells: Iterable[P], periods: Sequence[PayPeriod]
) -> list[tuple[int, list[P]]]:
    """The weeks, each with the period in which it ends or, beyond the last, the last."""
    starts = [period.span.first for period in periods]
    found = _grouped(cells, lambda cell: week_of(cell.on, legal.week_starts).last)
    return [
        (bisect_right(starts, week_of(week[0].on, legal.week_starts).last) - 1, week)
        for week in found
    ]


def _grouped(cells: Iterable[P], key: Callable[[P], Hashable]) -> Iterable[list[P]]:
    groups: dict[Hashable, list[P]] = defaultdict(list)
    for cell in cells:
        groups[key(cell)].append(cell)
    return groups.values()


def _minutes(cells: Iterable[Cell]) -> Fraction:
    return total(cell.minutes for cell in cells)


def _pay(cells: Iterable[Cell]) -> Fraction:
    return total(cell.pay for cell in cells)


def _rest_and_waiting(minimum: Fraction, week: list[Cell]) -> list[Cell]:
    """The week with rest and waiting brought to their own pay; see `Legal`."""
    waited = [_at_least(minimum, cell, HoursKind.WAITING) for cell in week]
    others = [cell for cell in waited if cell.kind is not HoursKind.REST]
    hours = _minutes(others) / HOUR
    average = _pay(others) / hours if hours else ZERO
    return [_at_least(max(minimum, average), cell, HoursKind.REST) for cell in waited]


def _at_least(hourly: Fraction, cell: Cell, kind: HoursKind) -> Cell:
    """A line of that kind with what it lacks of an hourly pay."""
    lacking = hourly * cell.minutes / HOUR - cell.pay
    if cell.kind is not kind or lacking <= 0:
        return cell
    return replace(cell, earned=cell.earned + lacking)


def _shortfall(legal: Legal, group: list[Cell]) -> Fraction:
    assert legal.minimum_hourly is not None  # noqa: S101  (asked before)
    return max(ZERO, legal.minimum_hourly * _counted(legal, group) / HOUR - _pay(group))


def _counted(legal: Legal, group: list[Cell]) -> Fraction:
    """The minutes for which the minimum is due."""
    if not legal.rated_output:
        return _minutes(group)
    return total(cell.minutes - cell.by_norm + FAIR * cell.rated for cell in group)


def _lift(group: list[Cell], due: Fraction) -> list[Cell]:
    """The cells with what brings them to the minimum, as pay for their hours alike."""
    if not due or not _minutes(group):
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
