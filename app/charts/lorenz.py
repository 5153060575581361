"""Lorenz curves: the share of all pay that goes to each share of the members, lowest paid first.

Max O. Lorenz, "Methods of Measuring the Concentration of Wealth", 1905. The further a curve sags
below the line of equal pay, the less equal the pay. It is drawn in steps and written in whole per
cent, so that it does not tell, next to the sum, what a single member is paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

from app.charts.places import KINDS, Number, Table, on_grid, percent

Curve = Sequence[tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True)
class Pay:
    """What each member is paid under one scheme; `note` is said beside it (its Gini index)."""

    label: str
    amounts: tuple[Number, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DrawnCurve:
    label: str
    note: str
    kind: int
    """1 to 4: solid, dashed, dotted, grey."""
    points: str
    """A point for each fifth of the members; where they are many, up to each twentieth."""


@dataclass(frozen=True, slots=True)
class LorenzChart:
    title: str
    description: str
    curves: tuple[DrawnCurve, ...]
    table: Table


def lorenz_chart(
    title: str, pays: Sequence[Pay], heads: Sequence[str], description: str = ""
) -> LorenzChart:
    """One to four curves. `heads`: the scheme, then the fifths of the members in the table.

    Raises ValueError for a negative amount.
    """
    curves = [(pay, lorenz_curve(pay.amounts)) for pay in pays]
    drawn = tuple(
        DrawnCurve(pay.label, pay.note, place % KINDS + 1, _points(curve, len(pay.amounts)))
        for place, (pay, curve) in enumerate(curves)
    )
    rows = tuple(
        (pay.label, *(percent(round(part, 2)) for part in _fifths(curve))) for pay, curve in curves
    )
    return LorenzChart(title, description, drawn, Table(tuple(heads), rows))


def _points(curve: Curve, members: int) -> str:
    """In steps of five members or more; in whole per cent where a fifth is fewer than that."""
    steps = min(20, max(5, members // 5))
    places = [Fraction(step, steps) for step in range(steps + 1)]
    heights = [share_at(curve, x) for x in places]
    if members < 25:
        heights = [round(y, 2) for y in heights]
    return " ".join(f"{on_grid(x)},{on_grid(1 - y)}" for x, y in zip(places, heights, strict=True))


def lorenz_curve(amounts: Sequence[Number]) -> Curve:
    """From (0, 0) to (1, 1): share of members, share of all pay. Without pay, the even line.

    Raises ValueError for a negative amount.
    """
    if any(amount < 0 for amount in amounts):
        raise ValueError("pay is not negative")
    whole = sum(amounts, Fraction(0))
    if not whole:
        return [(Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))]
    sums = accumulate(sorted(map(Fraction, amounts)), initial=Fraction(0))
    return [(Fraction(place, len(amounts)), part / whole) for place, part in enumerate(sums)]


def share_at(curve: Curve, x: Fraction) -> Fraction:
    """The height of a curve at `x`, on the straight line between its points."""
    for (left, low), (right, high) in pairwise(curve):
        if left <= x <= right:
            return low + (high - low) * (x - left) / (right - left)
    raise ValueError("outside the curve")


def _fifths(curve: Curve) -> list[Fraction]:
    heights = [share_at(curve, Fraction(fifth, 5)) for fifth in range(6)]
    return [high - low for low, high in pairwise(heights)]
