"""A refused form is its page again: with what was typed, and a way to the field it is about."""

import pytest

from app.db import db
from app.treasury.actions import post_entry
from app.treasury.rules import Line
from tests import cast
from tests.wages.workshop import NOW

OFFICE = {
    "title": "Two delegates",
    "text": "We elect two.",
    "unit_id": "1",
    "office": "delegate",
    "office_unit_id": "1",
    "terms": "24, 12",
}
ELECTION = OFFICE | {"method": "stv", "nominations_until": "2026-03-01T19:00"}
DRAWING = OFFICE | {"pool": "members", "seed_source": "Lottery", "seed_on": "2026-03-01"}
ASSEMBLY = {"title": "Spring", "unit_id": "1", "starts_on": "2026-03-01", "starts_at": "19:00"}
PEOPLE = {"name": "Ines", "email": cast.email("Emil"), "unit": "1"}
REFUSED = [  # by whom, where, what is sent, the field that the refusal is about
    ("Dora", "/members/invitation", PEOPLE, "email"),
    ("Dora", "/assemblies/", ASSEMBLY, "starts_on"),
    ("Ana", "/elections/", ELECTION, "nominations_until"),
    ("Ana", "/drawings/", DRAWING, "seed_on"),
    ("Chen", "/wages/runs", {"from_on": "2026-03-01", "to_on": "2026-03-31"}, "to_on"),
]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_refused_form_leads_to_its_field_and_keeps_what_was_typed(as_member, freeze):
    freeze("2026-03-03T09:00:00+00:00")
    for who, address, sent, field in REFUSED:
        answer = as_member(who).post(address, data=sent)
        assert answer.status_code == 409, address
        assert f'<li><a href="#{field}">' in answer.text, address
        assert f'id="{field}-error-1"' in answer.text, address
        assert f'value="{next(iter(sent.values()))}"' in answer.text, address


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_htmx_is_told_of_a_broken_rule_without_the_page(as_member, freeze):
    freeze("2026-03-03T09:00:00+00:00")
    answer = as_member("Dora").post("/assemblies/", data=ASSEMBLY, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "<html" not in answer.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_form_that_has_gone_from_its_page_still_says_why_it_was_refused(as_member, person):
    """Sent twice, from two windows: the page of an entry that is reversed asks no more."""
    lines = [Line("Assets:Bank", 100), Line("Income:Sales", -100)]
    sold = {"text": "Sale", "on": NOW.date(), "by": person("Chen").id, "at": NOW}
    entry = post_entry(lines, **sold).id
    db.commit()
    chen, address = as_member("Chen"), f"/treasury/journal/{entry}/reversal"
    assert chen.post(address, data={"text": "Booked twice"}).status_code == 303
    again = chen.post(address, data={"text": "Booked twice"})
    assert again.status_code == 409
    assert "reversed already" in again.text
