"""What each rule does to a ballot, and laws that every count obeys."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.voting.counting import RANKED, count
from app.voting.rules.ballots import (
    SEVERAL,
    Approvals,
    Overvotes,
    Rankings,
    Scores,
    preferences,
    readable,
)
from app.voting.rules.papers import SortedPapers
from app.voting.rules.schulze import Default, defeats, schulze, strongest_paths
from app.voting.rules.ties import Lot

LOT = Lot("f00d", published=False)
NAMES = ("Ann", "Ben", "Cid", "Dot", "Eva")


@pytest.mark.parametrize(
    ("ranking", "stop", "skip"),
    [
        (((0,), (1,)), (0, 1), (0, 1)),
        (((), (0,), (), (1,)), (0, 1), (0, 1)),
        (((0,), (0,), (1,)), (0, 1), (0, 1)),
        (((0,), (1, 2), (3,)), (0,), (0, 3)),
        (((0,), SEVERAL, (3,)), (0,), (0, 3)),
        (((1, 2), (3,)), (), (3,)),
        ((), (), ()),
    ],
)
def test_skipped_repeated_and_overvoted_ranks(ranking, stop, skip):
    assert preferences(ranking, Overvotes.STOP) == stop
    assert preferences(ranking, Overvotes.SKIP) == skip


def test_equal_ranks_stay_where_the_form_offers_them():
    ranking = ((0, 1), SEVERAL, (1, 2))

    assert readable(ranking, Overvotes.STOP, ties=True) == ((0, 1),)
    assert readable(ranking, Overvotes.SKIP, ties=True) == ((0, 1), (2,))


def test_a_spoilt_first_preference_is_valid_for_irv_but_exhausted_and_not_valid_for_stv():
    ballots = Rankings(NAMES, {((0,),): 3, ((1, 2), (0,)): 2, (): 4})

    runoff = count("irv", ballots, 1, LOT)
    assert (runoff.ballots, runoff.valid, runoff.rounds[0].exhausted) == (9, 5, 2)
    transferable = count("stv", ballots, 1, LOT)
    assert (transferable.ballots, transferable.valid) == (9, 3)


def test_approvals_and_scores_are_added_up_exactly():
    approvals = Approvals(NAMES[:2], {(0, 1): 2, (1,): 3, (): 4})
    approved = count("approval", approvals, 1, LOT)
    assert (approved.totals, approved.valid) == ({"Ben": 5, "Ann": 2}, 5)

    third = Fraction(1, 3)
    scores = Scores(NAMES[:2], {(third, None): 3, (None, Fraction(-2)): 1, (None, None): 1})
    scored = count("score", scores, 1, LOT)
    assert (scored.totals, scored.valid) == ({"Ann": 1, "Ben": -2}, 4)
    assert scored.elected == ("Ann",)


def test_the_default_option_wins_if_every_other_misses_quorum_or_ratio():
    # Ann has the quorum but only 3 to 2; Ben beats the default clearly but by too few.
    ballots = Rankings(("Ann", "Ben", "None"), {((0,), (2,)): 3, ((2,), (0,)): 2, ((1,),): 2})
    papers = SortedPapers(ballots)

    ratio = Default("None", Fraction(3), {"Ann": Fraction(3, 2)})
    missed = schulze(papers, 1, LOT, ratio)
    assert missed.elected == ("None",)
    assert str(missed.log[-1]) == "No other is left: None is elected."
    exceeded = Default("None", Fraction(3), {"Ann": Fraction(149, 100)})
    assert schulze(papers, 1, LOT, exceeded).elected == ("Ann",)


def test_a_seat_stays_vacant_rather_than_go_to_the_default_option():
    ballots = Rankings(("Ann", "Ben", "None"), {((0,), (2,), (1,)): 3})

    result = schulze(SortedPapers(ballots), 3, LOT, Default("None"))

    assert result.elected == ("Ann",)


@pytest.mark.parametrize(
    "default", [Default("Nobody"), Default("Ann", ratios={"Nobody": Fraction(2)})]
)
def test_an_unknown_option_is_refused(default):
    with pytest.raises(InvalidInput, match="Nobody"):
        count("schulze", Rankings(NAMES, {}), 1, LOT, default=default)


@pytest.mark.parametrize(
    ("method", "ballots", "seats"),
    [
        ("irv", Rankings(NAMES, {}), 2),
        ("stv", Rankings(NAMES, {}), 0),
        ("stv", Rankings((), {}), 1),
        ("stv", Approvals(NAMES, {}), 1),
        ("approval", Rankings(NAMES, {}), 1),
        ("irv", Scores(NAMES, {}), 1),
        ("borda", Rankings(NAMES, {}), 1),
    ],
)
def test_a_count_that_makes_no_sense_is_refused(method, ballots, seats):
    with pytest.raises(InvalidInput):
        count(method, ballots, seats, LOT)


rankings = st.lists(
    st.lists(st.sampled_from(range(len(NAMES))), unique=True).map(
        lambda order: tuple((one,) for one in order)
    ),
    max_size=25,
).map(lambda orders: Rankings(NAMES, {order: orders.count(order) for order in orders}))
weak_orders = st.lists(
    st.lists(st.integers(0, 3), min_size=len(NAMES), max_size=len(NAMES)).map(
        lambda ranks: tuple(
            tuple(one for one, given_ in enumerate(ranks) if given_ == rank)
            for rank in sorted(set(ranks))
        )
    ),
    max_size=25,
).map(lambda orders: Rankings(NAMES, {order: orders.count(order) for order in orders}, ties=True))
methods = st.sampled_from(sorted(RANKED))


def seats_for(method):
    return 1 if method == "irv" else 2


@given(rankings, methods, st.permutations(range(len(NAMES))))
def test_the_order_of_candidates_and_ballots_changes_nothing(ballots, method, order):
    place = {old: new for new, old in enumerate(order)}
    shuffled = Rankings(
        tuple(NAMES[old] for old in order),
        {
            tuple((place[one],) for (one,) in ranking): number
            for ranking, number in reversed(ballots.ballots.items())
        },
    )
    seats = seats_for(method)

    one, other = count(method, ballots, seats, LOT), count(method, shuffled, seats, LOT)

    assert set(one.elected) == set(other.elected)
    assert set(one.tied_names) == set(other.tied_names)
    assert [round_.votes for round_ in one.rounds] == [round_.votes for round_ in other.rounds]


@given(rankings, methods)
def test_candidates_and_votes_are_all_accounted_for(ballots, method):
    result = count(method, ballots, seats_for(method), LOT)

    assert len(set(result.elected)) == len(result.elected) <= result.seats
    assert not set(result.elected) & set(result.tied_names)
    assert result.tied_names or len(result.elected) == result.seats
    for round_ in result.rounds:
        lost = result.valid - round_.exhausted - sum(round_.votes.values())
        # Scottish transfers cut off at most 0.00001 for each paper moved.
        bound = Fraction(len(result.rounds) * result.valid, 100_000) if method == "stv" else 0
        assert 0 <= lost <= bound


@given(rankings, st.sampled_from(["irv", "schulze", "plurality"]), st.integers(2, 5))
def test_several_times_the_ballots_give_the_same_winner(ballots, method, times):
    many = Rankings(NAMES, {one: number * times for one, number in ballots.ballots.items()})

    assert count(method, ballots, 1, LOT).elected == count(method, many, 1, LOT).elected


@given(rankings, st.sampled_from(range(len(NAMES))))
def test_every_ranked_method_elects_whom_more_than_half_put_first(ballots, favourite):
    alone = ((favourite,),)
    others = sum(ballots.ballots.values())
    many = ballots.ballots | {alone: ballots.ballots.get(alone, 0) + others + 1}

    for method in RANKED:
        assert count(method, Rankings(NAMES, many), 1, LOT).elected == (NAMES[favourite],)


@given(rankings)
def test_stv_gives_a_solid_quota_of_voters_a_seat(ballots):
    """Droop proportionality: of a group that a quota of voters put before all others, one sits."""
    result = count("stv", ballots, 2, Lot("f00d", published=True))

    for size in (1, 2, 3):
        for group in combinations(range(len(NAMES)), size):
            solid = sum(
                number
                for ranking, number in ballots.ballots.items()
                if {one for (one,) in ranking[:size]} == set(group)
            )
            if solid >= result.quota:
                assert any(NAMES[one] in result.elected for one in group)


@given(weak_orders)
def test_pairwise_comparison_counts_each_ballot_once_for_each_pair(ballots):
    votes = SortedPapers(ballots).pairwise()

    for a, b in combinations(range(len(NAMES)), 2):
        level = sum(
            number
            for ranking, number in ballots.ballots.items()
            if any({a, b} <= set(rank) for rank in ranking)
        )
        assert votes[a][b] + votes[b][a] + level == sum(ballots.ballots.values())


@given(weak_orders)
def test_strongest_paths_elect_whom_the_debian_constitution_elects(ballots):
    votes = SortedPapers(ballots).pairwise()
    paths = strongest_paths(votes, range(len(NAMES)))
    unbeaten = {
        a
        for a in range(len(NAMES))
        if all(paths[a, b] >= paths[b, a] for b in range(len(NAMES)) if a != b)
    }

    assert unbeaten == debian_winners(votes)


def debian_winners(votes):
    """The Debian constitution, A.6.5 to A.6.8, word by word."""
    options = set(range(len(votes)))
    left = defeats(votes, options)
    while True:
        reach = {a: {b for x, b in left if x == a} for a in options}
        for _ in options:
            reach = {a: reach[a].union(*(reach[b] for b in reach[a])) for a in options}
        schwartz = {
            a for a in options if all(b in reach[a] or a not in reach[b] for b in options - {a})
        }
        within = {pair: strength for pair, strength in left.items() if set(pair) <= schwartz}
        if not within:
            return schwartz
        weakest = min(within.values())
        options = schwartz
        left = {pair: strength for pair, strength in within.items() if strength != weakest}
