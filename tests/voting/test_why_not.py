"""“Why can I not vote?” is answered on every page that a member meets, and over the interface."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.members.models import Unit
from app.members.tokens import make_token
from app.motions.models import EffectKind
from app.motions.rules.questions import Method
from app.voting.actions.casting import cast_secret_ballot
from app.voting.actions.opening import open_poll
from app.voting.actions.voiding import void_poll
from app.voting.paper.actions import hand_out
from app.voting.roll.proxies import give_proxy
from tests.polls import AT, ON
from tests.urns import SCRUTINEERS

RULE = DecisionRule(seconders=1, notice_days=3, proxies=1, but_concerned=True)
SECRET = DecisionRule(seconders=1, notice_days=3, secret=True)
RECALL = {"effect_kind": EffectKind.RECALL_OFFICE}

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def put(under, motion, person, entrusted, freeze):
    """Brings about a situation in which Emil cannot vote; the number of the vote."""
    freeze(AT)
    ana, emil = person("Ana").id, person("Emil").id

    def put_(situation):
        under(SECRET if situation == "in the urn" else RULE)
        fields = {}
        if situation == "of another unit":
            fields["unit_id"] = db.session.scalar(select(Unit.id).where(Unit.name == "Weavers"))
        if situation == "concerned":
            fields = RECALL | {"effect": {"member_id": emil, "office": "chair", "unit_id": 1}}
        if situation == "in the urn":
            entrusted(*SCRUTINEERS)
        made = motion(**fields)
        if situation == "proxy given":
            give_proxy(made, by=emil, holder_id=person("Fatima").id, at=AT)
        poll = open_poll(made, by=ana, at=AT, on=ON)
        if situation == "in the urn":
            cast_secret_ballot(poll.id, by=emil, paper="for", at=AT)
        if situation == "on paper":
            hand_out(poll.id, emil, by=ana, at=AT)
        if situation == "void":
            void_poll(poll.id, by=ana, reason="The wrong text.", at=AT)
        if situation == "closed":
            freeze(AT + timedelta(days=4))
        db.commit()
        return poll.id

    return put_


@pytest.fixture
def program(app, person):
    """`program("Emil", "/polls/7")`, or with a body, which is sent."""

    def call(name, path, body=None):
        token = make_token(person(name).id, name="a program", at=clock.now())
        db.commit()
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        client, path = app.test_client(), f"/api/v1{path}"
        if body is None:
            return client.get(path, headers=headers).json
        return client.post(path, headers=headers, json=body).json

    return call


@pytest.mark.parametrize(
    ("name", "situation", "kind", "sentence"),
    [
        ("Boris", "a candidate", "CandidateNotOnRoll", "You are a candidate"),
        ("Emil", "of another unit", "OfOtherUnit", "belongs to another unit than yours"),
        ("Emil", "concerned", "ConcernsYou", "This vote is about you"),
        ("Emil", "proxy given", "ProxyGiven", "You gave your vote to Fatima"),
        ("Emil", "on paper", "PaperGiven", "You were handed a paper ballot"),
        ("Emil", "in the urn", "BallotIsFinal", "Your ballot is in the urn."),
        ("Emil", "void", "PollVoid", "The wrong text."),
        ("Emil", "closed", "PollClosed", "You did not vote."),
    ],
)
def test_who_cannot_vote_reads_why(put, program, as_member, name, situation, kind, sentence):
    own = f"/polls/{put(situation)}"
    member = as_member(name)
    assert sentence in member.get(own).text
    assert 'name="choice"' not in member.get(own).text
    if situation != "closed":
        assert sentence in member.get("/polls/").text
    way = "envelope" if situation == "in the urn" else "ballot"
    assert member.post(f"{own}/{way}", data={"choice": "for"}).status_code == 409
    assert program(name, own)["obstacle"]["type"] == f"urn:artel:{kind}"
    assert program(name, f"{own}/ballot", {"choice": "for"})["type"] == f"urn:artel:{kind}"


def test_who_has_voted_in_an_open_vote_reads_it_and_can_change_it(put, program, as_member):
    own, emil = f"/polls/{put('nothing')}", as_member("Emil")
    emil.post(f"{own}/ballot", data={"choice": "for"})
    assert "Your ballot is in: you voted for." in emil.get(own).text
    assert "You have voted." in emil.get("/polls/").text
    assert program("Emil", own)["obstacle"] is None
    again = program("Emil", f"{own}/ballot", {"choice": "for"})
    assert again["type"] == "urn:artel:AlreadyVoted"


@pytest.mark.parametrize(
    ("fields", "second", "kind", "sentence"),
    [
        ({}, False, "NotSeconded", "One more member must second this motion"),
        ({}, True, "NotPutYet", "the chair puts the motion to the vote"),
        ({"method": Method.STV}, True, "NothingToChoose", "put the candidates on the ballot"),
    ],
)
def test_before_the_vote_opens_the_motion_says_what_is_missing(
    under, motion, program, as_member, freeze, fields, second, kind, sentence
):
    freeze(AT)
    under(DecisionRule(seconders=1 if second else 2, notice_days=3))
    made = motion(**fields)
    db.commit()
    page = as_member("Emil").get(f"/motions/{made.id}").text
    assert "The vote is not open yet." in page
    assert sentence in page
    assert program("Emil", f"/motions/{made.id}")["obstacle"]["type"] == f"urn:artel:{kind}"
