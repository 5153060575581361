"""Meek's method against the published reference and against its own definition."""

from decimal import Decimal, getcontext
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.voting.counting import count
from app.voting.rules.ballots import Rankings
from app.voting.rules.ties import Lot

MILLIVOTE = Decimal("0.001")
NAMES = ("Ann", "Ben", "Cid", "Dot", "Eva")


def test_the_example_of_voting_matters_12_agrees_with_the_reference_to_nine_decimals():
    """Hill and Woodall, "The computational accuracy using the Meek algorithm": in the second round
    three candidates are level but for the last decimals. Figures: Droop 0.11, rule meek-prf."""
    lines = (
        "333 AX, 333 AY, 333 AZ, 333 BX, 333 BY, 333 BZ, 667 X, 667 Y, 667 Z, 1 ABX, 1 ABY, 2 BAX"
    )
    names = ("A", "B", "X", "Y", "Z")
    ballots = {}
    for line in lines.split(", "):
        number, order = line.split()
        ballots[tuple((names.index(one),) for one in order)] = int(number)
    # A seed whose lot puts X last, as the reference does.
    seed = next(text for text in "abcdefgh" if max("XYZ", key=Lot(text, True).digest) == "X")

    result = count("meek", Rankings(names, ballots), 3, Lot(seed, published=True))

    first, second, third = result.rounds
    assert first.elected == ("A", "B")
    assert (
        _decimals(second) == "1000.750000126 1000.750000126 667.166666686 667.166666562 667.1666665"
    )
    assert second.defeated == ("X",)
    assert _decimals(third) == "800.584418564 800.584418564 0 800.59698277 800.556768208"
    assert third.quota == Fraction("800.580647027")
    assert result.elected == ("A", "B", "Y")


def _decimals(round_):
    return " ".join(f"{Decimal(int(vote * 10**9)) / 10**9:f}" for vote in round_.votes.values())


rankings = st.dictionaries(
    st.lists(st.sampled_from(range(len(NAMES))), unique=True, min_size=1).map(
        lambda order: tuple((one,) for one in order)
    ),
    st.integers(1, 40),
    min_size=3,
).map(lambda ballots: Rankings(NAMES, ballots))


@settings(max_examples=60)
@given(rankings, st.integers(1, 3))
def test_every_round_stands_where_the_definition_puts_it(ballots, seats):
    """In balance each elected candidate keeps just a quota of what the keep factors leave."""
    result = count("meek", ballots, seats, Lot("f00d", published=True))

    elected, defeated = [], []
    for round_ in result.rounds:
        # Where ballots have all but run out, no balance is left to compare with.
        if not round_.elected and round_.quota > 1:
            votes, quota = balance(ballots, seats, elected, defeated)
            assert abs(_decimal(round_.quota) - quota) < MILLIVOTE
            for name, vote in round_.votes.items():
                assert abs(_decimal(vote) - votes[name]) < MILLIVOTE
        elected += round_.elected
        defeated += round_.defeated


def _decimal(value):
    return Decimal(value.numerator) / value.denominator


def balance(ballots, seats, elected, defeated):
    """The votes and the quota when every elected candidate has exactly the quota."""
    getcontext().prec = 30
    keep = {name: Decimal(name not in defeated) for name in NAMES}
    while True:
        votes = dict.fromkeys(NAMES, Decimal(0))
        for ranking, number in ballots.ballots.items():
            weight = Decimal(number)
            for (one,) in ranking:
                votes[NAMES[one]] += weight * keep[NAMES[one]]
                weight -= weight * keep[NAMES[one]]
        quota = sum(votes.values()) / (seats + 1)
        if all(abs(votes[name] - quota) < Decimal("1e-12") for name in elected):
            return votes, quota
        for name in (one for one in elected if votes[one]):
            keep[name] = min(Decimal(1), keep[name] * quota / votes[name])
