"""What deserves a second look."""

from fractions import Fraction

import pytest

from app.production.rules.outliers import look, usual

STEADY = [Fraction(pace) for pace in (10, 10, 10, 10, 10)]
WIDE = [Fraction(pace) for pace in (6, 8, 10, 12, 14)]


@pytest.mark.parametrize(
    ("quantity", "minutes", "longest", "paces", "why"),
    [
        (80, 480, 480, STEADY, []),
        (104, 480, 480, STEADY, []),  # three tenths above a steady pace: still usual
        (105, 480, 480, STEADY, ["13.1 kg an hour; usual is about 10."]),
        (40, 480, 480, STEADY, ["5 kg an hour; usual is about 10."]),
        (128, 480, 480, WIDE, []),  # three deviations of two
        (129, 480, 480, WIDE, ["16.1 kg an hour; usual is about 10."]),
        (800, 480, 480, STEADY[:4], []),  # too few to call anything usual
        (80, 0, 0, STEADY, ["Output without hours."]),
        (0, 721, 721, STEADY, ["A very long day."]),
        (0, 1440, 720, STEADY, []),  # two people
        (0, 0, 0, [], []),
    ],
)
def test_what_is_unlike_the_rest_says_why(
    quantity: int, minutes: int, longest: int, paces: list[Fraction], why: list[str]
) -> None:
    found = look(
        quantity=Fraction(quantity),
        minutes=minutes,
        longest=longest,
        measure="kg",
        usual=usual(paces),
    )
    assert [str(one) for one in found.why] == why
    assert bool(found.score) == bool(why)


def test_the_farther_from_usual_the_higher_the_score() -> None:
    def score(quantity: int) -> Fraction:
        return look(
            quantity=Fraction(quantity), minutes=480, longest=480, measure="kg", usual=usual(STEADY)
        ).score

    assert score(80) < score(160) < score(800)


def test_a_median_of_nothing_flags_nothing_by_division() -> None:
    none = [Fraction(0)] * 5
    assert not look(
        quantity=Fraction(1), minutes=60, longest=60, measure="kg", usual=usual(none)
    ).why
