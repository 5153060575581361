"""The pages of surplus and capital, and booking by hand."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.db import db
from app.motions.models import Motion
from app.treasury.actions import post_entry
from app.treasury.models import JournalEntry
from app.treasury.rules import Line

AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
PLAN = {
    "from_on": "2026-01-01",
    "to_on": "2026-06-30",
    "reserve": "30",
    "education": "10",
    "hours": "0",
    "pay": "0",
    "equally": "100",
    "reserve_bears": "100",
    "years": "4",
    "title": "The first half of the year",
}
SALE = {
    "booked_on": "2026-06-01",
    "text": "Pots",
    "amount": "1000",
    "debit": "Assets:Bank",
    "credit": "Income:Sales",
}


@pytest.fixture
def july(freeze):
    freeze(AT)


@pytest.fixture
def sold(person, july):
    lines = [Line("Assets:Bank", 100_000), Line("Income:Sales", -100_000)]
    entry = post_entry(lines, text="Pots", on=date(2026, 6, 1), by=person("Chen").id, at=AT)
    db.commit()
    return entry.id


def entries():
    return db.session.scalar(select(func.count()).select_from(JournalEntry))


def test_a_plan_is_looked_at_and_put_to_the_assembly(as_member, sold):
    emil = as_member("Emil")
    page = emil.get("/surplus/new", query_string=PLAN).text
    assert "300.00" in page
    assert "100.00" in page
    assert "30% to the indivisible reserve" in page
    done = emil.post("/surplus/", data=PLAN)
    assert done.status_code == 303
    motion = db.session.scalars(select(Motion)).one()
    assert motion.effect["surplus"] == 100_000
    assert "A surplus of 1000.00 EUR is shared out" in emil.get(done.location).text


def test_shares_that_make_no_whole_come_back_as_typed(as_member, sold):
    page = as_member("Emil").post("/surplus/", data=PLAN | {"equally": "90"})
    assert page.status_code == 422
    assert "together make a whole" in page.text
    assert 'value="90"' in page.text
    assert db.session.scalar(select(func.count()).select_from(Motion)) == 0


def test_with_nothing_left_over_a_plan_is_refused_in_words(as_member, july):
    emil = as_member("Emil")
    assert "nothing to share out" in emil.get("/surplus/new", query_string=PLAN).text
    assert emil.post("/surplus/", data=PLAN).status_code == 409


@pytest.mark.parametrize("path", ["/surplus/", "/surplus/new", "/surplus/capital"])
def test_an_outsider_is_led_to_the_door(client, path):
    assert client.get(path).status_code == 302


def test_only_who_sees_all_pay_sees_everybodys_capital(as_member, sold):
    assert as_member("Emil").get("/surplus/capital").status_code in {403, 404}
    assert as_member("Chen").get("/surplus/capital").status_code == 200
    assert as_member("Chen").get("/surplus/capital.csv").text.startswith("\ufeffnumber,name")


def test_the_treasurer_books_a_sale_and_takes_it_back(as_member, july, app):
    chen = as_member("Chen")
    assert "Book an entry" in chen.get("/treasury/journal").text
    shown = chen.post("/treasury/journal", data=SALE)
    assert shown.status_code == 303
    assert "1,000.00" in chen.get(shown.location).text
    reversal = chen.post(f"{shown.location}/reversal", data={"text": "Twice"})
    assert reversal.status_code == 303
    assert entries() == 2
    assert chen.post(f"{shown.location}/reversal", data={"text": "Again"}).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"debit": "bank"}, "An account code reads like"),
        ({"credit": "Assets:Bank"}, "The two accounts are the same."),
        ({"debit": "Equity:Capital:M0005"}, "with what was decided"),
        ({"amount": "0"}, "Number must be"),
        ({"booked_on": "2027-01-01"}, "still to come"),
    ],
)
def test_a_wrong_booking_comes_back_as_typed(as_member, july, wrong, said):
    page = as_member("Chen").post("/treasury/journal", data=SALE | wrong)
    assert page.status_code == 422
    assert said in page.text
    assert entries() == 0


def test_members_do_not_book(as_member, july):
    assert as_member("Emil").post("/treasury/journal", data=SALE).status_code == 403


def test_without_a_title_the_plan_is_still_there(as_member, sold):
    page = as_member("Emil").post("/surplus/", data=PLAN | {"title": ""})
    assert page.status_code == 422
    assert "Write a title." in page.text
    assert "What this plan would do" in page.text
