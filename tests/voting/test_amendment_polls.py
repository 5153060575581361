"""Amendments in the assembly: each voted on by itself, then the motion as it reads."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.archive.checks.votes import votes_fault
from app.bylaws.models import Matter
from app.bylaws.rules.conditions import Compare, Number, Relation, Share
from app.bylaws.rules.courses import Stage
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Electorate, Tie, parse_rule
from app.db import db
from app.motions.actions.amending import propose_amendment
from app.motions.models import Amendment, MotionVersion, Outcome
from app.motions.rules.amendments import AmendmentSettled, AmendmentState, AmendmentsWait, OutOfTurn
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, Kind
from app.record.queries import chain_fault
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from app.voting.actions.voiding import void_poll
from app.voting.models import Poll
from app.voting.rules import course
from tests.polls import AT, FULL, ON

LATER = AT + timedelta(days=14)
TEXT = "We bake our own bread.\n\nGoran bakes it."


@pytest.fixture
def put_in(motion, person):
    """The motion as handed in, on wages: seven days, and two thirds carry it."""
    moved = motion(text=TEXT, matter=Matter.WAGE_SCHEME)
    version = {"title": moved.title, "text": TEXT, "effect": {}, "by_id": moved.mover_id}
    db.session.add(MotionVersion(motion_id=moved.id, version=1, changes=[], at=AT, **version))
    db.session.flush()
    return moved


@pytest.fixture
def amend(put_in, person):
    def propose(number, text, name="Emil"):
        return propose_amendment(
            put_in,
            by=person(name).id,
            changes=[Change(Kind.REPLACE, number, text)],
            effect=Effect(put_in.effect_kind, put_in.effect),
            reason="",
            at=AT,
        )

    return propose


@pytest.fixture
def put(put_in, person):
    def open_(amendment=None):
        return open_poll(put_in, by=person("Ana").id, at=AT, on=ON, amendment=amendment)

    return open_


def close(poll):
    return close_poll(poll.id, by=None, at=LATER, on=LATER.date())


def test_an_amendment_needs_a_simple_majority_and_else_the_motion_s_rule():
    two_thirds = Compare(Number.FOR, Relation.AT_LEAST, Share(2, Number.AGAINST))
    rule = DecisionRule(two_thirds, SIMPLE, Electorate.PRESENT, 7, 2, True, Tie.CHAIR)
    assert course.amendment_terms(rule) == DecisionRule(
        SIMPLE, SIMPLE, Electorate.PRESENT, 7, 2, True, Tie.CHAIR
    )


def test_the_bylaw_may_ask_for_more_to_amend():
    two_thirds = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))
    rule = DecisionRule(SIMPLE, amendment=two_thirds, stages=(Stage(7, SIMPLE),))
    assert course.amendment_terms(rule) == DecisionRule(two_thirds)


def test_amendments_are_decided_then_the_motion_is_put_as_it_reads(put_in, amend, put, vote):
    amendment = amend(2, "Fatima bakes it.")
    with pytest.raises(AmendmentsWait):
        put()
    poll = put(amendment)
    assert parse_rule(poll.rule).majority == SIMPLE
    with pytest.raises(course.PollHeld):
        put()
    with pytest.raises(course.PollHeld):
        put(amendment)
    vote(poll, "for", "Ana", "Chen", "Emil", "Dora")
    vote(poll, "against", "Fatima", "Goran")
    assert close(poll).outcome is Outcome.CARRIED
    assert amendment.state is AmendmentState.CARRIED
    assert put_in.text == "We bake our own bread.\n\nFatima bakes it."
    assert (put_in.outcome, put_in.decided_at, put_in.decision_id) == (None, None, None)
    with pytest.raises(AmendmentSettled):
        put(amendment)
    final = put()
    assert parse_rule(final.rule).majority != SIMPLE
    assert put_in.poll_id == final.id
    vote(final, "for", "Ana", "Chen", "Emil", "Dora", "Fatima", "Goran")
    assert close(final).outcome is Outcome.CARRIED
    assert put_in.decision_id
    db.commit()
    assert (chain_fault(), votes_fault()) == (None, None)


@pytest.mark.parametrize("choice", ["against", "abstain"])
def test_a_defeated_amendment_leaves_the_motion_as_it_was(put_in, amend, put, vote, choice):
    amendment = amend(2, "Fatima bakes it.")
    poll = put(amendment)
    vote(poll, choice, "Ana", "Chen", "Emil", "Dora", "Fatima")
    assert close(poll).outcome is Outcome.DEFEATED
    assert put_in.text == TEXT
    put()


def test_a_void_vote_on_an_amendment_decides_nothing(put_in, amend, put, person):
    amendment = amend(2, "Fatima bakes it.")
    poll = put(amendment)
    void_poll(poll.id, by=person("Ana").id, reason="The wrong one.", at=AT)
    assert amendment.state is AmendmentState.OPEN
    with pytest.raises(AmendmentsWait):
        put()
    assert put(amendment).id != poll.id


def test_the_most_far_reaching_is_put_first(amend, put):
    milder, farther = amend(2, "Goran bakes it well."), amend(1, "We buy bread.", "Fatima")
    with pytest.raises(OutOfTurn, match="Amendment 2"):
        put(milder)
    assert put(farther).amendment_id == farther.id


def test_behind_the_rules_the_database_keeps_one_vote_at_a_time(put_in, amend, put):
    poll = put(amend(2, "Fatima bakes it."))
    same = {
        column.name: getattr(poll, column.name)
        for column in Poll.__table__.columns
        if column.name not in {"id", "amendment_id"}
    }
    db.session.add(Poll(**same))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_an_amendment_is_put_and_voted_on_from_the_pages(put_in, amend, as_member, freeze):
    amendment = amend(2, "Fatima bakes it.")
    db.commit()
    freeze(AT)
    ana, emil = as_member("Ana"), as_member("Emil")
    asked = f"/polls/new?motion={put_in.id}&amendment={amendment.id}"
    assert "Put amendment 1 of motion 1 to the vote" in ana.get(asked).text
    assert emil.get(asked).status_code == 403
    assert ana.get(f"/polls/new?motion={put_in.id}&amendment=99").status_code == 404
    form = {"motion_id": put_in.id, "amendment_id": amendment.id}
    assert ana.post("/polls/", data={"motion_id": put_in.id}).status_code == 409
    late = form | {"closes_at": "2026-03-03T10:00"}
    assert ana.post("/polls/", data=late).status_code == 409
    assert ana.post("/polls/", data=form | {"closes_at": "soon"}).status_code == 422
    address = ana.post("/polls/", data=form).location
    page = emil.get(address).text
    assert "Amendment 1: Motion 1" in page
    assert "comes in: </span>Fatima</ins>" in page
    assert "The motion as it reads now" in page
    assert "Vote on an amendment: Motion 1" in emil.get("/").text
    assert "Amendment 1: Motion 1" in emil.get("/polls/").text
    assert "vote open" in emil.get(f"/motions/{put_in.id}").text
    for name in FULL:
        ballot = as_member(name).post(f"{address}/ballot", data={"choice": "for"})
        assert ballot.status_code == 302
    freeze(LATER)
    ana.post(f"{address}/closure")
    amendment = db.session.scalars(select(Amendment)).one()
    assert amendment.state is AmendmentState.CARRIED
    page = emil.get(f"/motions/{put_in.id}").text
    assert "Amendment 1 by Emil was carried" in emil.get(f"/motions/{put_in.id}/versions").text
    assert "The vote on it" in page
    assert "Carried: 6 for" in emil.get(address).text
