"""The books: journal, accounts, trial balance."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template, request
from flask_login import current_user

from app.coop import founded_coop
from app.permissions import Permission, requires
from app.treasury import queries
from app.treasury.ledger_files import beancount_text, hledger_text
from app.web.exports import attached, csv_file
from app.web.pages import may

bp = Blueprint("treasury", __name__, url_prefix="/treasury")
blueprints = (bp,)

PER_PAGE = 50


@bp.get("/journal")
@requires(Permission.LEDGER_READ)
def show_journal() -> str:
    page = max(1, request.args.get("page", 1, type=int))
    entries = queries.journal(
        by_member=_sees_members(), limit=PER_PAGE, offset=PER_PAGE * (page - 1)
    )
    pages = -(-queries.count_entries() // PER_PAGE)
    return render_template("treasury/journal.html", entries=entries, page=page, pages=pages)


@bp.get("/journal/<int:entry_id>")
@requires(Permission.LEDGER_READ)
def show_entry(entry_id: int) -> str:
    entries = queries.journal(entry_id=entry_id, by_member=_sees_members())
    if not entries:
        abort(404)
    return render_template("treasury/entry.html", entry=entries[0])


@bp.get("/accounts")
@requires(Permission.LEDGER_READ)
def list_accounts() -> str:
    return render_template(
        "treasury/accounts.html", balances=queries.trial_balance(by_member=_sees_members())
    )


@bp.get("/accounts/<int:account_id>")
@requires(Permission.LEDGER_READ)
def show_account(account_id: int) -> str:
    account = queries.account(account_id)
    if account is None or not (account.member_id in {None, current_user.id} or _sees_members()):
        abort(404)
    entries = queries.journal(account_id=account_id, by_member=_sees_members(), limit=200)
    return render_template("treasury/account.html", account=account, entries=entries)


@bp.get("/accounts.csv")
@requires(Permission.LEDGER_READ)
def export_accounts() -> Response:
    """The trial balance; amounts in minor units keep every spreadsheet exact."""
    heading = ["code", "name", "kind", "balance_minor"]
    rows = (
        [line.code, line.name, line.kind, line.amount]
        for line in queries.trial_balance(by_member=_sees_members())
    )
    return csv_file("trial-balance.csv", heading, rows)


@bp.get("/ledger.beancount")
@requires(Permission.LEDGER_READ)
def export_beancount() -> Response:
    return _ledger(beancount_text, "ledger.beancount")


@bp.get("/ledger.journal")
@requires(Permission.LEDGER_READ)
def export_hledger() -> Response:
    return _ledger(hledger_text, "ledger.journal")


def _ledger(write: Callable[..., str], name: str) -> Response:
    coop = founded_coop()
    entries = queries.whole_journal(by_member=_sees_members())
    return attached(write(entries, title=coop.name, currency=coop.currency), name, "text/plain")


def _sees_members() -> bool:
    """What a member is owed shows only to who may see all pay."""
    return may(Permission.PAY_READ_ALL.name)
