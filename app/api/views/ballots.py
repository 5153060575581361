"""Casting a ballot, and who voted how once the vote is closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

from flask import Response
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.messages import answer, read_body
from app.api.operations import operation
from app.api.values import Answer, Body, Id
from app.api.views.blueprint import bp
from app.api.views.polls import view_or_404
from app.errors import InvalidInput
from app.motions.models import Method
from app.permissions import Permission, requires
from app.sentences import say
from app.voting.actions.casting import cast_ballot, cast_secret_ballot
from app.voting.roll import queries as roll_queries
from app.voting.rules.marks import write_approved, write_ranks
from app.voting.rules.proxies import NotYourProxy
from app.web.idempotency import commit

Reason = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00]*$")]


class Marks(Body):
    """A ballot in one of four forms, by the method of the vote."""

    choice: str | None = None
    ranks: list[list[int]] | None = None
    approved: list[int] | None = None
    scores: dict[str, int] | None = None


class NewBallot(Marks, kw_only=True):
    """Your ballot in one of four forms, by the method of the vote. `choice`: one of its
    `answers`, or in plurality the number of an option, such as "2". `approved`, in approval:
    numbers of options, such as [1, 3]. `scores`, in score and dots: points by number, such as
    {"1": 5, "3": 2}. `ranks`, in irv, stv, meek and schulze: numbers, the first rank first, such
    as [[3], [1]]; in schulze several may share a rank. `reason`: in a vote by consent, why you
    object; an objection needs one. `voter_id`: by proxy, for whom you vote."""

    reason: Reason = ""
    voter_id: Id | None = None


class Ballot(Answer):
    """Your ballot; `turn`: 1 for the first, 2 after the first change of mind, … Of a secret one
    only the `tracker` is told, once: the words by which you find its envelope in the urn."""

    poll_id: int
    choice: str | None = None
    turn: int = 1
    at: datetime | None = None
    tracker: str | None = None


class RollLine(Answer):
    """Who is on the roll, by their number in the register; `holder_number`: who votes for them.
    `choice` and `reason` are told when the vote has closed; a secret choice is known to nobody,
    and whose paper ballot is whose neither."""

    number: int
    name: str
    votes: int
    holder_number: int | None
    on_paper: bool
    signed: bool
    choice: str | None
    reason: str | None


@bp.get("/polls/<int:poll_id>/ballots")
@requires(Permission.BOOK_READ)
@operation(list[RollLine])
def list_ballots(poll_id: int) -> Response:
    """The roll as it was fixed at opening; with every open ballot once the vote is closed."""
    is_told = view_or_404(poll_id).result is not None
    return answer([_line(line, is_told) for line in roll_queries.roll_lines(poll_id)])


@bp.post("/polls/<int:poll_id>/ballot")
@requires(Permission.BALLOT_CAST)
@operation(Ballot, body=NewBallot, status=201)
def create_ballot(poll_id: int) -> Response:
    """Casts your ballot, or that of somebody who gave you their vote. Until the vote closes,
    another choice takes its place; a secret one is final."""
    body: NewBallot = read_body(NewBallot)
    paper, poll = paper_of(body), view_or_404(poll_id)
    with _named_as_sent(body, poll.method):
        return _secret(poll_id, body, paper) if poll.secret else _open(poll_id, body, paper)


def _secret(poll_id: int, body: NewBallot, paper: str) -> Response:
    if body.voter_id not in {None, current_user.id}:
        raise NotYourProxy
    found = cast_secret_ballot(poll_id, by=current_user.id, paper=paper, at=clock.now())
    kept = answer(Ballot(poll_id=poll_id), 201)
    return commit(answer(Ballot(poll_id=poll_id, tracker=found), 201), kept=kept)


def _open(poll_id: int, body: NewBallot, paper: str) -> Response:
    ballot = cast_ballot(
        poll_id,
        by=current_user.id,
        paper=paper,
        reason=body.reason,
        at=clock.now(),
        voter_id=body.voter_id,
    )
    cast = Ballot(poll_id=poll_id, choice=ballot.paper, turn=ballot.turn, at=ballot.at)
    return commit(answer(cast, 201))


@contextmanager
def _named_as_sent(body: Marks, method: Method) -> Iterator[None]:
    """A fault of the ballot is told of the name that the caller sent it by; a ballot in another
    form than the method has, with the name of that form."""
    try:
        yield
    except InvalidInput as fault:
        if fault.where != "paper":
            raise
        sent = next(name for name in _FORMS if getattr(body, name) is not None)
        wanted = _form_of(method)
        why = say("This vote takes “%(name)s”.", name=wanted) if sent != wanted else fault.sentence
        raise InvalidInput(why, sent) from None


_FORMS = ("choice", "ranks", "approved", "scores")


def _form_of(method: Method) -> str:
    if method.is_ranked:
        return "ranks"
    forms = {Method.APPROVAL: "approved", Method.SCORE: "scores", Method.DOTS: "scores"}
    return forms.get(method, "choice")


def _line(line: roll_queries.RollLine, is_told: bool) -> RollLine:
    return RollLine(
        number=line.number,
        name=line.name,
        votes=line.votes,
        holder_number=line.holder_number,
        on_paper=line.on_paper,
        signed=line.signed,
        choice=line.paper if is_told else None,
        reason=line.reason or None if is_told else None,
    )


def paper_of(body: Marks) -> str:
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
