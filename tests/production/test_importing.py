"""A file of entries: everything or nothing, and nothing twice."""

import json
from datetime import date, timedelta

import pytest
import xlsxwriter
from sqlalchemy import func, select

from app.db import db
from app.errors import InvalidInput
from app.production import queries
from app.production.actions.closing import close_log
from app.production.files.importing import RowsRefused, import_log
from app.production.files.log_files import read_import
from app.production.models import Confirmation, Entry
from app.record.models import Event
from app.record.queries import chain_fault
from tests.production.conftest import AT, TODAY

HEAD = "date,member,item,quantity,rejects,hours,kind,crew\n"
GOOD = (
    HEAD
    + "2026-03-09,Emil,clay,12.5,0.25,7:30,,\n"
    + "2026-03-09,dora@redclay.example,,,,1.5,waiting,\n"
    + "2026-03-10,,pots,30,2,,,Kiln\n"
    + "2026-03-10,Ana,pots,,,8,,Kiln\n"
    + "2026-03-10,Dora,pots,,,4:15,,Kiln\n"
)


@pytest.fixture
def take(tmp_path, person, items):
    """Imports a text as LOG.csv and commits."""

    def take(text, *, by="Chen", confirmed_by=None):
        path = tmp_path / "LOG.csv"
        path.write_text(text)
        rows, faults = read_import(path)
        signer = person(confirmed_by).id if confirmed_by else None
        found = import_log(rows, faults, by=person(by).id, at=AT, today=TODAY, confirmed_by=signer)
        db.commit()
        return found

    return take


def faults_of(take, text):
    with pytest.raises(RowsRefused) as refused:
        take(text)
    db.rollback()
    assert count(Entry) == 0
    return [(one.line, one.column, one.value, str(one.reason)) for one in refused.value.faults]


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_rows_become_entries_and_a_crews_rows_one(take, person):
    found = take(GOOD)
    assert (found.entries, found.already, found.unconfirmed) == (3, 0, 3)
    clay, waiting, kiln = queries.unconfirmed_work(date(2026, 3, 1), TODAY)
    assert (clay.item, clay.quantity, clay.rejects) == ("clay", 12.5, 0.25)
    assert [(time.member_id, time.minutes) for time in clay.labour] == [(person("Emil").id, 450)]
    assert (waiting.item, waiting.labour[0].kind) == ("", "waiting")
    assert (kiln.crew, kiln.quantity, kiln.rejects) == ("Kiln", 30, 2)
    assert [(time.member_id, time.minutes) for time in kiln.labour] == [
        (person("Ana").id, 480),
        (person("Dora").id, 255),
    ]


def test_the_same_file_twice_adds_nothing(take):
    take(GOOD)
    again = take(GOOD)
    assert (again.entries, again.already) == (0, 3)
    assert count(Entry) == 3


def test_a_longer_file_adds_what_is_new(take):
    take(GOOD)
    longer = take(GOOD + "2026-03-10,Emil,clay,9,,6,,\n")
    assert (longer.entries, longer.already) == (1, 3)


def test_spelling_and_order_do_not_make_another_entry(take):
    take(GOOD)
    lines = GOOD.replace("7:30", "7.5").replace("Emil", "emil").splitlines(keepends=True)
    again = take("".join([lines[0], *lines[:0:-1]]))
    assert (again.entries, again.already) == (0, 3)


def test_two_equal_shifts_in_one_file_count_twice(take):
    row = "2026-03-09,Emil,clay,5,,4,,\n"
    assert take(HEAD + row + row).entries == 2
    assert take(HEAD + row + row).already == 2


def test_the_rows_of_a_crew_add_up(take):
    shift = "2026-03-10,,pots,30,,,,Kiln\n2026-03-10,Ana,pots,,,4,,Kiln\n"
    take(HEAD + shift + shift)
    [kiln] = queries.unconfirmed_work(TODAY, TODAY)
    assert (kiln.quantity, kiln.labour[0].minutes) == (60, 480)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("2026-03-09,Emil,clya,1,,8,,", ("item", "clya", "no item has this code. Is it clay?")),
        (
            "2026-03-09,Emmil,clay,1,,8,,",
            ("member", "Emmil", "No member is known as “Emmil”. Is it Emil?"),
        ),
        (
            "2023-03-09,Emil,clay,1,,8,,",
            ("member", "Emil", "did not belong to the co-op on 2023-03-09"),
        ),
        (
            "2026-03-09,Igor,clay,1,,8,,",
            ("member", "Igor", "did not belong to the co-op on 2026-03-09"),
        ),
        (
            "2026-03-09,Emil,pots,1.5,,8,,",
            ("quantity", "1.5", "Pots is counted in whole numbers."),
        ),
        (
            "2026-03-09,Emil,clay,1,,7.33,,",
            ("hours", "7.33", "no whole number of minutes; write 7:20"),
        ),
        (
            "2026-03-09,Emil,clay,1,,24.5,,",
            ("hours", "24.5", "A day has 24 hours: with this entry Emil has 24:30."),
        ),
        (
            "2026-03-09,Emil,clay,0.33333333333333333,,8,,",
            ("quantity", "0.33333333333333333", "Clay is counted with at most 3 decimals."),
        ),
        (
            "2026-03-09,Emil,clay,1,,8,,K\0ln",
            ("crew", "K\0ln", "A crew's name is one short line of text."),
        ),
        ("2026-03-11,Emil,clay,1,,8,,", ("date", "2026-03-11", "This day is still to come.")),
        (
            "2026-03-09,,clay,1,,,,Kiln",
            ("hours", "", "nobody of the crew has hours in this file"),
        ),
        (
            "09.03.2026,Emil,clay,1,,8,,",
            ("date", "09.03.2026", "“09.03.2026” is not a date such as 2024-01-31"),
        ),
    ],
)
def test_a_row_that_cannot_stand_is_named_and_nothing_taken(take, row, fault):
    good = "2026-03-09,Ana,pots,5,,8,,\n"
    assert faults_of(take, f"{HEAD}{good}{row}\n") == [(3, *fault)]


def test_every_fault_is_reported_in_the_order_of_the_rows(take):
    text = (
        HEAD + "2026-03-09,Emil,clay,x,,8,,\n"
        "2026-03-09,Nobody,clay,1,,8,,\n"
        "2026-03-12,Emil,clay,1,,8,,\n"
    )
    assert [(line, column) for line, column, *_ in faults_of(take, text)] == [
        (2, "quantity"),
        (3, "member"),
        (4, "date"),
    ]


def test_a_closed_day_is_refused(take, person):
    close_log(TODAY - timedelta(days=1), by=person("Chen").id, at=AT)
    db.commit()
    [(line, column, value, reason)] = faults_of(take, HEAD + "2026-03-09,Emil,clay,1,,8,,\n")
    assert (line, column, value) == (2, "date", "2026-03-09")
    assert "Log this on 2026-03-10 or later" in reason


def test_hours_add_up_over_the_file_and_the_log(take, log):
    log("Emil", "clay", 1, minutes=720)
    rows = "2026-03-10,Emil,clay,1,,8,,\n2026-03-10,Emil,clay,2,,4.5,,\n"
    with pytest.raises(RowsRefused) as refused:
        take(HEAD + rows)
    [fault] = refused.value.faults
    assert (fault.line, fault.column) == (3, "hours")
    assert str(fault.reason) == "A day has 24 hours: with this entry Emil has 24:30."


def test_a_signer_confirms_all_but_their_own_work(take, person):
    found = take(GOOD, confirmed_by="Emil")
    assert (found.entries, found.unconfirmed) == (3, 1)
    assert {one.member_id for one in db.session.scalars(select(Confirmation))} == {
        person("Emil").id
    }
    assert len(queries.confirmed_work(date(2026, 3, 1), TODAY)) == 2
    with pytest.raises(InvalidInput, match="cannot confirm"):
        take(GOOD, confirmed_by="Chen")


def test_an_import_is_one_event_that_seals_its_entries(take):
    take(GOOD)
    take(GOOD)
    [event] = db.session.scalars(select(Event).where(Event.kind == "log-imported"))
    assert event.data["entries"] == 3
    assert len(event.data["keys"]) == 64
    assert chain_fault() is None


def test_thousands_of_rows_are_taken_in_parts(take):
    rows = "".join(
        f"{TODAY - timedelta(days=place % 700)},Emil,clay,{place},,0:01,,\n"
        for place in range(1, 12_002)
    )
    assert take(HEAD + rows).entries == 12_001
    assert take(HEAD + rows).already == 12_001


@pytest.fixture
def artel(app, tmp_path, items):
    """Runs `artel production import` on a text and gives exit code, output and error."""
    runner = app.test_cli_runner()

    def run(text, *options):
        path = tmp_path / "LOG.csv"
        path.write_text(text)
        db.commit()
        done = runner.invoke(args=["production", "import", str(path), *options])
        db.session.expire_all()
        return done

    return run


def test_the_command_takes_a_file(artel, person, freeze):
    freeze(AT)
    done = artel(GOOD, "--confirmed-by", "emil@redclay.example", "--format", "json")
    assert json.loads(done.output) == {
        "file": "LOG.csv",
        "taken": True,
        "rows": 5,
        "entries": 3,
        "already": 0,
        "unconfirmed": 1,
        "faults": [],
    }
    entry = db.session.scalars(select(Entry)).first()
    assert entry.logged_by_id == person("Chen").id  # the treasurer, where nobody else is named


def test_the_command_only_checks(artel, freeze):
    freeze(AT)
    done = artel(GOOD, "--check")
    assert "5 rows, 3 new entries, 0 in the log already" in done.output
    assert count(Entry) == 0


def test_the_command_reports_row_column_value_and_reason(artel, freeze):
    freeze(AT)
    bad = GOOD + "2026-03-10,Emil,caly,1,,8,,\n"
    done = artel(bad, "--format", "json")
    assert json.loads(done.stdout)["faults"] == [
        {
            "row": 7,
            "column": "item",
            "value": "caly",
            "reason": "no item has this code. Is it clay?",
        }
    ]
    assert done.stderr == "LOG.csv, line 7, column item: no item has this code. Is it clay?\n"
    assert "LOG.csv, line 7, column item: “caly”" in artel(bad).output
    assert count(Entry) == 0


def test_a_person_is_not_told_thousands_of_faults_one_by_one(artel, freeze):
    freeze(AT)
    done = artel(HEAD + "2026-03-09,Emil,clay,x,,,,\n" * 250)
    assert done.stdout.count("LOG.csv, line") == 200
    assert done.stdout.endswith("… and 50 more\n")


def test_other_headings_are_mapped(artel, freeze):
    freeze(AT)
    other = "Tag,Name,Ware,Menge,Stunden,Bemerkung\n2026-03-09,Emil,clay,12.5,7:30,kalt\n"
    maps = ("Tag=date", "name = member", "Ware=item", "Menge=quantity", "Stunden=hours")
    options = [part for text in (*maps, "Bemerkung=") for part in ("--map", text)]
    assert artel(other, *options).exit_code == 0
    assert count(Entry) == 1


@pytest.mark.parametrize(
    ("option", "error"),
    [
        ("date", "date: write HEADING=COLUMN, such as Name=member"),
        ("Tag=date", "LOG.csv, line 1: there is no column “tag” to rename"),
        ("item=thing", "LOG.csv, line 1: “thing” is not a column; these are date, member, item"),
    ],
)
def test_a_map_that_cannot_be_is_named(artel, freeze, option, error):
    freeze(AT)
    assert artel(GOOD, "--map", option).stderr.startswith(error)
    assert count(Entry) == 0


def workbook(path, rows):
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    day, clock = book.add_format({"num_format": "d/m/yy"}), book.add_format({"num_format": "h:mm"})
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, cell, day)
            elif isinstance(cell, timedelta):
                sheet.write_datetime(line, column, cell, clock)
            else:
                sheet.write(line, column, cell)
    book.close()


def test_the_page_takes_a_workbook(as_member, tmp_path, items, freeze):
    freeze(AT)
    rows = [
        ("Date", "Member", "Item", "Quantity", "Hours"),
        (date(2026, 3, 9), "Emil", "clay", 12.5, timedelta(hours=7, minutes=30)),
    ]
    workbook(tmp_path / "log.xlsx", rows)
    data = {"log": (tmp_path / "log.xlsx").open("rb")}
    answer = as_member("Chen").post("/production/imports", data=data, follow_redirects=True)
    assert "1 entry taken." in answer.text
    [work] = queries.unconfirmed_work(date(2026, 3, 9), date(2026, 3, 9))
    assert (work.item, work.quantity, work.labour[0].minutes) == ("clay", 12.5, 450)


def upload(tmp_path, text, **more):
    (tmp_path / "LOG.csv").write_text(text)
    return {"log": (tmp_path / "LOG.csv").open("rb"), **more}


def test_the_page_reports_every_fault_and_keeps_the_headings(as_member, tmp_path, items, freeze):
    freeze(AT)
    bad = GOOD.replace("item", "Ware", 1) + "2026-03-10,Emil,caly,1,,8,,\n"
    data = upload(tmp_path, bad, maps="Ware=item")
    answer = as_member("Chen").post("/production/imports", data=data)
    assert answer.status_code == 422
    assert "no item has this code. Is it clay?" in answer.text
    assert "Ware=item" in answer.text
    assert count(Entry) == 0


def test_the_page_only_checks(as_member, tmp_path, items, freeze):
    freeze(AT)
    data = upload(tmp_path, GOOD, only_check="y")
    answer = as_member("Chen").post("/production/imports", data=data)
    assert answer.status_code == 200
    assert "3 new entries" in answer.text
    assert count(Entry) == 0


def test_the_page_refuses_what_is_no_log(as_member, tmp_path, items, freeze):
    freeze(AT)
    browser = as_member("Chen")
    for data in ({}, upload(tmp_path, "a,b\n1,2\n")):
        assert browser.post("/production/imports", data=data).status_code == 422
    assert as_member("Emil").get("/production/imports/new").status_code == 403
