"""Funds are filled and emptied by decisions, and never hold less than nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.treasury import fund_rules as rules
from app.treasury.fund_rules import EDUCATION, RESERVE, RESULT, Shortage
from app.treasury.rules import check_balanced, check_code, kind_of

HEALTH = "Equity:Funds:Health"


@pytest.mark.parametrize("name", ["", "health", "Health fund", "Health:Pay", "Salud-1", "Ñandú"])
def test_a_short_name_is_one_capitalised_word(name):
    check_code(rules.fund_code("Health"))
    with pytest.raises(InvalidInput):
        rules.fund_code(name)


@pytest.mark.parametrize(
    ("source", "target", "amount", "refusal"),
    [
        (RESULT, HEALTH, 100, None),
        (EDUCATION, RESULT, 100, None),
        (HEALTH, RESERVE, 100, None),
        (HEALTH, HEALTH, 1, rules.SameFund),
        (RESERVE, HEALTH, 1, rules.ReserveStays),
        (RESULT, HEALTH, 101, rules.FundTooSmall),
    ],
)
def test_only_what_is_there_moves_and_never_out_of_the_reserve(source, target, amount, refusal):
    if refusal is None:
        rules.check_transfer(source, target, amount, 100, "EUR")
        check_balanced(rules.transfer_lines(source, target, amount))
        return
    with pytest.raises(refusal):
        rules.check_transfer(source, target, amount, 100, "EUR")


@pytest.mark.parametrize(
    ("bill", "held", "shortage", "taken"),
    [
        (300, 300, Shortage.REFUSE, 300),
        (300, 299, Shortage.WARN, 299),
        (300, 0, Shortage.WARN, 0),
        (-20, 5, Shortage.REFUSE, -20),
    ],
)
def test_a_run_takes_its_bill_out_of_the_pay_fund(bill, held, shortage, taken):
    assert rules.taken_by_pay(bill, held, shortage, "EUR") == taken
    assert sum(line.amount for line in rules.pay_lines(HEALTH, taken)) == 0


def test_a_strict_pay_fund_says_what_it_lacks():
    with pytest.raises(rules.PayFundShort, match=r"must put 0\.01 EUR more into it"):
        rules.taken_by_pay(300, 299, Shortage.REFUSE, "EUR")


CODES = st.sampled_from([RESULT, RESERVE, EDUCATION, HEALTH])
MOVES = st.lists(st.tuples(CODES, CODES, st.integers(1, 400)), max_size=30)


@given(st.integers(0, 1000), MOVES)
def test_whatever_is_moved_nothing_is_made_or_lost_and_no_fund_is_overdrawn(sold, moves):
    """Σ funds + what is not shared out stays what the co-op earned, and the reserve only grows."""
    booked = {"Assets:Bank": sold, "Income:Sales": -sold}
    funds = (RESERVE, EDUCATION, HEALTH)

    def held(code):
        if code == RESULT:
            result = (one for one in booked if kind_of(one) in {"income", "expense"})
            return -sum(booked[one] for one in result)
        return -booked.get(code, 0)

    for source, target, amount in moves:
        reserve = held(RESERVE)
        try:
            rules.check_transfer(source, target, amount, held(source), "EUR")
        except (rules.SameFund, rules.ReserveStays, rules.FundTooSmall):
            continue
        for line in rules.transfer_lines(source, target, amount):
            booked[line.account] = booked.get(line.account, 0) + line.amount
        assert held(RESERVE) >= reserve
    assert sum(booked.values()) == 0
    assert all(held(code) >= 0 for code in (*funds, RESULT))
    assert sum(map(held, (*funds, RESULT))) == booked["Assets:Bank"] == sold
