"""Writing a motion, and rewriting it while it is a draft."""

from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_login import current_user

from app import clock
from app.bylaws.queries import rule_lines
from app.bylaws.rules import words
from app.bylaws.rules.matters import NAMES, Matter
from app.coop import today
from app.motions.actions.drafting import draft_motion, revise_draft
from app.motions.actions.moving import submit_motion
from app.motions.forms.drafts import FORMS, form_of_draft, form_of_kind, kept_of, suggested
from app.motions.forms.motions import words_of
from app.motions.models import Motion
from app.motions.rules.effects import EffectKind
from app.motions.views.blueprint import bp, motion_or_404
from app.permissions import Permission, requires
from app.web.idempotency import commit


@bp.get("/new", defaults={"kind": ""})
@bp.get("/new/<string:kind>")
@requires(Permission.MOTION_SUBMIT)
def new_motion(kind: str) -> str:
    """First, which kind of motion it is to be, and of a bylaw which matter; then its form."""
    if not kind:
        return render_template("motions/kinds.html", view_functions=current_app.view_functions)
    if kind == EffectKind.AMEND_BYLAW and request.args.get("matter") not in set(Matter):
        lines = rule_lines(today())
        return render_template("motions/matters.html", lines=lines, names=NAMES, rule_words=words)
    form = form_of_kind(_kind_or_404(kind), current_user.id, **suggested(kind, request.args))
    return render_template("motions/new_motion.html", form=form, kind=kind)


@bp.post("/new/<string:kind>")
@requires(Permission.MOTION_SUBMIT)
def create_motion(kind: str) -> Any:
    form = form_of_kind(_kind_or_404(kind), current_user.id)
    if form.step(request.form):
        return render_template("motions/new_motion.html", form=form, kind=kind)
    page = form.stands_on("motions/new_motion.html", kind=kind)
    if not form.validate():
        return page(), 422
    motion = draft_motion(by=current_user.id, at=clock.now(), **form.words())
    if "hand_in" in request.form:
        submit_motion(motion, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_motion", motion_id=motion.id)))


@bp.get("/<int:motion_id>/text")
@requires(Permission.MOTION_SUBMIT)
def edit_motion(motion_id: int) -> str:
    motion = _own_draft_or_404(motion_id)
    form = form_of_draft(motion, current_user.id, **words_of(motion))
    return render_template("motions/edit_motion.html", form=form, motion=motion)


@bp.post("/<int:motion_id>/text")
@requires(Permission.MOTION_SUBMIT)
def update_motion(motion_id: int) -> Any:
    motion = _own_draft_or_404(motion_id)
    form = form_of_draft(motion, current_user.id)
    if form.step(request.form):
        return render_template("motions/edit_motion.html", form=form, motion=motion)
    page = form.stands_on("motions/edit_motion.html", motion=motion)
    if not form.validate():
        return page(), 422
    words = form.words() | kept_of(motion)
    revise_draft(motion, by=current_user.id, at=clock.now(), **words)
    if "hand_in" in request.form:
        submit_motion(motion, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_motion", motion_id=motion.id)))


def _own_draft_or_404(motion_id: int) -> Motion:
    motion = motion_or_404(motion_id)
    if motion.mover_id != current_user.id:
        abort(404)
    return motion


def _kind_or_404(kind: str) -> str:
    if kind not in FORMS:
        abort(404)
    return kind
