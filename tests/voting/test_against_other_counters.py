"""The same elections, counted by other people's programs.

They are compared where the rules coincide: pyrankvote breaks ties by chance, votelib refuses some
and takes equally strong defeats for ties where Schulze looks at the votes against; pyrankvote's
STV moves whole surpluses in floats and is left out. votelib's Gregory transfers are exact where
the Scottish ones cut off, which matters to nobody's seat in elections of this size.
"""

import random

import pyrankvote
import pytest
from votelib.convert import RankedToCondorcetVotes
from votelib.evaluate.condorcet import Schulze
from votelib.evaluate.sequential import TransferableVoteSelector

from app.voting.counting import count
from app.voting.rules.ballots import Rankings
from app.voting.rules.papers import SortedPapers
from app.voting.rules.schulze import strongest_paths
from app.voting.rules.ties import Lot

NAMES = ("Ann", "Ben", "Cid", "Dot", "Eva", "Fay")
LOT = Lot("f00d", published=False)


def election(seed, complete=False):
    """Some hundred ballots, an odd number, at random, cut short unless `complete`."""
    chance = random.Random(seed)  # noqa: S311 - the same elections each time
    ballots = {}
    for _ in range(501 + 2 * seed):
        length = len(NAMES) if complete else chance.randint(1, len(NAMES))
        ranking = tuple((one,) for one in chance.sample(range(len(NAMES)), length))
        ballots[ranking] = ballots.get(ranking, 0) + 1
    return Rankings(NAMES, ballots)


def by_name(rankings):
    return {
        tuple(NAMES[one] for (one,) in ranking): number
        for ranking, number in rankings.ballots.items()
    }


@pytest.mark.parametrize("seed", range(60))
def test_instant_runoff_agrees_with_pyrankvote(seed):
    rankings = election(seed)
    result = count("irv", rankings, 1, LOT)
    if result.tied:
        return
    candidates = {name: pyrankvote.Candidate(name) for name in NAMES}
    ballots = [
        pyrankvote.Ballot([candidates[name] for name in order])
        for order, number in by_name(rankings).items()
        for _ in range(number)
    ]

    theirs = pyrankvote.instant_runoff_voting(list(candidates.values()), ballots)

    assert [winner.name for winner in theirs.get_winners()] == list(result.elected)


@pytest.mark.parametrize("seed", range(60))
def test_stv_agrees_with_votelib(seed):
    rankings = election(seed)
    result = count("stv", rankings, 3, LOT)
    if result.tied:
        return
    theirs = TransferableVoteSelector(transferer="Gregory", quota_function="droop")

    assert set(theirs.evaluate(by_name(rankings), 3)) == set(result.elected)


@pytest.mark.parametrize("seed", range(60))
def test_schulze_agrees_with_votelib(seed):
    rankings = election(seed, complete=True)
    result = count("schulze", rankings, 1, LOT)
    paths = strongest_paths(SortedPapers(rankings).pairwise(), range(len(NAMES)))
    if result.tied or any(paths[pair] == paths[pair[::-1]] for pair in paths):
        return

    theirs = Schulze().evaluate(RankedToCondorcetVotes().convert(by_name(rankings)))

    assert theirs == list(result.elected)


def test_most_of_these_elections_are_compared():
    untied = [count("irv", election(seed), 1, LOT).tied for seed in range(60)].count(False)

    assert untied > 40
