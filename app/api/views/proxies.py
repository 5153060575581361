"""Giving one's vote on a motion to another member, and taking it back."""

from flask import Response, abort
from flask_login import current_user

from app import clock
from app.api.messages import answer, read_body
from app.api.operations import operation
from app.api.values import Answer, Body, Id
from app.api.views.blueprint import bp
from app.coop import today
from app.motions.models import Motion
from app.motions.queries import public_motion, rule_of
from app.permissions import Permission, requires
from app.voting.roll import proxies
from app.web.idempotency import commit


class Proxy(Answer):
    """Who votes for you on a motion (null: you do), and for whom you vote. `most`: how many votes
    one member may hold beside their own; 0 where the bylaws know no proxies."""

    motion_id: int
    holder_id: int | None
    held: list[int]
    most: int


class NewProxy(Body):
    """Who votes for you."""

    holder_id: Id


@bp.get("/motions/<int:motion_id>/proxy")
@requires(Permission.BALLOT_CAST)
@operation(Proxy)
def show_proxy(motion_id: int) -> Response:
    """Your vote on a motion, before it is put."""
    return answer(_told(_motion_or_404(motion_id)))


@bp.post("/motions/<int:motion_id>/proxy")
@requires(Permission.BALLOT_CAST)
@operation(Proxy, body=NewProxy, status=201)
def create_proxy(motion_id: int) -> Response:
    """Lets another member vote for you. When the vote opens it is written into the roll."""
    body: NewProxy = read_body(NewProxy)
    motion = _motion_or_404(motion_id)
    proxies.give_proxy(motion, by=current_user.id, holder_id=body.holder_id, at=clock.now())
    return commit(answer(_told(motion), 201))


@bp.post("/motions/<int:motion_id>/proxy/revocation")
@requires(Permission.BALLOT_CAST)
@operation(Proxy, status=201)
def create_revocation(motion_id: int) -> Response:
    """Takes your vote back, until the vote opens. Send no body."""
    motion = _motion_or_404(motion_id)
    proxies.revoke_proxy(motion, by=current_user.id, at=clock.now())
    return commit(answer(_told(motion), 201))


def _motion_or_404(motion_id: int) -> Motion:
    return public_motion(motion_id) or abort(404)


def _told(motion: Motion) -> Proxy:
    standing = proxies.standing_on(motion.id)
    return Proxy(
        motion_id=motion.id,
        holder_id=standing.given.get(current_user.id),
        held=standing.held_by(current_user.id),
        most=rule_of(motion, today()).proxies,
    )
