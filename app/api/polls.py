"""Votes and their results as callers read them."""

from datetime import datetime
from typing import Any

import msgspec

from app.api.values import Answer
from app.bylaws.rules.matters import Matter
from app.errors import RuleViolation
from app.motions.models import Method, Outcome
from app.voting import queries
from app.voting.queries import PollView
from app.voting.questions import titles_of
from app.voting.reports import to_json as count_to_json
from app.voting.roll.queries import held_votes
from app.voting.rules.marks import words_of
from app.voting.rules.selection import Selection
from app.voting.rules.tally import Result
from app.voting.verdicts import PollResult as Counted
from app.web.language import speak


class PollResult(Answer):
    """The count and what it comes to by the rule that stood at opening. `needed`: how many had
    to be for it; `casting`: the chair's vote that decided a tie. Of a vote between options there
    is no for and against; `chosen` are the numbers of those that won, and `count` is what
    `artel voting count` writes."""

    votes_for: int | None = msgspec.field(name="for")
    against: int | None
    abstain: int | None
    marks: dict[str, int]
    chosen: list[int]
    count: dict[str, Any] | None
    entitled: int
    present: int | None
    verdict: str
    headline: str
    why: str
    quorum: str | None
    needed: int | None
    casting: str | None


class Obstacle(Answer):
    """A rule in the way, as a refusal names it, and what it says."""

    type: str
    detail: str


class PollLine(Answer):
    """A vote; `stage`: open, sealed (secret, closed, its urn not yet opened), void, or the
    outcome. `on_roll` and `choice` are your own, as the ballot of its method is written; a secret
    choice is known to nobody."""

    id: int
    question: str
    motion_id: int
    motion_number: int | None
    amendment_id: int | None
    """Of a vote on an amendment of the motion."""
    amendment_number: int | None
    unit: str
    secret: bool
    method: Method
    seats: int
    stage: str
    opened_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    voided_at: datetime | None
    void_reason: str
    outcome: Outcome | None
    result: PollResult | None
    entitled: int
    voted: int
    on_roll: bool
    choice: str | None
    assembly_id: int | None


class Poll(PollLine):
    """A vote with the motion's text and the rule by which it is judged."""

    text: str
    options: list[str]
    """The titles, numbered from 1 on a ballot."""
    answers: list[str]
    """The words that a ballot may say as its `choice`."""
    ballot: dict[str, Any]
    seed: str | None
    matter: Matter
    rule_id: int
    clause: str
    rule: dict[str, Any]
    roll_hash: str
    obstacle: Obstacle | None
    """Why you cannot vote now: it is over, you are not on the roll, somebody votes for you, your
    ballot is final. Null if you can."""
    held: list[int]
    """For whom you vote, by proxy."""


def poll_told(poll: PollView, at: datetime) -> Poll:
    terms = queries.poll_terms(poll.id)
    return Poll(
        **_facts(poll),
        text=terms.motion.text,
        options=list(titles_of(poll.id)),
        answers=list(words_of(poll.method)),
        ballot=poll.ballot,
        seed=poll.seed,
        matter=terms.motion.matter,
        rule_id=terms.rule_id,
        clause=terms.clause,
        rule=terms.definition,
        roll_hash=terms.roll_hash,
        obstacle=obstacle_told(queries.obstacle(poll, at)),
        held=[one.id for one in held_votes(poll.id, poll.reader_id)],
    )


def line_told(poll: PollView) -> PollLine:
    return PollLine(**_facts(poll))


def obstacle_told(found: RuleViolation | None) -> Obstacle | None:
    if found is None:
        return None
    return Obstacle(type=f"urn:artel:{type(found).__name__}", detail=speak(found.sentence))


def _facts(poll: PollView) -> dict[str, Any]:
    """The fields of a `PollLine`: those of the same name, and some that are made."""
    made = {
        "stage": poll.stage,
        "choice": poll.paper,
        "voted": poll.signed,
        "result": None if poll.result is None else _result(poll.result),
    }
    same = [name for name in PollLine.__struct_fields__ if name not in made]
    return made | {name: getattr(poll, name) for name in same}


def _result(result: Counted) -> PollResult:
    tally = result.tally if isinstance(result, Result) else None
    return PollResult(
        votes_for=tally.votes_for if tally else None,
        against=tally.against if tally else None,
        abstain=tally.abstain if tally else None,
        marks=dict(result.marks) if isinstance(result, Result) else {},
        chosen=list(result.chosen) if isinstance(result, Selection) else [],
        count=count_to_json(result.count) if isinstance(result, Selection) else None,
        entitled=result.entitled,
        present=result.present,
        verdict=result.verdict,
        headline=speak(result.headline),
        why=speak(result.why),
        quorum=speak(result.quorum) if result.quorum else None,
        needed=result.needed if isinstance(result, Result) else None,
        casting=None if result.casting is None else str(result.casting),
    )
