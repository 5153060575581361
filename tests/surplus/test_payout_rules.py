"""Capital leaves in yearly parts that sum to the whole, and not at everybody's cost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surplus.rules.payout import (
    Books,
    BooksUneven,
    EatsWhatBelongsToAll,
    Instalment,
    LossNotShared,
    check_payable,
    due,
    instalments,
)

LEFT = date(2024, 2, 29)


def test_who_leaves_is_paid_out_year_by_year():
    assert instalments(1001, LEFT, 3) == [
        Instalment(date(2025, 3, 1), 334),
        Instalment(date(2026, 3, 1), 334),
        Instalment(date(2027, 3, 1), 333),
    ]
    assert instalments(0, LEFT, 3) == []


def test_a_loss_after_the_first_part_makes_the_others_smaller():
    assert instalments(1001 - 334 - 67, LEFT, 3, paid=1) == [
        Instalment(date(2026, 3, 1), 300),
        Instalment(date(2027, 3, 1), 300),
    ]


def test_what_comes_after_the_last_part_is_due_a_year_later():
    assert instalments(50, LEFT, 3, paid=3) == [Instalment(date(2028, 2, 29), 50)]


@given(st.integers(1, 10**9), st.integers(1, 30))
def test_paid_part_by_part_the_plan_stays_and_the_account_is_empty_at_its_end(capital, years):
    plan = instalments(capital, LEFT, years)
    assert sum(part.amount for part in plan) == capital
    assert max(part.amount for part in plan) - capital // years <= 1
    rest = capital
    for paid, part in enumerate(plan):
        assert instalments(rest, LEFT, years, paid) == plan[paid:]
        assert due(plan, part.on) == plan[: paid + 1]
        rest -= part.amount
    assert rest == 0


SOUND = {"members": 60, "collective": 40, "unshared": 0, "worth": 100, "past_result": 0}


@pytest.mark.parametrize(
    ("books", "refusal"),
    [
        ({"past_result": -1}, LossNotShared),
        ({"unshared": -50, "worth": 50}, EatsWhatBelongsToAll),
        ({"worth": 99}, BooksUneven),
    ],
)
def test_capital_stays_where(books, refusal):
    check_payable(20, Books(**SOUND))
    with pytest.raises(refusal):
        check_payable(20, Books(**SOUND | books))


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(-1000, 1000), st.integers(1, 1000))
def test_after_a_payout_net_worth_still_covers_the_collective_funds(members, funds, result, total):
    books = Books(members, funds, result, members + funds + result, 0)
    try:
        check_payable(total, books)
    except EatsWhatBelongsToAll:
        assert books.worth - total < funds
    else:
        assert books.worth - total >= funds
