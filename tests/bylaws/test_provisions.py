"""Petitions, terms in a row, the urn's keys, amendments: what a rule says of them."""

from fractions import Fraction

import pytest

from app.bylaws.rules.conditions import Extreme, Number, Share
from app.bylaws.rules.decisions import check_matter, parse_rule
from app.bylaws.rules.matters import Matter
from app.bylaws.rules.provisions import USUAL_PETITION, PetitionRule, TermLimits
from app.bylaws.rules.words import courses
from app.errors import InvalidInput
from app.members.offices import Office

TENTH = Share(Fraction(1, 10), Number.ENTITLED)
TWO_THIRDS = {"votes": "for", "is": "at least", "amount": {"share": "2/3", "of": "cast"}}
SIMPLE = {"votes": "for", "is": "more than", "amount": {"share": "1", "of": "against"}}


@pytest.mark.parametrize(
    ("rule", "members", "needed"),
    [
        (USUAL_PETITION, 1, 2),
        (USUAL_PETITION, 10, 2),
        (USUAL_PETITION, 11, 3),
        (USUAL_PETITION, 101, 21),
        (PetitionRule(7), 100, 7),
        (PetitionRule(1), 100, 2),  # nobody calls a vote alone
        (PetitionRule(TENTH), 101, 11),
        (PetitionRule(Extreme(False, (TENTH, 50))), 1000, 50),
    ],
)
def test_so_many_signatures_are_needed(rule, members, needed):
    assert rule.needed(members) == needed


def test_an_office_has_its_own_limit_of_terms_or_the_usual_one():
    limits = TermLimits(2, ((Office.CHAIR, 1), (Office.DELEGATE, 0)))
    offices = (Office.CHAIR, Office.DELEGATE, Office.TREASURER)
    assert [limits.of(office) for office in offices] == [1, 0, 2]


def test_every_provision_is_said():
    rule = parse_rule(
        {
            "majority": SIMPLE,
            "secret": True,
            "amendment": TWO_THIRDS,
            "urn": {"keys": 5, "needed": 3},
            "petition": {"signatures": {"share": "1/5", "of": "entitled"}, "within_days": 30},
            "most_terms": {"any": 2, "chair": 1, "delegate": 0},
        }
    )
    assert [str(one) for one in courses(rule)] == [
        "An amendment of such a motion is carried when at least two thirds of the votes cast are "
        "for it.",
        "The urn of a secret ballot has the keys of 5 scrutineers, and 3 of them open it.",
        "A recall is put to the vote when a fifth of all entitled to vote have signed a petition "
        "for it within 30 days.",
        "Nobody holds an office for more than 2 terms in a row.",
        "Chair: one term in a row at most.",
        "Delegate: as many terms in a row as wanted.",
    ]
    check_matter(rule, Matter.OFFICE)


@pytest.mark.parametrize("part", [{"petition": {"signatures": 5}}, {"most_terms": {"any": 1}}])
def test_only_the_rule_on_offices_speaks_of_petitions_and_terms(part):
    rule = parse_rule({"majority": SIMPLE} | part)
    with pytest.raises(InvalidInput) as refused:
        check_matter(rule, Matter.SPENDING)
    assert refused.value.where == f"rule.{next(iter(part))}"
