"""Work that is known by its sums: of each member in a span of days, never by entry or item."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from app.production.hours import HoursKind
from app.wages.rules.book import Book, Window
from app.wages.rules.spans import Every, Span
from app.wages.rules.summed.columns import Column, added
from app.wages.rules.work import Member


class NotSummed(Exception):
    """Sums do not tell what this scheme needs to know about this work."""


@dataclass(frozen=True, slots=True)
class Work:
    """What all members did in a span, in their order. minutes: by kind, where anybody has any of
    it. earned, rejected: output
    and rejects at piece rates, a crew's by productive minutes. standard: S in minutes. unpriced,
    unjudged: whether any output lacks a rate, or a norm."""

    minutes: Mapping[HoursKind, Column]
    earned: Column
    rejected: Column
    standard: Column
    unpriced: bool
    unjudged: bool
    members: int
    """How many there are."""

    @property
    def productive(self) -> Column:
        """T in minutes."""
        return self.of_kinds([HoursKind.PRODUCTIVE])

    def of_kinds(self, kinds: Collection[HoursKind]) -> Column:
        """Minutes."""
        there = [minutes for kind, minutes in self.minutes.items() if kind in kinds]
        return added(there) if there else Column([0] * self.members)


class Source(Protocol):
    def work(self, span: Span) -> Work:
        """The work of the days of a span, added up. Raises NotSummed where it is not known."""


class Remembered:
    """A source that adds up the work of a span once, whichever schemes and laws ask for it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._works: dict[Span, Work] = {}

    def work(self, span: Span) -> Work:
        if span not in self._works:
            self._works[span] = self._source.work(span)
        return self._works[span]


class Place:
    """A span of a pay period whose work is known by its sums."""

    def __init__(self, source: Source, book: Book, span: Span, period: Span) -> None:
        self.source = source
        self.book = book
        """The members, and no lines."""
        self.span = span
        self.period = period
        self.members: Sequence[Member] = tuple(book.members.values())

    @cached_property
    def work(self) -> Work:
        return self.source.work(self.span)

    @property
    def empty(self) -> Window:
        """What the rules that look at membership alone look at."""
        return self.book.window(self.span, self.period)

    @property
    def whole(self) -> "Place":
        return self if self.span == self.period else self.part(self.period)

    def part(self, span: Span) -> "Place":
        """The same in other days of the pay period."""
        return self if span == self.span else Place(self.source, self.book, span, self.period)

    def split(self, every: Every) -> "list[Place]":
        if every is Every.PERIOD:
            return [self]
        return [self.part(span) for span in self.span.split(every, self.book.week_starts)]
