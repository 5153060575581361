import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.treasury.rules import (
    Line,
    NothingPosted,
    Unbalanced,
    UnknownCode,
    check_balanced,
    check_code,
    kind_of,
)


@pytest.mark.parametrize(
    ("amounts", "refusal"),
    [
        ([], NothingPosted),
        ([100], NothingPosted),
        ([0, 0], NothingPosted),
        ([100, -100, 0], NothingPosted),
        ([100, -99], Unbalanced),
        ([1, 1], Unbalanced),
    ],
)
def test_an_entry_that_does_not_balance_is_refused(amounts, refusal):
    with pytest.raises(refusal):
        check_balanced([Line("Assets:Cash", amount) for amount in amounts])


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=20))
def test_debits_against_their_sum_balance(amounts):
    lines = [Line("Expenses:Pay", amount) for amount in amounts]
    check_balanced([*lines, Line("Liabilities:Pay", -sum(amounts))])


@pytest.mark.parametrize("code", ["Cash", "Assets", "assets:Cash", "Assets:", "Assets:Kasse ä"])
def test_a_code_that_ledgers_could_not_read_is_refused(code):
    with pytest.raises(UnknownCode):
        check_code(code)


def test_the_first_part_of_a_code_names_its_kind():
    check_code("Liabilities:Pay:M0012")
    assert kind_of("Liabilities:Pay:M0012") == "liability"
