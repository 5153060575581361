"""Horizontal bars, single or in groups: the words stand above each bar. A name that would run into
its figure on a phone is shortened; the table under the chart has it whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from textwrap import shorten

from app.charts.places import Number, Table, percent

_HEAD, _ROW, _BAR, _GAP = 24, 40, 10, 12
_LONGEST = 38
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`text` is the value as the reader sees it; `kind` a colour: plain, for, against, abstain,
    open, or 1 to 4 for the series of a group."""

    label: str
    value: Number
    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class DrawnBar:
    label: str
    text: str
    kind: str
    x: str
    width: str
    y: int
    foot: int
    words_y: int


@dataclass(frozen=True, slots=True)
class BarChart:
    title: str
    description: str
    height: int
    thickness: int
    zero: str
    """Where zero lies; empty where it is the edge."""
    heads: tuple[tuple[str, int], ...]
    """The name of each group and its baseline."""
    bars: tuple[DrawnBar, ...]
    table: Table


def bar_chart(
    title: str, bars: Sequence[Bar], heads: tuple[str, str], description: str = ""
) -> BarChart:
    """One bar a row; `heads` name the two columns of its table. Values may be negative."""
    table = Table(heads, tuple((bar.label, bar.text) for bar in bars))
    return _drawn(title, description, [("", bars)], table)


def grouped_bars(
    title: str,
    groups: Sequence[tuple[str, Sequence[Bar]]],
    heads: Sequence[str],
    description: str = "",
) -> BarChart:
    """Groups of bars, the same series in each; `heads` name the columns: the group, the series."""
    rows = tuple((name, *(bar.text for bar in bars)) for name, bars in groups)
    return _drawn(title, description, groups, Table(tuple(heads), rows))


def _drawn(
    title: str, description: str, groups: Sequence[tuple[str, Sequence[Bar]]], table: Table
) -> BarChart:
    every = chain.from_iterable(bars for _, bars in groups)
    values = [Fraction(0), *(Fraction(bar.value) for bar in every)]
    low = min(values)
    span = max(values) - low or Fraction(1)
    heads: list[tuple[str, int]] = []
    drawn: list[DrawnBar] = []
    y = 0
    for name, bars in groups:
        if name:
            heads.append((name, y + 16))
            y += _HEAD
        for bar in bars:
            drawn.append(_bar(bar, y, low, span))
            y += _ROW
        y += _GAP if name else 0
    zero = percent(-low / span) if low else ""
    return BarChart(title, description, max(y, 1), _BAR, zero, tuple(heads), tuple(drawn), table)


def _bar(bar: Bar, y: int, low: Fraction, span: Fraction) -> DrawnBar:
    value = Fraction(bar.value)
    return DrawnBar(
        shorten(bar.label, _LONGEST, placeholder=" …"),
        bar.text,
        bar.kind,
        x=percent((min(value, Fraction(0)) - low) / span),
        width=percent(abs(value) / span),
        y=y + 20,
        foot=y + 20 + _BAR,
        words_y=y + 14,
    )
