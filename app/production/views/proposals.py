"""Proposing a new rate or norm for an item."""

from fractions import Fraction

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import today
from app.db import db
from app.motions.models import Motion
from app.permissions import Permission, requires
from app.production import catalogue
from app.production.forms import ProposalForm
from app.production.models import Item
from app.production.proposals import propose_norm, propose_rate
from app.production.views.blueprint import bp
from app.web.idempotency import commit
from app.web.language import figure, rate

KINDS = {"rate", "norm"}


@bp.get("/items/<int:item_id>/proposals/<string:kind>")
@requires(Permission.MOTION_SUBMIT)
def new_proposal(item_id: int, kind: str) -> str:
    return _page(item_id, kind, ProposalForm())


@bp.post("/items/<int:item_id>/proposals/<string:kind>")
@requires(Permission.MOTION_SUBMIT)
def create_proposal(item_id: int, kind: str) -> Response:
    item, form = db.get_or_404(Item, item_id), ProposalForm()
    page = form.answers_with(lambda: _page(item_id, kind, form))
    if not form.validate():
        return make_response(page(), 422)
    motion = _propose(item, kind, form)
    flash(gettext("Handed in. It needs seconders before it is put to the vote."))
    return commit(make_response(redirect(url_for("motions.show_motion", motion_id=motion.id))))


def _propose(item: Item, kind: str, form: ProposalForm) -> Motion:
    """The motion's words are the reader's language's; its effect is exact."""
    value = form.value.data or Fraction(0)
    about = {"item": item.name, "measure": item.measure}
    moved = {
        "by": current_user.id,
        "reason": form.reason.data or "",
        "commences_on": form.commences_on.data,
        "at": clock.now(),
    }
    if kind == "rate":
        title = gettext("Piece rate of %(item)s: %(rate)s", item=item.name, rate=rate(value))
        text = gettext("%(item)s pays %(rate)s / %(measure)s.", **about, rate=rate(value))
        return propose_rate(item, value, title=title, text=text, **moved)
    minutes = figure(value)
    title = gettext("Norm of %(item)s: %(minutes)s minutes", item=item.name, minutes=minutes)
    text = gettext(
        "The norm of %(item)s is %(minutes)s minutes / %(measure)s.", **about, minutes=minutes
    )
    return propose_norm(item, value, title=title, text=text, **moved)


def _page(item_id: int, kind: str, form: ProposalForm) -> str:
    item = catalogue.item(item_id)
    if item is None or kind not in KINDS:
        abort(404)
    return render_template(
        "production/new_proposal.html", item=item, kind=kind, form=form, day=today()
    )
