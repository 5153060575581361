"""From gross to net: what is taken, in which order, and what waits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wages.kinds import AdjustmentKind
from app.wages.rules.net import NO_LIMITS, ORDER, Claim, Limits, Net, settle

GOODS, ADVANCE, OVERPAID, DEDUCTION = ORDER
FIFTH = Limits(Fraction(1, 5))
KEEP_700 = Limits(protected=700_00)

CASES = {
    "nothing is due": (1000_00, 0, [], Limits(), [], 1000_00),
    "an advance is taken whole": (1000_00, 0, [(ADVANCE, 300_00)], Limits(), [300_00], 700_00),
    "an advance beyond the pay waits": (100_00, 0, [(ADVANCE, 300_00)], Limits(), [100_00], 0),
    "goods go before advances": (
        100_00,
        0,
        [(ADVANCE, 80_00), (GOODS, 50_00)],
        Limits(),
        [50_00, 50_00],
        0,
    ),
    "deductions take at most their share": (
        1000_00,
        0,
        [(DEDUCTION, 150_00), (DEDUCTION, 150_00)],
        FIFTH,
        [150_00, 50_00],
        800_00,
    ),
    "the share counts additions": (
        1000_00,
        500_00,
        [(DEDUCTION, 999_00)],
        FIFTH,
        [300_00],
        1200_00,
    ),
    "an advance is not held to the share": (
        1000_00,
        0,
        [(ADVANCE, 500_00), (DEDUCTION, 300_00)],
        FIFTH,
        [500_00, 200_00],
        300_00,
    ),
    "deductions leave what is protected": (
        1000_00,
        0,
        [(ADVANCE, 200_00), (OVERPAID, 500_00)],
        KEEP_700,
        [200_00, 100_00],
        700_00,
    ),
    "below what is protected nothing is taken": (
        600_00,
        0,
        [(DEDUCTION, 10_00)],
        KEEP_700,
        [0],
        600_00,
    ),
    "half a cent stays the member's": (
        1_03,
        0,
        [(DEDUCTION, 1_00)],
        Limits(Fraction(1, 2)),
        [51],
        52,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_claims_are_taken_in_their_order_and_within_limits(case):
    gross, additions, due, limits, taken, net = CASES[case]
    claims = [Claim(number, kind, amount) for number, (kind, amount) in enumerate(due)]
    settled = settle(gross, additions, claims, limits)
    assert [one.amount for one in settled.taken] == taken
    assert settled.net == net


def test_a_debt_is_paid_in_instalments():
    (taken,) = settle(1000_00, 0, [Claim(1, DEDUCTION, 500_00, most=50_00)]).taken
    assert (taken.amount, taken.carried) == (50_00, 450_00)


def test_what_is_taken_back_beyond_the_pay_stays_owed():
    settled = settle(70_00, 10_00, [Claim(1, ADVANCE, 5_00)], back=100_00)
    assert (settled.gross, settled.owed, settled.net) == (-30_00, 25_00, 0)
    assert settled.taken[0].amount == 5_00
    settled = settle(-30_00, 10_00, [Claim(1, ADVANCE, 5_00)], back=7_00)
    assert (settled.gross, settled.owed, settled.net) == (-37_00, 27_00, 0)


@pytest.mark.parametrize(
    ("limits", "taken_back"),
    [(NO_LIMITS, 900_00), (Limits(Fraction(1, 4)), 275_00), (KEEP_700, 400_00)],
)
def test_a_difference_takes_back_no_more_than_the_law_lets_be_taken(limits, taken_back):
    settled = settle(1000_00, 100_00, [Claim(1, DEDUCTION, 50_00)], limits, back=900_00)
    assert settled.owed == 900_00 - taken_back
    assert settled.net + _taken(settled, DEDUCTION) == 1100_00 - taken_back


amounts = st.integers(0, 2000_00)
claims = st.lists(
    st.builds(
        Claim,
        st.integers(1, 99),
        st.sampled_from(ORDER),
        st.integers(1, 2000_00),
        st.none() | st.integers(0, 300_00),
    ),
    max_size=6,
)
limits = st.builds(Limits, st.none() | st.fractions(0, 1), st.integers(0, 1000_00))


@given(st.integers(-500_00, 2000_00), amounts, claims, limits, amounts)
def test_nothing_is_lost_on_the_way_to_the_net(earned, additions, due, within, back):
    settled = settle(earned, additions, due, within, back)
    assert earned - back + additions + settled.owed - settled.deductions == settled.net >= 0
    assert sorted(one.claim.amount for one in settled.taken) == sorted(one.amount for one in due)
    assert all(0 <= one.amount <= one.claim.amount for one in settled.taken)
    assert all(one.carried == one.claim.amount - one.amount for one in settled.taken)
    assert 0 <= settled.owed <= back + max(0, -earned)


@given(amounts, amounts, claims, limits, amounts)
def test_deductions_never_pass_what_the_law_leaves(gross, additions, due, within, back):
    settled = settle(gross, additions, due, within, back)
    others = _taken(settled, OVERPAID) + _taken(settled, DEDUCTION) + back - settled.owed
    if within.share is not None:
        assert others <= (gross + additions) * within.share
    had = _taken(settled, GOODS) + _taken(settled, ADVANCE)
    assert settled.net >= min(within.protected, gross + additions - had)


def _taken(settled: Net, kind: AdjustmentKind) -> int:
    return sum(one.amount for one in settled.taken if one.claim.kind is kind)
