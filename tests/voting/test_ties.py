"""Ties: earlier rounds, then a lot that anyone can draw again, and never a guess at the end."""

from hashlib import sha256

import pytest

from app.voting.counting import count
from app.voting.rules.ballots import Rankings
from app.voting.rules.ties import Lot

UNPUBLISHED = Lot("f00d", published=False)
NAMES = ("Ann", "Ben", "Cid", "Dot")


def ranked(*ballots, names=NAMES):
    """Rankings from words such as "3 AB": three ballots for Ann, then Ben."""
    number = {name[0]: place for place, name in enumerate(names)}
    read = {}
    for times, order in map(str.split, ballots):
        read[tuple((number[letter],) for letter in order)] = int(times)
    return Rankings(names, read)


def lot_order(seed, names=NAMES):
    return sorted(names, key=lambda name: sha256(f"{seed}|{name}".encode()).hexdigest())


@pytest.mark.parametrize("method", ["irv", "stv", "meek", "schulze", "plurality"])
def test_a_tie_for_the_win_is_left_open_without_a_published_seed(method):
    result = count(method, ranked("5 A", "5 B", names=NAMES[:2]), 1, UNPUBLISHED)

    assert result.elected == ()
    assert result.tied
    assert set(result.tied_names) == {"Ann", "Ben"}


@pytest.mark.parametrize("seed", ["lantern", "harvest", "1922"])
@pytest.mark.parametrize("method", ["irv", "stv", "meek", "schulze", "plurality"])
def test_a_published_seed_gives_the_last_seat_to_whoever_its_lot_puts_first(method, seed):
    ballots = ranked("5 A", "5 B", names=NAMES[:2])

    result = count(method, ballots, 1, Lot(seed, published=True))

    assert result.elected == (lot_order(seed, NAMES[:2])[0],)
    assert result.tied
    assert result.tied_names == ()
    sentences = [*result.log, *(line for round_ in result.rounds for line in round_.why)]
    assert any(seed in str(sentence) for sentence in sentences)


@pytest.mark.parametrize("method", ["irv", "stv"])
def test_level_candidates_are_separated_by_an_earlier_round(method):
    # Dot's ballot lifts Cid to Ben's three; Ben stood higher the round before.
    ballots = ranked("5 A", "3 B", "2 C", "1 DC")

    result = count(method, ballots, 1, UNPUBLISHED)

    assert result.rounds[1].defeated == ("Cid",)
    assert "round 1" in " ".join(map(str, result.rounds[1].why))
    assert result.tied
    assert result.elected == ("Ann",)


def test_a_tie_among_those_to_be_defeated_is_drawn_without_a_published_seed():
    result = count("irv", ranked("4 A", "4 B", "2 CA", "2 DB"), 1, UNPUBLISHED)

    assert result.rounds[0].defeated == (lot_order("f00d", ("Cid", "Dot"))[-1],)
    assert result.tied


def test_everyone_level_is_a_tie_for_the_win_not_among_the_defeated():
    result = count("irv", ranked("2 A", "2 B", "2 C", names=NAMES[:3]), 1, UNPUBLISHED)

    assert result.elected == ()
    assert result.tied_names == ("Ann", "Ben", "Cid")


@pytest.mark.parametrize("method", ["stv", "meek"])
def test_whoever_stands_above_an_open_tie_for_the_last_seat_is_elected(method):
    result = count(method, ranked("3 A", "2 B", "2 C", names=NAMES[:3]), 2, UNPUBLISHED)

    assert result.elected == ("Ann",)
    assert result.tied_names == ("Ben", "Cid")


def test_level_totals_that_all_find_a_seat_are_no_tie():
    result = count("plurality", ranked("3 A", "3 B", "1 C"), 2, UNPUBLISHED)

    assert result.elected == ("Ann", "Ben")
    assert not result.tied


def test_level_surpluses_go_in_the_order_of_the_lot():
    ballots = ranked("6 AC", "6 BD", "1 C", "1 D")

    result = count("stv", ballots, 3, UNPUBLISHED)

    first = lot_order("f00d", ("Ann", "Ben"))[0]
    assert f"The surplus of {first}" in " ".join(map(str, result.rounds[0].why))
    assert result.tied


@pytest.mark.parametrize("method", ["irv", "stv", "meek", "schulze", "plurality"])
def test_an_election_without_ballots_is_a_tie_of_all(method):
    result = count(method, ranked(), 1, UNPUBLISHED)

    assert result.elected == ()
    assert set(result.tied_names) == set(NAMES)


@pytest.mark.parametrize("method", ["stv", "meek", "schulze", "plurality"])
def test_more_seats_than_candidates_elects_them_all(method):
    result = count(method, ranked("2 AB", "1 C"), 9, UNPUBLISHED)

    assert set(result.elected) == set(NAMES)
    assert not result.tied
