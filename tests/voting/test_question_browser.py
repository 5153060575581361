"""A ranking ballot in a real browser: with the buttons, by keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from app import clock
from app.db import db
from app.motions.rules.questions import Method, Question
from tests.browser import check_axe
from tests.questions import DAYS

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(question):
    """The id of a poll by instant runoff that is open now."""
    poll = question(Question(Method.IRV, DAYS), at=clock.now())
    db.commit()
    return poll.id


def test_an_option_is_moved_up_and_down_by_keyboard_and_checked(opened, open_page):
    page = open_page("Emil", size="phone")
    page.goto(f"/polls/{opened}")
    page.get_by_text("You ranked 0 of 3.").wait_for()
    heard = page.locator("[data-moved]")
    for name, told in [
        ("Move up: Friday", "Friday: 1"),
        ("Move up: Monday", "Monday: 2"),
        ("Move up: Monday", "Monday: 1"),
    ]:
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        expect(heard).to_have_text(told)
    page.get_by_text("You ranked 2 of 3.").wait_for()
    labels = page.locator("[data-ranking] label")
    expect(labels).to_have_text(["Monday", "Friday", "Tuesday"])
    expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile("Monday"))
    check_axe(page)
    page.get_by_role("button", name="Check my ballot").click()
    page.get_by_role("heading", name="Check your ballot").wait_for()
    check_axe(page)
    page.get_by_role("button", name="Cast this ballot").click()
    page.get_by_text("Your ballot is in: 1. Monday, 2. Friday.").wait_for()


def test_an_option_is_dragged_to_its_rank_by_mouse(opened, open_page):
    page = open_page("Emil")
    page.goto(f"/polls/{opened}")
    labels = page.locator("[data-ranking] label")

    def drag(name, onto, lower=0.0):
        page.locator("li", has_text=name).locator("[data-drag]").hover()
        page.mouse.down()
        target = page.locator("[data-ranking] li", has_text=onto).bounding_box()
        page.mouse.move(target["x"] + 9, target["y"] + target["height"] * lower + 2, steps=4)
        page.mouse.up()

    drag("Friday", onto="Monday")
    page.get_by_text("You ranked 1 of 3.").wait_for()
    drag("Tuesday", onto="Friday", lower=0.8)
    page.get_by_text("You ranked 2 of 3.").wait_for()
    expect(labels).to_have_text(["Friday", "Tuesday", "Monday"])
    drag("Monday", onto="Friday")
    expect(labels).to_have_text(["Monday", "Friday", "Tuesday"])
    for rank, day in enumerate(("Monday", "Friday", "Tuesday"), 1):
        expect(page.get_by_label(day, exact=True)).to_have_value(str(rank))
    check_axe(page)


def test_an_option_is_dragged_to_its_rank_by_finger(opened, open_page):
    page = open_page("Emil", size="phone")
    page.goto(f"/polls/{opened}")
    page.get_by_text("You ranked 0 of 3.").wait_for()
    handle = page.locator("li", has_text="Friday").locator("[data-drag]")
    handle.scroll_into_view_if_needed()
    box, target = handle.bounding_box(), page.locator("[data-ranking] li").first.bounding_box()
    x, start, end = box["x"] + 20, box["y"] + 20, target["y"] + 2
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        about = {"type": kind, "touchPoints": [{"x": x, "y": y} for y in points]}
        finger.send("Input.dispatchTouchEvent", about)

    touch("touchStart", start)
    for step in (0.3, 0.6, 1):
        touch("touchMove", start + (end - start) * step)
    touch("touchEnd")
    page.get_by_text("You ranked 1 of 3.").wait_for()
    expect(page.locator("[data-ranking] label")).to_have_text(["Friday", "Monday", "Tuesday"])
    expect(page.get_by_label("Friday", exact=True)).to_have_value("1")


def test_a_ranking_without_scripts(opened, open_page):
    page = open_page("Emil", size="phone", java_script_enabled=False)
    page.goto(f"/polls/{opened}")
    expect(page.get_by_role("button", name="Move up: Friday")).to_be_hidden()
    page.get_by_role("button", name="Check my ballot").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.get_by_label("Tuesday", exact=True).select_option("1")
    page.get_by_role("button", name="Check my ballot").click()
    page.get_by_role("button", name="Change it first").click()
    expect(page.get_by_label("Tuesday", exact=True)).to_have_value("1")
    page.get_by_label("Friday", exact=True).select_option("2")
    page.get_by_role("button", name="Check my ballot").click()
    page.get_by_role("button", name="Cast this ballot").click()
    page.get_by_text("Your ballot is in: 1. Tuesday, 2. Friday.").wait_for()
