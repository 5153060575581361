"""Ballot papers in numpy arrays, for elections with many distinct ballots.

The methods in `rules` ask the same questions of these papers as of `SortedPapers`, which is the
plain way and the measure: the answers, and so the counts, are the same. All figures are integers.

A table has one row for each ballot and one column for each rank; a cell is the number of a
candidate, NO_MARK or SEVERAL_MARKS.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Set
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from app.voting.rules.ballots import Overvotes, Preferences, Rank, Rankings
from app.voting.rules.papers import Matrix, Piles, SortedPapers, Transfer

NO_MARK, SEVERAL_MARKS = -1, -2

_CHUNK = 65_536  # rows compared at a time, so that they stay in the processor's cache

Table = NDArray[np.signedinteger]
Numbers = NDArray[np.int64]
Rows = NDArray[np.intp]


class FastPapers(SortedPapers):
    """Sorted papers that are moved and compared as arrays."""

    @cached_property
    def _table(self) -> Table:
        return _cleaned(_table_of(self._rankings), self._overvotes)

    @cached_property
    def _numbers(self) -> Numbers:
        return np.fromiter(self._rankings.ballots.values(), np.int64, len(self._rankings.ballots))

    def piles(self, unit: int) -> Piles:
        return FastPiles(self._table, self._numbers, len(self.candidates), unit)

    def pairwise(self) -> Matrix:
        if self._rankings.ties and _shares_ranks(self._rankings):
            return super().pairwise()
        return _pairwise(self._table, self._numbers, len(self.candidates))


class TablePapers:
    """Papers from a table in memory, one row for each ballot."""

    def __init__(
        self,
        candidates: tuple[str, ...],
        table: Table,
        overvotes: Overvotes = Overvotes.STOP,
    ) -> None:
        self.candidates = candidates
        self._table = table
        self._overvotes = overvotes

    @property
    def ballots(self) -> int:
        return len(self._table)

    @cached_property
    def marked(self) -> int:
        left = self._table[self._table[:, 0] == NO_MARK]
        return self.ballots - int(np.count_nonzero((left == NO_MARK).all(axis=1)))

    @cached_property
    def _clean(self) -> Table:
        return _cleaned(self._table, self._overvotes)

    def orders(self) -> Mapping[Preferences, int]:
        orders: Counter[Preferences] = Counter()
        for row, number in Counter(map(tuple, self._clean.tolist())).items():
            orders[tuple(dict.fromkeys(one for one in row if one != NO_MARK))] += number
        return orders

    def piles(self, unit: int) -> Piles:
        return FastPiles(self._clean, None, len(self.candidates), unit)

    def pairwise(self) -> Matrix:
        return _pairwise(self._clean, None, len(self.candidates))


class FastPiles:
    """For each row the candidate its paper counts for, how far it was read, and its value.

    Values stay exact integers of any size: a row holds only the place of its value in a list.
    A repeated candidate does no harm: whoever a paper has passed is no longer hopeful.
    """

    def __init__(self, table: Table, numbers: Numbers | None, candidates: int, unit: int) -> None:
        self._nobody = candidates
        end = np.full((len(table), 1), self._nobody, table.dtype)
        self._cells = np.hstack([table, end]).ravel()
        self._read = np.arange(len(table)) * (table.shape[1] + 1) - 1
        self._holder = np.empty(len(table), table.dtype)
        self._numbers = numbers
        self._values = [unit]
        self._value_of = np.zeros(len(table), np.intp)
        everyone = frozenset(range(candidates))
        self._first = self._hand_out(np.arange(len(table)), everyone).received

    def first(self) -> list[int]:
        return list(self._first)

    def transfer(self, source: int, hopeful: Set[int], revalue: Callable[[int], int]) -> Transfer:
        rows = np.flatnonzero(self._holder == source)
        old = self._value_of.take(rows)
        passed_at = np.zeros(len(self._values), np.intp)
        for place in np.flatnonzero(np.bincount(old, minlength=len(self._values))).tolist():
            passed_at[place] = self._place_of(revalue(self._values[place]))
        self._value_of[rows] = passed_at.take(old)
        return self._hand_out(rows, hopeful)

    def _place_of(self, value: int) -> int:
        if value not in self._values:
            self._values.append(value)
        return self._values.index(value)

    def _hand_out(self, rows: Rows, hopeful: Set[int]) -> Transfer:
        """Pass each paper to its next hopeful candidate; the rest is exhausted."""
        receiver = self._read_on(rows, hopeful)
        self._holder[rows] = receiver
        votes = [
            sum(number * value for number, value in zip(row, self._values, strict=True) if number)
            for row in self._papers_by_value(rows, receiver)
        ]
        return Transfer(votes[: self._nobody], votes[self._nobody])

    def _read_on(self, rows: Rows, hopeful: Set[int]) -> Table:
        """The receiver of each row: the next hopeful candidate, or nobody at its end."""
        passes = np.ones(self._nobody + 2, bool)  # the last place answers NO_MARK
        passes[[*hopeful, self._nobody]] = False
        at = self._read.take(rows) + 1
        receiver: Table = self._cells.take(at)
        left = np.flatnonzero(passes[receiver])
        while len(left):
            further = at.take(left) + 1
            found = self._cells.take(further)
            at[left] = further
            receiver[left] = found
            left = left.take(np.flatnonzero(passes[found]))
        self._read[rows] = at
        return receiver

    def _papers_by_value(self, rows: Rows, receiver: Table) -> list[list[int]]:
        """How many papers of each value each candidate, and last nobody, receives."""
        shape = (self._nobody + 1, len(self._values))
        group = receiver.astype(np.intp) * shape[1] + self._value_of.take(rows)
        if self._numbers is None:
            papers = np.bincount(group, minlength=shape[0] * shape[1])
        else:
            papers = np.zeros(shape[0] * shape[1], np.int64)
            np.add.at(papers, group, self._numbers.take(rows))
        by_value: list[list[int]] = papers.reshape(shape).tolist()
        return by_value


def _pairwise(table: Table, numbers: Numbers | None, candidates: int) -> Matrix:
    """Comparison by places: the first mention of a candidate, or below all where there is none."""
    matrix = [[0] * candidates for _ in range(candidates)]
    for start in range(0, len(table), _CHUNK):
        chunk = table[start : start + _CHUNK]
        places = _places(chunk, candidates)
        weights = None if numbers is None else numbers[start : start + _CHUNK]
        for a in range(candidates):
            for b in range(candidates):
                if a != b:
                    above = places[a] < places[b]
                    matrix[a][b] += int(
                        np.count_nonzero(above) if weights is None else weights[above].sum()
                    )
    return matrix


def _places(chunk: Table, candidates: int) -> Table:
    """For each candidate, and one more for marks without a name, the place in each row."""
    width = chunk.shape[1]
    places = np.full((candidates + 1, len(chunk)), width, np.int16 if width > 126 else np.int8)
    rows = np.arange(len(chunk))
    for place in range(width - 1, -1, -1):  # so that the first mention is written last
        places[chunk[:, place], rows] = place
    return places


def _cleaned(table: Table, overvotes: Overvotes) -> Table:
    """Only names and gaps: an overvote ends its row or becomes a gap."""
    several = table == SEVERAL_MARKS
    if not several.any():
        return table
    if overvotes is Overvotes.STOP:
        several = np.logical_or.accumulate(several, axis=1)
    return np.where(several, table.dtype.type(NO_MARK), table)


def _table_of(rankings: Rankings) -> Table:
    lengths = np.fromiter(map(len, rankings.ballots), np.intp, len(rankings.ballots))
    width = max(1, int(lengths.max(initial=0)))
    table = np.full((len(lengths), width), NO_MARK, np.int16)
    marks = map(_Marks().__getitem__, chain.from_iterable(rankings.ballots))
    table[np.arange(width) < lengths[:, None]] = np.fromiter(marks, np.int16, int(lengths.sum()))
    return table


class _Marks(dict[Rank, int]):
    """What stands in a cell of the table for each rank."""

    def __missing__(self, rank: Rank) -> int:
        self[rank] = rank[0] if len(rank) == 1 else SEVERAL_MARKS if rank else NO_MARK
        return self[rank]


def _shares_ranks(rankings: Rankings) -> bool:
    return any(len(rank) > 1 for ranking in rankings.ballots for rank in ranking)
