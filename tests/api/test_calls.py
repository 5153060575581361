"""What holds for every call: the token, the key, what cannot be read."""

import json

import pytest

from app.db import db
from app.motions.models import Motion

RESOLUTION = {"title": "A bread oven", "text": "We buy an oven."}


def motions():
    return db.session.query(Motion).count()


@pytest.mark.parametrize(
    "path",
    [
        "/me",
        "/members",
        "/assemblies",
        "/motions",
        "/polls",
        "/production/entries",
        "/wages/schemes",
        "/payslips",
    ],
)
def test_without_a_token_nothing_is_told(path, stranger):
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_wrong_token_is_no_token(app, stranger):
    stranger.headers = {"Authorization": "Bearer artel_wrong"}
    assert stranger.get("/me").status_code == 401


def test_the_cookie_of_the_pages_opens_nothing_here(as_member):
    browser = as_member("Ana")
    assert browser.get("/").status_code == 200
    assert browser.get("/api/v1/me").status_code == 401


def test_a_guest_is_told_that_their_office_does_not_include_it(caller):
    assert caller("Olga").get("/members").status_code == 403


@pytest.mark.parametrize("path", ["/motions/999", "/polls/999", "/assemblies/999", "/nothing"])
def test_what_is_not_there_is_not_found(path, caller):
    assert caller("Emil").get(path).status_code == 404


def test_an_id_that_no_column_holds_is_not_found(caller):
    assert caller("Emil").get(f"/polls/{10**30}").status_code == 404


def test_an_address_names_the_requests_that_it_takes(app):
    answer = app.test_client().delete("/api/v1/motions")

    assert answer.status_code == 405
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_a_call_that_writes_needs_a_key(caller, context):
    answer = caller("Emil").send("/motions", json.dumps(RESOLUTION), {})
    assert answer.status_code == 422
    assert answer.json["where"] == "Idempotency-Key"
    assert motions() == 0


def test_the_same_key_and_body_get_the_same_answer_and_do_the_work_once(caller, context):
    emil = caller("Emil")
    first = emil.post("/motions", RESOLUTION, key="a-key-of-mine")
    again = emil.post("/motions", RESOLUTION, key="a-key-of-mine")
    assert first.status_code == again.status_code == 201
    assert first.text == again.text
    assert motions() == 1


def test_the_same_key_with_another_body_is_refused(caller, context):
    emil = caller("Emil")
    emil.post("/motions", RESOLUTION, key="a-key-of-mine")
    answer = emil.post("/motions", RESOLUTION | {"title": "A kiln"}, key="a-key-of-mine")
    assert answer.status_code == 422
    assert motions() == 1


def test_a_key_belongs_to_its_caller(caller, context):
    caller("Emil").post("/motions", RESOLUTION, key="a-key-of-mine")
    assert caller("Dora").post("/motions", RESOLUTION, key="a-key-of-mine").status_code == 201
    assert motions() == 2


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ('{"title": ', "application/json", 422),
        ("\xff", "application/json", 422),
        ("[" * 100_000, "application/json", 422),
        ('{"title": "\\ud800", "text": "x"}', "application/json", 422),
        ('"a motion"', "application/json", 422),
        ('{"title": "A bread oven"}', "application/json", 422),
        ('{"title": "A bread oven", "text": "x", "colour": "red"}', "application/json", 422),
        ('{"title": "A\\u0000B", "text": "x"}', "application/json", 422),
        ('{"title": "A\\nB", "text": "x"}', "application/json", 422),
        ('{"title": "A\\n", "text": "x"}', "application/json", 422),
        (b'{"title": "A bread\xff oven", "text": "x"}', "application/json", 422),
        ('{"title": "A bread oven", "text": "x"}', "text/plain", 415),
        ("title=A+bread+oven&text=x", "application/x-www-form-urlencoded", 415),
        ("", "application/json", 422),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text, kind, status, caller, context):
    answer = caller("Emil").send("/motions", text, {"Idempotency-Key": "a-key-of-mine"}, kind)
    assert answer.status_code == status
    assert answer.json["detail"]
    assert motions() == 0


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"commences_on": "tomorrow"}, "commences_on"),
        ({"colour": "red"}, "colour"),
        ({"effect": {"kind": "resolution", "colour": "red"}}, "effect.colour"),
    ],
)
def test_the_place_of_a_fault_is_named(change, where, caller):
    answer = caller("Emil").post("/motions", RESOLUTION | change)
    assert answer.status_code == 422
    assert answer.json["where"] == where


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "many"}, {"offset": "-1"}, {"x": "1"}])
def test_a_part_of_a_list_that_cannot_be_is_refused(query, caller):
    assert caller("Emil").get("/members", **query).status_code == 422


def test_a_long_list_comes_in_parts(caller):
    emil = caller("Emil")
    whole = emil.get("/members")
    first = emil.get("/members", limit=3)
    assert whole.headers["Total-Count"] == first.headers["Total-Count"] == str(len(whole.json))
    assert "Link" not in whole.headers
    assert first.headers["Link"] == '</api/v1/members?limit=3&offset=3>; rel="next"'
    assert first.json + emil.get("/members", limit=3, offset=3).json == whole.json[:6]
