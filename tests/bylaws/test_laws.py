"""Laws on co-operatives, and rules that many bodies copy, at their boundaries."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.bylaws.rules.condition_json import condition_to_json, parse_condition
from app.bylaws.rules.condition_words import describe
from app.bylaws.rules.conditions import Compare, Number, Numbers, Relation, Share
from app.bylaws.rules.courses import Demand, SecondCall
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Verdict, parse_rule
from app.bylaws.rules.judgement import judge
from app.bylaws.rules.rounds import at_stage, called_again, confirming, raised
from app.bylaws.rules.words import calls
from app.errors import InvalidInput
from tests.bylaws.real import rules_of

CARRIED, CARRIED_ONCE, DEFEATED, INQUORATE, REFERRED = (
    Verdict.CARRIED,
    Verdict.CARRIED_ONCE,
    Verdict.DEFEATED,
    Verdict.INQUORATE,
    Verdict.REFERRED,
)
LAWS = rules_of("laws")


@pytest.mark.parametrize(
    ("name", "numbers", "verdict"),
    [
        # Germany, GenG § 16: three quarters, nine tenths of the valid votes; abstentions are none.
        ("germany-statutes", Numbers(75, 25, 60, 900), CARRIED),
        ("germany-statutes", Numbers(74, 25, 60, 900), DEFEATED),
        ("germany-duties", Numbers(9, 1, 0, 900), CARRIED),
        ("germany-duties", Numbers(89, 10, 0, 900), DEFEATED),
        # Switzerland, OR 888 II: two thirds of the votes cast; OR 889: three quarters of all.
        ("switzerland-statutes", Numbers(2, 1, 0, 900), CARRIED),
        ("switzerland-statutes", Numbers(199, 100, 0, 900), DEFEATED),
        ("switzerland-liability", Numbers(30, 0, 0, 40), CARRIED),
        ("switzerland-liability", Numbers(30, 0, 0, 41), DEFEATED),
        # Spain, Ley 27/1999, art. 25 and 28: two thirds of those present and represented.
        ("spain-statutes", Numbers(40, 10, 10, 100, present=60), CARRIED),
        ("spain-statutes", Numbers(39, 10, 10, 100, present=60), DEFEATED),
        ("spain-statutes", Numbers(40, 0, 0, 100, present=50), INQUORATE),
        # The Basque Country, Law 4/1993, art. 36: more than half is enough where many came.
        ("basque-statutes", Numbers(38, 37, 0, 100, present=75), CARRIED),
        ("basque-statutes", Numbers(38, 36, 0, 100, present=74), DEFEATED),
        ("basque-statutes", Numbers(50, 24, 0, 100, present=74), CARRIED),
        # France, Code de commerce L223-29: more than half of all, else of the votes given.
        ("france-consultation", Numbers(20, 5, 0, 40), REFERRED),
        ("france-consultation", Numbers(21, 19, 0, 40), CARRIED),
        # Apache: three for it and no veto; a release has no veto.
        ("apache-code-change", Numbers(3, 0, 9, 40), CARRIED),
        ("apache-code-change", Numbers(2, 0, 0, 40), DEFEATED),
        ("apache-code-change", Numbers(30, 1, 0, 40), DEFEATED),
        ("apache-release", Numbers(3, 2, 0, 40), CARRIED),
        ("apache-release", Numbers(3, 3, 0, 40), DEFEATED),
        # Python, PEP 13: two thirds of those who vote on it.
        ("python-core-developer", Numbers(20, 10, 0, 90), CARRIED),
        ("python-core-developer", Numbers(19, 10, 0, 90), DEFEATED),
        # Unanimity but for two: who stays away counts like who is against it.
        ("jury-all-but-two", Numbers(10, 2, 0, 12), CARRIED),
        ("jury-all-but-two", Numbers(10, 0, 0, 12), CARRIED),
        ("jury-all-but-two", Numbers(9, 0, 3, 12), DEFEATED),
        # Consent, with at most a third who stand aside.
        ("consent-with-limits", Numbers(8, 0, 4, 20), CARRIED),
        ("consent-with-limits", Numbers(7, 0, 4, 20), DEFEATED),
    ],
)
def test_a_law_at_its_boundary(name, numbers, verdict):
    assert judge(LAWS[name], numbers).verdict is verdict


@pytest.mark.parametrize(
    ("name", "call", "numbers", "verdict"),
    [
        # Spain: at the second call a tenth, or a hundred where that is less.
        ("spain-statutes", 2, Numbers(10, 0, 0, 100, present=10), CARRIED),
        ("spain-statutes", 2, Numbers(9, 0, 0, 100, present=9), INQUORATE),
        ("spain-statutes", 2, Numbers(100, 0, 0, 5000, present=100), CARRIED),
        # Brazil, Lei 5.764/71, art. 40: two thirds, then half and one more, then ten.
        ("brazil-assembly", 1, Numbers(40, 26, 0, 100, present=66), INQUORATE),
        ("brazil-assembly", 1, Numbers(40, 26, 0, 100, present=67), CARRIED),
        ("brazil-assembly", 2, Numbers(40, 10, 0, 100, present=50), INQUORATE),
        ("brazil-assembly", 2, Numbers(40, 11, 0, 100, present=51), CARRIED),
        ("brazil-assembly", 3, Numbers(6, 4, 0, 100, present=10), CARRIED),
        ("brazil-assembly", 3, Numbers(6, 3, 0, 100, present=9), INQUORATE),
    ],
)
def test_each_call_has_its_quorum(name, call, numbers, verdict):
    rule = LAWS[name]
    for _ in range(1, call):
        rule = called_again(rule)
    assert judge(rule, numbers).verdict is verdict


@pytest.mark.parametrize(
    ("name", "numbers", "first", "second"),
    [
        # Co-operative and Community Benefit Societies Act 2014, s. 111.
        ("britain-amalgamation", Numbers(20, 10, 5, 90), CARRIED_ONCE, CARRIED),
        ("britain-amalgamation", Numbers(16, 15, 0, 90), DEFEATED, CARRIED),
        ("britain-amalgamation", Numbers(15, 15, 0, 90), DEFEATED, DEFEATED),
        # Two meetings with two thirds each, or one where all are for it.
        ("nordic-statutes", Numbers(20, 10, 0, 90, present=30), CARRIED_ONCE, CARRIED),
        ("nordic-statutes", Numbers(30, 0, 0, 90, present=30), CARRIED, CARRIED),
        ("nordic-statutes", Numbers(29, 0, 1, 90, present=30), CARRIED_ONCE, CARRIED),
    ],
)
def test_two_votes_carry_it(name, numbers, first, second):
    assert judge(LAWS[name], numbers).verdict is first
    assert judge(confirming(LAWS[name]), numbers).verdict is second


def test_failing_half_of_all_half_of_the_votes_decides():
    assert judge(at_stage(LAWS["france-consultation"], 1), Numbers(5, 4, 9, 40)).verdict is CARRIED


TWO_THIRDS = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))
HALF = Compare(Number.PRESENT, Relation.AT_LEAST, Share(Fraction(1, 2), Number.ENTITLED))
TEN = Compare(Number.PRESENT, Relation.AT_LEAST, 10)
CALLS = DecisionRule(
    TWO_THIRDS, HALF, second_call=SecondCall(30, TEN, majority=SIMPLE, then=SecondCall(9))
)


def test_a_call_may_have_its_own_majority_and_another_one_after_it():
    assert parse_rule(CALLS.to_json()) == CALLS
    second = called_again(CALLS)
    assert (second.majority, second.quorum) == (SIMPLE, TEN)
    third = called_again(replace(CALLS, second_call=second.second_call))
    assert (third.majority, third.quorum, third.second_call) == (TWO_THIRDS, None, None)
    assert [str(one) for one in calls(CALLS)] == [
        "If too few take part, it can be put again within 30 days. Then it is carried when more "
        "are for than against. Then it is valid when at least 10 are present.",
        "If too few take part then as well, it can be put once more within 9 days. Then it is "
        "valid however few take part.",
    ]


def test_a_demand_raises_the_majority_of_a_later_call_too():
    demanded = replace(CALLS, demand=Demand(TWO_THIRDS))
    assert judge(called_again(demanded), Numbers(6, 4, 0, 20)).verdict is CARRIED
    assert judge(called_again(raised(demanded)), Numbers(6, 4, 0, 20)).verdict is DEFEATED


@pytest.mark.parametrize(
    "call",
    [
        {"within_days": 1, "then": {"within_days": 1}},  # the one before can be missed by nobody
        {"within_days": 1, "quorum": 5},
        {"within_days": 1, "quorum": condition_to_json(TEN), "final": True, "then": {}},
        {"within_days": 1, "third": {}},
    ],
)
def test_calls_that_do_not_follow_each_other_are_refused(call):
    rule = DecisionRule(quorum=HALF).to_json()
    with pytest.raises(InvalidInput):
        parse_rule(rule | {"second_call": call})


def test_so_many_calls_and_no_more():
    call = {"within_days": 1}
    for _ in range(3):
        call = {"within_days": 1, "quorum": condition_to_json(TEN), "then": call}
    with pytest.raises(InvalidInput, match="at most 4 calls"):
        parse_rule(DecisionRule(quorum=HALF).to_json() | {"second_call": call})


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ({"share": "1/2", "of": "entitled", "plus": 1}, "half of all entitled to vote plus 1"),
        ({"share": "1", "of": "present", "plus": -2}, "those present but 2"),
        ({"share": "5/9", "of": "cast"}, "5/9 of the votes cast"),
        ({"share": "0.55", "of": "cast"}, "55 % of the votes cast"),
        ({"share": "1/8", "of": "cast"}, "12.5 % of the votes cast"),
        ({"share": "4/3", "of": "against"}, "4/3 times the number of those voting against"),
        ({"share": "1.5", "of": "against"}, "1.5 times the number of those voting against"),
        ({"root": "1/3", "of": "entitled"}, "1/3 times the square root"),
        ({"root": 1, "of": "present"}, "at least the square root of the number of those present"),
    ],
)
def test_no_amount_is_rounded_in_its_words(amount, words):
    condition = {"votes": "for", "is": "at least", "amount": amount}
    parsed = parse_condition(condition)
    assert words in str(describe(parsed))
    assert parse_condition(condition_to_json(parsed)) == parsed


@pytest.mark.parametrize(
    ("votes", "relation", "amount", "words"),
    [
        ("for", "at least", {"share": 1, "of": "entitled"}, "all entitled to vote are for it"),
        ("for", "at least", {"share": 1, "of": "present"}, "all those present are for it"),
        (
            "for",
            "at least",
            {"share": 1, "of": "against", "plus": 3},
            "at least 3 more are for it than against it",
        ),
        ("against", "at most", {"share": 1, "of": "for"}, "no more are against it than for it"),
        (
            "abstain",
            "at most",
            {"share": "1/2", "of": "valid"},
            "at most half of all votes (abstentions included) abstain",
        ),
    ],
)
def test_a_condition_reads_as_members_say_it(votes, relation, amount, words):
    condition = parse_condition({"votes": votes, "is": relation, "amount": amount})
    assert str(describe(condition)) == words


def test_conditions_within_conditions_stay_together_in_words():
    told = str(describe(LAWS["basque-statutes"].majority))
    assert " or (at least three quarters of all entitled to vote are present and more than" in told
