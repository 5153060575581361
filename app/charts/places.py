"""Where things stand in a chart: exact numbers in, SVG coordinates as text out.

Across, places are percentages of the width; down, they are pixels (or percentages in a square
chart). So a chart fits a phone and a desk alike while its words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.money import decimal_text

Number = int | Fraction
GRID = 1000  # units of the stretched inner drawing that holds a curve


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
    """A share of the inner drawing in its units, rounded to a tenth."""
    return decimal_text(Fraction(share) * GRID, 1)


def cut(label: str, length: int) -> str:
    """A label that fits beside a curve; the table has it in full."""
    return label if len(label) <= length else label[: length - 1].rstrip() + "…"


def apart(places: Sequence[Number], gap: Number, least: Number, most: Number) -> list[Fraction]:
    """The places moved as little as needed to stand `gap` apart between `least` and `most`.

    Keeps their order. Where there is no room for all, they overlap evenly.
    """
    count = len(places)
    if not count:
        return []
    room = Fraction(most) - least
    step = min(Fraction(gap), room / (count - 1)) if count > 1 else Fraction(0)
    order = sorted(range(count), key=lambda index: (places[index], index))
    moved = [Fraction(0)] * count
    floor = Fraction(least)
    for index in order:
        moved[index] = floor = max(Fraction(places[index]), floor)
        floor += step
    ceiling = Fraction(most)
    for index in reversed(order):
        moved[index] = ceiling = min(moved[index], ceiling)
        ceiling -= step
    return moved


def round_steps(most: Number, count: int = 4) -> list[Fraction]:
    """Zero and up to `count` round steps that reach `most`: 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return [Fraction(0)]
    step = Fraction(1)
    while step * count >= most:
        step /= 10
    factors = (1, 2, 5)
    turn = 0
    while step * factors[turn % 3] * count < most:
        turn += 1
        if turn % 3 == 0:
            step *= 10
    width = step * factors[turn % 3]
    steps = -(-Fraction(most) // width)
    return [width * place for place in range(int(steps) + 1)]
