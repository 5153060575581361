"""No export runs a formula in a spreadsheet, whatever members call themselves and their things."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import db
from app.members.models import Member, Unit
from app.production.models import Item
from app.treasury.models import Account, Payment
from app.voting.actions import close_poll
from app.web.exports import csv_file
from tests.every_address import crawl
from tests.polls import AT

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1")
LATER = AT + timedelta(days=14)
NUMBER = re.compile(r"[-+]?[\d.,]+")


@pytest.fixture
def treasurer(paid, poll, vote, as_member):
    """Chen's browser, where everything that has a name is named by a formula."""
    browser = as_member("Chen")
    opened = poll(title="=1+1", text="@SUM(A1)")
    vote(opened, "against", "Ana", "Chen")
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    named = [(Member, "name"), (Member, "note"), (Unit, "name"), (Item, "name"), (Item, "measure")]
    for model, field in [*named, (Account, "name"), (Payment, "holder")]:
        for number, row in enumerate(db.session.scalars(select(model))):
            setattr(row, field, FORMULAS[number % len(FORMULAS)])
    db.commit()
    return browser


def run_as_formulas(text):
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
    assert cells
    return [
        cell
        for cell in cells
        if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not NUMBER.fullmatch(cell)
    ]


def test_the_check_sees_a_formula():
    assert run_as_formulas('name,note\r\nAna,"=1+1"') == ["=1+1"]
    assert run_as_formulas("name\r\n-3.10") == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_export_runs_a_formula(treasurer, app):
    tables = {one: text for one, text in crawl(app, treasurer).items() if one.endswith(".csv")}
    assert len(tables) >= 7
    assert any("'=1+1" in text for text in tables.values())
    assert {one: found for one, text in tables.items() if (found := run_as_formulas(text))} == {}


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_heading_runs_none_either(formula, app):
    with app.test_request_context():
        text = csv_file("x.csv", [formula], [[formula]]).get_data(as_text=True)
    assert run_as_formulas(text) == []
