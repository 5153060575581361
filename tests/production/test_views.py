"""The pages of the log: what works, what is refused and keeps the input, what is not yours."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.db import db
from app.motions.models import Motion
from app.production import queries
from app.production.actions.closing import close_log
from app.production.actions.settling import confirm_entry
from app.production.files.log_files import parse_log
from app.production.models import Entry, Item, Labour
from app.production.rules.entries import EntryState, Stint
from tests.production.conftest import AT, TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(freeze, items):
    freeze(AT)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def own(items, **fields):
    about = {
        "worked_on": TODAY.isoformat(),
        "item": items["clay"].id,
        "quantity": "12,5",
        "rejects": "",
        "hours": "7:30",
        "kind": "productive",
        "note": "",
    }
    return about | fields


def test_a_member_logs_output_and_hours(as_member, items, person):
    answer = as_member("Boris").post("/production/entries", data=own(items))
    assert answer.location.startswith("/production/week")
    [work] = queries.unconfirmed_work(TODAY, TODAY)
    assert (work.item, work.quantity, work.labour[0].minutes) == ("clay", 12.5, 450)
    assert work.labour[0].member_id == person("Boris").id


def test_add_another_comes_back_to_the_same_day(as_member, items):
    data = own(items, another="1", worked_on=YESTERDAY.isoformat())
    answer = as_member("Boris").post("/production/entries", data=data, follow_redirects=True)
    assert f'value="{YESTERDAY}"' in answer.text
    assert "Logged. The next one:" in answer.text


def test_waiting_is_logged_without_an_item(as_member, items):
    waiting = own(items, item="", quantity="", hours="1,5", kind="waiting")
    assert as_member("Emil").post("/production/entries", data=waiting).status_code == 302
    [work] = queries.unconfirmed_work(TODAY, TODAY)
    assert (work.item, work.labour[0].minutes, work.labour[0].kind) == ("", 90, "waiting")


def test_the_same_form_sent_twice_logs_once(as_member, items):
    browser, data = as_member("Emil"), own(items, idempotency_key="phone-0001")
    first = browser.post("/production/entries", data=data)
    again = browser.post("/production/entries", data=data)
    assert first.location == again.location
    assert count(Entry) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": "twelve"}, "Write a number, such as 12.5."),
        ({"hours": "7:75"}, "Write hours as 7.5 or 7:30."),
        ({"quantity": "0.0001"}, "Clay is counted with at most 3 decimals."),
        ({"item": "", "quantity": "3"}, "Choose the item that was made."),
        ({"worked_on": "2026-03-11"}, "This day is still to come."),
        ({"worked_on": ""}, "Choose a day."),
        ({"quantity": "", "hours": ""}, "Write how much was made, or how long it took."),
        ({"hours": "24:01"}, "A day has 24 hours: with this entry Emil has 24:01."),
    ],
)
def test_what_cannot_be_logged_keeps_the_input(as_member, items, fields, sentence):
    data = own(items, note="Second shift", **fields)
    answer = as_member("Emil").post("/production/entries", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Second shift"' in answer.text
    assert count(Entry) == 0


def test_a_closed_day_is_refused_with_the_day_to_use(as_member, items, person):
    close_log(YESTERDAY, by=person("Chen").id, at=AT)
    data = own(items, worked_on=YESTERDAY.isoformat(), note="Second shift")
    answer = as_member("Emil").post("/production/entries", data=data)
    assert answer.status_code == 409
    assert "The log is closed up to 9 March 2026. Log this on 10 March 2026" in answer.text
    assert 'value="Second shift"' in answer.text
    assert count(Entry) == 0


def test_the_week_offers_to_log_neither_a_closed_day_nor_one_to_come(as_member, person):
    close_log(YESTERDAY, by=person("Chen").id, at=AT)
    db.commit()
    browser = as_member("Emil")
    page = browser.get("/production/week").text
    assert re.findall(r"new\?on=([0-9-]+)", page) == [TODAY.isoformat()]
    before = browser.get(f"/production/week?day={YESTERDAY - timedelta(days=7)}").text
    assert "new?on=" not in before
    assert "My log for this week is complete" not in before


def test_a_recent_entry_is_repeated_for_today(as_member, log):
    old = log("Emil", "pots", 12, worked_on=YESTERDAY)
    browser = as_member("Emil")
    assert f"/production/entries/{old.id}/repetition" in browser.get("/production/entries/new").text
    browser.post(f"/production/entries/{old.id}/repetition")
    [work] = queries.unconfirmed_work(TODAY, TODAY)
    assert (work.item, work.quantity, work.labour[0].minutes) == ("pots", 12, 480)


def test_nobody_repeats_the_work_of_others(as_member, log):
    old = log("Emil", "pots", 12)
    assert as_member("Ana").post(f"/production/entries/{old.id}/repetition").status_code == 404
    assert count(Entry) == 1


def crew(items, *rows, **fields):
    about = own(items, crew="Kiln", item=items["pots"].id, quantity="30") | fields
    for place, (member, hours, kind) in enumerate(rows):
        about |= {f"hours-{place}-member": member, f"hours-{place}-hours": hours}
        about[f"hours-{place}-kind"] = kind
    del about["hours"], about["kind"]
    return about


def test_a_crew_is_logged_once_with_the_hours_of_each(as_member, items, person):
    ana, dora = person("Ana").number, person("Dora")
    rows = [(str(ana), "8", "productive"), ("dora", "4:15", "waiting"), ("", "", "productive")]
    answer = as_member("Emil").post("/production/crew-entries", data=crew(items, *rows))
    assert answer.status_code == 302
    [work] = queries.unconfirmed_work(TODAY, TODAY)
    assert (work.crew, work.quantity) == ("Kiln", 30)
    assert [(time.member_id, time.minutes, time.kind) for time in work.labour] == [
        (person("Ana").id, 480, "productive"),
        (dora.id, 255, "waiting"),
    ]


def test_rows_are_added_without_a_script(as_member, items):
    data = crew(items, ("Ana", "8", "productive"), more="1")
    answer = as_member("Emil").post("/production/crew-entries", data=data)
    assert answer.status_code == 200
    assert 'name="hours-4-member"' in answer.text
    assert 'value="Ana"' in answer.text
    assert count(Entry) == 0


def test_a_name_nobody_has_is_marked_with_the_nearest(as_member, items):
    data = crew(items, ("Dorra", "8", "productive"), ("Emil", "8", "productive"))
    answer = as_member("Emil").post("/production/crew-entries", data=data)
    assert answer.status_code == 422
    sentence = "No member is known as “Dorra”. Is it Dora?"
    assert answer.text.count(sentence) == 2  # beside the name, and on top
    assert count(Entry) == 0


def test_the_crew_of_before_is_offered_again(as_member, log, person):
    labour = [Stint(person(name).id, 480) for name in ("Ana", "Dora")]
    old = log("Emil", "pots", 30, labour=labour, crew="Kiln")
    page = as_member("Emil").get(f"/production/crew-entries/new?again={old.id}").text
    assert f'value="{person("Dora").number} Dora"' in page
    assert 'value="Kiln"' in page


def test_the_week_adds_up(as_member, log):
    log("Emil", "pots", 12, minutes=450)
    log("Emil", minutes=30, kind="waiting")
    page = as_member("Emil").get("/production/week").text
    assert page.count("8:00") == 2  # the day and the week
    assert "2 entries wait for another member" in page


def test_several_are_confirmed_at_once(as_member, log):
    ids = [log("Emil", "pots", 12).id, log("Dora", "pots", 10).id]
    other = {"entry": [*ids, 10**30]}
    browser = as_member("Ana")
    page = browser.get("/production/unconfirmed").text
    assert all(f'name="entry" value="{entry_id}"' in page for entry_id in ids)
    assert browser.post("/production/confirmations", data=other).status_code == 404
    sent = {"entry": [*ids, -1, 9999, "x"]}
    done = browser.post("/production/confirmations", data=sent, follow_redirects=True)
    assert "2 entries confirmed." in done.text
    assert {queries.state_of(entry_id) for entry_id in ids} == {EntryState.CONFIRMED}


def test_own_work_is_not_offered_and_refused_when_forced(as_member, log):
    mine = log("Ana", "pots", 12)
    browser = as_member("Ana")
    assert f'value="{mine.id}"' not in browser.get("/production/unconfirmed").text
    assert browser.post(f"/production/entries/{mine.id}/confirmation").status_code == 409
    done = browser.post(
        "/production/confirmations", data={"entry": [mine.id]}, follow_redirects=True
    )
    assert "another member confirms it" in done.text
    assert queries.state_of(mine.id) is EntryState.UNCONFIRMED


def test_what_is_unlike_the_rest_stands_first_and_says_why(as_member, log, person):
    for place in range(5):
        entry = log("Emil", "pots", 12, worked_on=TODAY - timedelta(days=place + 1))
        confirm_entry(entry.id, by=person("Dora").id, at=AT)
    usual = log("Emil", "pots", 12, minutes=480)
    unusual = log("Dora", "pots", 120, minutes=480)
    page = as_member("Ana").get("/production/unconfirmed").text
    assert page.index(f'value="{unusual.id}"') < page.index(f'value="{usual.id}"')
    assert "15 pots an hour; usual is about 1.5." in page


def test_a_dispute_and_a_reversal_need_a_reason(as_member, log):
    entry = log("Emil", "pots", 12)
    ana, emil = as_member("Ana"), as_member("Emil")
    for browser, act in ((ana, "dispute"), (emil, "reversal")):
        address = f"/production/entries/{entry.id}/{act}"
        assert browser.get(address).status_code == 200
        assert browser.post(address, data={"reason": " "}).status_code == 422
    ana.post(f"/production/entries/{entry.id}/dispute", data={"reason": "I counted eleven"})
    page = ana.get(f"/production/entries/{entry.id}").text
    assert "Disputed by Ana" in page
    assert "I counted eleven" in page
    emil.post(f"/production/entries/{entry.id}/reversal", data={"reason": "Ana is right"})
    assert queries.state_of(entry.id) is EntryState.REVERSED


def test_nobody_reverses_the_work_of_others(as_member, log):
    entry = log("Emil", "pots", 12)
    address = f"/production/entries/{entry.id}/reversal"
    assert as_member("Ana").post(address, data={"reason": "No"}).status_code == 409
    assert queries.state_of(entry.id) is EntryState.UNCONFIRMED


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"a", "b", "c"}),
        ("?state=confirmed", {"b"}),
        ("?state=reversed", {"r"}),
        ("?state=unconfirmed", {"a", "c"}),
        ("?from_on=2026-03-10", {"a", "b"}),
        ("?to_on=2026-03-09", {"c"}),
        ("?item=cloth", {"c"}),
        ("?member=Emil", {"a", "b"}),
        ("?unit=Red Clay", {"a", "b", "c"}),
        ("?unit=Weavers", {"c"}),
        ("?from_on=rubbish", {"a", "b", "c"}),
        ("?state= ", {"a", "b", "c"}),
    ],
)
def test_the_list_shows_what_is_asked_for(as_member, log, person, items, asked, shown):
    entries = {
        "a": log("Emil", "pots", 1),
        "b": log("Emil", "pots", 2),
        "c": log("Goran", "cloth", 3, worked_on=YESTERDAY),
        "r": log("Dora", "pots", 4),
    }
    confirm_entry(entries["b"].id, by=person("Ana").id, at=AT)
    browser = as_member("Dora")
    browser.post(f"/production/entries/{entries['r'].id}/reversal", data={"reason": "No"})
    ids = {"cloth": items["cloth"].id, "Emil": person("Emil").id}
    ids |= {"Red Clay": 1, "Weavers": items["cloth"].unit_id}
    name, _, word = asked.partition("=")
    page = browser.get(
        f"/production/entries{name}={ids.get(word, word)}" if word else "/production/entries"
    ).text
    seen = {key for key, entry in entries.items() if f'/production/entries/{entry.id}"' in page}
    assert seen == shown


def test_the_file_of_the_list_reads_back_as_it_stands(as_member, log, person, items):
    labour = [Stint(person("Ana").id, 480), Stint(person("Dora").id, 255)]
    log("Emil", "pots", 30, labour=labour, crew="=Kiln")
    log("Emil", "clay", "12.5", rejects=1)
    text = as_member("Igor").get("/production/entries.csv").text.removeprefix("\ufeff")
    heading, *lines = text.splitlines()
    assert heading == "date,member,item,quantity,rejects,hours,kind,crew"
    rows, faults = parse_log(
        (number, tuple(line.split(","))) for number, line in enumerate(lines, start=2)
    )
    assert faults == []
    assert [(row.member, row.item, row.quantity, row.minutes) for row in rows] == [
        ("", "pots", 30, 0),
        (str(person("Ana").number), "pots", 0, 480),
        (str(person("Dora").number), "pots", 0, 255),
        (str(person("Emil").number), "clay", 12.5, 480),
    ]
    assert rows[0].crew == "'=Kiln"  # no spreadsheet runs it


def new_item(**fields):
    about = {"name": "Roof tiles", "code": "tiles", "measure": "tiles", "decimals": "0", "unit": 1}
    return about | fields


def test_the_treasurer_adds_an_item_and_retires_it(as_member):
    browser = as_member("Chen")
    answer = browser.post("/production/items", data=new_item())
    assert "No piece rate is decided yet" in browser.get(answer.location).text
    browser.post(f"{answer.location}/retirement")
    assert "Not made any more" in browser.get(answer.location).text


@pytest.mark.parametrize(
    "fields", [{"code": "POTS"}, {"name": ""}, {"decimals": "7"}, {"unit": ""}]
)
def test_an_item_that_cannot_be_keeps_the_input(as_member, fields):
    answer = as_member("Ana").post("/production/items", data=new_item(**fields))
    assert answer.status_code == 422
    assert 'value="tiles"' in answer.text
    assert count(Item) == 3


def test_items_are_not_for_everybody_to_add(as_member):
    assert as_member("Emil").get("/production/items/new").status_code == 403
    assert as_member("Emil").post("/production/items", data=new_item()).status_code == 403


def test_output_by_month_counts_what_is_confirmed(as_member, log, person, freeze):
    confirmed, _ = log("Emil", "pots", 1234), log("Emil", "pots", 77)
    confirm_entry(confirmed.id, by=person("Ana").id, at=AT)
    page = as_member("Igor").get("/production/output").text
    assert "1,234" in page
    assert "1,311" not in page
    freeze(AT + timedelta(days=900))
    assert "1,234" in as_member("Igor").get("/production/output").text


PAGES = [
    "/production/entries/new",
    "/production/crew-entries/new",
    "/production/entries",
    "/production/entries.csv",
    "/production/unconfirmed",
    "/production/week",
    "/production/items",
    "/production/output",
    "/production/imports/new",
]


@pytest.mark.parametrize("address", PAGES)
def test_an_outsider_is_shown_the_door(client, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


@pytest.mark.parametrize("address", PAGES)
def test_the_operator_reads_nobodys_work(as_member, address):
    assert as_member("Olga").get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES[:-1])
def test_every_page_has_its_empty_face(as_member, address):
    db.session.execute(Labour.__table__.delete())
    assert as_member("Ana").get(address).status_code == 200


@pytest.mark.parametrize("rest", ["", "/dispute", "/reversal"])
def test_what_is_not_there_is_not_found(as_member, rest):
    assert as_member("Ana").get(f"/production/entries/999{rest}").status_code == 404


@pytest.mark.parametrize(
    ("kind", "value", "effect"),
    [("rate", "1,30", {"rate": "1.3"}), ("norm", "12.25", {"minutes": "12.25"})],
)
def test_a_new_value_is_proposed_as_a_motion(as_member, items, person, kind, value, effect):
    data = {"value": value, "commences_on": "2026-04-01", "reason": "The clay got harder."}
    address = f"/production/items/{items['pots'].id}/proposals/{kind}"
    assert as_member("Emil").get(address).status_code == 200
    answer = as_member("Emil").post(address, data=data)
    assert answer.status_code == 302
    motion = db.session.scalars(select(Motion)).one()
    assert motion.effect == {"item_id": items["pots"].id, **effect}
    assert (motion.mover_id, motion.number) == (person("Emil").id, 1)
    assert motion.commences_on.isoformat() == "2026-04-01"


@pytest.mark.parametrize("value", ["", "much", "-1", "0.1234567"])
def test_a_value_that_cannot_be_proposed_keeps_the_reasons(as_member, items, value):
    address = f"/production/items/{items['pots'].id}/proposals/rate"
    answer = as_member("Emil").post(address, data={"value": value, "reason": "Harder clay"})
    assert answer.status_code == 422
    assert "Harder clay" in answer.text
    assert count(Motion) == 0


def test_nothing_else_is_proposed_for_an_item(as_member, items):
    address = f"/production/items/{items['pots'].id}/proposals/colour"
    assert as_member("Emil").get(address).status_code == 404
