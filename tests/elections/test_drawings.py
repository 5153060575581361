"""An office by lot: moved, carried, the pool fixed before the seed is known, drawn and checked."""

import re
import shlex
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import select

from app.archive.verification import verify
from app.db import db
from app.elections.drawings import actions
from app.elections.rules import drawings as rules
from app.elections.rules.candidacies import OnlyFullMembersStand
from app.elections.rules.lots import drawn
from app.elections.rules.terms import last_day
from app.elections.seats import actions as seat_actions
from app.elections.seats import queries as seat_queries
from app.enactment.actions import enact_due
from app.errors import InvalidInput
from app.members.models import Office
from app.members.queries import mandates_on
from app.motions.actions.deciding import record_result
from app.motions.models import Motion
from app.motions.rules.course import Outcome
from app.record.models import Decision
from tests.elections.conftest import SEED_ON
from tests.polls import AT, FULL, ON

LATER = AT + timedelta(days=10)
SEED = "3 14 15 22 35 49"


def fix(drawing, person, on=ON):
    actions.fix_pool(drawing, by=person("Ana").id, on=on, at=AT)


def draw(drawing, person, seed=SEED, on=SEED_ON):
    actions.draw_lots(drawing, seed=seed, by=person("Ana").id, on=on, at=LATER)


def test_lots_are_drawn_from_all_members_and_anyone_draws_the_same(drawing, person):
    found = drawing("members")
    fix(found, person)
    numbers = {person(name).number: name for name in FULL}
    assert found.pool == sorted(numbers)
    draw(found, person)
    order = [numbers[number] for number in drawn(SEED, numbers)]
    held = mandates_on(SEED_ON, Office.DELEGATE)
    assert [one.member.name for one in sorted(held, key=lambda one: one.id)] == order[:2]
    assert {one.to_on for one in held} == {last_day(SEED_ON, 12)}
    assert {one.decision_id for one in held} == {found.motion.decision_id}
    waiting = [name for _, name in seat_queries.substitutes(found.motion, SEED_ON)]
    assert waiting == order[2:]
    first, ana = person(order[0]), person("Ana").id
    seat_actions.lay_down(found.motion, by=first.id, on=SEED_ON, at=LATER)
    next_day = SEED_ON + timedelta(days=1)
    moved_up = seat_actions.call_substitute(found.motion, by=ana, on=next_day, at=LATER)
    assert moved_up.member.name == order[2]
    db.commit()
    assert not any(finding.fault for finding in verify())


def test_only_who_volunteers_is_in_the_pool(drawing, person):
    found = drawing()
    for name in ("Dora", "Goran", "Chen", "Fatima"):
        actions.volunteer(found, by=person(name).id, on=ON, at=AT)
    actions.withdraw_volunteer(found, by=person("Fatima").id, at=AT)
    with pytest.raises(rules.VolunteeredAlready):
        actions.volunteer(found, by=person("Dora").id, on=ON, at=AT)
    with pytest.raises(rules.NoVolunteer):
        actions.withdraw_volunteer(found, by=person("Ana").id, at=AT)
    with pytest.raises(OnlyFullMembersStand):
        actions.volunteer(found, by=person("Boris").id, on=ON, at=AT)
    fix(found, person)
    assert found.pool == sorted(person(name).number for name in ("Dora", "Goran", "Chen"))
    with pytest.raises(rules.PoolFixed):
        actions.volunteer(found, by=person("Ana").id, on=ON, at=AT)


def test_the_pool_is_fixed_before_the_seed_is_known_and_drawn_once(drawing, person):
    found = drawing("members")
    with pytest.raises(rules.PoolNotFixed):
        draw(found, person)
    with pytest.raises(rules.SeedIsKnown):
        fix(found, person, on=SEED_ON)
    fix(found, person, on=SEED_ON - timedelta(days=1))
    with pytest.raises(rules.PoolFixed):
        fix(found, person)
    with pytest.raises(rules.SeedNotKnown):
        draw(found, person, on=SEED_ON - timedelta(days=1))
    with pytest.raises(InvalidInput):
        draw(found, person, seed="  ")
    draw(found, person)
    with pytest.raises(rules.DrawnAlready):
        draw(found, person, seed="another")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"terms": [12, 0]}, InvalidInput),
        ({"seed_on": ON}, rules.SeedKnownTooSoon),
        ({"pool": "friends"}, InvalidInput),
    ],
)
def test_a_drawing_that_cannot_be_is_not_moved(drawing, given, refusal):
    with pytest.raises(refusal):
        drawing(**given)


def test_a_pool_no_larger_than_the_seats_draws_nothing(drawing, person):
    found = drawing()
    for name in ("Dora", "Goran"):
        actions.volunteer(found, by=person(name).id, on=ON, at=AT)
    with pytest.raises(rules.TooFewInPool):
        fix(found, person)
    with pytest.raises(rules.NoVolunteers):
        actions.volunteer(drawing("members"), by=person("Dora").id, on=ON, at=AT)


FORM = {
    "title": "By lot",
    "text": "We draw a delegate.",
    "unit_id": "1",
    "office": "delegate",
    "office_unit_id": "1",
    "terms": "12",
    "pool": "volunteers",
    "seed_source": "the lottery of 12 March",
    "seed_on": "2026-03-12",
}


def test_an_office_by_lot_on_the_pages(as_member, client, freeze, person):
    freeze(AT)
    seed = "3 14 15, drawn at 8 o'clock"
    ana, emil = as_member("Ana"), as_member("Emil")
    assert ana.get("/drawings/new").status_code == 200
    assert ana.post("/drawings/", data=FORM | {"seed_on": ""}).status_code == 422
    assert ana.post("/drawings/", data=FORM | {"seed_on": "2026-03-02"}).status_code == 409
    address = ana.post("/drawings/", data=FORM).location
    assert "known on 12 March 2026" in emil.get(address).text
    motion = db.session.scalars(select(Motion)).one()
    path = f"/drawings/{motion.id}"
    assert ana.get(path).status_code == 404
    emil.post(f"{address}/seconding")
    record_result(motion, Outcome.CARRIED, poll_id=9, tally="6 : 0 : 0", on=ON, at=AT)
    enact_due(on=ON, at=AT)
    assert "The pool is open" in emil.get(address).text
    assert client.get(path).status_code == 302
    assert "Nobody yet." in emil.get(path).text
    for name in ("Emil", "Dora"):
        assert as_member(name).post(f"{path}/volunteers").status_code == 302
    assert emil.post(f"{path}/volunteers").status_code == 409
    assert "Volunteer no more" in emil.get(path).text
    assert emil.post(f"{path}/pool").status_code == 403
    assert ana.post(f"{path}/pool").status_code == 302
    assert "The pool is fixed. The seed becomes known" in emil.get(path).text
    assert ana.post(f"{path}/lots", data={"seed": seed}).status_code == 409
    freeze(LATER)
    assert ana.post(f"{path}/lots", data={"seed": ""}).status_code == 422
    assert ana.post(f"{path}/lots", data={"seed": seed}).status_code == 302
    winner = {person(name).number: name for name in ("Emil", "Dora")}[
        drawn(seed, [person("Emil").number, person("Dora").number])[0]
    ]
    page = unescape(as_member(winner).get(path).text)
    assert f"Drawn on 12 Mar 2026, 19:00 by the seed “{seed}”." in page
    line = shlex.split(re.search("<code>(printf .*)</code>", page)[1])
    assert line == ["printf", "%s", f"{seed}|{person(winner).number}", "|", "sha256sum"]
    assert "Give up my seat" in page
    assert as_member(winner).post(f"/elections/{motion.id}/seat-end").location == path
    assert ana.post(f"/elections/{motion.id}/seat-end").status_code == 409
    assert "Drawn by lot" in emil.get("/elections/").text
    assert db.session.scalars(select(Decision).where(Decision.motion_id == motion.id)).one()
    assert date(2026, 3, 12) == SEED_ON
