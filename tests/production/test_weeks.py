"""Members call weeks of their log complete; who has not is told before pay is prepared."""

from datetime import date, timedelta

from app.db import db
from app.production.models import FinishedWeek
from app.production.weeks import finish_week, finished_week, missing_marks, reopen_week
from tests.cast import FOUNDED_ON
from tests.production.conftest import AT, TODAY

MONDAY = date(2026, 3, 9)


def test_a_week_is_complete_until_it_is_taken_up_again(person):
    emil = person("Emil").id
    mark = finish_week(TODAY, by=emil, at=AT)
    assert mark.monday == MONDAY
    assert finish_week(MONDAY, by=emil, at=AT) is mark
    reopen_week(MONDAY + timedelta(6), by=emil, at=AT)
    assert finished_week(emil, TODAY) is None
    assert finish_week(TODAY, by=emil, at=AT).id != mark.id
    assert db.session.get(FinishedWeek, mark.id).withdrawn_at == AT


def test_who_is_missing_and_for_which_weeks(person):
    for monday in (date(2026, 2, 23), date(2026, 3, 2), MONDAY):
        finish_week(monday, by=person("Emil").id, at=AT)
    finish_week(MONDAY, by=person("Ana").id, at=AT)
    missing = {one.name: one.mondays for one in missing_marks(date(2026, 3, 1), MONDAY)}
    assert "Emil" not in missing
    assert missing["Ana"] == (date(2026, 2, 23), date(2026, 3, 2))
    assert len(missing["Boris"]) == 3
    assert "Igor" not in missing


def test_nobody_is_asked_for_weeks_before_they_joined(person):
    missing = {one.name: one.mondays for one in missing_marks(date(1800, 1, 1), MONDAY)}
    assert missing["Boris"][0] == FOUNDED_ON
    assert missing_marks(date(1800, 1, 1), date(1999, 12, 31)) == []


def test_a_member_calls_their_week_complete_on_its_page(as_member, freeze):
    freeze(AT)
    emil = as_member("Emil")
    assert "My log for this week is complete" in emil.get("/production/week").text
    assert emil.post("/production/week/2026-03-09/completion").status_code == 302
    assert "It is not complete after all" in emil.get("/production/week").text
    assert emil.post("/production/week/2026-03-09/reopening").status_code == 302
    assert as_member("Olga").post("/production/week/2026-03-09/completion").status_code == 403
