"""What the law adds, from sums: as `legal`, for all members at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from app.wages.rules.book import Grain
from app.wages.rules.legal import HALF, Legal, MinimumWindow, Overtime, minimum_groups, weeks
from app.wages.rules.legal_profile import Law, LawInForce, Laws, grain_of, law_for, law_on
from app.wages.rules.output import HOUR
from app.wages.rules.spans import Every, PayPeriod, Span
from app.wages.rules.summed.columns import Column, added
from app.wages.rules.summed.paid import Laid, Paid, Spread
from app.wages.rules.summed.work import NotSummed, Place
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
class _Minimum:
    """Days whose pay must reach `floor` together; the period of that number pays the rest.
    `lifted`: whose pay with that rest an overtime premium looks at."""

    payer: int
    days: Sequence[Days]
    minutes: Column
    floor: Column
    lifted: Sequence[bool]


@dataclass(frozen=True, slots=True)
class _Overtime:
    """Days of which so many minutes are overtime; the period of that number pays the premium."""

    payer: int
    days: Sequence[Days]
    minutes: Column
    over: Column

    @property
    def worked(self) -> list[bool]:
        """Who did any."""
        return [bool(own) for own in self.over.above]


class Judge:
    """A law and the days that it judges. What it asks about hours is the same for every scheme,
    and found once."""

    def __init__(
        self,
        legal: Legal,
        days: Sequence[Days],
        periods: Sequence[PayPeriod],
        places: Sequence[Place],
    ) -> None:
        self._days = days
        self._with_shares = legal.overtime is Overtime.REGULAR_RATE
        self._minutes = {
            one: places[one.period].part(one.span).work.of_kinds(ALL_KINDS) for one in days
        }
        self._overtime = list(self._overtimes(legal, periods))
        self._minimum = list(self._minimums(legal, periods))

    def _overtimes(self, legal: Legal, periods: Sequence[PayPeriod]) -> Iterator[_Overtime]:
        if legal.overtime is not Overtime.NONE:
            after = legal.overtime_after * HOUR
            for payer, week in weeks(legal, self._days, periods):
                yield from _BEYOND[legal.overtime](payer, week, self._minutes, after)

    def _minimums(self, legal: Legal, periods: Sequence[PayPeriod]) -> Iterator[_Minimum]:
        if legal.minimum_hourly is None:
            return
        rate = legal.minimum_hourly / HOUR
        worked = {day: one.worked for one in self._overtime for day in one.days}
        for payer, group in minimum_groups(legal, self._days, periods):
            minutes = added([self._minutes[day] for day in group])
            over = [worked[day] for day in group] if worked else []
            lifted = [any(own) for own in zip(*over, strict=True)]
            yield _Minimum(payer, group, minutes, minutes.times(rate), lifted)

    def additions(self, spreads: Sequence[Spread]) -> Iterator[tuple[int, Column]]:
        """What the law adds to what was paid, by the number of the period that pays it."""
        paid = {one: spreads[one.period].on(one.span) for one in self._days}
        for one in self._minimum:
            due = one.floor.less(_pay([paid[day] for day in one.days])).positive()
            yield one.payer, due
            if self._overtime:
                self._lift(one, due, paid)
        for week in self._overtime:
            worked = week.worked
            if any(worked):
                pay = _pay([paid[day] for day in week.days], self._with_shares).where(worked)
                yield week.payer, pay.over(week.minutes).by(week.over).times(HALF)

    def _lift(self, one: _Minimum, due: Column, paid: Mapping[Days, Laid]) -> None:
        """Adds what brings the days to the minimum, as pay for their hours alike."""
        due = due.where(one.lifted)
        if any(due.above):
            per_minute = due.over(one.minutes)
            for day in one.days:
                paid[day].earned.append(per_minute.by(self._minutes[day]))


def _pay(laid: Sequence[Laid], with_shares: bool = True) -> Column:
    shares = (share for one in laid for share in one.shared if with_shares)
    return added([*(own for one in laid for own in one.earned), *shares])


def _weekly(
    payer: int, week: Sequence[Days], minutes: Mapping[Days, Column], after: Fraction
) -> Iterator[_Overtime]:
    """What goes beyond, in the week as a whole."""
    together = added([minutes[days] for days in week])
    limit = Column.same(after, len(together.above))
    yield _Overtime(payer, week, together, together.less(limit).positive())


def _last_hours(
    payer: int, week: Sequence[Days], minutes: Mapping[Days, Column], after: Fraction
) -> Iterator[_Overtime]:
    """What goes beyond on each day, the last hours of the week."""
    left = Column.same(after, len(minutes[week[0]].above))
    for day in sorted(week, key=lambda days: days.on):
        beyond = minutes[day].less(left)
        yield _Overtime(payer, [day], minutes[day], beyond.positive())
        left = beyond.times(Fraction(-1)).positive()


_BEYOND = {Overtime.REGULAR_RATE: _weekly, Overtime.TIME_AND_A_HALF: _last_hours}
Additions = dict[int, Column]
"""What laws add for each member, in major units, by the number of the period that pays it."""


def additions(judges: Sequence[Judge], places: Sequence[Place], paid: Sequence[Paid]) -> Additions:
    """What laws add to what was `paid` in the places of the periods."""
    if not judges:
        return {}
    spreads = [Spread(own, place) for own, place in zip(paid, places, strict=True)]
    found: dict[int, list[Column]] = defaultdict(list)
    for judge in judges:
        for number, column in judge.additions(spreads):
            found[number].append(column)
    return {number: added(columns) for number, columns in found.items()}
