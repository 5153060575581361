"""What stands on the pages is HTML: each id once, and every reference to one leads somewhere."""

from collections import Counter
from html.parser import HTMLParser

import pytest

from tests.every_address import crawl

REFERRING = ("for", "list", "form", "aria-controls", "aria-describedby", "aria-labelledby")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Page(HTMLParser):
    """The ids of a page, what refers to them, and what its headings skip."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.named, self.skipped, self.level = Counter(), set(), [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        if "id" in own:
            self.ids[own["id"]] += 1
        for name in REFERRING:
            self.named |= set((own.get(name) or "").split())
        if own.get("href", "").startswith("#"):
            self.named.add(own["href"].removeprefix("#"))
        if tag in HEADINGS:
            if int(tag[1]) > self.level + 1:
                self.skipped.append(tag)
            self.level = int(tag[1])

    def faults(self):
        twice = [f"#{name} stands twice" for name, times in self.ids.items() if times > 1]
        nowhere = [f"#{name} is nowhere" for name in self.named - self.ids.keys()]
        return twice + nowhere + [f"{tag} skips a level" for tag in self.skipped]


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<p id="a"><p id="a">', "#a stands twice"),
        ('<label for="b">', "#b is nowhere"),
        ('<a href="#c">', "#c is nowhere"),
        ("<h1></h1><h3>", "h3 skips a level"),
    ],
)
def test_the_check_sees_a_fault(html, fault):
    assert Page(html).faults() == [fault]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["Ana", "Chen"])
def test_ids_stand_once_and_references_lead_somewhere(paid, poll, as_member, app, name):
    poll(title="Bread", text="More of it.\n\nAnd butter.")
    pages = {one: text for one, text in crawl(app, as_member(name)).items() if "<html" in text}
    assert len(pages) > 60
    assert {one: found for one, text in pages.items() if (found := Page(text).faults())} == {}
