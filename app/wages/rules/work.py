"""What was done and by whom, and what it is worth by decision: the inputs of every wage rule."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Generic, TypeVar

from app.errors import RuleViolation
from app.production.hours import HoursKind
from app.sentences import say
from app.wages.rules.exact import ONE, ZERO
from app.wages.rules.spans import EVER, Span

T = TypeVar("T")


class DatesOverlap(RuleViolation):
    sentence = say("Two values are valid on the same day.")


class NotComputable(RuleViolation):
    """A scheme gives no amount for someone: the sentence says for whom and why."""


class MoreThanBooksHold(NotComputable):
    """The numbers of a scheme come to an amount that can be neither booked nor paid."""

    def __init__(self, scheme: str) -> None:
        super().__init__(
            say(
                "“%(scheme)s” pays more than the books can hold. Look at its numbers.",
                scheme=scheme,
            )
        )


class NoPieceRate(NotComputable):
    """Something was made, by a member or a crew, for which no piece rate is valid."""

    def __init__(self, whom: str, item: str, on: date) -> None:
        self.whom, self.item, self.on = whom, item, on
        super().__init__(
            say(
                "%(whom)s: there is no piece rate for “%(item)s” on %(on)s.",
                whom=whom,
                item=item,
                on=on,
            )
        )


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line of the log.

    Without a member it is what a crew made; with a member and a crew it is that member's time
    in the work that the crew did on that day on that item. `quantity` (accepted) and `rejects`
    count units of the item, `minutes` is paid time, `key` names the entry it comes from.
    """

    on: date
    member: str
    item: str = ""
    quantity: Fraction = ZERO
    rejects: Fraction = ZERO
    minutes: Fraction = ZERO
    kind: HoursKind = HoursKind.PRODUCTIVE
    crew: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Version(Generic[T]):
    """A value and the days on which it is valid. `key` names the decision it rests on.

    Two versions are the same only if they are one: amounts paid at two rates that happen to be
    equal stay apart, because they rest on two decisions.
    """

    value: T
    span: Span = EVER
    key: str = ""


@dataclass(frozen=True, slots=True)
class Timeline(Generic[T]):
    """The versions of one value over time. Raises DatesOverlap where two meet on a day."""

    versions: tuple[Version[T], ...] = ()

    def __post_init__(self) -> None:
        in_order = tuple(sorted(self.versions, key=lambda version: version.span))
        for earlier, later in pairwise(in_order):
            if later.span.first <= earlier.span.last:
                raise DatesOverlap(
                    say(
                        "Two values are valid on %(on)s: one from %(earlier)s, one from %(later)s.",
                        on=later.span.first,
                        earlier=earlier.span.first,
                        later=later.span.first,
                    )
                )
        object.__setattr__(self, "versions", in_order)

    def on(self, day: date) -> Version[T] | None:
        place = bisect_right(self.versions, day, key=lambda version: version.span.first)
        if place and day in self.versions[place - 1].span:
            return self.versions[place - 1]
        return None


@dataclass(frozen=True, slots=True)
class Prices:
    """Piece rates (money per unit) and norms (standard minutes per unit) by item."""

    rates: Mapping[str, Timeline[Fraction]] = field(default_factory=dict)
    norms: Mapping[str, Timeline[Fraction]] = field(default_factory=dict)

    def rate(self, item: str, day: date) -> Version[Fraction] | None:
        timeline = self.rates.get(item)
        return timeline.on(day) if timeline else None

    def norm(self, item: str, day: date) -> Version[Fraction] | None:
        timeline = self.norms.get(item)
        return timeline.on(day) if timeline else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a member on a day. `adults` and `children` are those who live on the
    member's pay, the member not counted. `participation` is the coefficient given by the crew.
    """

    grade: str = ""
    coefficient: Fraction | None = None
    participation: Fraction = ONE
    adults: int = 0
    children: int = 0


UNKNOWN = Version(Standing())


@dataclass(frozen=True, slots=True)
class Member:
    """A member by number or name, a member from `membership.first` to `membership.last`
    inclusive."""

    key: str
    membership: Span = EVER
    seniority_from: date | None = None
    standings: Timeline[Standing] = field(default_factory=Timeline)
    unpaid: tuple[Span, ...] = ()
    """Days of unpaid absence."""

    def standing_on(self, day: date) -> Version[Standing]:
        return self.standings.on(day) or UNKNOWN

    def days_in(self, span: Span) -> int:
        """Membership days in the span."""
        common = self.membership.common(span)
        return common.days if common else 0

    def present_in(self, span: Span) -> list[Span]:
        """The days of the span but for those of unpaid absence."""
        present = [span]
        for away in self.unpaid:
            present = [left for part in present for left in part.without(away)]
        return present

    def standings_in(self, span: Span) -> list[tuple[int, Standing]]:
        """How many membership days of the span were spent in which standing."""
        days = self.membership.common(span)
        if days is None:
            return []
        known = [
            (common.days, version.value)
            for version in self.standings.versions
            if (common := version.span.common(days))
        ]
        rest = days.days - sum(count for count, _ in known)
        return [*known, (rest, UNKNOWN.value)] if rest else known
