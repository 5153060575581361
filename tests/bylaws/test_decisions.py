"""Real majorities on real votes, and the boundaries."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bylaws.rules.condition_json import condition_to_json, parse_condition
from app.bylaws.rules.condition_words import describe
from app.bylaws.rules.conditions import (
    Compare,
    Join,
    Number,
    Numbers,
    Relation,
    Share,
    holds,
    needed,
)
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Verdict, parse_rule
from app.bylaws.rules.judgement import judge
from app.bylaws.templates import CONSENSUS_WITH_FALLBACK, SIMPLE_MAJORITY
from tests.bylaws.real import EVERY_REAL_RULE

CARRIED, DEFEATED, INQUORATE = Verdict.CARRIED, Verdict.DEFEATED, Verdict.INQUORATE


def votes_for(relation: Relation, share: str, of: Number) -> Compare:
    return Compare(Number.FOR, relation, Share(Fraction(share), of))


MORE, AT_LEAST = Relation.MORE, Relation.AT_LEAST
TWO_THIRDS = votes_for(AT_LEAST, "2/3", Number.CAST)

# European Parliament, vote of April 2024 on A9-0077/2024 (HowTheyVote.eu): 428 yes, 131 no,
# 44 abstentions, 102 of 705 absent; the verdicts are plain arithmetic on the official roll call.
EUROPEAN_PARLIAMENT = Numbers(428, 131, 44, 705)


@pytest.mark.parametrize(
    ("majority", "quorum", "verdict"),
    [
        (SIMPLE, None, CARRIED),
        (votes_for(MORE, "1/2", Number.VALID), None, CARRIED),
        (votes_for(MORE, "1/2", Number.ENTITLED), None, CARRIED),
        (TWO_THIRDS, None, CARRIED),
        (votes_for(AT_LEAST, "3/4", Number.CAST), None, CARRIED),
        (votes_for(AT_LEAST, "3/5", Number.ENTITLED), None, CARRIED),
        (votes_for(AT_LEAST, "2/3", Number.ENTITLED), None, DEFEATED),
        (
            SIMPLE,
            Compare(Number.VALID, AT_LEAST, Share(Fraction(1, 2), Number.ENTITLED)),
            CARRIED,
        ),
    ],
)
def test_the_european_parliament_under_eight_rules(majority, quorum, verdict):
    assert judge(DecisionRule(majority, quorum), EUROPEAN_PARLIAMENT).verdict is verdict


@pytest.mark.parametrize(("voted", "needed_votes"), [("0.66", 25), ("0.75", 28)])
def test_a_quorum_in_percent_of_37_people(voted, needed_votes):
    quorum = Compare(Number.VALID, AT_LEAST, Share(Fraction(voted), Number.ENTITLED))
    assert needed(quorum, Numbers(0, 0, 0, 37)) == needed_votes


@pytest.mark.parametrize(
    ("majority", "numbers", "verdict"),
    [
        (TWO_THIRDS, Numbers(20, 10, 0, 30), CARRIED),  # exactly two thirds
        (votes_for(MORE, "2/3", Number.CAST), Numbers(20, 10, 0, 30), DEFEATED),
        (TWO_THIRDS, Numbers(20, 11, 0, 31), DEFEATED),  # 62/3 of 31, not rounded to 20
        (TWO_THIRDS, Numbers(21, 10, 0, 31), CARRIED),
        (TWO_THIRDS, Numbers(2, 1, 40, 43), CARRIED),  # abstentions are not cast
        (votes_for(AT_LEAST, "0.66", Number.CAST), Numbers(33, 17, 0, 50), CARRIED),
        (TWO_THIRDS, Numbers(33, 17, 0, 50), DEFEATED),  # 66 % are not two thirds
        (SIMPLE, Numbers(1, 1, 0, 2), DEFEATED),
        (SIMPLE, Numbers(1, 0, 40, 41), CARRIED),
    ],
)
def test_boundaries_are_exact(majority, numbers, verdict):
    assert judge(DecisionRule(majority), numbers).verdict is verdict


@pytest.mark.parametrize(
    "majority",
    [
        SIMPLE,
        Compare(Number.FOR, AT_LEAST, Share(Fraction(2), Number.AGAINST)),  # "yes >= 2 * no"
        Compare(Number.AGAINST, Relation.AT_MOST, 0),
        TWO_THIRDS,
    ],
)
def test_nothing_is_carried_when_all_abstain(majority):
    judgement = judge(DecisionRule(majority), Numbers(0, 0, 40, 40))
    assert judgement.verdict is DEFEATED


def test_outside_an_assembly_who_voted_counts_as_present():
    assert Numbers(3, 2, 1, 9).of(Number.PRESENT) == 6
    assert Numbers(3, 2, 1, 9, present=8).of(Number.PRESENT) == 8


EVERY_RULE = [*SIMPLE_MAJORITY.values(), *CONSENSUS_WITH_FALLBACK.values(), *EVERY_REAL_RULE]
counts = st.integers(0, 60)


@st.composite
def votes(draw: st.DrawFn) -> Numbers:
    cast = [draw(counts) for _ in range(3)]
    return Numbers(*cast, entitled=sum(cast) + draw(counts))


@given(st.sampled_from(EVERY_RULE), votes())
def test_one_who_turns_from_against_to_for_never_hurts(rule, numbers):
    if numbers.against and judge(rule, numbers).verdict is CARRIED:
        turned = replace(numbers, votes_for=numbers.votes_for + 1, against=numbers.against - 1)
        assert judge(rule, turned).verdict is CARRIED


@given(st.sampled_from(EVERY_RULE), votes())
def test_one_absentee_who_comes_and_votes_for_never_hurts(rule, numbers):
    voted = numbers.votes_for + numbers.against + numbers.abstain
    if voted < numbers.entitled and judge(rule, numbers).verdict is CARRIED:
        joined = replace(numbers, votes_for=numbers.votes_for + 1)
        assert judge(rule, joined).verdict is CARRIED


compares = st.builds(
    Compare,
    st.sampled_from(Number),
    st.sampled_from(Relation),
    st.one_of(
        counts,
        st.builds(
            Share,
            st.fractions(0, 1, max_denominator=12),
            st.sampled_from(Number),
        ),
    ),
)


@given(compares, votes())
def test_the_needed_number_is_the_boundary(condition, numbers):
    there, bound = numbers.of(condition.votes), needed(condition, numbers)
    more = condition.relation in {MORE, AT_LEAST}
    assert holds(condition, numbers) is (there >= bound if more else there <= bound)


@given(st.recursive(compares, lambda part: st.builds(Join, st.booleans(), st.tuples(part, part))))
def test_a_condition_reads_back_as_it_was_written_and_has_words(condition):
    assert parse_condition(condition_to_json(condition)) == condition
    assert str(describe(condition))


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_reads_back_as_it_was_written(rule):
    assert parse_rule(rule.to_json()) == rule
