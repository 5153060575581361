"""How far members see each other's pay, and the motion to change it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app import clock
from app.coop import today
from app.permissions import Permission, requires
from app.wages import openness
from app.wages.forms import OpennessForm
from app.wages.rules.openness import Openness
from app.wages.views.blueprint import bp
from app.wages.words import OPENNESS
from app.web.idempotency import commit


@bp.get("/openness")
@requires(Permission.BOOK_READ)
def show_openness() -> str:
    on = today()
    return render_template(
        "wages/openness.html",
        in_force=openness.openness_on(on),
        decided=openness.policies(),
        policies=list(Openness),
    )


@bp.get("/openness/proposal")
@requires(Permission.MOTION_SUBMIT)
def new_openness_proposal() -> str:
    form = OpennessForm()
    wanted = request.args.get("policy")
    if wanted in set(Openness):
        form.policy.data = wanted
        form.title.data = str(OPENNESS[Openness(wanted)])
    return render_template("wages/new_openness.html", form=form)


@bp.post("/openness/proposal")
@requires(Permission.MOTION_SUBMIT)
def create_openness_proposal() -> Any:
    form = OpennessForm()
    page = form.stands_on("wages/new_openness.html")
    if not form.validate_on_submit():
        return page(), 422
    motion = openness.propose_openness(
        Openness(form.policy.data),
        by=current_user.id,
        title=form.title.data,
        text=form.text.data,
        reason=form.reason.data or "",
        commences_on=form.commences_on.data,
        at=clock.now(),
    )
    return commit(redirect(url_for("motions.show_motion", motion_id=motion.id)))
