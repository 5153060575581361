"""Work added up: like work in one window is one stint, a member's stints are a tally."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from app.production.hours import HoursKind
from app.wages.rules.exact import ZERO, total, total_of_products
from app.wages.rules.work import NoPieceRate, Standing, Version


class Like(NamedTuple):
    """What stints have in common with the work added up in them.

    `grain` tells days or lines apart where the book does. `crewed` work was done in a crew
    whose output was logged.
    """

    grain: int
    item: str
    kind: HoursKind
    crewed: bool
    rate: Version[Fraction] | None
    norm: Version[Fraction] | None
    standing: Version[Standing]


@dataclass(frozen=True, slots=True, eq=False)
class Stint:
    """One member's like work in one window, first on the day `on`. The quantity and rejects of
    crewed work are the member's part of the crew's, by productive minutes."""

    on: date
    like: Like
    quantity: Fraction
    rejects: Fraction
    minutes: Fraction

    def rate(self, member: str) -> Fraction:
        """Money per unit. Raises NoPieceRate."""
        return rate_on(self.like.rate, self.like.item, self.on, member)

    def value(self, member: str) -> Fraction:
        """What the accepted quantity earns at the plain piece rate."""
        return self.quantity * self.rate(member) if self.quantity else ZERO


def rate_on(rate: Version[Fraction] | None, item: str, on: date, whom: str) -> Fraction:
    if rate is None:
        raise NoPieceRate(whom, item, on)
    return rate.value


@dataclass(frozen=True)
class Tally:
    """One member's stints in one window, and their sums: each is added up once, whichever
    schemes ask for it."""

    member: str = ""
    stints: tuple[Stint, ...] = ()

    @cached_property
    def minutes(self) -> Fraction:
        """All paid minutes."""
        return total(stint.minutes for stint in self.stints)

    @cached_property
    def productive(self) -> Fraction:
        """T: productive minutes."""
        productive = (s.minutes for s in self.stints if s.like.kind is HoursKind.PRODUCTIVE)
        return total(productive)

    @cached_property
    def made(self) -> tuple[Stint, ...]:
        """The stints with output, good or rejected."""
        return tuple(stint for stint in self.stints if stint.quantity or stint.rejects)

    @cached_property
    def straight(self) -> Fraction:
        """Accepted quantities at their piece rates. Raises NotComputable."""
        good = (stint for stint in self.made if stint.quantity)
        return total_of_products((stint.quantity, stint.rate(self.member)) for stint in good)

    @cached_property
    def rejected(self) -> Fraction:
        """Rejects at the piece rates of good units. Raises NotComputable."""
        bad = (stint for stint in self.made if stint.rejects)
        return total_of_products((stint.rejects, stint.rate(self.member)) for stint in bad)

    @cached_property
    def without_norm(self) -> Stint | None:
        """The first accepted output for which no norm is valid."""
        return next((s for s in self.made if s.quantity and s.like.norm is None), None)

    @cached_property
    def standard(self) -> Fraction:
        """S: standard minutes for the accepted quantities that have a norm."""
        return total_of_products(
            (stint.quantity, stint.like.norm.value) for stint in self.made if stint.like.norm
        )

    @cached_property
    def own(self) -> "Tally":
        """Without the work whose output belongs to a crew."""
        stints = tuple(stint for stint in self.stints if not stint.like.crewed)
        return self if len(stints) == len(self.stints) else Tally(self.member, stints)


NO_WORK = Tally()


@dataclass(frozen=True, slots=True, eq=False)
class CrewShift:
    """What one crew made of one item on one day, and its members' productive minutes in it."""

    on: date
    crew: str
    item: str
    rate: Version[Fraction] | None
    norm: Version[Fraction] | None
    quantity: Fraction
    rejects: Fraction
    minutes: Mapping[str, Fraction]
    all_minutes: Fraction
