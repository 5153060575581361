"""Amendments over the interface."""

import pytest

TEXT = "We buy an oven.\n\nIt stands in the yard."
STRIKE = {"kind": "delete", "paragraph": 2}
REWORD = {"kind": "replace", "paragraph": 1, "text": "We buy a second-hand oven."}


@pytest.fixture
def path(caller):
    body = {"title": "A bread oven", "text": TEXT}
    motion = caller("Emil").post("/motions", body).json
    return f"/motions/{motion['id']}/amendments"


def test_an_amendment_is_proposed_and_read_in_its_order_of_voting(caller, path, person):
    reworded = caller("Chen").post(path, {"changes": [REWORD], "reason": "Cash."})
    assert reworded.status_code == 201
    assert reworded.json["state"] == "open"
    assert reworded.json["place"] == 1
    struck = caller("Fatima").post(path, {"changes": [STRIKE], "version": 1}).json
    assert struck["place"] == 1
    found = caller("Ana").get(path).json
    assert [(one["number"], one["place"]) for one in found] == [(1, 2), (2, 1)]
    assert found[0]["changes"] == [REWORD]
    assert found[0]["mover_id"] == person("Chen").id


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("Chen", {"changes": []}, 409),
        ("Boris", {"changes": [STRIKE]}, 409),
        ("Chen", {"changes": [STRIKE | {"paragraph": 9}]}, 422),
        ("Chen", {"changes": [STRIKE | {"kind": "burn"}]}, 422),
        ("Chen", {"changes": [STRIKE], "version": 4}, 422),
        ("Chen", {"effect": {"kind": "set-norm", "item_id": 1, "minutes": "5"}}, 422),
    ],
)
def test_what_is_no_amendment_is_refused(caller, path, who, body, status):
    assert caller(who).post(path, body).status_code == status
    assert caller("Ana").get(path).json == []


def test_amendments_of_what_is_not_there(caller):
    assert caller("Chen").get("/motions/99/amendments").status_code == 404
    assert caller("Chen").post("/motions/99/amendments", {"changes": [STRIKE]}).status_code == 404
