"""Sliders under the numbers of a scheme, in a real browser."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from app.db import db
from app.wages.comparison.actions import compare_and_save
from tests.browser import check_axe
from tests.cast import FOUNDED_ON
from tests.wages.workshop import HOURLY, MARCH, NOW, adopt, pots, work

pytestmark = pytest.mark.browser

HALF = {"blend": {"lambda": "0.5", "terms": [{"hourly": {"rate": "10"}}, {"piece": {}}]}}


@pytest.fixture
def compared(person, freeze):
    """March: Emil's 20 pots at 5 in eight hours."""
    freeze(NOW)
    schemes = [
        adopt(HOURLY, "Hourly", FOUNDED_ON, 1).scheme,
        adopt(HALF, "Half", date(2026, 4, 1), 2).scheme,
    ]
    work(person("Emil"), person("Dora"), 3, 20, pots())
    by = person("Ana").id
    compare_and_save(schemes, from_on=MARCH.first, to_on=MARCH.last, by=by, at=NOW)
    db.commit()


def test_a_slider_moves_the_number_and_the_figures_follow(compared, open_page):
    page = open_page("Emil", size="phone")
    page.goto("/wages/comparisons/1")
    page.get_by_role("link", name="Try other numbers in “Half”").click()
    field = page.get_by_role("textbox", name=re.compile("Part that the first has"))
    slider = page.get_by_role("slider", name=re.compile("Part that the first has"))
    expect(slider).to_have_attribute("max", "1")
    expect(slider).to_have_value("0.5")
    page.get_by_text("€90.00 → €90.00").wait_for()
    slider.press("Home")
    own = page.get_by_text("€90.00 → €100.00")
    expect(own).to_be_in_viewport(ratio=1)
    expect(field).to_have_value("0")
    field.fill("1")
    field.press("Tab")
    page.get_by_text("€90.00 → €80.00").wait_for()
    expect(slider).to_have_value("1")
    rate = page.get_by_role("slider", name=re.compile("Rate an hour"))
    expect(rate).to_have_attribute("max", "20")
    expect(rate).to_have_attribute("step", "0.1")
    check_axe(page)


def test_without_scripts_numbers_are_written_and_shown(compared, open_page):
    page = open_page("Emil", size="phone", java_script_enabled=False)
    page.goto("/wages/comparisons/1/variations/2")
    expect(page.get_by_role("slider")).to_have_count(0)
    page.get_by_label("Part that the first has").fill("0")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("€90.00 → €100.00").wait_for()
