"""A question with several answers, put to the vote by each method, from the draft to the effect."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.archive.checks.votes import votes_fault
from app.archive.verification import verify
from app.bylaws.rules.conditions import Compare, Number, Relation, Share
from app.bylaws.rules.decisions import DecisionRule, Tie
from app.db import db
from app.errors import InvalidInput
from app.motions.models import MotionOption, MotionVersion, Outcome
from app.motions.rules.effects import EffectKind
from app.motions.rules.questions import BallotTerms, Method, Option, Question, Tied
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import cast_casting_vote, close_poll
from app.voting.models import Ballot, Poll
from app.voting.rules.course import CastingVoteDecides
from app.voting.verdicts import in_short, result_from_json
from tests.polls import AT, ON
from tests.questions import DAYS, decided_by

LATER = AT.replace(day=20)


def close(poll: Poll) -> Poll:
    """Closes and commits; a recount from the ballots finds the same."""
    close_poll(poll.id, by=None, at=LATER, on=LATER.date())
    db.commit()
    assert votes_fault() is None
    return poll


NOTHING = BallotTerms(default="None of these")


@pytest.mark.parametrize(
    ("asked", "papers", "chosen", "numbers"),
    [
        (Question(Method.PLURALITY, DAYS), ["1", "1", "2", "3"], (1,), "2 : 1 : 1"),
        (Question(Method.APPROVAL, DAYS), ["1+2", "2+3", "2", "abstain"], (2,), "3 : 1 : 1"),
        (Question(Method.APPROVAL, DAYS, 2), ["1+2", "2+1", "3"], (1, 2), "2 : 2 : 1"),
        (Question(Method.SCORE, DAYS), ["1:5 2:4", "2:4 3:1", "1:1"], (2,), "8 : 6 : 1"),
        (Question(Method.DOTS, DAYS), ["1:7 3:3", "3:10"], (3,), "13 : 7 : 0"),
        (Question(Method.IRV, DAYS), ["1>3", "1", "2>3", "3>2", "3"], (3,), "3 : 2"),
        (Question(Method.STV, DAYS, 2), ["1>2", "1>2", "1>2", "3", "3"], (1, 3), "3 : 2 : 0"),
        (Question(Method.MEEK, DAYS, 2), ["1>2", "1>2", "1", "3", "3"], (1, 3), "3 : 2 : 0"),
        (Question(Method.SCHULZE, DAYS), ["1>2=3", "2>1", "1>3"], (1,), "2 : 1"),
        (Question(Method.SCHULZE, DAYS, terms=NOTHING), ["1>4", "1>2", "4"], (1,), "2 : 1"),
    ],
    ids=lambda value: value.method.value if isinstance(value, Question) else None,
)
def test_each_method_chooses(database, question, cast, asked, papers, chosen, numbers):
    poll = question(asked)
    cast(poll, *papers)
    close(poll)
    result = result_from_json(poll.result)
    assert (poll.outcome, result.chosen, result.numbers) == (Outcome.CARRIED, chosen, numbers)
    assert result_from_json(result.to_json()) == result
    kept = select(MotionOption).order_by(MotionOption.place).where(MotionOption.place.is_not(None))
    assert tuple(option.number for option in db.session.scalars(kept)) == chosen
    names = ", ".join(DAYS[number - 1].title for number in chosen)
    decision = poll.motion.decision
    assert (decision.title, decision.tally) == (f"Which day do we meet? {names}", f"({names})")
    assert in_short(replace(result, chosen=(1, 2, 3))) == "(Monday, Tuesday, +1)"


@pytest.mark.parametrize(
    ("method", "papers", "outcome", "numbers"),
    [
        (Method.CONSENT, ["agree", "agree", "aside"], Outcome.CARRIED, "2 : 0 : 1"),
        (Method.CONSENT, ["agree", "object", "object"], Outcome.DEFEATED, "1 : 2 : 0"),
        (Method.GRADES, ["fully", "mostly", "neither", "not-at-all"], Outcome.CARRIED, "2 : 1 : 1"),
    ],
)
def test_consent_and_grades_come_to_for_and_against(
    database, question, cast, method, papers, outcome, numbers
):
    poll = question(Question(method))
    cast(poll, *papers)
    close(poll)
    result = result_from_json(poll.result)
    assert (poll.outcome, result.numbers) == (outcome, numbers)
    assert sum(result.marks.values()) == len(papers)


def test_the_chosen_option_brings_its_effect(database, question, cast, person):
    boris, igor = person("Boris").id, person("Igor").id
    options = [
        Option("Boris", effect={"member_id": boris}),
        Option("Igor", effect={"member_id": igor}),
    ]
    poll = question(Question(Method.PLURALITY, options), EffectKind.ADMIT_MEMBER)
    assert poll.motion.effect == {}
    cast(poll, *["1"] * 5)
    close(poll)
    assert poll.motion.effect == {"member_id": boris}
    assert [finding.fault for finding in verify() if finding.fault] == []
    versions = db.session.scalars(select(MotionVersion).order_by(MotionVersion.version)).all()
    assert [version.option_id is None for version in versions] == [True, False]


@pytest.mark.parametrize(
    "asked",
    [
        Question(Method.PLURALITY, DAYS[:1]),
        Question(Method.PLURALITY, (DAYS[0], Option(" monday "))),
        Question(Method.PLURALITY, (DAYS[0], Option(" "))),
        Question(Method.PLURALITY, DAYS, seats=4),
        Question(Method.IRV, DAYS, seats=2),
        Question(Method.STV, DAYS, seats=2, terms=BallotTerms(tied=Tied.BYLAW)),
        Question(Method.SCORE, DAYS, terms=BallotTerms(highest=0)),
        Question(Method.DOTS, DAYS, terms=BallotTerms(budget=0)),
        Question(Method.SCHULZE, DAYS, terms=BallotTerms(default="Friday")),
        Question(Method.SCHULZE, DAYS, terms=BallotTerms(default="No", ratio=Fraction(1, 2))),
        Question(Method.CONSENT, DAYS),
        Question(Method.PLURALITY, (DAYS[0], Option("Other", effect={}))),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(question, asked):
    with pytest.raises(InvalidInput):
        question(asked)


@pytest.mark.parametrize(
    ("asked", "papers"),
    [
        (Question(Method.PLURALITY, DAYS), ["abstain", "abstain"]),
        (Question(Method.PLURALITY, DAYS), []),
        (Question(Method.SCORE, DAYS), ["1:0"]),
        (Question(Method.SCHULZE, DAYS, terms=NOTHING), ["4>1", "4"]),
    ],
    ids=["all abstain", "no ballot", "no points", "none of these wins"],
)
def test_nothing_is_carried_that_nobody_wants(question, cast, asked, papers):
    poll = question(asked)
    cast(poll, *papers)
    assert close(poll).outcome is Outcome.DEFEATED


def test_a_tie_falls_by_the_seed_that_was_published_at_opening(question, cast):
    poll = question(Question(Method.PLURALITY, DAYS))
    assert len(poll.seed) == 32
    cast(poll, "1", "2")
    result = result_from_json(close(poll).result)
    assert result.count.tied
    assert len(result.chosen) == 1
    assert any(poll.seed in str(sentence) for sentence in result.count.log)


def test_a_tie_is_defeated_where_the_bylaw_says_so(question, cast):
    poll = question(Question(Method.PLURALITY, DAYS, terms=BallotTerms(tied=Tied.BYLAW)))
    assert poll.seed is None
    cast(poll, "1", "2")
    assert close(poll).outcome is Outcome.DEFEATED


def test_a_tie_waits_for_the_chair_where_the_bylaw_says_so(database, question, cast, person):
    decided_by(DecisionRule(tie=Tie.CHAIR))
    poll = question(Question(Method.PLURALITY, DAYS, terms=BallotTerms(tied=Tied.BYLAW)))
    cast(poll, "1", "2")
    assert close(poll).outcome is Outcome.TIED
    ana = person("Ana").id
    with pytest.raises(CastingVoteDecides):
        cast_casting_vote(poll.id, by=ana, casting="3", at=LATER, on=ON)
    cast_casting_vote(poll.id, by=ana, casting="2", at=LATER, on=ON)
    assert (poll.outcome, result_from_json(poll.result).chosen) == (Outcome.CARRIED, (2,))
    db.commit()
    assert votes_fault() is None


def test_without_a_quorum_nothing_is_decided(question, cast):
    half = Compare(Number.VALID, Relation.AT_LEAST, Share(Fraction(1, 2), Number.ENTITLED))
    decided_by(DecisionRule(quorum=half))
    poll = question(Question(Method.APPROVAL, DAYS))
    cast(poll, "1", "1")
    assert close(poll).outcome is Outcome.INQUORATE


@pytest.mark.parametrize(
    ("papers", "outcome"), [(["1", "1", "2"], "carried"), (["1", "1", "2", "3"], "defeated")]
)
def test_a_bylaw_that_asks_for_more_judges_the_option_that_comes_first(
    question, cast, papers, outcome
):
    """No question is a way around a majority of two thirds."""
    two_thirds = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))
    decided_by(DecisionRule(majority=two_thirds))
    poll = question(Question(Method.PLURALITY, DAYS))
    cast(poll, *papers)
    assert close(poll).outcome == outcome


def test_an_altered_option_is_found(question, cast):
    poll = question(Question(Method.IRV, DAYS))
    cast(poll, "1>2", "1")
    close(poll)
    poll.ballot = poll.ballot | {"options": 2}
    db.session.flush()
    assert "options" in str(votes_fault())


def test_a_casting_vote_does_not_stand_in_for_a_higher_majority(question, cast):
    two_thirds = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))
    decided_by(DecisionRule(majority=two_thirds, tie=Tie.CHAIR))
    poll = question(Question(Method.PLURALITY, DAYS, terms=BallotTerms(tied=Tied.BYLAW)))
    cast(poll, "1", "2")
    assert close(poll).outcome is Outcome.DEFEATED


def test_a_reason_is_kept_where_the_vote_is_by_consent_alone(question, person):
    emil = person("Emil").id
    for method, paper, kept in [
        (Method.CONSENT, "object", "The oven is too small."),
        (Method.PLURALITY, "1", ""),
    ]:
        poll = question(Question(method, DAYS if method.has_options else ()))
        cast_ballot(poll.id, by=emil, paper=paper, reason="The oven is too small.", at=AT)
        reasons = select(Ballot.reason).where(Ballot.poll_id == poll.id)
        assert db.session.scalars(reasons).one() == kept
