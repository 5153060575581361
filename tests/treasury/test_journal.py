"""The journal on its page: found by words and days, page by page, an account's alike."""

from datetime import date, timedelta

import pytest

from app.db import db
from app.treasury.actions import account_for, post_entry
from app.treasury.rules import Line
from tests.wages.workshop import NOW

FIRST = date(2026, 1, 1)


@pytest.fixture
def thirty(person):
    """A sale on each of thirty days, and what many members are owed in one entry."""
    by = {"by": person("Chen").id, "at": NOW}
    for number in range(1, 31):
        sold = [Line("Assets:Bank", number * 100), Line("Income:Sales", -number * 100)]
        post_entry(sold, text=f"Sale {number:02}", on=FIRST + timedelta(days=number - 1), **by)
    owed = [Line(f"Equity:Part{number}", -100) for number in range(8)]
    post_entry([Line("Expenses:Pay", 800), *owed], text="100% shared", on=FIRST, **by)
    db.commit()
    return account_for("Income:Sales").id


@pytest.mark.parametrize(
    ("asked", "found", "left_out", "together"),
    [
        ("", "Sale 30", "Sale 06", "452.00"),
        ("page=2", "Sale 06", "Sale 07", "21.00"),
        ("words=sale+07", "Sale 07", "Sale 08", "7.00"),
        ("words=100%25", "100% shared", "Sale 10", "8.00"),
        ("from_on=2026-01-29&to_on=2026-01-29", "Sale 29", "Sale 30", "29.00"),
        ("to_on=tomorrow", "Not a valid date", "Sale 06", "452.00"),
        ("words=nothing+like+it", "No entry is like this", "Sale", None),
    ],
)
def test_entries_are_found_by_words_and_days(asked, found, left_out, together, thirty, as_member):
    page = as_member("Chen").get(f"/treasury/journal?{asked}").text
    assert found in page
    assert left_out not in page
    assert together is None or page.count(f'<td class="figure">{together}</td>') >= 2


def test_a_long_entry_is_cut_on_the_screen_and_whole_on_its_own_page(thirty, as_member):
    chen = as_member("Chen")
    assert "and 5 more postings" in chen.get("/treasury/journal").text
    own = chen.get("/treasury/journal/31").text
    assert "more posting" not in own
    assert 'class="rest"' not in own


def test_an_account_shows_all_its_entries_by_pages(thirty, as_member):
    shown = as_member("Chen").get(f"/treasury/accounts/{thirty}?page=2").text
    assert "Sale 05" in shown
    assert "Sale 06" not in shown
