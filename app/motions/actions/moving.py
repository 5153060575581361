"""Handing a motion in, seconding it and taking it back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app import live
from app.coop import Coop, day_of
from app.db import db
from app.members.models import Office
from app.motions import queries
from app.motions.actions.changing import add_version, check_changeable, check_mover
from app.motions.actions.demanding import check_demand
from app.motions.actions.drafting import PLAIN, draft_motion
from app.motions.models import Motion, Seconding
from app.motions.rules import course
from app.motions.rules.effects import Effect, EffectKind
from app.motions.rules.questions import Method, Question
from app.motions.terms_left import check_terms_left
from app.record.actions import append


def move_motion(
    *,
    by: int,
    unit_id: int,
    title: str,
    text: str,
    reason: str = "",
    effect: Effect,
    commences_on: date | None = None,
    at: datetime,
    comparison_id: int | None = None,
    question: Question = PLAIN,
) -> Motion:
    """Writes a motion and hands it in at once. Raises as `draft_motion` and `submit_motion` do."""
    motion = draft_motion(
        by=by,
        unit_id=unit_id,
        title=title,
        text=text,
        reason=reason,
        effect=effect,
        commences_on=commences_on,
        at=at,
        comparison_id=comparison_id,
        question=question,
    )
    submit_motion(motion, by=by, at=at)
    return motion


def submit_motion(motion: Motion, *, by: int, at: datetime) -> None:
    """Hands a draft in: it gets its number and everybody reads it. Raises NotTheMover,
    AlreadySubmitted, MotionClosed, OnlyFullMembersMove, NotOfThisBody, CommencesInPast,
    InvalidInput; TooManyTerms; for a demand the reasons of `raise_majority`."""
    db.lock(motion)
    check_mover(motion, by)
    if motion.submitted_at is not None:
        raise course.AlreadySubmitted
    if motion.withdrawn_at is not None:
        raise course.MotionClosed
    course.check_complete(title=motion.title, text=motion.text)
    course.check_commencement(motion.commences_on, day_of(at))
    if motion.effect_kind is EffectKind.RAISE_MAJORITY:
        named = db.session.get_one(Motion, motion.effect["motion_id"])
        check_changeable(named, at)
        check_demand(named, at)
    if motion.effect_kind is EffectKind.APPOINT_OFFICE:
        _check_appointment(motion, day_of(at))
    check_may_move(motion, by, at)
    motion.number, motion.submitted_at = _next_number(), at
    add_version(motion, by=by, at=at)
    append(
        "motion-submitted",
        motion.subject,
        by=by,
        at=at,
        data={
            "number": motion.number,
            "title": motion.title,
            "text": motion.text,
            "effect": motion.effect_kind,
            "effect_data": motion.effect,
            "commences_on": motion.commences_on.isoformat() if motion.commences_on else None,
        }
        | _asked(motion),
    )


def second_motion(motion: Motion, *, by: int, at: datetime) -> None:
    """Another full member supports that it is put. Raises OwnMotion, AlreadySeconded,
    OnlyFullMembersMove, NotOfThisBody, NotSubmitted, VoteOpen, MotionClosed."""
    db.lock(motion)
    check_changeable(motion, at)
    is_full, is_of_body = queries.may_move(by, motion.unit_id, day_of(at))
    course.check_may_second(
        is_mover=motion.mover_id == by,
        has_seconded=any(one.id == by for one in queries.seconders_of(motion.id)),
        is_full=is_full,
        is_of_body=is_of_body,
    )
    db.session.add(Seconding(motion_id=motion.id, member_id=by, at=at))
    db.session.flush()
    append("motion-seconded", motion.subject, by=by, at=at)
    live.changed(motion.topic)


def withdraw_motion(motion: Motion, *, by: int, at: datetime) -> None:
    """The mover takes it back, also as a draft. Raises NotTheMover, VoteOpen, MotionClosed."""
    db.lock(motion)
    check_mover(motion, by)
    if motion.submitted_at is not None:
        check_changeable(motion, at)
    elif motion.withdrawn_at is not None:
        raise course.MotionClosed
    motion.withdrawn_at = at
    append("motion-withdrawn", motion.subject, by=by, at=at)
    live.changed(motion.topic)


def check_may_move(motion: Motion, member_id: int, at: datetime) -> None:
    is_full, is_of_body = queries.may_move(member_id, motion.unit_id, day_of(at))
    course.check_may_move(is_full=is_full, is_of_body=is_of_body)


def _check_appointment(motion: Motion, on: date) -> None:
    who, office, unit_id = (motion.effect[key] for key in ("member_id", "office", "unit_id"))
    starts_on = motion.commences_on or on
    check_terms_left(who, Office(office), unit_id, starts_on=starts_on, on=on)


def _next_number() -> int:
    """Numbers follow one another without a gap: the co-op's row is the lock."""
    db.session.scalar(select(Coop.id).with_for_update())
    return (db.session.scalar(select(func.max(Motion.number))) or 0) + 1


def _asked(motion: Motion) -> dict[str, Any]:
    """What the record says of a motion with options."""
    if motion.method is Method.MOTION:
        return {}
    options = queries.options_of(motion.id)
    return {
        "method": motion.method,
        "seats": motion.seats,
        "ballot": motion.ballot,
        "options": [[one.title, one.text, one.effect, one.member_id] for one in options],
    }
