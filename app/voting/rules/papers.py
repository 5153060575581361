"""What a count asks of the ballot papers: to lie in piles, to be moved on, to be compared.

The methods are written against these two protocols. `SortedPapers` here is the plain and exact
way, and the measure of any faster one.
"""

from collections import Counter
from collections.abc import Callable, ItemsView, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from app.voting.rules.ballots import (
    Overvotes,
    Preferences,
    Ranking,
    Rankings,
    is_blank,
    preferences,
    readable,
)

Matrix = list[list[int]]
"""`matrix[a][b]`: how many ballots prefer candidate `a` to candidate `b`."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What each candidate received, and what found no next preference, in units of a vote."""

    received: Sequence[int]
    exhausted: int


class Piles(Protocol):
    """Papers sorted by the candidate they count for at this stage."""

    def first(self) -> list[int]:
        """Votes by first preference, in units of a vote, one entry for each candidate."""

    def transfer(self, source: int, hopeful: Set[int], revalue: Callable[[int], int]) -> Transfer:
        """Move the papers of `source` to the next of their preferences that is `hopeful`.

        `revalue` turns a paper's value into the value at which it is passed on.
        """


class Papers(Protocol):
    """All ballots of one ranked election, cleaned by its rules."""

    @property
    def candidates(self) -> tuple[str, ...]: ...

    @property
    def ballots(self) -> int:
        """Ballots handed in."""

    @property
    def marked(self) -> int:
        """Ballots that are not blank."""

    def orders(self) -> Mapping[Preferences, int]:
        """Distinct orders of preference, those without any preference included."""

    def piles(self, unit: int) -> Piles:
        """The papers by first preference, each worth `unit`."""

    def pairwise(self) -> Matrix: ...


class SortedPapers:
    """Papers kept as distinct orders of preference with their number."""

    def __init__(self, rankings: Rankings, overvotes: Overvotes = Overvotes.STOP) -> None:
        self.candidates = rankings.candidates
        self._rankings = rankings
        self._overvotes = overvotes

    @cached_property
    def ballots(self) -> int:
        return sum(self._rankings.ballots.values())

    @cached_property
    def marked(self) -> int:
        blank = sum(number for ranking, number in self._items() if is_blank(ranking))
        return self.ballots - blank

    def orders(self) -> Mapping[Preferences, int]:
        orders: Counter[Preferences] = Counter()
        for ranking, number in self._items():
            orders[preferences(ranking, self._overvotes)] += number
        return orders

    def piles(self, unit: int) -> Piles:
        return SortedPiles(self.orders(), len(self.candidates), unit)

    def pairwise(self) -> Matrix:
        matrix = [[0] * len(self.candidates) for _ in self.candidates]
        everyone = range(len(self.candidates))
        for ranking, number in self._weak_orders():
            below = set(everyone)
            for rank in ranking:
                below.difference_update(rank)
                for candidate in rank:
                    row = matrix[candidate]
                    for other in below:
                        row[other] += number
        return matrix

    def _weak_orders(self) -> Iterable[tuple[Ranking, int]]:
        if not self._rankings.ties:
            ranks = [(one,) for one in range(len(self.candidates))]
            return ((tuple(ranks[c] for c in order), n) for order, n in self.orders().items())
        return ((readable(r, self._overvotes, True), n) for r, n in self._items())

    def _items(self) -> ItemsView[Ranking, int]:
        return self._rankings.ballots.items()


class SortedPiles:
    """One list of papers for each candidate: order, place reached, number, value of each."""

    def __init__(self, orders: Mapping[Preferences, int], candidates: int, unit: int) -> None:
        self._piles: list[list[tuple[Preferences, int, int, int]]] = [[] for _ in range(candidates)]
        for order, number in orders.items():
            if order:
                self._piles[order[0]].append((order, 0, number, unit))

    def first(self) -> list[int]:
        return [sum(number * value for _, _, number, value in pile) for pile in self._piles]

    def transfer(self, source: int, hopeful: Set[int], revalue: Callable[[int], int]) -> Transfer:
        received = [0] * len(self._piles)
        exhausted = 0
        for order, place, number, value in self._piles[source]:
            passed = revalue(value)
            for later in range(place + 1, len(order)):
                if order[later] in hopeful:
                    self._piles[order[later]].append((order, later, number, passed))
                    received[order[later]] += number * passed
                    break
            else:
                exhausted += number * passed
        self._piles[source] = []
        return Transfer(received, exhausted)
