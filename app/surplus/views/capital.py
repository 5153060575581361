"""Capital accounts: one's own, and everybody's for who may see all pay."""

from flask import Blueprint, Response, abort, render_template
from flask_login import current_user

from app.permissions import Permission, requires
from app.surplus import capital, queries
from app.surplus.views.blueprint import bp
from app.web.exports import csv_file

own = Blueprint("own_capital", __name__, url_prefix="/capital")
"""Stands with one's pay, where who left still finds it."""
blueprints = (own,)


@bp.get("/capital")
@requires(Permission.PAY_READ_ALL)
def list_capital() -> str:
    return render_template("surplus/capital.html", accounts=capital.capital_accounts())


@own.get("")
@requires(Permission.SIGNED_IN)
def show_own() -> str:
    """Who left keeps this page: the co-op still owes them."""
    return _page(current_user.id)


@bp.get("/capital/<int:member_id>")
@requires(Permission.PAY_READ_ALL)
def show_capital(member_id: int) -> str:
    return _page(member_id)


def _page(member_id: int) -> str:
    accounts = capital.capital_accounts(member_id)
    if not accounts:
        abort(404)
    return render_template(
        "surplus/capital_account.html",
        account=accounts[0],
        is_own=member_id == current_user.id,
        shares=queries.shares_of(member_id),
        paid=capital.paid_to(member_id),
    )


@bp.get("/capital.csv")
@requires(Permission.PAY_READ_ALL)
def export_capital() -> Response:
    """Amounts in minor units keep every spreadsheet exact."""
    heading = ["number", "name", "capital_minor", "left_on", "next_payout_on", "next_payout_minor"]
    rows = (
        [
            one.number,
            one.name,
            one.capital,
            one.left_on,
            one.payouts[0].on if one.payouts else "",
            one.payouts[0].amount if one.payouts else "",
        ]
        for one in capital.capital_accounts()
    )
    return csv_file("capital.csv", heading, rows)
