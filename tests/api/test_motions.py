"""Motions over the interface."""

import pytest
from sqlalchemy import select

from app.bylaws.rules.decisions import parse_rule
from app.db import db
from app.members.queries import whole_coop
from app.motions.models import Motion
from app.record.models import Event
from app.wages.actions import keep_scheme
from app.wages.rules.parse import parse_terms
from tests.bylaws.real import EVERY_REAL_RULE
from tests.cast import FOUNDED_AT

RESOLUTION = {"title": "A bread oven", "text": "We buy an oven."}


def test_a_motion_is_handed_in_and_read_by_all(caller):
    answer = caller("Emil").post("/motions", RESOLUTION)
    motion = answer.json
    assert motion["number"] == 1
    assert motion["state"] == "wants-second"
    assert motion["effect"] == {"kind": "resolution"}
    assert caller("Fatima").get(f"/motions/{motion['id']}").json == motion
    assert [one["id"] for one in caller("Fatima").get("/motions", show="open").json] == [
        motion["id"]
    ]


def test_it_stands_in_the_record_with_its_author(caller, person):
    caller("Emil").post("/motions", RESOLUTION)
    events = db.session.scalars(select(Event).where(Event.kind == "motion-submitted")).all()
    assert [event.actor_id for event in events] == [person("Emil").id]


def test_a_draft_is_its_movers_alone(caller):
    motion = caller("Emil").post("/motions", RESOLUTION | {"submit": False}).json
    assert motion["state"] == "draft"
    assert caller("Emil").get(f"/motions/{motion['id']}").status_code == 200
    assert caller("Fatima").get(f"/motions/{motion['id']}").status_code == 404
    assert caller("Fatima").get("/motions").json == []


def test_a_candidate_is_told_why_not(caller):
    answer = caller("Boris").post("/motions", RESOLUTION)
    assert answer.status_code == 409
    assert answer.json["type"] == "urn:artel:OnlyFullMembersMove"
    assert db.session.scalars(select(Motion)).all() == []


def test_an_office_is_filled_by_a_motion(caller, person):
    effect = {
        "kind": "appoint-office",
        "member_id": person("Goran").id,
        "office": "delegate",
        "unit_id": whole_coop().id,
        "to_on": "2099-12-31",
    }
    answer = caller("Emil").post("/motions", RESOLUTION | {"effect": effect})
    assert answer.json["effect"] == effect | {"limits": ""}
    assert answer.json["matter"] == "office"


def test_a_scheme_is_proposed_by_its_hash(caller):
    scheme = keep_scheme("Hourly", parse_terms({"hourly": {"rate": "10"}}), by=None, at=FOUNDED_AT)
    db.commit()
    effect = {"kind": "adopt-wage-scheme", "scheme_id": scheme.id, "hash": scheme.hash}
    emil = caller("Emil")
    assert emil.post("/motions", RESOLUTION | {"effect": effect}).status_code == 201
    other = emil.post("/motions", RESOLUTION | {"effect": effect | {"hash": "0" * 64}})
    assert other.status_code == 422
    assert other.json["where"] == "effect.hash"


def test_a_bylaw_is_proposed_with_all_that_it_says(caller):
    given = max(EVERY_REAL_RULE, key=lambda rule: len(str(rule)))
    effect = {"kind": "amend-bylaw", "matter": "spending", "definition": given.to_json()}
    assert caller("Emil").post("/motions", RESOLUTION | {"effect": effect}).status_code == 201
    [motion] = db.session.scalars(select(Motion))
    assert parse_rule(motion.effect["definition"]) == given


@pytest.mark.parametrize(
    ("effect", "where"),
    [
        ({"kind": "magic"}, "effect.kind"),
        ({"kind": "set-piece-rate", "item_id": 1, "rate": 1.25}, "effect.rate"),
        ({"kind": "set-piece-rate", "item_id": 1, "rate": "-1"}, "effect.rate"),
        ({"kind": "set-piece-rate", "item_id": 99, "rate": "1.25"}, "effect.item_id"),
        ({"kind": "admit-member", "member_id": 10**12}, "effect.member_id"),
        ({"kind": "amend-bylaw", "matter": "office", "definition": {}}, "definition"),
        (
            {"kind": "amend-bylaw", "matter": "office", "definition": {"majority": 0.5}},
            "effect.definition",
        ),
    ],
)
def test_an_effect_that_cannot_be_is_refused(effect, where, caller):
    answer = caller("Emil").post("/motions", RESOLUTION | {"effect": effect})
    assert answer.status_code == 422
    assert answer.json["where"].startswith(where)
    assert db.session.scalars(select(Motion)).all() == []


@pytest.mark.parametrize(
    ("change", "where"),
    [({"unit_id": 999}, "unit_id"), ({"title": "x" * 201}, "title"), ({"title": ""}, "title")],
)
def test_a_motion_without_its_parts_is_refused(change, where, caller):
    answer = caller("Emil").post("/motions", RESOLUTION | change)
    assert answer.status_code == 422
    assert where in answer.json["where"]


QUESTION = {
    "title": "Which day?",
    "text": "We choose a day.",
    "method": "schulze",
    "options": [{"title": "Monday", "text": "After the shift."}, {"title": "Friday"}],
    "ballot": {"default": "None of these", "ratio": "1.5", "tied": "bylaw"},
}


def test_a_question_with_options_is_handed_in(caller):
    motion = caller("Emil").post("/motions", QUESTION).json
    assert (motion["method"], motion["seats"]) == ("schulze", 1)
    assert motion["ballot"] == {"tied": "bylaw", "default": "None of these", "ratio": "1.5"}
    assert [one["title"] for one in motion["options"]] == ["Monday", "Friday"]
    assert caller("Fatima").get(f"/motions/{motion['id']}").json == motion


def test_options_may_each_do_something_of_one_kind(caller, person):
    admit = {"kind": "admit-member", "member_id": person("Boris").id}
    both = [{"title": "Boris", "effect": admit}, {"title": "Boris later", "effect": admit}]
    motion = caller("Emil").post("/motions", QUESTION | {"options": both}).json
    assert motion["effect"] == {"kind": "admit-member"}
    assert motion["options"][0]["effect"] == {"member_id": person("Boris").id}
    for other in ({"title": "Nobody"}, {"title": "Nobody", "effect": {"kind": "resolution"}}):
        mixed = QUESTION | {"options": [both[0], other]}
        assert caller("Emil").post("/motions", mixed).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"options": []},
        {"options": QUESTION["options"], "seats": 3},
        {"method": "acclamation"},
        {"ballot": {"default": "Friday"}},
        {"ballot": {"default": "No", "ratio": "0.5"}},
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(caller, change):
    assert caller("Emil").post("/motions", QUESTION | change).status_code == 422
