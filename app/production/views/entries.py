"""Logging one's own work, and reading the log."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import today
from app.members.queries import person_on
from app.permissions import Permission, requires
from app.production import catalogue, log_book, own_log, queries, weeks
from app.production.actions.logging import log_entry, repeat_entry
from app.production.forms import EntryForm, day_or
from app.production.log_book import Line
from app.production.rules.entries import EntryState, Stint
from app.production.trail import trail_of
from app.production.views.blueprint import bp
from app.web.idempotency import commit


@bp.get("/entries/new")
@requires(Permission.ENTRY_LOG)
def new_entry() -> str:
    """An empty form for today, or one filled like an entry of before (`again`)."""
    form = EntryForm(worked_on=day_or(request.args.get("on"), today()))
    again = _own_line(request.args.get("again", 0, type=int))
    recent = own_log.recent_lines(current_user.id)
    if again is not None:
        form.fill(again)
    elif recent:
        form.item.data = recent[0].item_id
    return _page(form, recent)


@bp.post("/entries")
@requires(Permission.ENTRY_LOG)
def create_entry() -> Response:
    form = EntryForm()
    _offer(form)
    page = form.answers_with(lambda: _page(form, own_log.recent_lines(current_user.id)))
    if not form.validate():
        return make_response(page(), 422)
    entry = log_entry(
        by=current_user.id,
        at=clock.now(),
        key=form.idempotency_key.data or uuid4().hex,
        labour=[Stint(current_user.id, form.hours.data or 0, form.kind.data)],
        **form.output,
    )
    return commit(_after(entry.worked_on))


def _after(worked_on: date) -> Response:
    """Back to an empty form for the same day, or to the week."""
    if "another" in request.form:
        flash(gettext("Logged. The next one:"))
        return make_response(redirect(url_for(".new_entry", on=worked_on)))
    flash(gettext("Logged. Another member confirms it."))
    return make_response(redirect(url_for(".show_week", day=worked_on)))


@bp.post("/entries/<int:entry_id>/repetition")
@requires(Permission.ENTRY_LOG)
def create_repetition(entry_id: int) -> Response:
    """The same once more, today."""
    line = _own_line(entry_id) or abort(404)
    entry = repeat_entry(
        line.id,
        by=current_user.id,
        at=clock.now(),
        key=request.form.get("idempotency_key") or uuid4().hex,
        worked_on=today(),
    )
    flash(gettext("Logged again for today."))
    return commit(make_response(redirect(url_for(".new_entry", _anchor=f"entry-{entry.id}"))))


@bp.get("/entries/<int:entry_id>")
@requires(Permission.BOOK_READ)
def show_entry(entry_id: int) -> str:
    line = log_book.line(entry_id) or abort(404)
    closed_to = queries.closed_to()
    involved = current_user.id in queries.involved(entry_id)
    return render_template(
        "production/entry.html",
        line=line,
        closed_to=closed_to if closed_to is not None and line.on <= closed_to else None,
        steps=trail_of(line, closed_to),
        involved=involved,
        mine=line.logged_by_id == current_user.id,
        states=EntryState,
    )


@bp.get("/week")
@requires(Permission.ENTRY_LOG)
def show_week() -> str:
    day = day_or(request.args.get("day"), today())
    closed_to = queries.closed_to()
    week = own_log.week_of(current_user.id, day, today=today(), closed_to=closed_to)
    return render_template(
        "production/week.html",
        week=week,
        closed_to=closed_to,
        finished=weeks.finished_week(current_user.id, week.monday),
    )


@bp.post("/week/<string:monday>/completion")
@requires(Permission.ENTRY_LOG)
def create_completion(monday: str) -> Response:
    weeks.finish_week(day_or(monday, today()), by=current_user.id, at=clock.now())
    return commit(make_response(redirect(url_for(".show_week", day=monday))))


@bp.post("/week/<string:monday>/reopening")
@requires(Permission.ENTRY_LOG)
def create_reopening(monday: str) -> Response:
    weeks.reopen_week(day_or(monday, today()), by=current_user.id, at=clock.now())
    return commit(make_response(redirect(url_for(".show_week", day=monday))))


def _own_line(entry_id: int) -> Line | None:
    """An entry that the reader logged for themselves alone."""
    line = log_book.line(entry_id) if entry_id else None
    if line is None or line.crew or {time.member_id for time in line.labour} != {current_user.id}:
        return None
    return line


def _offer(form: EntryForm) -> None:
    person = person_on(current_user.id, today())
    form.offer(catalogue.makeable(), person.unit_id if person else None)


def _page(form: EntryForm, recent: Sequence[Line]) -> str:
    _offer(form)
    day = today()
    return render_template(
        "production/new_entry.html",
        form=form,
        recent=recent,
        lines=own_log.own_lines(current_user.id, day, day),
    )
