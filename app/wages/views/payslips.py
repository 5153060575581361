"""Payslips: one's own, and for who may read all pay, anyone's."""

from flask import Response, abort, render_template
from flask_login import current_user

from app.documents.pdf import pdf
from app.permissions import Permission, requires
from app.wages.kinds import LineKind
from app.wages.models import Payslip
from app.wages.payslips import queries as payslip_queries
from app.wages.payslips import reasons
from app.wages.payslips.document import on_paper
from app.wages.trail import trail_of_payslip
from app.wages.views.blueprint import bp
from app.web.exports import attached


@bp.get("/payslips")
@requires(Permission.SIGNED_IN)
def list_payslips() -> str:
    return render_template(
        "wages/payslips.html", slips=payslip_queries.payslips_of(current_user.id)
    )


@bp.get("/payslips/<int:payslip_id>")
@requires(Permission.SIGNED_IN)
def show_payslip(payslip_id: int) -> str:
    slip = _slip_or_404(payslip_id)
    lines = reasons.lines(slip)
    paid = [line.decision for line in lines if line.kind is LineKind.PAY]
    decisions = paid or [line.decision for line in lines if line.decision]
    return render_template(
        "wages/payslip.html",
        slip=slip,
        lines=lines,
        sums=reasons.sums(slip, lines),
        steps=trail_of_payslip(slip, decisions[-1] if decisions else None, current_user.id),
        work=payslip_queries.work_behind(slip),
        this_year=payslip_queries.year_to_date(slip),
    )


@bp.get("/payslips/<int:payslip_id>.pdf")
@requires(Permission.SIGNED_IN)
def export_payslip(payslip_id: int) -> Response:
    """Made anew it is the same file."""
    slip = _slip_or_404(payslip_id)
    document, language = on_paper(slip)
    made = pdf(document, language=language, at=slip.run.approved_at or slip.run.prepared_at)
    return attached(made, f"payslip-{slip.id}.pdf", "application/pdf")


def _slip_or_404(payslip_id: int) -> Payslip:
    permissions = current_user.permissions
    slip = payslip_queries.payslip_for(
        payslip_id,
        reader_id=current_user.id,
        reads_all=not {Permission.PAY_READ_ALL, Permission.PAY_APPROVE}.isdisjoint(permissions),
    )
    if slip is None:
        abort(404)
    return slip
