"""One motion: its page, its versions, and its steps to the vote."""

from flask import current_app, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.coop import today
from app.motions import queries
from app.motions.actions.moving import second_motion, submit_motion, withdraw_motion
from app.motions.page import page_of
from app.motions.views.blueprint import bp, motion_or_404
from app.permissions import Permission, requires
from app.web.idempotency import commit


@bp.get("/<int:motion_id>")
@requires(Permission.BOOK_READ)
def show_motion(motion_id: int) -> str:
    motion = motion_or_404(motion_id)
    return render_template(
        "motions/motion.html",
        page=page_of(motion, current_user.id, today()),
        view_functions=current_app.view_functions,
    )


@bp.get("/<int:motion_id>/versions")
@requires(Permission.BOOK_READ)
def list_versions(motion_id: int) -> str:
    motion = motion_or_404(motion_id)
    return render_template(
        "motions/versions.html", motion=motion, versions=queries.version_lines(motion.id)
    )


@bp.post("/<int:motion_id>/submission")
@requires(Permission.MOTION_SUBMIT)
def create_submission(motion_id: int) -> Response:
    motion = motion_or_404(motion_id)
    submit_motion(motion, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_motion", motion_id=motion_id)))


@bp.post("/<int:motion_id>/seconding")
@requires(Permission.MOTION_SUBMIT)
def create_seconding(motion_id: int) -> Response:
    motion = motion_or_404(motion_id)
    second_motion(motion, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_motion", motion_id=motion_id)))


@bp.post("/<int:motion_id>/withdrawal")
@requires(Permission.MOTION_SUBMIT)
def create_withdrawal(motion_id: int) -> Response:
    motion = motion_or_404(motion_id)
    withdraw_motion(motion, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_motion", motion_id=motion_id)))
