"""Petitions for a recall: the list, one of them, starting, signing, taking one back."""

from datetime import datetime
from typing import Annotated

from flask import Response, abort
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.messages import answer, answer_page, part, read_body, read_query
from app.api.operations import operation
from app.api.seats import Person
from app.api.values import Answer, Body, Line, Page
from app.api.views.blueprint import bp
from app.coop import today
from app.elections.models import Petition as Kept
from app.elections.petitions import actions, queries
from app.permissions import Permission, requires
from app.web.idempotency import commit


class PetitionLine(Answer):
    """A petition in a list; `signed` of `needed` signatures; `has_lapsed`: its time is over."""

    id: int
    title: str
    signed: int
    needed: int
    is_reached: bool
    is_withdrawn: bool
    has_lapsed: bool


class Petition(Answer):
    """Members ask that somebody is recalled. With enough signatures the recall is moved
    (`motion_id`) and put to the vote by itself; nothing is suspended before it is carried."""

    id: int
    title: str
    reason: str
    mandate_id: int
    member_id: int
    member: str
    needed: int
    started_by_id: int
    started_at: datetime
    ends_at: datetime | None
    """Until when it can be signed; null: without end."""
    withdrawn_at: datetime | None
    reached_at: datetime | None
    motion_id: int | None
    signers: list[Person]


class NewPetition(Body):
    """What is to be decided, and why: everybody reads it."""

    title: Annotated[Line, Meta(min_length=1)]
    reason: Annotated[str, Meta(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")]


@bp.get("/petitions")
@requires(Permission.BOOK_READ)
@operation(list[PetitionLine], query=Page)
def list_petitions() -> Response:
    """All petitions, the latest first."""
    query = read_query(Page)
    lines = queries.petition_lines(clock.now())
    names = PetitionLine.__struct_fields__
    shown = [
        PetitionLine(**{name: getattr(line, name) for name in names}) for line in part(lines, query)
    ]
    return answer_page(shown, query, len(lines))


@bp.get("/petitions/<int:petition_id>")
@requires(Permission.BOOK_READ)
@operation(Petition)
def show_petition(petition_id: int) -> Response:
    """One petition with who signed it."""
    return answer(_told(_petition_or_404(petition_id)))


@bp.post("/mandates/<int:mandate_id>/petition")
@requires(Permission.MOTION_SUBMIT)
@operation(Petition, body=NewPetition, status=201)
def create_petition(mandate_id: int) -> Response:
    """Asks that who holds an office (`GET /mandates`) is recalled; you sign it thereby."""
    body: NewPetition = read_body(NewPetition)
    petition = actions.start_petition(
        queries.mandate_held(mandate_id, today()) or abort(404),
        by=current_user.id,
        title=body.title,
        reason=body.reason,
        on=today(),
        at=clock.now(),
    )
    return commit(answer(_told(petition), 201))


@bp.post("/petitions/<int:petition_id>/signature")
@requires(Permission.MOTION_SUBMIT)
@operation(Petition, status=201)
def create_signature(petition_id: int) -> Response:
    """Signs it. The last signature that was needed puts the recall to the vote. Send no body."""
    petition = _petition_or_404(petition_id)
    actions.sign_petition(petition, by=current_user.id, on=today(), at=clock.now())
    return commit(answer(_told(petition), 201))


@bp.post("/petitions/<int:petition_id>/signature/withdrawal")
@requires(Permission.MOTION_SUBMIT)
@operation(Petition, status=201)
def create_signature_withdrawal(petition_id: int) -> Response:
    """Withdraws your signature, while signatures are collected. Send no body."""
    petition = _petition_or_404(petition_id)
    actions.withdraw_signature(petition, by=current_user.id, at=clock.now())
    return commit(answer(_told(petition), 201))


@bp.post("/petitions/<int:petition_id>/withdrawal")
@requires(Permission.MOTION_SUBMIT)
@operation(Petition, status=201)
def create_petition_withdrawal(petition_id: int) -> Response:
    """Takes back a petition that you started. Send no body."""
    petition = _petition_or_404(petition_id)
    actions.withdraw_petition(petition, by=current_user.id, at=clock.now())
    return commit(answer(_told(petition), 201))


def _petition_or_404(petition_id: int) -> Kept:
    return queries.petition(petition_id) or abort(404)


def _told(petition: Kept) -> Petition:
    return Petition(
        id=petition.id,
        title=petition.title,
        reason=petition.reason,
        mandate_id=petition.mandate_id,
        member_id=petition.mandate.member_id,
        member=petition.mandate.member.name,
        needed=petition.needed,
        started_by_id=petition.started_by_id,
        started_at=petition.started_at,
        ends_at=petition.ends_at,
        withdrawn_at=petition.withdrawn_at,
        reached_at=petition.reached_at,
        motion_id=petition.motion_id,
        signers=[Person(id=one.id, name=one.name) for one in queries.signers(petition.id)],
    )
