"""Motions: the list, one of them, writing one."""

from datetime import date, datetime
from typing import Any

import msgspec
from flask import Response, abort
from flask_login import current_user

from app import clock
from app.api.effects import EffectBody, Resolution, effect_of, told_effect
from app.api.messages import answer, answer_page, part, read_body, read_query
from app.api.money_effects import in_decimals
from app.api.moving import Moved, words_of
from app.api.operations import operation
from app.api.polls import Obstacle, obstacle_told
from app.api.values import Answer, Body, Line, Page, Positive, Text
from app.api.views.blueprint import bp
from app.bylaws.rules.matters import Matter
from app.coop import today
from app.errors import InvalidInput
from app.money import parse_decimal
from app.motions import queries
from app.motions.actions.drafting import draft_motion
from app.motions.actions.moving import submit_motion
from app.motions.models import Motion as Kept
from app.motions.models import Outcome
from app.motions.queries import Show
from app.motions.rules.course import State
from app.motions.rules.effects import Effect
from app.motions.rules.questions import BallotTerms, Method, Question, Tied
from app.motions.rules.questions import Option as QuestionOption
from app.permissions import Permission, requires
from app.sentences import say
from app.voting.waiting import why_no_vote
from app.web.idempotency import commit


class MotionQuery(Page):
    show: Show = Show.ALL
    matter: Matter | None = None


class MotionLine(Answer):
    """A motion in a list; `at`: when it was decided, else handed in, else drafted."""

    id: int
    number: int | None
    title: str
    matter: Matter
    unit: str
    mover_id: int
    mover: str
    at: datetime
    commences_on: date | None
    state: State


class Option(Answer):
    """An answer to choose; `place`: among those a vote chose, the first is 1."""

    number: int
    title: str
    text: str
    effect: dict[str, Any] | None
    place: int | None


class Motion(Answer):
    """A motion as it stands; `effect`: its kind and values, as they are sent. `ballot`: what its
    method of voting knows beside options and seats."""

    id: int
    number: int | None
    title: str
    text: str
    reason: str
    matter: Matter
    unit_id: int
    unit: str
    mover_id: int
    mover: str
    effect: dict[str, Any]
    method: Method
    options: list[Option]
    seats: int
    ballot: dict[str, Any]
    commences_on: date | None
    state: State
    outcome: Outcome | None
    seconders: list[int]
    drafted_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    poll_id: int | None
    decision_id: int | None
    obstacle: Obstacle | None
    """Why nobody can vote on it now; null while a vote is open, which says who cannot."""


class NewOption(Body):
    """An answer to choose. If options do something, each of them does, all of one kind."""

    title: Line
    text: Text = ""
    effect: EffectBody | None = None


class Terms(Body):
    """What a method wants to know: the `highest` points, the `budget` of dots, for schulze the
    title of the option "none of these" and the `ratio` by which others must beat it; `tied`: lot
    (by a seed published at opening) or bylaw."""

    highest: int = 5
    budget: int = 10
    default: str = ""
    ratio: Positive = "1"
    tied: Tied = Tied.LOT


class NewMotion(Moved, kw_only=True):
    """A proposal to the assembly of a unit (the whole co-op, unless said otherwise). It takes
    effect on its day, or on the day it is carried. `submit`: hand it in at once, or keep a draft
    that you alone see. `method`: how it is voted on; all but motion, consent and grades choose
    among `options`."""

    effect: EffectBody = Resolution()
    method: Method = Method.MOTION
    options: list[NewOption] = msgspec.field(default_factory=list)
    seats: int = 1
    ballot: Terms = msgspec.field(default_factory=Terms)
    submit: bool = True


@bp.get("/motions")
@requires(Permission.BOOK_READ)
@operation(list[MotionLine], query=MotionQuery)
def list_motions() -> Response:
    """All that were handed in and your own drafts, the latest first."""
    query = read_query(MotionQuery)
    lines = queries.motion_lines(query.show, query.matter, current_user.id, today())
    return answer_page([_line(line) for line in part(lines, query)], query, len(lines))


@bp.get("/motions/<int:motion_id>")
@requires(Permission.BOOK_READ)
@operation(Motion)
def show_motion(motion_id: int) -> Response:
    """One motion."""
    return answer(told(motion_or_404(motion_id)))


@bp.post("/motions")
@requires(Permission.MOTION_SUBMIT)
@operation(Motion, body=NewMotion, status=201)
def create_motion() -> Response:
    """Writes a motion and hands it in."""
    body: NewMotion = read_body(NewMotion)
    at = clock.now()
    motion = draft_motion(
        by=current_user.id,
        effect=_effect(body),
        at=at,
        question=_question(body),
        **words_of(body),
    )
    if body.submit:
        submit_motion(motion, by=current_user.id, at=at)
    return commit(answer(told(motion), 201))


def motion_or_404(motion_id: int) -> Kept:
    return queries.motion_for(motion_id, current_user.id) or abort(404)


def _effect(body: NewMotion) -> Effect:
    """What the motion does; where its options do something, that is of the kind of the first."""
    first = next((one.effect for one in body.options if one.effect is not None), None)
    return effect_of(body.effect) if first is None else Effect(effect_of(first).kind)


def _question(body: NewMotion) -> Question:
    kind, terms = _effect(body).kind, body.ballot
    options = []
    for one in body.options:
        effect = None if one.effect is None else effect_of(one.effect)
        if effect is not None and effect.kind is not kind:
            raise InvalidInput(say("All options do something of one kind."), "options")
        options.append(QuestionOption(one.title, one.text, effect.data if effect else None))
    return Question(
        method=body.method,
        options=options,
        seats=body.seats,
        terms=BallotTerms(
            terms.highest, terms.budget, terms.default, parse_decimal(terms.ratio), terms.tied
        ),
    )


def _line(line: queries.MotionLine) -> MotionLine:
    return MotionLine(
        id=line.id,
        number=line.number,
        title=line.title,
        matter=line.matter,
        unit=line.unit,
        mover_id=line.mover_id,
        mover=line.mover,
        at=line.at,
        commences_on=line.commences_on,
        state=line.state,
    )


def told(motion: Kept) -> Motion:
    return Motion(
        id=motion.id,
        number=motion.number,
        title=motion.title,
        text=motion.text,
        reason=motion.reason,
        matter=motion.matter,
        unit_id=motion.unit_id,
        unit=motion.unit.name,
        mover_id=motion.mover_id,
        mover=motion.mover.name,
        effect=told_effect(motion.effect_kind, motion.effect),
        method=motion.method,
        options=[
            Option(
                number=one.number,
                title=one.title,
                text=one.text,
                effect=one.effect and in_decimals(motion.effect_kind, one.effect),
                place=one.place,
            )
            for one in queries.options_of(motion.id)
        ],
        seats=motion.seats,
        ballot=motion.ballot,
        commences_on=motion.commences_on,
        state=queries.course_of(motion, today()).state,
        outcome=motion.outcome,
        seconders=[one.id for one in queries.seconders_of(motion.id)],
        drafted_at=motion.drafted_at,
        submitted_at=motion.submitted_at,
        decided_at=motion.decided_at,
        poll_id=motion.poll_id,
        decision_id=motion.decision_id,
        obstacle=obstacle_told(why_no_vote(motion, today(), clock.now())),
    )
