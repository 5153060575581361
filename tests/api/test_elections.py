"""Elections, lots and petitions over the interface, from the motion to the seats."""

from datetime import UTC, datetime

import pytest

from app.db import db
from app.enactment.actions import enact_due
from app.members.queries import whole_coop
from app.motions.actions.deciding import record_result
from app.motions.models import Motion, Outcome

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
UNTIL = datetime(2026, 3, 9, 18, tzinfo=UTC)
CALLED = {
    "title": "Two delegates",
    "text": "We elect two delegates.",
    "office": "delegate",
    "terms": [24, 12],
    "nominations_until": UNTIL.isoformat(),
}
DRAWN = {
    "title": "A delegate by lot",
    "text": "One delegate is drawn.",
    "office": "delegate",
    "terms": [12],
    "among": "volunteers",
    "seed_source": "the lottery of 12 March",
    "seed_on": "2026-03-12",
}


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(AT)


@pytest.fixture
def election(caller) -> str:
    """The path of an election that Ana calls and Chen seconds."""
    called = caller("Ana").post("/elections", CALLED).json
    seconded = caller("Chen").post(f"/motions/{called['motion_id']}/seconding")
    assert seconded.json["state"] == "ready"
    return f"/elections/{called['motion_id']}"


def test_who_is_nominated_accepts_or_declines_and_the_seed_orders_the_ballot(
    election, caller, person, freeze
):
    ana, emil, goran = caller("Ana"), caller("Emil"), caller("Goran")
    own = emil.post(f"{election}/candidacies", {"statement": "I have time."}).json
    assert (own["name"], own["statement"]) == ("Emil", "I have time.")
    asked = ana.post(f"{election}/candidacies", {"member_id": person("Goran").id}).json
    assert asked["accepted_at"] is None
    dora = ana.post(f"{election}/candidacies", {"member_id": person("Dora").id}).json
    accepted = goran.post(f"/candidacies/{asked['id']}/acceptance", {"statement": "Gladly."})
    assert accepted.json["accepted_at"]
    assert caller("Dora").post(f"/candidacies/{dora['id']}/withdrawal").json["withdrawn_at"]
    early = ana.post(f"{election}/ballot-paper")
    assert early.json["type"] == "urn:artel:NominationsOpen"
    assert emil.get("/elections").json[0]["standing"] == 2
    freeze(UNTIL)
    drawn = ana.post(f"{election}/ballot-paper").json
    assert [one["lot"] for one in drawn["candidacies"]] == sorted(
        one["lot"] for one in drawn["candidacies"]
    )
    assert {one["name"] for one in drawn["candidacies"]} == {"Emil", "Goran"}
    assert (drawn["is_open"], drawn["poll_id"]) == (False, None)
    motion = emil.get(f"/motions/{drawn['motion_id']}").json
    assert [one["title"] for one in motion["options"]] == [
        one["name"] for one in drawn["candidacies"]
    ]


@pytest.mark.parametrize(
    ("path", "name", "body", "status", "kind"),
    [
        ("/candidacies", "Boris", {}, 409, "OnlyFullMembersMove"),
        ("/candidacies", "Ana", {"member_id": 10_000}, 409, "OnlyFullMembersStand"),
        ("/candidacies", "Igor", {}, 403, None),
        ("/candidacies", "Ana", {"member_id": "Emil"}, 422, "InvalidInput"),
        ("/ballot-paper", "Emil", None, 403, None),
        ("/substitutes", "Ana", None, 409, "SeatFilled"),
        ("/seat-end", "Emil", None, 409, "NoSeat"),
    ],
)
def test_what_the_pages_refuse_is_refused_here(election, caller, path, name, body, status, kind):
    answer = caller(name).post(election + path, body)
    assert answer.status_code == status
    assert kind is None or answer.json["type"] == f"urn:artel:{kind}"


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"method": "schulze"}, "method"),
        ({"terms": []}, "terms"),
        ({"office_unit_id": 999}, "office_unit_id"),
        ({"nominations_until": "2026-03-09T18:00:00"}, "nominations_until"),
        ({"nominations_until": "9999-12-31T23:59:59-12:00"}, "nominations_until"),
        ({"nominations_until": "0001-01-01T00:00:00Z"}, "nominations_until"),
        ({"office": "king"}, "office"),
    ],
)
def test_an_election_that_cannot_be_read_is_not_called(caller, context, changed, where):
    answer = caller("Ana").post("/elections", CALLED | changed)
    assert (answer.status_code, answer.json["where"]) == (422, where)
    assert caller("Ana").get("/elections").json == []


@pytest.mark.parametrize(
    "path", ["/elections/9", "/drawings/9", "/petitions/9", "/elections/9/seats"]
)
def test_what_is_not_there_is_not_found(caller, path):
    assert caller("Emil").get(path).status_code == 404


def test_an_office_is_drawn_by_lot(caller, person, freeze):
    ana, chen = caller("Ana"), caller("Chen")
    motion = ana.post("/drawings", DRAWN).json
    assert motion["effect"]["kind"] == "draw-office"
    chen.post(f"/motions/{motion['id']}/seconding")
    path = f"/drawings/{motion['id']}"
    assert ana.get(path).status_code == 404
    _carry(motion["id"])
    assert caller("Emil").post(f"{path}/volunteers").json["has_volunteered"]
    chen.post(f"{path}/volunteers")
    left = chen.post(f"{path}/volunteers/withdrawal").json
    assert [one["name"] for one in left["pool"]] == ["Emil"]
    assert ana.post(f"{path}/pool").json["type"] == "urn:artel:TooFewInPool"
    caller("Dora").post(f"{path}/volunteers")
    assert caller("Emil").post(f"{path}/pool").status_code == 403
    assert ana.post(f"{path}/pool").json["fixed_at"]
    assert chen.post(f"{path}/volunteers").json["type"] == "urn:artel:PoolFixed"
    early = ana.post(f"{path}/lots", {"seed": "4 8 15"})
    assert early.json["type"] == "urn:artel:SeedNotKnown"
    freeze(AT.replace(day=12))
    assert ana.post(f"{path}/lots", {"seed": ""}).status_code == 422
    drawn = ana.post(f"{path}/lots", {"seed": "4 8 15"}).json
    assert (drawn["seed"], len(drawn["pool"][0]["lot"])) == ("4 8 15", 64)
    assert ana.get("/drawings").json[0]["drawn_at"]
    seats = caller("Emil").get(f"/elections/{motion['id']}/seats").json
    holder, waiting = seats["seats"][0]["holder"], seats["substitutes"][0]["name"]
    assert [holder, waiting] == [one["name"] for one in drawn["pool"]]
    assert caller(holder).post(f"/elections/{motion['id']}/seat-end").status_code == 201
    freeze(AT.replace(day=13))
    moved_up = ana.post(f"/elections/{motion['id']}/substitutes").json
    assert moved_up["seats"][0]["holder"] == waiting


def _carry(motion_id):
    motion = db.session.get_one(Motion, motion_id)
    record_result(motion, Outcome.CARRIED, poll_id=9, tally="6 : 0 : 0", on=AT.date(), at=AT)
    enact_due(on=AT.date(), at=AT)
    db.commit()


def test_a_petition_is_started_signed_and_put_to_the_vote(caller, person):
    emil, fatima = caller("Emil"), caller("Fatima")
    held = next(one for one in emil.get("/mandates").json if one["office"] == "treasurer")
    assert (held["member"], held["unit_id"]) == ("Chen", whole_coop().id)
    words = {"title": "Chen is recalled.", "reason": "The books are late."}
    path = f"/mandates/{held['id']}/petition"
    assert emil.post(path, words | {"reason": ""}).status_code == 422
    assert emil.post("/mandates/999/petition", words).status_code == 404
    assert caller("Igor").post(path, words).status_code == 403
    petition = emil.post(path, words).json
    assert (petition["needed"], petition["motion_id"]) == (2, None)
    own = f"/petitions/{petition['id']}"
    assert emil.post(f"{own}/signature").json["type"] == "urn:artel:SignedAlready"
    assert fatima.post(f"{own}/withdrawal").json["type"] == "urn:artel:NotTheStarter"
    assert fatima.post(f"{own}/signature/withdrawal").json["type"] == "urn:artel:NotSigned"
    assert emil.post(f"{own}/signature/withdrawal").json["signers"] == []
    assert emil.get("/petitions").json[0]["signed"] == 0
    emil.post(f"{own}/signature")
    reached = fatima.post(f"{own}/signature").json
    assert [one["name"] for one in reached["signers"]] == ["Emil", "Fatima"]
    (poll,) = emil.get("/polls").json
    assert (poll["motion_id"], poll["stage"]) == (reached["motion_id"], "open")
    assert emil.get("/petitions").json[0]["is_reached"]
    assert emil.post(f"{own}/withdrawal").json["type"] == "urn:artel:PetitionOver"
