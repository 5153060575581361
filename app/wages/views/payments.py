"""Paying out a run: who gets what where, before the list is frozen."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import founded_coop, today
from app.db import db
from app.permissions import Permission, requires
from app.treasury.forms import ExecutionForm
from app.treasury.payments import paying_account
from app.wages import payments
from app.wages.models import PayRun
from app.wages.views.blueprint import bp
from app.web.forms import not_in_past
from app.web.idempotency import commit


@bp.get("/runs/<int:run_id>/payment-order")
@requires(Permission.BANK_READ)
def new_payment_order(run_id: int) -> str:
    form = ExecutionForm()
    form.execute_on.data = today()
    return _page(db.get_or_404(PayRun, run_id), form)


@bp.post("/runs/<int:run_id>/payment-order")
@requires(Permission.BANK_READ)
def create_payment_order(run_id: int) -> Response:
    run, form = db.get_or_404(PayRun, run_id), ExecutionForm()
    on = today()
    if not form.validate({"execute_on": [not_in_past(on)]}):
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
    payees = payments.payees_of(run)
    return render_template(
        "wages/new_payment_order.html",
        run=run,
        form=form,
        order=payments.order_of(run),
        account=paying_account(),
        in_euros=founded_coop().currency == "EUR",
        by_bank=[payee for payee in payees if payee.by_bank],
        otherwise=[payee for payee in payees if not payee.by_bank],
    )
