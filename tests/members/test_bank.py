"""A member's bank account: theirs to set, theirs to see, never in the record."""

import json

import pytest
from sqlalchemy import select

from app.db import db
from app.members import bank
from app.members.rules import in_fours, masked
from app.record.models import Event
from tests import cast
from tests.every_address import ACCOUNT

SPANISH = "ES9121000418450200051332"
GERMAN = "DE89370400440532013000"
PAGE = "/members/me/bank-account"


def give(browser, iban=SPANISH, holder="Emil Roth", present=cast.PASSWORD):
    return browser.post(PAGE, data={"iban": iban, "holder": holder, "present": present})


def test_an_account_is_read_in_fours_and_named_by_its_end():
    assert in_fours(SPANISH) == "ES91 2100 0418 4502 0005 1332"
    assert masked(SPANISH) == "ES … 1332"


def test_a_member_gives_an_account_and_the_latest_one_holds(as_member, person):
    emil = as_member("Emil")
    assert give(emil, "es91 2100 0418-4502 0005 1332").status_code == 303
    assert "ES91 2100 0418 4502 0005 1332" in emil.get(PAGE).text
    give(emil, GERMAN)
    assert bank.account_of(person("Emil").id).iban == GERMAN
    page = emil.get(PAGE).text
    assert "ES … 1332" in page
    assert "DE … 3000" in emil.get("/members/me").text


def test_who_takes_the_account_away_is_paid_in_cash(as_member, person):
    emil = as_member("Emil")
    give(emil)
    assert emil.post(f"{PAGE}/removal").status_code == 303
    assert bank.account_of(person("Emil").id) is None
    assert "You are paid in cash" in emil.get(PAGE).text
    assert emil.post(f"{PAGE}/removal").status_code == 409


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"iban": "ES9121000418450200051333"}, "This is no IBAN"),
        ({"iban": "ES912100041845020005133"}, "This is no IBAN"),
        ({"iban": "=HYPERLINK(1)"}, "This is no IBAN"),
        ({"iban": ""}, "Write the IBAN."),
        ({"holder": "  "}, "Write whose account it is."),
        ({"present": "bread and butter"}, "This is not your present password."),
    ],
)
def test_what_cannot_be_right_comes_back_as_typed(wrong, words, as_member, person):
    answer = give(as_member("Emil"), **wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert wrong.get("iban", SPANISH) in answer.text
    assert bank.account_of(person("Emil").id) is None


def test_the_record_notes_the_change_and_not_the_number(as_member):
    give(as_member("Emil"))
    (event,) = db.session.scalars(select(Event).where(Event.kind == "bank-account-set"))
    assert not ACCOUNT.search(json.dumps([event.subject, event.data]))
    assert not ACCOUNT.search(as_member("Ana").get("/record").text)


@pytest.mark.parametrize("reader", ["Ana", "Chen", "Igor", "Olga"])
def test_no_page_about_a_member_shows_others_the_account(reader, as_member, person):
    give(as_member("Emil"))
    browser = as_member(reader)
    for address in (f"/members/{person('Emil').id}", "/members.csv", PAGE, "/members"):
        text = browser.get(address).text
        assert not ACCOUNT.search(text)


def test_an_outsider_is_led_to_the_door(client):
    for address in (PAGE, f"{PAGE}/edit"):
        assert client.get(address).location.startswith("/sign-in?next=")


def test_the_member_hears_of_the_change_by_mail(as_member, app, monkeypatch):
    told = []
    app.config.update(MAIL_SMTP="smtp://mail.example", BASE_URL="https://artel.example")
    monkeypatch.setattr("app.mail.send", lambda *letter: told.append(letter))
    try:
        give(as_member("Emil"))
    finally:
        app.config.update(MAIL_SMTP=None, BASE_URL=None)
    ((to, _, text),) = told
    assert to == cast.email("Emil")
    assert "It was not you?" in text
    assert not ACCOUNT.search(text)
