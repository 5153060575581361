"""The log of a co-op as the rules see it: through windows, in which like work is added up.

Every rule works from these sums and never from the rows, and all schemes share them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import IntEnum
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from app.errors import RuleViolation
from app.production.hours import HoursKind
from app.sentences import say
from app.wages.rules.exact import ZERO, total
from app.wages.rules.spans import MONDAY, Every, Span
from app.wages.rules.tally import CrewShift, Like, Stint, Tally
from app.wages.rules.work import Member, Prices, WorkLine


class CrewCountedTwice(RuleViolation):
    """A crew's output belongs to the crew's own line; the members' lines give their hours."""


class Grain(IntEnum):
    """How finely work is told apart: by window alone, by day, or by log line. Laws that look at
    single days or hours need the finer ones."""

    WINDOW = 0
    DAY = 1
    LINE = 2


class _Posting(NamedTuple):
    on: date
    member: str
    like: Like
    quantity: Fraction
    rejects: Fraction
    minutes: Fraction
    signed: bool = True


class Book:
    """The lines of a log with the members and prices they rest on.

    `members` stand in the published order in which left-over cents are dealt out. Strangers,
    whom only the log knows, follow as members throughout. `unsigned` are hours that nobody has
    confirmed yet: they earn a guarantee and nothing else. Raises CrewCountedTwice.
    """

    def __init__(
        self,
        lines: Iterable[WorkLine],
        members: Sequence[Member] = (),
        prices: Prices | None = None,
        week_starts: int = MONDAY,
        grain: Grain = Grain.WINDOW,
        unsigned: Sequence[WorkLine] = (),
    ) -> None:
        in_order = sorted(lines, key=lambda line: line.on)
        self.prices = prices or Prices()
        self.week_starts = week_starts
        self.members = {member.key: member for member in members}
        self.strangers = sorted({line.member for line in in_order} - self.members.keys() - {""})
        self.members |= {key: Member(key) for key in self.strangers}
        self.shifts = list(_crew_shifts(in_order, self.prices))
        self._shift_days = [shift.on for shift in self.shifts]
        self._postings = list(self._post(in_order, grain))
        self.has_unsigned = bool(unsigned)
        if unsigned:
            unseen = self._post(unsigned, grain, first=len(in_order), signed=False)
            self._postings = sorted([*self._postings, *unseen], key=lambda posting: posting.on)
        self._days = [posting.on for posting in self._postings]
        self._windows: dict[tuple[Span, Span], Window] = {}

    def window(self, span: Span, period: Span) -> "Window":
        """The work in a span that is the whole or a part of a pay period."""
        key = span, period
        if key not in self._windows:
            self._windows[key] = Window(self, span, period)
        return self._windows[key]

    def shifts_in(self, span: Span) -> list[CrewShift]:
        days = self._shift_days
        return self.shifts[bisect_left(days, span.first) : bisect_right(days, span.last)]

    def tallies_in(self, span: Span, unsigned: bool = False) -> dict[str, Tally]:
        """What each member did in the span, with or without what nobody has signed for; members
        who did nothing are left out."""
        first, past = bisect_left(self._days, span.first), bisect_right(self._days, span.last)
        sums: dict[str, dict[Like, _Posting]] = defaultdict(dict)
        for posting in self._postings[first:past]:
            if not (posting.signed or unsigned):
                continue
            stints = sums[posting.member]
            total = stints.get(posting.like)
            stints[posting.like] = _added(total, posting) if total else posting
        return {
            member: Tally(
                member,
                tuple(
                    Stint(p.on, p.like, p.quantity, p.rejects, p.minutes) for p in stints.values()
                ),
            )
            for member, stints in sums.items()
        }

    def _post(
        self, lines: Sequence[WorkLine], grain: Grain, first: int = 0, signed: bool = True
    ) -> Iterator[_Posting]:
        shifts = {(shift.on, shift.crew, shift.item): shift for shift in self.shifts}
        rate, norm = self.prices.rate, self.prices.norm
        for number, line in enumerate(lines, first):
            if not line.member:
                continue
            shift = shifts.get((line.on, line.crew, line.item)) if line.crew else None
            like = Like(
                (0, line.on.toordinal(), number)[grain],
                line.item,
                line.kind,
                shift is not None,
                rate(line.item, line.on),
                norm(line.item, line.on),
                self.members[line.member].standing_on(line.on),
            )
            quantity, rejects = _part(line, shift) if shift else (line.quantity, line.rejects)
            yield _Posting(line.on, line.member, like, quantity, rejects, line.minutes, signed)


def _added(total: _Posting, posting: _Posting) -> _Posting:
    return _Posting(
        total.on,
        total.member,
        total.like,
        total.quantity + posting.quantity if posting.quantity else total.quantity,
        total.rejects + posting.rejects if posting.rejects else total.rejects,
        total.minutes + posting.minutes if posting.minutes else total.minutes,
    )


def _crew_shifts(lines: list[WorkLine], prices: Prices) -> Iterator[CrewShift]:
    made: dict[tuple[date, str, str], list[WorkLine]] = defaultdict(list)
    hours: dict[tuple[date, str, str], dict[str, Fraction]] = defaultdict(dict)
    for line in lines:
        if not line.crew:
            continue
        key = line.on, line.crew, line.item
        if not line.member:
            made[key].append(line)
        elif line.kind is HoursKind.PRODUCTIVE:
            hours[key][line.member] = hours[key].get(line.member, ZERO) + line.minutes
    for key, output in made.items():
        on, crew, item = key
        yield CrewShift(
            on,
            crew,
            item,
            prices.rate(item, on),
            prices.norm(item, on),
            total(line.quantity for line in output),
            total(line.rejects for line in output),
            hours[key],
            total(hours[key].values()),
        )


def _part(line: WorkLine, shift: CrewShift) -> tuple[Fraction, Fraction]:
    """The part of a crew's output that a member's line stands for, by productive minutes."""
    if line.quantity or line.rejects:
        raise CrewCountedTwice(
            say(
                "%(member)s, %(on)s: the output of crew %(crew)s stands in the crew's own line; "
                "a member's line gives hours only.",
                member=line.member,
                on=line.on,
                crew=line.crew,
            )
        )
    if line.kind is not HoursKind.PRODUCTIVE or not shift.all_minutes:
        return ZERO, ZERO
    part = line.minutes / shift.all_minutes
    return shift.quantity * part, shift.rejects * part


class Window:
    """A span of a pay period and what was done in it. With `crews` false, work whose output
    belongs to a crew is left out: another term of the same sum pays it. With `unsigned`, hours
    that nobody has confirmed yet count."""

    def __init__(
        self, book: Book, span: Span, period: Span, crews: bool = True, unsigned: bool = False
    ) -> None:
        self.book = book
        self.span = span
        self.period = period
        self.crews = crews
        self.unsigned = unsigned

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        return self.book.tallies_in(self.span, self.unsigned)

    @property
    def members(self) -> Mapping[str, Member]:
        return self.book.members

    def output(self) -> Iterator[Tally]:
        """What each member worked that is paid by output here."""
        return (tally if self.crews else tally.own for tally in self.tallies.values())

    @property
    def whole(self) -> "Window":
        """The pay period this window is a part of."""
        return self._with(self.book.window(self.period, self.period))

    def split(self, every: Every) -> "list[Window]":
        return [
            self._with(self.book.window(part, self.period))
            for part in self.span.split(every, self.book.week_starts)
        ]

    @cached_property
    def without_crews(self) -> "Window":
        window = Window(self.book, self.span, self.period, False, self.unsigned)
        window.__dict__["tallies"] = self.tallies
        return window

    @cached_property
    def with_unsigned(self) -> "Window":
        """The same for a guarantee: it is earned by hours that nobody has confirmed too."""
        if not self.book.has_unsigned:
            return self
        return Window(self.book, self.span, self.period, self.crews, unsigned=True)

    def _with(self, window: "Window") -> "Window":
        seen = window.with_unsigned if self.unsigned else window
        return seen if self.crews else seen.without_crews
