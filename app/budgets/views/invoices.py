"""Invoices that are paid by bank: their accounts, and the lists that become a file for it."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.budgets import invoices, queries
from app.budgets.forms import PayeeAccountForm
from app.budgets.models import Spending
from app.coop import founded_coop
from app.db import db
from app.money import Money
from app.permissions import Permission, requires
from app.treasury.coop_accounts import paying_account
from app.treasury.forms import ExecutionForm, PaidForm
from app.treasury.models import PaymentOrder
from app.treasury.order_page import transfers_file
from app.treasury.payments import payments_of
from app.web.exports import csv_file
from app.web.idempotency import commit

bp = Blueprint("invoices", __name__, url_prefix="/invoices")
blueprints = (bp,)


@bp.get("/")
@requires(Permission.INVOICE_PAY)
def list_invoices() -> str:
    return _list_page(ExecutionForm())


@bp.post("/lists")
@requires(Permission.INVOICE_PAY)
def create_invoice_list() -> Response:
    form, coop = ExecutionForm(), founded_coop()
    if not form.validate():
        return make_response(_list_page(form), 422)
    order = invoices.list_invoices(
        text=gettext("Invoice, paid by %(name)s", name=coop.name)[:140],
        execute_on=form.execute_on.data,
        by=current_user.id,
        at=clock.now(),
    )
    return _to_list(order)


def _list_page(form: ExecutionForm) -> str:
    return render_template(
        "budgets/invoices.html",
        form=form,
        waiting=invoices.waiting(),
        lists=invoices.lists(),
        account=paying_account(),
    )


@bp.get("/lists/<int:order_id>")
@requires(Permission.INVOICE_PAY)
def show_invoice_list(order_id: int) -> str:
    return _order_page(_list_or_404(order_id), PaidForm())


@bp.get("/lists/<int:order_id>/transfers.xml")
@requires(Permission.INVOICE_PAY)
def export_invoice_file(order_id: int) -> Response:
    return transfers_file(_list_or_404(order_id))


@bp.get("/lists/<int:order_id>/invoices.csv")
@requires(Permission.INVOICE_PAY)
def export_invoices(order_id: int) -> Response:
    order, currency = _list_or_404(order_id), founded_coop().currency
    heading = ["holder", "iban", "amount", "currency", "reference"]
    rows = (
        [
            line.holder,
            line.iban,
            Money(line.amount, currency).exact,
            currency,
            line.text,
        ]
        for line in payments_of(order.id)
    )
    return csv_file(f"invoices-{order.id}.csv", heading, rows)


@bp.post("/lists/<int:order_id>/payment")
@requires(Permission.INVOICE_PAY)
def create_invoice_payment(order_id: int) -> Response:
    """All of the list; one by one they are noted as paid where each spending stands."""
    order, form = _list_or_404(order_id), PaidForm()
    if not form.validate():
        return make_response(_order_page(order, form), 422)
    invoices.pay_list(order, on=form.paid_on.data, by=current_user.id, at=clock.now())
    return _to_list(order)


@bp.post("/lists/<int:order_id>/withdrawal")
@requires(Permission.INVOICE_PAY)
def create_invoice_withdrawal(order_id: int) -> Response:
    order = _list_or_404(order_id)
    invoices.withdraw_list(order, by=current_user.id, at=clock.now())
    return _to_list(order)


@bp.get("/<int:spending_id>/account")
@requires(Permission.INVOICE_PAY)
def edit_payee_account(spending_id: int) -> str:
    spending = db.get_or_404(Spending, spending_id)
    known = invoices.account_of(spending) or invoices.account_before(spending)
    form = PayeeAccountForm()
    form.holder.data = known.holder if known else spending.payee[:70]
    form.iban.data = known.iban if known else ""
    return _account_page(spending, form)


@bp.post("/<int:spending_id>/account")
@requires(Permission.INVOICE_PAY)
def update_payee_account(spending_id: int) -> Response:
    spending, form = db.get_or_404(Spending, spending_id), PayeeAccountForm()
    if not form.validate():
        return make_response(_account_page(spending, form), 422)
    invoices.set_payee_account(
        spending.id,
        iban=form.iban.data,
        holder=form.holder.data,
        by=current_user.id,
        at=clock.now(),
    )
    return commit(make_response(redirect(url_for(".list_invoices"), 303)))


def _account_page(spending: Spending, form: PayeeAccountForm) -> str:
    return render_template(
        "budgets/payee_account.html",
        spending=spending,
        form=form,
        before=invoices.account_before(spending),
        listed=queries.list_with(spending),
    )


def _list_or_404(order_id: int) -> PaymentOrder:
    """A list of invoices: those of pay are another permission's."""
    order = db.get_or_404(PaymentOrder, order_id)
    if order.owed_code is not None:
        abort(404)
    return order


def _order_page(order: PaymentOrder, form: PaidForm) -> str:
    spendings = {one.subject: one for one in invoices.spendings_on(order)}
    return render_template(
        "budgets/invoice_list.html",
        order=order,
        form=form,
        lines=[(line, spendings[line.about]) for line in payments_of(order.id)],
        unpaid=[one for one in spendings.values() if one.payment is None],
    )


def _to_list(order: PaymentOrder) -> Response:
    address = url_for(".show_invoice_list", order_id=order.id)
    return commit(make_response(redirect(address, 303)))
