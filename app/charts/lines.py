"""Lines over time, each labelled where it ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.charts.places import KINDS, Number, Table, apart, cut, on_grid, percent, round_steps

_TOP, _HEIGHT, _LABEL_GAP, _LABEL_LENGTH = 20, 200, 20, 14
PLOT = Fraction(7, 10)  # of the width; the rest holds the labels


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    values: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class DrawnLine:
    label: str
    kind: int
    """1 to 4: solid, dashed, dotted, grey."""
    points: str
    end_y: str
    label_y: str


@dataclass(frozen=True, slots=True)
class LineChart:
    title: str
    description: str
    width: str
    top: int
    height: int
    lines: tuple[DrawnLine, ...]
    ticks: tuple[tuple[str, str], ...]
    """The y of each level line and its words."""
    moments: tuple[tuple[str, str, str], ...]
    """The x, the anchor and the words of the first, middle and last point."""
    table: Table
    marks: tuple[tuple[str, str, str], ...] = ()
    """Upright lines: the x, the anchor and the words."""
    dots: tuple[tuple[str, str, str, str, str], ...] = ()
    """Points of a line: the x, the anchor, the words, the y and the y of the words."""

    @property
    def foot(self) -> int:
        return self.top + self.height


def line_chart(
    title: str,
    moments: Sequence[str],
    lines: Sequence[Line],
    text: Callable[[Number], str],
    head: str,
    description: str = "",
) -> LineChart:
    """One to four lines of values from zero up, over the same moments; `text` words a value.

    Raises ValueError where a line has not one value a moment, or one below zero.
    """
    if any(len(line.values) != len(moments) for line in lines):
        raise ValueError("a line needs one value a moment")
    if any(value < 0 for line in lines for value in line.values):
        raise ValueError("a line chart starts at zero")
    steps = round_steps(max((value for line in lines for value in line.values), default=1))
    most = steps[-1] or Fraction(1)
    rows = tuple(
        (moment, *(text(line.values[place]) for line in lines))
        for place, moment in enumerate(moments)
    )
    return LineChart(
        title,
        description,
        percent(PLOT),
        _TOP,
        _HEIGHT,
        _drawn(lines, most) if moments else (),
        tuple((_pixels(_y(step, most)), text(step)) for step in steps),
        _named_moments(moments),
        Table((head, *(line.label for line in lines)), rows),
    )


def _drawn(lines: Sequence[Line], most: Fraction) -> tuple[DrawnLine, ...]:
    ends = [_y(line.values[-1], most) for line in lines]
    labels = apart(ends, _LABEL_GAP, _TOP, _TOP + _HEIGHT)
    return tuple(
        DrawnLine(
            cut(line.label, _LABEL_LENGTH),
            place % KINDS + 1,
            _points(line.values, most),
            _pixels(end),
            _pixels(label),
        )
        for place, (line, end, label) in enumerate(zip(lines, ends, labels, strict=True))
    )


def _y(value: Number, most: Fraction) -> Fraction:
    return _TOP + _HEIGHT * (1 - value / most)


def _pixels(y: Fraction) -> str:
    return str(round(y))


def _points(values: Sequence[Number], most: Fraction) -> str:
    last = max(len(values) - 1, 1)
    return " ".join(
        f"{on_grid(Fraction(place, last))},{on_grid(1 - value / most)}"
        for place, value in enumerate(values)
    )


def _named_moments(moments: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    if not moments:
        return ()
    last = len(moments) - 1
    named = [(percent(0), "start", moments[0])]
    if last >= 4:
        middle = last // 2
        named.append((percent(PLOT * Fraction(middle, last)), "middle", moments[middle]))
    if last >= 1:
        named.append((percent(PLOT), "end", moments[last]))
    return tuple(named)
