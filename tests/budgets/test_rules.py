"""What an office may spend: at once, in its span, and no more than the line has."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.budgets.rules import spending as rules
from app.budgets.rules.spending import Cap, Use, check_day, check_within, span_of


@pytest.mark.parametrize(
    ("day", "months", "first", "last"),
    [
        (date(2026, 2, 14), 1, date(2026, 2, 1), date(2026, 2, 28)),
        (date(2024, 2, 14), 1, date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 5, 1), 3, date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), 3, date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 7, 1), 12, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_span_is_that_of_the_calendar(day, months, first, last):
    assert span_of(day, months) == (first, last)


MONTHLY, YEARLY = Cap(500, 1200, 1), Cap(800, 2000, 12)


@pytest.mark.parametrize(
    ("amount", "caps", "left", "refusal"),
    [
        (500, [(MONTHLY, 700)], 500, None),
        (1, [], 500, rules.NoLimitGranted),
        (501, [(MONTHLY, 0)], 900, rules.AboveOnce),
        (500, [(MONTHLY, 701)], 900, rules.AbovePeriod),
        (500, [(MONTHLY, 0)], 499, rules.AboveLine),
        (600, [(MONTHLY, 0), (YEARLY, 0)], 900, None),
        (900, [(MONTHLY, 0), (YEARLY, 0)], 900, rules.AboveOnce),
        (600, [(MONTHLY, 0), (YEARLY, 1900)], 900, rules.AboveOnce),
    ],
)
def test_a_spending_goes_through_as_far_as_the_caps_and_the_line_reach(amount, caps, left, refusal):
    if refusal is None:
        assert check_within(amount, caps, Use(left), "EUR") == len(caps) - 1
        return
    with pytest.raises(refusal):
        check_within(amount, caps, Use(left), "EUR")


@given(
    st.integers(1, 100),
    st.integers(1, 300),
    st.integers(1, 500),
    st.lists(st.integers(1, 150), max_size=20),
)
def test_whatever_is_asked_no_cap_and_no_line_is_ever_exceeded(once, in_all, voted, asked):
    cap, spent = Cap(once, in_all, 12), []
    for amount in asked:
        try:
            check_within(amount, [(cap, sum(spent))], Use(voted, 0, sum(spent)), "EUR")
        except rules.BeyondMandate:
            continue
        spent.append(amount)
    assert sum(spent) <= min(in_all, voted)
    assert all(amount <= once for amount in spent)


def test_the_refusal_says_what_is_left_and_which_motion_it_takes():
    with pytest.raises(rules.AboveLine, match=r"Only 4\.99 EUR of this line is left") as refused:
        check_within(500, [(MONTHLY, 0)], Use(499), "EUR")
    assert refused.value.wanted is rules.Wanted.BUDGET
    with pytest.raises(rules.AbovePeriod, match=r"still spend 1\.00 EUR .* in this month"):
        check_within(500, [(MONTHLY, 1100)], Use(900), "EUR")
    with pytest.raises(rules.OutsideBudget, match="from 2026-01-01 to 2026-12-31"):
        check_day(date(2027, 1, 1), date(2026, 1, 1), date(2026, 12, 31))
