"""Exact numbers of all members at once: what a scheme does for one, done for everybody.

Fractions are made and reduced one by one; here whole numbers stand over one denominator for all
wherever that can be, which is as exact and many times as fast.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm
from operator import add, mul, sub

from app.wages.rules.exact import total

_WRITTEN = 4096
"""Bits of the longest denominator that a sum is brought to."""
_NEARLY = 192
"""Bits behind the point of a sum whose exact denominator nobody could write down."""


class Column:
    """One exact number for each member, in the order of members: `above` ÷ `below`, which is one
    positive number for all or one for each."""

    __slots__ = ("above", "below")

    def __init__(self, above: list[int], below: int | list[int] = 1) -> None:
        self.above = above
        self.below = below

    @classmethod
    def of(cls, values: Sequence[Fraction]) -> "Column":
        return cls.of_ratios([value.as_integer_ratio() for value in values])

    @classmethod
    def of_ratios(cls, ratios: Sequence[tuple[int, int]]) -> "Column":
        """Of numerators with their denominators, over one where that stays short."""
        together = _common((below for _, below in ratios), _NEARLY)
        if together is None:
            return cls([above for above, _ in ratios], [below for _, below in ratios])
        return cls([above * (together // below) for above, below in ratios], together)

    @classmethod
    def same(cls, number: Fraction, count: int) -> "Column":
        """One number for everybody."""
        above, below = number.as_integer_ratio()
        return cls([above] * count, below)

    @property
    def belows(self) -> list[int]:
        return [self.below] * len(self.above) if isinstance(self.below, int) else self.below

    @property
    def exact(self) -> list[Fraction]:
        pairs = zip(self.above, self.belows, strict=True)
        return [Fraction(above, below) for above, below in pairs]

    def times(self, factor: Fraction) -> "Column":
        number, below = factor.as_integer_ratio()
        return Column(_widened(self.above, number), _times(self.below, below))

    def by(self, other: "Column") -> "Column":
        """Each number × that of the other column."""
        above = list(map(mul, self.above, other.above))
        if isinstance(other.below, int):
            return Column(above, _times(self.below, other.below))
        belows = zip(self.belows, other.belows, strict=True)
        return Column(above, [one * two for one, two in belows])

    def over(self, other: "Column") -> "Column":
        """Each number ÷ that of the other column, none of which is negative; zero ÷ 0 is 0."""
        rows = zip(self.above, self.belows, other.above, other.belows, strict=True)
        return Column.of_ratios(
            [
                _reduced(above * below_other, below * divisor) if above and divisor else (0, 1)
                for above, below, divisor, below_other in rows
            ]
        )

    def less(self, other: "Column") -> "Column":
        """Each number − that of the other column."""
        (mine, theirs), below = aligned([self, other])
        return Column(list(map(sub, mine, theirs)), below)

    def positive(self) -> "Column":
        """Zero for what is below zero."""
        return Column([above if above > 0 else 0 for above in self.above], self.below)

    def where(self, counts: Sequence[bool]) -> "Column":
        """Zero for everybody else."""
        pairs = zip(self.above, counts, strict=True)
        return Column([above if here else 0 for above, here in pairs], self.below)

    def total(self) -> Fraction:
        """Σ of all numbers, exact."""
        if isinstance(self.below, int):
            return Fraction(sum(self.above), self.below)
        return total(self.exact)

    def total_for_a_figure(self) -> Fraction:
        """Σ of all numbers: exact where their denominators go into one that can be written down,
        otherwise to 2⁻¹⁹². Exactly, thousands of unlike fractions have a denominator of a hundred
        thousand digits, and a figure is shown with four decimals."""
        if isinstance(self.below, int):
            return Fraction(sum(self.above), self.below)
        pairs = list(zip(self.above, self.below, strict=True))
        together = _common(self.below, _WRITTEN)
        if together is not None:
            return Fraction(sum(above * (together // below) for above, below in pairs), together)
        return Fraction(sum((above << _NEARLY) // below for above, below in pairs), 1 << _NEARLY)

    def rounded(self) -> list[int]:
        """To whole numbers; a half goes away from zero (`money.round_half_up`)."""
        return [
            (2 * above + below) // (2 * below)
            if above >= 0
            else -((below - 2 * above) // (2 * below))
            for above, below in zip(self.above, self.belows, strict=True)
        ]


def _common(belows: Iterable[int], bits: int) -> int | None:
    """The least number that all of these go into, unless it has so many bits or more."""
    together = 1
    for below in set(belows):
        together = lcm(together, below)
        if together.bit_length() >= bits:
            return None
    return together


def _reduced(above: int, below: int) -> tuple[int, int]:
    common = gcd(above, below)
    return above // common, below // common


def _times(below: int | list[int], factor: int) -> int | list[int]:
    if isinstance(below, int):
        return below * factor
    return below if factor == 1 else [one * factor for one in below]


def aligned(columns: Sequence[Column]) -> tuple[list[list[int]], int | list[int]]:
    """The columns over the same denominators: their numerators, and these."""
    single = [column.below for column in columns if isinstance(column.below, int)]
    if len(single) == len(columns):
        common = lcm(*single)
        pairs = zip(columns, single, strict=True)
        return [_widened(column.above, common // below) for column, below in pairs], common
    if all(column.below is columns[0].below for column in columns):
        return [column.above for column in columns], columns[0].below
    belows = [column.belows for column in columns]
    each = [lcm(*row) for row in zip(*belows, strict=True)]
    return [
        [
            above * (common // below)
            for above, below, common in zip(column.above, own, each, strict=True)
        ]
        for column, own in zip(columns, belows, strict=True)
    ], each


def _widened(above: list[int], factor: int) -> list[int]:
    return above if factor == 1 else [one * factor for one in above]


def added(columns: Sequence[Column]) -> Column:
    if len(columns) == 1:
        return columns[0]
    (together, *more), below = aligned(columns)
    for above in more:
        together = list(map(add, together, above))
    return Column(together, below)


def chosen(
    columns: Sequence[Column], best: Callable[[Iterable[int]], int]
) -> tuple[Column, list[int]]:
    """The greatest or least of each row, and in which column it stands: the first of equals."""
    aboves, below = aligned(columns)
    rows = list(zip(*aboves, strict=True))
    picked = [best(row) for row in rows]
    places = [row.index(one) for row, one in zip(rows, picked, strict=True)]
    return Column(picked, below), places
