"""Everything a bylaw can say, written in its form."""

import json
from fractions import Fraction

import pytest
from flask import render_template_string
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.bylaws.rules.conditions import Compare, Extreme, Join, Number, Relation, Share
from app.bylaws.rules.courses import Confirmation, Demand, SecondCall, Stage
from app.bylaws.rules.decisions import DecisionRule, Electorate, Tie, parse_rule
from app.bylaws.rules.provisions import PetitionRule, TermLimits, UrnKeys
from app.db import db
from app.members.offices import Office
from app.motions.forms.bylaw_fields import MAJORITIES, QUORUMS, fields_of, quorum_of
from app.motions.forms.bylaws import BylawForm
from app.motions.models import Motion
from tests.bylaws.real import EVERY_REAL_RULE
from tests.bylaws.rules import rules
from tests.motions.bylaw_page import sent_by
from tests.polls import ON

FORM = {
    "title": "How we decide",
    "text": "As below.",
    "unit_id": "1",
    "matter": "resolution",
    "majority": "consent",
    "quorum": "half",
    "electorate": "full-members",
    "tie": "defeated",
    "notice_days": "7",
    "seconders": "1",
    "hand_in": "yes",
}
# A form is the same on both databases.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ADDRESS = "/motions/new/amend-bylaw"
HALF = quorum_of(Fraction(1, 2))


def line(name, relation, size, of, votes="for"):
    """The fields of one condition."""
    amount = {f"{name}.amount.size": size, f"{name}.amount.of": of}
    return {f"{name}.votes": votes, f"{name}.is": relation} | amount


def proposed(as_member, **given):
    answer = as_member("Emil").post(ADDRESS, data=FORM | given)
    assert answer.status_code == 302, answer.text
    return parse_rule(db.session.scalars(select(Motion)).one().effect["definition"])


def test_half_of_all_members_or_quorum_and_more_for_than_against(as_member):
    first = line("majority[0]", "more than", "50 %", "entitled")
    second = line("majority[1][0]", "at least", "0,2", "entitled", votes="valid")
    third = line("majority[1][1]", "more than", "1", "against")
    joints = {"majority": "own", "majority.joint": "any", "majority[1].joint": "all"}
    rule = proposed(as_member, quorum="", **joints, **first, **second, **third)
    assert rule.majority == Join(
        False,
        (
            MAJORITIES["absolute"],
            Join(True, (quorum_of(Fraction(1, 5)), MAJORITIES["simple"])),
        ),
    )
    page = as_member("Ana").get("/motions/1").text
    assert "(at least a fifth of all entitled to vote take part in the vote and more are" in page


def test_a_later_vote_and_a_second_call_that_need_the_smaller_of_two_numbers(as_member):
    smaller = {"calls-0-quorum": "own", "calls-0-quorum.amount.joint": "least"}
    smaller |= line("calls-0-quorum", "at least", "", "", votes="present")
    smaller |= {"calls-0-quorum.amount[0].size": "100"}
    smaller |= {"calls-0-quorum.amount[1].size": "1/10", "calls-0-quorum.amount[1].of": "entitled"}
    given = {"stages-0-after_days": "7", "stages-0-majority": "few-against"}
    given |= {"calls-0-within_days": "15", "calls-0-final": "y"}
    rule = proposed(as_member, **given, **smaller)
    assert rule.stages == (Stage(7, MAJORITIES["few-against"]),)
    amount = Extreme(False, (100, Share(Fraction(1, 10), Number.ENTITLED)))
    quorum = Compare(Number.PRESENT, Relation.AT_LEAST, amount)
    assert rule.second_call == SecondCall(15, quorum, final=True)
    page = as_member("Ana").get("/motions/1").text
    assert "the smaller of 100 and a tenth of all entitled to vote are present" in page


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
    given = {"signatures": "own", "signatures.size": "1/10", "signatures.of": "entitled"}
    given |= {"petition_days": "30", "most_terms": "2"}
    given |= {"most_terms_of-chair": "1", "most_terms_of-delegate": "0"}
    rule = proposed(as_member, matter="office", **given)
    assert rule.petition == PetitionRule(Share(Fraction(1, 10), Number.ENTITLED), 30)
    assert rule.most_terms == TermLimits(2, ((Office.CHAIR, 1), (Office.DELEGATE, 0)))
    page = as_member("Ana").get("/motions/1").text
    assert "a tenth of all entitled to vote have signed" in page
    assert "Chair: one term in a row at most." in page


def test_a_second_vote_to_confirm_the_first(as_member):
    given = {"confirmation": "simple", "confirmed_after": "14", "confirmed_within": "31"}
    given |= {"confirmed_quorum": "half", "confirmed_unless": "consent"}
    rule = proposed(as_member, majority="two-thirds", **given)
    assert rule.confirmation == Confirmation(
        14, MAJORITIES["simple"], 31, HALF, MAJORITIES["consent"]
    )
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
        ({"calls-0-final": "y", "quorum": ""}, "a quorum that the first one can miss"),
        ({"calls-0-final": "y", "calls-1-within_days": "3"}, "A further call follows one"),
        ({f"stages-{n}-majority": "simple" for n in range(6)}, "at most 5 votes"),
        ({"majority": ""}, "Choose what has to be met"),
        ({"majority": "acclamation"}, "Choose what has to be met"),
        ({"quorum": "most"}, "Choose what has to be met"),
        ({"majority": "own"}, "is not one of"),
        ({"majority": "own", "majority.joint": "any"}, "stands alone, with a list"),
        ({"majority": "own"} | line("majority", "at least", "all", "cast"), "Write a share"),
        ({"quorum": "own"} | line("quorum", "at least", "half", ""), "An amount is a whole number"),
        ({"definition": "{"}, "This is not JSON"),
        ({"definition": "[" * 20_000}, "This is not JSON"),
        ({"definition": "[]"}, "rule: A decision rule is an object"),
        ({"definition": '{"majority": {"any": []}}'}, "rule.majority"),
        ({"electorate": "everybody"}, "Not a valid choice"),
        ({"confirmation": "simple", "tie": "chair"}, "the chair has no casting vote"),
        ({"urn_keys": "3", "urn_needed": "2"}, "Only a secret ballot has an urn"),
        ({"secret": "y", "urn_keys": "3", "urn_needed": ""}, "two of them at least open it"),
        ({"signatures": "own", "signatures.size": "5"}, "belong to the rule on offices"),
        (
            {"matter": "office", "signatures": "own"}
            | {"signatures.size": "1/5", "signatures.of": "cast"},
            "or a share of the entitled",
        ),
        ({"matter": "weather"}, "Invalid value"),
        ({"matter": "office", "most_terms_of-chair": "two"}, "Not a valid integer value"),
    ],
)
def test_a_rule_that_cannot_be_comes_back_with_the_reason(as_member, given, words):
    answer = as_member("Emil").post(ADDRESS, data=FORM | given)
    assert answer.status_code == 422
    assert words in answer.text
    assert "How we decide" in answer.text
    assert db.session.scalars(select(Motion)).all() == []


def test_a_fault_is_told_at_its_line(as_member):
    good = line("majority[0]", "more than", "1/2", "entitled")
    bad = line("majority[1]", "at most", "some", "cast", votes="against")
    given = {"majority": "own", "majority.joint": "any"} | good | bad
    page = as_member("Emil").post(ADDRESS, data=FORM | given).text
    assert '<a href="#majority[1].amount">Write a share' in page
    at_fault = next(tag for tag in page.split("<") if 'id="majority[1].amount"' in tag)
    assert 'value="some"' in at_fault
    assert 'aria-invalid="true"' in at_fault


def test_lines_come_and_go_without_a_script(as_member):
    def after(step, sent):
        answer = as_member("Emil").post(ADDRESS, data=sent | {"step": step})
        assert answer.status_code == 200
        return sent_by(answer.text)

    sent = sent_by(as_member("Emil").get(ADDRESS + "?matter=wage-scheme").text)
    assert (sent["majority"], sent["notice_days"]) == ("two-thirds", "7")
    sent = after("any majority", sent | {"majority": "own"})
    assert sent["majority[0].amount.size"] == "2/3"
    sent = after("greatest majority[1].amount", sent)
    sent = after("all majority[1]", sent)
    assert sent["majority[1][0].amount[1].size"] == "1/2"
    sent = after("drop majority[0]", sent)
    assert sent["majority.joint"] == "all"
    sent = after("drop majority[0].amount[0]", sent)
    assert sent["majority[0].amount.of"] == "entitled"
    sent = after("more stages", sent)
    sent = after("any stages-0-majority", after("more calls", sent))
    assert sent["stages-0-majority[1].votes"] == "for"
    sent = after("drop stages-0", sent)
    assert "stages-0-majority" not in sent
    assert sent["calls-0-within_days"] == ""
    for forged in (
        "drop majority[9][9].amount[9]",
        "drop majority",
        "drop",
        "melt majority[0]",
        "any majority[0].amount",
        "greatest majority[0]",
        "greatest elsewhere",
        "more majority",
    ):
        assert after(forged, sent) == sent


def test_the_sentence_stands_below_in_each_language_with_its_boundary(as_member):
    page = as_member("Emil").get(ADDRESS + "?matter=wage-scheme").text
    assert "Carried when at least two thirds of the votes cast are for it." in page
    assert '<summary lang="es">español</summary>' in page
    assert "With 6 entitled and 6 voting: carried with 4 for it, not with 3." in page
    assert "With 6 entitled and 2 voting: too few take part." in page


def test_a_draft_opens_with_all_that_it_says(as_member):
    given = max(EVERY_REAL_RULE, key=lambda rule: len(str(rule)))
    emil = as_member("Emil")
    sent = FORM | {"definition": json.dumps(given.to_json())}
    emil.post(ADDRESS, data={key: value for key, value in sent.items() if key != "hand_in"})
    opened = sent_by(emil.get("/motions/1/text").text)
    assert opened["definition"] == ""
    assert emil.post("/motions/1/text", data=opened).status_code == 302
    motion = db.session.scalars(select(Motion)).one()
    assert parse_rule(motion.effect["definition"]) == given


def test_first_the_matter_is_chosen(as_member):
    page = as_member("Emil").get(ADDRESS).text
    assert ADDRESS + "?matter=wage-scheme" in page
    assert "Carried when at least two thirds of the votes cast are for it." in page


def page_of(rule):
    form = BylawForm(1, ON, matter="office", **fields_of(rule))
    return render_template_string(
        "{% from 'macros/forms.html' import field %}{% include 'motions/_bylaw_fields.html' %}",
        form=form,
    )


def form_of(sent):
    return BylawForm(1, ON, formdata=MultiDict(sent | {"matter": "office"}))


NAMED = [
    *EVERY_REAL_RULE,
    *(DecisionRule(majority, HALF, amendment=majority) for majority in MAJORITIES.values()),
    *(DecisionRule(quorum=quorum) for quorum in QUORUMS.values()),
]


def test_the_rules_of_real_bodies_open_and_are_saved_as_the_same(app, monkeypatch):
    monkeypatch.setattr("app.motions.forms.bylaws.people_on", lambda *_, **__: range(12))
    with app.test_request_context():
        for rule in NAMED:
            assert form_of(sent_by(page_of(rule))).rule() == rule


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@for_any(rule=rules())
def test_any_rule_opens_in_the_form_and_is_saved_as_the_same(app, monkeypatch, rule):
    assert parse_rule(rule.to_json()) == rule
    monkeypatch.setattr("app.motions.forms.bylaws.people_on", lambda *_, **__: range(12))
    with app.test_request_context():
        assert form_of(sent_by(page_of(rule))).rule() == rule
