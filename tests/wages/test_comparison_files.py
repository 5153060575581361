"""A comparison as document and workbook: its figures for all, members' pay for who may see it."""

import csv
import io

import pytest
from python_calamine import load_workbook
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.db import db
from app.wages.comparison.actions import compare_and_save
from app.wages.comparison.figures import Lens, shown
from app.wages.comparison.files import comparison_document, comparison_sheets
from app.wages.models import Scheme
from app.wages.rules.openness import Openness
from tests.cast import FOUNDED_ON
from tests.wages.workshop import GUARANTEED, HOURLY, MARCH, NOW, adopt, pots, work


@pytest.fixture
def comparison(person, freeze):
    freeze(NOW)
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    adopt(HOURLY, "=Hourly", MARCH.last, 2)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    work(person("Ana"), person("Dora"), 3, 12, item)
    schemes = db.session.scalars(select(Scheme).order_by(Scheme.id)).all()
    made = compare_and_save(
        schemes, from_on=MARCH.first, to_on=MARCH.last, by=person("Ana").id, at=NOW
    )
    db.commit()
    return made


def test_the_document_has_figures_with_their_meaning_and_nothing_of_one_member(
    comparison, app, person
):
    with app.test_request_context():
        own = shown(comparison, reader_id=person("Emil").id, seen=Openness.PRIVATE, lens=Lens())
        made = comparison_document(comparison, own)
    table = made.parts[0]
    assert [column.heading for column in table.columns] == [
        "Figure",
        "Guaranteed piece",
        "=Hourly",
    ]
    assert table.rows[0] == (("Bill",), ("€180.00",), ("€160.00",))
    assert any("0 when everybody gets the same" in one for one in made.parts[-1].paragraphs)
    assert "€100.00" not in str(made)


def test_more_schemes_than_fit_the_paper_go_on_in_a_second_table(comparison, app, person):
    comparison.schemes = comparison.schemes * 3
    comparison.result = comparison.result | {"schemes": comparison.result["schemes"] * 3}
    with app.test_request_context():
        all_six = shown(comparison, reader_id=0, seen=Openness.PRIVATE, lens=Lens())
        first, second, *_ = comparison_document(comparison, all_six).parts
    assert (len(first.columns), len(second.columns)) == (5, 3)


DRAWN = ["How evenly the pay is spread", "Incentive against solidarity"]


def sheets(answer):
    workbook = load_workbook(io.BytesIO(answer.data))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def test_the_workbook_shows_members_pay_to_who_may_see_it(comparison, as_member):
    address = f"/wages/comparisons/{comparison.id}.xlsx"
    emil, chen = (sheets(as_member(name).get(address)) for name in ("Emil", "Chen"))
    assert list(emil) == ["Figures", "Bills", "Changes", *DRAWN]
    assert emil["Figures"][0][:3] == ["Figure", "Guaranteed piece", "'=Hourly"]
    assert emil["Bills"][1][1:] == [180.0, 160.0]
    members = {row[0]: row[1:] for row in chen["Members"][1:]}
    assert members["Emil"] == [100.0, 80.0]


def test_the_files_hold_what_the_page_shows(comparison, as_member):
    """Groups of five and more, and against the fund that the page is looked at with."""
    everybody = list(comparison.result["schemes"][0]["pay"])
    groups = {"site": {"Mill": everybody[:5], "Yard": everybody[5:]}, "grade": {}}
    comparison.result = comparison.result | {"groups": groups}
    flag_modified(comparison, "result")
    db.session.commit()
    address, look = f"/wages/comparisons/{comparison.id}", {"fund": "170"}
    emil = as_member("Emil")
    assert f"{address}.xlsx?fund=170" in emil.get(address, query_string=look).text
    found = sheets(emil.get(f"{address}.xlsx", query_string=look))
    assert found["What the fund has left"][1][1:] == [-10.0, 10.0]
    assert found["Changes"][1] == ["'=Hourly", "0", "1", "6", 0.0]
    assert "Sites and grades" not in found  # Yard has two, and they would be told from Mill
    rows = list(csv.reader(io.StringIO(emil.get(f"{address}.csv", query_string=look).text)))
    assert rows[0] == ["\ufeffTable", "Row", "Column", "Value"]
    assert ["Bills", "Mar 2026", "'=Hourly", "160.00"] in rows
    assert {name for name, *_ in rows[1:]} == {name for name in found if name != "Members"}


def test_groups_of_five_are_on_paper_and_smaller_ones_never_apart(comparison, app):
    everybody = list(comparison.result["schemes"][0]["pay"])
    sites = {"Mill": everybody[:5], "Yard": everybody[5:] + everybody[:3]}
    comparison.result = comparison.result | {"groups": {"site": sites, "grade": {}}}
    with app.test_request_context():
        all_seen = shown(comparison, reader_id=0, seen=Openness.PRIVATE, lens=Lens())
        parts = comparison_document(comparison, all_seen).parts
        listed = comparison_sheets(all_seen)
    (table,) = (one for one in parts if one.heading.startswith("Who gains and loses by site"))
    assert [row[0] for row in table.rows] == [("Mill",), ("Yard",)]
    (sheet,) = (one for one in listed if one.name == "Sites and grades")
    assert [row[3] for row in sheet.rows] == ["5", "5"]


LATER = {"swing", "solidarity", "incentive", "gini_hourly", "legal_addition", "cautions", "goods"}


def test_a_comparison_kept_before_something_was_figured_still_opens(comparison, as_member):
    old = {name: value for name, value in comparison.result.items() if name not in ("groups",)}
    old["schemes"] = [
        {name: value for name, value in scheme.items() if name not in LATER}
        for scheme in old["schemes"]
    ]
    comparison.result = old
    db.session.commit()
    emil, address = as_member("Emil"), f"/wages/comparisons/{comparison.id}"
    for ending in ("", "?without_goods=y&fund=10", ".pdf", ".xlsx", ".csv"):
        assert emil.get(f"{address}{ending}").status_code == 200


def test_both_are_downloads_for_members(comparison, as_member, client):
    page = as_member("Emil").get(f"/wages/comparisons/{comparison.id}").text
    kinds = {"pdf": "application/pdf", "xlsx": "application/vnd.openxml", "csv": "text/csv"}
    for ending, kind in kinds.items():
        address = f"/wages/comparisons/{comparison.id}.{ending}"
        assert address in page
        assert as_member("Emil").get(address).mimetype.startswith(kind)
        assert client.get(address).status_code == 302
        assert as_member("Emil").get(f"/wages/comparisons/999.{ending}").status_code == 404
