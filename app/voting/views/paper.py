"""Paper ballots of an open vote: who has one, and what two people find in the box."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_login import current_user

from app import clock
from app.db import db
from app.errors import InvalidInput, RuleViolation
from app.permissions import Permission, requires
from app.voting import paper
from app.voting.ballot_papers import in_one_word
from app.voting.forms import PaperForm, paper_count_form
from app.voting.models import Poll
from app.voting.queries import PollView
from app.voting.rules.paper import agreed, check_takes_paper
from app.voting.rules.tally import ANSWERS
from app.voting.views.polls import bp, poll_or_404
from app.web.forms import Form
from app.web.idempotency import commit
from app.web.language import speak


@bp.get("/<int:poll_id>/paper")
@requires(Permission.PAPER_COUNT)
def show_paper(poll_id: int) -> str:
    poll = poll_or_404(poll_id)
    return _page(poll, _handing(poll), _counting(poll, formdata=None))


@bp.post("/<int:poll_id>/paper")
@requires(Permission.PAPER_COUNT)
def create_paper(poll_id: int) -> Any:
    """Hands a paper ballot out."""
    poll = poll_or_404(poll_id)
    form = _handing(poll)
    if not form.validate():
        return _page(poll, form, _counting(poll, formdata=None)), 422
    paper.hand_out(poll_id, form.member_id.data, by=current_user.id, at=clock.now())
    return commit(redirect(url_for(".show_paper", poll_id=poll_id)))


@bp.post("/<int:poll_id>/paper/count")
@requires(Permission.PAPER_COUNT)
def create_paper_count(poll_id: int) -> Any:
    poll = poll_or_404(poll_id)
    form = _counting(poll)
    if not form.validate():
        return _page(poll, _handing(poll), form), 422
    answers = ANSWERS.get(poll.method, {})
    counts = {answer: form[answer].data for answer in answers}
    try:
        paper.enter_count(poll_id, counts, by=current_user.id, at=clock.now())
    except InvalidInput as fault:
        form[next(iter(answers))].errors = [speak(fault.sentence)]
        return _page(poll, _handing(poll), form), 422
    return commit(redirect(url_for(".show_paper", poll_id=poll_id)))


def _page(poll: PollView, handing: PaperForm, counting: Form) -> str:
    """One's own count, and the others' once one's own is in: nobody copies."""
    found = paper.latest_counts(poll.id)
    own = any(one.by_id == current_user.id for one in found)
    return render_template(
        "voting/paper.html",
        poll=poll,
        refusal=_refusal(poll),
        handing=handing,
        counting=counting,
        holders=[one.name for one in paper.people_on(poll.id) if one.on_paper],
        found=found if own or poll.closed_at else [],
        waiting=bool(found) and not own,
        agreed=agreed([one.counts for one in found]) is not None,
        own=own,
        answers=ANSWERS.get(poll.method, ()),
        in_words=in_one_word,
    )


def _refusal(poll: PollView) -> RuleViolation | None:
    rule = db.session.get_one(Poll, poll.id).rule
    try:
        check_takes_paper(
            poll.method, secret=poll.secret, weighted=bool(rule.get("weighted", False))
        )
    except RuleViolation as refusal:
        return refusal
    return None


def _handing(poll: PollView) -> PaperForm:
    form = PaperForm()
    free = [one for one in paper.people_on(poll.id) if one.is_free]
    form.member_id.choices = {one.id: one.name for one in free}
    return form


def _counting(poll: PollView, **given: Any) -> Form:
    words = {answer: speak(in_one_word(answer)) for answer in ANSWERS.get(poll.method, ())}
    return paper_count_form(words, paper.handed_out(poll.id), **given)
