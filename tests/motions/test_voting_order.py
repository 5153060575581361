from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.motions.rules.paragraphs import Change, Kind
from app.motions.rules.voting_order import Reach, proposed_order, reach

TEXT = "We buy a kiln now.\n\nIt stands in the big yard."


def test_words_that_go_and_come_are_counted_against_the_motion():
    milder = reach(1, TEXT, [Change(Kind.REPLACE, 1, "We buy a kiln later.")])
    assert (milder.struck, milder.step, milder.share) == (0, 0, Fraction(2, 11))
    longer = reach(2, TEXT, [Change(Kind.INSERT, 2, "Emil looks after it.")])
    assert longer.share == Fraction(4, 11)
    struck = reach(3, TEXT, [Change(Kind.DELETE, 2)])
    assert (struck.struck, struck.share) == (1, Fraction(6, 11))


def test_an_amount_is_as_far_as_it_moves():
    assert reach(1, TEXT, [], (Fraction(10), Fraction(8))).step == Fraction(1, 5)
    assert reach(1, TEXT, [], (Fraction(0), Fraction(8))).step == 1
    assert reach(1, TEXT, [], (Fraction(5), Fraction(5))).step == 0


def test_the_most_far_reaching_comes_first():
    strikes_two, strikes = Reach(1, 2, Fraction(0), Fraction(1, 9)), Reach(2, 1, *[Fraction(1)] * 2)
    amount = Reach(3, 0, Fraction(1, 5), Fraction(0))
    longer, shorter = Reach(4, 0, Fraction(0), Fraction(1, 2)), Reach(5, 0, *[Fraction(0)] * 2)
    same = Reach(6, 0, *[Fraction(0)] * 2)
    ordered = [strikes_two, strikes, amount, longer, shorter, same]
    assert proposed_order(reversed(ordered)) == ordered
    assert [str(one.reason) for one in ordered[:4]] == [
        "It strikes 2 paragraphs.",
        "It strikes a paragraph.",
        "It moves the amount by 20 %.",
        "It changes words: 50 % of the motion's length.",
    ]


SHARES = st.fractions(0, 2, max_denominator=5)


@given(
    st.lists(
        st.builds(Reach, st.integers(1, 99), st.integers(0, 3), SHARES, SHARES),
        unique_by=lambda one: one.number,
    )
)
def test_the_order_does_not_depend_on_how_they_are_listed(found):
    assert proposed_order(found) == proposed_order(reversed(found))
