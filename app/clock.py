"""The only clock. Moments are kept in UTC; a day is a day in the co-op's time zone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

YEARS = range(1800, 3000)
"""Any other year is a slip of the pen. Near the ends of the calendar there is no next day, and a
moment is none in other time zones: one such date that was kept would fail on every page."""


def now() -> datetime:
    """This moment, in UTC, to the second: nobody needs more, and less ties a choice to a name."""
    return datetime.now(UTC).replace(microsecond=0)


def today(zone: str) -> date:
    """The date it is now in the IANA time zone `zone`."""
    return datetime.now(ZoneInfo(zone)).date()


def is_of_our_time(day: date) -> bool:
    """Whether a day or a moment is one that a co-op can mean."""
    return day.year in YEARS


def day_begins(day: date, zone: str) -> datetime:
    """The moment at which a day begins in the IANA time zone `zone`."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def day_of(moment: datetime, zone: str) -> date:
    """The date that a moment falls on in the IANA time zone `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()
