"""Votes: the list, the page of one, putting a motion to the vote, declaring a vote void."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from app import clock
from app.assemblies.models import AgendaItem
from app.bylaws.rules import words
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, parse_rule
from app.coop import founded_coop, today
from app.db import db
from app.motions.amendments.page import shown_amendment
from app.motions.effects import description
from app.motions.models import Amendment, Method, Motion, Outcome
from app.motions.queries import motion_for
from app.motions.rules.effects import Effect
from app.motions.trail import trail_of
from app.motions.words import METHODS
from app.permissions import Permission, requires
from app.sentences import Sentence, say
from app.voting import queries
from app.voting.actions.opening import open_poll
from app.voting.actions.voiding import void_poll
from app.voting.ballot_papers import BallotPaper, Returned, blank, lines_of, marked, said
from app.voting.ballot_queries import objections
from app.voting.bars import result_bar
from app.voting.count_charts import answers_chart, count_view
from app.voting.forms import PollForm, UrnOpeningForm, VoidForm
from app.voting.next_vote import next_vote
from app.voting.outside import board_of
from app.voting.paper.counts import closing_refusal
from app.voting.queries import PollView
from app.voting.recounting import recount_of
from app.voting.roll.making import is_concerned
from app.voting.roll.queries import held_votes
from app.voting.rules.course import check_may_void
from app.voting.rules.withheld import FEW, is_withheld
from app.voting.urn import actions as urns
from app.voting.urn.scrutineers import keepers_on
from app.web.idempotency import commit

bp = Blueprint("voting", __name__, url_prefix="/polls")
blueprints = (bp,)

PER_PAGE = 25


@bp.get("/")
@requires(Permission.BOOK_READ)
def list_polls() -> str:
    outcome = request.args.get("outcome", type=Outcome)
    page = max(1, request.args.get("page", 1, type=int))
    open_polls = queries.open_polls(current_user.id)
    return render_template(
        "voting/polls.html",
        waiting=[poll for poll in open_polls if poll.waits_for_reader],
        others=[
            (poll, queries.obstacle(poll, clock.now()))
            for poll in open_polls
            if not poll.waits_for_reader
        ],
        past=queries.past_polls(
            current_user.id, outcome=outcome, limit=PER_PAGE, offset=PER_PAGE * (page - 1)
        ),
        outcome=outcome,
        page=page,
        pages=-(-queries.count_past_polls(outcome) // PER_PAGE),
    )


@bp.get("/<int:poll_id>")
@requires(Permission.BOOK_READ)
def show_poll(poll_id: int) -> str:
    """With `?voter=5` the ballot that the reader casts for that member, by proxy."""
    return poll_page(poll_or_404(poll_id, voter_sent()))


@bp.get("/new")
@requires(Permission.POLL_OPEN)
def new_poll() -> str:
    """Putting a motion, or one of its amendments, to the vote outside an assembly."""
    motion = _motion_or_404(request.args.get("motion", 0, type=int))
    amendment_id = request.args.get("amendment", type=int)
    return _show_question(motion, PollForm(motion_id=motion.id, amendment_id=amendment_id))


@bp.post("/")
@requires(Permission.POLL_OPEN)
def create_poll() -> Any:
    form = PollForm()
    motion = _motion_or_404(form.motion_id.data)
    page = form.answers_with(lambda: _show_question(motion, form))
    if not form.validate():
        return page(), 422
    poll = open_poll(
        motion,
        by=current_user.id,
        at=clock.now(),
        on=today(),
        agenda_item=_item_or_404(form.agenda_item_id.data),
        closes_at=_moment(form.closes_at.data),
        amendment=_amendment_or_404(form.amendment_id.data, motion),
        numbers_told=form.numbers_told.data,
        outside=form.outside.data,
    )
    return commit(make_response(redirect(url_for(".show_poll", poll_id=poll.id))))


@bp.get("/<int:poll_id>/voiding")
@requires(Permission.POLL_VOID)
def new_voiding(poll_id: int) -> str:
    poll = poll_or_404(poll_id)
    motion = queries.poll_terms(poll_id).motion
    about_reader = is_concerned(motion, current_user.id)
    check_may_void(poll.state, poll.verdict, is_concerned=about_reader)
    return render_template("voting/new_voiding.html", poll=poll, form=VoidForm())


@bp.post("/<int:poll_id>/voiding")
@requires(Permission.POLL_VOID)
def create_voiding(poll_id: int) -> Any:
    poll, form = poll_or_404(poll_id), VoidForm()
    page = form.stands_on("voting/new_voiding.html", poll=poll)
    if not form.validate():
        return page(), 422
    void_poll(poll_id, by=current_user.id, reason=form.reason.data, at=clock.now())
    return commit(make_response(redirect(url_for(".show_poll", poll_id=poll_id))))


def poll_or_404(poll_id: int, voter_id: int | None = None) -> PollView:
    """The poll as the reader has it, or as the member has it for whom they vote."""
    poll = queries.poll_view(poll_id, voter_id or current_user.id)
    if poll is None or (voter_id and poll.holder_id != current_user.id):
        abort(404)
    return poll


def voter_sent() -> int | None:
    """For whom the reader votes; None: for themselves."""
    return request.values.get("voter", type=int)


def _motion_or_404(motion_id: int | None) -> Motion:
    motion = motion_for(motion_id or 0, current_user.id)
    if motion is None:
        abort(404)
    return motion


def _item_or_404(item_id: int | None) -> AgendaItem | None:
    """The item that the motion is put from; None outside an assembly."""
    return None if item_id is None else db.get_or_404(AgendaItem, item_id)


def _amendment_or_404(amendment_id: int | None, motion: Motion) -> Amendment | None:
    """The amendment that is put; None: the motion itself."""
    if amendment_id is None:
        return None
    amendment = db.get_or_404(Amendment, amendment_id)
    return amendment if amendment.motion_id == motion.id else abort(404)


def _moment(local: datetime | None) -> datetime | None:
    """A time of the co-op's own zone, in UTC."""
    if local is None:
        return None
    return local.replace(tzinfo=ZoneInfo(founded_coop().time_zone)).astimezone(UTC)


def poll_page(
    poll: PollView,
    *,
    returned: Returned | None = None,
    ballot: BallotPaper | None = None,
    opening: UrnOpeningForm | None = None,
) -> str:
    """The page of a vote. `returned`, `ballot`: what is filled in again, on the motion itself or
    between options."""
    terms = queries.poll_terms(poll.id)
    amendment = db.session.get(Amendment, poll.amendment_id) if poll.amendment_id else None
    rule, at = parse_rule(terms.definition), clock.now()
    changing = returned is not None or ballot is not None or "change" in request.args
    ballot = ballot or _paper(poll)
    return render_template(
        "voting/poll.html",
        poll=poll,
        terms=terms,
        rule=rule,
        rule_words=words,
        rule_told=_told(rule, poll),
        amendment=shown_amendment(amendment) if amendment else None,
        steps=trail_of(terms.motion, here="amendment" if amendment else "vote"),
        does=description(Effect(terms.motion.effect_kind, terms.motion.effect)),
        returned=returned,
        ballot=ballot,
        in_words=lambda paper: said(paper, poll.form, ballot.titles if ballot else ()),
        result=poll.result,
        urn=urns.urn_view(poll.id, current_user.id) if poll.secret else None,
        board=board_of(poll.id) if poll.outside and poll.closed_at else None,
        is_small=poll.entitled <= FEW,
        opening=opening or (UrnOpeningForm() if poll.secret else None),
        changing=changing,
        refusal=queries.obstacle(poll, at, current_user.id),
        voter=poll.reader_id if poll.holder_id == current_user.id else None,
        held=held_votes(poll.id, current_user.id) if rule.proxies else [],
        closing_refusal=closing_refusal(poll.id, poll.state, at) if _may_close() else None,
        bar=result_bar(poll.result),
        count=count_view(poll.result),
        answers=answers_chart(poll.result),
        objections=_objections(poll),
        method=METHODS[poll.method],
        recount=recount_of(poll, ballot.titles, rule, terms.roll_hash) if ballot else None,
        live_topics=[f"turnout-{poll.id}"] if poll.stage == "open" else None,
    )


def _objections(poll: PollView) -> list[tuple[str, str]]:
    """With their reasons, once the vote has closed."""
    if poll.method is not Method.CONSENT or poll.result is None:
        return []
    return objections(poll.id)


def _may_close() -> bool:
    return Permission.POLL_CLOSE in current_user.permissions


def _told(rule: DecisionRule, poll: PollView) -> list[Sentence]:
    """How the vote is judged, sentence by sentence."""
    if not poll.method.has_options:
        return [words.majority(rule), words.quorum(rule), words.tie(rule)]
    if rule.majority == SIMPLE and poll.seats > 1:
        first = say("The %(seats)s that come first are chosen.", seats=poll.seats)
        return [first, words.quorum(rule)]
    if rule.majority == SIMPLE:
        return [say("The option that comes first is chosen."), words.quorum(rule)]
    counts = say("For the option that comes first, the ballots that name it count as for it.")
    return [counts, words.majority(rule), words.quorum(rule)]


def _paper(poll: PollView) -> BallotPaper | None:
    """The reader's ballot paper, where the question has options."""
    if not poll.method.has_options:
        return None
    lines = lines_of(poll.id)
    return marked(poll.form, lines, poll.paper) if poll.paper else blank(poll.form, lines)


def _show_question(motion: Motion, form: PollForm) -> str:
    amendment = _amendment_or_404(form.amendment_id.data, motion)
    question = next_vote(motion, today(), clock.now(), amendment)
    method = Method.MOTION if amendment else motion.method
    return render_template(
        "voting/new_poll.html",
        motion=motion,
        amendment=shown_amendment(amendment) if amendment else None,
        form=form,
        method=METHODS[method][0],
        may_withhold=is_withheld(method, secret=question.terms.secret, entitled=0),
        rule=question.terms,
        keepers=keepers_on(today(), question.terms.urn) if question.terms.secret else None,
        last=question.last,
        earliest=question.earliest,
        rule_words=words,
    )
