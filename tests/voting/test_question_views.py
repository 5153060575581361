"""The pages of a question with options: its paper, the check, the receipt, the count."""

import json
import re
import shlex
from fractions import Fraction
from html import unescape

import pytest
from sqlalchemy import func, select

from app import sqlite
from app.bylaws.rules.decisions import DecisionRule, Tie
from app.db import db
from app.errors import InvalidInput
from app.motions.models import Outcome
from app.motions.rules.questions import BallotTerms, Method, Option, Question, Tied
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import close_poll
from app.voting.models import Ballot, Envelope
from tests.polls import AT, FULL
from tests.questions import DAYS, decided_by
from tests.urns import SCRUTINEERS, passphrase

LATER = AT.replace(day=20)
ODD = (Option('="$(rm *)"'), Option("-Tue's"), Option("Friday"))
"""Titles that a spreadsheet and a shell would make something of."""
RANKED = Question(Method.IRV, DAYS)
BY_BYLAW = Question(Method.IRV, DAYS, terms=BallotTerms(tied=Tied.BYLAW))


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(AT)


def counted(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize(
    ("asked", "sent", "paper", "words"),
    [
        (RANKED, {"rank-1": "2", "rank-3": "1"}, "3>1", "You ranked 2 of 3."),
        (RANKED, {"rank-1": "7", "rank-3": "4"}, "3>1", "You ranked 2 of 3."),
        (Question(Method.SCHULZE, DAYS), {"rank-1": "1", "rank-2": "1"}, "1=2", "Tuesday"),
        (Question(Method.APPROVAL, DAYS), {"choice": ["3", "1"]}, "1+3", "You chose 2 of 3."),
        (Question(Method.PLURALITY, DAYS), {"choice": "2"}, "2", "Tuesday"),
        (Question(Method.SCORE, DAYS), {"points-1": "5", "points-2": "0"}, "1:5 2:0", "Monday"),
        (Question(Method.DOTS, DAYS), {"points-1": "4", "points-3": " 6 "}, "1:4 3:6", "Friday"),
        (RANKED, {"abstain": "yes"}, "abstain", "You abstain"),
    ],
    ids=lambda value: value.method.value if isinstance(value, Question) else None,
)
def test_a_ballot_is_checked_then_cast_then_shown(question, as_member, asked, sent, paper, words):
    address = f"/polls/{question(asked).id}"
    emil = as_member("Emil")
    assert "Check my ballot" in emil.get(address).text
    check = emil.post(f"{address}/ballot/check", data=sent)
    assert check.status_code == 200
    assert words in check.text
    assert f'name="paper" value="{paper}"' in check.text.replace("&gt;", ">")
    assert counted(Ballot) == 0
    again = emil.post(f"{address}/ballot/check", data={"paper": paper, "again": "yes"}).text
    assert "checked" in again or "selected" in again or 'value="' in again
    receipt = emil.post(f"{address}/ballot", data={"paper": paper}, follow_redirects=True).text
    assert "Your ballot is in" in receipt
    assert db.session.scalars(select(Ballot.paper)).one() == paper
    assert "Check my ballot" in emil.get(f"{address}?change=").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_check_waits_in_no_line_and_a_ballot_once(question, as_member, monkeypatch):
    address = f"/polls/{question(RANKED).id}/ballot"
    emil, turns, begin = as_member("Emil"), [], sqlite.Connection.begin

    def noted(connection, *, writes, brief):
        turns.append("brief" if brief else "long" if writes else "reads")
        begin(connection, writes=writes, brief=brief)

    monkeypatch.setattr(sqlite.Connection, "begin", noted)
    emil.post(f"{address}/check", data={"rank-1": "1"})
    emil.post(address, data={"paper": "1"})
    own = [turn for turn in turns if turn != "long"]  # those are the test's
    assert own == ["reads", "brief"]


@pytest.mark.parametrize(
    ("asked", "sent", "why"),
    [
        (RANKED, {}, "Mark at least one option"),
        (RANKED, {"rank-1": "1", "rank-2": "1"}, "no two options share a rank"),
        (RANKED, {"rank-1": "first"}, "A rank is a whole number"),
        (RANKED, {"rank-1": "9" * 5000}, "A rank is a whole number"),
        (RANKED, {"rank-1": "1", "abstain": "yes"}, "abstained as well"),
        (Question(Method.DOTS, DAYS), {"points-1": "11"}, "You gave 11 dots"),
        (Question(Method.SCORE, DAYS), {"points-1": "9"}, "from 0 to 5"),
        (Question(Method.PLURALITY, DAYS), {"choice": "4"}, "no option 4"),
    ],
)
def test_a_faulty_paper_is_handed_back_as_it_was(question, as_member, asked, sent, why):
    address = f"/polls/{question(asked).id}"
    answer = as_member("Emil").post(f"{address}/ballot/check", data=sent)
    assert answer.status_code == 422
    assert why in answer.text
    if sent.get("points-1"):
        assert f'value="{sent["points-1"]}"' in answer.text
    assert as_member("Emil").post(f"{address}/ballot", data={"paper": "x"}).status_code == 422
    assert counted(Ballot) == 0


def test_who_cannot_vote_is_told_why_and_an_outsider_nothing(question, as_member, client, freeze):
    address = f"/polls/{question(RANKED).id}"
    sent = {"rank-1": "1"}
    assert "You are a candidate" in as_member("Boris").get(address).text
    assert as_member("Boris").post(f"{address}/ballot/check", data=sent).status_code == 409
    assert as_member("Igor").post(f"{address}/ballot/check", data=sent).status_code == 403
    assert client.post(f"{address}/ballot/check", data=sent).status_code in {302, 401}
    assert as_member("Emil").post("/polls/99/ballot/check", data=sent).status_code == 404
    freeze(LATER)
    assert as_member("Emil").post(f"{address}/ballot/check", data=sent).status_code == 409


@pytest.mark.parametrize(
    ("asked", "papers", "shown"),
    [
        (
            RANKED,
            ["1>3", "1", "2>3", "3>2", "3"],
            ["Chosen: Friday.", "Round 2 of 2", "fewest votes"],
        ),
        (
            Question(Method.SCHULZE, DAYS, terms=BallotTerms(default="None of these")),
            ["1>2>4", "1>4"],
            ["Chosen: Monday.", "prefer the option of the row", "None of these"],
        ),
        (
            Question(Method.SCHULZE, ODD, terms=BallotTerms(default="-", ratio=Fraction(3, 2))),
            ["1>2>4", "1>4"],
            ['Chosen: ="$(rm *)".', "--ratio Friday=3/2"],
        ),
        (Question(Method.APPROVAL, DAYS), ["1+2", "2", "abstain"], ["Chosen: Tuesday.", "Votes"]),
        (Question(Method.STV, DAYS, 2), ["1>2", "1>3", "2", "3"], ["quota of 2"]),
        (BY_BYLAW, ["1", "1", "2>3", "3>2"], ["--list-hash"]),
        (Question(Method.DOTS, DAYS), ["1:10", "1:3 2:7"], ["Chosen: Monday.", "Points"]),
    ],
    ids=lambda value: value.method.value if isinstance(value, Question) else None,
)
def test_a_result_is_told_and_can_be_counted_again(
    question, cast, as_member, freeze, app, tmp_path, asked, papers, shown
):
    """What the page tells to run gives the very count that stands on it."""
    poll = question(asked)
    cast(poll, *papers)
    close_poll(poll.id, by=None, at=LATER, on=LATER.date())
    freeze(LATER)
    dora = as_member("Dora")
    page = unescape(dora.get(f"/polls/{poll.id}").text)
    for words in shown:
        assert words in page
    assert dora.get(f"/polls/{poll.id}/ballots").status_code == 200
    file = tmp_path / "papers.csv"
    file.write_bytes(dora.get(f"/polls/{poll.id}/papers.csv").data)
    line = re.search(r"<code>artel (voting count [^<]*)</code>", page)[1]
    args = shlex.split(line.replace(f"poll-{poll.id}-papers.csv", str(file)))
    told = app.test_cli_runner().invoke(args=[*args, "--format", "json"])
    again = json.loads(told.output)
    assert told.exit_code == 0
    assert again["elected"] == poll.result["count"]["elected"]
    for one in again.get("rounds", ()):
        assert page.count(one["why"].partition(".")[0]) >= 1
    assert again["ballots"] == len(papers)
    result = dora.get(f"/polls/{poll.id}/ballots.json").json
    assert (result["method"], result["seed"]) == (asked.method, poll.seed)


def test_an_objection_stands_beside_its_name_when_the_vote_has_closed(question, as_member, freeze):
    poll = question(Question(Method.CONSENT))
    fatima, address = as_member("Fatima"), f"/polls/{poll.id}"
    assert "Stand aside" in fatima.get(address).text
    sent = {"choice": "object", "reason": "The oven is too small."}
    answer = fatima.post(f"{address}/ballot", data=sent, headers={"HX-Request": "true"})
    assert "Your ballot is in: Objects." in answer.text
    assert "too small" not in as_member("Emil").get(f"{address}/ballots").text
    assert "too small" not in as_member("Emil").get(address).text
    close_poll(poll.id, by=None, at=LATER, on=LATER.date())
    freeze(LATER)
    assert "The oven is too small." in fatima.get(f"{address}/ballots").text
    result = fatima.get(address).text
    assert "How many said what" in result
    assert "One objection" in result
    assert "The oven is too small." in result


def test_an_objection_needs_its_reason(question, as_member):
    poll = question(Question(Method.CONSENT))
    fatima, address = as_member("Fatima"), f"/polls/{poll.id}/ballot"
    for headers in ({}, {"HX-Request": "true"}):
        answer = fatima.post(address, data={"choice": "object", "reason": " "}, headers=headers)
        assert answer.status_code == 422
        assert "Say why you object" in answer.text
        assert 'value="object" required checked' in answer.text
        empty = fatima.post(address, data={"reason": "It is small."}, headers=headers)
        assert empty.status_code == 422
        assert ">It is small.</textarea>" in empty.text
        assert "Choose one of the answers" in empty.text
    assert counted(Ballot) == 0
    assert fatima.post(address, data={"choice": "aside"}).status_code == 302


def test_grades_are_shown_from_the_most_for_it_to_the_least(question, cast, as_member, freeze):
    poll = question(Question(Method.GRADES))
    cast(poll, "fully", "fully", "rather-not", "neither")
    close_poll(poll.id, by=None, at=LATER, on=LATER.date())
    freeze(LATER)
    page = as_member("Dora").get(f"/polls/{poll.id}").text
    grades = [
        "Fully for it",
        "Mostly for it",
        "Neither for nor against",
        "Rather not",
        "Not at all",
    ]
    places = [page.index(f">{grade}<") for grade in grades]
    assert places == sorted(places)


def test_the_chair_ends_a_tie_of_options_on_the_page(question, cast, as_member, freeze):
    decided_by(DecisionRule(tie=Tie.CHAIR))
    poll = question(Question(Method.PLURALITY, DAYS, terms=BallotTerms(tied=Tied.BYLAW)))
    cast(poll, "1", "2")
    close_poll(poll.id, by=None, at=LATER, on=LATER.date())
    freeze(LATER)
    ana = as_member("Ana")
    assert "Decide for “Tuesday”" in ana.get(f"/polls/{poll.id}").text
    ana.post(f"/polls/{poll.id}/casting-vote", data={"choice": "2"})
    db.session.refresh(poll)
    assert poll.outcome is Outcome.CARRIED


def test_a_secret_ranked_vote_from_the_paper_to_the_count(
    database, secrecy, entrusted, question, as_member, person, freeze
):
    """Envelopes of one length for ballots of every length, opened by two scrutineers."""
    entrusted(*SCRUTINEERS)
    many = tuple(Option(f"Option {letter}") for letter in "ABCDEFGHIJKL")
    poll = question(Question(Method.IRV, many))
    address, papers = f"/polls/{poll.id}", ["12>1>2>3>4>5>6>7>8>9>10>11", "12", "abstain", "1>12"]
    for name, paper in zip(FULL, papers, strict=False):
        check = as_member(name).post(f"{address}/ballot/check", data={"paper": paper})
        assert f'action="{address}/envelope"' in check.text
        assert check.text.count('name="unkept"') == 2  # in the form that casts and in the one back
        assert (
            "in the urn" in as_member(name).post(f"{address}/envelope", data={"paper": paper}).text
        )
    assert len({len(sealed) for sealed in db.session.scalars(select(Envelope.sealed))}) == 1
    freeze(LATER)
    close_poll(poll.id, by=None, at=LATER, on=LATER.date())
    db.commit()
    for name in SCRUTINEERS[:2]:
        opened = as_member(name).post(f"{address}/opening", data={"passphrase": passphrase(name)})
        assert opened.status_code == 302
    page = as_member("Dora").get(address).text
    assert "Chosen: Option L." in page
    assert "1. Option L, 2. Option A" in as_member("Dora").get(f"{address}/urn").text
    published = as_member("Dora").get(f"{address}/urn.json").json
    assert sorted(published["ballots"]) == sorted(papers)


def test_a_ballot_of_another_method_is_refused_by_the_action(question, person):
    poll = question(RANKED)
    with pytest.raises(InvalidInput):
        cast_ballot(poll.id, by=person("Emil").id, paper="for", at=AT)
