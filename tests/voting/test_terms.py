"""A vote after a vote: other majorities, a second call, and a demand for more."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from app.archive.checks.votes import votes_fault
from app.bylaws.rules.conditions import Compare, Number, Relation, Share
from app.bylaws.rules.courses import Confirmation, Demand, SecondCall, Stage
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Verdict
from app.bylaws.rules.rounds import called_again, raised
from app.db import db
from app.enactment.actions import enact_due
from app.motions.actions.amending import accept_amendment, propose_amendment
from app.motions.actions.moving import move_motion, second_motion
from app.motions.models import EffectKind, MotionVersion, Outcome
from app.motions.queries import course_of
from app.motions.rules.course import AlreadyRaised, NothingToDemand, State
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, Kind
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from app.voting.rules.terms import LastVote, TooSoonAgain, earliest, terms_now
from tests.polls import AT, ON

CONSENT = Compare(Number.AGAINST, Relation.AT_MOST, 0)
TWO_THIRDS = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))
HALF, FIFTH = (
    Compare(Number.VALID, Relation.AT_LEAST, Share(Fraction(1, part), Number.ENTITLED))
    for part in (2, 5)
)
STAGED = DecisionRule(CONSENT, HALF, stages=(Stage(7, TWO_THIRDS, HALF), Stage(0, SIMPLE)))
CALLED = DecisionRule(SIMPLE, HALF, second_call=SecondCall(14, FIFTH))
TWICE = DecisionRule(SIMPLE, HALF, confirmation=Confirmation(14, TWO_THIRDS, 31, FIFTH))
LATER = AT + timedelta(days=1)


def last(verdict, rule):
    return LastVote(verdict, AT, rule)


@pytest.mark.parametrize(
    ("rule", "before", "days", "majority", "quorum"),
    [
        (STAGED, None, 0, CONSENT, HALF),
        (STAGED, (Verdict.REFERRED, 0), 7, TWO_THIRDS, HALF),
        (STAGED, (Verdict.REFERRED, 1), 0, SIMPLE, None),
        (STAGED, (Verdict.INQUORATE, 1), 0, TWO_THIRDS, HALF),  # a stage once reached stays
        (CALLED, (Verdict.INQUORATE, 0), 14, SIMPLE, FIFTH),
        (CALLED, (Verdict.INQUORATE, 0), 15, SIMPLE, HALF),  # too late for a second call
        (TWICE, (Verdict.CARRIED_ONCE, 0), 14, TWO_THIRDS, FIFTH),
        (TWICE, (Verdict.INQUORATE, 1), 40, TWO_THIRDS, FIFTH),  # the second vote, once more
        (TWICE, (Verdict.INQUORATE, 0), 1, SIMPLE, HALF),
        (TWICE, (Verdict.CARRIED_ONCE, 0), 32, SIMPLE, HALF),  # too late for the second vote
    ],
)
def test_the_vote_before_says_which_rule_holds(rule, before, days, majority, quorum):
    vote = None
    if before is not None:
        verdict, stage = before
        held = rule if stage == 0 else DecisionRule(TWO_THIRDS, HALF, stages=rule.stages[1:])
        vote = last(verdict, held)
    terms = terms_now(rule, vote, AT + timedelta(days=days))
    assert (terms.majority, terms.quorum) == (majority, quorum)


def test_after_a_second_call_comes_a_first_one_again():
    called = terms_now(CALLED, last(Verdict.INQUORATE, CALLED), LATER)
    assert called.second_call is None
    assert terms_now(CALLED, last(Verdict.INQUORATE, called), LATER) == CALLED


def test_a_majority_raised_after_a_vote_holds_at_its_second_call_too():
    calls = SecondCall(14, FIFTH, then=SecondCall(14, FIFTH, final=True, majority=SIMPLE))
    rule = replace(CALLED, second_call=calls, demand=Demand(TWO_THIRDS))
    second = terms_now(raised(rule), last(Verdict.INQUORATE, rule), LATER)
    assert second == called_again(raised(rule))
    third = terms_now(raised(rule), last(Verdict.INQUORATE, called_again(rule)), LATER)
    assert third == called_again(second)


def test_only_a_fallback_has_to_wait():
    assert earliest(last(Verdict.REFERRED, STAGED)) == AT + timedelta(days=7)
    assert earliest(last(Verdict.INQUORATE, STAGED)) is None
    assert earliest(last(Verdict.CARRIED_ONCE, TWICE)) == AT + timedelta(days=14)


@pytest.fixture
def put_again(person):
    def open_again(motion, at):
        return open_poll(motion, by=person("Ana").id, at=at, on=at.date())

    return open_again


@pytest.fixture
def ended(vote):
    """Casts ballots and closes when due."""

    def end(poll, **names):
        for choice, voters in names.items():
            vote(poll, choice.rstrip("_"), *voters)
        at = poll.closes_at
        return close_poll(poll.id, by=None, at=at, on=at.date())

    return end


@pytest.mark.usefixtures("context")
def test_failing_consent_it_is_put_again_after_its_days_by_the_other_majority(
    under, poll, ended, put_again, vote
):
    under(replace(STAGED, stages=(Stage(7, TWO_THIRDS),), second_call=SecondCall(14, FIFTH)))
    first = ended(poll(), for_=["Ana", "Chen", "Dora", "Emil"], against=["Goran"])
    assert first.outcome is first.motion.outcome is Outcome.REFERRED
    assert course_of(first.motion, ON).state is State.READY
    with pytest.raises(TooSoonAgain):
        put_again(first.motion, LATER)
    week_later = first.closed_at + timedelta(days=7)
    second = put_again(first.motion, week_later)
    for name in ("Ana", "Chen", "Dora", "Emil"):
        vote(second, "for", name)
    vote(second, "against", "Goran")
    closed = close_poll(second.id, by=None, at=second.closes_at, on=second.closes_at.date())
    assert closed.outcome is closed.motion.outcome is Outcome.CARRIED
    db.commit()
    assert votes_fault() is None


@pytest.mark.usefixtures("context")
def test_what_is_carried_once_is_decided_by_the_second_vote(under, poll, ended, put_again, vote):
    under(TWICE)
    first = ended(poll(), for_=["Ana", "Chen", "Dora"], against=["Goran"])
    assert first.outcome is first.motion.outcome is Outcome.CARRIED_ONCE
    assert first.motion.decision is None
    assert course_of(first.motion, ON).state is State.READY
    with pytest.raises(TooSoonAgain):
        put_again(first.motion, first.closed_at + timedelta(days=13))
    second = put_again(first.motion, first.closed_at + timedelta(days=14))
    for name in ("Ana", "Chen", "Dora"):
        vote(second, "for", name)
    vote(second, "against", "Goran")
    closed = close_poll(second.id, by=None, at=second.closes_at, on=second.closes_at.date())
    assert closed.outcome is closed.motion.outcome is Outcome.CARRIED
    assert closed.motion.decision.tally == "3 : 1 : 0"
    db.commit()
    assert votes_fault() is None


@pytest.mark.usefixtures("context")
def test_an_amended_motion_starts_anew(under, poll, ended, put_again, person):
    under(STAGED)
    first = ended(poll(), for_=["Ana", "Emil"], against=["Goran"])
    motion, dora = first.motion, person("Dora").id
    words = {"title": motion.title, "text": motion.text, "effect": {}, "by_id": motion.mover_id}
    db.session.add(MotionVersion(motion_id=motion.id, version=1, at=AT, **words))
    amendment = propose_amendment(
        motion,
        by=dora,
        changes=[Change(Kind.REPLACE, 1, "We bake cake.")],
        effect=Effect(EffectKind.RESOLUTION),
        reason="",
        at=first.closed_at,
    )
    accept_amendment(amendment, by=motion.mover_id, at=first.closed_at + timedelta(minutes=1))
    again = put_again(motion, first.closed_at + timedelta(days=1))
    assert again.rule == STAGED.to_json()


@pytest.mark.usefixtures("context")
def test_a_second_call_has_the_other_quorum(under, poll, ended, put_again, vote):
    under(CALLED)
    first = ended(poll(), for_=["Ana", "Emil"])
    assert first.outcome is Outcome.INQUORATE
    second = put_again(first.motion, first.closed_at)
    vote(second, "for", "Ana", "Emil")
    at = second.closes_at
    assert close_poll(second.id, by=None, at=at, on=at.date()).outcome is Outcome.CARRIED


RAISABLE = DecisionRule(SIMPLE, demand=Demand(TWO_THIRDS, seconders=1))


@pytest.fixture
def demand(person):
    def hand_in(motion):
        effect = Effect(EffectKind.RAISE_MAJORITY, {"motion_id": motion.id})
        by = person("Goran").id
        demand = move_motion(
            by=by,
            unit_id=motion.unit_id,
            title="Two thirds",
            text="For the bread.",
            effect=effect,
            at=AT,
        )
        second_motion(demand, by=person("Fatima").id, at=AT)
        return demand

    return hand_in


@pytest.mark.usefixtures("context")
def test_a_demand_needs_the_majority_that_it_asks_for(under, motion, demand, put_again, ended):
    under(RAISABLE)
    bread = motion()
    asked = ended(put_again(demand(bread), AT), for_=["Goran", "Emil"], against=["Ana", "Chen"])
    assert asked.motion.matter == bread.matter
    assert asked.outcome is Outcome.DEFEATED
    assert bread.raised_by_id is None


@pytest.mark.usefixtures("context")
def test_a_carried_demand_raises_the_majority_of_its_motion(
    under, motion, demand, put_again, ended
):
    under(RAISABLE)
    bread = motion()
    asked = ended(put_again(demand(bread), AT), for_=["Goran", "Emil"], against=["Ana"])
    enact_due(on=asked.closed_at.date(), at=asked.closed_at)
    assert bread.raised_by_id == asked.motion.decision_id
    poll = put_again(bread, asked.closed_at)
    voted = ended(poll, for_=["Ana", "Chen", "Dora"], against=["Emil", "Goran"])
    assert voted.outcome is Outcome.DEFEATED  # 3 of 5 are fewer than two thirds
    db.commit()
    assert votes_fault() is None


@pytest.mark.usefixtures("context")
def test_a_demand_is_made_once_and_only_where_the_bylaws_know_one(under, motion, demand):
    bread = motion()
    with pytest.raises(NothingToDemand):
        demand(bread)
    under(RAISABLE)
    bread.raised_by_id = 1
    with pytest.raises(AlreadyRaised):
        demand(bread)
