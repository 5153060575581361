"""Everything a bylaw can say, written in its form."""

import json
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.bylaws.rules.conditions import Compare, Extreme, Number, Relation, Share
from app.bylaws.rules.courses import Confirmation, Demand, SecondCall, Stage
from app.bylaws.rules.decisions import DecisionRule, Electorate, Tie, parse_rule
from app.bylaws.rules.provisions import PetitionRule, TermLimits, UrnKeys
from app.db import db
from app.members.offices import Office
from app.motions.bylaw_fields import MAJORITIES, fields_of, quorum_of
from app.motions.bylaw_form import BylawForm
from app.motions.models import Motion
from tests.bylaws.real import EVERY_REAL_RULE
from tests.polls import ON

FORM = {
    "title": "How we decide",
    "text": "As below.",
    "unit_id": "1",
    "matter": "resolution",
    "majority": "consent",
    "of": "cast",
    "quorum": "1/2",
    "notice_days": "7",
    "seconders": "1",
    "hand_in": "yes",
}
HALF = quorum_of(Fraction(1, 2))


def proposed(as_member, **given):
    answer = as_member("Emil").post("/motions/new/amend-bylaw", data=FORM | given)
    assert answer.status_code == 302, answer.text
    return parse_rule(db.session.scalars(select(Motion)).one().effect["definition"])


def test_a_second_vote_with_another_majority(as_member):
    rule = proposed(as_member, fallback="few-against", fallback_days="7")
    assert rule.stages == (Stage(7, MAJORITIES["few-against"], HALF),)
    page = as_member("Ana").get("/motions/1").text
    assert "If it is not carried, it can be put again 7 days later" in page
    assert "at most the greater of 2 and a quarter of all entitled to vote are against it" in page


def test_a_second_call_with_another_quorum(as_member):
    given = {"second_call": "own", "second_days": "15", "second_quorum": "1/5"}
    rule = proposed(as_member, second_final="y", **given)
    assert rule.second_call.within_days == 15
    assert rule.second_call.final


def test_more_than_a_share_of_all_votes_and_of_all_members(as_member):
    given = {"majority": "own", "share": "3/5", "share_more": "y", "of": "valid"}
    rule = proposed(as_member, quorum_more="y", **given)
    assert rule.majority == Compare(Number.FOR, Relation.MORE, Share(Fraction(3, 5), Number.VALID))
    assert rule.quorum == quorum_of(Fraction(1, 2), more=True)
    assert (
        "more than half of all entitled to vote take part"
        in as_member("Ana").get("/motions/1").text
    )


def test_a_majority_on_demand(as_member):
    rule = proposed(as_member, demand="two-thirds", demand_seconders="2")
    assert rule.demand == Demand(MAJORITIES["two-thirds"], 2)


def test_who_votes(as_member):
    given = {"electorate": "active", "active_days": "90", "but_concerned": "y", "tie": "chair"}
    rule = proposed(as_member, proxies="1", **given)
    assert (rule.electorate, rule.active_days, rule.proxies) == (Electorate.ACTIVE, 90, 1)
    assert rule.but_concerned
    assert rule.tie is Tie.CHAIR


def test_petitions_and_terms_of_office(as_member):
    given = {"signatures": "1/10", "petition_days": "30", "most_terms": "2"}
    given |= {"most_terms_of-chair": "1", "most_terms_of-delegate": "0"}
    rule = proposed(as_member, matter="office", **given)
    assert rule.petition == PetitionRule(Share(Fraction(1, 10), Number.ENTITLED), 30)
    assert rule.most_terms == TermLimits(2, ((Office.CHAIR, 1), (Office.DELEGATE, 0)))
    page = as_member("Ana").get("/motions/1").text
    assert "a tenth of all entitled to vote have signed" in page
    assert "Chair: one term in a row at most." in page


def test_a_second_vote_to_confirm_the_first(as_member):
    given = {"confirmation": "simple", "confirmed_after": "14", "confirmed_within": "31"}
    rule = proposed(as_member, majority="two-thirds", **given)
    assert rule.confirmation == Confirmation(14, MAJORITIES["simple"], 31, HALF)
    page = as_member("Ana").get("/motions/1").text
    assert "confirmed in a second vote, 14 days later at the earliest" in page


def test_amendments_and_the_keys_of_the_urn(as_member):
    given = {"amendment": "two-thirds", "secret": "y", "urn_keys": "5", "urn_needed": "3"}
    rule = proposed(as_member, **given)
    assert rule.amendment == MAJORITIES["two-thirds"]
    assert rule.urn == UrnKeys(5, 3)


def test_what_no_field_can_say_is_written_as_data(as_member):
    given = EVERY_REAL_RULE[0]
    rule = proposed(as_member, definition=json.dumps(given.to_json()))
    assert rule == given


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"electorate": "active"}, "within how many days"),
        ({"weighted": "y"}, "Only delegates have more than one vote"),
        ({"proxies": "2", "secret": "y"}, "neither proxies nor weights"),
        ({"second_call": "own", "quorum": ""}, "a quorum that the first one can miss"),
        ({"second_call": "own", "second_quorum": "some"}, "Write a share"),
        ({"definition": "{"}, "This is not JSON"),
        ({"definition": "[" * 20_000}, "This is not JSON"),
        ({"definition": "[]"}, "rule: A decision rule is an object"),
        ({"definition": '{"majority": {"any": []}}'}, "rule.majority"),
        ({"electorate": "everybody"}, "Not a valid choice"),
        ({"confirmation": "simple", "tie": "chair"}, "the chair has no casting vote"),
        ({"urn_keys": "3", "urn_needed": "2"}, "Only a secret ballot has an urn"),
        ({"secret": "y", "urn_keys": "3", "urn_needed": ""}, "two of them at least open it"),
        ({"signatures": "5"}, "belong to the rule on offices"),
        ({"matter": "office", "signatures": "some"}, "Write a share"),
        ({"matter": "office", "most_terms_of-chair": "two"}, "Not a valid integer value"),
    ],
)
def test_a_rule_that_cannot_be_comes_back_with_the_reason(as_member, given, words):
    answer = as_member("Emil").post("/motions/new/amend-bylaw", data=FORM | given)
    assert answer.status_code == 422
    assert words in answer.text
    assert "How we decide" in answer.text
    assert db.session.scalars(select(Motion)).all() == []


RULES = [
    *EVERY_REAL_RULE,
    DecisionRule(second_call=SecondCall(15, HALF), quorum=HALF),
    DecisionRule(electorate=Electorate.DELEGATES, weighted=True, active_days=30),
    DecisionRule(demand=Demand(MAJORITIES["absolute"])),
    DecisionRule(quorum=quorum_of(Fraction(1, 3), more=True)),
    DecisionRule(Compare(Number.FOR, Relation.MORE, Share(Fraction(2, 3), Number.VALID))),
    DecisionRule(quorum=HALF, stages=(Stage(7, MAJORITIES["consent"]),)),
    DecisionRule(confirmation=Confirmation(14, MAJORITIES["simple"], 31)),
    DecisionRule(confirmation=Confirmation(0, MAJORITIES["simple"], quorum=HALF)),
    DecisionRule(amendment=MAJORITIES["consent"], secret=True, urn=UrnKeys(3, 2)),
    DecisionRule(petition=PetitionRule(Extreme(True, (2, 9)), 5)),
    DecisionRule(petition=PetitionRule(7), most_terms=TermLimits(1, ((Office.CHAIR, 2),))),
]


@pytest.mark.parametrize("rule", RULES)
def test_a_form_that_shows_a_rule_says_the_same_rule(app, monkeypatch, rule):
    monkeypatch.setattr("app.motions.bylaw_form.present_rule", lambda *_: rule)
    with app.test_request_context():
        form = BylawForm(1, ON, matter="resolution", **fields_of(rule))
        assert form.rule() == rule
