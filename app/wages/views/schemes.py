"""Pages of schemes and comparisons."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import today
from app.db import db
from app.members.queries import whole_coop
from app.permissions import Permission, requires
from app.treasury.funds import in_pay_fund
from app.wages import actions, queries
from app.wages.comparison import actions as comparisons
from app.wages.comparison import figures
from app.wages.forms import ComparisonForm, LensForm, ProposalForm
from app.wages.models import Adoption, Comparison, Scheme
from app.wages.openness import seen_over
from app.wages.rules.describe import describe
from app.wages.rules.spans import Span
from app.wages.trail import trail_of_comparison, trail_of_scheme
from app.wages.views.blueprint import bp
from app.web.idempotency import commit


@bp.get("/schemes")
@requires(Permission.BOOK_READ)
def list_schemes() -> str:
    on = today()
    return render_template(
        "wages/schemes.html",
        in_force=queries.adoption_on(on),
        adoptions=queries.adoptions(),
        schemes=queries.schemes(),
        describe=queries.describe_scheme,
    )


@bp.get("/schemes/<int:scheme_id>")
@requires(Permission.BOOK_READ)
def show_scheme(scheme_id: int) -> str:
    scheme = db.get_or_404(Scheme, scheme_id)
    terms = queries.terms_of(scheme)
    on = today()
    adoptions = [one for one in queries.adoptions() if one.scheme_id == scheme.id]
    return render_template(
        "wages/scheme.html",
        scheme=scheme,
        sentence=describe(terms),
        adoptions=adoptions,
        steps=trail_of_scheme(scheme, adoptions, current_user.id),
        in_force=queries.adoption_on(on),
    )


@bp.get("/comparisons/new")
@requires(Permission.SCHEME_COMPARE)
def new_comparison() -> str:
    on = today()
    in_force = queries.adoption_on(on)
    form = _comparison_form(in_force)
    span = queries.logged_span(on)
    form.from_on.data, form.to_on.data = span.first, span.last
    form.schemes.data = request.args.getlist("schemes", int) + (
        [in_force.scheme_id] if in_force else []
    )
    return render_template(
        "wages/new_comparison.html", form=form, recent=queries.recent_comparisons()
    )


@bp.post("/comparisons")
@requires(Permission.SCHEME_COMPARE)
def create_comparison() -> Any:
    form = _comparison_form(queries.adoption_on(today()))
    page = form.stands_on("wages/new_comparison.html", recent=queries.recent_comparisons())
    if not form.validate_on_submit():
        return page(), 422
    comparison = comparisons.compare_and_save(
        queries.schemes_by_id(form.schemes.data),
        from_on=form.from_on.data,
        to_on=form.to_on.data,
        by=current_user.id,
        at=clock.now(),
        reads_heads=Permission.DEPENDANTS_READ in current_user.permissions,
    )
    return commit(redirect(url_for(".show_comparison", comparison_id=comparison.id)))


@bp.get("/comparisons/<int:comparison_id>")
@requires(Permission.BOOK_READ)
def show_comparison(comparison_id: int) -> Any:
    comparison = db.get_or_404(Comparison, comparison_id)
    form = LensForm(request.args)
    fits = form.validate()
    page = render_template(
        "wages/comparison.html",
        comparison=comparison,
        form=form,
        steps=trail_of_comparison(comparison, current_user.id),
        shown=figures.shown(
            comparison,
            reader_id=current_user.id,
            seen=seen_over(
                Span(comparison.from_on, comparison.to_on),
                today(),
                current_user.permissions,
            ),
            lens=form.lens if fits else figures.Lens(),
        ),
        pay_fund=in_pay_fund(),
    )
    return page if fits else (page, 422)


@bp.get("/comparisons/<int:comparison_id>/proposal")
@requires(Permission.MOTION_SUBMIT)
def new_proposal(comparison_id: int) -> str:
    comparison = db.get_or_404(Comparison, comparison_id)
    return render_template(
        "wages/new_proposal.html", form=_proposal_form(comparison), comparison=comparison
    )


@bp.post("/comparisons/<int:comparison_id>/proposal")
@requires(Permission.MOTION_SUBMIT)
def create_proposal(comparison_id: int) -> Any:
    comparison = db.get_or_404(Comparison, comparison_id)
    form = _proposal_form(comparison)
    page = form.stands_on("wages/new_proposal.html", comparison=comparison)
    if not form.validate_on_submit():
        return page(), 422
    motion = actions.propose_scheme(
        db.get_or_404(Scheme, form.scheme.data),
        by=current_user.id,
        unit_id=whole_coop().id,
        title=form.title.data,
        text=form.text.data,
        reason=form.reason.data or "",
        commences_on=form.commences_on.data,
        comparison_id=comparison.id,
        at=clock.now(),
    )
    return commit(redirect(url_for("motions.show_motion", motion_id=motion.id)))


def _comparison_form(in_force: Adoption | None) -> ComparisonForm:
    """The scheme in force comes first."""
    form = ComparisonForm()
    first = in_force.scheme_id if in_force else None
    schemes = sorted(queries.schemes(), key=lambda scheme: scheme.id != first)
    form.schemes.choices = [
        (
            scheme.id,
            gettext("%(scheme)s (in force)", scheme=scheme.name)
            if scheme.id == first
            else scheme.name,
        )
        for scheme in schemes
    ]
    return form


def _proposal_form(comparison: Comparison) -> ProposalForm:
    form = ProposalForm()
    schemes = queries.schemes_by_id(comparison.schemes)
    form.scheme.choices = [(scheme.id, scheme.name) for scheme in schemes]
    if request.method == "GET":
        chosen = request.args.get("scheme", type=int)
        scheme = next((one for one in schemes if one.id == chosen), schemes[-1])
        form.scheme.data = scheme.id
        form.title.data = gettext("Pay by “%(scheme)s”", scheme=scheme.name)
        form.text.data = gettext(
            "The assembly adopts the wage scheme “%(scheme)s” for all pay from its day on.",
            scheme=scheme.name,
        )
    return form
