from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.elections.rules import lots, terms
from app.elections.rules.substitutes import next_in_count
from app.errors import InvalidInput
from app.members.terms import TooManyTerms, check_term_limit, terms_in_a_row
from app.voting.counting import count
from app.voting.rules.ballots import Approvals, Rankings
from app.voting.rules.ties import Lot

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (MARCH, 12, date(2027, 2, 28)),
        (date(2026, 3, 2), 24, date(2028, 3, 1)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
    ],
)
def test_a_term_is_counted_in_whole_months(first, months, last):
    assert terms.last_day(first, months) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60), st.integers(1, 60))
def test_a_longer_term_ends_later(first, shorter, more):
    assert first < terms.last_day(first, shorter) + timedelta(days=1)
    assert terms.last_day(first, shorter) < terms.last_day(first, shorter + more)


def years(*spans):
    return [(date(first, 3, 1), date(last, 2, 28) if last else None) for first, last in spans]


@pytest.mark.parametrize(
    ("held", "in_a_row"),
    [
        ([], 0),
        (years((2024, 2026)), 1),
        (years((2022, 2024), (2024, 2026)), 2),
        (years((2020, 2022), (2024, 2026)), 1),
        (years((2018, 2020), (2020, 2022)), 0),
        (years((2022, None)), 1),
        (years((2026, 2028)), 0),
    ],
)
def test_terms_in_a_row_end_with_a_break(held, in_a_row):
    assert terms_in_a_row(held, MARCH) == in_a_row


def test_who_has_held_an_office_long_enough_is_told_so():
    held = years((2022, 2024), (2024, 2026))
    check_term_limit("Ana", held, MARCH, 0)
    check_term_limit("Ana", held, MARCH, 3)
    with pytest.raises(TooManyTerms, match="Ana has held this office for 2 terms in a row"):
        check_term_limit("Ana", held, MARCH, 2)


@pytest.mark.parametrize("months", [[], [0], [12, 121], [12] * 61])
def test_terms_that_cannot_be_are_refused(months):
    with pytest.raises(InvalidInput):
        terms.check_terms(months)
    terms.check_terms([12, 24])


def test_a_lot_is_a_sha256_that_anyone_computes():
    # printf '%s' 'red|7' | sha256sum
    assert (
        lots.lot_of("red", 7) == "62aadff87824baa7ee754bb9940c6315ae9b27d96ec9abe16824874bc04d318c"
    )
    # printf '1\n2\n10\n' | sha256sum
    assert (
        lots.pool_hash([10, 2, 1, 2])
        == "29186ee59865abdf5f37da40cefc9e7f345e49860aefd7a8f43438cdaf88f856"
    )


pools = st.sets(st.integers(1, 500), max_size=30)


@given(st.text(max_size=20), pools, st.randoms())
def test_a_draw_does_not_depend_on_how_the_pool_is_listed(seed, pool, random):
    listed = sorted(pool)
    random.shuffle(listed)
    assert lots.drawn(seed, listed) == lots.drawn(seed, pool)
    assert set(lots.drawn(seed, pool)) == pool
    assert lots.pool_hash(listed) == lots.pool_hash(pool)


@given(st.text(max_size=20), pools)
def test_who_leaves_the_pool_changes_nothing_between_the_others(seed, pool):
    for one in list(pool)[:3]:
        without = [number for number in lots.drawn(seed, pool) if number != one]
        assert lots.drawn(seed, pool - {one}) == without


def test_who_comes_next_in_a_count():
    ballots = {((0,),): 5, ((1,),): 4, ((2,),): 2, ((3,), (1,)): 1}
    names = ("Ana", "Emil", "Dora", "Goran")
    found = count("stv", Rankings(names, ballots), 1, Lot("s", True))
    assert found.elected == ("Ana",)
    assert next_in_count(found, Lot("s", True))[0] == "Emil"
    approved = Approvals(names, {frozenset({0, 1}): 3, frozenset({1, 3}): 1})
    found = count("approval", approved, 1, Lot("s", True))
    assert found.elected == ("Emil",)
    assert next_in_count(found, Lot("s", True)) == ["Ana", "Goran", "Dora"]
