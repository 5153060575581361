"""Where things stand in a chart: exact numbers in, SVG coordinates as text out.

Across, places are percentages of the width; down, they are pixels (or percentages in a square
chart). So a chart fits a phone and a desk alike while its words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import ceil

from app.money import decimal_text, minor_text, to_minor

Number = int | Fraction
KINDS = 4  # of lines: solid, dashed, dotted, grey


@dataclass(frozen=True, slots=True)
class Table:
    """The same figures in words, under every chart: column heads, then rows, all as text."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def percent(share: Number) -> str:
    """`Fraction(1, 8)` is `"12.5%"`; two decimals are finer than any screen."""
    text = decimal_text(Fraction(share) * 100, 2)
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def on_grid(share: Number) -> str:
    """A share of the stretched inner drawing that holds a curve in its thousand units, rounded to
    a tenth of one: `Fraction(1, 3)` is `"333.3"`."""
    return minor_text(to_minor(Fraction(share), 4), 1)


def cut(label: str, length: int) -> str:
    """A label that fits beside a curve; the table has it in full."""
    return label if len(label) <= length else label[: length - 1].rstrip() + "…"


def apart(places: Sequence[Number], gap: Number, least: Number, most: Number) -> list[Fraction]:
    """The places moved as little as needed to stand `gap` apart between `least` and `most`.

    Keeps their order. Where there is no room for all, they overlap evenly.
    """
    gaps = max(len(places) - 1, 1)
    step = min(Fraction(gap), (Fraction(most) - least) / gaps)
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    moved = [Fraction(place) for place in places]
    lower = Fraction(least)
    for index in order:
        moved[index] = max(moved[index], lower)
        lower = moved[index] + step
    upper = Fraction(most)
    for index in reversed(order):
        moved[index] = min(moved[index], upper)
        upper = moved[index] - step
    return moved


def round_steps(most: Number, number: int = 4) -> list[Fraction]:
    """Zero and up to `number` round steps that reach `most`: 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return [Fraction(0)]
    least = Fraction(1)
    while least * number >= most:
        least /= 10
    rungs = (least * 10**power * factor for power in count() for factor in (1, 2, 5))
    width = next(rung for rung in rungs if rung * number >= most)
    return [width * place for place in range(ceil(most / width) + 1)]
