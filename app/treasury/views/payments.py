"""The account the co-op pays from, and lists of payments with the files made of them."""

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import founded_coop, today
from app.db import db
from app.money import Money
from app.permissions import Permission, requires
from app.treasury import coop_accounts, payments
from app.treasury.forms import CoopAccountForm, PaidForm, ReversalForm, SoughtForm
from app.treasury.models import CoopAccount, PaymentOrder
from app.treasury.order_page import by_way, sought, transfers_file
from app.web.exports import csv_file
from app.web.idempotency import commit

bp = Blueprint("payments", __name__, url_prefix="/treasury")
blueprints = (bp,)


@bp.get("/bank-account")
@requires(Permission.LEDGER_READ)
def show_account() -> str:
    return _account_page(CoopAccountForm())


@bp.post("/bank-account")
@requires(Permission.LEDGER_POST)
def create_account() -> Response:
    form = CoopAccountForm()
    if not form.validate():
        return make_response(_account_page(form), 422)
    coop_accounts.enter_account(
        form.iban.data,
        bic=form.bic.data or "",
        holder=form.holder.data,
        by=current_user.id,
        at=clock.now(),
    )
    flash(gettext("Entered. Somebody else who may approve pay confirms it."))
    return commit(make_response(redirect(url_for(".show_account"), 303)))


@bp.post("/bank-accounts/<int:account_id>/confirmation")
@requires(Permission.PAY_APPROVE)
def create_confirmation(account_id: int) -> Response:
    db.get_or_404(CoopAccount, account_id)
    coop_accounts.confirm_account(account_id, by=current_user.id, at=clock.now())
    return commit(make_response(redirect(url_for(".show_account"), 303)))


@bp.get("/payment-orders/<int:order_id>")
@requires(Permission.BANK_READ)
def show_order(order_id: int) -> str:
    return _order_page(_order_or_404(order_id), PaidForm())


@bp.get("/payment-orders/<int:order_id>/transfers.xml")
@requires(Permission.BANK_READ)
def export_bank_file(order_id: int) -> Response:
    return transfers_file(_order_or_404(order_id))


@bp.get("/payment-orders/<int:order_id>/payments.csv")
@requires(Permission.BANK_READ)
def export_payments(order_id: int) -> Response:
    order, coop = _order_or_404(order_id), founded_coop()
    heading = ["number", "name", "holder", "iban", "amount", "currency", "reference"]
    rows = (
        [
            line.number,
            line.name,
            line.holder,
            line.iban or "",
            Money(line.amount, coop.currency).exact,
            coop.currency,
            order.text,
        ]
        for line in payments.payments_of(order.id)
    )
    return csv_file(f"payments-{order.id}.csv", heading, rows)


@bp.post("/payment-orders/<int:order_id>/payment")
@requires(Permission.BANK_READ)
def create_payment(order_id: int) -> Response:
    order, form = _order_or_404(order_id), PaidForm()
    if not form.validate():
        return make_response(_order_page(order, form), 422)
    payments.mark_paid(order.id, on=form.paid_on.data, by=current_user.id, at=clock.now())
    return commit(make_response(redirect(url_for(".show_order", order_id=order.id), 303)))


@bp.post("/payment-orders/<int:order_id>/reversal")
@requires(Permission.BANK_READ)
def create_reversal(order_id: int) -> Response:
    """Takes back that it is paid."""
    order, form = _order_or_404(order_id), ReversalForm()
    if not form.validate():
        return make_response(_order_page(order, PaidForm(), form), 422)
    payments.reverse_payment(
        order.id, reason=form.text.data, on=today(), by=current_user.id, at=clock.now()
    )
    return commit(make_response(redirect(url_for(".show_order", order_id=order.id), 303)))


@bp.post("/payment-orders/<int:order_id>/withdrawal")
@requires(Permission.BANK_READ)
def create_withdrawal(order_id: int) -> Response:
    _order_or_404(order_id)
    payments.withdraw_order(order_id, by=current_user.id, at=clock.now())
    return commit(make_response(redirect(url_for(".show_order", order_id=order_id), 303)))


def _order_or_404(order_id: int) -> PaymentOrder:
    """An order that pays members; invoices have pages of their own."""
    order = db.get_or_404(PaymentOrder, order_id)
    if order.owed_code is None:
        abort(404)
    return order


def _account_page(form: CoopAccountForm) -> str:
    entered = coop_accounts.accounts()
    return render_template(
        "treasury/bank_account.html",
        form=form,
        accounts=entered,
        paying=coop_accounts.paying_account(),
        waiting=entered[0] if entered and entered[0].confirmed_at is None else None,
    )


def _order_page(order: PaymentOrder, form: PaidForm, reversal: ReversalForm | None = None) -> str:
    asked, lines = SoughtForm(request.args), payments.payments_of(order.id)
    return render_template(
        "treasury/payment_order.html",
        asked=asked,
        found=by_way(sought(lines, asked.member.data or "")),
        order=order,
        form=form,
        reversal=reversal or ReversalForm(),
        **by_way(lines),
    )
