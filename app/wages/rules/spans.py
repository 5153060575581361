"""Stretches of days: pay periods, and the windows inside them over which a rule looks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.errors import InvalidInput
from app.our_time import is_of_our_time
from app.sentences import say

MONDAY = 0
_DAY = timedelta(days=1)
_MOST_YEARS = 200
_MOST_PERIODS = 12 * (_MOST_YEARS + 1)


class WeekDay(StrEnum):
    """Days on which a week may start."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """As `date.weekday` counts: Monday is 0."""
        return list(WeekDay).index(self)


class Every(StrEnum):
    """How long a window is: pay over which an amount is judged before the next begins."""

    DAY = "day"
    WEEK = "week"
    PERIOD = "period"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def common(self, other: "Span") -> "Span | None":
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Span(first, last) if first <= last else None

    def without(self, other: "Span") -> "list[Span]":
        """What the other leaves of this one: before it, after it, both or nothing."""
        shared = self.common(other)
        if shared is None:
            return [self]
        left = []
        if self.first < shared.first:
            left.append(Span(self.first, shared.first - _DAY))
        if shared.last < self.last:
            left.append(Span(shared.last + _DAY, self.last))
        return left

    def split(self, every: Every, week_starts: int = MONDAY) -> "list[Span]":
        """The windows of this span in order. They fill it without gap or overlap: a week that
        the span cuts is judged by the part inside."""
        if every is Every.PERIOD:
            return [self]
        if every is Every.DAY:
            return [Span(day, day) for day in self]
        return [week for start in _weeks(self, week_starts) if (week := start.common(self))]

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(self.days))


EVER = Span(date.min, date.max)


@dataclass(frozen=True, slots=True)
class PayPeriod:
    """The days that one pay run pays.

    `turn` moves the order in which left-over cents are dealt out on by one from period to
    period. It follows from the calendar, so a what-if and the pay run of a month agree.
    `whole` is the period that `span` is only a part of, as where the scheme changed within it: a
    fund is set aside for the whole and pays the part's share.
    """

    key: str
    span: Span
    turn: int
    whole: Span | None = None


def week_of(day: date, week_starts: int = MONDAY) -> Span:
    first = day - timedelta(days=(day.weekday() - week_starts) % 7)
    return Span(first, first + timedelta(days=6))


def month_of(day: date) -> Span:
    first = day.replace(day=1)
    later = (first + timedelta(days=31)).replace(day=1)
    return Span(first, later - _DAY)


def monthly(span: Span) -> list[PayPeriod]:
    """The calendar months that have a day in the span, whole."""
    periods = []
    month = month_of(span.first)
    while month.first <= span.last:
        first = month.first
        periods.append(PayPeriod(f"{first:%Y-%m}", month, first.year * 12 + first.month - 1))
        month = month_of(month.last + _DAY)
    return periods


def weekly(span: Span, week_starts: int = MONDAY) -> list[PayPeriod]:
    """The weeks that have a day in the span, whole. Weeks from Monday are named as ISO 8601
    does, others by their first day."""
    return [
        PayPeriod(
            f"{week.first:%G-W%V}" if week_starts == MONDAY else week.first.isoformat(),
            week,
            week.first.toordinal() // 7,
        )
        for week in _weeks(span, week_starts)
    ]


def whole(span: Span) -> list[PayPeriod]:
    """The span as one pay period."""
    return [PayPeriod(f"{span.first}/{span.last}", span, 0)]


def clipped(periods: list[PayPeriod], limits: Span) -> list[PayPeriod]:
    """The periods, cut down to the days inside the limits."""
    return [
        PayPeriod(period.key, days, period.turn)
        for period in periods
        if (days := period.span.common(limits))
    ]


def pay_periods(span: Span, limits: Span, by: str, week_starts: int = MONDAY) -> list[PayPeriod]:
    """The pay periods ("month", "week" or one "period") that the work of a span falls in: whole
    months or weeks, so that a what-if pays what the pay run would, but nothing outside the limits
    that were asked for. Raises InvalidInput where the span is no calendar of a co-op, or of more
    pay periods than are computed in seconds."""
    check_length(span)
    if by == "period":
        return whole(span)
    periods = monthly(span) if by == "month" else weekly(span, week_starts)
    if len(periods) > _MOST_PERIODS:
        raise InvalidInput(
            say(
                "%(count)s pay periods are too many: a comparison takes %(most)s at most. Compare "
                "by month, or fewer days.",
                count=len(periods),
                most=_MOST_PERIODS,
            ),
            "",
        )
    return clipped(periods, limits)


def check_length(span: Span, where: str = "") -> None:
    """A year with a mistyped digit would make a pay period of every month on the way to it."""
    ends_meant = is_of_our_time(span.first) and is_of_our_time(span.last)
    if not ends_meant or span.last.year - span.first.year > _MOST_YEARS:
        raise InvalidInput(
            say(
                "%(first)s to %(last)s is too long: a comparison takes two hundred years at most,"
                " between the years 1800 and 2999",
                first=span.first,
                last=span.last,
            ),
            where,
        )


def worked(limits: Span, days: Sequence[date]) -> Span:
    """The span compared: as asked for, and where nothing was asked that of the work."""
    first = min(days) if limits.first == date.min else limits.first
    last = max(days) if limits.last == date.max else limits.last
    return Span(first, last)


def _weeks(span: Span, week_starts: int) -> Iterator[Span]:
    week = week_of(span.first, week_starts)
    while week.first <= span.last:
        yield week
        week = week_of(week.last + _DAY, week_starts)
