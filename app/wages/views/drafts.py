"""Pages on which a scheme is made: where to begin, the form of its parts, its name."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from app import clock
from app.coop import today
from app.db import db
from app.permissions import Permission, requires
from app.wages import actions, queries
from app.wages.comparison import actions as comparisons
from app.wages.comparison import bench as draft_queries
from app.wages.comparison.variations import vary
from app.wages.drafts.draft import Draft, draft_of, field_names, part_of, read_draft
from app.wages.drafts.figures import effect_of, pay_chart
from app.wages.forms import SchemeForm
from app.wages.models import Comparison, Scheme
from app.wages.rules.describe import describe
from app.wages.rules.presets import PRESETS
from app.wages.rules.scale import Scale, in_scale
from app.wages.rules.work import NotComputable
from app.wages.views.blueprint import bp
from app.web.idempotency import commit


@bp.get("/schemes/new")
@requires(Permission.SCHEME_COMPARE)
def new_scheme() -> str:
    return render_template("wages/new_scheme.html", presets=PRESETS, form=SchemeForm())


@bp.get("/schemes/draft")
@requires(Permission.SCHEME_COMPARE)
def edit_draft() -> Any:
    """Everything stands in the address, so that a draft can be kept and sent around."""
    draft = _asked_for()
    if draft.terms and "name" in request.args:
        form = SchemeForm(terms=draft.json)
        return render_template("wages/name_scheme.html", form=form, sentence=describe(draft.terms))
    page = render_template(
        "wages/draft.html",
        draft=draft,
        top=part_of(draft),
        names=field_names(draft.form),
        **_tried(draft),
    )
    return (page, 422) if draft.problem else page


@bp.post("/schemes")
@requires(Permission.SCHEME_COMPARE)
def create_scheme() -> Any:
    form = SchemeForm()
    if not form.validate_on_submit():
        return render_template("wages/name_scheme.html", form=form, sentence=None), 422
    scheme = actions.keep_scheme(form.name.data, form.parsed, by=current_user.id, at=clock.now())
    if "propose" not in request.form:
        return commit(redirect(url_for(".show_scheme", scheme_id=scheme.id)))
    comparison = comparisons.compare_with_present(
        scheme, on=today(), by=current_user.id, at=clock.now(), reads_heads=_reads_heads()
    )
    address = url_for(".new_proposal", comparison_id=comparison.id, scheme=scheme.id)
    return commit(redirect(address))


@bp.get("/comparisons/<int:comparison_id>/variations/<int:place>")
@requires(Permission.SCHEME_COMPARE)
def show_variation(comparison_id: int, place: int) -> Any:
    """The scheme in this place of a comparison with other numbers: what if?"""
    comparison = db.get_or_404(Comparison, comparison_id)
    if not 1 <= place <= len(comparison.schemes):
        abort(404)
    kept = db.get_or_404(Scheme, comparison.schemes[place - 1])
    draft = draft_of(queries.terms_of(kept))
    if "terms" in request.args:
        draft = _written()
    page = render_template(
        "wages/variation.html",
        comparison=comparison,
        place=place,
        name=kept.name,
        draft=draft,
        top=part_of(draft),
        names=field_names(draft.form),
        **_varied(comparison, kept, draft),
    )
    return (page, 422) if draft.problem else page


def _varied(comparison: Comparison, kept: Scheme, draft: Draft) -> dict[str, Any]:
    if draft.terms is None:
        return {}
    try:
        varied = vary(
            comparison, kept, draft.terms, reader_id=current_user.id, reads_heads=_reads_heads()
        )
    except NotComputable as reason:
        return {"reason": reason.sentence}
    return {"sentence": describe(draft.terms), "varied": varied}


def _reads_heads() -> bool:
    return Permission.DEPENDANTS_READ in current_user.permissions


def _written() -> Draft:
    return read_draft(request.args["terms"], request.args.to_dict(flat=False), _scale())


def _scale() -> Scale:
    return draft_queries.scale_of(draft_queries.month_worked(today()))


def _asked_for() -> Draft:
    """A known scheme to begin with, by its key, or one kept here; otherwise the form's."""
    if "terms" in request.args:
        return _written()
    kept = request.args.get("scheme", type=int)
    if kept is not None:
        return draft_of(queries.terms_of(db.get_or_404(Scheme, kept)))
    known = {preset.key: preset for preset in PRESETS}
    preset = known.get(request.args.get("preset", ""), PRESETS[0])
    return draft_of(in_scale(preset.terms, _scale()))


def _tried(draft: Draft) -> dict[str, Any]:
    """What the draft would pay, as far as it can be said."""
    if draft.terms is None:
        return {}
    on = today()
    now, month = queries.adoption_on(on), draft_queries.month_worked(on)
    shown: dict[str, Any] = {"sentence": describe(draft.terms), "now": now}
    try:
        shown["curve"] = pay_chart(draft.terms, month, now)
        if month is not None:
            shown["effect"] = effect_of(
                draft.terms, month, now, reader_id=current_user.id, reads_heads=_reads_heads()
            )
    except NotComputable as reason:
        shown["reason"] = reason.sentence
    return shown
