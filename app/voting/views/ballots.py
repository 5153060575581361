"""Casting a ballot, and who voted how once the vote is closed."""

from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from app import clock
from app.documents.pdf import pdf
from app.errors import InvalidInput
from app.permissions import Permission, requires
from app.voting import queries
from app.voting.actions.casting import cast_ballot, cast_secret_ballot
from app.voting.ballot_papers import (
    Returned,
    grid,
    handed_back,
    in_one_word,
    lines_of,
    marked,
    paper_sent,
    said,
    steps_of,
)
from app.voting.ballot_queries import paper_counts_of, papers_of
from app.voting.queries import PollView
from app.voting.questions import titles_of
from app.voting.result_document import result_document
from app.voting.roll.queries import RollLine, roll_lines
from app.voting.rules.course import PollStillOpen
from app.voting.views.polls import bp, poll_or_404, poll_page, voter_sent
from app.web.errors import is_htmx
from app.web.exports import attached, csv_file
from app.web.idempotency import commit
from app.web.language import speak

_HEADING = ("number", "name", "ballot", "votes")
_LONGEST_REASON = 2000


@bp.post("/<int:poll_id>/ballot")
@requires(Permission.BALLOT_CAST)
def create_ballot(poll_id: int) -> Any:
    """An open ballot; one that was checked before comes in the field `paper`."""
    paper = request.form.get("paper", request.form.get("choice", ""))
    reason = request.form.get("reason", "")[:_LONGEST_REASON]
    try:
        ballot = cast_ballot(
            poll_id,
            by=current_user.id,
            paper=paper,
            reason=reason,
            at=clock.now(),
            voter_id=voter_sent(),
        )
    except InvalidInput as fault:
        return _asked_again(poll_or_404(poll_id, voter_sent()), fault), 422
    if is_htmx():
        receipt = render_template(
            "voting/_receipt.html",
            poll_id=poll_id,
            paper=ballot.paper,
            in_words=in_one_word,
            voter=voter_sent(),
        )
        return commit(make_response(receipt))
    page = url_for(".show_poll", poll_id=poll_id, voter=voter_sent(), _anchor="ballot")
    return commit(make_response(redirect(page)))


@bp.post("/<int:poll_id>/ballot/check")
@requires(Permission.BALLOT_CAST, writes=False)
def check_ballot(poll_id: int) -> Any:
    """What the ballot says, before it goes in; nothing is kept of it. Sent back to be changed,
    it is the ballot paper again, as it was filled in."""
    poll = poll_or_404(poll_id, voter_sent())
    if (refusal := queries.obstacle(poll, clock.now(), current_user.id)) is not None:
        raise refusal
    try:
        paper = paper_sent(request.form, poll.form)
    except InvalidInput as fault:
        return _asked_again(poll, fault), 422
    if "again" in request.form:
        return poll_page(poll, ballot=marked(poll.form, lines_of(poll_id), paper))
    titles = titles_of(poll_id)
    return render_template(
        "voting/check.html",
        poll=poll,
        paper=paper,
        voter=voter_sent(),
        said=said(paper, poll.form, titles),
        steps=steps_of(paper, poll.form, titles),
        total=len(titles),
    )


def _asked_again(poll: PollView, fault: InvalidInput) -> str:
    """The ballot as it was sent, with what is missing; on its page, or alone for htmx."""
    sent = request.form
    if poll.method.has_options:
        back = handed_back(poll.form, lines_of(poll.id), sent, fault.sentence)
        return poll_page(poll, ballot=back)
    choice, reason = sent.get("choice", ""), sent.get("reason", "")
    returned = Returned(choice, reason, fault.sentence, fault.where)
    if not is_htmx():
        return poll_page(poll, returned=returned)
    return render_template(
        "voting/_ballot.html",
        poll=poll,
        changing=True,
        returned=returned,
        voter=voter_sent(),
    )


@bp.post("/<int:poll_id>/envelope")
@requires(Permission.BALLOT_CAST)
def create_envelope(poll_id: int) -> Any:
    """A secret ballot, whose answers come padded to one length. The words of its envelope are
    shown once: the answer kept for a retry is the way to the vote's page, without them."""
    paper = request.form.get("paper", request.form.get("choice", "")).rstrip()
    try:
        tracker = cast_secret_ballot(poll_id, by=current_user.id, paper=paper, at=clock.now())
    except InvalidInput as fault:
        return _asked_again(poll_or_404(poll_id), fault), 422

    def receipt() -> Response:
        return make_response(
            render_template("voting/in_the_urn.html", poll_id=poll_id, tracker=tracker)
        )

    way = make_response(redirect(url_for(".show_poll", poll_id=poll_id)))
    return commit(way, kept=way, once=receipt)


@bp.get("/<int:poll_id>/ballots")
@requires(Permission.BOOK_READ)
def list_ballots(poll_id: int) -> str:
    """The roll; with every ballot by name once the vote is closed."""
    poll, titles = poll_or_404(poll_id), titles_of(poll_id)
    lines = roll_lines(poll_id)
    return render_template(
        "voting/ballots.html",
        poll=poll,
        terms=queries.poll_terms(poll_id),
        lines=lines,
        is_weighted=any(line.votes > 1 for line in lines),
        marked=next((line for line in lines if line.is_marked), None),
        in_words=lambda paper: said(paper, poll.form, titles),
    )


@bp.get("/<int:poll_id>/ballots.csv")
@requires(Permission.BOOK_READ)
def export_ballots(poll_id: int) -> Response:
    poll = _closed_poll(poll_id)
    lines = roll_lines(poll.id)
    return csv_file(f"poll-{poll_id}.csv", _HEADING, (_cells(line, poll) for line in lines))


@bp.get("/<int:poll_id>/ballots.json")
@requires(Permission.BOOK_READ)
def export_result(poll_id: int) -> Any:
    """The result with its rule and its ballots: what a recount needs."""
    poll = _closed_poll(poll_id)
    if poll.secret:
        return redirect(url_for(".export_urn", poll_id=poll_id))
    lines = [dict(zip(_HEADING, _cells(line, poll), strict=True)) for line in roll_lines(poll_id)]
    terms = queries.poll_terms(poll_id)
    return jsonify(
        poll=poll.id,
        question=poll.question,
        amendment=poll.amendment_number,
        opened_at=poll.opened_at.isoformat(),
        closed_at=poll.closed_at.isoformat() if poll.closed_at else None,
        method=poll.method,
        seats=poll.seats,
        seed=poll.seed,
        options=titles_of(poll_id),
        rule=terms.definition,
        roll_hash=terms.roll_hash,
        result=poll.result_json,
        ballots=lines,
        paper=paper_counts_of(poll_id),
    )


@bp.get("/<int:poll_id>.pdf")
@requires(Permission.BOOK_READ)
def export_document(poll_id: int) -> Response:
    """The result as the minutes keep it; made anew it is the same file."""
    poll, titles = poll_or_404(poll_id), titles_of(poll_id)
    document = result_document(
        poll,
        queries.poll_terms(poll_id),
        roll_lines(poll_id),
        in_words=lambda paper: speak(said(paper, poll.form, titles)),
    )
    made = pdf(document, language=str(get_locale()), at=poll.closed_at or poll.opened_at)
    return attached(made, f"vote-{poll_id}.pdf", "application/pdf")


@bp.get("/<int:poll_id>/papers.csv")
@requires(Permission.BOOK_READ)
def export_papers(poll_id: int) -> Response:
    """The ballots without names, as `artel voting count` reads them."""
    poll = _closed_poll(poll_id)
    heading = ["ballot", *titles_of(poll_id)]
    rows = grid(papers_of(poll_id, secret=poll.secret), poll.form)
    return csv_file(f"poll-{poll_id}-papers.csv", heading, rows)


def _cells(line: RollLine, poll: PollView) -> tuple[int, str, str, int]:
    """Of a secret ballot only that it came in."""
    if line.on_paper:
        return line.number, line.name, "on paper", line.votes
    mark = "secret" if poll.secret and line.signed else line.paper or ""
    return line.number, line.name, mark, line.votes


def _closed_poll(poll_id: int) -> PollView:
    poll = poll_or_404(poll_id)
    if poll.result is None:
        raise PollStillOpen
    return poll
