"""Seats that were filled by election or by lot: reading them, moving up, giving one up."""

from flask import Response, abort
from flask_login import current_user

from app import clock
from app.api.messages import answer
from app.api.operations import operation
from app.api.seats import Seats, seats_told
from app.api.views.blueprint import bp
from app.api.views.motions import motion_or_404
from app.coop import today
from app.elections.seats import actions
from app.motions.models import EffectKind, Motion
from app.permissions import Permission, requires
from app.web.idempotency import commit


@bp.get("/elections/<int:motion_id>/seats")
@requires(Permission.BOOK_READ)
@operation(Seats)
def show_seats(motion_id: int) -> Response:
    """The seats that a motion filled, by election or by lot."""
    return answer(seats_told(_motion_or_404(motion_id), today()))


@bp.post("/elections/<int:motion_id>/substitutes")
@requires(Permission.ASSEMBLY_CHAIR)
@operation(Seats, status=201)
def create_substitute(motion_id: int) -> Response:
    """The next in the count, or in the lots, takes the first vacant seat. Send no body."""
    motion = _motion_or_404(motion_id)
    actions.call_substitute(motion, by=current_user.id, on=today(), at=clock.now())
    return commit(answer(seats_told(motion, today()), 201))


@bp.post("/elections/<int:motion_id>/seat-end")
@requires(Permission.BALLOT_CAST)
@operation(Seats, status=201)
def create_seat_end(motion_id: int) -> Response:
    """Gives up your seat: today is your last day. Send no body."""
    motion = _motion_or_404(motion_id)
    actions.lay_down(motion, by=current_user.id, on=today(), at=clock.now())
    return commit(answer(seats_told(motion, today()), 201))


def _motion_or_404(motion_id: int) -> Motion:
    motion = motion_or_404(motion_id)
    if motion.effect_kind not in {EffectKind.FILL_OFFICE, EffectKind.DRAW_OFFICE}:
        abort(404)
    return motion
