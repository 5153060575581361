"""Sharing out a surplus: to the cent, by plan, and never below zero."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.surplus.rules.distribution import (
    PRESETS,
    Measure,
    NobodyToShare,
    NothingLeftOver,
    Plan,
    Standing,
    describe_plan,
    distribute,
    parse_plan,
)

PEOPLE = [Standing(1, 600, 90_00), Standing(2, 300, 60_00), Standing(3, 100, 0)]


def plan(reserve="0", education="0", bears="1", **by):
    return parse_plan(
        {"reserve": reserve, "education": education, "reserve_bears": bears, "by": by, "years": 5}
    )


@pytest.mark.parametrize(
    ("shares", "reserve", "education", "members"),
    [
        (plan("0.2", "0.1", hours="1"), 200, 100, {1: 420, 2: 210, 3: 70}),
        (plan("0.5", hours="0.5", pay="0.5"), 500, 0, {1: 300, 2: 175, 3: 25}),
        (plan(equally="1"), 0, 0, {1: 333, 2: 333, 3: 334}),
        (plan("1", equally="1"), 1000, 0, {}),
        (plan("1/3", "1/3", pay="1"), 334, 333, {1: 200, 2: 133}),
    ],
)
def test_a_surplus_of_ten_is_shared_to_the_cent(shares, reserve, education, members):
    shared = distribute(1000, shares, PEOPLE, turn=2)
    assert (shared.reserve, shared.education, shared.members) == (reserve, education, members)


@pytest.mark.parametrize(
    ("bears", "reserve", "members"),
    [
        ("1", -1000, {}),
        ("0.8", -800, {1: -100, 2: -100}),
        ("0", -580, {1: -300, 2: -120}),  # the second has no more, the third has nothing
    ],
)
def test_a_loss_empties_no_account_below_zero(bears, reserve, members):
    people = [Standing(1, 1, 1, 300), Standing(2, 1, 1, 120), Standing(3, 1, 1, 0)]
    shared = distribute(-1000, plan(bears=bears, equally="1"), people, turn=0)
    assert (shared.reserve, shared.education, shared.members) == (reserve, 0, members)


def test_what_cannot_be_shared_is_refused():
    with pytest.raises(NothingLeftOver):
        distribute(0, plan(equally="1"), PEOPLE, turn=0)
    with pytest.raises(NobodyToShare):
        distribute(10, plan(hours="1"), [Standing(1, 0, 5)], turn=0)
    with pytest.raises(NobodyToShare):
        distribute(10, plan(equally="1"), [], turn=0)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"reserve": "1.1", "education": "0", "by": {"pay": "1"}}, "reserve"),
        ({"reserve": "0.6", "education": "0.6", "by": {"pay": "1"}}, "reserve"),
        ({"reserve": "0", "education": "0", "by": {"pay": "0.5"}}, "by"),
        ({"reserve": "0", "education": "0", "by": {"thirst": "1"}}, "by"),
        ({"reserve": "0", "education": "0", "by": {"pay": "1"}, "years": 0}, "years"),
        ({"reserve": "1/0", "education": "0", "by": {"pay": "1"}}, "reserve"),
        ([], "plan"),
    ],
)
def test_a_plan_that_is_none_is_refused_with_its_place(data, where):
    with pytest.raises(InvalidInput) as fault:
        parse_plan(data)
    assert fault.value.where == where


@pytest.mark.parametrize("name", PRESETS)
def test_every_plan_to_start_from_is_a_plan(name):
    _, start = PRESETS[name]
    assert parse_plan(start.to_json()) == start
    assert str(describe_plan(start))


money = st.integers(1, 10**10)
shares = st.integers(0, 100).map(lambda share: Fraction(share, 100))
people = st.lists(
    st.tuples(st.integers(0, 10**5), st.integers(0, 10**7), st.integers(0, 10**6)),
    min_size=1,
    max_size=12,
).map(lambda rows: [Standing(place, *row) for place, row in enumerate(rows)])


@given(st.one_of(money, money.map(lambda loss: -loss)), shares, shares, people, st.integers(0, 50))
def test_every_cent_goes_somewhere_and_equal_figures_get_equal_parts(
    surplus, half, bears, members, turn
):
    how = Plan(half / 2, half / 2, {Measure.EQUALLY: Fraction(1)}, bears)
    shared = distribute(surplus, how, members, turn)
    assert shared.reserve + shared.education + shared.to_members == surplus
    for one in members:
        assert one.capital + shared.members.get(one.member_id, 0) >= 0
    if surplus > 0:
        parts = [shared.members.get(one.member_id, 0) for one in members]
        assert max(parts) - min(parts) <= 1
