"""Budgets: what was voted, spent, committed and left; and the motions for them."""

from contextlib import suppress
from decimal import Decimal

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.budgets import actions, queries
from app.budgets.forms import ROWS, BudgetForm, LimitForm
from app.budgets.models import Budget, BudgetLine
from app.coop import founded_coop, today
from app.db import db
from app.money import Money, parse_decimal
from app.motions.models import EffectKind
from app.permissions import Permission, requires
from app.treasury.models import AccountKind
from app.treasury.queries import trial_balance
from app.web.exports import csv_file
from app.web.idempotency import commit

bp = Blueprint("budgets", __name__, url_prefix="/budgets")
blueprints = (bp,)


@bp.get("/")
@requires(Permission.LEDGER_READ)
def list_budgets() -> str:
    on = today()
    budgets = queries.budgets()
    running = [one for one in budgets if one.from_on <= on <= one.to_on]
    return render_template(
        "budgets/budgets.html",
        running=[(one, queries.lines_of(one.id), queries.booked_apart(one)) for one in running],
        others=[one for one in budgets if one not in running],
    )


@bp.get("/<int:budget_id>")
@requires(Permission.LEDGER_READ)
def show_budget(budget_id: int) -> str:
    budget = db.get_or_404(Budget, budget_id)
    return render_template(
        "budgets/budget.html",
        budget=budget,
        lines=queries.lines_of(budget.id),
        apart=queries.booked_apart(budget),
    )


@bp.get("/<int:budget_id>/lines.csv")
@requires(Permission.LEDGER_READ)
def export_budget(budget_id: int) -> Response:
    budget, currency = db.get_or_404(Budget, budget_id), founded_coop().currency
    heading = ["purpose", "account", "unit", "voted", "spent", "committed", "left", "currency"]

    def amount(minor: int) -> Decimal:
        return Money(minor, currency).exact

    rows = (
        [
            line.purpose,
            line.account,
            line.unit,
            *map(amount, (line.use.voted, line.use.spent, line.use.committed, line.use.left)),
            currency,
        ]
        for line in queries.lines_of(budget.id)
    )
    return csv_file(f"budget-{budget.id}.csv", heading, rows)


@bp.get("/new")
@requires(Permission.MOTION_SUBMIT)
def new_budget() -> str:
    form = BudgetForm()
    return _budget_page(form)


@bp.post("/")
@requires(Permission.MOTION_SUBMIT)
def create_budget() -> Response:
    form = BudgetForm()
    if "more" in request.form:
        return make_response(_budget_page(form, len(form.lines) + ROWS))
    form.offer(today(), rows=0)
    page = form.answers_with(lambda: _budget_page(form))
    if not form.validate():
        return make_response(page(), 422)
    motion = actions.propose(
        EffectKind.ADOPT_BUDGET,
        form.effect(),
        title=form.name.data,
        text=form.text.data or form.name.data,
        by=current_user.id,
        at=clock.now(),
    )
    return commit(make_response(redirect(url_for("motions.show_motion", motion_id=motion.id), 303)))


def _budget_page(form: BudgetForm, rows: int = ROWS) -> str:
    form.offer(today(), rows)
    codes = [one.code for one in trial_balance() if one.kind is AccountKind.EXPENSE]
    return render_template("budgets/new_budget.html", form=form, codes=codes)


@bp.get("/lines/<int:line_id>/limits/new")
@requires(Permission.MOTION_SUBMIT)
def new_limit(line_id: int) -> str:
    """With the amount that a link names: what was refused for want of a limit."""
    line, form = db.get_or_404(BudgetLine, line_id), LimitForm()
    form.title.data = gettext("Spending from “%(purpose)s”", purpose=line.purpose)
    with suppress(ValueError):
        form.once.data = parse_decimal(request.args.get("once", "").replace(",", "."))
    return _limit_page(line, form)


@bp.post("/lines/<int:line_id>/limits")
@requires(Permission.MOTION_SUBMIT)
def create_limit(line_id: int) -> Response:
    line, form = db.get_or_404(BudgetLine, line_id), LimitForm()
    form.offer(today())
    page = form.answers_with(lambda: _limit_page(line, form))
    if not form.validate():
        return make_response(page(), 422)
    motion = actions.propose(
        EffectKind.GRANT_SPENDING,
        form.effect(line.id),
        title=form.title.data,
        text=form.text.data or form.title.data,
        by=current_user.id,
        at=clock.now(),
    )
    return commit(make_response(redirect(url_for("motions.show_motion", motion_id=motion.id), 303)))


def _limit_page(line: BudgetLine, form: LimitForm) -> str:
    form.offer(today())
    return render_template("budgets/new_limit.html", line=line, form=form)
