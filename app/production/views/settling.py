"""Confirming, disputing, reversing: what happens to an entry after it was logged."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user

from app import clock
from app.permissions import Permission, requires
from app.production import log_book, review
from app.production.actions.settling import (
    confirm_entries,
    confirm_entry,
    dispute_entry,
    reverse_entry,
)
from app.production.forms import ReasonForm
from app.production.views.blueprint import bp
from app.web.idempotency import commit
from app.web.language import speak


@bp.get("/unconfirmed")
@requires(Permission.ENTRY_CONFIRM)
def list_unconfirmed() -> str:
    waiting = review.waiting_for(current_user.id)
    return render_template(
        "production/unconfirmed.html",
        waiting=waiting,
        count=review.count_waiting(current_user.id),
        unusual=sum(bool(one.look.why) for one in waiting),
    )


@bp.post("/confirmations")
@requires(Permission.ENTRY_CONFIRM)
def create_confirmations() -> Response:
    """Signs for every chosen entry that can still be signed for."""
    chosen = request.form.getlist("entry", type=int)
    signed = confirm_entries(chosen, by=current_user.id, at=clock.now())
    if signed.confirmed:
        flash(
            ngettext("%(num)s entry confirmed.", "%(num)s entries confirmed.", signed.confirmed),
            "done",
        )
    if not chosen:
        flash(gettext("Tick the entries that you saw being made."), "problem")
    for entry_id, why in signed.refused.items():
        flash(gettext("Entry %(number)s: %(why)s", number=entry_id, why=speak(why)), "problem")
    return commit(make_response(redirect(url_for(".list_unconfirmed"))))


@bp.post("/entries/<int:entry_id>/confirmation")
@requires(Permission.ENTRY_CONFIRM)
def create_confirmation(entry_id: int) -> Response:
    log_book.line(entry_id) or abort(404)
    confirm_entry(entry_id, by=current_user.id, at=clock.now())
    flash(gettext("Confirmed."), "done")
    return commit(make_response(redirect(url_for(".show_entry", entry_id=entry_id))))


@bp.get("/entries/<int:entry_id>/dispute")
@requires(Permission.ENTRY_CONFIRM)
def new_dispute(entry_id: int) -> str:
    return _reason_page("dispute", entry_id, ReasonForm())


@bp.post("/entries/<int:entry_id>/dispute")
@requires(Permission.ENTRY_CONFIRM)
def create_dispute(entry_id: int) -> Response:
    form = ReasonForm()
    page = form.answers_with(lambda: _reason_page("dispute", entry_id, form))
    if not form.validate():
        return make_response(page(), 422)
    log_book.line(entry_id) or abort(404)
    dispute_entry(entry_id, by=current_user.id, reason=form.reason.data or "", at=clock.now())
    flash(gettext("Disputed. It counts for nothing until somebody confirms it."))
    return commit(make_response(redirect(url_for(".show_entry", entry_id=entry_id))))


@bp.get("/entries/<int:entry_id>/reversal")
@requires(Permission.ENTRY_LOG)
def new_reversal(entry_id: int) -> str:
    return _reason_page("reversal", entry_id, ReasonForm())


@bp.post("/entries/<int:entry_id>/reversal")
@requires(Permission.ENTRY_LOG)
def create_reversal(entry_id: int) -> Response:
    form = ReasonForm()
    page = form.answers_with(lambda: _reason_page("reversal", entry_id, form))
    if not form.validate():
        return make_response(page(), 422)
    log_book.line(entry_id) or abort(404)
    reverse_entry(entry_id, by=current_user.id, reason=form.reason.data or "", at=clock.now())
    flash(gettext("Reversed. It counts no more, and stays to be read."))
    return commit(make_response(redirect(url_for(".show_entry", entry_id=entry_id))))


def _reason_page(kind: str, entry_id: int, form: ReasonForm) -> str:
    line = log_book.line(entry_id) or abort(404)
    return render_template(f"production/new_{kind}.html", line=line, form=form)
