"""The pages about people, as their readers meet them."""

import csv
import io
import re
from datetime import date

import pytest
from sqlalchemy import select

from app.db import db
from app.members import queries
from app.members.models import Member, SignIn, Standing
from tests import cast

EVERYBODYS = ["/about", "/more", "/sign-in"]
MEMBERS = [
    "/",
    "/members",
    "/members.csv",
    "/members/1",
    "/members/me",
    "/members/me/password",
    "/members/me/resignation",
    "/units",
    "/units/1",
    "/offices",
    "/record",
    "/record/verification",
    "/decisions/1",
]
SECRETARYS = ["/members/invitation", "/members/2/password-link"]
HILDE = {"name": "Hilde Kramer", "email": "hilde@redclay.example", "unit": "2", "note": ""}
NEW = {"password": "tea with lemon", "again": "tea with lemon"}


@pytest.mark.parametrize("address", EVERYBODYS + MEMBERS)
def test_a_member_reads_the_pages(address, as_member):
    assert as_member("Emil").get(address).status_code == 200


@pytest.mark.parametrize("address", MEMBERS + SECRETARYS)
def test_an_outsider_is_led_to_the_door(address, client):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("address", EVERYBODYS)
def test_an_outsider_reads_what_is_everybodys(address, client):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", SECRETARYS)
def test_only_the_secretary_invites(address, as_member):
    assert as_member("Dora").get(address).status_code == 200
    assert as_member("Ana").get(address).status_code == 403


@pytest.mark.parametrize("address", ["/members/999", "/units/999", "/decisions/999"])
def test_what_is_not_there_is_not_found(address, as_member):
    assert as_member("Emil").get(address).status_code == 404


def test_the_operator_reads_no_register_and_no_record(as_member):
    olga = as_member("Olga")
    assert olga.get("/").status_code == 200
    assert [olga.get(address).status_code for address in ("/members", "/record")] == [403, 403]


def test_from_invitation_to_candidate(client, as_member, context):
    dora = as_member("Dora")
    sent = dora.post("/members/invitation", data=HILDE)
    assert sent.status_code == 303
    page = dora.get(sent.location)
    link = re.search(r'value="http://localhost(/invitations/[^"]+)"', page.text)[1]
    assert "/invitations/" not in dora.get(sent.location).text
    assert "Welcome, Hilde Kramer" in client.get(link).text
    assert client.post(link, data=NEW).location == "/"
    assert "Candidate since" in client.get("/members/me").text
    again = client.post(link, data=NEW)
    assert again.status_code == 409
    assert "Ask your secretary for a new one" in again.text


def test_a_sent_again_invitation_invites_once(as_member, context):
    dora, data = as_member("Dora"), HILDE | {"idempotency_key": "one-and-the-same"}
    first = dora.post("/members/invitation", data=data)
    second = dora.post("/members/invitation", data=data)
    assert first.location == second.location
    assert len(db.session.scalars(select(Member).where(Member.name == "Hilde Kramer")).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Write the person&#39;s name."),
        ({"email": "hilde"}, "This is no e-mail address."),
        ({"unit": "999"}, "Not a valid choice."),
    ],
)
def test_an_invitation_with_a_fault_is_shown_again(wrong, words, as_member):
    answer = as_member("Dora").post("/members/invitation", data=HILDE | {"note": "Miner"} | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Miner"' in answer.text


def test_a_known_e_mail_is_refused_with_a_sentence(as_member):
    answer = as_member("Dora").post(
        "/members/invitation", data=HILDE | {"email": cast.email("Ana")}
    )
    assert answer.status_code == 409
    assert "belongs to someone in the register already" in answer.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"again": "tea with milk"}, "The two are not the same."),
        ({"password": "short", "again": "short"}, "Take at least 10 characters."),
        ({"password": "emil-red-clay", "again": "emil-red-clay"}, "too easy to guess"),
    ],
)
def test_a_weak_or_mistyped_password_is_shown_again(wrong, words, client, as_member):
    dora = as_member("Dora")
    page = dora.get(dora.post("/members/4/password-link").location)
    link = re.search(r"/invitations/[^\"]+", page.text)[0]
    answer = client.post(link, data=NEW | wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("address", ["/invitations/unknown", "/invitations/" + "0" * 43])
def test_an_unknown_link_says_what_to_do(address, client):
    answer = client.get(address)
    assert answer.status_code == 409
    assert "Ask your secretary" in answer.text


def test_e_mail_addresses_are_for_chair_secretary_and_oneself(as_member):
    address = "/members/4"
    seen = {name: cast.email("Emil") in as_member(name).get(address).text for name in cast.OFFICES}
    assert seen == {"Ana": True, "Chen": False, "Dora": True}
    assert cast.email("Emil") in as_member("Emil").get(address).text
    assert cast.email("Emil") in as_member("Dora").get("/members.csv").text
    assert "@" not in as_member("Chen").get("/members.csv").text


def test_the_exported_register_runs_no_formula(as_member, person, context):
    person("Emil").name = "=HYPERLINK(1)"
    text = as_member("Ana").get("/members.csv?search=hyper").get_data().decode("utf-8-sig")
    heading, emil = csv.reader(io.StringIO(text))
    assert heading == ["number", "name", "standing", "since", "unit", "offices", "email"]
    assert emil[:3] == ["4", "'=HYPERLINK(1)", "Full member"]


def test_the_register_shows_what_was_asked_for(as_member):
    emil = as_member("Emil")
    page = emil.get("/members?standing=candidate").text
    assert "Boris" in page
    assert "Fatima" not in page
    assert "Nobody in the register fits this." in emil.get("/members?search=zzz").text
    assert emil.get("/members?order=nonsense&unit=x&standing=y").status_code == 200


def test_one_ends_one_of_ones_own_sessions_and_no_other(as_member, context, person):
    phone, laptop, chen = as_member("Ana"), as_member("Ana"), as_member("Chen")
    first = db.session.scalars(
        select(SignIn.id).where(SignIn.member_id == person("Ana").id).order_by(SignIn.id)
    ).first()
    address = f"/members/me/sessions/{first}/revocation"
    assert chen.post(address).status_code == 404
    assert laptop.post(address).status_code == 303
    assert phone.get("/members/me").status_code == 302
    assert laptop.get("/members/me").status_code == 200


def test_a_new_password_needs_the_present_one_and_ends_other_sessions(as_member, client):
    here, there = as_member("Ana"), as_member("Ana")
    wrong = here.post("/members/me/password", data=NEW | {"present": "bread and butter"})
    assert wrong.status_code == 422
    assert "This is not your present password." in wrong.text
    right = here.post("/members/me/password", data=NEW | {"present": cast.PASSWORD})
    assert right.status_code == 303
    assert here.get("/members/me").status_code == 200
    assert there.get("/members/me").status_code == 302
    ana = {"email": cast.email("Ana")}
    assert client.post("/sign-in", data=ana | {"password": cast.PASSWORD}).status_code == 422
    assert client.post("/sign-in", data=ana | {"password": NEW["password"]}).status_code == 303


def test_a_token_is_shown_once(as_member):
    ana = as_member("Ana")
    assert ana.post("/members/me/tokens", data={"name": ""}).status_code == 422
    assert ana.post("/members/me/tokens", data={"name": "A sheet"}).status_code == 303
    assert "artel_" in ana.get("/members/me").text
    page = ana.get("/members/me").text
    assert "artel_" not in page
    assert "A sheet" in page
    address = re.search(r"/members/me/tokens/\d+/revocation", page)[0]
    assert as_member("Chen").post(address).status_code == 404
    assert ana.post(address).status_code == 303
    assert "A sheet" not in ana.get("/members/me").text


def test_the_member_chooses_the_language(as_member, context, person):
    ana = as_member("Ana")
    assert ana.post("/members/me/language", data={"language": "es"}).status_code == 303
    assert person("Ana").language == "es"
    assert '<html lang="es"' in ana.get("/members/me").text
    assert ana.post("/members/me/language", data={"language": "xx"}).status_code == 422


def test_a_member_leaves_by_their_own_word(as_member, context, person, freeze):
    freeze("2026-03-02T09:00:00Z")
    emil = as_member("Emil")
    refused = emil.post("/members/me/resignation", data={"last_day": "2026-03-01"})
    assert refused.status_code == 409
    assert emil.post("/members/me/resignation", data={"last_day": "soon"}).status_code == 422
    assert emil.post("/members/me/resignation", data={"last_day": "2026-03-02"}).status_code == 303
    left = queries.person_on(person("Emil").id, date(2026, 3, 3))
    assert left.standing is Standing.LEFT
    freeze("2026-03-03T09:00:00Z")
    assert "Left: no member since" in emil.get("/members/me").text
    assert emil.get("/members").status_code == 403
