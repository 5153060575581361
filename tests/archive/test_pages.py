"""The record and decisions as members read them."""

import re
from pathlib import Path

import pytest

from app.archive.words import KINDS

pytestmark = pytest.mark.usefixtures("context")
ROOT = Path(__file__).parents[2] / "app"


def test_every_kind_of_event_has_its_words():
    noted = re.compile(r"\b(?:append|_note_value)\(\s*(?:row,\s*)?\"([a-z-]+)\",")
    kinds = {kind for path in ROOT.rglob("actions.py") for kind in noted.findall(path.read_text())}
    assert len(kinds) > 20
    assert kinds - set(KINDS) == set()


def test_the_record_is_read_from_its_end(as_member):
    page = as_member("Igor").get("/record").text
    assert page.index("Pay run approved") < page.index("Pay run prepared")
    assert "things done, each sealing the one before" in page


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("kind=entry-confirmed", "Entry confirmed", "Entry logged"),
        ("subject=entry+2", "Log entry 2", "Pay run"),
        ("subject=log+entry+2", "Log entry 2", "Pay run"),
        ("actor=fati", "by Fatima", "by Chen"),
        ("from_on=2026-03-01", "Pay run approved", "Entry logged"),
        ("to_on=2026-02-01", "Vote closed", "Pay run approved"),
        ("from_on=0001-01-01&to_on=9999-12-31", "Event", "Nothing in the record"),
        ("kind=nonsense&page=-3&from_on=yesterday", "Nothing in the record", "Co-op"),
    ],
)
def test_the_record_is_searched(asked, shown, hidden, as_member):
    page = as_member("Igor").get(f"/record?{asked}&page=1")
    content = page.text.partition("</form>")[2]
    assert page.status_code == 200
    assert shown in content
    assert hidden not in content


def test_a_search_without_result_says_so(as_member):
    assert "Nothing in the record fits this." in as_member("Igor").get("/record?subject=x+1").text


def test_long_records_have_pages(as_member):
    first = as_member("Igor").get("/record").text
    assert "Page 1 of 2" in first
    assert 'href="/record?page=2"' in first
    assert "Co-op founded" in as_member("Igor").get("/record?page=2").text


def test_a_decision_shows_what_rests_on_it(as_member):
    page = as_member("Emil").get("/decisions/2").text
    assert "Motion 1, carried 4 : 1 : 0" in page
    assert 'href="/motions/1"' in page.partition("What rests on it")[0]
    assert "Wage scheme: Guaranteed piece" in page
    assert re.search(r"\d pay lines", page)
    founding = as_member("Emil").get("/decisions/1").text
    assert "Ana: Full member, Pottery" in founding
    assert "Pots: 2.5 a pot" in founding
    assert "Pots: 12.5 minutes a pot" in founding
    assert "Bylaw on wages" in founding
