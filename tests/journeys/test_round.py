"""The round, in browsers: log, compare, decide, pay. People find their way from their home page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from app.db import db
from app.wages.actions import keep_scheme
from app.wages.rules.parse import parse_terms
from tests.journeys.paying import press
from tests.wages.workshop import GUARANTEED, HOURLY, NOW, pots

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Two days of work around the assembly, which has ten days of notice, and a day to pay March.
MONDAY = datetime(2031, 3, 3, 16, tzinfo=UTC)
THURSDAY_WEEK = datetime(2031, 3, 13, 18, tzinfo=UTC)
FRIDAY = datetime(2031, 3, 14, 16, tzinfo=UTC)
APRIL = datetime(2031, 4, 1, 8, tzinfo=UTC)


@pytest.fixture
def pottery(context: None) -> None:
    """Pots are made, 5 euros and half an hour each. Two schemes are written, none in force."""
    pots()
    for name, terms in (("By the hour", HOURLY), ("By the pot, guaranteed", GUARANTEED)):
        keep_scheme(name, parse_terms(terms), by=None, at=NOW)
    db.commit()


def log_pots(page: "Page", quantity: int) -> None:
    page.goto("/")
    page.get_by_label("Main").get_by_role("link", name="Log").click()
    page.get_by_label("Item").select_option(label="Pots (pot)")
    page.get_by_label("Good").fill(str(quantity))
    page.get_by_role("textbox", name="Hours").fill("8")
    page.get_by_role("button", name="Log it").click()
    page.get_by_text("Logged. Another member confirms it.").wait_for()


def confirm(page: "Page", what: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="1 entry of others waits to be confirmed").click()
    page.get_by_role("checkbox", name=what).check()
    page.get_by_role("button", name="Confirm what is ticked").click()
    page.get_by_text("1 entry confirmed.").wait_for()


def put_a_scheme_to_the_assembly(page: "Page", look: Callable) -> None:
    page.goto("/")
    page.get_by_role("link", name="Wages & pay").click()
    page.get_by_role("link", name="Compare", exact=True).click()
    page.get_by_label("By the hour").check()
    page.get_by_label("By the pot, guaranteed").check()
    look(page)
    page.get_by_role("button", name="Compare").click()
    look(page)
    page.get_by_role("table", name="side by side").get_by_role("row").nth(2).wait_for()
    page.get_by_role("link", name="Put one to the assembly").click()
    page.get_by_role("radio", name="By the pot, guaranteed").check()
    page.get_by_label("Reasons").fill("Good pots should pay, and nobody should fear a bad clay.")
    look(page)
    press(page, "Hand in the motion")


def second(page: "Page", title: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"A motion wants a seconder: {title}").click()
    press(page, "Second this motion")


def convene(page: "Page", title: str, day: datetime) -> None:
    page.goto("/assemblies/")
    page.get_by_role("link", name="Convene an assembly").click()
    page.get_by_label("Title").fill("Spring assembly")
    page.get_by_label("Day").fill(day.date().isoformat())
    page.get_by_label("Time").fill("19:00")
    page.get_by_role("checkbox", name=title).check()
    press(page, "Give notice")


def come_in(page: "Page") -> None:
    page.goto("/assemblies/")
    page.get_by_role("link", name="Spring assembly").click()
    page.get_by_role("button", name="I am here").click()
    page.get_by_text("You are noted as here.").wait_for()


def vote_for(page: "Page", title: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=f"Vote: {title}").click()
    page.get_by_role("radio", name="For", exact=True).check()
    page.get_by_role("button", name="Cast my ballot").click()
    page.get_by_text("Your ballot is in: you voted for.").wait_for()


def test_the_round(pottery: None, freeze: Callable, open_page: Callable, look: Callable) -> None:
    freeze(MONDAY)
    title = "Pay by “By the pot, guaranteed”"
    emil, fatima = open_page("Emil", size="phone"), open_page("Fatima", size="phone")
    chen, dora, ana = open_page("Chen"), open_page("Dora"), open_page("Ana")

    log_pots(emil, 20)
    look(emil)
    confirm(fatima, "20 pot")
    put_a_scheme_to_the_assembly(chen, look)
    look(chen)
    second(fatima, title)
    look(fatima)
    convene(dora, title, THURSDAY_WEEK)

    freeze(THURSDAY_WEEK)
    ana.goto("/")
    look(ana)
    ana.get_by_role("link", name="Open the assembly: Spring assembly").click()
    press(ana, "Open the assembly")
    for member in (ana, chen, emil, fatima):
        come_in(member)
    ana.get_by_role("button", name="Call it").click()
    press(ana, "Put it to the vote")
    look(ana)
    for member in (chen, emil, fatima, ana):
        vote_for(member, title)
    look(emil)
    ana.get_by_role("button", name="Close the vote and count").click()
    ana.get_by_text("Carried").first.wait_for()
    look(ana)
    ana.get_by_role("link", name="Wages & pay").click()
    ana.get_by_role("link", name="Wage schemes").click()
    ana.get_by_text("Pay follows “By the pot, guaranteed” since 13 March 2031").wait_for()

    freeze(FRIDAY)
    log_pots(emil, 30)
    confirm(fatima, "30 pot")

    freeze(APRIL)
    chen.goto("/wages/runs/new")
    chen.get_by_label("First day").fill("2031-03-13")
    look(chen)
    chen.get_by_role("button", name="Close the log and compute").click()
    look(chen)
    ana.goto("/")
    ana.get_by_role("link", name="A pay run waits for your approval").click()
    press(ana, "Approve and book")
    emil.goto("/")
    emil.get_by_role("link", name="Your payslip is ready").click()
    look(emil)
    slip = emil.locator("main")
    expect(slip).to_contain_text("€150.00")
    slip.get_by_role("link", name=f"Motion 1: {title}").first.click()
    expect(emil.get_by_role("heading", level=1)).to_have_text(f"Motion 1 · {title}")
    look(emil)
