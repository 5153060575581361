"""What the law adds, from sums: as `legal`, for all members at once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import groupby

from app.wages.rules.book import Grain
from app.wages.rules.columns import Column, added
from app.wages.rules.legal import HALF, Legal, MinimumWindow, Overtime, minimum_groups, weeks
from app.wages.rules.legal_profile import Law, LawInForce, Laws, grain_of, law_for, law_on
from app.wages.rules.output import HOUR
from app.wages.rules.spans import Every, PayPeriod, Span
from app.wages.rules.summed_paid import Paid, Spread
from app.wages.rules.summed_work import NotSummed, Place
from app.wages.rules.terms import ALL_KINDS


def check_summed(laws: Laws, periods: Sequence[PayPeriod]) -> None:
    """Raises NotSummed where the work of a member and day does not tell what a law asks."""
    for law in laws:
        _check_days_suffice(law.legal)
    if grain_of(laws) is Grain.WINDOW:
        for period in periods:
            if law_on(period.span.last, laws) and not law_on(period.span.first, laws):
                raise NotSummed  # it binds by the first day that each member worked


def _check_days_suffice(legal: Legal) -> None:
    """A minimum for each hour judges every log line by itself: in the sum of a day a good line
    makes up for a bad one. Rest and waiting are judged by the line too, and the day does not tell
    whether output stands on such a line. Rated output counts the minutes that went into items
    with a norm, which no sum of a member keeps apart from the others."""
    by_line = legal.minimum_window is MinimumWindow.HOUR or legal.rated_output
    if legal.rest_and_waiting or (by_line and legal.minimum_hourly is not None):
        raise NotSummed


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the pay period of that number that a law need not tell apart."""

    span: Span
    period: int

    @property
    def on(self) -> date:
        return self.span.first


Judged = Sequence[tuple[LawInForce, Sequence[Days]]]
"""The days that each law judges."""


def judged(laws: Laws, periods: Sequence[PayPeriod]) -> Judged:
    found: dict[LawInForce, list[Days]] = defaultdict(list)
    for number in range(len(periods)):
        for law, span in _under_laws(laws, number, periods):
            if law is not None:
                parts = span.split(_every(law.legal), law.legal.week_starts)
                found[law] += [Days(part, number) for part in parts]
    return list(found.items())


def _under_laws(
    laws: Laws, number: int, periods: Sequence[PayPeriod]
) -> Iterator[tuple[Law, Span]]:
    """The days of a period by the law that judges them."""

    def law_of(day: date) -> Law:
        return law_for(Days(Span(day, day), number), laws, periods)

    for law, days in groupby(periods[number].span, law_of):
        first, *later = days
        yield law, Span(first, later[-1] if later else first)


def _every(legal: Legal) -> Every:
    """How long the stretches of days are that the law looks at."""
    if legal.overtime is Overtime.TIME_AND_A_HALF or (
        legal.minimum_window is MinimumWindow.DAY and legal.minimum_hourly is not None
    ):
        return Every.DAY
    return Every.WEEK if legal.by_weeks else Every.PERIOD


@dataclass(frozen=True, slots=True)
class _Cells:
    """As `legal.Cell`, of everybody."""

    on: date
    period: int
    minutes: Column
    earned: Column
    shared: Column

    @property
    def pay(self) -> Column:
        return added([self.earned, self.shared])


Additions = dict[int, Column]
"""What laws add for each member, in major units, by the number of the period that pays it."""


def additions(
    days_of: Judged, periods: Sequence[PayPeriod], places: Sequence[Place], paid: Sequence[Paid]
) -> Additions:
    """What laws add to what was `paid` in the places of the periods."""
    if not days_of:
        return {}
    spreads = [Spread(own, place) for own, place in zip(paid, places, strict=True)]
    found: dict[int, list[Column]] = defaultdict(list)
    for law, days in days_of:
        cells = [_cells(one, spreads[one.period], places[one.period]) for one in days]
        for number, column in _added(law.legal, cells, periods):
            found[number].append(column)
    return {number: added(columns) for number, columns in found.items()}


def _cells(days: Days, spread: Spread, place: Place) -> _Cells:
    minutes = place.part(days.span).work.of_kinds(ALL_KINDS)
    return _Cells(days.on, days.period, minutes, *spread.on(days.span))


def _added(
    legal: Legal, cells: list[_Cells], periods: Sequence[PayPeriod]
) -> Iterator[tuple[int, Column]]:
    lifted = cells
    if legal.minimum_hourly is not None:
        lifted = []
        for payer, group in minimum_groups(legal, cells, periods):
            due = _shortfall(legal.minimum_hourly, group)
            yield payer, due
            lifted += _lift(group, due)
    if legal.overtime is not Overtime.NONE:
        premium = _PREMIUMS[legal.overtime]
        for payer, week in weeks(legal, lifted, periods):
            yield payer, premium(week, legal.overtime_after * HOUR)


def _minutes(cells: Sequence[_Cells]) -> Column:
    return added([cell.minutes for cell in cells])


def _pay(cells: Sequence[_Cells]) -> Column:
    return added([cell.pay for cell in cells])


def _less(column: Column, other: Column) -> Column:
    return added([column, other.times(Fraction(-1))])


def _shortfall(minimum: Fraction, group: Sequence[_Cells]) -> Column:
    return _less(_minutes(group).times(minimum / HOUR), _pay(group)).positive()


def _lift(group: Sequence[_Cells], due: Column) -> list[_Cells]:
    if not any(due.above):
        return list(group)
    per_minute = due.over(_minutes(group))
    return [
        replace(cell, earned=added([cell.earned, per_minute.by(cell.minutes)])) for cell in group
    ]


def _regular_rate(week: Sequence[_Cells], after: Fraction) -> Column:
    minutes = _minutes(week)
    over = _less(minutes, Column.same(after, len(minutes.above))).positive()
    pay = _pay(week).where([bool(own) for own in over.above])
    return pay.over(minutes).by(over).times(HALF)


def _own_pay(week: Sequence[_Cells], after: Fraction) -> Column:
    due = []
    left = Column.same(after, len(week[0].minutes.above))
    for day in sorted(week, key=lambda cells: cells.on):
        beyond = _less(day.minutes, left).positive()
        left = _less(left, day.minutes).positive()
        pay = day.earned.where([bool(own) for own in beyond.above])
        due.append(pay.over(day.minutes).by(beyond).times(HALF))
    return added(due)


_PREMIUMS = {Overtime.REGULAR_RATE: _regular_rate, Overtime.TIME_AND_A_HALF: _own_pay}
