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
from app.motions.models import Outcome
from app.permissions import Permission, requires
from app.voting import queries
from app.voting.actions import cast_ballot, cast_secret_ballot, close_poll
from app.voting.queries import PollView
from app.voting.rules.tally import Choice, Result
from app.web.idempotency import commit
from app.web.language import speak


class PollResult(Answer):
    """The count and what it comes to by the rule that stood at opening. `needed`: how many had
    to be for it; `casting`: the chair's vote that decided a tie."""

    votes_for: int = msgspec.field(name="for")
    against: int
    abstain: int
    entitled: int
    present: int | None
    verdict: str
    headline: str
    why: str
    quorum: str | None
    needed: int | None
    casting: Choice | None


class PollLine(Answer):
    """A vote; `stage`: open, sealed (secret, closed, its urn not yet opened), void, or the
    outcome. `on_roll` and `choice` are your own; a secret choice is known to nobody."""

    id: int
    question: str
    motion_id: int
    motion_number: int | None
    unit: str
    secret: bool
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
    choice: Choice | None
    assembly_id: int | None


class Poll(PollLine):
    """A vote with the motion's text and the rule by which it is judged."""

    text: str
    matter: Matter
    rule_id: int
    clause: str
    rule: dict[str, Any]
    roll_hash: str


class NewBallot(Body):
    choice: Choice


class Ballot(Answer):
    """Your ballot; `turn`: 1 for the first, 2 after the first change of mind, … Of a secret one
    only the `tracker` is told, once: the words by which you find its envelope in the urn."""

    poll_id: int
    choice: Choice | None = None
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
    if _view_or_404(poll_id).secret:
        found = cast_secret_ballot(poll_id, by=current_user.id, choice=body.choice, at=clock.now())
        kept = answer(Ballot(poll_id=poll_id), 201)
        return commit(answer(Ballot(poll_id=poll_id, tracker=found), 201), kept=kept)
    ballot = cast_ballot(poll_id, by=current_user.id, choice=body.choice, at=clock.now())
    cast = Ballot(poll_id=poll_id, choice=ballot.choice, turn=ballot.turn, at=ballot.at)
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
        matter=terms.motion.matter,
        rule_id=terms.rule_id,
        clause=terms.clause,
        rule=terms.definition,
        roll_hash=terms.roll_hash,
    )


def _facts(poll: PollView) -> dict[str, Any]:
    """The fields of a `PollLine`: those of the same name, and three that are made."""
    made = {
        "stage": poll.stage,
        "voted": poll.signed,
        "result": None if poll.result is None else _result(poll.result),
    }
    same = [name for name in PollLine.__struct_fields__ if name not in made]
    return made | {name: getattr(poll, name) for name in same}


def _result(result: Result) -> PollResult:
    return PollResult(
        votes_for=result.tally.votes_for,
        against=result.tally.against,
        abstain=result.tally.abstain,
        entitled=result.entitled,
        present=result.present,
        verdict=result.verdict,
        headline=speak(result.headline),
        why=speak(result.why),
        quorum=speak(result.quorum) if result.quorum else None,
        needed=result.needed,
        casting=result.casting,
    )
