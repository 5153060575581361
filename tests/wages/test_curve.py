"""The pay curve: what more output brings, and where it jumps."""

from fractions import Fraction

import pytest

from app.wages.rules.curve import Bench, pay_curve
from app.wages.rules.presets import PRESETS
from app.wages.rules.terms import EqualShare, Fit, Piece

KNOWN = {preset.key: preset.terms for preset in PRESETS}
BENCH = Bench(members=3)  # 160 hours at the norm are 320 pieces, 1600 at piece rates


def pay_at(curve, efficiency):
    return next(point.pay for point in curve.points if point.efficiency == Fraction(efficiency))


@pytest.mark.parametrize(
    ("key", "half", "norm", "double"),
    [
        ("straight-piece", 800, 1600, 3200),
        ("guaranteed-piece", 1600, 1600, 3200),
        ("taylor", 640, 1920, 3840),
        ("halsey", 1600, 1600, 2400),
        ("rowan", 1600, 1600, 2400),
        ("emerson", 1600, 1920, 3520),
        ("progressive-piece", 800, 1600, 4000),
        ("degressive-piece", 800, 1600, 2400),
        ("crew-piece", 800, 1600, 3200),
        ("equal-hourly", 1600, 1600, 1600),
    ],
)
def test_a_curve_goes_through_what_the_scheme_pays(key, half, norm, double):
    curve = pay_curve(KNOWN[key], BENCH)
    assert [pay_at(curve, at) for at in ("0.5", 1, 2)] == [half, norm, double]


@pytest.mark.parametrize(
    ("key", "cliffs"),
    [
        ("taylor", [1]),
        ("merrick", [Fraction("0.83"), 1]),
        ("gantt", [1]),
        ("straight-piece", []),
        ("progressive-piece", []),
        ("emerson", []),
        ("halsey", []),
    ],
)
def test_the_cliffs_of_a_scheme_are_found_and_no_bends(key, cliffs):
    assert [cliff.efficiency for cliff in pay_curve(KNOWN[key], BENCH).cliffs] == cliffs


def test_one_piece_more_brings_its_rate_and_at_the_end_nothing_is_said():
    points = pay_curve(Piece(), BENCH).points
    assert {point.marginal for point in points[:-1]} == {Fraction(5)}
    assert points[-1].marginal is None


@pytest.mark.parametrize("term", [EqualShare(Fraction(9000)), Fit(Piece(), Fraction(9000))])
def test_a_fund_is_shared_among_as_many_as_there_are(term):
    """Few of them stand for all: in a co-op of 90 each has a ninetieth at the norm."""
    assert pay_at(pay_curve(term, Bench(members=90)), 1) == 100
