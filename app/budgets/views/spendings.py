"""A line of a budget, and what its offices spend from it."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.budgets import queries, spending
from app.budgets.forms import SpendingForm, in_minor
from app.budgets.models import BudgetLine, Spending
from app.budgets.rules.spending import BeyondMandate
from app.budgets.views.budgets import bp
from app.coop import today
from app.db import db
from app.permissions import Permission, requires
from app.treasury.forms import PaidForm, ReversalForm
from app.web.idempotency import commit


@bp.get("/lines/<int:line_id>")
@requires(Permission.LEDGER_READ)
def show_line(line_id: int) -> str:
    line, on = db.get_or_404(BudgetLine, line_id), today()
    return render_template(
        "budgets/line.html",
        line=line,
        use=queries.line_use(line.id).use,
        limits=[(one, queries.used_of(one, on)) for one in queries.limits_on(line.id, on)],
        mine=queries.limits_of(current_user.id, line.id, on),
        spendings=queries.spendings_of(line.id),
    )


@bp.get("/lines/<int:line_id>/spendings/new")
@requires(Permission.LEDGER_READ)
def new_spending(line_id: int) -> str:
    return _form_page(db.get_or_404(BudgetLine, line_id), SpendingForm())


@bp.post("/lines/<int:line_id>/spendings")
@requires(Permission.LEDGER_READ)
def create_spending(line_id: int) -> Response:
    """Whoever holds the office: the rule asks for its limit, and says which motion is needed."""
    line, form = db.get_or_404(BudgetLine, line_id), SpendingForm()
    form.answers_with(lambda: _form_page(line, form))
    if not form.validate():
        return make_response(_form_page(line, form), 422)
    try:
        made = spending.record_spending(
            line.id,
            amount=in_minor(form.amount.data),
            payee=form.payee.data,
            purpose=form.purpose.data,
            invoice=form.invoice.data or "",
            spent_on=form.spent_on.data,
            by=current_user.id,
            at=clock.now(),
        )
    except BeyondMandate as refusal:
        return make_response(_form_page(line, form, refusal), 409)
    return commit(make_response(redirect(url_for(".show_spending", spending_id=made.id), 303)))


def _form_page(line: BudgetLine, form: SpendingForm, refusal: BeyondMandate | None = None) -> str:
    return render_template(
        "budgets/new_spending.html",
        line=line,
        form=form,
        refusal=refusal,
        limits=queries.limits_of(current_user.id, line.id, today()),
    )


@bp.get("/spendings/<int:spending_id>")
@requires(Permission.LEDGER_READ)
def show_spending(spending_id: int) -> str:
    return _page(db.get_or_404(Spending, spending_id), PaidForm())


@bp.post("/spendings/<int:spending_id>/payment")
@requires(Permission.PAY_APPROVE)
def create_spending_payment(spending_id: int) -> Response:
    found, form = db.get_or_404(Spending, spending_id), PaidForm()
    if not form.validate():
        return make_response(_page(found, form), 422)
    spending.pay_spending(found.id, on=form.paid_on.data, by=current_user.id, at=clock.now())
    return _back(spending_id)


@bp.post("/spendings/<int:spending_id>/reversal")
@requires(Permission.LEDGER_POST)
def create_spending_reversal(spending_id: int) -> Response:
    found, form = db.get_or_404(Spending, spending_id), ReversalForm()
    if not form.validate():
        return make_response(_page(found, PaidForm(), form), 422)
    spending.reverse_spending(
        found.id, reason=form.text.data, on=today(), by=current_user.id, at=clock.now()
    )
    return _back(spending_id)


@bp.post("/spendings/<int:spending_id>/withdrawal")
@requires(Permission.LEDGER_READ)
def create_spending_withdrawal(spending_id: int) -> Response:
    """By who spent it; the rule refuses others, unless they keep the books."""
    db.get_or_404(Spending, spending_id)
    keeps_books = Permission.LEDGER_POST in current_user.permissions
    spending.withdraw_spending(
        spending_id, by=current_user.id, may_post=keeps_books, at=clock.now()
    )
    return _back(spending_id)


def _back(spending_id: int) -> Response:
    address = url_for(".show_spending", spending_id=spending_id)
    return commit(make_response(redirect(address, 303)))


def _page(found: Spending, form: PaidForm, reversal: ReversalForm | None = None) -> str:
    return render_template(
        "budgets/spending.html",
        spending=found,
        form=form,
        reversal=reversal or ReversalForm(),
        listed=queries.list_with(found),
    )
