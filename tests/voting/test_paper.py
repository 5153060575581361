"""Paper ballots beside those cast online."""

from datetime import timedelta

import pytest
from flask import current_app
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.archive.checks.votes import votes_fault
from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.errors import InvalidInput
from app.motions.models import Method, Outcome
from app.record.models import Event
from app.voting import paper
from app.voting.actions import close_due, close_poll
from app.voting.models import RollEntry
from app.voting.queries import papers_of, poll_view, roll_lines
from app.voting.result_document import _ballot
from app.voting.rules import course
from app.voting.rules import paper as rules
from app.voting.rules.roll import CandidateNotOnRoll
from tests.polls import AT

numbers = st.dictionaries(st.sampled_from(["for", "against", "abstain"]), st.integers(0, 3))


@pytest.mark.parametrize(
    ("latest", "found"),
    [
        ([], None),
        ([{"for": 2}], None),
        ([{"for": 2}, {"for": 1}], None),
        ([{"for": 2}, {"for": 2}], {"for": 2}),
        ([{"for": 2}, {"for": 1}, {"for": 1}], {"for": 1}),
    ],
)
def test_two_people_have_to_come_to_the_same(latest, found):
    assert rules.agreed(latest) == found


@given(numbers)
def test_what_is_counted_is_what_was_found(counts):
    papers = rules.papers_in(counts)
    assert all(papers.count(answer) == number for answer, number in counts.items())
    assert len(papers) == sum(counts.values())


@pytest.mark.parametrize(
    ("method", "kind", "broken"),
    [
        (Method.MOTION, {"secret": True}, rules.NoPaperForSecretVotes),
        (Method.STV, {}, rules.NoPaperForOptions),
        (Method.MOTION, {"weighted": True}, rules.NoPaperForWeights),
    ],
)
def test_which_votes_take_no_paper(method, kind, broken):
    with pytest.raises(broken):
        rules.check_takes_paper(method, **{"secret": False, "weighted": False} | kind)


@pytest.fixture
def box(under, poll, person):
    """A vote in which Emil and Fatima vote on paper."""
    under(DecisionRule(notice_days=3))
    opened = poll()
    for name in ("Emil", "Fatima"):
        paper.hand_out(opened.id, person(name).id, by=person("Dora").id, at=AT)
    return opened


@pytest.fixture
def enter(person):
    def count(poll, name, at=AT, **counts):
        return paper.enter_count(poll.id, counts, by=person(name).id, at=at)

    return count


def closed(poll):
    return close_poll(poll.id, by=None, at=poll.closes_at, on=poll.closes_at.date())


@pytest.mark.usefixtures("context")
def test_paper_and_screen_are_counted_together_and_again(box, enter, vote):
    vote(box, "against", "Ana")
    vote(box, "for", "Goran")
    enter(box, "Ana", **{"for": 2})
    enter(box, "Dora", **{"for": 2, "against": 0})
    assert closed(box).outcome is Outcome.CARRIED
    assert (box.result["for"], box.result["against"], box.result["entitled"]) == (3, 1, 6)
    roll = {line.name: line for line in roll_lines(box.id)}
    with current_app.test_request_context():
        assert _ballot(roll["Emil"], str, secret=False) == ("On paper",)
    assert papers_of(box.id, secret=False) == ["against", "for", "for", "for"]
    assert poll_view(box.id).signed == 4
    db.commit()
    assert votes_fault() is None
    box.paper_counts = {"for": 1, "against": 1}
    db.commit()
    assert "paper ballots was altered" in str(votes_fault())


@pytest.mark.usefixtures("context")
def test_who_has_a_paper_ballot_does_not_vote_online(box, vote):
    with pytest.raises(rules.PaperGiven):
        vote(box, "for", "Emil")


@pytest.mark.usefixtures("context")
def test_who_has_voted_online_gets_no_paper(box, vote, person):
    vote(box, "for", "Goran")
    dora = person("Dora").id
    for name, broken in [
        ("Goran", rules.VotedOnline),
        ("Emil", rules.PaperGivenAlready),
        ("Boris", CandidateNotOnRoll),
    ]:
        with pytest.raises(broken):
            paper.hand_out(box.id, person(name).id, by=dora, at=AT)
    with pytest.raises(course.PollClosed):
        paper.hand_out(box.id, person("Ana").id, by=dora, at=box.closes_at)


@pytest.mark.usefixtures("context")
def test_the_vote_stays_open_until_two_people_agree(box, enter):
    at = box.closes_at + timedelta(minutes=5)
    assert close_due(at=at, on=at.date()) == []
    enter(box, "Ana", at=at, **{"for": 2})
    enter(box, "Ana", at=at, **{"for": 1, "against": 1})
    enter(box, "Dora", at=at, **{"for": 2})
    with pytest.raises(rules.PaperNotCounted):
        closed(box)
    assert [dict(one.counts) for one in paper.latest_counts(box.id)] == [
        {"for": 1, "against": 1},
        {"for": 2},
    ]
    enter(box, "Ana", at=at, **{"for": 2})
    assert [poll.id for poll in close_due(at=at, on=at.date())] == [box.id]
    with pytest.raises(course.PollClosed):
        enter(box, "Ana", at=at, **{"for": 2})


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("counts", [{"for": 3}, {"for": -1}, {"maybe": 1}])
def test_no_more_papers_than_were_handed_out(box, enter, counts):
    with pytest.raises(InvalidInput):
        enter(box, "Ana", **counts)


@pytest.mark.usefixtures("context")
def test_a_count_says_nothing_in_the_record_before_the_close(box, enter):
    enter(box, "Ana", **{"for": 2})
    db.commit()
    events = db.session.scalars(select(Event).where(Event.kind == "paper-counted")).all()
    assert [event.data for event in events] == [{}]


def test_paper_is_handed_out_and_counted_on_a_page(box, as_member, person, freeze):
    freeze(AT + timedelta(minutes=1))
    db.commit()
    page = f"/polls/{box.id}/paper"
    dora, ana = as_member("Dora"), as_member("Ana")
    assert "Emil, Fatima" in dora.get(page).text
    given = dora.post(page, data={"member_id": person("Goran").id})
    assert given.status_code == 302
    assert db.session.get(RollEntry, (box.id, person("Goran").id)).on_paper
    assert "handed a paper ballot" in as_member("Goran").get(f"/polls/{box.id}").text
    count = {"for": "2", "against": "1", "abstain": "0"}
    assert dora.post(f"{page}/count", data=count).status_code == 302
    waiting = ana.get(page).text
    assert "One count is in" in waiting
    assert "<h3>Dora</h3>" not in waiting
    ana.post(f"{page}/count", data=count | {"for": "1"})
    assert "The counts are not the same" in ana.get(page).text
    ana.post(f"{page}/count", data=count)
    assert "Two people came to the same count" in dora.get(page).text


def test_what_cannot_be_read_or_is_refused(box, as_member, person, freeze):
    freeze(AT + timedelta(minutes=1))
    db.commit()
    page, dora = f"/polls/{box.id}/paper", as_member("Dora")
    assert dora.post(page, data={}).status_code == 422
    assert dora.post(page, data={"member_id": person("Boris").id}).status_code == 422
    assert dora.post(f"{page}/count", data={"for": "many"}).status_code == 422
    too_many = {"for": "2", "against": "2", "abstain": "0"}
    assert "Only 2 paper ballots" in dora.post(f"{page}/count", data=too_many).text
    refused = as_member("Emil").post(f"/polls/{box.id}/ballot", data={"choice": "for"})
    assert refused.status_code == 409


def test_the_door_is_kept(box, as_member, client, freeze):
    freeze(AT + timedelta(minutes=1))
    db.commit()
    page = f"/polls/{box.id}/paper"
    assert client.get(page).status_code == 302
    assert as_member("Emil").get(page).status_code == 403
    assert as_member("Dora").get("/polls/99/paper").status_code == 404
