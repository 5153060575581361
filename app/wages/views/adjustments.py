"""Pages of what pay has beside the scheme: one's own, and for who keeps the pay, everybody's."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms.fields import SelectChoice

from app import clock
from app.coop import today
from app.db import db
from app.errors import InvalidInput
from app.members.models import Standing
from app.members.queries import people_on
from app.permissions import Permission, requires
from app.wages.adjustments import actions as adjustments
from app.wages.adjustments import queries
from app.wages.adjustments.forms import FORMS, GoodsForm, GoodsPriceForm, decision_choices
from app.wages.kinds import AbsenceKind, AdjustmentKind
from app.wages.models import Adjustment
from app.wages.rules.exact import ZERO
from app.wages.rules.spans import Span
from app.wages.views.blueprint import bp
from app.web.idempotency import commit
from app.web.language import speak

KINDS = {
    AdjustmentKind.ABSENCE: _("Absence"),
    AdjustmentKind.ADDITION: _("Addition"),
    AdjustmentKind.GOODS: _("Goods"),
    AdjustmentKind.ADVANCE: _("Advance"),
    AdjustmentKind.DEDUCTION: _("Deduction"),
    AdjustmentKind.OVERPAID: _("Paid too much"),
}


@bp.get("/adjustments")
@requires(Permission.SIGNED_IN)
def list_adjustments() -> str:
    everybody = Permission.PAY_READ_ALL in current_user.permissions
    return render_template(
        "wages/adjustments.html",
        rows=queries.adjustments(member_id=None if everybody else current_user.id),
        everybody=everybody,
        kinds=KINDS,
        offered=list(FORMS),
    )


@bp.get("/adjustments/new/<string:kind>")
@requires(Permission.PAY_PREPARE)
def new_adjustment(kind: str) -> str:
    return _page(_kind(kind), _form(_kind(kind)))


@bp.post("/adjustments/new/<string:kind>")
@requires(Permission.PAY_PREPARE)
def create_adjustment(kind: str) -> Any:
    chosen = _kind(kind)
    form = _form(chosen)
    page = form.stands_on("wages/new_adjustment.html", kind=chosen, title=KINDS[chosen])
    if not form.validate_on_submit():
        return page(), 422
    try:
        _ENTER[chosen](form, form.member.data)
    except InvalidInput as problem:
        form.form_errors.append(speak(problem.sentence))
        return page(), 422
    flash(gettext("Entered. The next pay run takes it up."))
    return commit(redirect(url_for(".list_adjustments")))


@bp.post("/adjustments/<int:adjustment_id>/consent")
@requires(Permission.SIGNED_IN)
def create_consent(adjustment_id: int) -> Any:
    adjustment = db.get_or_404(Adjustment, adjustment_id)
    if adjustment.member_id != current_user.id:
        abort(404)
    adjustments.consent(adjustment_id, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".list_adjustments")))


@bp.post("/adjustments/<int:adjustment_id>/withdrawal")
@requires(Permission.PAY_PREPARE)
def create_adjustment_withdrawal(adjustment_id: int) -> Any:
    db.get_or_404(Adjustment, adjustment_id)
    on = today()
    adjustments.withdraw(adjustment_id, on=on, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".list_adjustments")))


@bp.get("/goods")
@requires(Permission.BOOK_READ)
def list_goods() -> str:
    return _goods_page(GoodsPriceForm())


@bp.post("/goods")
@requires(Permission.PAY_PREPARE)
def create_goods_price() -> Any:
    form = GoodsPriceForm()
    form.decision.choices = decision_choices(queries.recent_decisions())
    if not form.validate_on_submit():
        return _goods_page(form), 422
    adjustments.set_goods_price(
        form.name.data.strip(),
        form.measure.data.strip(),
        form.price.data or ZERO,
        from_on=form.from_on.data,
        decision_id=form.decision.data,
        by=current_user.id,
        at=clock.now(),
    )
    return commit(redirect(url_for(".list_goods")))


def _kind(text: str) -> AdjustmentKind:
    if text not in {kind.value for kind in FORMS}:
        abort(404)
    return AdjustmentKind(text)


def _form(kind: AdjustmentKind) -> Any:
    form = FORMS[kind]()
    on = today()
    people = people_on(on, Standing.CANDIDATE, Standing.FULL)
    form.offer(people, queries.recent_decisions())
    if isinstance(form, GoodsForm):
        names = dict.fromkeys(price.name for price in queries.goods_prices())
        form.goods.choices = [SelectChoice(name, name) for name in names]
    return form


def _page(kind: AdjustmentKind, form: Any) -> str:
    return render_template("wages/new_adjustment.html", kind=kind, title=KINDS[kind], form=form)


def _goods_page(form: GoodsPriceForm) -> str:
    form.decision.choices = decision_choices(queries.recent_decisions())
    return render_template("wages/goods.html", prices=queries.goods_prices(), form=form)


def _absence(form: Any, member_id: int) -> None:
    adjustments.enter_absence(
        member_id,
        AbsenceKind(form.absence.data),
        Span(form.from_on.data, form.to_on.data),
        hours=form.hours.data,
        rate=form.rate.data or ZERO,
        decision_id=form.decision.data,
        by=current_user.id,
        at=clock.now(),
    )


def _addition(form: Any, member_id: int) -> None:
    adjustments.enter_addition(
        member_id,
        form.amount.data,
        what=form.what.data,
        on=form.on.data,
        decision_id=form.decision.data,
        by=current_user.id,
        at=clock.now(),
    )


def _goods(form: Any, member_id: int) -> None:
    adjustments.issue_goods(
        member_id,
        form.goods.data,
        form.quantity.data,
        on=form.on.data,
        by=current_user.id,
        at=clock.now(),
    )


def _advance(form: Any, member_id: int) -> None:
    adjustments.pay_advance(
        member_id,
        form.amount.data,
        what=form.what.data,
        on=form.on.data,
        by=current_user.id,
        at=clock.now(),
    )


def _deduction(form: Any, member_id: int) -> None:
    adjustments.enter_deduction(
        member_id,
        form.amount.data,
        what=form.what.data,
        on=form.on.data,
        most_per_run=form.most_per_run.data,
        decision_id=form.decision.data,
        by=current_user.id,
        at=clock.now(),
    )


_ENTER: dict[AdjustmentKind, Callable[[Any, int], None]] = {
    AdjustmentKind.ABSENCE: _absence,
    AdjustmentKind.ADDITION: _addition,
    AdjustmentKind.GOODS: _goods,
    AdjustmentKind.ADVANCE: _advance,
    AdjustmentKind.DEDUCTION: _deduction,
}
