"""What was shared out, what a plan would do, and the members' capital."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from app import clock
from app.coop import today
from app.errors import RuleViolation
from app.permissions import Permission, requires
from app.surplus import actions, queries
from app.surplus.capital import capital_accounts
from app.surplus.forms import PlanForm, PreviewForm
from app.surplus.rules.distribution import PRESETS, describe_plan, parse_plan
from app.surplus.views.blueprint import bp
from app.web.idempotency import commit
from app.web.language import speak


@bp.get("/")
@requires(Permission.LEDGER_READ)
def list_distributions() -> str:
    return render_template(
        "surplus/distributions.html",
        distributions=[
            (one, describe_plan(parse_plan(one.plan))) for one in queries.distributions()
        ],
        worth=queries.net_worth(),
        own=capital_accounts(current_user.id),
    )


@bp.get("/new")
@requires(Permission.MOTION_SUBMIT)
def new_distribution() -> str:
    """The plan of a preset or of the address, and what it would do."""
    form = PreviewForm(request.args)
    asked = "to_on" in request.args
    if not asked:
        _begin(form)
    shown = form.validate() if asked else True
    return _plan_page(form, with_preview=shown)


@bp.post("/")
@requires(Permission.MOTION_SUBMIT)
def create_distribution() -> Response:
    form = PlanForm()
    form.answers_with(lambda: _plan_page(form, with_preview=True))
    if not form.validate():
        is_plan = not set(form.errors) - {"title"}
        return make_response(_plan_page(form, with_preview=is_plan), 422)
    motion = actions.propose_distribution(
        form.plan,
        from_on=form.from_on.data,
        to_on=form.to_on.data,
        title=form.title.data,
        text=speak(describe_plan(form.plan)),
        by=current_user.id,
        at=clock.now(),
    )
    return commit(make_response(redirect(url_for("motions.show_motion", motion_id=motion.id), 303)))


def _begin(form: PreviewForm) -> None:
    name = request.args.get("preset", "")
    _, plan = PRESETS.get(name, PRESETS["equal"])
    form.show(plan)
    on = today()
    form.from_on.data, form.to_on.data = queries.next_span(on)
    form.plan = plan


def _plan_page(form: PlanForm, *, with_preview: bool) -> str:
    shared, refusal = None, None
    if with_preview:
        try:
            shared = queries.preview(form.plan, form.from_on.data, form.to_on.data)
        except RuleViolation as fault:
            refusal = fault.sentence
    return render_template(
        "surplus/new_distribution.html",
        form=form,
        presets=PRESETS,
        shared=shared,
        refusal=refusal,
        own=None if shared is None else shared.members.get(current_user.id, 0),
        sentence=describe_plan(form.plan) if with_preview else None,
    )
