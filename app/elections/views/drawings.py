"""Offices drawn by lot: moving it, volunteering, fixing the pool, drawing."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.coop import today
from app.elections.drawings import actions, queries
from app.elections.drawings.page import page_of
from app.elections.forms import DrawingForm, SeedForm
from app.elections.models import Drawing
from app.elections.views.blueprint import bp
from app.permissions import Permission, requires
from app.web.idempotency import commit


@bp.get("/drawings/new")
@requires(Permission.MOTION_SUBMIT)
def new_drawing() -> str:
    form = DrawingForm(current_user.id, today())
    return render_template("elections/new_drawing.html", form=form)


@bp.post("/drawings/")
@requires(Permission.MOTION_SUBMIT)
def create_drawing() -> Any:
    form = DrawingForm(current_user.id, today())
    page = form.stands_on("elections/new_drawing.html")
    if not form.validate():
        return page(), 422
    motion = actions.move_drawing(
        form.lots(), by=current_user.id, on=today(), at=clock.now(), **form.moved()
    )
    return commit(redirect(url_for("motions.show_motion", motion_id=motion.id)))


@bp.get("/drawings/<int:motion_id>")
@requires(Permission.BOOK_READ)
def show_drawing(motion_id: int) -> str:
    return _page(_drawing_or_404(motion_id), SeedForm())


@bp.post("/drawings/<int:motion_id>/volunteers")
@requires(Permission.MOTION_SUBMIT)
def create_volunteer(motion_id: int) -> Response:
    drawing = _drawing_or_404(motion_id)
    actions.volunteer(drawing, by=current_user.id, on=today(), at=clock.now())
    return commit(_back(motion_id))


@bp.post("/drawings/<int:motion_id>/volunteers/withdrawal")
@requires(Permission.MOTION_SUBMIT)
def create_volunteer_withdrawal(motion_id: int) -> Response:
    drawing = _drawing_or_404(motion_id)
    actions.withdraw_volunteer(drawing, by=current_user.id, at=clock.now())
    return commit(_back(motion_id))


@bp.post("/drawings/<int:motion_id>/pool")
@requires(Permission.POLL_OPEN)
def create_pool(motion_id: int) -> Response:
    drawing = _drawing_or_404(motion_id)
    actions.fix_pool(drawing, by=current_user.id, on=today(), at=clock.now())
    return commit(_back(motion_id))


@bp.post("/drawings/<int:motion_id>/lots")
@requires(Permission.POLL_OPEN)
def create_lots(motion_id: int) -> Any:
    drawing, form = _drawing_or_404(motion_id), SeedForm()
    page = form.answers_with(lambda: _page(drawing, form))
    if not form.validate():
        return page(), 422
    seed = form.seed.data or ""
    actions.draw_lots(drawing, seed=seed, by=current_user.id, on=today(), at=clock.now())
    return commit(_back(motion_id))


def _page(drawing: Drawing, form: SeedForm) -> str:
    page = page_of(drawing, current_user.id, on=today())
    return render_template("elections/drawing.html", page=page, form=form)


def _drawing_or_404(motion_id: int) -> Drawing:
    return queries.drawing(motion_id) or abort(404)


def _back(motion_id: int) -> Response:
    return redirect(url_for(".show_drawing", motion_id=motion_id))
