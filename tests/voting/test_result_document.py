"""The result on paper says what the page says, and of a secret vote no more than the page."""

from datetime import timedelta

import pytest

from app.db import db
from app.motions.rules.questions import Method, Question
from app.voting import queries
from app.voting.actions.closing import close_poll
from app.voting.ballot_papers import in_one_word
from app.voting.result_document import result_document
from app.voting.roll.queries import roll_lines
from app.web.language import speak
from tests.polls import AT
from tests.questions import DAYS

LATER = AT + timedelta(days=14)


@pytest.fixture
def closed(poll, vote, freeze):
    freeze(AT)
    opened = poll(title="Bread", text="We bake our own bread.\n\nFrom May on.")
    vote(opened, "for", "Ana", "Chen", "Dora", "Emil")
    vote(opened, "against", "Fatima")
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    db.commit()
    return opened


def says(paper):
    return speak(in_one_word(paper)) if paper in {"for", "against"} else paper


def document(app, poll_id):
    with app.test_request_context():
        poll = queries.poll_view(poll_id)
        terms, lines = queries.poll_terms(poll_id), roll_lines(poll_id)
        return result_document(poll, terms, lines, says)


def test_it_has_the_question_the_count_the_rule_and_the_list(closed, app):
    made = document(app, closed.id)
    motion, count, rule, roll = made.parts
    assert made.title == "Bread"
    assert motion.paragraphs == ["We bake our own bread.", "From May on."]
    assert [row[1] for row in count.rows] == [("4",), ("1",), ("0",)]
    assert count.total[1] == ("5",)
    assert "in force since" in rule.paragraphs[-1]
    ballots = {row[0][0].partition(" ")[2]: row[1][0] for row in roll.rows}
    assert ballots["Fatima"] == "Against"
    assert ballots["Goran"] == "No ballot"
    assert queries.poll_terms(closed.id).roll_hash in made.foot


def test_of_a_secret_vote_it_says_who_voted_and_never_how(closed, app):
    closed.secret, closed.urn_head = True, "5e" * 32
    db.commit()
    made = document(app, closed.id)
    *_, roll = made.parts
    assert "5e" * 32 in made.foot
    assert {row[1][0] for row in roll.rows} == {"Has voted", "No ballot"}


def test_members_download_it_once_the_vote_is_closed(closed, poll, as_member, client):
    answer = as_member("Igor").get(f"/polls/{closed.id}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert "The result as PDF" in as_member("Emil").get(f"/polls/{closed.id}").text
    still_open = poll(number=2)
    assert as_member("Emil").get(f"/polls/{still_open.id}.pdf").status_code == 409
    assert as_member("Emil").get("/polls/999.pdf").status_code == 404
    assert client.get(f"/polls/{closed.id}.pdf").status_code == 302


def test_of_a_question_it_has_each_round_with_its_reasons(question, cast, app, freeze):
    freeze(AT)
    opened = question(Question(Method.IRV, DAYS))
    cast(opened, "1>3", "1", "2>3", "3>2", "3")
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    db.commit()
    made = document(app, opened.id)
    assert made.state == "Chosen: Friday. 5 of 5 ballots made a choice."
    first, why = made.parts[1], made.parts[2]
    assert (first.heading, first.rows[1]) == ("Round 1 of 2", (("Tuesday",), ("1",)))
    assert why.paragraphs == ["Tuesday has the fewest votes, 1, and is defeated."]
