"""Real bylaws judge real votes as it was recorded, and restated ones their boundaries."""

from fractions import Fraction

import pytest

from app.bylaws.rules.conditions import Compare, Join, Number, Numbers, Relation, Share, needed
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Verdict, parse_rule
from app.bylaws.rules.judgement import judge
from app.bylaws.rules.rounds import at_stage, called_again, of_demand, raised
from app.bylaws.rules.words import procedure
from app.bylaws.templates import CONSENSUS_WITH_FALLBACK
from tests.bylaws.real import EVERY_REAL_RULE, rules_of

CARRIED, DEFEATED, INQUORATE, REFERRED = (
    Verdict.CARRIED,
    Verdict.DEFEATED,
    Verdict.INQUORATE,
    Verdict.REFERRED,
)
ARCH, COLAB, DEBIAN, HYPHA = map(rules_of, ("arch", "colab", "debian", "hypha"))


# The first line is the admission of July 2013 (aur-general, message 024653): 24 of 37 took part
# where 66 % ask for 25, and 18 are not more than half of 37. It was first announced as accepted.
@pytest.mark.parametrize(
    ("name", "numbers", "verdict"),
    [
        ("addition", Numbers(18, 4, 2, 37), INQUORATE),
        ("addition", Numbers(18, 4, 3, 37), CARRIED),  # one more had come
        ("addition", Numbers(19, 0, 0, 37), CARRIED),  # more than half of all, without quorum
        ("addition", Numbers(18, 0, 0, 36), INQUORATE),  # exactly half of all is not more
        ("addition", Numbers(0, 18, 0, 36), DEFEATED),  # half of all against it rejects it
        ("bylaw", Numbers(14, 13, 1, 37), CARRIED),  # 28 of 37 reach 75 %
        ("bylaw", Numbers(14, 13, 0, 37), INQUORATE),
        ("bylaw", Numbers(14, 14, 9, 37), DEFEATED),
    ],
)
def test_the_trusted_users_of_arch(name, numbers, verdict):
    assert judge(ARCH[name], numbers).verdict is verdict


def test_arch_votes_once_more_and_then_rejects():
    again = called_again(ARCH["addition"])
    assert judge(again, Numbers(18, 4, 2, 37)).verdict is DEFEATED
    assert judge(again, Numbers(18, 4, 3, 37)).verdict is CARRIED


@pytest.mark.parametrize(
    ("rule", "numbers", "verdict"),
    [
        (COLAB["decision"], Numbers(5, 0, 2, 9), CARRIED),
        (COLAB["decision"], Numbers(8, 1, 0, 9), REFERRED),
        (at_stage(COLAB["decision"], 1), Numbers(4, 2, 0, 7), CARRIED),  # 2 are more than 7/4
        (at_stage(COLAB["decision"], 1), Numbers(4, 3, 0, 7), DEFEATED),
        (at_stage(COLAB["decision"], 1), Numbers(9, 3, 0, 12), CARRIED),  # a quarter of 12
        (at_stage(COLAB["decision"], 1), Numbers(9, 3, 0, 11), DEFEATED),  # 3 are more than 11/4
        (COLAB["expulsion"], Numbers(8, 1, 0, 9), CARRIED),
        (COLAB["expulsion"], Numbers(7, 2, 0, 9), DEFEATED),
        (COLAB["wage-scheme"], Numbers(9, 0, 0, 9), CARRIED),
        (COLAB["wage-scheme"], Numbers(8, 0, 1, 9), DEFEATED),  # of all members
        (CONSENSUS_WITH_FALLBACK["resolution"], Numbers(8, 1, 0, 9), REFERRED),
    ],
)
def test_consensus_and_its_fallback_at_colab(rule, numbers, verdict):
    assert judge(rule, numbers).verdict is verdict


# General resolution 2004/004, 909 developers: votes for an option over further discussion, and
# for further discussion over it; options 1 to 5 needed three to one.
@pytest.mark.parametrize(
    ("name", "numbers", "verdict"),
    [
        ("foundation-document", Numbers(293, 78, 0, 909), CARRIED),
        ("foundation-document", Numbers(339, 45, 0, 909), CARRIED),
        ("foundation-document", Numbers(270, 93, 0, 909), DEFEATED),
        ("foundation-document", Numbers(255, 110, 0, 909), DEFEATED),
        ("foundation-document", Numbers(258, 106, 0, 909), DEFEATED),
        ("ordinary", Numbers(155, 188, 0, 909), DEFEATED),
        ("foundation-document", Numbers(279, 93, 0, 909), DEFEATED),  # 3 to 1 is not more
        ("ordinary", Numbers(45, 0, 0, 909), INQUORATE),  # 3 * sqrt(909) / 2 = 45.22…
        ("ordinary", Numbers(46, 0, 0, 909), CARRIED),
        ("ordinary", Numbers(45, 0, 0, 900), CARRIED),  # exactly 45
        # General resolution 2006/004 failed by 136 to 149 of 1,000.
        ("ordinary", Numbers(136, 149, 0, 1000), DEFEATED),
    ],
)
def test_the_resolutions_of_debian(name, numbers, verdict):
    assert judge(DEBIAN[name], numbers).verdict is verdict


def test_a_majority_at_hypha_is_raised_by_a_demand_that_needs_it_itself():
    rule = HYPHA["members-meeting"]
    meeting = Numbers(6, 4, 0, 20, present=12, active=20)
    assert judge(rule, meeting).verdict is CARRIED
    assert judge(raised(rule), meeting).verdict is DEFEATED
    assert judge(of_demand(rule), meeting).verdict is DEFEATED
    eleven = Numbers(6, 4, 0, 20, present=11, active=20)
    assert judge(rule, eleven).verdict is INQUORATE


# The poll of the OpenSlides demonstration meeting that says 2 valid votes and adds up to 7.
def test_the_demonstration_meeting_of_openslides():
    assert judge(DecisionRule(), Numbers(2, 4, 1, 7)).verdict is DEFEATED


def share(votes: Number, relation: Relation, part: str, of: Number) -> Compare:
    return Compare(votes, relation, Share(Fraction(part), of))


FOR, AT_LEAST, MORE = Number.FOR, Relation.AT_LEAST, Relation.MORE
HALF_OR_QUORUM = Join(
    False,
    (
        share(FOR, MORE, "1/2", Number.ENTITLED),
        Join(True, (share(Number.VALID, AT_LEAST, "1/2", Number.ENTITLED), SIMPLE)),
    ),
)


@pytest.mark.parametrize(
    ("majority", "numbers", "verdict"),
    [
        # Antragsgrün's absolute majority: more for than against and abstaining together.
        (share(FOR, MORE, "1/2", Number.VALID), Numbers(4, 2, 2, 9), DEFEATED),
        (share(FOR, MORE, "1/2", Number.VALID), Numbers(5, 2, 2, 9), CARRIED),
        # One Click Orgs: absolute two thirds, nobody opposes.
        (share(FOR, AT_LEAST, "2/3", Number.ENTITLED), Numbers(6, 0, 0, 9), CARRIED),
        (share(FOR, AT_LEAST, "2/3", Number.ENTITLED), Numbers(6, 0, 0, 10), DEFEATED),
        # More than half of all, or half take part and more are for than against.
        (HALF_OR_QUORUM, Numbers(5, 0, 0, 9), CARRIED),
        (HALF_OR_QUORUM, Numbers(4, 0, 0, 9), DEFEATED),
        (HALF_OR_QUORUM, Numbers(3, 2, 0, 9), CARRIED),
        # A least number of votes besides the share.
        (Join(True, (SIMPLE, Compare(FOR, AT_LEAST, 5))), Numbers(4, 0, 0, 9), DEFEATED),
        (Join(True, (SIMPLE, Compare(FOR, AT_LEAST, 5))), Numbers(5, 4, 0, 9), CARRIED),
        # Two thirds of the active members (removal of a director at Hypha).
        (share(FOR, AT_LEAST, "2/3", Number.ACTIVE), Numbers(8, 2, 0, 20, active=12), CARRIED),
        (share(FOR, AT_LEAST, "2/3", Number.ACTIVE), Numbers(8, 2, 0, 20, active=13), DEFEATED),
    ],
)
def test_majorities_of_other_bodies(majority, numbers, verdict):
    assert judge(DecisionRule(majority), numbers).verdict is verdict


def test_a_second_ballot_by_relative_majority():
    """First more than half of the votes cast, then, at once, just the most."""
    rule = parse_rule(
        {
            "majority": {
                "votes": "for",
                "is": "more than",
                "amount": {"share": "1/2", "of": "present"},
            },
            "stages": [
                {
                    "after_days": 0,
                    "majority": {
                        "votes": "for",
                        "is": "more than",
                        "amount": {"share": 1, "of": "against"},
                    },
                }
            ],
        }
    )
    numbers = Numbers(5, 3, 1, 20, present=12)
    assert judge(rule, numbers).verdict is REFERRED
    assert judge(at_stage(rule, 1), numbers).verdict is CARRIED


@pytest.mark.parametrize("rule", EVERY_REAL_RULE)
def test_a_real_rule_reads_back_and_has_words(rule):
    assert parse_rule(rule.to_json()) == rule
    assert all(str(sentence) for sentence in procedure(rule))


def test_the_number_that_a_root_asks_for():
    quorum = DEBIAN["ordinary"].quorum
    assert [needed(quorum, Numbers(0, 0, 0, entitled)) for entitled in (900, 909, 1)] == [45, 46, 2]
