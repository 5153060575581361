"""Who lives on one's pay: a page of one's own, and one of the office that confirms it."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import today
from app.db import db
from app.members import dependants
from app.members.forms import DependantsForm
from app.members.models import Dependants
from app.permissions import Permission, requires
from app.web.idempotency import commit

bp = Blueprint("dependants", __name__, url_prefix="/members")
blueprints = (bp,)


@bp.get("/me/dependants")
@requires(Permission.SIGNED_IN)
def show_own() -> str:
    return _own_page(DependantsForm())


def _own_page(form: DependantsForm) -> str:
    on = today()
    return render_template(
        "members/dependants.html",
        form=form,
        now=dependants.dependants_on(current_user.id, on),
        history=dependants.history(current_user.id),
    )


@bp.post("/me/dependants")
@requires(Permission.SIGNED_IN)
def create_own() -> Response:
    form = DependantsForm()
    page = form.answers_with(lambda: _own_page(form))
    if not form.validate():
        return make_response(page(), 422)
    dependants.enter_dependants(
        adults=form.adults.data or 0,
        children=form.children.data or 0,
        from_on=form.from_on.data,
        by=current_user.id,
        at=clock.now(),
    )
    flash(gettext("Entered. It counts when the treasurer or the secretary has confirmed it."))
    return commit(make_response(redirect(url_for(".show_own"), 303)))


@bp.get("/dependants")
@requires(Permission.DEPENDANTS_READ)
def list_dependants() -> str:
    return render_template("members/all_dependants.html", entered=dependants.everybody_s())


@bp.post("/dependants/<int:dependants_id>/confirmation")
@requires(Permission.DEPENDANTS_READ)
def create_confirmation(dependants_id: int) -> Response:
    db.get_or_404(Dependants, dependants_id)
    dependants.confirm_dependants(dependants_id, by=current_user.id, at=clock.now())
    return commit(make_response(redirect(url_for(".list_dependants"), 303)))


@bp.post("/dependants/<int:dependants_id>/refusal")
@requires(Permission.DEPENDANTS_READ)
def create_refusal(dependants_id: int) -> Response:
    db.get_or_404(Dependants, dependants_id)
    dependants.refuse_dependants(dependants_id, by=current_user.id, at=clock.now())
    return commit(make_response(redirect(url_for(".list_dependants"), 303)))
