"""One member's own log: the week, and what they may want to log again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.production.hours import HoursKind
from app.production.log_book import EVERY_LINE, Line, read
from app.production.models import Entry, Labour, Reversal
from app.production.rules.entries import EntryState


def own_lines(member_id: int, from_on: date, to_on: date) -> list[Line]:
    """Entries that stand, in which the member has time, day by day as they were logged."""
    worked = select(Labour.id).where(Labour.entry_id == Entry.id, Labour.member_id == member_id)
    return read(
        EVERY_LINE.where(
            Entry.worked_on.between(from_on, to_on), worked.exists(), Reversal.at.is_(None)
        ).order_by(Entry.worked_on, Entry.id)
    )


def recent_lines(member_id: int, *, before: int = 60, different: int = 3) -> list[Line]:
    """The member's latest own entry of each item and kind of hours: what they may want to log
    again. Looks at so many entries as `before` says."""
    mine = (Entry.logged_by_id == member_id, Entry.crew.is_(None), Reversal.at.is_(None))
    query = EVERY_LINE.where(*mine).order_by(Entry.id.desc()).limit(before)
    unlike: dict[tuple[object, ...], Line] = {}
    for one in read(query):
        unlike.setdefault((one.item_id, *one.kinds), one)
    return [one for one in unlike.values() if one.labour[0].member_id == member_id][:different]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a member's week."""

    on: date
    lines: tuple[Line, ...]
    minutes: dict[HoursKind, int]
    """By kind, of this member alone."""
    is_open: bool
    """Whether its work can be logged: it is no day to come, and the log is not closed on it."""

    @property
    def total(self) -> int:
        return sum(self.minutes.values())


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    days: tuple[Day, ...]

    @property
    def kinds(self) -> list[HoursKind]:
        """The kinds to tell apart: none where there is only one."""
        return list(self.minutes) if len(self.minutes) > 1 else []

    @property
    def minutes(self) -> dict[HoursKind, int]:
        return {
            kind: total
            for kind in HoursKind
            if (total := sum(day.minutes.get(kind, 0) for day in self.days))
        }

    @property
    def total(self) -> int:
        return sum(day.total for day in self.days)

    @property
    def is_open(self) -> bool:
        return any(day.is_open for day in self.days)

    @property
    def before(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        return self.monday + timedelta(days=7)

    @property
    def unconfirmed(self) -> int:
        return sum(
            line.state is not EntryState.CONFIRMED for day in self.days for line in day.lines
        )


def week_of(member_id: int, day: date, *, today: date, closed_to: date | None) -> Week:
    """The member's week, Monday to Sunday, in which a day falls. `closed_to`: the last day on
    which the log is closed."""
    monday = day - timedelta(days=day.weekday())
    own = own_lines(member_id, monday, monday + timedelta(days=6))
    days = []
    for on in (monday + timedelta(days=place) for place in range(7)):
        of_day = tuple(line for line in own if line.on == on)
        is_open = on <= today and (closed_to is None or on > closed_to)
        days.append(Day(on, of_day, _by_kind(of_day, member_id), is_open))
    return Week(monday, tuple(days))


def _by_kind(of_day: Iterable[Line], member_id: int) -> dict[HoursKind, int]:
    minutes: dict[HoursKind, int] = {}
    for line in of_day:
        for time in line.labour:
            if time.member_id == member_id:
                minutes[time.kind] = minutes.get(time.kind, 0) + time.minutes
    return minutes
