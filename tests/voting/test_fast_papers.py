"""The fast papers give the very count that the plain ones give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voting import counting
from app.voting.counting import RANKED, count, count_papers, papers_of
from app.voting.fast_papers import NO_MARK, SEVERAL_MARKS, FastPapers, TablePapers
from app.voting.rules.ballots import SEVERAL, Overvotes, Rankings
from app.voting.rules.papers import SortedPapers
from app.voting.rules.ties import Lot

NAMES = ("Ann", "Ben", "Cid", "Dot", "Eva")
LOT = Lot("f00d", published=True)

ranks = st.one_of(
    st.tuples(st.integers(0, 4)),
    st.tuples(st.integers(0, 4)),
    st.sampled_from([(), SEVERAL, (0, 3), (1, 2)]),
)
ballots = st.dictionaries(st.lists(ranks, max_size=7).map(tuple), st.integers(1, 9), max_size=30)
overvotes = st.sampled_from(list(Overvotes))
methods = st.sampled_from(sorted(RANKED))


@given(ballots, st.booleans(), overvotes, methods)
def test_ballots_with_gaps_repeats_and_overvotes_count_alike(ballots, ties, rule, method):
    rankings = Rankings(NAMES, ballots, ties)
    seats = 1 if method == "irv" else 2

    plain = count_papers(method, SortedPapers(rankings, rule), seats, LOT)

    assert count_papers(method, FastPapers(rankings, rule), seats, LOT) == plain


@given(st.lists(st.lists(st.integers(-2, 4), min_size=4, max_size=4)), overvotes, methods)
def test_a_table_of_marks_counts_like_its_rankings(rows, rule, method):
    table = np.array(rows, np.int8).reshape(-1, 4)
    cell = {NO_MARK: (), SEVERAL_MARKS: SEVERAL} | {one: (one,) for one in range(5)}
    ballots = {}
    for row in rows:
        ranking = tuple(cell[mark] for mark in row)
        ballots[ranking] = ballots.get(ranking, 0) + 1
    seats = 1 if method == "irv" else 2

    plain = count_papers(method, SortedPapers(Rankings(NAMES, ballots), rule), seats, LOT)

    assert count_papers(method, TablePapers(NAMES, table, rule), seats, LOT) == plain


def test_one_ballot_without_end_takes_no_memory_for_all_the_others():
    many = {((one,),): 1 for one in range(9_999)}
    for rankings in (
        Rankings(NAMES, {((0,),) * ranks: 1 for ranks in range(1_002)} | many),
        Rankings(tuple(map(str, range(1_001))), many | {(): 1}),
    ):
        assert not isinstance(papers_of(rankings, Overvotes.STOP), FastPapers)


@pytest.mark.parametrize("method", sorted(RANKED))
def test_many_distinct_ballots_are_counted_fast_and_alike(method, monkeypatch):
    rows = np.random.default_rng(7).permuted(np.tile(np.arange(8), (12_000, 1)), axis=1)
    names = tuple("ABCDEFGH")
    ballots = {tuple((int(one),) for one in row): 1 for row in rows}
    rankings = Rankings(names, ballots)
    assert isinstance(papers_of(rankings, Overvotes.STOP), FastPapers)
    seats = 1 if method == "irv" else 3

    fast = count(method, rankings, seats, LOT)
    monkeypatch.setattr(counting, "MANY", 10**9)

    assert count(method, rankings, seats, LOT) == fast
