"""A long LOG.csv as columns of numbers: each word of a column is read once.

For plain files: no quotes, no crews, a date and a member first. Of any other, and of one with a
fault, nothing is known here (NotSummed): it is read line by line then, which also says what is
wrong with it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import compress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.production.files.log_files import (
    COLUMNS,
    Unreadable,
    day_of,
    kind_of,
    minutes_of,
    number_of,
)
from app.production.hours import HoursKind
from app.wages.rules.summed.work import NotSummed

Codes = NDArray[np.integer]
_Places = NDArray[np.intp]
_Keys = NDArray[np.uint64]

_AT_ONCE = 1 << 20
"""Bytes read at a time: little enough to stay in the processor's cache."""
_PIECE = 8
"""Bytes compared at a time."""
_LONGEST = 64
_SLOT_BITS = 16
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - _SLOT_BITS)
_MASKS = np.array([(1 << 8 * width) - 1 for width in range(_PIECE + 1)], np.uint64)


@dataclass(frozen=True, slots=True)
class LogColumns:
    """The lines of a log. `day` to `kind` number what stands in each line; the lists say what
    has which number."""

    day: Codes
    member: Codes
    item: Codes
    quantity: Codes
    reject: Codes
    minute: Codes
    kind: Codes
    days: list[date]
    members: list[str]
    items: list[str]
    quantities: list[Fraction]
    rejects: list[Fraction]
    minutes: list[Fraction]
    kinds: list[HoursKind]


class _Numbers:
    """Keys by number. The last key to fall into a slot is found there, others in a dict."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}
        self._keys = np.zeros(1 << _SLOT_BITS, np.uint64)
        self._numbers = np.full(1 << _SLOT_BITS, -1, np.int32)

    def of(self, keys: _Keys, new: Callable[[int], int]) -> NDArray[np.int32]:
        """The number of each; `new` gives one to the key in a row."""
        slots = (keys * _SPREAD) >> _SHIFT
        numbers: NDArray[np.int32] = self._numbers[slots]
        missed = np.flatnonzero((self._keys[slots] != keys) | (numbers < 0))
        if missed.size:
            met, rows, back = np.unique(keys[missed], return_index=True, return_inverse=True)
            rows = missed[rows]
            known = self._known
            for key, row in zip(met.tolist(), rows.tolist(), strict=True):
                if key not in known:
                    known[key] = new(row)
            found = np.array([known[key] for key in met.tolist()], np.int32)
            numbers[missed] = found[back]
            taken, one = np.unique(slots[rows], return_index=True)
            self._keys[taken], self._numbers[taken] = met[one], found[one]
        return numbers


class _Column:
    """The words of one column by number, 0 for the empty one, and the numbers line by line."""

    def __init__(self) -> None:
        self._levels = defaultdict[int, _Numbers](_Numbers)
        self._pieces, self._met = _Numbers(), 0
        self._words = [b""]
        self._parts: list[Codes] = []

    def add(self, text: bytes, starts: _Places, ends: _Places) -> NDArray[np.int32]:
        """The numbers of a block's words, one in each line, from its start to its end. Behind
        the block stand as many zeros as a piece has bytes."""
        widths = ends - starts
        longest = int(widths.max())
        if longest > _LONGEST:
            raise NotSummed
        pieces: _Keys = np.ndarray((len(text) - _PIECE + 1,), "<u8", text, strides=(1,))
        numbers = np.zeros(len(widths), np.int32)
        for first in range(0, longest, _PIECE):
            rows = np.flatnonzero(widths > first)
            begin, here = starts[rows], starts[rows] + first
            end = np.minimum(ends[rows], here + _PIECE)
            keys = pieces[here] & _MASKS[end - here]
            if first:  # a longer word: what it began with, and its next piece
                keys = self._pieces.of(keys, self._new_piece).astype(np.uint64)
                keys |= numbers[rows].astype(np.uint64) << np.uint64(32)
            new = partial(self._new_word, text, begin, end)
            numbers[rows] = self._levels[first // _PIECE].of(keys, new)
        self._parts.append(numbers.astype(np.min_scalar_type(len(self._words))))
        return numbers

    def _new_word(self, text: bytes, begin: _Places, end: _Places, row: int) -> int:
        self._words.append(text[begin[row] : end[row]])
        return len(self._words) - 1

    def _new_piece(self, _: int) -> int:
        self._met += 1
        return self._met

    def done(self) -> tuple[Codes, list[str]]:
        """The numbers of all lines, and the words, each without blanks around it. The empty word
        has number 0, also where none is empty; mere beginnings of words have gone."""
        if not self._parts:
            raise NotSummed
        numbers = np.concatenate(self._parts)
        self._parts.clear()  # a long log lies in memory once
        used = np.bincount(numbers, minlength=len(self._words)) > 0
        used[0] = True
        places = (np.cumsum(used) - 1).astype(numbers.dtype)
        words = [word.decode().strip() for word in compress(self._words, used.tolist())]
        if not all(words[1:]):
            raise NotSummed
        return places[numbers], words


def read_columns(path: Path) -> LogColumns:
    """Raises NotSummed."""
    try:
        with path.open("rb") as file:
            return _read(file)
    except (OSError, UnicodeDecodeError, Unreadable):
        raise NotSummed from None


def _read(file: BinaryIO) -> LogColumns:
    heading = file.readline(_AT_ONCE).removeprefix(b"\xef\xbb\xbf").decode()
    headings = [one.strip().lower() for one in heading.split(",")]
    if headings[:2] != ["date", "member"] or not set(headings) <= set(COLUMNS):
        raise NotSummed
    if len(headings) < 3 or len(set(headings)) < len(headings):
        raise NotSummed
    columns = [_Column() for _ in COLUMNS]
    order = [headings.index(one) if one in headings else None for one in COLUMNS]
    for text in _blocks(file):
        _add(text, columns, order, len(headings))
    return _log([column.done() for column in columns])


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while text := file.read(_AT_ONCE):
        rest = file.readline(_AT_ONCE)
        if len(rest) == _AT_ONCE:
            raise NotSummed  # a line without end
        text = (text + rest).replace(b"\r\n", b"\n")
        if any(one in text for one in (b'"', b"\r", b"\0")):
            raise NotSummed
        yield text if text.endswith(b"\n") else text + b"\n"


def _add(text: bytes, columns: Sequence[_Column], order: Sequence[int | None], width: int) -> None:
    """Adds whole lines to the columns; `order` says where in a line each column stands."""
    signs = np.frombuffer(text, np.uint8)
    ends, commas = np.flatnonzero(signs == ord("\n")), np.flatnonzero(signs == ord(","))
    if len(commas) != len(ends) * (width - 1):
        raise NotSummed
    edges = np.column_stack((np.append(-1, ends[:-1]), commas.reshape(len(ends), -1), ends))
    if (np.diff(edges, axis=1) < 1).any():
        raise NotSummed  # a comma too many in one line, one too few in another
    padded = text + bytes(_PIECE)
    nothing = np.zeros(len(ends), np.intp)
    day, member, item, quantity, rejects, hours, _, crew = (
        column.add(padded, nothing, nothing)
        if place is None
        else column.add(padded, edges[:, place] + 1, edges[:, place + 1])
        for column, place in zip(columns, order, strict=True)
    )
    made = quantity | rejects
    if crew.any() or not (day.all() and member.all() and (made | hours).all()):
        raise NotSummed
    if (made.astype(bool) & (item == 0)).any():
        raise NotSummed


def _log(columns: Sequence[tuple[Codes, list[str]]]) -> LogColumns:
    day, member, item, quantity, reject, minute, kind = (codes for codes, _ in columns[:-1])
    days, members, items, quantities, rejects, hours, kinds = (words for _, words in columns[:-1])
    if any(len(set(names)) < len(names) for names in (members, items)):
        raise NotSummed
    return LogColumns(
        day=day,
        member=member,
        item=item,
        quantity=quantity,
        reject=reject,
        minute=minute,
        kind=kind,
        days=[date.min, *map(day_of, days[1:])],
        members=members,
        items=items,
        quantities=[number_of(word, "quantity") for word in quantities],
        rejects=[number_of(word, "rejects") for word in rejects],
        minutes=[minutes_of(word) for word in hours],
        kinds=[kind_of(word) for word in kinds],
    )
