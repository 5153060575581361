"""Paying out a run: who gets what where, before the list is frozen."""

from flask import Response, make_response, redirect, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.db import db
from app.permissions import Permission, requires
from app.treasury.forms import ExecutionForm
from app.treasury.order_page import order_page
from app.treasury.payments import order_for
from app.wages.models import PayRun
from app.wages.runs import payments
from app.wages.views.blueprint import bp
from app.web.idempotency import commit


@bp.get("/runs/<int:run_id>/payment-order")
@requires(Permission.BANK_READ)
def new_payment_order(run_id: int) -> str:
    return _page(db.get_or_404(PayRun, run_id), ExecutionForm())


@bp.post("/runs/<int:run_id>/payment-order")
@requires(Permission.BANK_READ)
def create_payment_order(run_id: int) -> Response:
    run, form = db.get_or_404(PayRun, run_id), ExecutionForm()
    if not form.validate():
        return make_response(_page(run, form), 422)
    order = payments.pay_out(
        run.id,
        text=gettext("Pay %(first)s to %(last)s", first=run.from_on, last=run.to_on),
        execute_on=form.execute_on.data,
        by=current_user.id,
        at=clock.now(),
    )
    return commit(make_response(redirect(url_for("payments.show_order", order_id=order.id), 303)))


def _page(run: PayRun, form: ExecutionForm) -> str:
    return order_page(
        "wages/new_payment_order.html",
        form,
        payments.payees_of(run),
        order=order_for(run.subject),
        refusal=payments.why_not_paid(run),
        back=url_for(".show_pay_run", run_id=run.id),
        run=run,
    )
