"""A long LOG.csv as columns of numbers: each way of writing a line is read once.

For plain files: no quotes, no crews, a date and a member first. Of any other, and of one with a
fault, nothing is known here (NotSummed): it is read line by line then, which also says what is
wrong with it.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from app.production.hours import HoursKind
from app.production.log_files import COLUMNS, Unreadable, day_of, kind_of, minutes_of, number_of
from app.wages.rules.summed import NotSummed

Codes = NDArray[np.int32]

_AT_ONCE = 1 << 14
"""Characters read at a time: little enough to stay in the processor's cache."""
_REMEMBERED = 500_000
"""Ends of lines."""


@dataclass(frozen=True, slots=True)
class LogColumns:
    """The lines of a log. `day`, `member` and `tail` number what stands in each line: the days
    and members, and the ends of lines, which in turn number items, quantities, rejects, minutes
    and kinds of hours."""

    day: Codes
    member: Codes
    tail: Codes
    days: list[date]
    members: list[str]
    tails: Codes
    items: list[str]
    quantities: list[Fraction]
    rejects: list[Fraction]
    minutes: list[Fraction]
    kinds: list[HoursKind]


class _Numbered(dict[str, int]):
    """Words by number, in the order in which they were met."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _Tails(dict[str, int]):
    """The ends of lines, behind date and member, by number; not all are remembered, so that one
    may have two numbers."""

    def __init__(self, headings: list[str]) -> None:
        self.width = len(headings)
        self.places = [headings.index(one) if one in headings else -1 for one in COLUMNS[2:]]
        self.cells = array("i")
        self.words = tuple(_Numbered() for _ in range(5))

    def __missing__(self, tail: str) -> int:
        cells = tail.split(",")
        if len(cells) != self.width:
            raise NotSummed
        if not tail.isascii() or " " in tail or "\t" in tail:
            cells = [cell.strip() for cell in cells]
        cells.append("")
        item, quantity, rejects, hours, kind, crew = map(cells.__getitem__, self.places)
        made = quantity or rejects
        if crew or not (made or hours) or (made and not item):
            raise NotSummed
        number = len(self.cells) // 5
        items, quantities, bad, times, kinds = self.words
        self.cells.extend(
            (items[item], quantities[quantity], bad[rejects], times[hours], kinds[kind])
        )
        if len(self) >= _REMEMBERED:
            self.clear()
        self[tail] = number
        return number


def read_columns(path: Path) -> LogColumns:
    """Raises NotSummed."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(file)
    except (OSError, UnicodeDecodeError, Unreadable, IndexError):
        raise NotSummed from None


def _read(file: TextIO) -> LogColumns:
    headings = [heading.strip().lower() for heading in file.readline().split(",")]
    if headings[:2] != ["date", "member"] or not set(headings) <= set(COLUMNS):
        raise NotSummed
    if len(headings) < 3 or len(set(headings)) < len(headings):
        raise NotSummed
    days, members, tails = _Numbered(), _Numbered(), _Tails(headings[2:])
    columns: tuple[list[Codes], ...] = ([], [], [])
    for lines in _lines(file):
        rows = [line.split(",", 2) for line in lines]
        for place, numbered in enumerate((days, members, tails)):
            words = [row[place] for row in rows]
            numbers = map(numbered.__getitem__, words)
            columns[place].append(np.fromiter(numbers, np.int32, len(words)))
    if not columns[0]:
        raise NotSummed
    day, member, tail = (_joined(parts) for parts in columns)
    names = [word.strip() for word in members]
    if not all(names) or len(set(names)) < len(names):
        raise NotSummed
    items, quantities, rejects, hours, kinds = tails.words
    return LogColumns(
        day,
        member,
        tail,
        [day_of(word.strip()) for word in days],
        names,
        np.array(tails.cells, np.int32).reshape(-1, 5),
        list(items),
        [number_of(word, "quantity") for word in quantities],
        [number_of(word, "rejects") for word in rejects],
        [minutes_of(word) for word in hours],
        [kind_of(word) for word in kinds],
    )


def _lines(file: TextIO) -> Iterator[list[str]]:
    while text := file.read(_AT_ONCE):
        text = (text + file.readline()).replace("\r\n", "\n")
        if '"' in text or "\r" in text or "\0" in text:
            raise NotSummed
        yield text.removesuffix("\n").split("\n")


def _joined(parts: list[Codes]) -> Codes:
    joined = np.concatenate(parts)
    parts.clear()  # a long log lies in memory once
    return joined
