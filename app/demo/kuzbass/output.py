"""The colony's log: a month's coal on brigades and days, and everybody's hours.

Pure but for the reading of the cast: from tonnes to rows, exactly, the same at every run.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

from app.money import allocate
from app.production.files.log_files import LogRow
from app.production.hours import HoursKind

Person = Mapping[str, Any]
"""One of the cast, as the data file has them."""

SHIFT = Fraction(480)
SUNDAY = 6
BRIGADES = ("brigade-1", "brigade-2", "brigade-3")
# Units a shift, on average, by the unit a member works in: invented.
OUTPUT = {
    "coke": ("coke", 10),
    "shops": ("repair", 4),
    "laboratory": ("analysis", 8),
    "farm": ("milk", 95),
}


def working_days(first: date, last: date) -> list[date]:
    """All days but Sundays."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() != SUNDAY]


def coal_rows(tonnes: int, days: Sequence[date], people: Sequence[Person]) -> Iterator[LogRow]:
    """A month's tonnes dealt out on its days and brigades, whole tonnes that sum to the month;
    with each brigade's tonnes its members' shifts."""
    shifts = [(day, brigade) for day in days for brigade in BRIGADES]
    weights = [Fraction(90 + _luck(day, brigade, 21)) for day, brigade in shifts]
    for (day, brigade), made in zip(shifts, allocate(tonnes, weights), strict=True):
        yield _row(day, "", "coal", made, Fraction(0), HoursKind.PRODUCTIVE, brigade)
        for name in _of_unit(people, brigade):
            yield _row(day, name, "coal", 0, SHIFT, HoursKind.PRODUCTIVE, brigade)


def other_rows(days: Sequence[date], people: Sequence[Person]) -> Iterator[LogRow]:
    """What the members outside the mine made and how long they worked; now and then they wait
    for material."""
    for day in days:
        for person in people:
            unit = person["unit"]
            if unit in BRIGADES:
                continue
            waits = _luck(day, person["name"], 12) == 0
            item, usual = OUTPUT.get(unit, ("", 0))
            made = usual * (85 + _luck(day, person["name"], 31)) // 100 if item else 0
            worked = SHIFT - 60 if waits else SHIFT
            yield _row(day, person["name"], item, made, worked, HoursKind.PRODUCTIVE, "")
            if waits:
                yield _row(day, person["name"], "", 0, Fraction(60), HoursKind.WAITING, "")


def _row(
    day: date, member: str, item: str, made: int, minutes: Fraction, kind: HoursKind, crew: str
) -> LogRow:
    return LogRow(0, day, member, item, Fraction(made), Fraction(0), minutes, kind, crew)


def _of_unit(people: Sequence[Person], unit: str) -> list[str]:
    return [person["name"] for person in people if person["unit"] == unit]


def _luck(day: date, what: str, span: int) -> int:
    """A number below `span` that looks like chance and is the same at every run."""
    return int.from_bytes(sha256(f"{day} {what}".encode()).digest()[:4], "big") % span
