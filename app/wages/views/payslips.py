"""Payslips: one's own, and for who may read all pay, anyone's."""

from flask import abort, render_template
from flask_login import current_user

from app.permissions import Permission, requires
from app.wages import queries, reasons
from app.wages.trail import trail_of_payslip
from app.wages.views.blueprint import bp


@bp.get("/payslips")
@requires(Permission.SIGNED_IN)
def list_payslips() -> str:
    return render_template("wages/payslips.html", slips=queries.payslips_of(current_user.id))


@bp.get("/payslips/<int:payslip_id>")
@requires(Permission.SIGNED_IN)
def show_payslip(payslip_id: int) -> str:
    permissions = current_user.permissions
    slip = queries.payslip_for(
        payslip_id,
        reader_id=current_user.id,
        reads_all=not {Permission.PAY_READ_ALL, Permission.PAY_APPROVE}.isdisjoint(permissions),
    )
    if slip is None:
        abort(404)
    lines = reasons.lines(slip)
    decisions = [line.decision for line in lines if line.decision and line.kind.is_gross]
    return render_template(
        "wages/payslip.html",
        slip=slip,
        lines=lines,
        sums=reasons.sums(slip, lines),
        steps=trail_of_payslip(slip, decisions[-1] if decisions else None, current_user.id),
        work=queries.work_behind(slip),
        this_year=queries.year_to_date(slip),
    )
