"""A vote held in Belenios: its voters' file, the board's result, and how it comes back."""

from typing import Any

from flask import Response, abort, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.utils import secure_filename

from app import clock
from app.errors import InvalidInput
from app.permissions import Permission, requires
from app.voting import outside
from app.voting.forms import BoardForm
from app.voting.queries import PollView
from app.voting.rules.outside import MOST_BYTES, NotHeldOutside
from app.voting.views.polls import bp, poll_or_404
from app.web.exports import attached
from app.web.idempotency import commit
from app.web.language import speak


@bp.get("/<int:poll_id>/outside")
@requires(Permission.PAPER_COUNT)
def show_outside(poll_id: int) -> str:
    return _page(_outside_poll(poll_id), BoardForm(formdata=None))


@bp.get("/<int:poll_id>/voters.txt")
@requires(Permission.PAPER_COUNT)
def export_voters(poll_id: int) -> Response:
    """The addresses of all voters: for those alone who hold the vote."""
    poll = _outside_poll(poll_id)
    content = outside.voters_of(poll.id).encode()
    return attached(content, f"voters-{poll.id}.txt", "text/plain; charset=utf-8")


@bp.post("/<int:poll_id>/outside")
@requires(Permission.PAPER_COUNT)
def create_board(poll_id: int) -> Any:
    """Attaches what the board published."""
    poll, form = _outside_poll(poll_id), BoardForm()
    if not form.validate():
        return _page(poll, form), 422
    file = form.file.data
    try:
        outside.attach_board(
            poll_id,
            fingerprint=form.fingerprint.data or "",
            name=secure_filename(file.filename or ""),
            content=file.stream.read(MOST_BYTES + 1),
            by=current_user.id,
            at=clock.now(),
        )
    except InvalidInput as fault:
        form[fault.where].errors = [speak(fault.sentence)]
        return _page(poll, form), 422
    return commit(redirect(url_for(".show_outside", poll_id=poll_id)))


@bp.get("/<int:poll_id>/board")
@requires(Permission.BOOK_READ)
def export_board(poll_id: int) -> Response:
    """The board's file as it was attached, once the vote is closed."""
    poll = _outside_poll(poll_id)
    found = outside.board_file(poll_id)
    if found is None or poll.closed_at is None:
        abort(404)
    name, content = found
    return attached(content, name, "application/octet-stream")


def _page(poll: PollView, form: BoardForm) -> str:
    return render_template(
        "voting/outside.html", poll=poll, form=form, board=outside.board_of(poll.id)
    )


def _outside_poll(poll_id: int) -> PollView:
    poll = poll_or_404(poll_id)
    if not poll.outside:
        raise NotHeldOutside
    return poll
