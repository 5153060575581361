"""Paper ballots of an open vote: who has one, and what two people find in the box."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_login import current_user

from app import clock
from app.db import db
from app.errors import InvalidInput
from app.permissions import Permission, requires
from app.voting.ballot_papers import (
    BallotPaper,
    blank,
    handed_back,
    in_one_word,
    lines_of,
    paper_sent,
    said,
)
from app.voting.forms import PaperForm, PileForm, paper_count_form
from app.voting.models import Poll
from app.voting.paper import actions as paper
from app.voting.paper import counts as paper_counts
from app.voting.paper.page import page_of
from app.voting.queries import PollView
from app.voting.rules.tally import ANSWERS
from app.voting.views.polls import bp, poll_or_404
from app.web.forms import Form
from app.web.idempotency import commit
from app.web.language import speak


@bp.get("/<int:poll_id>/paper")
@requires(Permission.PAPER_COUNT)
def show_paper(poll_id: int) -> str:
    return _page(poll_or_404(poll_id))


@bp.get("/<int:poll_id>/paper/sheet")
@requires(Permission.PAPER_COUNT)
def show_sheet(poll_id: int) -> str:
    """As many ballots as were handed out, to be printed."""
    poll = poll_or_404(poll_id)
    paper.check_takes_paper(db.session.get_one(Poll, poll_id))
    return render_template(
        "voting/sheet.html",
        poll=poll,
        ballot=blank(poll.form, lines_of(poll_id)),
        copies=paper.handed_out(poll_id),
    )


@bp.post("/<int:poll_id>/paper")
@requires(Permission.PAPER_COUNT)
def create_paper(poll_id: int) -> Any:
    """Hands paper ballots out, all that were ticked or none."""
    poll = poll_or_404(poll_id)
    form = _handing(poll)
    page = form.answers_with(lambda: _page(poll, handing=form))
    if not form.validate():
        return page(), 422
    for member_id in form.member_id.data:
        paper.hand_out(poll_id, member_id, by=current_user.id, at=clock.now())
    return commit(_back(poll_id))


@bp.post("/<int:poll_id>/paper/count")
@requires(Permission.PAPER_COUNT)
def create_paper_count(poll_id: int) -> Any:
    """How many papers bear each answer, all at once."""
    poll = poll_or_404(poll_id)
    form = _counting(poll)
    page = form.answers_with(lambda: _page(poll, counting=form))
    if not form.validate():
        return page(), 422
    answers = ANSWERS.get(poll.method, {})
    counts = {answer: form[answer].data for answer in answers}
    try:
        paper_counts.enter_count(poll_id, counts, by=current_user.id, at=clock.now())
    except InvalidInput as fault:
        form[next(iter(answers))].errors = [speak(fault.sentence)]
        return _page(poll, counting=form), 422
    return commit(_back(poll_id))


@bp.post("/<int:poll_id>/paper/piles")
@requires(Permission.PAPER_COUNT)
def create_pile(poll_id: int) -> Any:
    """Papers of a vote between options, that are marked alike."""
    poll, form = poll_or_404(poll_id), PileForm()
    if not form.validate():
        return _page(poll, pile=form, ballot=_as_sent(poll, None)), 422
    try:
        paper_counts.add_papers(
            poll_id,
            paper_sent(request.form, poll.form),
            form.number.data or 0,
            by=current_user.id,
            at=clock.now(),
        )
    except InvalidInput as fault:
        return _page(poll, pile=form, ballot=_as_sent(poll, fault)), 422
    return commit(_back(poll_id))


@bp.post("/<int:poll_id>/paper/piles/removal")
@requires(Permission.PAPER_COUNT)
def create_pile_removal(poll_id: int) -> Response:
    poll_or_404(poll_id)
    taken = request.form.get("paper", "")
    paper_counts.take_out_papers(poll_id, taken, by=current_user.id, at=clock.now())
    return commit(_back(poll_id))


@bp.post("/<int:poll_id>/paper/completion")
@requires(Permission.PAPER_COUNT)
def create_completion(poll_id: int) -> Response:
    """The piles are all that was in the box."""
    poll_or_404(poll_id)
    paper_counts.complete_count(poll_id, by=current_user.id, at=clock.now())
    return commit(_back(poll_id))


def _page(
    poll: PollView,
    *,
    handing: PaperForm | None = None,
    counting: Form | None = None,
    pile: PileForm | None = None,
    ballot: BallotPaper | None = None,
) -> str:
    lines = lines_of(poll.id)
    titles = [line.title for line in lines]
    handing = handing or _handing(poll)
    handing.member_id.choices = [
        (one.id, one.name) for one in paper.people_on(poll.id) if one.is_free
    ]
    return render_template(
        "voting/paper.html",
        page=page_of(poll, current_user.id),
        poll=poll,
        handing=handing,
        counting=counting or _counting(poll, formdata=None),
        pile=pile or PileForm(formdata=None, number=1),
        ballot=ballot or blank(poll.form, lines),
        in_words=lambda text: said(text, poll.form, titles),
    )


def _handing(poll: PollView) -> PaperForm:
    """Takes everybody on the roll: why somebody gets no paper is said by the rules."""
    form = PaperForm()
    form.member_id.choices = [(one.id, one.name) for one in paper.people_on(poll.id)]
    return form


def _counting(poll: PollView, **given: Any) -> Form:
    words = {answer: speak(in_one_word(answer)) for answer in ANSWERS.get(poll.method, ())}
    return paper_count_form(words, paper.handed_out(poll.id), **given)


def _as_sent(poll: PollView, fault: InvalidInput | None) -> BallotPaper:
    problem = fault.sentence if fault else None
    return handed_back(poll.form, lines_of(poll.id), request.form, problem)


def _back(poll_id: int) -> Any:
    return redirect(url_for(".show_paper", poll_id=poll_id))
