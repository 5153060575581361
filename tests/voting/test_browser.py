"""The ballot in a real browser: by keyboard, on a phone, without scripts, and seen live."""

import re

import pytest
from playwright.sync_api import expect

from app import clock
from app.db import db
from app.motions.models import Motion
from app.voting.actions.opening import open_poll
from app.voting.actions.voiding import void_poll
from tests.browser import check_axe

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(motion, person):
    """The id of a poll that is open now."""
    put: Motion = motion(title="Bread from our own oven")
    now = clock.now()
    poll = open_poll(put, by=person("Ana").id, at=now, on=now.date())
    db.commit()
    return poll.id


def test_a_ballot_by_keyboard_alone(opened, open_page):
    page = open_page("Emil")
    page.goto(f"/polls/{opened}")
    page.get_by_label("For", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Your ballot is in: you voted against.").wait_for()
    expect(page.locator(":focus")).to_have_text(re.compile(r"^\s*Your ballot is in"))
    page.get_by_text("1 of 6 have voted.").first.wait_for()  # the stream says so, no reload


def test_an_empty_ballot_is_asked_for_again_and_read_out(opened, open_page):
    page = open_page("Emil", size="phone")
    page.goto(f"/polls/{opened}")
    page.get_by_role("button", name="Cast my ballot").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    check_axe(page)


def test_a_ballot_without_scripts(opened, open_page):
    page = open_page("Emil", size="phone", java_script_enabled=False)
    page.goto(f"/polls/{opened}")
    page.get_by_label("Abstain").check()
    page.get_by_role("button", name="Cast my ballot").click()
    page.get_by_text("Your ballot is in: you abstained.").wait_for()
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("For", exact=True).check()
    page.get_by_role("button", name="Change my ballot").click()
    page.get_by_text("Your ballot is in: you voted for.").wait_for()


def test_the_end_of_a_vote_is_seen_without_reloading(opened, open_page, person):
    page = open_page("Emil")
    page.goto(f"/polls/{opened}")
    void_poll(opened, by=person("Ana").id, reason="The wrong text.", at=clock.now())
    db.commit()
    page.get_by_text("The wrong text.").first.wait_for()
    page.get_by_text("You did not vote.").wait_for()
    page.locator("#announced", has_text="The wrong text.").wait_for(state="attached")
    expect(page.get_by_label("For", exact=True)).to_have_count(0)
