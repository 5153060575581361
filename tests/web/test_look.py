"""The look in a real browser: readable for all, at home on a phone, honest when the line drops."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import LOOKS, check_axe
from tests.web.gallery import gallery_app

STATIC = Path(__file__).parent.parent.parent / "app" / "static"
PAGES = {
    "/gallery": 200,
    "/gallery?hours=late": 200,
    "/gallery/sign-in?wrong=1": 200,
    "/gallery/refusal": 409,
    "/more": 200,
    "/gallery/entries": 200,
}


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    return gallery_app(tmp_path_factory.mktemp("gallery"))


@pytest.fixture
def app(gallery, database):
    """The gallery in place of the co-op: it needs no database of either kind."""
    return gallery


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing(open_page, size, scheme):
    page = open_page(size=size, color_scheme=scheme)
    for address, status in PAGES.items():
        assert page.goto(address).status == status
        check_axe(page)


def test_no_page_scrolls_sideways(open_page):
    page = open_page()
    for address, status in PAGES.items():
        assert page.goto(address).status == status
        for width in (320, 360, 768, 1280, 2560):
            page.set_viewport_size({"width": width, "height": 800})
            taken = page.evaluate("document.documentElement.scrollWidth")
            assert taken <= width, f"{address} takes {taken} of {width} px"


def test_everything_one_touches_is_large_enough(open_page):
    page = open_page(size="phone")
    page.goto("/gallery")
    controls = page.locator(
        "button, .button, .bar a, input:not([type=hidden]), select, .choices label"
    )
    small = [
        control.inner_text()
        for control in controls.all()
        if control.is_visible()
        and control.get_attribute("type") not in {"radio", "checkbox"}  # their label is the target
        and control.bounding_box()["height"] < 44
    ]
    assert controls.count() > 10
    assert small == []


def test_the_bar_of_five_stays_under_the_thumb_and_hides_no_focus(open_page):
    page = open_page(size="phone")
    page.goto("/gallery")
    bar = page.locator(".bar")
    expect(bar.locator("a")).to_have_text(["Home", "Vote", "Log", "Pay", "More"])
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement").as_element()
        if focused.evaluate("element => element.closest('.bar')") is None:
            reached.append(focused.bounding_box()["y"])
            assert reached[-1] < bar.bounding_box()["y"]
    assert len(set(reached)) > 5


def test_a_problem_takes_the_focus_and_leads_to_its_field(open_page):
    page = open_page()
    page.goto("/gallery?hours=late")
    expect(page.locator(":focus")).to_contain_text("There is a problem")
    page.get_by_role("link", name="Write hours as 7.5 or 7:30.").first.click()
    expect(page.locator("[name=hours]")).to_be_focused()
    expect(page.locator("[name=hours]")).to_have_value("late")


def test_a_refusal_comes_above_the_page_and_leaves_what_one_typed(open_page):
    page = open_page()
    page.goto("/gallery")
    page.get_by_label("A word").fill("solidarity")
    page.get_by_role("button", name="Vote late").click()
    page.locator("#refusal").get_by_text("The vote closed at 20:15").wait_for()
    expect(page.locator(":focus")).to_contain_text("The vote closed")
    expect(page.get_by_label("A word")).to_have_value("solidarity")


def test_the_reader_chooses_paper_or_lamp_without_script(open_page):
    page = open_page(java_script_enabled=False, color_scheme="light")
    page.goto("/more")
    page.get_by_role("button", name="Lamp").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.get_by_role("button", name="As the device").click()
    expect(page.locator("html:not([data-scheme])")).to_have_count(1)


def test_print_shows_the_trail_as_a_sentence_and_no_buttons(open_page):
    page = open_page()
    page.goto("/gallery")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Cast your ballot")).to_be_hidden()
    expect(page.locator(".bar")).to_be_hidden()
    tops = {round(step.bounding_box()["y"]) for step in page.locator(".trail .step").all()[:3]}
    assert len(tops) == 1
    sums = page.locator("tfoot").first.evaluate("foot => getComputedStyle(foot).display")
    assert sums == "table-row-group"  # once at the end, not on every sheet


def listen(page, *events):
    """Opens the gallery with a stream that sends these events and then hangs up."""
    body = "retry: 100\n\n" + "".join(f"event: {name}\ndata: {html}\n\n" for name, html in events)
    calls = []

    def answer(route):
        calls.append(route.request.url)
        if len(calls) == 1:
            route.fulfill(content_type="text/event-stream", body=body)
        else:
            route.abort()

    page.route("**/live?*", answer)
    page.goto("/gallery?topic=poll-7")
    return calls


def test_a_live_part_is_replaced_and_the_loss_of_the_line_is_said(open_page):
    page = open_page()
    calls = listen(page, ("poll-7", "<p>32 have voted.</p>"))
    page.get_by_text("32 have voted.").wait_for()
    page.get_by_text("Connection lost, retrying").wait_for()
    assert calls[0].endswith("/live?topics=poll-7")
    expect(page.get_by_text("31 have voted.", exact=True)).to_have_count(0)


def test_a_part_one_types_in_is_left_alone_and_the_news_stands_below(open_page):
    page = open_page()
    page.goto("/gallery")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelector('[name=word]').focus())"
    )
    listen(page, ("poll-7", "<p>32 have voted.</p>"))
    page.locator(".newer").get_by_text("32 have voted.").wait_for()
    page.get_by_label("A word").wait_for()


def test_when_the_line_is_back_the_parts_are_fetched_anew(open_page):
    page = open_page()
    lines = iter(
        [None, "retry: 100\n\nevent: poll-7\ndata: <p>stale</p>\n\n", None, "retry: 60000\n\n"]
    )

    def answer(route):
        body = next(lines, None)
        if body is None:
            route.abort()
        else:
            route.fulfill(content_type="text/event-stream", body=body)

    page.route("**/live?*", answer)
    with page.expect_request(lambda request: request.resource_type == "fetch"):
        page.goto("/gallery?topic=poll-7")
    page.get_by_text("31 have voted.", exact=True).first.wait_for()


def test_the_style_sheet_is_small():
    assert len(gzip.compress((STATIC / "app.css").read_bytes())) < 12_000
