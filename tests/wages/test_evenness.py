"""How evenly pay lies, and what must not be told of few."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wages.rules.curve import Bench, incentive
from app.wages.rules.evenness import LEAST, by_group, share_below, swing
from app.wages.rules.measures import evenness
from app.wages.rules.presets import PRESETS

KNOWN = {preset.key: preset.terms for preset in PRESETS}
F = Fraction


def test_the_figures_of_pay_and_of_hourly_pay():
    pay = {"a": F(10), "b": F(20), "c": F(30), "d": F(40)}
    even = evenness(pay, {"a": F(1), "b": F(2), "c": F(3), "d": F(2)})
    assert (even.gini, even.ratio) == (F(1, 4), 2)
    assert (even.lowest_hourly, even.highest_hourly) == (10, 20)


@pytest.mark.parametrize(
    ("months", "found"),
    [
        ([{"a": 100}, {"a": 100}, {"a": 100}], 0),
        ([{"a": 50}, {"a": 150}], 1),  # a step of 100 on a mean of 100
        ([{"a": 100, "b": 50, "c": 0}, {"a": 100, "b": 150, "c": 0}], F(1, 2)),  # c was not paid
        ([{"a": 100}], None),
        ([{"a": 0}, {"a": 0}], None),
    ],
)
def test_the_swing_from_month_to_month(months, found):
    assert swing(months) == found


def test_the_share_below_a_living_wage_is_not_told_of_few():
    pay = {name: F(place) for place, name in enumerate("abcde", start=1)}
    hours = dict.fromkeys(pay, F(1))
    assert share_below(pay, hours, F(3)) == F(2, 5)
    assert share_below(pay, {"a": F(1)}, F(3)) is None


names = st.integers(0, 40)


@given(st.dictionaries(st.sampled_from(["", *"xyz"]), st.lists(names, max_size=9), max_size=4))
def test_no_group_of_fewer_than_five_is_ever_shown_and_none_by_subtraction(groups):
    members = {f"{name}{one}": 100 for name, found in groups.items() for one in found}
    known = {name: sorted({f"{name}{one}" for one in found}) for name, found in groups.items()}
    known.pop("", None)  # some belong to no site, or have no grade
    shown = by_group(members, members, known)
    assert all(group.members >= LEAST for group in shown)
    missing = len(members) - sum(group.members for group in shown)
    assert missing == 0 or not shown


def test_small_groups_stand_together_and_take_in_the_next():
    before = {
        f"{name}{n}": 100 for name, many in (("a", 6), ("b", 7), ("c", 2)) for n in range(many)
    }
    groups = {name: [key for key in before if key[0] == name] for name in "abc"}
    after = before | {"c0": 50, "b0": 120}
    assert [(g.name, g.members, g.winners, g.losers) for g in by_group(before, after, groups)] == [
        ("b", 7, 1, 0),
        (None, 8, 0, 1),
    ]
    del groups["c"]
    assert [(g.name, g.members) for g in by_group(before, after, groups)] == [("b", 7), (None, 8)]


@pytest.mark.parametrize(
    ("key", "share"),
    [
        ("straight-piece", 1),
        ("equal-hourly", 0),
        ("equal-share", 0),
        ("solidarity-dial", F(1, 2)),
        ("progressive-piece", F(5, 4)),  # 1 below the norm, 1.5 above it
        ("guaranteed-piece", F(1, 2)),  # nothing below the norm
        ("halsey", F(1, 4)),
    ],
)
def test_the_incentive_is_the_makers_part_in_more_output(key, share):
    assert incentive(KNOWN[key], Bench(members=3)) == share
