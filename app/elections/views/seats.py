"""The seats of an election or a drawing: giving one up, and calling who moves up."""

from flask import abort, redirect, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.coop import today
from app.elections.seats import actions as seat_actions
from app.elections.views.blueprint import bp
from app.motions.models import EffectKind, Motion
from app.motions.queries import motion_for
from app.permissions import Permission, requires
from app.web.idempotency import commit

_PAGES = {
    EffectKind.FILL_OFFICE: "elections.show_election",
    EffectKind.DRAW_OFFICE: "elections.show_drawing",
}


@bp.post("/elections/<int:motion_id>/substitutes")
@requires(Permission.ASSEMBLY_CHAIR)
def create_substitute(motion_id: int) -> Response:
    motion = _motion_or_404(motion_id)
    seat_actions.call_substitute(motion, by=current_user.id, on=today(), at=clock.now())
    return commit(_back(motion))


@bp.post("/elections/<int:motion_id>/seat-end")
@requires(Permission.BALLOT_CAST)
def create_seat_end(motion_id: int) -> Response:
    """The reader gives up their seat; today is their last day."""
    motion = _motion_or_404(motion_id)
    seat_actions.lay_down(motion, by=current_user.id, on=today(), at=clock.now())
    return commit(_back(motion))


def _motion_or_404(motion_id: int) -> Motion:
    motion = motion_for(motion_id, current_user.id)
    if motion is None or motion.effect_kind not in _PAGES:
        abort(404)
    return motion


def _back(motion: Motion) -> Response:
    return redirect(url_for(_PAGES[motion.effect_kind], motion_id=motion.id))
