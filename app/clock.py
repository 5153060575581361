"""The only clock. Moments are kept in UTC; a day is a day in the co-op's time zone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, in UTC, to the second: nobody needs more, and less ties a choice to a name."""
    return datetime.now(UTC).replace(microsecond=0)


def today(zone: str) -> date:
    """The date it is now in the IANA time zone `zone`."""
    return datetime.now(ZoneInfo(zone)).date()


def day_begins(day: date, zone: str) -> datetime:
    """The moment at which a day begins in the IANA time zone `zone`."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def day_of(moment: datetime, zone: str) -> date:
    """The date that a moment falls on in the IANA time zone `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()
