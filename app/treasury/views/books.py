"""The books: journal, accounts, trial balance."""

from flask import Blueprint, Response, abort, render_template, request

from app.permissions import Permission, requires
from app.treasury import queries
from app.web.exports import csv_file

bp = Blueprint("treasury", __name__, url_prefix="/treasury")
blueprints = (bp,)

PER_PAGE = 50


@bp.get("/journal")
@requires(Permission.LEDGER_READ)
def show_journal() -> str:
    page = max(1, request.args.get("page", 1, type=int))
    entries = queries.journal(limit=PER_PAGE, offset=PER_PAGE * (page - 1))
    pages = -(-queries.count_entries() // PER_PAGE)
    return render_template("treasury/journal.html", entries=entries, page=page, pages=pages)


@bp.get("/journal/<int:entry_id>")
@requires(Permission.LEDGER_READ)
def show_entry(entry_id: int) -> str:
    entries = queries.journal(entry_id=entry_id)
    if not entries:
        abort(404)
    return render_template("treasury/entry.html", entry=entries[0])


@bp.get("/accounts")
@requires(Permission.LEDGER_READ)
def list_accounts() -> str:
    return render_template("treasury/accounts.html", balances=queries.trial_balance())


@bp.get("/accounts/<int:account_id>")
@requires(Permission.LEDGER_READ)
def show_account(account_id: int) -> str:
    account = queries.account(account_id)
    if account is None:
        abort(404)
    entries = queries.journal(account_id=account_id, limit=200)
    return render_template("treasury/account.html", account=account, entries=entries)


@bp.get("/accounts.csv")
@requires(Permission.LEDGER_READ)
def export_accounts() -> Response:
    """The trial balance; amounts in minor units keep every spreadsheet exact."""
    heading = ["code", "name", "kind", "balance_minor"]
    rows = ([line.code, line.name, line.kind, line.amount] for line in queries.trial_balance())
    return csv_file("trial-balance.csv", heading, rows)
