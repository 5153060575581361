"""The books: journal, accounts, trial balance."""

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_login import current_user

from app import clock
from app.coop import founded_coop, today
from app.db import db
from app.money import digits, to_minor
from app.permissions import Permission, requires
from app.treasury import queries
from app.treasury.actions import post_entry, reverse_booking
from app.treasury.forms import EntryForm, JournalForm, ReversalForm
from app.treasury.ledger_files import beancount_text, hledger_text
from app.treasury.models import JournalEntry
from app.treasury.queries import Filter
from app.treasury.rules import Line
from app.web.exports import attached, csv_file
from app.web.idempotency import commit
from app.web.pages import may

bp = Blueprint("treasury", __name__, url_prefix="/treasury")
blueprints = (bp,)

PER_PAGE = 25


@bp.get("/journal")
@requires(Permission.LEDGER_READ)
def show_journal() -> str:
    form = JournalForm(request.args)
    wanted = form.filter()
    kept: dict[str, Any] = {field.name: request.args.get(field.name) for field in form}
    return render_template(
        "treasury/journal.html",
        form=form,
        narrowed=wanted != queries.EVERY,
        pages_at=url_for(".show_journal", **kept, page="PAGE"),
        **_page_of(wanted),
    )


def _page_of(wanted: Filter) -> dict[str, Any]:
    """The entries of the page that is asked for."""
    page = max(1, request.args.get("page", 1, type=int))
    return {
        "entries": queries.journal(
            wanted, by_member=_sees_members(), limit=PER_PAGE, offset=PER_PAGE * (page - 1)
        ),
        "page": page,
        "pages": -(-queries.count_entries(wanted) // PER_PAGE),
    }


@bp.get("/journal/<int:entry_id>")
@requires(Permission.LEDGER_READ)
def show_entry(entry_id: int) -> str:
    return _shown_entry(entry_id, ReversalForm())


def _shown_entry(entry_id: int, form: ReversalForm) -> str:
    entry = queries.entry(entry_id, by_member=_sees_members())
    if entry is None:
        abort(404)
    return render_template("treasury/entry.html", entry=entry, form=form)


@bp.get("/journal/new")
@requires(Permission.LEDGER_POST)
def new_entry() -> str:
    return _entry_page(EntryForm())


@bp.post("/journal")
@requires(Permission.LEDGER_POST)
def create_entry() -> Response:
    form = EntryForm()
    page = form.answers_with(lambda: _entry_page(form))
    if not form.validate():
        return make_response(page(), 422)
    assert form.amount.data is not None  # noqa: S101 (InputRequired)
    amount = to_minor(form.amount.data, digits(founded_coop().currency))
    entry = post_entry(
        [Line(form.debit.data, amount), Line(form.credit.data, -amount)],
        text=form.text.data,
        on=form.booked_on.data,
        by=current_user.id,
        at=clock.now(),
    )
    return commit(make_response(redirect(url_for(".show_entry", entry_id=entry.id), 303)))


@bp.post("/journal/<int:entry_id>/reversal")
@requires(Permission.LEDGER_POST)
def create_reversal(entry_id: int) -> Response:
    db.get_or_404(JournalEntry, entry_id)
    form = ReversalForm()
    page = form.answers_with(lambda: _shown_entry(entry_id, form))
    if not form.validate():
        return make_response(page(), 422)
    entry = reverse_booking(
        entry_id, text=form.text.data, on=today(), by=current_user.id, at=clock.now()
    )
    return commit(make_response(redirect(url_for(".show_entry", entry_id=entry.id), 303)))


def _entry_page(form: EntryForm) -> str:
    codes = [balance.code for balance in queries.trial_balance() if balance.member_id is None]
    return render_template("treasury/new_entry.html", form=form, codes=codes)


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
    return render_template(
        "treasury/account.html",
        account=account,
        pages_at=url_for(".show_account", account_id=account_id, page="PAGE"),
        **_page_of(Filter(account_id=account_id)),
    )


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
