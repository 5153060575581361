"""The result in words and figures."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bylaws.rules.conditions import Compare, Number, Relation, Share
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Tie, Verdict
from app.voting.rules.tally import Choice, Result, Tally, count, decided_by_chair, judged

TWO_THIRDS = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))
HALF_TAKE_PART = Compare(Number.VALID, Relation.AT_LEAST, Share(Fraction(1, 2), Number.ENTITLED))

choices = st.lists(st.sampled_from(Choice))
rules = st.sampled_from(
    [
        DecisionRule(),
        DecisionRule(TWO_THIRDS, HALF_TAKE_PART),
        DecisionRule(SIMPLE, tie=Tie.CHAIR),
    ]
)


@given(choices)
def test_every_ballot_is_counted_once(cast):
    tally = count(cast)
    assert tally.valid == len(cast)
    assert tally.cast == sum(choice is not Choice.ABSTAIN for choice in cast)


@given(choices, rules)
def test_the_order_of_the_ballots_is_without_meaning(cast, rule):
    assert judged(rule, count(cast), entitled=99) == judged(
        rule, count(reversed(cast)), entitled=99
    )


@given(choices, rules)
def test_a_result_reads_back_as_it_was_written(cast, rule):
    result = judged(rule, count(cast), entitled=len(cast) + 1)
    assert Result.from_json(result.to_json()) == result


@pytest.mark.parametrize(
    ("rule", "tally", "headline", "why"),
    [
        (
            DecisionRule(TWO_THIRDS),
            Tally(31, 7, 4),
            "Carried: 31 for, 7 against, 4 abstained.",
            "The rule: at least two thirds of the votes cast are for it – 26 needed, 31 reached.",
        ),
        (
            DecisionRule(TWO_THIRDS),
            Tally(7, 4, 31),
            "Defeated: 7 for, 4 against, 31 abstained.",
            "The rule: at least two thirds of the votes cast are for it – 8 needed, 7 reached.",
        ),
        (
            DecisionRule(SIMPLE, HALF_TAKE_PART),
            Tally(20, 0, 0),
            "Not decided, too few took part: 20 for, 0 against, 0 abstained.",
            "The quorum was not reached: at least half of all entitled to vote take part in the "
            "vote – 21 needed, 20 reached.",
        ),
        (
            DecisionRule(tie=Tie.CHAIR),
            Tally(9, 9, 1),
            "Tied: 9 for, 9 against, 1 abstained. The chair has the casting vote.",
            "The rule: more are for than against – 10 needed, 9 reached.",
        ),
        (DecisionRule(), Tally(0, 0, 40), "Defeated: 0 for, 0 against, 40 abstained.", None),
    ],
)
def test_the_result_says_what_was_needed(rule, tally, headline, why):
    result = judged(rule, tally, entitled=42)
    assert str(result.headline) == headline
    assert why is None or str(result.why) == why


def test_the_casting_vote_is_told_apart_from_the_members_votes():
    tied = judged(DecisionRule(tie=Tie.CHAIR), Tally(9, 9, 1), entitled=42)
    decided = decided_by_chair(tied, Choice.FOR)
    assert decided.verdict is Verdict.CARRIED
    assert decided.tally == tied.tally
    assert str(decided.headline).startswith("Carried by the chair's casting vote: 9 for")
