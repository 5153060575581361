"""What a rule asks for, by example."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bylaws.rules.conditions import Compare, Join, Number, Numbers, Relation, Share
from app.bylaws.rules.courses import Confirmation
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Verdict
from app.bylaws.rules.examples import describe_example, examples
from app.bylaws.rules.judgement import judge
from tests.bylaws.rules import rules

TWO_THIRDS = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))
HALF = Compare(Number.VALID, Relation.AT_LEAST, Share(Fraction(1, 2), Number.ENTITLED))
FIVE_TO_SEVEN = Join(
    True,
    (Compare(Number.FOR, Relation.AT_LEAST, 5), Compare(Number.FOR, Relation.AT_MOST, 7)),
)


@pytest.mark.parametrize(
    ("rule", "sentences"),
    [
        (
            DecisionRule(TWO_THIRDS, HALF),
            [
                "With 42 entitled and 42 voting: carried with 28 for it, not with 27.",
                "With 42 entitled and 32 voting: carried with 22 for it, not with 21.",
                "With 42 entitled and 32 voting, 8 of them abstaining: "
                "carried with 16 for it, not with 15.",
                "With 42 entitled and 21 voting: carried with 14 for it, not with 13.",
                "With 42 entitled and 20 voting: too few take part.",
            ],
        ),
        (
            DecisionRule(SIMPLE, confirmation=Confirmation(7, SIMPLE)),
            ["With 42 entitled and 42 voting: carried with 22 for it, not with 21."],
        ),
        (
            DecisionRule(FIVE_TO_SEVEN),
            ["With 42 entitled and 42 voting: carried with 5 to 7 for it."],
        ),
        (
            DecisionRule(Compare(Number.FOR, Relation.MORE, 42)),
            ["With 42 entitled and 42 voting: not carried, however many are for it."],
        ),
    ],
)
def test_the_boundary_of_a_rule_in_words(rule, sentences):
    told = [str(describe_example(example)) for example in examples(rule, 42)]
    assert told[: len(sentences)] == sentences


@settings(max_examples=40)
@given(rules(), st.integers(0, 30))
def test_every_example_is_what_the_vote_would_be(rule, entitled):
    for example in examples(rule, entitled):
        cast = example.voting - example.abstaining
        carried_by = {one for a, b in example.carried_by for one in range(a, b + 1)}
        for votes_for in range(cast + 1):
            numbers = Numbers(
                votes_for,
                cast - votes_for,
                example.abstaining,
                example.entitled,
                present=example.voting,
            )
            verdict = judge(rule, numbers).verdict
            assert (votes_for in carried_by) == (verdict in {Verdict.CARRIED, Verdict.CARRIED_ONCE})
            assert not example.too_few or verdict is Verdict.INQUORATE
