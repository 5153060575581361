"""Confirmed work added up: by member and day, week and month, and by item and month.

A sum holds all that pay by the hour and by output needs to know, so that pay is computed from
sums and the log is not read again. A crew's output counts for its members by their productive
minutes. Everything is exact: adding an entry and taking it out again leaves the sum as it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from app.production.hours import HoursKind

NO_ITEM = 0
"""Stands for the item of hours that were spent on none."""


class Total:
    """An exact sum of fractions. Whole numbers are added by denominator, which is exact as well
    and ten times as fast as making a new fraction each time."""

    __slots__ = ("_numerators",)

    def __init__(self) -> None:
        self._numerators: dict[int, int] = {}

    def add(self, numerator: int, denominator: int = 1) -> None:
        self._numerators[denominator] = self._numerators.get(denominator, 0) + numerator

    def include(self, other: "Total") -> None:
        for denominator, numerator in other._numerators.items():
            self.add(numerator, denominator)

    @property
    def exact(self) -> Fraction:
        parts = [Fraction(number, below) for below, number in self._numerators.items()]
        return parts[0] if len(parts) == 1 else sum(parts, Fraction(0))


@dataclass(frozen=True, slots=True)
class Price:
    """What a unit of an item pays, and its standard minutes, on a day; None where none is set."""

    rate: Fraction | None
    norm: Fraction | None


PriceOn = Callable[[int, date], Price]
"""The price of an item, by id, on a day."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One confirmed entry. Quantities in smallest steps, `scale` of which are a unit of the
    item; `labour` is member, minutes and kind."""

    on: date
    item_id: int | None
    quantity: int
    rejects: int
    scale: int
    is_crew: bool
    labour: tuple[tuple[int, int, HoursKind], ...]


@dataclass(slots=True)
class Sum:
    """Work added up; the same words as in the tables (`production.models`)."""

    entries: int = 0
    minutes: dict[HoursKind, int] = field(default_factory=dict)
    earned: Total = field(default_factory=Total)
    rejected: Total = field(default_factory=Total)
    standard: Total = field(default_factory=Total)
    unpriced: int = 0
    unjudged: int = 0
    quantity: int = 0
    unassigned: int = 0

    def add_minutes(self, kind: HoursKind, minutes: int) -> None:
        self.minutes[kind] = self.minutes.get(kind, 0) + minutes

    def include(self, other: "Sum") -> None:
        self.entries += other.entries
        for kind, minutes in other.minutes.items():
            self.add_minutes(kind, minutes)
        self.earned.include(other.earned)
        self.rejected.include(other.rejected)
        self.standard.include(other.standard)
        self.unpriced += other.unpriced
        self.unjudged += other.unjudged
        self.quantity += other.quantity
        self.unassigned += other.unassigned


MemberSums = dict[tuple[int, date], Sum]
"""By member and day, or first day of the week or month."""
ItemSums = dict[tuple[int, date], Sum]
"""By item and first day of the month."""


class Sums:
    """Sums of many entries. An entry counts `times` once, or −1 times to take it out."""

    def __init__(self) -> None:
        self.days: MemberSums = {}
        self.items: ItemSums = {}

    def add(self, shift: Shift, price: Price, times: int = 1) -> None:
        for member_id, minutes, kind in shift.labour:
            self._day(member_id, shift.on).add_minutes(kind, times * minutes)
        for member_id, part, whole in _parts(shift):
            own = self._day(member_id, shift.on)
            own.entries += times
            _value(own, shift, price, times * part, whole)
        self._add_item(shift, price, times)

    def weeks(self) -> MemberSums:
        """The days of each member and week together; see `first_of_week`."""
        return self._together(first_of_week)

    def months(self) -> MemberSums:
        """The days of each member and month together."""
        return self._together(lambda day: day.replace(day=1))

    def _together(self, first_of: Callable[[date], date]) -> MemberSums:
        found: MemberSums = {}
        for (member_id, on), day in self.days.items():
            key = member_id, first_of(on)
            if key not in found:
                found[key] = Sum()
            found[key].include(day)
        return found

    def _day(self, member_id: int, on: date) -> Sum:
        key = member_id, on
        own = self.days.get(key)
        if own is None:
            own = self.days[key] = Sum()
        return own

    def _add_item(self, shift: Shift, price: Price, times: int) -> None:
        key = shift.item_id or NO_ITEM, shift.on.replace(day=1)
        item = self.items.get(key)
        if item is None:
            item = self.items[key] = Sum()
        item.entries += times
        for _, minutes, kind in shift.labour:
            item.add_minutes(kind, times * minutes)
        if shift.quantity:
            item.quantity += times * shift.quantity
            if price.rate is None:
                item.unpriced += times
            else:
                rate, below = price.rate.as_integer_ratio()
                item.earned.add(times * shift.quantity * rate, shift.scale * below)
            item.unassigned += times * (shift.is_crew and not _productive(shift))


def first_of_week(day: date) -> date:
    """The first day, within the month, of the week from Monday to Sunday: of a week that two
    months share each keeps its own part, because pay periods are months."""
    return max(day - timedelta(days=day.weekday()), day.replace(day=1))


def _parts(shift: Shift) -> Iterator[tuple[int, int, int]]:
    """Each member with the part of the output that is theirs, part ÷ whole."""
    if not shift.is_crew:
        for place, member_id in enumerate(dict.fromkeys(m for m, _, _ in shift.labour)):
            yield member_id, int(place == 0), 1
        return
    own = dict.fromkeys((member_id for member_id, _, _ in shift.labour), 0)
    for member_id, minutes, kind in shift.labour:
        if kind is HoursKind.PRODUCTIVE:
            own[member_id] += minutes
    whole = sum(own.values())
    for member_id, part in own.items():
        yield member_id, part, whole or 1


def _productive(shift: Shift) -> int:
    return sum(minutes for _, minutes, kind in shift.labour if kind is HoursKind.PRODUCTIVE)


def _value(own: Sum, shift: Shift, price: Price, part: int, whole: int) -> None:
    """Adds `part` ÷ `whole` of the output of a shift; a negative part takes it out."""
    if not part or not (shift.quantity or shift.rejects):
        return
    times = 1 if part > 0 else -1
    scale = shift.scale * whole
    if price.rate is None:
        own.unpriced += times
    else:
        rate, below = price.rate.as_integer_ratio()
        own.earned.add(part * shift.quantity * rate, scale * below)
        own.rejected.add(part * shift.rejects * rate, scale * below)
    if price.norm is not None:
        norm, below = price.norm.as_integer_ratio()
        own.standard.add(part * shift.quantity * norm, scale * below)
    elif shift.quantity:
        own.unjudged += times


def summed(shifts: Iterable[Shift], price_on: PriceOn) -> Sums:
    """The sums of entries at the prices of their days."""
    sums = Sums()
    for shift in shifts:
        sums.add(shift, price_on(shift.item_id or NO_ITEM, shift.on))
    return sums


def as_row(one: Sum, columns: Iterable[str]) -> Mapping[str, int | Fraction]:
    """The values of a row of one of the tables, by column."""
    values: dict[str, int | Fraction] = {kind: one.minutes.get(kind, 0) for kind in HoursKind}
    for column in columns:
        if column not in values:
            value = getattr(one, column)
            values[column] = value.exact if isinstance(value, Total) else value
    return values
