"""Votes: the list, one of them, a ballot, the closing."""

from datetime import datetime
from typing import Any

import msgspec
from flask import Response, abort
from flask_login import current_user

from app import clock
from app.api.messages import answer, answer_page, part, read_body, read_query
from app.api.operations import operation
from app.api.values import Answer, Body, Page
from app.api.views.blueprint import bp
from app.bylaws.rules.matters import Matter
from app.coop import founded_coop
from app.enactment.actions import enact_due
from app.errors import InvalidInput
from app.motions.models import Method, Outcome
from app.permissions import Permission, requires
from app.sentences import say
from app.voting import queries
from app.voting.actions import cast_ballot, cast_secret_ballot, close_poll
from app.voting.queries import PollView
from app.voting.questions import titles_of
from app.voting.reports import to_json as count_to_json
from app.voting.rules.marks import write_approved, write_ranks
from app.voting.rules.selection import Selection
from app.voting.rules.tally import Result
from app.voting.verdicts import PollResult as Counted
from app.web.idempotency import commit
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
    ballot: dict[str, Any]
    seed: str | None
    matter: Matter
    rule_id: int
    clause: str
    rule: dict[str, Any]
    roll_hash: str


class NewBallot(Body):
    """Your ballot in one of these forms, by the method of the vote. `choice`: one of the words of
    a motion ("for"), of consent ("agree") or grades ("fully"), the number of an option, or
    "abstain". `ranks`: the numbers of options, first rank first, several at one rank where the
    method allows it. `approved`: numbers. `scores`: points or dots by number. `reason`: why you
    object, in a vote by consent."""

    choice: str | None = None
    ranks: list[list[int]] | None = None
    approved: list[int] | None = None
    scores: dict[str, int] | None = None
    reason: str = ""


class Ballot(Answer):
    """Your ballot; `turn`: 1 for the first, 2 after the first change of mind, … Of a secret one
    only the `tracker` is told, once: the words by which you find its envelope in the urn."""

    poll_id: int
    choice: str | None = None
    turn: int = 1
    at: datetime | None = None
    tracker: str | None = None


@bp.get("/polls")
@requires(Permission.BOOK_READ)
@operation(list[PollLine], query=Page)
def list_polls() -> Response:
    """Open votes, the soonest to close first, then the closed ones, the latest first."""
    query = read_query(Page)
    still_open = queries.open_polls(current_user.id)
    shown = list(part(still_open, query))
    past = queries.past_polls(
        current_user.id,
        limit=query.limit - len(shown),
        offset=max(0, query.offset - len(still_open)),
    )
    total = len(still_open) + queries.count_past_polls()
    return answer_page([PollLine(**_facts(poll)) for poll in [*shown, *past]], query, total)


@bp.get("/polls/<int:poll_id>")
@requires(Permission.BOOK_READ)
@operation(Poll)
def show_poll(poll_id: int) -> Response:
    """One vote, with its result once it is closed."""
    return answer(_poll(_view_or_404(poll_id)))


@bp.post("/polls/<int:poll_id>/ballot")
@requires(Permission.BALLOT_CAST)
@operation(Ballot, body=NewBallot, status=201)
def create_ballot(poll_id: int) -> Response:
    """Casts your ballot. Until the vote closes, another choice takes its place; a secret one is
    final."""
    body: NewBallot = read_body(NewBallot)
    paper = _paper(body)
    if _view_or_404(poll_id).secret:
        found = cast_secret_ballot(poll_id, by=current_user.id, paper=paper, at=clock.now())
        kept = answer(Ballot(poll_id=poll_id), 201)
        return commit(answer(Ballot(poll_id=poll_id, tracker=found), 201), kept=kept)
    ballot = cast_ballot(
        poll_id, by=current_user.id, paper=paper, reason=body.reason, at=clock.now()
    )
    cast = Ballot(poll_id=poll_id, choice=ballot.paper, turn=ballot.turn, at=ballot.at)
    return commit(answer(cast, 201))


@bp.post("/polls/<int:poll_id>/closure")
@requires(Permission.POLL_CLOSE)
@operation(Poll, status=201)
def create_closure(poll_id: int) -> Response:
    """Closes and counts. What is carried and due takes effect at once. Send no body."""
    _view_or_404(poll_id)
    at, on = clock.now(), clock.today(founded_coop().time_zone)
    close_poll(poll_id, by=current_user.id, at=at, on=on)
    enact_due(on=on, at=at)
    return commit(answer(_poll(_view_or_404(poll_id)), 201))


def _view_or_404(poll_id: int) -> PollView:
    return queries.poll_view(poll_id, current_user.id) or abort(404)


def _poll(poll: PollView) -> Poll:
    terms = queries.poll_terms(poll.id)
    return Poll(
        **_facts(poll),
        text=terms.motion.text,
        options=list(titles_of(poll.id)),
        ballot=poll.ballot,
        seed=poll.seed,
        matter=terms.motion.matter,
        rule_id=terms.rule_id,
        clause=terms.clause,
        rule=terms.definition,
        roll_hash=terms.roll_hash,
    )


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


def _paper(body: NewBallot) -> str:
    """The ballot in its one text. Raises InvalidInput unless exactly one form is given."""
    given = [
        body.choice,
        None if body.ranks is None else write_ranks(body.ranks),
        None if body.approved is None else write_approved(body.approved),
        None if body.scores is None else " ".join(f"{n}:{p}" for n, p in body.scores.items()),
    ]
    papers = [paper for paper in given if paper is not None]
    if len(papers) != 1:
        raise InvalidInput(say("Give one of choice, ranks, approved and scores."), "choice")
    return papers[0]


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
