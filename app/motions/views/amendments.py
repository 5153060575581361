"""Amendments: proposing one, deciding about it, and the order in which they are voted on."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.motions.actions import amending
from app.motions.amendments import queries
from app.motions.forms.motions import AmendmentForm
from app.motions.models import Amendment, Motion
from app.motions.queries import version_of
from app.motions.views.blueprint import bp, motion_or_404
from app.permissions import Permission, requires
from app.web.idempotency import commit


@bp.get("/<int:motion_id>/amendments/new")
@requires(Permission.MOTION_SUBMIT)
def new_amendment(motion_id: int) -> str:
    motion = motion_or_404(motion_id)
    form = _form(motion, None)
    return render_template("motions/new_amendment.html", form=form, motion=motion)


@bp.post("/<int:motion_id>/amendments")
@requires(Permission.MOTION_SUBMIT)
def create_amendment(motion_id: int) -> Any:
    """Written on the version that was on the page; it is carried over to a later one."""
    motion = motion_or_404(motion_id)
    form = _form(motion, request.form.get("version", type=int))
    page = form.stands_on("motions/new_amendment.html", motion=motion)
    if not form.validate():
        return page(), 422
    amendment = amending.propose_amendment(
        motion,
        by=current_user.id,
        changes=form.changes(),
        effect=form.effect(),
        reason=form.reason.data or "",
        version=form.base.version,
        at=clock.now(),
    )
    return commit(_back(amendment))


@bp.post("/amendments/<int:amendment_id>/acceptance")
@requires(Permission.MOTION_SUBMIT)
def create_acceptance(amendment_id: int) -> Response:
    amendment = _amendment_or_404(amendment_id)
    amending.accept_amendment(amendment, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_motion", motion_id=amendment.motion_id)))


@bp.post("/amendments/<int:amendment_id>/refusal")
@requires(Permission.MOTION_SUBMIT)
def create_refusal(amendment_id: int) -> Response:
    amendment = _amendment_or_404(amendment_id)
    amending.decline_amendment(amendment, by=current_user.id, at=clock.now())
    return commit(_back(amendment))


@bp.post("/amendments/<int:amendment_id>/withdrawal")
@requires(Permission.MOTION_SUBMIT)
def create_amendment_withdrawal(amendment_id: int) -> Response:
    amendment = _amendment_or_404(amendment_id)
    amending.withdraw_amendment(amendment, by=current_user.id, at=clock.now())
    return commit(_back(amendment))


@bp.post("/<int:motion_id>/amendments/order")
@requires(Permission.POLL_OPEN)
def update_order(motion_id: int) -> Response:
    """The chair sets the order of voting: all numbers, the first to be voted on first."""
    motion = motion_or_404(motion_id)
    numbers = request.form.getlist("number", type=int)
    amending.order_amendments(motion, numbers, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_motion", motion_id=motion_id, _anchor="amendments")))


def _form(motion: Motion, version: int | None) -> AmendmentForm:
    return AmendmentForm(motion.effect_kind, version_of(motion.id, version) or abort(404))


def _amendment_or_404(amendment_id: int) -> Amendment:
    return queries.amendment(amendment_id) or abort(404)


def _back(amendment: Amendment) -> Response:
    anchor = f"amendment-{amendment.number}"
    return redirect(url_for(".show_motion", motion_id=amendment.motion_id, _anchor=anchor))
