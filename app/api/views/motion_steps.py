"""What a motion goes through before the vote: handed in, seconded, or taken back."""

from flask import Response
from flask_login import current_user

from app import clock
from app.api.messages import answer
from app.api.operations import operation
from app.api.views.blueprint import bp
from app.api.views.motions import Motion, motion_or_404, told
from app.motions.actions.moving import second_motion, submit_motion, withdraw_motion
from app.permissions import Permission, requires
from app.web.idempotency import commit


@bp.post("/motions/<int:motion_id>/submission")
@requires(Permission.MOTION_SUBMIT)
@operation(Motion, status=201)
def create_submission(motion_id: int) -> Response:
    """Hands a draft of yours in. Send no body."""
    motion = motion_or_404(motion_id)
    submit_motion(motion, by=current_user.id, at=clock.now())
    return commit(answer(told(motion), 201))


@bp.post("/motions/<int:motion_id>/seconding")
@requires(Permission.MOTION_SUBMIT)
@operation(Motion, status=201)
def create_seconding(motion_id: int) -> Response:
    """Supports that a motion is put to the vote. Send no body."""
    motion = motion_or_404(motion_id)
    second_motion(motion, by=current_user.id, at=clock.now())
    return commit(answer(told(motion), 201))


@bp.post("/motions/<int:motion_id>/withdrawal")
@requires(Permission.MOTION_SUBMIT)
@operation(Motion, status=201)
def create_withdrawal(motion_id: int) -> Response:
    """Takes a motion of yours back. Send no body."""
    motion = motion_or_404(motion_id)
    withdraw_motion(motion, by=current_user.id, at=clock.now())
    return commit(answer(told(motion), 201))
