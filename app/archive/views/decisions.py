"""A decision, and everything that rests on it."""

from flask import Blueprint, render_template

from app.archive.resting import resting_on
from app.db import db
from app.motions.models import Motion
from app.motions.trail import trail_of
from app.permissions import Permission, requires
from app.record.models import Decision

bp = Blueprint("decisions", __name__, url_prefix="/decisions")
blueprints = (bp,)


@bp.get("/<int:decision_id>")
@requires(Permission.RECORD_READ)
def show_decision(decision_id: int) -> str:
    decision = db.get_or_404(Decision, decision_id)
    motion = db.session.get(Motion, decision.motion_id) if decision.motion_id else None
    return render_template(
        "record/decision.html",
        decision=decision,
        steps=trail_of(motion, here="force") if motion else [],
        resting=resting_on(decision_id),
    )
