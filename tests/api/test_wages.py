"""Schemes, comparisons and payslips over the interface."""

from datetime import date

import pytest
from sqlalchemy import select

from app.db import db
from app.wages.models import Comparison
from app.wages.runs.actions import approve_run, prepare_run
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, GUARANTEED, HOURLY, MARCH, NOW, adopt, pots, work

SPAN = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture(autouse=True)
def month(person, freeze):
    """Emil makes 20 pots in a day of March, Ana 12; a pot pays 5, an hour at least 10."""
    freeze(NOW)
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    adopt(HOURLY, "Hourly", date(2026, 4, 1), 2)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    work(person("Ana"), person("Dora"), 3, 12, item)
    db.commit()


def compare(caller, name, schemes, **more):
    body = SPAN | {"schemes": schemes} | more
    return caller(name).post("/wages/comparisons", body)


def test_schemes_are_read_with_their_terms_and_decisions(caller):
    schemes = caller("Emil").get("/wages/schemes").json
    assert [one["name"] for one in schemes] == ["Guaranteed piece", "Hourly"]
    assert [one["terms"] for one in schemes][1] == {"hourly": {"rate": "10"}}
    assert [one["adopted"][0]["motion_id"] for one in schemes] == [1, 2]


def test_a_scheme_is_kept_once_for_a_motion_to_adopt(caller):
    new = {"name": " By the day ", "terms": {"hourly": {"rate": "12.50"}}}
    emil = caller("Emil")

    kept = emil.post("/wages/schemes", new).json
    assert (kept["name"], kept["adopted"]) == ("By the day", [])
    again = emil.post("/wages/schemes", {"name": "Other", "terms": {"hourly": {"rate": "12.5"}}})
    assert again.json == kept
    effect = {"kind": "adopt-wage-scheme", "scheme_id": kept["id"], "hash": kept["hash"]}
    motion = {"title": "By the day", "text": "So be it.", "effect": effect}
    assert emil.post("/motions", motion).status_code == 201
    for wrong, where in (({"name": " "}, "name"), ({"terms": {"magic": {}}}, "terms")):
        refused = emil.post("/wages/schemes", new | wrong)
        assert (refused.status_code, refused.json["where"]) == (422, where)
    assert caller("Igor").post("/wages/schemes", new).status_code == 403


def test_schemes_are_compared_as_written_or_by_id(caller):
    answer = compare(caller, "Chen", [1, {"name": "By the hour", "terms": HOURLY}]).json
    assert (answer["currency"], answer["from"], answer["to"]) == ("EUR", "2026-03-01", "2026-03-31")
    piece, hourly = answer["schemes"]
    assert (piece["name"], piece["bill"]) == ("Guaranteed piece", "180.00")
    assert {key: piece["pay"][key] for key in ("Emil", "Ana")} == {
        "Emil": "100.00",
        "Ana": "80.00",
    }
    assert hourly["pay"]["Emil"] == "80.00"
    assert list(hourly["by_period"]) == ["2026-03"]
    assert hourly["against_first"]["worst_loss"] == "-20.00"


def test_of_single_members_a_member_reads_their_own_pay_alone(caller, person):
    answer = compare(caller, "Emil", [1]).json
    (scheme,) = answer["schemes"]
    assert scheme["pay"] == {"Emil": "100.00"}
    assert scheme["by_period"]["2026-03"]["pay"] == {"Emil": "100.00"}
    assert answer["people"] == {str(person("Emil").id): "Emil"}
    assert scheme["bill"] == "180.00"


def test_nothing_is_kept_of_a_what_if(caller):
    compare(caller, "Emil", [1])
    assert db.session.scalars(select(Comparison)).all() == []


def test_what_the_law_adds_is_shown_apart(caller):
    answer = compare(caller, "Chen", [2], legal={"minimum_hourly": "11"}, by="period").json
    assert answer["schemes"][0]["legal_addition"] == "16.00"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"schemes": []}, "schemes"),
        ({"schemes": [99]}, "schemes[0]"),
        ({"schemes": [{"name": "x", "terms": {"magic": {}}}]}, "schemes[0].terms"),
        ({"schemes": [{"name": "x", "terms": {"hourly": {"rate": 10.5}}}]}, "schemes"),
        ({"from": "2026-04-01"}, "to"),
        ({"from": "0001-01-01"}, "from"),
        ({"from": "1800-01-01"}, "to"),
        ({"by": "year"}, "by"),
        ({"legal": {"minimum": "1"}}, "legal"),
    ],
)
def test_a_comparison_that_cannot_be_read_is_refused(change, where, caller):
    answer = caller("Chen").post("/wages/comparisons", SPAN | {"schemes": [1]} | change)
    assert answer.status_code == 422
    assert answer.json["where"].startswith(where)


def test_days_without_work_are_refused_by_rule(caller):
    answer = compare(caller, "Chen", [1], **{"from": "2025-03-01", "to": "2025-03-31"})
    assert answer.status_code == 409
    assert answer.json["type"] == "urn:artel:NoWorkInSpan"


def test_a_payslip_says_why_and_by_which_decision(caller, person):
    run = prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)
    db.commit()
    assert caller("Emil").get("/payslips").json == []
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.commit()
    (slip,) = caller("Emil").get("/payslips").json
    assert (slip["amount"], slip["from"], slip["currency"]) == ("100.00", "2026-03-01", "EUR")
    assert [line["amount"] for line in slip["lines"]] == ["100.00"]
    assert slip["lines"][0]["decision"]["motion_number"] == 1
    assert slip["lines"][0]["reason"]["sentence"]
    assert caller("Chen").get("/payslips").json == []
