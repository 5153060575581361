"""All of a vote over the interface: putting it, the roll, proxies, ties, voiding, the urn."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.bylaws.rules.decisions import DecisionRule, Tie
from app.db import db
from app.members.models import Unit
from app.motions.rules.questions import Method, Question
from app.voting.actions.closing import close_poll, open_urn
from tests.polls import AT, ON
from tests.questions import DAYS
from tests.urns import passphrase

PROXIES = DecisionRule(proxies=1, notice_days=3)
LATER = AT + timedelta(days=20)


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(AT)


@pytest.fixture
def put(motion, caller):
    """Puts a motion of Ana's that Chen seconded; the vote as the chair's program gets it."""

    def put_(**fields):
        made = motion(**fields)
        db.commit()
        return caller("Ana").post("/polls", {"motion_id": made.id}).json

    return put_


def test_a_motion_goes_from_draft_to_vote_and_back(caller):
    ana, chen = caller("Ana"), caller("Chen")
    words = {"title": "An oven", "text": "We buy an oven.", "submit": False}
    path = f"/motions/{ana.post('/motions', words).json['id']}"
    assert chen.post(f"{path}/seconding").status_code == 404
    assert ana.post(f"{path}/submission").json["number"] == 1
    assert chen.post("/polls", {"motion_id": 1}).status_code == 403
    early = ana.post("/polls", {"motion_id": 1})
    assert early.json["type"] == "urn:artel:NotSeconded"
    chen.post(f"{path}/seconding")
    poll = ana.post("/polls", {"motion_id": 1}).json
    assert (poll["stage"], poll["entitled"], poll["obstacle"]) == ("open", 6, None)
    assert ana.post(f"{path}/withdrawal").json["type"] == "urn:artel:VoteOpen"
    own = f"/polls/{poll['id']}"
    assert ana.post(f"{own}/voiding", {"reason": ""}).status_code == 422
    assert chen.post(f"{own}/voiding", {"reason": "No."}).status_code == 403
    void = ana.post(f"{own}/voiding", {"reason": "The wrong text."}).json
    assert (void["stage"], void["obstacle"]["type"]) == ("void", "urn:artel:PollVoid")
    assert ana.get(path).json["state"] == "ready"
    assert ana.post("/polls", {"motion_id": 1}).json["id"] != poll["id"]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"motion_id": 99}, "motion_id"),
        ({"motion_id": 1, "amendment_id": 99}, "amendment_id"),
        ({"motion_id": 1, "agenda_item_id": 99}, "agenda_item_id"),
        ({"motion_id": 1, "closes_at": "2026-03-20T18:00:00"}, "closes_at"),
        ({}, ""),
    ],
)
def test_what_is_not_there_is_not_put(motion, caller, body, where):
    motion()
    db.commit()
    answer = caller("Ana").post("/polls", body)
    assert (answer.status_code, answer.json.get("where", "")) == (422, where)


def test_an_amendment_is_put_before_its_motion(caller):
    bread = caller("Ana").post("/motions", {"title": "Bread", "text": "We bake bread."}).json
    caller("Chen").post(f"/motions/{bread['id']}/seconding")
    text = {"changes": [{"kind": "replace", "paragraph": 1, "text": "We bake cakes."}]}
    path = f"/motions/{bread['id']}/amendments"
    made = [caller(name).post(path, text).json for name in ("Emil", "Goran", "Dora")]
    ana, dora = caller("Ana"), caller("Dora")
    assert dora.post(f"/amendments/{made[2]['id']}/withdrawal").json["state"] == "withdrawn"
    for one in made[:2]:
        assert ana.post(f"/amendments/{one['id']}/refusal").json["state"] == "declined"
    assert ana.post(f"{path}/order", {"numbers": [2]}).status_code == 409
    assert dora.post(f"{path}/order", {"numbers": [2, 1]}).status_code == 403
    order = ana.post(f"{path}/order", {"numbers": [2, 1]}).json
    assert {one["number"]: one["place"] for one in order} == {1: 2, 2: 1, 3: None}
    body = {"motion_id": bread["id"]}
    assert ana.post("/polls", body).json["type"] == "urn:artel:AmendmentsWait"
    second = {one["number"]: one["id"] for one in order}[2]
    poll = ana.post("/polls", body | {"amendment_id": second}).json
    assert (poll["amendment_number"], poll["stage"]) == (2, "open")


def test_a_vote_is_given_to_another_who_casts_it(under, motion, caller, person):
    under(PROXIES)
    bread = motion()
    db.commit()
    emil, fatima = caller("Emil"), caller("Fatima")
    path = f"/motions/{bread.id}/proxy"
    gives = {"holder_id": person("Fatima").id}
    assert emil.post(path, gives).json["holder_id"] == person("Fatima").id
    assert emil.post(f"{path}/revocation").json["holder_id"] is None
    assert emil.post(f"{path}/revocation").json["type"] == "urn:artel:NoProxyStands"
    emil.post(path, gives)
    assert fatima.get(path).json["held"] == [person("Emil").id]
    refused = fatima.post(path, {"holder_id": person("Goran").id})
    assert refused.json["type"] == "urn:artel:HoldsProxies"
    poll = caller("Ana").post("/polls", {"motion_id": bread.id}).json
    own = f"/polls/{poll['id']}"
    assert emil.get(own).json["obstacle"]["type"] == "urn:artel:ProxyGiven"
    assert fatima.get(own).json["held"] == [person("Emil").id]
    for_emil = {"choice": "for", "voter_id": person("Emil").id}
    assert caller("Goran").post(f"{own}/ballot", for_emil).status_code == 409
    assert fatima.post(f"{own}/ballot", for_emil).status_code == 201
    roll = {one["name"]: one for one in emil.get(f"{own}/ballots").json}
    assert (roll["Emil"]["signed"], roll["Emil"]["choice"]) == (True, None)
    assert roll["Emil"]["holder_number"] == person("Fatima").number


def test_who_voted_how_is_told_when_the_vote_has_closed(put, caller, freeze):
    own = f"/polls/{put()['id']}"
    caller("Emil").post(f"{own}/ballot", {"choice": "against"})
    freeze(LATER)
    roll = {one["name"]: one["choice"] for one in caller("Igor").get(f"{own}/ballots").json}
    assert (roll["Emil"], roll["Goran"]) == ("against", None)


def test_the_chair_decides_a_tie_where_the_bylaws_say_so(under, put, caller, freeze):
    under(DecisionRule(tie=Tie.CHAIR))
    own = f"/polls/{put()['id']}"
    for name, choice in [("Emil", "for"), ("Dora", "against")]:
        caller(name).post(f"{own}/ballot", {"choice": choice})
    freeze(LATER)
    ana = caller("Ana")
    assert ana.get(own).json["stage"] == "tied"
    assert caller("Emil").post(f"{own}/casting-vote", {"choice": "for"}).status_code == 403
    wrong = ana.post(f"{own}/casting-vote", {"choice": "abstain"})
    assert wrong.json["type"] == "urn:artel:CastingVoteDecides"
    decided = ana.post(f"{own}/casting-vote", {"choice": "for"}).json
    assert (decided["stage"], decided["result"]["casting"]) == ("carried", "for")
    assert ana.post(f"{own}/voiding", {"reason": "No."}).json["type"] == "urn:artel:ResultStands"


def test_an_urn_is_read_and_not_opened_here(secret_poll, caller, person, freeze):
    poll = secret_poll()
    db.commit()
    dora, own = caller("Dora"), f"/polls/{poll.id}"
    dora.post(f"{own}/ballot", {"choice": "for"})
    assert dora.get(own).json["obstacle"]["type"] == "urn:artel:BallotIsFinal"
    by_proxy = {"choice": "for", "voter_id": person("Ana").id}
    assert caller("Emil").post(f"{own}/ballot", by_proxy).json["type"] == "urn:artel:NotYourProxy"
    keys = dora.get("/scrutineers").json
    assert [one["name"] for one in keys] == ["Emil", "Fatima", "Goran"]
    assert {len(one["public_key"]) for one in keys} == {64}
    assert dora.get(f"{own}/urn").json["envelopes"] == []
    freeze(LATER)
    assert dora.get(own).json["stage"] == "sealed"
    assert dora.post(f"{own}/opening", {"passphrase": "x"}).status_code == 404
    shut = dora.get(f"{own}/urn").json
    assert (shut["needed"], len(shut["envelopes"]), shut["ballots"]) == (2, 1, [])
    for name in ("Emil", "Goran"):
        open_urn(poll.id, by=person(name).id, passphrase=passphrase(name), at=LATER, on=ON)
    db.commit()
    opened = dora.get(f"{own}/urn").json
    assert (opened["ballots"], opened["head"]) == (["for"], shut["head"])


def test_of_a_small_secret_vote_only_the_verdict_is_told(
    secret_poll, vote_secretly, caller, person, freeze
):
    pottery = db.session.scalars(select(Unit.id).where(Unit.name == "Pottery")).one()
    poll = secret_poll(unit_id=pottery)
    vote_secretly(poll, "for", "Ana", "Dora")
    vote_secretly(poll, "against", "Emil")
    close_poll(poll.id, by=None, at=LATER, on=ON)
    for name in ("Emil", "Goran"):
        open_urn(poll.id, by=person(name).id, passphrase=passphrase(name), at=LATER, on=ON)
    db.commit()
    dora, own = caller("Dora"), f"/polls/{poll.id}"
    result = dora.get(own).json["result"]
    assert (result["verdict"], result["for"], result["against"]) == ("carried", None, None)
    assert (result["marks"], result["needed"]) == ({}, None)
    assert dora.get(f"{own}/urn").json["ballots"] == []


def test_an_open_vote_has_no_urn(put, caller):
    assert caller("Emil").get(f"/polls/{put()['id']}/urn").status_code == 404


def test_paper_is_handed_out_and_entered_by_two(question, caller, person, freeze):
    own = f"/polls/{question(Question(Method.IRV, DAYS)).id}"
    db.commit()
    ana, dora, emil = caller("Ana"), caller("Dora"), caller("Emil")
    given = dora.post(f"{own}/paper", {"member_id": person("Emil").id}).json
    assert given["holders"] == [{"id": person("Emil").id, "name": "Emil"}]
    assert emil.get(own).json["obstacle"]["type"] == "urn:artel:PaperGiven"
    assert emil.post(f"{own}/ballot", {"ranks": [[1]]}).json["type"] == "urn:artel:PaperGiven"
    again = dora.post(f"{own}/paper", {"member_id": person("Emil").id})
    assert again.json["type"] == "urn:artel:PaperGivenAlready"
    count = f"{own}/paper/count"
    assert emil.post(count, {"piles": []}).status_code == 403
    for wrong in (
        [{"number": 2, "ranks": [[1]]}],
        [{"number": 1}],
        [{"number": 1, "ranks": [[4]]}],
    ):
        assert ana.post(count, {"piles": wrong}).status_code == 422
    dora.post(count, {"piles": [{"number": 1, "ranks": [[2], [1]]}]})
    assert ana.get(f"{own}/paper").json["counts"] == []
    seen = ana.post(count, {"piles": [{"number": 1, "ranks": [[1]]}]}).json
    assert (seen["agreed"], seen["differing"]) == (False, ["1", "2>1"])
    assert ana.post(count, {"piles": [{"number": 1, "ranks": [[2], [1]]}]}).json["agreed"]
    freeze(LATER)
    result = ana.get(own).json["result"]
    assert (result["chosen"], result["count"]["ballots"]) == ([2], 1)
