"""The door: who comes in, who does not, and how guessing is slowed down."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select, update

from app import clock
from app.db import db
from app.members import passwords, sign_in
from app.members.models import Member, SignIn, SignInAttempt
from tests import cast

ANA = {"email": cast.email("Ana"), "password": cast.PASSWORD}


def stored_sessions(name):
    return db.session.scalars(
        select(SignIn).join(Member, Member.id == SignIn.member_id).where(Member.name == name)
    ).all()


def test_a_member_signs_in_and_is_known(client, context):
    answer = client.post("/sign-in", data=ANA)
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/members/me").status_code == 200
    (session,) = stored_sessions("Ana")
    with client.session_transaction() as cookie:
        assert sign_in.token_hash(cookie["token"]) == session.token_hash


def test_the_e_mail_may_be_written_in_capitals(client):
    assert client.post("/sign-in", data=ANA | {"email": " ANA@RedClay.Example "}).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [{"password": "bread and butter"}, {"email": "nobody@redclay.example"}, {"email": "ana"}],
)
def test_wrong_details_get_one_neutral_answer(wrong, client):
    answer = client.post("/sign-in", data=ANA | wrong)
    assert answer.status_code == 422
    assert "The e-mail or the password is wrong." in answer.text
    assert client.get("/members/me").status_code == 302


def test_a_form_with_gaps_says_what_is_missing(client):
    answer = client.post("/sign-in", data={"email": ANA["email"]})
    assert answer.status_code == 422
    assert "Write your password." in answer.text
    assert ANA["email"] in answer.text


def test_an_account_without_a_password_lets_nobody_in(client, person):
    person("Boris").password_hash = None
    db.commit()
    for password in ("", "None", cast.PASSWORD):
        data = {"email": cast.email("Boris"), "password": password}
        assert client.post("/sign-in", data=data).status_code == 422


def test_an_unknown_e_mail_is_hashed_all_the_same(client, monkeypatch):
    """Otherwise the time of the answer tells who is a member."""
    asked = []
    monkeypatch.setattr(passwords, "fits", lambda kept, given: asked.append(kept) or False)
    client.post("/sign-in", data=ANA | {"email": "nobody@redclay.example"})
    assert asked == [None]


def test_the_hash_of_nobody_fits_no_password_and_takes_the_work(monkeypatch):
    assert not passwords.fits(None, "")
    assert not passwords.fits("not a hash", "not a hash")
    kept = passwords.hash_password("crème brûlée")
    assert passwords.fits(kept, "cre\u0300me bru\u0302le\u0301e")
    assert not passwords.fits(kept, "creme brulee")


@pytest.mark.parametrize(
    ("wanted", "onward"),
    [
        ("/members?standing=full", "/members?standing=full"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("/\t/elsewhere.example", "/"),
        ("members", "/"),
    ],
)
def test_one_comes_back_to_own_pages_only(wanted, onward, client):
    answer = client.post("/sign-in", query_string={"next": wanted}, data=ANA)
    assert answer.location == onward


def test_a_page_that_needs_a_member_leads_to_the_door_and_back(client):
    answer = client.get("/members?standing=full")
    door = urlsplit(answer.location)
    assert door.path == "/sign-in"
    answer = client.post(answer.location, data=ANA)
    assert answer.location == "/members?standing=full"


def test_guessing_stops_before_the_hash(client, freeze, monkeypatch):
    freeze("2026-03-01T10:00:00Z")
    hashed = []
    monkeypatch.setattr(passwords, "fits", lambda *given: hashed.append(given) or False)
    answers = [client.post("/sign-in", data=ANA).status_code for _ in range(30)]
    assert answers == [422] * sign_in.TRIES_AN_ACCOUNT + [429] * (30 - sign_in.TRIES_AN_ACCOUNT)
    assert len(hashed) == sign_in.TRIES_AN_ACCOUNT
    freeze("2026-03-01T10:15:01Z")
    assert client.post("/sign-in", data=ANA).status_code == 422


def test_one_network_is_slowed_down_over_many_accounts(client, context):
    at = clock.now()
    for number in range(sign_in.TRIES_A_NETWORK):
        assert sign_in.may_try(f"{number}@redclay.example", "2001:db8::1", at=at)
    assert not sign_in.may_try("one@redclay.example", "2001:db8::2", at=at)
    assert sign_in.may_try("one@redclay.example", "2001:db8:0:1::1", at=at)


def test_tries_are_kept_without_names_and_not_for_long(client, context):
    client.post("/sign-in", data=ANA | {"password": "bread and butter"})
    (attempt,) = db.session.scalars(select(SignInAttempt))
    assert "ana" not in attempt.email_hash
    assert "127.0.0.1" not in attempt.network
    later = clock.now() + sign_in.WITHIN + timedelta(seconds=1)
    assert sign_in.may_try("chen@redclay.example", "127.0.0.1", at=later)
    db.session.flush()
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 1


def test_who_comes_in_has_their_mistyped_tries_forgotten(client, context):
    client.post("/sign-in", data=ANA | {"password": "bread and butter"})
    client.post("/sign-in", data=ANA)
    assert db.session.scalars(select(SignInAttempt)).all() == []


def test_signing_in_begins_a_session_that_nobody_could_have_planted(client, context):
    with client.session_transaction() as cookie:
        cookie["token"], cookie["_user_id"], cookie["csrf_token"] = "planted", "planted", "planted"
    client.post("/sign-in", data=ANA)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie.values()


def test_signing_in_anew_ends_the_session_before(client, context):
    client.post("/sign-in", data=ANA)
    client.post("/sign-in", data=ANA)
    assert sorted(one.revoked_at is None for one in stored_sessions("Ana")) == [False, True]


def test_after_signing_out_the_old_cookie_opens_nothing(client, context):
    client.post("/sign-in", data=ANA)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    assert client.post("/sign-out").location == "/sign-in"
    with client.session_transaction() as cookie:
        cookie.update(kept)
    assert client.get("/members/me").status_code == 302


def test_an_old_session_ends_by_itself(client, context):
    client.post("/sign-in", data=ANA)
    db.session.execute(update(SignIn).values(expires_at=clock.now()))
    assert client.get("/members/me").status_code == 302


def test_a_session_of_the_pages_does_not_open_the_api(app, as_member):
    from app.members.auth import load_actor

    browser = as_member("Ana")
    with browser.session_transaction() as cookie:
        token = cookie["token"]
    with app.test_request_context("/api/v1/me"):
        assert load_actor(token) is None
    with app.test_request_context("/members/me"):
        assert load_actor(token).name == "Ana"
