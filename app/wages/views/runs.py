"""Pages of pay runs: prepare, look, approve, set aside."""

from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from flask_login import current_user

from app import clock
from app.coop import founded_coop, today
from app.db import db
from app.documents.pdf import book
from app.permissions import Permission, requires
from app.production.weeks import missing_marks
from app.record.models import Decision
from app.wages.forms import PayRunForm, SlipsForm
from app.wages.models import PayRun
from app.wages.openness import open_pay
from app.wages.payslips.document import on_paper
from app.wages.payslips.queries import payslips_by_id
from app.wages.rules.spans import Span
from app.wages.runs import actions as runs
from app.wages.runs import queries as run_queries
from app.wages.runs.changes import reasons_of
from app.wages.runs.past import corrections_of
from app.wages.runs.slip_table import SlipTable, slip_table
from app.wages.trail import trail_of_run
from app.wages.views.blueprint import bp
from app.web.exports import attached, csv_file
from app.web.idempotency import commit


@bp.get("/runs")
@requires(Permission.BOOK_READ)
def list_pay_runs() -> str:
    return render_template("wages/runs.html", runs=run_queries.runs())


@bp.get("/runs/new")
@requires(Permission.PAY_PREPARE)
def new_pay_run() -> str:
    form = PayRunForm()
    if not form.from_on.data:
        span = run_queries.next_period(today())
        form.from_on.data, form.to_on.data = span.first, span.last
    return _new_page(form)


@bp.post("/runs")
@requires(Permission.PAY_PREPARE)
def create_pay_run() -> Any:
    form = PayRunForm()
    page = form.answers_with(lambda: _new_page(form))
    if not form.validate():
        return page(), 422
    run = runs.prepare_run(
        Span(form.from_on.data, form.to_on.data),
        by=current_user.id,
        on=today(),
        at=clock.now(),
    )
    return commit(redirect(url_for(".show_pay_run", run_id=run.id)))


@bp.get("/runs/<int:run_id>")
@requires(Permission.BOOK_READ)
def show_pay_run(run_id: int) -> str:
    """Everybody sees the sums; the payslips, who may read all pay or has to approve them."""
    run = db.get_or_404(PayRun, run_id)
    scheme = run_queries.decision_of(run)
    return render_template(
        "wages/run.html",
        run=run,
        rests_on=run_queries.decisions_of(run),
        steps=trail_of_run(run, db.session.get(Decision, scheme or 0), current_user.id),
        waiting=run_queries.unconfirmed_count(Span(run.from_on, run.to_on)),
        **(_slips_of(run) if _reads_slips() else _open_pay(run)),
        slip_count=run_queries.slip_count(run),
        corrections=corrections_of(run),
    )


_HEADS = ["number", "name", "gross", "additions", "deductions", "net", "change"]


@bp.get("/runs/<int:run_id>/payslips.csv")
@requires(Permission.PAY_READ_ALL)
def export_pay_run(run_id: int) -> Response:
    run = db.get_or_404(PayRun, run_id)
    rows = (slip.cells(founded_coop().currency) for slip in run_queries.slips_of(run))
    return csv_file(f"pay-run-{run.id}.csv", _HEADS, rows)


@bp.get("/runs/<int:run_id>/payslips.pdf")
@requires(Permission.PAY_READ_ALL)
def export_payslips(run_id: int) -> Response:
    """Those that the page of the run shows, in its order, to be printed at once."""
    run = db.get_or_404(PayRun, run_id)
    shown = _table_of(run, SlipsForm(request.args)).rows
    if not shown:
        abort(404)
    made = book(
        [on_paper(slip) for slip in payslips_by_id([row.payslip_id for row in shown])],
        title=gettext("Payslips"),
        language=str(get_locale()),
        at=run.approved_at or run.prepared_at,
    )
    return attached(made, f"payslips-of-run-{run.id}.pdf", "application/pdf")


@bp.post("/runs/<int:run_id>/approval")
@requires(Permission.PAY_APPROVE)
def create_approval(run_id: int) -> Any:
    db.get_or_404(PayRun, run_id)
    on = today()
    runs.approve_run(run_id, by=current_user.id, on=on, at=clock.now())
    return commit(redirect(url_for(".show_pay_run", run_id=run_id)))


@bp.post("/runs/<int:run_id>/withdrawal")
@requires(Permission.PAY_PREPARE)
def create_withdrawal(run_id: int) -> Any:
    db.get_or_404(PayRun, run_id)
    runs.set_aside_run(run_id, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".new_pay_run")))


@bp.post("/runs/<int:run_id>/correction")
@requires(Permission.PAY_PREPARE)
def create_correction(run_id: int) -> Any:
    """A run of its own that books what this period comes to now, less what was paid."""
    db.get_or_404(PayRun, run_id)
    run = runs.correct_run(run_id, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_pay_run", run_id=run.id)))


def _slips_of(run: PayRun) -> dict[str, Any]:
    form = SlipsForm(request.args)
    asked: dict[str, Any] = form.asked
    shown = _table_of(run, form)
    return {
        "form": form,
        "slips": shown,
        "pages_at": url_for(".show_pay_run", run_id=run.id, **asked, page="PAGE"),
        "paper_at": url_for(".export_payslips", run_id=run.id, **asked, page=shown.page),
        "reasons": reasons_of(run, [slip.member_id for slip in shown.rows]),
    }


def _table_of(run: PayRun, form: SlipsForm) -> SlipTable:
    return slip_table(
        run_queries.slips_of(run),
        order=form.chosen,
        member=form.asked["member"],
        page=request.args.get("page", 1, type=int),
    )


def _open_pay(run: PayRun) -> dict[str, Any]:
    return {"slips": None, "open_pay": open_pay(run, today(), current_user.permissions)}


def _reads_slips() -> bool:
    allowed = {Permission.PAY_READ_ALL, Permission.PAY_APPROVE}
    return not allowed.isdisjoint(current_user.permissions)


def _new_page(form: PayRunForm) -> str:
    return render_template(
        "wages/new_run.html",
        form=form,
        overview=run_queries.period_overview(form.span),
        missing=missing_marks(form.span.first, form.span.last) if form.span else [],
    )
