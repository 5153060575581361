"""A form whose session ended while it was filled in: signing in again loses nothing of it."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from app.db import db
from app.motions.models import Motion
from app.web.resending import page_behind
from tests import cast

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WHERE = "/motions/new/resolution"
OURS = {"Sec-Fetch-Site": "same-origin"}
MOTION = {"title": "A “new” oven", "text": "We build one.\n\nIn May.", "unit_id": "1", "reason": ""}
ANA = {"email": cast.email("Ana"), "password": cast.PASSWORD}


@pytest.fixture(autouse=True)
def _with_tokens(app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


def form_of(page):
    """The fields and the address of the last form of a page."""
    form = page.text.rpartition("<form")[2]
    hidden = [one for one in re.findall(r"<input [^>]*>", form) if 'type="hidden"' in one]
    fields = [
        [re.search(rf'{part}="([^"]*)"', one)[1] for part in ("name", "value")] for one in hidden
    ]
    address = re.search(r'action="([^"]+)"', form)
    return unescape(address[1]) if address else "", {
        name: unescape(value) for name, value in fields
    }


def test_a_motion_is_handed_in_after_signing_in_again(client, context):
    late = client.post(WHERE, data=MOTION, headers=OURS)
    assert late.status_code == 401
    assert "What you typed is kept" in late.text
    address, fields = form_of(late)
    mistyped = client.post(address, data=fields | ANA | {"password": "no"}, headers=OURS)
    assert mistyped.status_code == 422
    back = client.post(address, data=form_of(mistyped)[1] | ANA, headers=OURS)
    assert back.status_code == 200
    assert "<li>We build one." in back.text
    address, fields = form_of(back)
    assert address == WHERE
    assert client.post(address, data=fields, headers=OURS).status_code == 302
    motion = db.session.scalars(select(Motion)).one()
    assert (motion.title, motion.text) == (MOTION["title"], MOTION["text"].replace("\r\n", "\n"))


def test_a_form_with_the_tokens_of_a_session_before_is_sent_again(as_member):
    ana = as_member("Ana")
    late = ana.post(WHERE, data=MOTION, headers=OURS)
    assert late.status_code == 400
    address, fields = form_of(late)
    assert ana.post(address, data=fields, headers=OURS).status_code == 302


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        (MOTION, {}),
        (MOTION, {"Sec-Fetch-Site": "cross-site"}),
        (MOTION | {"password": "bread"}, OURS),
        ({"paper": "1>2", "unkept": "yes"}, OURS),
    ],
)
def test_what_is_not_ours_or_secret_is_not_kept(client, as_member, sent, headers):
    for browser, statuses in ((client, {302, 400}), (as_member("Ana"), {400})):
        answer = browser.post(WHERE, data=sent, headers=headers)
        assert answer.status_code in statuses
        assert 'name="kept"' not in answer.text
        assert "bread" not in answer.text
        assert "1&gt;2" not in answer.text


def test_a_sealed_form_of_somebody_else_is_none(client):
    _, fields = form_of(client.get("/sign-in"))
    forged = client.post("/sign-in", data=fields | ANA | {"kept": "WyIvIl0.x.y"}, headers=OURS)
    assert (forged.status_code, forged.location) == (303, "/")


def test_htmx_gets_the_way_to_sign_in_above_its_page(client):
    part = client.post(
        "/polls/1/ballot", data={"choice": "for"}, headers=OURS | {"HX-Request": "true"}
    )
    assert part.status_code == 401
    assert part.headers["HX-Retarget"] == "#refusal"
    assert "<html" not in part.text
    assert form_of(part)[0] == "/sign-in?next=/polls/1"


@pytest.mark.parametrize(
    ("address", "page"),
    [("/polls/1/ballot/check", "/polls/1"), ("/motions/", "/motions/"), ("/nowhere/x", "/")],
)
def test_a_form_leads_to_the_page_it_was_on(context, address, page):
    assert page_behind(address) == page
