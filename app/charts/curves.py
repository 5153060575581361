"""Curves over numbers: what depends on how much, with the places marked where it jumps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.charts.lines import DrawnLine, LineChart
from app.charts.places import KINDS, Number, Table, apart, cut, on_grid, percent, round_steps

_TOP, _HEIGHT, _LABEL_GAP, _LABEL_LENGTH = 20, 200, 20, 14
_ALONE, _LABELLED = Fraction(19, 20), Fraction(7, 10)  # of the width; the rest holds the labels


@dataclass(frozen=True, slots=True)
class Curve:
    """`points`: across and up, from left to right."""

    label: str
    points: tuple[tuple[Fraction, Fraction], ...]


def curve_chart(
    title: str,
    curves: Sequence[Curve],
    *,
    most: Number,
    ticks: Sequence[tuple[Number, str]],
    marks: Sequence[tuple[Number, str]],
    text: Callable[[Number], str],
    table: Table,
    dots: Sequence[tuple[Fraction, Fraction, str]] = (),
    description: str = "",
) -> LineChart:
    """One to four curves from zero to `most` across and from zero up; `text` words a height.

    `ticks` and `marks` stand at places across, below the drawing and above it; `dots` are points
    of a curve with words of their own. Curves without labels have the whole width.
    Raises ValueError where a curve falls below zero.
    """
    heights = [y for curve in curves for _, y in curve.points]
    if any(y < 0 for y in heights):
        raise ValueError("a curve chart starts at zero")
    steps = round_steps(max(heights, default=1))
    highest = steps[-1] or Fraction(1)
    width = _LABELLED if any(curve.label for curve in curves) else _ALONE
    return LineChart(
        title,
        description,
        percent(width),
        _TOP,
        _HEIGHT,
        _drawn(curves, most, highest),
        tuple((_pixels(step, highest), text(step)) for step in steps),
        tuple(_named(width * Fraction(x) / most, words) for x, words in ticks),
        table,
        marks=tuple(_named(width * Fraction(x) / most, words) for x, words in marks),
        dots=tuple(
            (*_named(width * x / most, cut(words, _LABEL_LENGTH)), *_beside(_pixels(y, highest)))
            for x, y, words in dots
        ),
    )


def _drawn(curves: Sequence[Curve], most: Number, highest: Fraction) -> tuple[DrawnLine, ...]:
    ends = [_TOP + _HEIGHT * (1 - curve.points[-1][1] / highest) for curve in curves]
    labels = apart(ends, _LABEL_GAP, _TOP, _TOP + _HEIGHT)
    return tuple(
        DrawnLine(
            cut(curve.label, _LABEL_LENGTH),
            place % KINDS + 1,
            " ".join(f"{on_grid(x / most)},{on_grid(1 - y / highest)}" for x, y in curve.points),
            str(round(end)),
            str(round(label)),
        )
        for place, (curve, end, label) in enumerate(zip(curves, ends, labels, strict=True))
    )


def _pixels(y: Fraction, highest: Fraction) -> str:
    return str(round(_TOP + _HEIGHT * (1 - y / highest)))


def _beside(y: str) -> tuple[str, str]:
    """A height, and that of the words: above the dot, but below it at the top."""
    return y, str(int(y) + (18 if int(y) < 2 * _TOP else -9))


def _named(x: Fraction, words: str) -> tuple[str, str, str]:
    """The place, which side of it the words stand on, and the words."""
    anchor = "start" if x < Fraction(1, 10) else "end" if x > Fraction(9, 10) else "middle"
    return percent(x), anchor, words
