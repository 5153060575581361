"""Horizontal bars: the words stand above each. A name that would run into
its figure on a phone is shortened; the table under the chart has it whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import shorten

from app.charts.places import Number, Table, percent

_ROW, _BAR = 40, 10
_LONGEST = 38
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`text` is the value as the reader sees it; `kind` a colour: plain, for, against, abstain,
    open."""

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
    bars: tuple[DrawnBar, ...]
    table: Table


def bar_chart(
    title: str, bars: Sequence[Bar], heads: tuple[str, str], description: str = ""
) -> BarChart:
    """One bar a row; `heads` name the two columns of its table. Values may be negative."""
    values = [Fraction(0), *(Fraction(bar.value) for bar in bars)]
    low = min(values)
    span = max(values) - low or Fraction(1)
    return BarChart(
        title,
        description,
        height=max(len(bars) * _ROW, 1),
        thickness=_BAR,
        zero=percent(-low / span) if low else "",
        bars=tuple(_bar(bar, row * _ROW, low, span) for row, bar in enumerate(bars)),
        table=Table(heads, tuple((bar.label, bar.text) for bar in bars)),
    )


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
