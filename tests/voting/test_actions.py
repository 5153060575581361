"""Opening, voting, closing: what is written, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.bylaws.models import Matter
from app.bylaws.rules.decisions import DecisionRule, Tie
from app.db import db
from app.members.actions import admit_member
from app.motions.models import Outcome
from app.record.models import Decision, Event
from app.record.queries import chain_fault
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import cast_casting_vote, close_due, close_poll
from app.voting.actions.opening import open_poll
from app.voting.models import Ballot, RollEntry
from app.voting.rules import course, roll
from app.voting.rules.tally import Result
from app.voting.rules.urn import TooFewScrutineers
from tests.polls import AT, FULL, ON

LATER = AT + timedelta(days=14)
pytestmark = pytest.mark.usefixtures("context")


def standing_ballots(poll):
    return db.session.scalars(
        select(Ballot).where(Ballot.poll_id == poll.id, Ballot.superseded_at.is_(None))
    ).all()


def test_the_roll_holds_the_full_members_and_is_hashed(poll, person):
    opened = poll()
    entitled = set(
        db.session.scalars(select(RollEntry.member_id).where(RollEntry.poll_id == opened.id))
    )
    assert entitled == {person(name).id for name in FULL}
    assert opened.roll_hash == roll.roll_hash(person(name).number for name in FULL)


def test_a_poll_outside_an_assembly_is_open_for_the_notice_days(poll):
    assert poll().closes_at == AT + timedelta(days=3)
    assert poll(number=2, matter=Matter.WAGE_SCHEME).closes_at == AT + timedelta(days=7)


def test_it_may_stay_open_longer_but_not_shorter(motion, person):
    wages = motion(matter=Matter.WAGE_SCHEME)
    ana = person("Ana").id
    with pytest.raises(course.ClosesTooSoon, match="7 days"):
        open_poll(wages, by=ana, at=AT, on=ON, closes_at=AT + timedelta(days=6))
    opened = open_poll(wages, by=ana, at=AT, on=ON, closes_at=AT + timedelta(days=9))
    assert opened.closes_at == AT + timedelta(days=9)


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"submitted_at": None}, course.MotionNotSubmitted),
        ({"withdrawn_at": AT}, course.MotionWithdrawn),
        ({"outcome": Outcome.DEFEATED}, course.MotionDecided),
    ],
)
def test_a_motion_that_is_not_ready_is_not_put(poll, fields, broken):
    with pytest.raises(broken):
        poll(**fields)


def test_a_motion_needs_its_seconders(poll, under):
    under(DecisionRule(seconders=3))
    with pytest.raises(course.NotSeconded, match="2 more members"):
        poll()


def test_a_secret_ballot_is_refused_never_held_openly(poll, under):
    under(DecisionRule(secret=True))
    with pytest.raises(TooFewScrutineers, match="3 are missing"):
        poll()


def test_a_motion_has_one_poll_at_a_time(poll, person):
    opened = poll()
    with pytest.raises(course.PollHeld):
        open_poll(opened.motion, by=person("Ana").id, at=AT, on=ON)


def test_the_rule_that_stood_at_opening_judges(poll, vote, under):
    under(DecisionRule())
    opened = poll()
    under(DecisionRule(quorum=None, tie=Tie.CHAIR))
    vote(opened, "for", "Ana")
    vote(opened, "against", "Emil")
    closed = close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    assert closed.outcome is Outcome.DEFEATED


def test_a_change_of_mind_replaces_the_ballot_and_keeps_the_first(poll, vote, person):
    opened = poll()
    vote(opened, "for", "Emil")
    vote(opened, "against", "Emil")
    (counting,) = standing_ballots(opened)
    assert (counting.paper, counting.turn) == ("against", 2)
    kept = db.session.scalars(select(Ballot).where(Ballot.turn == 1)).one()
    assert (kept.paper, kept.superseded_at) == ("for", AT)


def test_a_second_ballot_that_says_the_same_is_refused(poll, vote):
    opened = poll()
    vote(opened, "for", "Emil")
    with pytest.raises(course.AlreadyVoted):
        vote(opened, "for", "Emil")
    assert len(standing_ballots(opened)) == 1


@pytest.mark.parametrize(
    ("name", "broken"),
    [("Boris", roll.CandidateNotOnRoll), ("Igor", roll.NotAMemberAtOpening)],
)
def test_who_is_not_on_the_roll_learns_why(poll, vote, name, broken):
    opened = poll()
    with pytest.raises(broken):
        vote(opened, "for", name)
    assert standing_ballots(opened) == []


def test_who_is_admitted_after_the_opening_waits_for_the_next_vote(poll, vote, person):
    opened = poll()
    decision = db.session.scalars(select(Decision)).first()
    admit_member(person("Boris"), from_on=ON, decision=decision, at=AT)
    with pytest.raises(roll.NotOnRoll, match="fixed when this vote opened"):
        vote(opened, "for", "Boris")


def test_a_shop_votes_for_itself(poll, vote, person):
    opened = poll(unit_id=person("Emil").memberships[-1].unit_id)
    vote(opened, "for", "Emil")
    with pytest.raises(roll.OfOtherUnit):
        vote(opened, "for", "Fatima")


def test_no_ballot_is_taken_after_the_close(poll, vote):
    opened = poll()
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    with pytest.raises(course.PollClosed):
        vote(opened, "for", "Ana")


def test_no_ballot_is_taken_after_the_announced_end_even_if_nobody_has_closed_yet(poll, person):
    opened = poll()
    with pytest.raises(course.PollClosed):
        cast_ballot(opened.id, by=person("Ana").id, paper="for", at=opened.closes_at)


def test_nobody_closes_before_the_announced_end(poll, person):
    opened = poll()
    with pytest.raises(course.ClosesByItself):
        close_poll(opened.id, by=person("Ana").id, at=AT, on=ON)


def test_a_carried_poll_carries_its_motion_and_notes_the_decision(poll, vote):
    opened = poll(matter=Matter.WAGE_SCHEME)
    vote(opened, "for", "Ana", "Chen", "Dora", "Emil")
    vote(opened, "against", "Fatima")
    vote(opened, "abstain", "Goran")
    closed = close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    assert closed.outcome is closed.motion.outcome is Outcome.CARRIED
    assert db.session.get(Decision, closed.motion.decision_id).tally == "4 : 1 : 1"
    result = Result.from_json(closed.result)
    assert str(result.headline) == "Carried: 4 for, 1 against, 1 abstained."
    assert "two thirds of the votes cast are for it – 4 needed, 4 reached" in str(result.why)


def test_nothing_but_abstentions_carries_nothing(poll, vote):
    opened = poll()
    vote(opened, "abstain", *FULL)
    assert close_poll(opened.id, by=None, at=LATER, on=LATER.date()).outcome is Outcome.DEFEATED


def test_without_quorum_the_motion_can_be_put_again(poll, vote, person):
    opened = poll(matter=Matter.OFFICE)
    vote(opened, "for", "Ana", "Emil")
    closed = close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    assert closed.outcome is Outcome.INQUORATE
    again = open_poll(closed.motion, by=person("Ana").id, at=LATER, on=LATER.date())
    assert again.id != closed.id


@pytest.mark.parametrize(
    ("choice", "outcome"), [("for", Outcome.CARRIED), ("against", Outcome.DEFEATED)]
)
def test_the_chair_decides_a_tie_where_the_rule_says_so(poll, vote, under, person, choice, outcome):
    under(DecisionRule(tie=Tie.CHAIR))
    opened = poll()
    vote(opened, "for", "Ana", "Emil")
    vote(opened, "against", "Chen", "Dora")
    ana = person("Ana").id
    with pytest.raises(course.NotTied):
        cast_casting_vote(opened.id, by=ana, casting=choice, at=AT, on=ON)
    tied = close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    assert tied.outcome is Outcome.TIED
    assert tied.motion.outcome is None
    with pytest.raises(course.CastingVoteDecides):
        cast_casting_vote(opened.id, by=ana, casting="abstain", at=LATER, on=ON)
    cast_casting_vote(opened.id, by=ana, casting=choice, at=LATER, on=ON)
    assert tied.outcome is tied.motion.outcome is outcome
    assert Result.from_json(tied.result).tally.votes_for == 2


def test_due_polls_close_by_themselves_once(poll, vote):
    due, open_longer = poll(), poll(number=2, matter=Matter.WAGE_SCHEME)
    at = AT + timedelta(days=3)
    assert [closed.id for closed in close_due(at=at, on=at.date())] == [due.id]
    assert close_due(at=at, on=at.date()) == []
    assert open_longer.closed_at is None
    assert due.closed_by_id is None


def test_the_record_tells_the_course_and_no_running_count(poll, vote):
    opened = poll()
    vote(opened, "for", "Ana")
    vote(opened, "against", "Ana")
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    db.commit()
    assert chain_fault() is None
    events = db.session.scalars(
        select(Event).where(Event.subject == f"poll {opened.id}").order_by(Event.number)
    ).all()
    assert [event.kind for event in events] == [
        "poll-opened",
        "ballot-cast",
        "ballot-cast",
        "poll-closed",
    ]
    assert [event.data for event in events[1:3]] == [{"turn": 1}, {"turn": 2}]
