"""The shift log over the interface."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from app.db import db
from app.production.actions.closing import close_log
from app.production.actions.items import set_piece_rate
from app.production.models import Entry
from app.record.actions import note_decision
from tests.production.conftest import AT, items, log  # noqa: F401 (fixtures)

DAY = "2026-03-10"


@pytest.fixture(autouse=True)
def workshop(items, freeze):  # noqa: F811
    freeze(AT)


def entry(**change):
    return {
        "worked_on": DAY,
        "item": "clay",
        "quantity": "12.5",
        "labour": [{"minutes": 480}],
    } | change


def kept():
    return db.session.scalars(select(Entry)).all()


def test_an_entry_is_logged_exactly(caller, person):
    answer = caller("Emil").post("/production/entries", entry())
    assert answer.json["quantity"] == "12.5"
    assert answer.json["state"] == "unconfirmed"
    assert answer.json["labour"] == [
        {"member_id": person("Emil").id, "name": "Emil", "minutes": 480, "kind": "productive"}
    ]
    assert [one.quantity for one in kept()] == [12_500]


def test_a_list_is_logged_whole(caller, person):
    crew = [{"member_id": person(name).id, "minutes": 240} for name in ("Ana", "Dora")]
    answer = caller("Emil").post(
        "/production/entries", [entry(), entry(labour=crew, crew="Kiln", item="pots", quantity="4")]
    )
    assert [one["crew"] for one in answer.json] == ["", "Kiln"]
    assert len(kept()) == 2


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"quantity": 12.5}, "[1].quantity"),
        ({"quantity": 12}, "[1].quantity"),
        ({"quantity": "-1"}, "[1].quantity"),
        ({"quantity": "1e3"}, "[1].quantity"),
        ({"quantity": "0.0001"}, "[1].quantity"),
        ({"item": "gold"}, "[1].item"),
        ({"worked_on": "2026-03-11"}, "[1].worked_on"),
        ({"worked_on": "yesterday"}, "[1].worked_on"),
        ({"labour": []}, "[1].labour"),
        ({"labour": [{"minutes": 1441}]}, "[1].labour[0].minutes"),
        ({"labour": [{"minutes": 60, "member_id": 999}]}, "[1].hours"),
        ({"key": "x" * 101}, "[1].key"),
    ],
)
def test_one_fault_in_a_list_and_nothing_is_logged(change, where, caller):
    answer = caller("Emil").post(
        "/production/entries", [entry(labour=[{"minutes": 60}]), entry(**change)]
    )
    assert answer.status_code == 422
    assert answer.json["where"] == where
    assert kept() == []


def test_an_empty_list_is_no_entry(caller):
    assert caller("Emil").post("/production/entries", []).status_code == 422


def test_a_closed_log_refuses_by_its_rule(caller, person):
    close_log(AT.date().replace(day=9), by=person("Chen").id, at=AT)
    db.commit()
    answer = caller("Emil").post("/production/entries", [entry(), entry(worked_on="2026-03-09")])
    assert answer.status_code == 409
    assert answer.json["type"] == "urn:artel:LogClosed"
    assert kept() == []


def test_the_key_of_an_entry_logs_it_once(caller):
    emil = caller("Emil")
    first = emil.post("/production/entries", entry(key="phone-1"))
    assert emil.post("/production/entries", entry(key="phone-1")).json == first.json
    assert len(kept()) == 1


def test_a_guest_logs_nothing(caller):
    assert caller("Igor").post("/production/entries", entry()).status_code == 403


def test_the_log_is_read_by_day_member_and_state(caller, person):
    emil = caller("Emil")
    emil.post("/production/entries", [entry(), entry(worked_on="2026-03-09")])
    days = [one["worked_on"] for one in emil.get("/production/entries").json]
    assert days == [DAY, "2026-03-09"]
    assert len(emil.get("/production/entries", **{"from": DAY}).json) == 1
    assert emil.get("/production/entries", member_id=person("Ana").id).json == []
    assert emil.get("/production/entries", state="confirmed").json == []
    assert emil.get("/production/entries", state="lost").status_code == 422


def test_an_entry_is_signed_for_disputed_and_reversed(caller):
    emil, dora = caller("Emil"), caller("Dora")
    one, other = (
        f"/production/entries/{emil.post('/production/entries', entry()).json['id']}"
        for _ in range(2)
    )

    own = emil.post(f"{one}/confirmation")
    assert (own.status_code, own.json["type"]) == (409, "urn:artel:SelfConfirmation")
    assert dora.post(f"{one}/confirmation").json["state"] == "confirmed"
    assert dora.post(f"{one}/confirmation").json["type"] == "urn:artel:AlreadyConfirmed"
    assert dora.post(f"{other}/dispute", {"reason": " "}).status_code == 422
    assert dora.post(f"{other}/dispute", {"reason": "It was less."}).json["state"] == "disputed"
    assert dora.post(f"{other}/reversal", {"reason": "Less."}).status_code == 409
    assert emil.post(f"{other}/reversal", {"reason": "A slip."}).json["state"] == "reversed"
    assert caller("Igor").post(f"{one}/confirmation").status_code == 403
    for step in ("confirmation", "dispute", "reversal"):
        assert dora.post(f"/production/entries/99/{step}", {"reason": "?"}).status_code == 404


def test_what_is_made_is_read_with_its_rate_of_the_day(caller, items):  # noqa: F811
    decision = note_decision("A rate for clay", decided_at=AT, in_force_on=AT.date())
    set_piece_rate(items["clay"].id, Fraction("0.35"), from_on=AT.date(), decision=decision, at=AT)
    db.commit()

    clay, cloth, pots = caller("Emil").get("/production/items").json

    assert (clay["code"], clay["measure"], clay["rate"], clay["norm"]) == (
        "clay",
        "kg",
        "0.35",
        None,
    )
    assert [one["decision_id"] for one in clay["rates"]] == [decision.id]
    assert (cloth["rate"], pots["rates"], pots["retired"]) == (None, [], False)
