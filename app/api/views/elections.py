"""Elections: the list, one of them, calling one, who stands, drawing the ballot's order."""

from typing import Annotated

from flask import Response, abort
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.elections import (
    Candidacy,
    Election,
    ElectionLine,
    candidacy_told,
    election_told,
    line_told,
)
from app.api.messages import answer, answer_page, part, read_body, read_query
from app.api.moving import Moved, unit_id, words_of
from app.api.operations import operation
from app.api.values import Body, Id, Moment, Page
from app.api.views.blueprint import bp
from app.coop import today
from app.elections import actions, queries
from app.elections.forms import METHODS, MOST_STATEMENT
from app.elections.models import Candidacy as KeptCandidacy
from app.elections.models import Election as Kept
from app.errors import InvalidInput
from app.members.models import Office
from app.motions.models import Method
from app.permissions import Permission, requires
from app.sentences import say
from app.web.idempotency import commit

Terms = Annotated[list[int], Meta(max_length=100, description="Months of each seat, in order.")]
Statement = Annotated[str, Meta(max_length=MOST_STATEMENT, pattern=r"^[^\x00]*$")]


class NewElection(Moved, kw_only=True):
    """Moves that an office of a unit (`office_unit_id`; the whole co-op, unless said otherwise) is
    filled by election. `most_terms`: in a row, 0 for no limit. `method`: stv, meek, irv, approval
    or plurality."""

    office: Office
    terms: Terms
    nominations_until: Moment
    office_unit_id: Id | None = None
    most_terms: Annotated[int, Meta(ge=0, le=50)] = 0
    method: Method = Method.STV


class NewCandidacy(Body):
    """Whom you nominate: another, who then accepts, or yourself (null), who stands at once.
    `statement`: what you say to the members, of your own candidacy alone."""

    member_id: Id | None = None
    statement: Statement = ""


class NewAcceptance(Body):
    """`statement`: what you say to the members; sent again it is rewritten."""

    statement: Statement = ""


@bp.get("/elections")
@requires(Permission.BOOK_READ)
@operation(list[ElectionLine], query=Page)
def list_elections() -> Response:
    """All elections, the latest first."""
    query = read_query(Page)
    lines = queries.election_lines()
    return answer_page([line_told(line) for line in part(lines, query)], query, len(lines))


@bp.get("/elections/<int:motion_id>")
@requires(Permission.BOOK_READ)
@operation(Election)
def show_election(motion_id: int) -> Response:
    """One election with those who stand."""
    return answer(_told(_election_or_404(motion_id)))


@bp.post("/elections")
@requires(Permission.MOTION_SUBMIT)
@operation(Election, body=NewElection, status=201)
def create_election() -> Response:
    """Calls an election: its motion is handed in, and members can be nominated."""
    body: NewElection = read_body(NewElection)
    if body.method not in METHODS:
        raise InvalidInput(say("Offices are not filled by this method."), "method")
    call = actions.Call(
        office=body.office,
        unit_id=unit_id(body.office_unit_id, "office_unit_id"),
        terms=body.terms,
        most_terms=body.most_terms,
        method=body.method,
        nominations_until=body.nominations_until,
    )
    motion = actions.call_election(call, by=current_user.id, at=clock.now(), **words_of(body))
    return commit(answer(_told(_election_or_404(motion.id)), 201))


@bp.post("/elections/<int:motion_id>/candidacies")
@requires(Permission.MOTION_SUBMIT)
@operation(Candidacy, body=NewCandidacy, status=201)
def create_candidacy(motion_id: int) -> Response:
    """Nominates somebody, or yourself."""
    body: NewCandidacy = read_body(NewCandidacy)
    candidacy = actions.nominate(
        _election_or_404(motion_id),
        member_id=body.member_id or current_user.id,
        by=current_user.id,
        on=today(),
        at=clock.now(),
        statement=body.statement,
    )
    return commit(answer(candidacy_told(candidacy), 201))


@bp.post("/candidacies/<int:candidacy_id>/acceptance")
@requires(Permission.MOTION_SUBMIT)
@operation(Candidacy, body=NewAcceptance, status=201)
def create_candidacy_acceptance(candidacy_id: int) -> Response:
    """Accepts your nomination, or rewrites what you say to the members."""
    body: NewAcceptance = read_body(NewAcceptance)
    candidacy = _candidacy_or_404(candidacy_id)
    actions.accept_candidacy(
        candidacy, by=current_user.id, statement=body.statement, at=clock.now()
    )
    return commit(answer(candidacy_told(candidacy), 201))


@bp.post("/candidacies/<int:candidacy_id>/withdrawal")
@requires(Permission.MOTION_SUBMIT)
@operation(Candidacy, status=201)
def create_candidacy_withdrawal(candidacy_id: int) -> Response:
    """Declines your nomination, or stands no more. Send no body."""
    candidacy = _candidacy_or_404(candidacy_id)
    actions.withdraw_candidacy(candidacy, by=current_user.id, at=clock.now())
    return commit(answer(candidacy_told(candidacy), 201))


@bp.post("/elections/<int:motion_id>/ballot-paper")
@requires(Permission.POLL_OPEN)
@operation(Election, status=201)
def create_ballot_paper(motion_id: int) -> Response:
    """Closes nominations: those who stand are on the ballot, in the order that the published seed
    draws. Send no body."""
    election = _election_or_404(motion_id)
    actions.close_nominations(election, by=current_user.id, on=today(), at=clock.now())
    return commit(answer(_told(election), 201))


def _election_or_404(motion_id: int) -> Kept:
    return queries.election(motion_id) or abort(404)


def _candidacy_or_404(candidacy_id: int) -> KeptCandidacy:
    return queries.candidacy(candidacy_id) or abort(404)


def _told(election: Kept) -> Election:
    return election_told(election, current_user.id, on=today(), at=clock.now())
