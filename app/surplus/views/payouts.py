"""Paying out the capital of those who left: prepare, look, approve, list."""

from flask import Response, abort, make_response, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import today
from app.db import db
from app.errors import RuleViolation
from app.permissions import Permission, requires
from app.sentences import Sentence
from app.surplus import capital, payouts
from app.surplus.models import CapitalPayout
from app.surplus.rules.payout import check_payable
from app.surplus.views.blueprint import bp
from app.treasury.forms import ExecutionForm, ReversalForm
from app.treasury.order_page import order_page
from app.treasury.payments import order_for
from app.web.idempotency import commit


@bp.get("/payouts")
@requires(Permission.BOOK_READ)
def list_payouts() -> str:
    _check_sees()
    parts = capital.parts_due(today())
    total = sum(part.amount for _, part in parts)
    return render_template(
        "surplus/payouts.html",
        payouts=capital.payouts(),
        waiting=payouts.waiting(),
        parts=parts,
        total=total,
        refusal=_refusal(total) if parts else None,
    )


@bp.post("/payouts")
@requires(Permission.PAY_PREPARE)
def create_payout() -> Response:
    payout = payouts.prepare_payout(to_on=today(), by=current_user.id, at=clock.now())
    return commit(make_response(redirect(url_for(".show_payout", payout_id=payout.id), 303)))


@bp.get("/payouts/<int:payout_id>")
@requires(Permission.BOOK_READ)
def show_payout(payout_id: int) -> str:
    return _payout_page(_payout_or_404(payout_id), ReversalForm())


@bp.post("/payouts/<int:payout_id>/approval")
@requires(Permission.PAY_APPROVE)
def create_payout_approval(payout_id: int) -> Response:
    _payout_or_404(payout_id)
    payouts.approve_payout(payout_id, by=current_user.id, on=today(), at=clock.now())
    return commit(make_response(redirect(url_for(".show_payout", payout_id=payout_id), 303)))


@bp.post("/payouts/<int:payout_id>/withdrawal")
@requires(Permission.PAY_PREPARE)
def create_payout_withdrawal(payout_id: int) -> Response:
    _payout_or_404(payout_id)
    payouts.set_aside_payout(payout_id, by=current_user.id, at=clock.now())
    return commit(make_response(redirect(url_for(".list_payouts"), 303)))


@bp.post("/payouts/<int:payout_id>/reversal")
@requires(Permission.PAY_APPROVE)
def create_payout_reversal(payout_id: int) -> Response:
    payout, form = _payout_or_404(payout_id), ReversalForm()
    if not form.validate():
        return make_response(_payout_page(payout, form), 422)
    payouts.reverse_payout(
        payout.id, reason=form.text.data, on=today(), by=current_user.id, at=clock.now()
    )
    return commit(make_response(redirect(url_for(".show_payout", payout_id=payout.id), 303)))


@bp.get("/payouts/<int:payout_id>/payment-order")
@requires(Permission.BANK_READ)
def new_payout_order(payout_id: int) -> str:
    return _order_page(_payout_or_404(payout_id), ExecutionForm())


@bp.post("/payouts/<int:payout_id>/payment-order")
@requires(Permission.BANK_READ)
def create_payout_order(payout_id: int) -> Response:
    payout, form = _payout_or_404(payout_id), ExecutionForm()
    if not form.validate():
        return make_response(_order_page(payout, form), 422)
    order = payouts.pay_out(
        payout.id,
        text=gettext("Capital, parts due by %(day)s", day=payout.to_on),
        execute_on=form.execute_on.data,
        by=current_user.id,
        at=clock.now(),
    )
    return commit(make_response(redirect(url_for("payments.show_order", order_id=order.id), 303)))


def _payout_page(payout: CapitalPayout, reversal: ReversalForm) -> str:
    return render_template(
        "surplus/payout.html",
        payout=payout,
        parts=capital.parts_of(payout.id),
        order=order_for(payout.subject),
        reversal=reversal,
    )


def _order_page(payout: CapitalPayout, form: ExecutionForm) -> str:
    return order_page(
        "surplus/new_payment_order.html",
        form,
        payouts.payees_of(payout),
        order=order_for(payout.subject),
        refusal=payouts.why_not_paid(payout),
        back=url_for(".show_payout", payout_id=payout.id),
        payout=payout,
    )


def _refusal(total: int) -> Sentence | None:
    """Why what is due cannot be paid out now."""
    try:
        check_payable(total, capital.books_on(today()))
    except RuleViolation as refused:
        return refused.sentence
    return None


def _payout_or_404(payout_id: int) -> CapitalPayout:
    _check_sees()
    return db.get_or_404(CapitalPayout, payout_id)


def _check_sees() -> None:
    """Who may see all pay, or has to approve it; nobody else is to know of others' capital."""
    if current_user.permissions.isdisjoint({Permission.PAY_READ_ALL, Permission.PAY_APPROVE}):
        abort(404)
