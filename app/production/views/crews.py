"""Logging what a crew made, once, and the hours of each."""

from uuid import uuid4

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from app import clock
from app.coop import today
from app.errors import InvalidInput
from app.members.models import Standing
from app.members.queries import people_on, person_on
from app.permissions import Permission, requires
from app.production import catalogue, log_book, queries
from app.production.actions.logging import log_entry
from app.production.forms import CrewEntryForm
from app.production.rules.entries import Stint
from app.production.rules.register import Register
from app.production.views.blueprint import bp
from app.web.idempotency import commit
from app.web.language import speak

ROWS = 4


@bp.get("/crew-entries/new")
@requires(Permission.ENTRY_LOG)
def new_crew_entry() -> str:
    """An empty form, or one with the people of an entry of before (`again`)."""
    form = CrewEntryForm(worked_on=today())
    again = log_book.line(request.args.get("again", 0, type=int))
    if again is not None:
        form.fill(again)
    form.widen(0 if again else ROWS)
    return _page(form)


@bp.post("/crew-entries")
@requires(Permission.ENTRY_LOG)
def create_crew_entry() -> Response:
    form = CrewEntryForm()
    _offer(form)
    page = form.answers_with(lambda: _page(form))
    if "more" in request.form:
        form.widen(len(form.hours) + ROWS)
        return make_response(page())
    labour = _labour(form, queries.register()) if form.validate() else None
    if labour is None:
        return make_response(page(), 422)
    entry = log_entry(
        by=current_user.id,
        at=clock.now(),
        key=form.idempotency_key.data or uuid4().hex,
        labour=labour,
        crew=form.crew.data or "",
        **form.output,
    )
    flash(gettext("Logged. Somebody outside the crew confirms it."))
    return commit(make_response(redirect(url_for(".show_entry", entry_id=entry.id))))


def _labour(form: CrewEntryForm, register: Register) -> list[Stint] | None:
    """The rows with a name; None where there is a name that nobody has: it is marked."""
    stints = []
    for row in form.filled():
        try:
            member_id = register.find(row.member.data or "", "hours")
        except InvalidInput as refusal:
            row.member.errors = [*row.member.errors, speak(refusal.sentence)]
        else:
            stints.append(Stint(member_id, row.hours.data or 0, row.kind.data))
    return stints if len(stints) == len(form.filled()) else None


def _offer(form: CrewEntryForm) -> None:
    person = person_on(current_user.id, today())
    form.offer(catalogue.makeable(), person.unit_id if person else None)


def _page(form: CrewEntryForm) -> str:
    _offer(form)
    people = people_on(today(), Standing.FULL, Standing.CANDIDATE)
    return render_template("production/new_crew_entry.html", form=form, people=people)
