"""How long a count takes, against other counters and against the least it could take.

    python -m bench.count [MOST]

Ballots lie in memory as one array, 12 candidates, cut short as voters do. A time covers all that
a program does from there to its result. The limit packs each ballot into one integer and groups
equal ones, with numpy: reading every ballot once, and no count yet. Others are pyrankvote,
votelib, and votekit where it is installed; one that took over a minute is not asked again.
"""

import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from app.voting.counting import MANY, count, count_papers
from app.voting.fast_papers import NO_MARK, TablePapers
from app.voting.rules.ballots import Rankings
from app.voting.rules.ties import Lot

NAMES = tuple("ABCDEFGHIJKL")
LOT = Lot("bench", published=True)
PATIENCE = 60.0
SEATS = {"irv": 1, "stv": 5, "schulze": 1}
HEAD = (
    "method     ballots distinct   limit s   artel s  x limit  best other s  x faster  best other"
)

Table = np.ndarray[Any, np.dtype[np.int8]]


def ballots(number: int) -> Table:
    """Three camps, each voter's ranking drawn around one of them; four in ten rank everybody."""
    chance = np.random.default_rng(number)
    camps = chance.normal(size=(3, len(NAMES)))
    taste = 1.5 * camps[chance.integers(0, 3, number)] + chance.gumbel(size=(number, len(NAMES)))
    table = np.argsort(-taste, axis=1).astype(np.int8)
    ranked = np.where(chance.random(number) < 0.4, len(NAMES), chance.integers(1, 12, number))
    table[np.arange(len(NAMES)) >= ranked[:, None]] = NO_MARK
    return table


def limit(table: Table) -> None:
    packed = (table + 1).astype(np.int64) @ (16 ** np.arange(len(NAMES), dtype=np.int64))
    np.unique(packed, return_counts=True)


def artel(method: str, table: Table) -> object:
    """The plain way for few ballots, arrays for many: what `count` itself would choose."""
    if len(table) < MANY:
        return count(method, Rankings(NAMES, grouped(table)), SEATS[method], LOT).elected
    return count_papers(method, TablePapers(NAMES, table), SEATS[method], LOT).elected


def grouped(table: Table) -> Counter[tuple[tuple[int, ...], ...]]:
    rank = {one: (one,) for one in range(len(NAMES))} | {NO_MARK: ()}
    return Counter(tuple(map(rank.__getitem__, row)) for row in table.tolist())


def orders(table: Table) -> Counter[tuple[str, ...]]:
    rows = Counter(map(tuple, table.tolist()))
    named: Counter[tuple[str, ...]] = Counter()
    for row, number in rows.items():
        named[tuple(NAMES[one] for one in row if one != NO_MARK)] += number
    return named


def pyrankvote(method: str, table: Table) -> object:
    import pyrankvote as library

    candidates = [library.Candidate(name) for name in NAMES]
    cast = [library.Ballot([candidates[one] for one in row if one >= 0]) for row in table.tolist()]
    if method == "irv":
        return library.instant_runoff_voting(candidates, cast).get_winners()
    if method == "stv":
        return library.single_transferable_vote(candidates, cast, SEATS[method]).get_winners()
    return None


def votelib(method: str, table: Table) -> object:
    from votelib.convert import RankedToCondorcetVotes
    from votelib.evaluate.condorcet import Schulze
    from votelib.evaluate.sequential import TransferableVoteSelector

    cast = orders(table)
    if method == "schulze":
        return Schulze().evaluate(RankedToCondorcetVotes().convert(cast))
    transferable = TransferableVoteSelector(transferer="Gregory", quota_function="droop")
    return transferable.evaluate(cast, SEATS[method])


def votekit(method: str, table: Table) -> object:
    from votekit import Ballot, PreferenceProfile
    from votekit.elections import IRV, STV, Schulze

    cast = PreferenceProfile(
        ballots=tuple(
            Ballot(ranking=tuple({name} for name in order), weight=number)
            for order, number in orders(table).items()
        ),
        candidates=NAMES,
    )
    election = {"irv": IRV, "schulze": Schulze}.get(method)
    return election(cast) if election else STV(cast, m=SEATS[method])


OTHERS: dict[str, Callable[[str, Table], object]] = {
    "pyrankvote": pyrankvote,
    "votelib": votelib,
    "votekit": votekit,
}


def seconds(work: Callable[[], object], times: int) -> float:
    """Processor time, the best of several runs: what else the machine does is no part of it."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def best_other(method: str, table: Table, left_out: set[tuple[str, str]]) -> tuple[float, str]:
    """The quickest of the other counters; who was too slow goes to `left_out`."""
    times = []
    for name, counter in OTHERS.items():
        if (name, method) in left_out:
            continue
        try:
            took = seconds(partial(counter, method, table), 1)
        except NotImplementedError:  # votelib refuses some ties
            continue
        if took > PATIENCE:
            left_out.add((name, method))
        times.append((took, name))
    return min(times, default=(float("nan"), "none"))


def main(most: int) -> None:
    left_out = {("pyrankvote", "schulze")}  # it has no Schulze
    for name in OTHERS:
        if importlib.util.find_spec(name) is None:
            print(f"{name} is not installed: left out")
            left_out.update((name, method) for method in SEATS)
    print(HEAD)
    size = 1_000
    while size <= most:
        table = ballots(size)
        distinct = len(np.unique(table, axis=0)) / size
        bare = seconds(partial(limit, table), 5)
        for method in SEATS:
            ours = seconds(partial(artel, method, table), 3)
            other, name = best_other(method, table, left_out)
            print(
                f"{method:8}{size:>10,}{distinct:>9.0%}{bare:>10.4f}{ours:>10.4f}"
                f"{ours / bare:>9.2f}{other:>14.4f}{other / ours:>10.1f}  {name}",
                flush=True,
            )
        size *= 10


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
