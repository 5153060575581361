"""An election and a petition in a real browser, on a phone, with axe."""

from datetime import timedelta

import pytest

from app.db import db
from app.elections.petitions.actions import start_petition
from app.enactment.actions import enact_due
from app.members.queries import mandates_on
from tests.browser import check_axe
from tests.elections.conftest import CLOSED
from tests.polls import AT, ON

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_standing_in_an_election_on_a_phone(called, stand, open_page, freeze, scheme):
    motion = called()
    stand(motion, "Dora", "Goran")
    db.commit()
    freeze(AT)
    page = open_page("Emil", size="phone", color_scheme=scheme)
    page.goto("/elections/")
    check_axe(page)
    page.get_by_role("link", name="Two delegates").click()
    page.get_by_role("button", name="I stand").click()
    page.get_by_label("What you say to the members").fill("Bread for **all**.")
    page.get_by_role("button", name="Keep my statement").click()
    page.get_by_text("Bread for all.").first.wait_for()
    check_axe(page)


def test_axe_finds_nothing_where_an_election_is_called(open_page, freeze):
    freeze(AT)
    page = open_page("Ana")
    page.goto("/elections/new")
    check_axe(page)


def test_axe_finds_nothing_on_a_decided_election(called, stand, elect, open_page, freeze):
    motion = called()
    stand(motion, "Emil", "Dora", "Goran")
    elect(motion, {name: ["Emil", "Goran"] for name in ("Ana", "Chen", "Dora", "Emil")})
    enact_due(on=CLOSED.date(), at=CLOSED)
    db.commit()
    freeze(CLOSED)
    page = open_page("Ana", size="phone")
    page.goto(f"/elections/{motion.id}")
    page.get_by_role("heading", name="Seats").wait_for()
    check_axe(page)


def test_a_petition_is_signed_on_a_phone(open_page, person, freeze):
    freeze(AT)
    words = {"title": "The chair is recalled.", "reason": "No assembly for a year."}
    petition = start_petition(mandates_on(ON)[0], by=person("Emil").id, on=ON, at=AT, **words)
    db.commit()
    page = open_page("Fatima", size="phone")
    for path in ("/offices", "/petitions/", f"/petitions/{petition.id}"):
        page.goto(path)
    check_axe(page)
    page.get_by_role("button", name="Sign the petition").click()
    page.get_by_text("the recall is before the members").wait_for()
    check_axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_drawing(drawing, open_page, freeze, scheme):
    freeze(AT)
    found = drawing("members")
    db.commit()
    page = open_page("Ana", size="phone", color_scheme=scheme)
    for path in ("/drawings/new", f"/drawings/{found.motion_id}", "/elections/"):
        page.goto(path)
        check_axe(page)
    page.goto(f"/drawings/{found.motion_id}")
    page.get_by_role("button", name="Fix the pool").click()
    page.get_by_text("The pool is fixed.").first.wait_for()
    freeze(AT + timedelta(days=10))
    page.goto(f"/drawings/{found.motion_id}")
    page.get_by_label("Seed").fill("3 14 15")
    page.get_by_role("button", name="Draw the lots").click()
    page.get_by_role("heading", name="Seats").wait_for()
    check_axe(page)
