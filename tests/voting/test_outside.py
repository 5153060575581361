"""A statutory election in Belenios: the roll goes out, the board's result comes back."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.archive.checks.decisions import decisions_fault
from app.archive.checks.votes import votes_fault
from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.motions.models import Outcome
from app.motions.rules.questions import Method, Question
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from app.voting.models import BoardResult, Poll
from app.voting.outside import attach_board, voters_of
from app.voting.paper.counts import enter_count
from app.voting.roll.proxies import give_proxy
from app.voting.rules.outside import (
    BoardNotAttached,
    CannotBeHeldOutside,
    HeldOutside,
    NotHeldOutside,
    VotersWithoutAddress,
)
from app.voting.rules.paper import PaperNotCounted
from tests.polls import AT, ON
from tests.questions import DAYS

LATER = AT + timedelta(days=14)
BOARD = "EaRxMvJDwKyzLhbcPNVSd7bQpEaHwd9Bmz6JFSKwGVr"
RESULT = b'{"num_tallied":"5","result":[[3,1,1]]}'
FOUND = {"for": 3, "against": 1, "abstain": 1}


@pytest.fixture
def outside(motion, person, secrecy):
    """A vote that the bylaws want secret, held in Belenios: no urn and no scrutineers here."""

    def put(**fields):
        how = {"by": person("Ana").id, "at": AT, "on": ON, "outside": True}
        opened = open_poll(motion(**fields), **how)
        db.commit()
        return opened

    return put


@pytest.fixture
def attach(person):
    def attach(poll):
        by = person("Dora").id
        told = {"fingerprint": BOARD, "name": "result.json", "content": RESULT}
        attach_board(poll.id, **told, by=by, at=AT)
        db.commit()

    return attach


def close(poll):
    closed = close_poll(poll.id, by=None, at=LATER, on=LATER.date())
    db.commit()
    return closed


def test_the_roll_is_written_as_belenios_reads_it(outside):
    lines = voters_of(outside().id).splitlines()
    assert len(lines) == 6
    assert lines[0] == "ana@redclay.example,1"


def test_who_has_no_address_is_named(outside, person):
    person("Emil").email = None
    with pytest.raises(VotersWithoutAddress, match="Emil"):
        voters_of(outside().id)


def test_nobody_votes_here(outside, person):
    poll = outside()
    assert (poll.secret, poll.urn_key) == (False, None)
    with pytest.raises(HeldOutside):
        cast_ballot(poll.id, by=person("Emil").id, paper="for", at=AT)


def test_it_is_closed_with_the_boards_result_and_two_counts(outside, attach, person):
    poll = outside()
    with pytest.raises(BoardNotAttached):
        close(poll)
    attach(poll)
    enter_count(poll.id, FOUND, by=person("Ana").id, at=AT)
    with pytest.raises(PaperNotCounted):
        close(poll)
    enter_count(poll.id, FOUND, by=person("Dora").id, at=AT)
    assert close(poll).outcome is Outcome.CARRIED
    assert (poll.result["for"], poll.voted_outside) == (3, 5)
    assert votes_fault() is None


def test_an_election_between_options_is_counted_here_from_the_boards_ballots(
    question, attach, person
):
    poll = question(Question(Method.IRV, DAYS), at=AT, outside=True)
    attach(poll)
    for name in ("Ana", "Dora"):
        enter_count(poll.id, {"1>2": 2, "2": 1, "3>2": 2}, by=person(name).id, at=AT)
    close(poll)
    assert poll.result["count"]["rounds"]
    assert votes_fault() is None
    assert decisions_fault() is None
    db.session.execute(update(BoardResult).values(file=b"{}"))
    assert decisions_fault() is not None


def test_where_it_was_held_cannot_be_altered(outside):
    outside()
    db.session.execute(update(Poll).values(outside=False))
    assert "where it was held" in str(votes_fault())


def test_where_members_vote_for_others_it_stays_here(motion, person, under):
    under(DecisionRule(proxies=1, seconders=1))
    put = motion()
    give_proxy(put, by=person("Dora").id, holder_id=person("Emil").id, at=AT)
    with pytest.raises(CannotBeHeldOutside):
        open_poll(put, by=person("Ana").id, at=AT, on=ON, outside=True)


def test_an_ordinary_vote_takes_no_board(poll, attach):
    with pytest.raises(NotHeldOutside):
        attach(poll())


def test_the_whole_way_on_its_pages(outside, as_member, freeze):
    freeze(AT)
    address = f"/polls/{outside().id}"
    dora, emil = as_member("Dora"), as_member("Emil")
    assert "Your invitation came by e-mail from there" in emil.get(address).text
    assert "It is held in Belenios." in emil.get(address).text
    assert emil.get(f"{address}/voters.txt").status_code == 403
    assert dora.get(f"{address}/voters.txt").text.startswith("ana@redclay.example,1\n")
    short = {"fingerprint": "no", "file": (io.BytesIO(RESULT), "result.json")}
    refused = dora.post(f"{address}/outside", data=short)
    assert (refused.status_code, "20 to 128 letters" in refused.text) == (422, True)
    empty = {"fingerprint": BOARD, "file": (io.BytesIO(b""), "result.json")}
    assert dora.post(f"{address}/outside", data=empty).status_code == 422
    whole = {"fingerprint": BOARD, "file": (io.BytesIO(RESULT), "result.json")}
    done = dora.post(f"{address}/outside", data=whole, follow_redirects=True)
    assert BOARD in done.text
    assert emil.get(f"{address}/board").status_code == 404
    for name in ("Ana", "Dora"):
        as_member(name).post(f"{address}/paper/count", data=FOUND)
    freeze(LATER)
    as_member("Ana").post(f"{address}/closure")
    page = emil.get(address).text
    assert "Carried: 3 for, 1 against, 1 abstained." in page
    assert BOARD in page
    assert emil.get(f"{address}/board").data == RESULT


def test_an_ordinary_vote_has_no_such_page(poll, as_member):
    address = f"/polls/{poll().id}"
    assert as_member("Dora").get(f"{address}/outside").status_code == 409
