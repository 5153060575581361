"""Meek's method: every ballot is counted anew after each election or defeat.

Source: the Reference Meek Rule of the Proportional Representation Foundation, which states in
fixed-point arithmetic what I. D. Hill, B. A. Wichmann and D. R. Woodall published as Algorithm 123
(The Computer Journal 30, 1987), the method New Zealand elects by. All figures have nine decimals;
a kept share and a keep factor are rounded up, the quota is cut off and raised by one unit, and
an iteration ends when the surplus is below 0.000001.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from app.money import round_half_up
from app.sentences import Sentence
from app.voting.rules.ballots import Preferences
from app.voting.rules.papers import Papers
from app.voting.rules.results import Count
from app.voting.rules.seats import TransferableCount
from app.voting.rules.ties import Lot, OpenTie

UNIT = 1_000_000_000
OMEGA = 1_000
JUDGED = 100_000


def meek(papers: Papers, seats: int, lot: Lot) -> Count:
    """Fill `seats`; the quota falls as ballots run out, and the one given is the last.

    Votes that agree in five decimals are level.
    """
    count = _MeekCount(papers, seats, lot)
    while not count.finished:
        count.hold_round()
    return count.result("meek", count.quota)


class _Branch:
    """Ballots that agree in their first preferences, branched by the next only when asked:
    nothing is read beyond the first candidate who keeps a whole vote."""

    def __init__(self, ballots: Sequence[tuple[Preferences, int]], depth: int) -> None:
        self.number = sum(number for _, number in ballots)
        self._ballots = ballots
        self._depth = depth
        self._branches: dict[int, _Branch] | None = None

    def branches(self) -> Mapping[int, "_Branch"]:
        if self._branches is None:
            depth, parts = self._depth, defaultdict(list)
            for order, number in self._ballots:
                if len(order) > depth:
                    parts[order[depth]].append((order, number))
            self._branches = {one: _Branch(part, depth + 1) for one, part in parts.items()}
            self._ballots = ()
        return self._branches


class _MeekCount(TransferableCount):
    def __init__(self, papers: Papers, seats: int, lot: Lot) -> None:
        super().__init__(papers, seats, lot, UNIT)
        ballots = [(order, number) for order, number in papers.orders().items() if order]
        self.tree = _Branch(ballots, 0)
        self.valid = self.tree.number
        self.keep = [UNIT] * len(self.names)
        self.quota = 0

    def hold_round(self) -> None:
        """Iterate until someone is elected or must be defeated, then decide."""
        self._iterate()
        self.history.append([round_half_up(self.amount(v) * JUDGED) for v in self.votes])
        before = len(self.elected)
        defeated: tuple[int, ...] = ()
        why = self.elect_by_quota(self.quota)
        if self.is_complete():
            why += self.complete()
        elif len(self.elected) == before:
            defeated, why = self._defeat_weakest()
        votes = dict(enumerate(self.votes))
        exhausted = self.valid * UNIT - sum(self.votes)
        self.note(votes, exhausted, self.elected[before:], defeated, why, self.quota)

    def _iterate(self) -> None:
        """Adjust keep factors until a hopeful reaches the quota or the surpluses are spent."""
        last_surplus: int | None = None
        while True:
            self._distribute()
            self.quota = sum(self.votes) // (self.seats + 1) + 1
            if any(self.votes[one] >= self.quota for one in self.hopeful):
                return
            surplus = max(0, sum(self.votes[one] - self.quota for one in self.elected))
            if surplus < OMEGA or (last_surplus is not None and surplus >= last_surplus):
                return
            last_surplus = surplus
            for one in self.elected:
                kept = _up(self.keep[one] * self.quota, UNIT)
                self.keep[one] = min(UNIT, _up(kept * UNIT, self.votes[one]))

    def _distribute(self) -> None:
        """Each candidate keeps a share of what reaches them, the rest goes on down the ballot.

        The share depends on a ballot's preferences so far, so that equal ones go together.
        """
        self.votes = [0] * len(self.names)
        waiting = [(self.tree, UNIT)]
        while waiting:
            branch, weight = waiting.pop()
            for candidate, following in branch.branches().items():
                kept = _up(weight * self.keep[candidate], UNIT)
                self.votes[candidate] += kept * following.number
                if kept < weight:
                    waiting.append((following, weight - kept))

    def _defeat_weakest(self) -> tuple[tuple[int, ...], list[Sentence]]:
        choice = self.weakest()
        if isinstance(choice, OpenTie):
            return (), self.leave_open(choice)
        self.keep[choice.chosen] = 0
        return (choice.chosen,), self.defeat(choice)


def _up(dividend: int, divisor: int) -> int:
    """The quotient, rounded up."""
    return -(-dividend // divisor)
