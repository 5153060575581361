"""Writing a question with several answers, and reading it."""

import pytest
from sqlalchemy import func, select

from app.db import db
from app.motions.models import Motion, MotionOption
from app.motions.rules.questions import Method, Tied
from tests.polls import AT

ADDRESS = "/motions/new/question"
WORDS = {"title": "Which day?", "text": "We choose a day.", "unit_id": "1"}
ASKED = WORDS | {
    "method": "irv",
    "options-0-title": "Monday",
    "options-0-text": "After the shift.",
    "options-2-title": "Friday",
    "seats": "1",
    "tied": "lot",
}


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(AT)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_question_is_written_read_and_handed_in(as_member):
    ana = as_member("Ana")
    assert "A question with several answers" in ana.get("/motions/new").text
    assert "fewest first choices goes" in ana.get(ADDRESS).text
    page = ana.post(ADDRESS, data=ASKED | {"hand_in": "yes"}, follow_redirects=True).text
    for words in ("Monday", "After the shift.", "Friday", "Instant runoff"):
        assert words in page
    motion = db.session.scalars(select(Motion)).one()
    assert (motion.method, motion.ballot, motion.number) == (Method.IRV, {"tied": "lot"}, 1)


def test_more_rows_come_without_a_script_and_nothing_is_kept(as_member):
    answer = as_member("Ana").post(ADDRESS, data=ASKED | {"more": "1"})
    assert answer.status_code == 200
    assert 'value="Friday"' in answer.text
    assert "options-6-title" in answer.text
    assert count(Motion) == 0


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"method": ""}, "Choose a method."),
        ({"options-2-title": ""}, "Write at least 2 options."),
        ({"options-2-title": "monday"}, "Two options are called"),
        ({"options-2-title": "", "options-2-text": "Later."}, "An option needs a title"),
        ({"seats": "2"}, "Instant runoff chooses one."),
        ({"method": "score", "highest": "0"}, "from 1 to 100"),
        ({"method": "schulze", "default": "No", "ratio": "0.5"}, "The ratio is 1 or more."),
        ({"method": "schulze", "ratio": "two"}, "Write a number"),
        ({"method": "stv", "seats": "2", "tied": "bylaw"}, "a tie is broken by lot"),
    ],
)
def test_a_question_that_cannot_be_asked_comes_back_as_it_was(as_member, changed, why):
    answer = as_member("Ana").post(ADDRESS, data=ASKED | changed)
    assert answer.status_code == 422
    assert why in answer.text
    assert 'value="Monday"' in answer.text
    assert count(Motion) == 0


def test_a_draft_is_opened_again_with_its_options_and_changed(as_member):
    ana = as_member("Ana")
    ana.post(ADDRESS, data=ASKED | {"method": "dots", "budget": "7"})
    motion = db.session.scalars(select(Motion)).one()
    page = ana.get(f"/motions/{motion.id}/text").text
    for value in ("Monday", "After the shift.", "Friday", "7"):
        assert f'value="{value}"' in page
    changed = ASKED | {"method": "approval", "options-0-title": "Sunday", "tied": "bylaw"}
    assert ana.post(f"/motions/{motion.id}/text", data=changed).status_code == 302
    db.session.refresh(motion)
    assert (motion.method, motion.ballot) == (Method.APPROVAL, {"tied": str(Tied.BYLAW)})
    options = db.session.scalars(select(MotionOption).order_by(MotionOption.number))
    assert [option.title for option in options] == ["Sunday", "Friday"]


def test_consent_asks_about_the_text_and_needs_no_options(as_member):
    sent = WORDS | {"method": "consent", "seats": "1", "tied": "lot", "hand_in": "yes"}
    page = as_member("Ana").post(ADDRESS, data=sent, follow_redirects=True).text
    assert "Members agree, stand aside or object" in page
    assert count(MotionOption) == 0


def test_who_may_not_move_cannot_ask(as_member, client):
    assert client.get(ADDRESS).status_code in {302, 401}
    assert as_member("Igor").post(ADDRESS, data=ASKED).status_code == 403
