"""Closing a vote with what follows from it, and the page of what took effect."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from app import clock
from app.coop import today
from app.enactment import queries
from app.enactment.actions import enact_due
from app.permissions import Permission, requires
from app.voting.actions.closing import cast_casting_vote, close_poll, open_urn
from app.voting.forms import UrnOpeningForm
from app.voting.urn.sealing import WrongPassphrase
from app.voting.views.polls import poll_or_404, poll_page
from app.web.idempotency import commit
from app.web.language import speak

bp = Blueprint("enactment", __name__)
blueprints = (bp,)

PER_PAGE = 25


@bp.post("/polls/<int:poll_id>/closure")
@requires(Permission.POLL_CLOSE)
def create_closure(poll_id: int) -> Any:
    """Closes and counts; what is carried and due takes effect in the same transaction."""
    poll_or_404(poll_id)
    at, on = clock.now(), today()
    close_poll(poll_id, by=current_user.id, at=at, on=on)
    enact_due(on=on, at=at)
    return commit(make_response(redirect(url_for("voting.show_poll", poll_id=poll_id))))


@bp.post("/polls/<int:poll_id>/casting-vote")
@requires(Permission.POLL_CLOSE)
def create_casting_vote(poll_id: int) -> Any:
    poll_or_404(poll_id)
    at, on = clock.now(), today()
    cast_casting_vote(
        poll_id, by=current_user.id, casting=request.form.get("choice", ""), at=at, on=on
    )
    enact_due(on=on, at=at)
    return commit(make_response(redirect(url_for("voting.show_poll", poll_id=poll_id))))


@bp.post("/polls/<int:poll_id>/opening")
@requires(Permission.BOOK_READ)
def create_opening(poll_id: int) -> Any:
    """A scrutineer gives their key to the urn. Who held one at opening does so in office or out
    of it; nobody else has a share that a passphrase could open."""
    poll, form = poll_or_404(poll_id), UrnOpeningForm()
    if not form.validate():
        return poll_page(poll, opening=form), 422
    at, on = clock.now(), today()
    try:
        open_urn(poll_id, by=current_user.id, passphrase=form.passphrase.data, at=at, on=on)
    except WrongPassphrase as refusal:
        form.passphrase.errors = [speak(refusal.sentence)]
        return poll_page(poll, opening=form), 422
    enact_due(on=on, at=at)
    page = make_response(redirect(url_for("voting.show_poll", poll_id=poll_id)))
    return commit(page, kept=page)


@bp.get("/enactments")
@requires(Permission.BOOK_READ)
def list_enactments() -> str:
    page = max(1, request.args.get("page", 1, type=int))
    return render_template(
        "enactment/enactments.html",
        failed=queries.failed(),
        scheduled=queries.scheduled(),
        enacted=queries.enacted(limit=PER_PAGE, offset=PER_PAGE * (page - 1)),
        page=page,
        pages=-(-queries.count_enacted() // PER_PAGE),
    )
