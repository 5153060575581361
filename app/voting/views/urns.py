"""The urn of a secret vote: its envelopes, its seal, and a file for recounting it."""

from flask import Response, abort, jsonify, render_template
from flask_login import current_user

from app.permissions import Permission, requires
from app.voting import queries
from app.voting.ballot_papers import said
from app.voting.queries import PollView
from app.voting.questions import titles_of
from app.voting.roll.queries import roll_lines
from app.voting.rules.tracker import WORDS
from app.voting.rules.urn import UrnNotShut
from app.voting.urn import actions as urns
from app.voting.views.polls import bp, poll_or_404


@bp.get("/<int:poll_id>/urn")
@requires(Permission.BOOK_READ)
def show_urn(poll_id: int) -> str:
    poll, titles = _secret_poll(poll_id), titles_of(poll_id)
    return render_template(
        "voting/urn.html",
        poll=poll,
        urn=urns.urn_view(poll_id, current_user.id),
        trackers=urns.trackers_of(poll_id) if poll.closed_at else [],
        papers=urns.opened_papers(poll_id),
        in_words=lambda paper: said(paper, poll.form, titles),
    )


@bp.get("/<int:poll_id>/urn.json")
@requires(Permission.BOOK_READ)
def export_urn(poll_id: int) -> Response:
    """What `docs/recount.py` reads. Nobody can watch an urn fill: it is published when shut."""
    poll = _secret_poll(poll_id)
    if poll.closed_at is None:
        raise UrnNotShut
    terms = queries.poll_terms(poll_id)
    return jsonify(
        poll=poll.id,
        question=poll.question,
        rule=terms.definition,
        roll_hash=terms.roll_hash,
        roll=[{"number": line.number, "signed": line.signed} for line in roll_lines(poll_id)],
        envelopes=sorted(sealed.hex() for sealed in urns.envelopes_of(poll_id)),
        head=urns.urn_view(poll_id, current_user.id).head,
        method=poll.method,
        seats=poll.seats,
        seed=poll.seed,
        default=poll.ballot.get("default"),
        options=titles_of(poll_id),
        ballots=list(urns.opened_papers(poll_id)),
        result=poll.result_json,
        words=WORDS,
    )


def _secret_poll(poll_id: int) -> PollView:
    poll = poll_or_404(poll_id)
    if not poll.secret:
        abort(404)
    return poll
