from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app import live
from app.assemblies import queries
from app.assemblies.actions import open_item
from app.assemblies.models import AgendaItem, Assembly
from app.assemblies.rules import State
from app.db import db
from app.motions.actions.deciding import put_to_vote
from tests.assemblies.conftest import AT, STARTS_AT

NOTICE = {
    "title": "Spring assembly",
    "unit_id": "1",
    "place": "The canteen",
    "starts_on": "2026-03-12",
    "starts_at": "19:00",
    "points": "News\n\nThe roof\n",
}


@pytest.fixture(autouse=True)
def on_the_day(freeze):
    freeze(AT)


def only_assembly():
    return db.session.scalars(select(Assembly)).one()


def state(assembly):
    return queries.assembly_state(db.session.get(Assembly, assembly.id))


def items_of(assembly):
    query = select(AgendaItem).where(AgendaItem.assembly_id == assembly.id)
    return db.session.scalars(query.order_by(AgendaItem.position)).all()


def test_the_secretary_convenes(as_member, wages):
    dora = as_member("Dora")
    page = dora.get("/assemblies/new").text
    assert "wages, from 9 March 2026 on" in page
    answer = dora.post("/assemblies/", data=NOTICE | {"motions": [str(wages.id)]})
    assembly = only_assembly()
    assert (answer.status_code, answer.location) == (302, f"/assemblies/{assembly.id}")
    assert assembly.starts_at == datetime.fromisoformat("2026-03-12T18:00:00+00:00")
    titles = [item.title for item in queries.agenda(assembly.id)]
    assert titles == ["News", "The roof", "Piece rates"]


def test_a_motion_that_is_being_voted_on_is_offered_for_no_agenda(as_member, wages):
    put_to_vote(wages, poll_id=1, at=AT)
    db.commit()
    assert "Piece rates" not in as_member("Dora").get("/assemblies/new").text


def test_a_notice_that_is_too_short_is_refused_with_the_earliest_day(as_member, wages):
    data = NOTICE | {"motions": [str(wages.id)], "starts_on": "2026-03-08"}
    answer = as_member("Dora").post("/assemblies/", data=data)
    assert answer.status_code == 409
    assert "The rule on wages asks for 7 days of notice." in answer.text
    assert "The earliest day is 9 March 2026." in answer.text
    assert "There is a problem" in answer.text
    assert 'value="2026-03-08"' in answer.text
    assert "The roof" in answer.text
    assert db.session.scalars(select(Assembly)).all() == []


def test_an_unfinished_notice_comes_back_with_what_was_written(as_member, wages):
    answer = as_member("Dora").post("/assemblies/", data=NOTICE | {"starts_on": ""})
    assert answer.status_code == 422
    assert "Say on which day." in answer.text
    assert "The roof" in answer.text


def test_members_do_not_convene_and_outsiders_see_nothing(as_member, client, convened):
    assert as_member("Emil").get("/assemblies/new").status_code == 403
    assert as_member("Emil").post("/assemblies/", data=NOTICE).status_code == 403
    assert client.get(f"/assemblies/{convened.id}").status_code == 302
    assert as_member("Olga").get(f"/assemblies/{convened.id}").status_code == 403
    assert as_member("Emil").get("/assemblies/999").status_code == 404


def test_the_list_tells_now_from_to_come_and_past(as_member, convened):
    page = as_member("Emil").get("/assemblies/").text
    assert "The next assembly is on 12 Mar 2026, 19:00." in page
    assert "Spring assembly" in page
    assert "Convene an assembly" not in page


def test_before_there_is_any_assembly_the_list_says_so(as_member):
    assert "There has been no assembly yet." in as_member("Emil").get("/assemblies/").text


def test_the_lobby_shows_the_agenda_its_papers_and_a_calendar_file(as_member, convened):
    emil = as_member("Emil")
    page = emil.get(f"/assemblies/{convened.id}").text
    assert "Convened for 12 Mar 2026, 19:00, The canteen." in page
    assert "Set the agenda" not in page
    answer = emil.get(f"/assemblies/{convened.id}.ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["summary"] == "Spring assembly"
    assert event["dtstart"].dt == STARTS_AT
    assert event["location"] == "The canteen"
    assert "2. Piece rates" in event["description"]
    assert event["status"] == "CONFIRMED"


def test_the_secretary_sets_the_agenda(as_member, convened, submitted):
    dora, path = as_member("Dora"), f"/assemblies/{convened.id}"
    motion = submitted("Looms")
    db.commit()
    assert "Set the agenda" in dora.get(path).text
    assert dora.post(f"{path}/items", data={"motion_id": motion.id}).status_code == 302
    assert dora.post(f"{path}/items", data={"motion_id": 0, "title": "Talk"}).status_code == 302
    assert dora.post(f"{path}/items", data={"motion_id": 0, "title": ""}).status_code == 422
    talk = items_of(convened)[-1]
    dora.post(f"{path}/items/{talk.id}/position", data={"to": "up"})
    titles = [item.title for item in items_of(convened)]
    assert titles == ["News", "Piece rates", "Talk", "Looms"]
    papers = f"{path}/items/{talk.id}/papers"
    assert dora.get(papers).status_code == 200
    dora.post(papers, data={"papers": "**Read** <script>this</script>"})
    page = as_member("Emil").get(path).text
    assert "<strong>Read</strong>" in page
    assert "<script>this" not in page
    assert as_member("Emil").post(papers, data={"papers": ""}).status_code == 403


def test_an_item_of_another_assembly_is_not_found(as_member, convened):
    item = items_of(convened)[0]
    answer = as_member("Dora").post(f"/assemblies/999/items/{item.id}/position")
    assert answer.status_code == 404


def test_a_motion_goes_on_an_agenda_from_its_own_page(as_member, convened, submitted):
    motion = submitted("Looms")
    db.commit()
    dora = as_member("Dora")
    page = dora.get(f"/motions/{motion.id}").text
    assert "Put on the agenda: Spring assembly" in page
    assert "Put on the agenda" not in as_member("Emil").get(f"/motions/{motion.id}").text
    dora.post(f"/assemblies/{convened.id}/items", data={"motion_id": motion.id})
    page = as_member("Emil").get(f"/motions/{motion.id}").text
    assert f"/assemblies/{convened.id}" in page
    assert "12 Mar 2026, 19:00" in page


def test_the_chair_holds_the_assembly(as_member, convened, wages, freeze):
    freeze(STARTS_AT)
    ana, path = as_member("Ana"), f"/assemblies/{convened.id}"
    news, item = items_of(convened)
    assert as_member("Dora").post(f"{path}/opening").status_code == 403
    assert ana.post(f"{path}/opening").status_code == 302
    assert state(convened) is State.OPEN
    assert ana.post(f"{path}/items/{news.id}/opening").status_code == 302
    assert ana.post(f"{path}/items/{item.id}/opening").status_code == 409
    assert "On to item 2: Piece rates" in ana.get(path).text
    ends = {"ends": str(news.id)}
    assert ana.post(f"{path}/items/{item.id}/opening", data=ends).status_code == 302
    assert ana.post(f"{path}/items/{news.id}/closure").status_code == 409
    page = as_member("Emil").get(path).text
    assert "Open now, at item 2 of 2: Piece rates." in page
    assert "Piece rates: yes." in page
    assert "Chair&#39;s desk" not in page
    assert ana.post(f"{path}/closure").status_code == 302
    assert state(convened) is State.CLOSED
    page = as_member("Emil").get(path).text
    assert "Held from 12 Mar 2026, 19:00" in page
    assert ana.post(f"{path}/opening").status_code == 409


def test_the_desk_keeps_the_item_open_while_its_vote_is(as_member, opened, wages, person):
    item = items_of(opened)[1]
    open_item(item, by=person("Ana").id, at=STARTS_AT)
    put_to_vote(wages, poll_id=1, at=STARTS_AT)
    db.commit()
    ana, path = as_member("Ana"), f"/assemblies/{opened.id}"
    page = ana.get(path).text
    assert "Close this item" not in page
    assert 'data-topic="poll-1"' in page
    assert ana.post(f"{path}/items/{item.id}/closure").status_code == 409


def test_members_come_in_and_leave_and_the_quorum_follows(as_member, opened):
    emil, path = as_member("Emil"), f"/assemblies/{opened.id}"
    page = emil.get(path).text
    assert "2 of 6 are here; 3 are needed to decide on wages." in page
    assert "With a voice and no vote: Boris" in page
    emil.post(f"{path}/attendance")
    page = emil.get(path).text
    assert "You are noted as here." in page
    assert "3 of 6 are here: enough to decide on wages (3 are needed)." in page
    emil.post(f"{path}/departure")
    assert emil.post(f"{path}/departure").status_code == 409
    assert as_member("Igor").post(f"{path}/attendance").status_code == 403


def test_the_secretary_ticks_those_without_a_screen(as_member, opened, person):
    path, dora = f"/assemblies/{opened.id}", as_member("Dora")
    ids = {person("Emil").id, person("Goran").id}
    ticked = {"others": "1", "member_id": [str(one) for one in ids]}
    page = dora.get(f"{path}/attendance").text
    assert all(f'value="{one}"' in page for one in ids)
    assert as_member("Fatima").get(f"{path}/attendance").status_code == 403
    assert as_member("Fatima").post(f"{path}/attendance", data=ticked).status_code == 403
    before = queries.present_members(opened.id)
    assert dora.post(f"{path}/attendance", data={"others": "1"}).status_code == 302
    assert queries.present_members(opened.id) == before
    answer = dora.post(f"{path}/attendance", data=ticked)
    assert (answer.status_code, answer.location) == (302, f"{path}/attendance")
    assert queries.present_members(opened.id) == before | ids
    assert dora.post(f"{path}/departure", data=ticked).status_code == 302
    assert queries.present_members(opened.id) == before
    as_member("Ana").post(f"{path}/closure")
    assert dora.get(f"{path}/attendance").status_code == 409


def test_afterwards_the_page_says_who_was_there(as_member, opened, freeze):
    freeze(STARTS_AT + timedelta(hours=2))
    path = f"/assemblies/{opened.id}"
    as_member("Ana").post(f"{path}/closure")
    page = as_member("Emil").get(path).text
    assert "Who was there" in page
    assert "<td>19:00</td><td>21:00</td>" in page
    assert page.count("Not reached") == 2


def test_an_assembly_is_called_off(as_member, convened):
    path = f"/assemblies/{convened.id}"
    assert as_member("Emil").post(f"{path}/cancellation").status_code == 403
    assert as_member("Dora").post(f"{path}/cancellation").status_code == 302
    assert "Called off on" in as_member("Emil").get(path).text
    assert "STATUS:CANCELLED" in as_member("Emil").get(f"{path}.ics").text


def test_the_live_parts_are_those_of_the_page_and_hold_nothing_personal(app, as_member, opened):
    path = f"/assemblies/{opened.id}"
    page = as_member("Ana").get(path).text
    with app.test_request_context():
        for topic in (f"assembly-{opened.id}", f"agenda-{opened.id}"):
            part = live.part(topic)
            assert " ".join(part.split()) in " ".join(page.split())
            assert "<form" not in part
        assert live.part("assembly-999") == ""
