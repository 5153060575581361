"""What happens to an entry after it was logged: signed for, disputed, or reversed."""

from typing import Annotated

from flask import Response, abort
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.messages import answer, read_body
from app.api.operations import operation
from app.api.values import Body
from app.api.views.blueprint import bp
from app.api.views.entries import Entry, entry_told
from app.permissions import Permission, requires
from app.production import log_book
from app.production.actions.settling import confirm_entry, dispute_entry, reverse_entry
from app.web.idempotency import commit


class NewReason(Body):
    """Why: the others will read it."""

    reason: Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


@bp.post("/production/entries/<int:entry_id>/confirmation")
@requires(Permission.ENTRY_CONFIRM)
@operation(Entry, status=201)
def create_confirmation(entry_id: int) -> Response:
    """Signs for work of others that you saw being done. Send no body."""
    _check_known(entry_id)
    confirm_entry(entry_id, by=current_user.id, at=clock.now())
    return _answer(entry_id)


@bp.post("/production/entries/<int:entry_id>/dispute")
@requires(Permission.ENTRY_CONFIRM)
@operation(Entry, body=NewReason, status=201)
def create_dispute(entry_id: int) -> Response:
    """Says that an entry is wrong: it counts for nothing until somebody confirms it."""
    body: NewReason = read_body(NewReason)
    _check_known(entry_id)
    dispute_entry(entry_id, by=current_user.id, reason=body.reason, at=clock.now())
    return _answer(entry_id)


@bp.post("/production/entries/<int:entry_id>/reversal")
@requires(Permission.ENTRY_LOG)
@operation(Entry, body=NewReason, status=201)
def create_reversal(entry_id: int) -> Response:
    """Takes a wrong entry of yours out of the count, for good; it stays to be read."""
    body: NewReason = read_body(NewReason)
    _check_known(entry_id)
    reverse_entry(entry_id, by=current_user.id, reason=body.reason, at=clock.now())
    return _answer(entry_id)


def _check_known(entry_id: int) -> None:
    log_book.line(entry_id) or abort(404)


def _answer(entry_id: int) -> Response:
    return commit(answer(entry_told(entry_id), 201))
