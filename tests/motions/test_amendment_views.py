import pytest
from sqlalchemy import select

from app.db import db
from app.motions.models import Amendment, Motion
from app.motions.rules.effects import Effect, EffectKind
from app.motions.rules.questions import Method, Option, Question
from tests.motions.conftest import AT

TEXT = "We buy a second kiln.\n\nIt stands in the yard."
LEFT = {"paragraphs-0": "We buy a second kiln.", "paragraphs-1": "It stands in the yard."}


@pytest.fixture(autouse=True)
def on_the_day(freeze):
    freeze(AT)


@pytest.fixture
def motion(move):
    return move("Emil", seconded=True, text=TEXT)


def path(motion, end=""):
    return f"/motions/{motion.id}/amendments{end}"


def amend(browser, motion, **fields):
    return browser.post(path(motion), data={"version": "1", "after": "2", **LEFT, **fields})


def amendments():
    return db.session.scalars(select(Amendment).order_by(Amendment.number)).all()


def words(text):
    return " ".join(text.split())


def test_an_amendment_is_shown_paragraph_by_paragraph_and_accepted(as_member, motion):
    chen, emil = as_member("Chen"), as_member("Emil")
    form = chen.get(path(motion, "/new")).text
    assert "Paragraph 2" in form
    assert "It stands in the yard." in form
    second = {"paragraphs-0": "We buy a second-hand kiln.", "new_text": "At once.", "after": "0"}
    answer = amend(chen, motion, **second, reason="Cash.")
    assert answer.location == f"/motions/{motion.id}#amendment-1"
    page = emil.get(f"/motions/{motion.id}").text
    assert "comes in: </span> second-hand</ins>" in page
    assert "goes: </span> second</del>" in page
    assert "At the head comes in:" in page
    assert "Place 1 in the order of voting." in page
    (amendment,) = amendments()
    assert chen.post(f"/motions/amendments/{amendment.id}/acceptance").status_code == 409
    assert emil.post(f"/motions/amendments/{amendment.id}/acceptance").status_code == 302
    text = "At once.\n\nWe buy a second-hand kiln.\n\nIt stands in the yard."
    assert db.session.get(Motion, motion.id).text == text
    versions = emil.get(f"/motions/{motion.id}/versions").text
    assert "We buy a second kiln." in versions
    assert "An amendment was accepted by Emil" in versions


def test_an_emptied_paragraph_is_struck(as_member, motion):
    amend(as_member("Chen"), motion, **{"paragraphs-1": " "})
    assert amendments()[0].changes == [{"kind": "delete", "paragraph": 2}]
    assert "Paragraph 2 is struck:" in as_member("Ana").get(f"/motions/{motion.id}").text


def test_what_is_no_amendment_comes_back_with_what_was_written(as_member, motion, client):
    chen = as_member("Chen")
    assert amend(chen, motion).status_code == 409
    answer = amend(chen, motion, **{"paragraphs-0": "x" * 20_001, "reason": "Because."})
    assert answer.status_code == 422
    assert "Because." in answer.text
    only_one = {"version": "1", "after": "2", "paragraphs-0": "We buy two."}
    answer = chen.post(path(motion), data=only_one)
    assert answer.status_code == 422
    assert "open this page again" in answer.text
    assert amend(chen, motion, after="9", new_text="x").status_code == 422
    assert amend(chen, motion, version="7").status_code == 404
    assert client.get(path(motion, "/new")).status_code == 302
    assert amendments() == []


def test_a_draft_cannot_be_amended(as_member, move):
    draft = move("Emil", draft=True)
    assert as_member("Emil").get(path(draft, "/new")).status_code == 404
    assert as_member("Chen").post(path(draft)).status_code == 404


def test_an_amendment_changes_the_amount_of_a_rate(as_member, move):
    effect = Effect(EffectKind.SET_NORM, {"item_id": 1, "minutes": "12.5"})
    motion = move("Emil", effect=effect, text=TEXT)
    chen = as_member("Chen")
    assert 'value="12.5"' in chen.get(path(motion, "/new")).text
    assert amend(chen, motion, amount="much").status_code == 422
    assert amend(chen, motion, amount="12,5").status_code == 409
    assert amend(chen, motion, amount="10").status_code == 302
    page = chen.get(f"/motions/{motion.id}").text
    assert "comes in:" not in page
    assert "It moves the amount by 20 %." in words(page)
    (amendment,) = amendments()
    assert amendment.effect == {"item_id": 1, "minutes": "10"}
    as_member("Emil").post(f"/motions/amendments/{amendment.id}/acceptance")
    assert db.session.get(Motion, motion.id).effect == {"item_id": 1, "minutes": "10"}


def test_a_declined_amendment_goes_to_the_vote_or_is_taken_back(as_member, motion):
    chen = as_member("Chen")
    amend(chen, motion, new_text="At once.")
    (amendment,) = amendments()
    emil = as_member("Emil")
    assert emil.post(f"/motions/amendments/{amendment.id}/refusal").status_code == 302
    page = as_member("Ana").get(f"/motions/{motion.id}").text
    assert "goes to the vote" in page
    assert "Put this amendment to the vote" in page
    assert "Put it to the vote" not in page
    assert "Put this amendment" not in emil.get(f"/motions/{motion.id}").text
    assert emil.post(f"/motions/amendments/{amendment.id}/withdrawal").status_code == 409
    assert chen.post(f"/motions/amendments/{amendment.id}/withdrawal").status_code == 302
    assert "Put it to the vote" in as_member("Ana").get(f"/motions/{motion.id}").text


def test_a_collision_is_shown_before_the_vote_and_after_one_was_accepted(as_member, motion):
    amend(as_member("Chen"), motion, **{"paragraphs-1": "It stands indoors."})
    amend(as_member("Fatima"), motion, **{"paragraphs-1": ""})
    emil = as_member("Emil")
    page = emil.get(f"/motions/{motion.id}").text
    assert "Amendments 1 and 2 both change paragraph 2." in page
    emil.post(f"/motions/amendments/{amendments()[0].id}/acceptance")
    page = emil.get(f"/motions/{motion.id}").text
    assert "both change" not in page
    assert "Another amendment has changed paragraph 2 since this one was written." in page


def test_the_chair_alone_sets_the_order_of_voting(as_member, motion):
    amend(as_member("Chen"), motion, new_text="At once.")
    amend(as_member("Fatima"), motion, **{"paragraphs-1": ""})
    ana, order = as_member("Ana"), path(motion, "/order")
    assert "Take amendment 1 first" in ana.get(f"/motions/{motion.id}").text
    assert "Take amendment" not in as_member("Emil").get(f"/motions/{motion.id}").text
    assert as_member("Emil").post(order, data={"number": ["1", "2"]}).status_code == 403
    assert ana.post(order, data={"number": ["1"]}).status_code == 409
    assert ana.post(order, data={"number": ["1", "2"]}).status_code == 302
    assert [one.place for one in amendments()] == [1, 2]
    assert "Take amendment 2 first" in ana.get(f"/motions/{motion.id}").text


def test_the_words_of_a_question_are_amended_and_its_options_stay(as_member, move):
    options = [Option(f"{n} minutes", effect={"item_id": 1, "minutes": n}) for n in ("10", "12")]
    motion = move(
        "Emil",
        text=TEXT,
        effect=Effect(EffectKind.SET_NORM, {}),
        question=Question(Method.PLURALITY, options),
    )
    chen = as_member("Chen")
    assert chen.get(path(motion, "/new")).status_code == 200
    assert amend(chen, motion, new_text="At once.").status_code == 302
    assert "Place 1 in the order" in chen.get(f"/motions/{motion.id}").text
    as_member("Emil").post(f"/motions/amendments/{amendments()[0].id}/acceptance")
    changed = db.session.get(Motion, motion.id)
    assert (changed.text, changed.effect) == (f"{TEXT}\n\nAt once.", {})
