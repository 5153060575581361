"""Amendments of a motion: the list in its order of voting, proposing one, what becomes of it."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from flask import Response, abort
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.effects import EffectBody, effect_of, told_effect
from app.api.messages import answer, read_body
from app.api.operations import operation
from app.api.values import Answer, Body, Id, Text
from app.api.views.blueprint import bp
from app.api.views.motions import motion_or_404
from app.motions.actions import amending
from app.motions.amendments import queries
from app.motions.models import Amendment as Kept
from app.motions.models import Motion
from app.motions.rules.amendments import AmendmentState
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, Kind
from app.permissions import Permission, requires
from app.web.idempotency import commit


class ParagraphChange(Body):
    """A paragraph is replaced or deleted, or a text is inserted after it (0: at the head).
    Paragraphs are what blank lines part, counted from 1."""

    kind: Kind
    paragraph: Annotated[int, Meta(ge=0, le=20_000)]
    text: Text = ""


Changes = Annotated[list[ParagraphChange], Meta(max_length=500)]


class Amendment(Answer):
    """An amendment; `version`: that of the motion for which it was written and by whose paragraphs
    `changes` are named; `place`: in the order of voting, null where it does not wait."""

    id: int
    number: int
    motion_id: int
    mover_id: int
    mover: str
    version: int
    changes: list[ParagraphChange]
    effect: dict[str, Any]
    reason: str
    at: datetime
    state: AmendmentState
    place: int | None
    poll_id: int | None


class NewAmendment(Body):
    """A proposal to change single paragraphs of a motion that is handed in, or what it does
    (`effect`, of the same kind). `version`: the one you read; the latest, unless said otherwise."""

    changes: Changes = msgspec.field(default_factory=list)
    effect: EffectBody | None = None
    reason: Text = ""
    version: Id | None = None


class VotingOrder(Body):
    """The `numbers` of all amendments that wait, the first to be voted on first."""

    numbers: Annotated[list[Id], Meta(max_length=500)]


@bp.get("/motions/<int:motion_id>/amendments")
@requires(Permission.BOOK_READ)
@operation(list[Amendment])
def list_amendments(motion_id: int) -> Response:
    """All amendments of a motion, by number."""
    return answer(_all(motion_or_404(motion_id)))


@bp.post("/motions/<int:motion_id>/amendments")
@requires(Permission.MOTION_SUBMIT)
@operation(Amendment, body=NewAmendment, status=201)
def create_amendment(motion_id: int) -> Response:
    """Proposes an amendment. The mover of the motion accepts it, or it is voted on first."""
    body: NewAmendment = read_body(NewAmendment)
    motion = motion_or_404(motion_id)
    present = Effect(motion.effect_kind, motion.effect)
    amendment = amending.propose_amendment(
        motion,
        by=current_user.id,
        changes=[Change(one.kind, one.paragraph, one.text) for one in body.changes],
        effect=present if body.effect is None else effect_of(body.effect),
        reason=body.reason,
        version=body.version,
        at=clock.now(),
    )
    return commit(answer(_one(amendment), 201))


@bp.post("/amendments/<int:amendment_id>/acceptance")
@requires(Permission.MOTION_SUBMIT)
@operation(Amendment, status=201)
def create_acceptance(amendment_id: int) -> Response:
    """The mover of the motion takes it over: the motion reads so from now on. Send no body."""
    amendment = _amendment_or_404(amendment_id)
    amending.accept_amendment(amendment, by=current_user.id, at=clock.now())
    return commit(answer(_one(amendment), 201))


@bp.post("/amendments/<int:amendment_id>/refusal")
@requires(Permission.MOTION_SUBMIT)
@operation(Amendment, status=201)
def create_refusal(amendment_id: int) -> Response:
    """The mover of the motion does not take it over: it is voted on. Send no body."""
    amendment = _amendment_or_404(amendment_id)
    amending.decline_amendment(amendment, by=current_user.id, at=clock.now())
    return commit(answer(_one(amendment), 201))


@bp.post("/amendments/<int:amendment_id>/withdrawal")
@requires(Permission.MOTION_SUBMIT)
@operation(Amendment, status=201)
def create_amendment_withdrawal(amendment_id: int) -> Response:
    """Who proposed it takes it back. Send no body."""
    amendment = _amendment_or_404(amendment_id)
    amending.withdraw_amendment(amendment, by=current_user.id, at=clock.now())
    return commit(answer(_one(amendment), 201))


@bp.post("/motions/<int:motion_id>/amendments/order")
@requires(Permission.POLL_OPEN)
@operation(list[Amendment], body=VotingOrder, status=201)
def update_order(motion_id: int) -> Response:
    """The chair sets the order of voting."""
    body: VotingOrder = read_body(VotingOrder)
    motion = motion_or_404(motion_id)
    amending.order_amendments(motion, body.numbers, by=current_user.id, at=clock.now())
    return commit(answer(_all(motion), 201))


def _amendment_or_404(amendment_id: int) -> Kept:
    return queries.amendment(amendment_id) or abort(404)


def _one(amendment: Kept) -> Amendment:
    return next(one for one in _all(amendment.motion) if one.id == amendment.id)


def _all(motion: Motion) -> list[Amendment]:
    order = [one.amendment.number for one in queries.waiting_for_vote(motion)]
    return [_amendment(one, mover, order) for one, mover in queries.amendments_of(motion.id)]


def _amendment(one: Kept, mover: str, order: list[int]) -> Amendment:
    return Amendment(
        id=one.id,
        number=one.number,
        motion_id=one.motion_id,
        mover_id=one.mover_id,
        mover=mover,
        version=one.version,
        changes=[msgspec.convert(change, ParagraphChange) for change in one.changes],
        effect=told_effect(one.motion.effect_kind, one.effect),
        reason=one.reason,
        at=one.at,
        state=one.state,
        place=order.index(one.number) + 1 if one.number in order else None,
        poll_id=one.poll_id,
    )
