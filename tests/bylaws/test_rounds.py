"""A vote after a vote, a second call, and a demand: what holds in one vote."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bylaws.rules.condition_json import condition_to_json
from app.bylaws.rules.conditions import Compare, Number, Numbers, Relation, Share
from app.bylaws.rules.courses import Confirmation, Demand, SecondCall, Stage
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Electorate, Verdict, parse_rule
from app.bylaws.rules.judgement import judge, needed_for
from app.bylaws.rules.provisions import PetitionRule, TermLimits
from app.bylaws.rules.rounds import at_stage, called_again, confirming, of_demand, raised
from app.bylaws.rules.words import procedure
from app.errors import InvalidInput
from app.members.offices import Office
from tests.bylaws.rules import rules as any_rules

CONSENT = Compare(Number.AGAINST, Relation.AT_MOST, 0)
TWO_THIRDS = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))
HALF_TAKE_PART = Compare(Number.VALID, Relation.AT_LEAST, Share(Fraction(1, 2), Number.ENTITLED))
TWO_STAGES = DecisionRule(CONSENT, stages=(Stage(7, TWO_THIRDS, HALF_TAKE_PART),))

counts = st.integers(0, 40)
shares = st.fractions(0, 1, max_denominator=6)
amounts = st.one_of(counts, st.builds(Share, shares, st.sampled_from(Number)))
majorities = st.builds(Compare, st.sampled_from(Number), st.sampled_from(Relation), amounts)
signatures = st.one_of(counts, st.builds(Share, shares, st.just(Number.ENTITLED)))
stages = st.builds(Stage, st.integers(0, 30), majorities, st.none() | majorities)
rules = st.builds(
    DecisionRule,
    majorities,
    majorities,
    active_days=st.integers(1, 365),
    but_concerned=st.booleans(),
    proxies=st.integers(0, 3),
    stages=st.lists(stages, max_size=3).map(tuple),
    confirmation=st.none()
    | st.builds(
        Confirmation,
        st.integers(0, 14),
        majorities,
        st.just(0) | st.integers(14, 31),
        st.none() | majorities,
        st.none() | majorities,
    ),
    second_call=st.none()
    | st.builds(SecondCall, st.integers(0, 30), st.none() | majorities, st.booleans()),
    demand=st.none() | st.builds(Demand, majorities, st.integers(0, 3)),
    amendment=st.none() | majorities,
    petition=st.none() | st.builds(PetitionRule, signatures, st.integers(0, 90)),
    most_terms=st.builds(
        TermLimits,
        st.integers(0, 4),
        st.just(()) | st.just(((Office.CHAIR, 1), (Office.DELEGATE, 0))),
    ),
)


def _next_stage(rule: DecisionRule) -> DecisionRule:
    return at_stage(rule, min(1, len(rule.stages)))


@st.composite
def votes(draw: st.DrawFn) -> Numbers:
    cast = [draw(counts) for _ in range(3)]
    return Numbers(*cast, entitled=sum(cast) + draw(counts))


@given(rules)
def test_a_rule_reads_back_as_it_was_written_and_has_words(rule):
    assert parse_rule(rule.to_json()) == rule
    assert all(str(sentence) for sentence in procedure(rule))


@given(
    any_rules(),
    st.lists(st.sampled_from([raised, of_demand, called_again, confirming, _next_stage])),
)
def test_the_rule_of_each_vote_reads_back_as_it_was_frozen(rule, turns):
    """A vote is closed by the rule that was frozen with it, which has to be readable then."""
    for turn in turns:
        rule = turn(rule)
    assert parse_rule(rule.to_json()) == rule


@given(rules, votes())
def test_a_higher_majority_never_carries_more(rule, numbers):
    if judge(raised(rule), numbers).verdict is Verdict.CARRIED:
        assert judge(rule, numbers).verdict is Verdict.CARRIED


@given(rules, votes())
def test_a_final_second_call_always_decides(rule, numbers):
    call = rule.second_call
    if call is not None and call.final and not rule.stages and not rule.confirmation:
        decided = judge(called_again(rule), numbers).verdict
        assert decided in {Verdict.CARRIED, Verdict.DEFEATED}


@given(rules, votes())
def test_only_a_rule_with_another_stage_refers(rule, numbers):
    last = at_stage(rule, len(rule.stages))
    assert judge(last, numbers).verdict is not Verdict.REFERRED


@given(rules, votes())
def test_two_votes_never_carry_more_than_one(rule, numbers):
    """What the first of two votes carries at once, one vote alone carries."""
    if rule.confirmation is not None and judge(rule, numbers).verdict is Verdict.CARRIED:
        assert judge(replace(rule, confirmation=None), numbers).verdict is Verdict.CARRIED
    assert judge(confirming(rule), numbers).verdict is not Verdict.CARRIED_ONCE


@pytest.mark.parametrize(
    ("rule", "numbers", "verdict"),
    [
        (TWO_STAGES, Numbers(9, 0, 1, 10), Verdict.CARRIED),
        (TWO_STAGES, Numbers(9, 1, 0, 10), Verdict.REFERRED),
        (TWO_STAGES, Numbers(0, 0, 9, 10), Verdict.REFERRED),
        (at_stage(TWO_STAGES, 1), Numbers(6, 3, 0, 10), Verdict.CARRIED),
        (at_stage(TWO_STAGES, 1), Numbers(5, 3, 0, 10), Verdict.DEFEATED),
        (at_stage(TWO_STAGES, 1), Numbers(3, 0, 0, 10), Verdict.INQUORATE),
    ],
)
def test_failing_consent_another_majority_decides(rule, numbers, verdict):
    assert judge(rule, numbers).verdict is verdict


def test_a_raised_majority_says_how_many_are_needed():
    rule = raised(DecisionRule(demand=Demand(TWO_THIRDS)))
    assert needed_for(rule.majority, Numbers(10, 11, 0, 30)) == 14
    assert of_demand(rule).majority == TWO_THIRDS


YES = condition_to_json(SIMPLE)
WRONG = [
    ({"secret": True, "proxies": 1}, "rule"),
    ({"weighted": True}, "rule"),
    ({"electorate": "delegates", "proxies": 1}, "rule"),
    ({"electorate": "delegates", "weighted": True, "secret": True}, "rule"),
    ({"electorate": "active"}, "rule.active_days"),
    ({"second_call": {"within_days": 15}}, "rule.second_call"),
    ({"second_call": {"days": 15}}, "rule.second_call"),
    ({"stages": [{"after_days": 7}]}, "rule.stages[0]"),
    ({"stages": [{"after_days": -1, "majority": SIMPLE}]}, "rule.stages[0].after_days"),
    ({"stages": {}}, "rule.stages"),
    ({"confirmation": {"after_days": 7}}, "rule.confirmation"),
    (
        {"confirmation": {"after_days": 7, "within_days": 3, "majority": YES}},
        "rule.confirmation.within_days",
    ),
    ({"tie": "chair", "confirmation": {"after_days": 7, "majority": YES}}, "rule.confirmation"),
    ({"demand": {"seconders": 1}}, "rule.demand"),
    ({"proxies": "many"}, "rule.proxies"),
    ({"urn": {"keys": 3, "needed": 2}}, "rule.urn"),  # no secret ballot
    ({"secret": True, "urn": {"keys": 3, "needed": 1}}, "rule.urn"),
    ({"secret": True, "urn": {"keys": 3, "needed": 4}}, "rule.urn"),
    ({"secret": True, "urn": {"keys": 3, "opened_by": 2}}, "rule.urn"),
    ({"petition": {}}, "rule.petition.signatures"),
    ({"petition": {"signatures": {"share": "1/5", "of": "cast"}}}, "rule.petition.signatures"),
    ({"petition": {"signatures": 9, "within_days": -1}}, "rule.petition.within_days"),
    ({"most_terms": {"president": 2}}, "rule.most_terms"),
    ({"most_terms": {"chair": True}}, "rule.most_terms.chair"),
    ({"amendment": {"votes": "for"}}, "rule.amendment"),
    ({"but_concerned": 1}, "rule.but_concerned"),
]


@pytest.mark.parametrize(("fields", "where"), WRONG)
def test_a_rule_that_does_not_fit_together_is_refused_with_its_place(fields, where):
    with pytest.raises(InvalidInput) as refused:
        parse_rule(DecisionRule().to_json() | fields)
    assert refused.value.where == where


def test_conditions_nested_beyond_reading_are_refused():
    deep = DecisionRule().to_json()
    for _ in range(2000):
        deep["majority"] = {"all": [deep["majority"]]}
    with pytest.raises(InvalidInput, match="too deep"):
        parse_rule(deep)


def test_delegates_may_have_weights_in_an_open_vote():
    rule = DecisionRule(electorate=Electorate.DELEGATES, weighted=True)
    assert parse_rule(rule.to_json()).weighted
