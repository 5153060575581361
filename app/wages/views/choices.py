"""Putting several schemes of a comparison to the vote at once."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.db import db
from app.errors import InvalidInput
from app.members.queries import whole_coop
from app.permissions import Permission, requires
from app.wages import actions, queries
from app.wages.choice_form import ChoiceForm
from app.wages.models import Comparison
from app.wages.views.blueprint import bp
from app.web.idempotency import commit
from app.web.language import speak


@bp.get("/comparisons/<int:comparison_id>/choice")
@requires(Permission.MOTION_SUBMIT)
def new_choice(comparison_id: int) -> str:
    comparison = db.get_or_404(Comparison, comparison_id)
    return _page(comparison, _form(comparison))


@bp.post("/comparisons/<int:comparison_id>/choice")
@requires(Permission.MOTION_SUBMIT)
def create_choice(comparison_id: int) -> Any:
    comparison = db.get_or_404(Comparison, comparison_id)
    form = _form(comparison)
    if not form.validate_on_submit():
        return _page(comparison, form), 422
    try:
        motion = actions.propose_choice(
            queries.schemes_by_id(form.schemes.data or ()),
            question=form.question(),
            by=current_user.id,
            unit_id=whole_coop().id,
            title=form.title.data or "",
            text=form.text.data or "",
            reason=form.reason.data or "",
            commences_on=form.commences_on.data,
            comparison_id=comparison.id,
            at=clock.now(),
        )
    except InvalidInput as fault:
        form.schemes.errors = [speak(fault.sentence)]
        return _page(comparison, form), 422
    return commit(redirect(url_for("motions.show_motion", motion_id=motion.id)))


def _form(comparison: Comparison) -> ChoiceForm:
    form = ChoiceForm()
    schemes = queries.schemes_by_id(comparison.schemes)
    form.offer([(scheme.id, scheme.name) for scheme in schemes])
    if request.method == "GET":
        form.schemes.data = [scheme.id for scheme in schemes]
        form.title.data = gettext("How we are paid")
        form.text.data = gettext(
            "The assembly adopts the wage scheme that the members choose, for all pay from its "
            "day on."
        )
    return form


def _page(comparison: Comparison, form: ChoiceForm) -> str:
    return render_template("wages/new_choice.html", form=form, comparison=comparison)
