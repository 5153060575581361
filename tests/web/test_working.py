"""What takes its time shows that it is at work."""

import re

import pytest

pytestmark = pytest.mark.browser

SUBMIT = """() => new Promise((told) => {
  const line = document.getElementById("working");
  new MutationObserver(() => {
    if (!line.hidden) told([line.closest("form") !== null, line.textContent]);
  }).observe(line, { attributes: true });
  document.querySelector("main form").requestSubmit();
})"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_form_whose_answer_takes_long_says_that_it_is_at_work(open_page):
    page = open_page("Chen")
    page.goto("/treasury/journal/new")
    held = []
    page.route("**/treasury/journal", lambda route: held.append(route))
    in_form, words = page.evaluate(SUBMIT)
    assert in_form
    assert re.match(r"At work for \d+ s\.", words)
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    page.get_by_role("alert").get_by_text("There is a problem").wait_for()
    page.locator("#working").wait_for(state="hidden")
