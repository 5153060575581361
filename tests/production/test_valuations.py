"""Rates and norms over time."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.production.rules.valuations import (
    LaterValueStands,
    Set,
    Valid,
    check_from,
    check_norm,
    check_rate,
    timeline,
)

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


def test_a_value_holds_until_the_day_before_the_next() -> None:
    values = [Set(Fraction(2), MARCH, 12), Set(Fraction(1), JANUARY, 1)]
    assert timeline(values) == (
        Valid(Fraction(1), JANUARY, date(2026, 2, 28), 1),
        Valid(Fraction(2), MARCH, None, 12),
    )


def test_a_value_ends_the_day_before_the_next_one() -> None:
    values = timeline([Set(Fraction(2), MARCH, 12), Set(Fraction(1), JANUARY, 1)])
    assert [(one.decision_id, one.from_on, one.to_on) for one in values] == [
        (1, JANUARY, date(2026, 2, 28)),
        (12, MARCH, None),
    ]


@given(st.sets(st.integers(0, 400), min_size=1), st.integers(0, 400))
def test_every_day_from_the_first_has_exactly_one_value(starts: set[int], day: int) -> None:
    values = timeline(Set(Fraction(at), JANUARY + timedelta(at), at) for at in starts)
    on = JANUARY + timedelta(day)
    holding = [one for one in values if one.from_on <= on <= (one.to_on or date.max)]
    assert len(holding) == (1 if day >= min(starts) else 0)


def test_nothing_begins_before_what_stands() -> None:
    check_from(MARCH, latest=None)
    check_from(MARCH, latest=date(2026, 2, 28))
    with pytest.raises(LaterValueStands):
        check_from(MARCH, latest=MARCH)


def test_a_rate_may_be_nothing_but_not_less() -> None:
    check_rate(Fraction(0))
    for rate in (Fraction(-1, 100), Fraction(10**12)):
        with pytest.raises(InvalidInput):
            check_rate(rate)


def test_a_norm_takes_time() -> None:
    check_norm(Fraction(1, 100))
    for norm in (Fraction(0), Fraction(10**12)):
        with pytest.raises(InvalidInput):
            check_norm(norm)
