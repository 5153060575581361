"""The pages of a vote: what they show to whom, and what they refuse."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.bylaws.models import Matter
from app.db import db
from app.motions.models import Outcome
from app.voting.actions.closing import close_poll
from app.voting.models import Ballot, Poll
from tests.polls import AT, FULL

LATER = AT + timedelta(days=14)


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(AT)


@pytest.fixture
def closed(poll, vote):
    """A carried poll: four for, one against, one abstains."""
    opened = poll(matter=Matter.WAGE_SCHEME, title="Piece wages")
    vote(opened, "for", "Ana", "Chen", "Dora", "Emil")
    vote(opened, "against", "Fatima")
    vote(opened, "abstain", "Goran")
    return close_poll(opened.id, by=None, at=LATER, on=LATER.date())


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_member_votes_and_sees_the_receipt(poll, as_member):
    address = f"/polls/{poll().id}"
    emil = as_member("Emil")
    page = emil.get(address).text
    assert "0 of 6 have voted" in page
    assert page.count('type="radio"') == 3
    answer = emil.post(f"{address}/ballot", data={"choice": "for"}, follow_redirects=True)
    assert "Your ballot is in: you voted for." in answer.text
    assert "1 of 6 have voted" in answer.text
    assert 'type="radio"' not in answer.text


def test_a_member_changes_their_mind_while_it_is_open(poll, as_member):
    address = f"/polls/{poll().id}"
    emil = as_member("Emil")
    emil.post(f"{address}/ballot", data={"choice": "for"})
    assert 'type="radio"' in emil.get(f"{address}?change=").text
    answer = emil.post(f"{address}/ballot", data={"choice": "against"}, follow_redirects=True)
    assert "you voted against" in answer.text
    assert "1 of 6 have voted" in answer.text


def test_htmx_gets_the_receipt_alone(poll, as_member):
    answer = as_member("Emil").post(
        f"/polls/{poll().id}/ballot", data={"choice": "abstain"}, headers={"HX-Request": "true"}
    )
    assert "you abstained" in answer.text
    assert "<html" not in answer.text


def test_the_same_form_sent_twice_casts_one_ballot(poll, as_member):
    address = f"/polls/{poll().id}/ballot"
    emil = as_member("Emil")
    data = {"choice": "for", "idempotency_key": "a-key-of-this-form"}
    first, second = emil.post(address, data=data), emil.post(address, data=data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert count(Ballot) == 1


def test_an_empty_ballot_comes_back_with_the_page(poll, as_member):
    answer = as_member("Emil").post(f"/polls/{poll().id}/ballot", data={})
    assert answer.status_code == 422
    assert "If you do not want to decide, abstain." in answer.text
    assert count(Ballot) == 0


def test_htmx_gets_an_empty_ballot_back_alone(poll, as_member):
    address = f"/polls/{poll().id}/ballot"
    answer = as_member("Emil").post(address, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert 'type="radio"' in answer.text
    assert "<html" not in answer.text


def test_a_second_ballot_that_says_the_same_is_refused(poll, as_member):
    address = f"/polls/{poll().id}/ballot"
    emil = as_member("Emil")
    emil.post(address, data={"choice": "for"})
    assert emil.post(address, data={"choice": "for"}).status_code == 409


def test_a_candidate_reads_why_there_is_no_ballot(poll, as_member):
    address = f"/polls/{poll().id}"
    boris = as_member("Boris")
    page = boris.get(address).text
    assert "You are a candidate" in page
    assert 'type="radio"' not in page
    assert boris.post(f"{address}/ballot", data={"choice": "for"}).status_code == 409


def test_an_outsider_is_led_to_the_door_and_the_operator_sees_no_vote(poll, client, as_member):
    address = f"/polls/{poll().id}"
    assert client.get(address).status_code == 302
    assert as_member("Olga").get(address).status_code == 403
    assert as_member("Igor").post(f"{address}/ballot", data={"choice": "for"}).status_code == 403


def test_a_poll_that_does_not_exist_is_not_found(as_member):
    emil = as_member("Emil")
    assert emil.get("/polls/99").status_code == 404
    assert emil.get("/polls/99/ballots").status_code == 404


def test_while_it_is_open_nobody_sees_how_the_votes_lie(poll, vote, as_member):
    opened = poll()
    vote(opened, "against", "Fatima")
    ana = as_member("Ana")
    page = ana.get(f"/polls/{opened.id}/ballots").text
    assert "Has voted" in page
    assert "Against" not in page
    for ending in ("csv", "json"):
        assert ana.get(f"/polls/{opened.id}/ballots.{ending}").status_code == 409


def test_the_result_comes_first_with_its_rule(closed, as_member):
    page = as_member("Boris").get(f"/polls/{closed.id}").text
    assert "Carried: 4 for, 1 against, 1 abstained." in page
    assert "4 needed, 4 reached" in page
    assert "<svg" in page


def test_the_ballots_are_open_after_the_vote(closed, as_member):
    emil = as_member("Emil")
    assert "Against" in emil.get(f"/polls/{closed.id}/ballots").text
    text = emil.get(f"/polls/{closed.id}/ballots.csv").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["ballot"] for row in rows].count("for") == 4
    data = emil.get(f"/polls/{closed.id}/ballots.json").json
    assert data["result"]["verdict"] == "carried"
    assert {line["name"]: line["ballot"] for line in data["ballots"]}["Goran"] == "abstain"
    assert data["rule"]["quorum"]


def test_the_list_shows_first_what_waits_for_the_reader(poll, vote, closed, as_member):
    voted, waiting = poll(number=2, title="Bread"), poll(number=3, title="Roses")
    vote(voted, "for", "Emil")
    page = as_member("Emil").get("/polls/").text
    assert "One vote waits for your ballot." in page
    assert page.index("Roses") < page.index("Bread") < page.index("Piece wages")
    assert waiting.closes_at == voted.closes_at


def test_the_closed_votes_can_be_filtered_by_result(closed, as_member):
    emil = as_member("Emil")
    assert "Piece wages" in emil.get("/polls/?outcome=carried").text
    assert "Piece wages" not in emil.get("/polls/?outcome=defeated").text
    assert emil.get("/polls/?outcome=nonsense&page=x").status_code == 200


def test_an_empty_list_says_what_comes_next(as_member):
    assert "No vote has been held yet" in as_member("Emil").get("/polls/").text


def test_the_chair_puts_a_motion_and_everybody_may_vote(motion, as_member):
    put = motion(title="Bread")
    ana = as_member("Ana")
    page = ana.get(f"/polls/new?motion={put.id}").text
    assert "more are for than against" in page
    answer = ana.post("/polls/", data={"motion_id": put.id}, follow_redirects=True)
    assert "Open until 5 Mar 2026, 19:00." in answer.text


def test_the_closing_time_is_of_the_co_ops_own_zone(motion, as_member):
    put = motion()
    data = {"motion_id": put.id, "closes_at": "2026-03-08T20:15"}
    as_member("Ana").post("/polls/", data=data)
    assert db.session.scalars(select(Poll.closes_at)).one().isoformat() == (
        "2026-03-08T19:15:00+00:00"
    )


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"closes_at": "tomorrow"}, 422),
        ({"closes_at": "2026-03-03T20:15"}, 409),
        ({"closes_at": "2020-03-03T20:15"}, 409),
        ({"agenda_item_id": "99"}, 404),
        ({"motion_id": "99"}, 404),
        ({"motion_id": "x"}, 404),
    ],
)
def test_what_cannot_be_put_is_not_put(motion, as_member, data, status):
    put = motion()
    answer = as_member("Ana").post("/polls/", data={"motion_id": put.id} | data)
    assert answer.status_code == status
    assert count(Poll) == 0


def test_only_the_chair_puts_and_voids(poll, motion, as_member):
    opened, emil = poll(), as_member("Emil")
    assert emil.post("/polls/", data={"motion_id": opened.motion_id}).status_code == 403
    assert emil.post(f"/polls/{opened.id}/voiding", data={"reason": "x"}).status_code == 403


def test_the_chair_declares_a_vote_void_with_a_reason(poll, as_member):
    opened, ana = poll(), as_member("Ana")
    address = f"/polls/{opened.id}/voiding"
    assert "all ballots are kept" in ana.get(address).text
    assert ana.post(address, data={"reason": ""}).status_code == 422
    answer = ana.post(address, data={"reason": "The wrong text."}, follow_redirects=True)
    assert "Declared void" in answer.text
    assert "The wrong text." in answer.text
    assert ana.post(address, data={"reason": "again"}).status_code == 409


def test_a_decided_vote_is_not_declared_void(closed, as_member):
    assert as_member("Ana").get(f"/polls/{closed.id}/voiding").status_code == 409
    assert closed.outcome is Outcome.CARRIED


def test_everybody_on_the_roll_can_vote_once_each(poll, as_member):
    address = f"/polls/{poll().id}/ballot"
    for name in FULL:
        assert as_member(name).post(address, data={"choice": "for"}).status_code == 302
    assert count(Ballot) == len(FULL)
