"""Motions: the list, one motion, writing and changing it."""

from datetime import date
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.bylaws.rules.matters import NAMES, Matter
from app.coop import founded_coop
from app.motions import queries
from app.motions.actions.drafting import draft_motion, revise_draft
from app.motions.actions.moving import second_motion, submit_motion, withdraw_motion
from app.motions.bylaw_fields import fields_of, present_rule
from app.motions.bylaw_form import BylawForm
from app.motions.demand_form import DemandForm
from app.motions.demand_form import suggested as demanded
from app.motions.forms import (
    AdmissionForm,
    AppointmentForm,
    MotionForm,
    RecallForm,
    words_of,
)
from app.motions.models import Method, Motion
from app.motions.page import page_of
from app.motions.queries import Show
from app.motions.question_form import ROWS, QuestionForm
from app.motions.question_form import shown as question_fields
from app.motions.rules.effects import Effect, EffectKind
from app.motions.words import KINDS
from app.motions.words import NAMES as STATES
from app.permissions import Permission, requires
from app.web.exports import csv_file
from app.web.idempotency import commit
from app.web.language import speak

bp = Blueprint("motions", __name__, url_prefix="/motions")
blueprints = (bp,)

FORMS: dict[str, type[MotionForm]] = {
    str(form.kind): form
    for form in (MotionForm, AdmissionForm, AppointmentForm, RecallForm, BylawForm, DemandForm)
} | {"question": QuestionForm}


@bp.get("/")
@requires(Permission.BOOK_READ)
def list_motions() -> str:
    return render_template(
        "motions/motions.html",
        lines=_asked_for(),
        show=_show(),
        matter=request.args.get("matter", ""),
        matters=NAMES,
        states=STATES,
        kinds=KINDS,
    )


@bp.get("/motions.csv")
@requires(Permission.BOOK_READ)
def export_motions() -> Response:
    heading = ["number", "title", "matter", "unit", "mover", "state", "at", "takes_effect_on"]
    rows = [
        [
            line.number or "",
            line.title,
            line.matter.value,
            line.unit,
            line.mover,
            line.state.value,
            line.at.isoformat(),
            line.commences_on or "",
        ]
        for line in _asked_for()
    ]
    return csv_file("motions.csv", heading, rows)


@bp.get("/<int:motion_id>")
@requires(Permission.BOOK_READ)
def show_motion(motion_id: int) -> str:
    motion = motion_or_404(motion_id)
    return render_template(
        "motions/motion.html",
        page=page_of(motion, current_user.id, _today()),
        view_functions=current_app.view_functions,
    )


@bp.get("/<int:motion_id>/versions")
@requires(Permission.BOOK_READ)
def list_versions(motion_id: int) -> str:
    motion = motion_or_404(motion_id)
    return render_template(
        "motions/versions.html", motion=motion, versions=queries.version_lines(motion.id)
    )


@bp.get("/new", defaults={"kind": ""})
@bp.get("/new/<string:kind>")
@requires(Permission.MOTION_SUBMIT)
def new_motion(kind: str) -> str:
    """First, which kind of motion it is to be; then its form."""
    if not kind:
        return render_template("motions/kinds.html", view_functions=current_app.view_functions)
    form = _form(_kind_or_404(kind), **_suggested(kind))
    return render_template("motions/new_motion.html", form=form, kind=kind)


@bp.post("/new/<string:kind>")
@requires(Permission.MOTION_SUBMIT)
def create_motion(kind: str) -> Any:
    form = _form(_kind_or_404(kind))
    if _wants_more(form):
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
    form = _form_of(motion, **words_of(motion))
    return render_template("motions/edit_motion.html", form=form, motion=motion)


@bp.post("/<int:motion_id>/text")
@requires(Permission.MOTION_SUBMIT)
def update_motion(motion_id: int) -> Any:
    motion = _own_draft_or_404(motion_id)
    form = _form_of(motion)
    if _wants_more(form):
        return render_template("motions/edit_motion.html", form=form, motion=motion)
    page = form.stands_on("motions/edit_motion.html", motion=motion)
    if not form.validate():
        return page(), 422
    words = form.words() | _kept(motion)
    revise_draft(motion, by=current_user.id, at=clock.now(), **words)
    if "hand_in" in request.form:
        submit_motion(motion, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_motion", motion_id=motion.id)))


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


def _today() -> date:
    return clock.today(founded_coop().time_zone)


def _show() -> Show:
    asked = request.args.get("show", Show.OPEN)
    return Show(asked) if asked in set(Show) else Show.OPEN


def _asked_for() -> list[queries.MotionLine]:
    matter = request.args.get("matter", "")
    known = Matter(matter) if matter in set(Matter) else None
    return queries.motion_lines(_show(), known, current_user.id, _today())


def motion_or_404(motion_id: int) -> Motion:
    return queries.motion_for(motion_id, current_user.id) or abort(404)


def _own_draft_or_404(motion_id: int) -> Motion:
    motion = motion_or_404(motion_id)
    if motion.mover_id != current_user.id:
        abort(404)
    return motion


def _kind_or_404(kind: str) -> str:
    if kind not in FORMS:
        abort(404)
    return kind


def _wants_more(form: MotionForm) -> bool:
    """Asked for more rows, which needs no script: the form as it stands, with empty ones."""
    if "more" not in request.form or not isinstance(form, QuestionForm):
        return False
    form.widen(len(form.options) + ROWS)
    return True


def _form(kind: str, **shown: Any) -> MotionForm:
    return FORMS[kind](current_user.id, _today(), **shown)


def _form_of(motion: Motion, **shown: Any) -> MotionForm:
    """The form of a draft. One that another page began (a wage scheme, a rate) keeps what it
    does, and only its words are written here."""
    if motion.method is not Method.MOTION and motion.effect_kind is EffectKind.RESOLUTION:
        asked = question_fields(queries.question_of(motion)) if shown else {}
        return QuestionForm(current_user.id, _today(), **shown | asked)
    form = FORMS.get(motion.effect_kind, MotionForm)
    if shown:
        shown |= form.shown(motion.effect)
    return form(current_user.id, _today(), **shown)


def _kept(motion: Motion) -> dict[str, Any]:
    if motion.effect_kind in FORMS:
        return {}
    effect = Effect(motion.effect_kind, motion.effect)
    return {"effect": effect, "question": queries.question_of(motion)}


def _suggested(kind: str) -> dict[str, Any]:
    """What a link to the form says already: the candidate, or the bylaw as it stands."""
    matter = request.args.get("matter", "")
    if kind == EffectKind.AMEND_BYLAW and matter in set(Matter):
        rule = fields_of(present_rule(Matter(matter), _today()))
        return {"matter": matter, "title": speak(NAMES[Matter(matter)]).capitalize()} | rule
    if kind == EffectKind.RAISE_MAJORITY:
        motion = queries.public_motion(request.args.get("motion", 0, type=int))
        return demanded(motion, _today()) if motion else {}
    return {"member_id": request.args.get("member", type=int)}
