"""Shares that add up, and exact decimals."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import allocate, decimal_text

weights = st.lists(st.fractions(min_value=0, max_denominator=1000), min_size=1).filter(any)


@given(st.integers(-(10**12), 10**12), weights, st.integers(0, 10**6))
def test_parts_add_up_and_none_is_a_unit_off_its_quota(total, weights, rotation):
    parts = allocate(total, weights, rotation)
    quotas = [total * weight / sum(weights) for weight in weights]
    assert sum(parts) == total
    assert all(abs(part - quota) < 1 for part, quota in zip(parts, quotas, strict=True))
    rounded_away = [quota - part for part, quota in zip(parts, quotas, strict=True)]
    assert max(rounded_away) - min(rounded_away) <= 1


@pytest.mark.parametrize(
    ("total", "weights", "rotation", "parts"),
    [
        (10, (1, 1, 1), 0, [4, 3, 3]),
        (10, (1, 1, 1), 2, [3, 3, 4]),
        (-10, (1, 1, 1), 2, [-3, -3, -4]),
        (11, (1, 1, 1), 2, [4, 3, 4]),
        (10, ("1/3", "1/6", "1/2"), 0, [3, 2, 5]),
        (7, (0, 1, "0.5"), 0, [0, 5, 2]),
        (0, (1, 2), 1, [0, 0]),
    ],
)
def test_left_over_units_go_by_remainder_and_then_by_the_rotation(total, weights, rotation, parts):
    assert allocate(total, [Fraction(weight) for weight in weights], rotation) == parts


@pytest.mark.parametrize("weights", [(), (0, 0), (2, -1)])
def test_what_cannot_be_shared_is_refused(weights):
    with pytest.raises(ValueError, match="weight"):
        allocate(1, [Fraction(weight) for weight in weights])


@given(st.integers(), st.integers(0, 12))
def test_a_decimal_that_has_an_end_is_written_whole(number, places):
    value = Fraction(number, 10**places)
    assert Fraction(decimal_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [("5", "5"), ("-2.50", "-2.5"), ("1/3", "0.3333"), ("-2/3", "-0.6667"), ("0.001", "0.001")],
)
def test_decimals_are_as_short_as_they_can_be(value, text):
    assert decimal_text(Fraction(value)) == text
