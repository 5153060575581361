"""Writing a motion down, with what it asks and what it would do."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete

from app.bylaws.models import Matter
from app.db import db
from app.errors import InvalidInput
from app.members.models import Office
from app.motions import queries
from app.motions.actions.changing import check_mover
from app.motions.models import Motion, MotionOption
from app.motions.rules import course, effects
from app.motions.rules.effects import Effect, EffectKind
from app.motions.rules.questions import Option, Question, check_question
from app.record.actions import append
from app.sentences import say

PLAIN = Question()
"""For, against or abstain."""


def draft_motion(
    *,
    by: int,
    unit_id: int,
    title: str,
    text: str,
    reason: str = "",
    effect: Effect,
    commences_on: date | None,
    at: datetime,
    comparison_id: int | None = None,
    question: Question = PLAIN,
) -> Motion:
    """Writes down a proposal to the assembly of a unit. Only its mover sees it until it is
    handed in. Raises InvalidInput for an effect or a question that cannot be read."""
    _check_asked(effect, question)
    motion = Motion(
        unit_id=unit_id,
        matter=_matter_of(effect),
        title=title.strip(),
        text=text.strip(),
        reason=reason.strip(),
        effect_kind=effect.kind,
        effect=effect.data,
        commences_on=commences_on,
        mover_id=by,
        drafted_at=at,
        comparison_id=comparison_id,
    )
    db.session.add(motion)
    db.session.flush()
    _ask(motion, question)
    append("motion-drafted", motion.subject, by=by, at=at)
    return motion


def revise_draft(
    motion: Motion,
    *,
    by: int,
    unit_id: int,
    title: str,
    text: str,
    reason: str,
    effect: Effect,
    commences_on: date | None,
    at: datetime,
    question: Question = PLAIN,
) -> None:
    """Rewrites a draft. Raises NotTheMover, AlreadySubmitted, InvalidInput."""
    check_mover(motion, by)
    if motion.submitted_at is not None:
        raise course.AlreadySubmitted
    if motion.withdrawn_at is not None:
        raise course.MotionClosed
    _check_asked(effect, question)
    _ask(motion, question)
    motion.unit_id, motion.commences_on = unit_id, commences_on
    motion.title, motion.text, motion.reason = title.strip(), text.strip(), reason.strip()
    motion.effect_kind, motion.effect = effect.kind, effect.data
    motion.matter = _matter_of(effect)
    append("draft-revised", motion.subject, by=by, at=at)


def set_options(motion: Motion, options: Sequence[Option]) -> None:
    """Writes down the options that are voted on, numbered as they come."""
    db.session.execute(delete(MotionOption).where(MotionOption.motion_id == motion.id))
    db.session.add_all(
        MotionOption(
            motion_id=motion.id,
            number=number,
            title=" ".join(option.title.split()),
            text=option.text.strip(),
            effect=option.effect,
            member_id=option.member_id,
        )
        for number, option in enumerate(options, 1)
    )
    db.session.flush()


def check_effect(effect: Effect) -> None:
    effects.check_effect(effect)
    if "office" in effect.data and effect.data["office"] not in set(Office):
        raise InvalidInput(say("There is no such office."), "effect.office")


def _ask(motion: Motion, question: Question) -> None:
    motion.method, motion.seats = question.method, question.seats
    motion.ballot = question.terms.to_json(question.method)
    set_options(motion, question.options)


def _check_asked(effect: Effect, question: Question) -> None:
    """A motion does something itself, or each of its options does. In an election they come
    later, as candidates."""
    check_question(question, fewest=0 if effect.kind is EffectKind.FILL_OFFICE else 2)
    offered = [option.effect for option in question.options if option.effect is not None]
    if not offered:
        check_effect(effect)
    elif len(offered) < len(question.options):
        raise InvalidInput(say("Each option does something, or none does."), "options")
    for data in offered:
        check_effect(Effect(effect.kind, data))


def _matter_of(effect: Effect) -> Matter:
    """Raises InvalidInput for a demand about a motion that is not there."""
    if effect.kind is not EffectKind.RAISE_MAJORITY:
        return effects.matter_of(effect.kind)
    named = queries.public_motion(effect.data["motion_id"])
    if named is None:
        raise InvalidInput(say("There is no such motion."), "effect.motion_id")
    return named.matter
