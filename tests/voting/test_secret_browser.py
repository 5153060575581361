"""A secret vote on a phone: how little it takes to vote, and finding one's envelope afterwards."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app import clock
from app.db import db
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from tests.browser import check_axe

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(secrecy, entrusted, motion, person):
    entrusted("Emil", "Fatima", "Goran")
    now = clock.now()
    poll = open_poll(motion(title="Bread"), by=person("Ana").id, at=now, on=now.date())
    db.commit()
    return poll.id


def test_three_taps_from_home_and_the_envelope_is_found_after_closing(opened, open_page):
    page = open_page("Dora", size="phone")
    page.goto("/")
    page.get_by_role("link", name="Vote: Bread").click()
    page.get_by_label("For", exact=True).check()
    page.get_by_role("button", name="Cast my ballot").click()
    words = page.locator("#tracker").inner_text()
    page.get_by_role("button", name="Copy the words").wait_for()
    check_axe(page)
    later = clock.now() + timedelta(days=14)
    close_poll(opened, by=None, at=later, on=later.date())
    db.commit()
    page.goto(f"/polls/{opened}/urn")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Your words").fill(f" {words.upper()} ")
    page.get_by_text("Your envelope is in the urn.").wait_for()
    check_axe(page)
    page.get_by_label("Your words").fill("wolf wolf wolf wolf")
    page.get_by_text("No envelope has these words.").wait_for()
    expect(page.locator("#envelopes li:visible")).to_have_count(0)
    # The browser may fetch the page's icon as late as this; nothing else is asked for.
    assert {url for url in asked if not url.endswith("/static/icon.svg")} == set()
