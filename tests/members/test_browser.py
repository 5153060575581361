"""The pages about people in a real browser: nothing in the way of anybody."""

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.browser import LOOKS, check_axe

PAGES = [
    "/",
    "/about",
    "/members",
    "/members/4",
    "/members/me",
    "/members/me/password",
    "/members/me/resignation",
    "/members/invitation",
    "/units",
    "/units/1",
    "/offices",
    "/record",
    "/record/verification",
    "/decisions/1",
]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_are_open_to_everybody(size, scheme, open_page):
    page = open_page("Dora", size=size, color_scheme=scheme)
    for address in PAGES:
        page.goto(address)
        check_axe(page)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, f"{address} scrolls sideways"


def test_the_door_opens_without_scripts(open_page):
    page = open_page(size="phone", java_script_enabled=False)
    page.goto("/members")
    page.get_by_label("E-mail").fill(cast.email("Emil"))
    page.get_by_label("Password").fill("bread and butter")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("The e-mail or the password is wrong.").first.wait_for()
    expect(page.get_by_label("E-mail")).to_have_value(cast.email("Emil"))
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/members")
    page.get_by_role("heading", name="Members").wait_for()
