"""The pages of motions, all under one name."""

from flask import Blueprint, abort
from flask_login import current_user

from app.motions import queries
from app.motions.models import Motion

bp = Blueprint("motions", __name__, url_prefix="/motions")
blueprints = (bp,)


def motion_or_404(motion_id: int) -> Motion:
    return queries.motion_for(motion_id, current_user.id) or abort(404)
