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
from app.motions.rules.questions import Question
from app.record.models import Event
from app.voting.actions.closing import close_due, close_poll
from app.voting.ballot_queries import papers_of
from app.voting.models import RollEntry
from app.voting.paper import actions as paper
from app.voting.paper import counts as paper_counts
from app.voting.queries import poll_view
from app.voting.result_document import _ballot
from app.voting.roll.queries import roll_lines
from app.voting.rules import course
from app.voting.rules import paper as rules
from app.voting.rules.roll import CandidateNotOnRoll
from app.voting.verdicts import result_from_json
from tests.polls import AT
from tests.questions import DAYS

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
    ("kind", "broken"),
    [
        ({"secret": True}, rules.NoPaperForSecretVotes),
        ({"weighted": True}, rules.NoPaperForWeights),
    ],
)
def test_which_votes_take_no_paper(kind, broken):
    with pytest.raises(broken):
        rules.check_takes_paper(**{"secret": False, "weighted": False} | kind)


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
        return paper_counts.enter_count(poll.id, counts, by=person(name).id, at=at)

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
    assert [dict(one.counts) for one in paper_counts.latest_counts(box.id)] == [
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
    given = dora.post(page, data={"member_id": [person(name).id for name in ("Goran", "Chen")]})
    assert given.status_code == 302
    assert db.session.get(RollEntry, (box.id, person("Goran").id)).on_paper
    assert dora.get(f"{page}/sheet").text.count('class="slip"') == 4
    assert "Nobody has entered a count yet." in dora.get(page).text
    assert "handed a paper ballot" in as_member("Goran").get(f"/polls/{box.id}").text
    count = {"for": "2", "against": "1", "abstain": "0"}
    assert dora.post(f"{page}/count", data=count).status_code == 302
    waiting = ana.get(page).text
    assert "One count is in" in waiting
    assert "How many papers say what" not in waiting
    ana.post(f"{page}/count", data=count | {"for": "1"})
    differing = ana.get(page).text
    assert "The counts are not the same" in differing
    assert differing.count("Differs") == 1
    ana.post(f"{page}/count", data=count)
    assert "Two people came to the same count" in dora.get(page).text


def test_what_cannot_be_read_or_is_refused(box, as_member, person, freeze):
    freeze(AT + timedelta(minutes=1))
    db.commit()
    page, dora = f"/polls/{box.id}/paper", as_member("Dora")
    nobody = dora.post(page, data={})
    assert (nobody.status_code, "Choose a member." in nobody.text) == (422, True)
    assert dora.post(page, data={"member_id": person("Boris").id}).status_code == 422
    both = dora.post(page, data={"member_id": [person("Goran").id, person("Emil").id]})
    assert (both.status_code, "has a paper ballot already" in both.text) == (409, True)
    assert not db.session.get(RollEntry, (box.id, person("Goran").id)).on_paper
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
    assert as_member("Emil").get(f"{page}/sheet").status_code == 403
    assert as_member("Dora").get("/polls/99/paper").status_code == 404


@pytest.mark.parametrize(
    ("asked", "online", "piles", "chosen"),
    [
        (Question(Method.IRV, DAYS), "1>2", {"3>1": 1, "3": 1}, (3,)),
        (Question(Method.STV, DAYS, 2), "1>2", {"3>1": 2}, (3, 1)),
        (Question(Method.SCHULZE, DAYS), "1>2", {"2=3": 1, "3>1": 1}, (3,)),
        (Question(Method.APPROVAL, DAYS), "1", {"1+3": 1, "3": 1}, None),
        (Question(Method.SCORE, DAYS), "1:5", {"3:4": 2}, (3,)),
        (Question(Method.DOTS, DAYS), "1:10", {"2:6 3:4": 2}, (2,)),
        (Question(Method.PLURALITY, DAYS), "1", {"2": 2}, (2,)),
    ],
    ids=lambda value: value.method.value if isinstance(value, Question) else None,
)
def test_papers_between_options_are_counted_pile_by_pile(
    question, person, cast, asked, online, piles, chosen
):
    poll = question(asked)
    for name in ("Emil", "Fatima"):
        paper.hand_out(poll.id, person(name).id, by=person("Dora").id, at=AT)
    cast(poll, online)
    counters = [person("Ana").id, person("Dora").id]
    for by in counters:
        for marking, number in piles.items():
            for _ in range(number):
                paper_counts.add_papers(poll.id, marking, 1, by=by, at=AT)
    with pytest.raises(rules.PaperNotCounted):
        closed(poll)
    for by in counters:
        paper_counts.complete_count(poll.id, by=by, at=AT)
    closed(poll)
    assert poll.paper_counts == piles
    assert sorted(papers_of(poll.id, secret=False)) == sorted([online, *rules.papers_in(piles)])
    selection = result_from_json(poll.result)
    assert selection.count.ballots == 3
    assert chosen is None or selection.chosen == chosen
    db.commit()
    assert votes_fault() is None


def test_a_pile_is_added_to_and_taken_out_and_what_is_no_ballot_is_refused(question, person):
    poll, dora = question(Question(Method.SCHULZE, DAYS)), person("Dora").id
    for name in ("Emil", "Fatima", "Goran"):
        paper.hand_out(poll.id, person(name).id, by=dora, at=AT)
    paper_counts.add_papers(poll.id, "3=1", 1, by=dora, at=AT)
    paper_counts.add_papers(poll.id, "1=3", 1, by=dora, at=AT)
    entered = paper_counts.add_papers(poll.id, "2", 1, by=dora, at=AT)
    assert (entered.counts, entered.complete) == ({"1=3": 2, "2": 1}, False)
    for marking, number in [("4", 1), ("1", 1), ("", 1), ("for", 1), ("2", -2)]:
        with pytest.raises(InvalidInput):
            paper_counts.add_papers(poll.id, marking, number, by=dora, at=AT)
    left = paper_counts.take_out_papers(poll.id, "1=3", by=dora, at=AT)
    assert left.counts == {"2": 1}
    assert paper_counts.complete_count(poll.id, by=dora, at=AT).complete


def test_ranked_papers_are_entered_on_a_page(question, person, as_member, freeze):
    freeze(AT + timedelta(minutes=1))
    page = f"/polls/{question(Question(Method.IRV, DAYS)).id}/paper"
    dora, ana = as_member("Dora"), as_member("Ana")
    assert page in ana.get(page.removesuffix("/paper")).text
    for name in ("Emil", "Goran"):
        dora.post(page, data={"member_id": person(name).id})
    assert '<span class="box"></span>Friday' in dora.get(f"{page}/sheet").text
    faulty = dora.post(f"{page}/piles", data={"rank-1": "1", "rank-2": "1", "number": "1"})
    assert faulty.status_code == 422
    assert "no two options share a rank" in faulty.text
    assert dora.post(f"{page}/piles", data={"rank-1": "1", "number": "0"}).status_code == 422
    too_many = dora.post(f"{page}/piles", data={"rank-1": "1", "number": "3"})
    assert "Only 2 paper ballots" in too_many.text
    for browser, ranked in [(dora, "rank-3"), (ana, "rank-2")]:
        sent = {"rank-1": "2", ranked: "1", "number": "2"}
        assert browser.post(f"{page}/piles", data=sent).status_code == 302
    assert "2 papers: 1. Friday, 2. Monday" in dora.get(page).text
    assert "One count is in" not in dora.get(page).text
    dora.post(f"{page}/completion")
    assert "One count is in" in ana.get(page).text
    ana.post(f"{page}/completion")
    assert ana.get(page).text.count("Differs") == 2
    assert ana.post(f"{page}/piles/removal", data={"paper": "2>1"}).status_code == 302
    ana.post(f"{page}/piles", data={"rank-1": "2", "rank-3": "1", "number": "2"})
    ana.post(f"{page}/completion")
    assert "Two people came to the same count" in dora.get(page).text
    for path in ("/piles", "/piles/removal", "/completion"):
        assert as_member("Emil").post(page + path).status_code == 403
        assert dora.post(f"/polls/99/paper{path}", data={"number": "1"}).status_code == 404
