"""No export runs a formula in a spreadsheet, whatever members call themselves and their things."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from python_calamine import load_workbook
from sqlalchemy import select

from app.db import db
from app.members.models import Member, Unit
from app.production.models import Item
from app.treasury.models import Account, Payment
from app.voting.actions.closing import close_poll
from app.web.exports import Sheet, csv_file, xlsx_file
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


def test_a_workbook_has_texts_and_numbers_and_no_formula(app, tmp_path):
    heading, rows = ["=1+1", "a/b"], [[formula, Decimal("1204.50")] for formula in FORMULAS]
    with app.test_request_context():
        made = xlsx_file("x.xlsx", [Sheet("a/b: [c]*?" + "x" * 40, heading, rows)])
    path = tmp_path / "x.xlsx"
    path.write_bytes(made.data)
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    sheet = load_workbook(str(path)).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["'=1+1", "a/b"]
    assert [row[1] for row in sheet[1:]] == [1204.5] * len(FORMULAS)
    assert all(row[0].startswith("'") for row in sheet[1:])
