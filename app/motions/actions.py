"""Moving, seconding and withdrawing motions, and what a vote does to them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select

from app import clock, live
from app.bylaws.models import Matter
from app.coop import Coop, founded_coop
from app.db import db
from app.errors import InvalidInput
from app.members.models import Office
from app.motions import queries
from app.motions.models import Motion, MotionOption, MotionVersion, Outcome, Seconding
from app.motions.paragraphs import Change
from app.motions.questions import Method, Option, Question, check_question
from app.motions.rules import course, effects
from app.motions.rules.effects import Effect, EffectKind
from app.motions.terms_left import check_terms_left
from app.record.actions import append, note_decision
from app.record.models import Decision
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
    append("motion-drafted", subject_of(motion), by=by, at=at)
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
    append("draft-revised", subject_of(motion), by=by, at=at)


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
        _check_demand(named, at)
    if motion.effect_kind is EffectKind.APPOINT_OFFICE:
        _check_appointment(motion, day_of(at))
    check_may_move(motion, by, at)
    motion.number, motion.submitted_at = _next_number(), at
    add_version(motion, by=by, at=at)
    append(
        "motion-submitted",
        subject_of(motion),
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


def _check_appointment(motion: Motion, on: date) -> None:
    who, office, unit_id = (motion.effect[key] for key in ("member_id", "office", "unit_id"))
    starts_on = motion.commences_on or on
    check_terms_left(who, Office(office), unit_id, starts_on=starts_on, on=on)


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
    append("motion-seconded", subject_of(motion), by=by, at=at)
    live.changed(topic_of(motion))


def withdraw_motion(motion: Motion, *, by: int, at: datetime) -> None:
    """The mover takes it back, also as a draft. Raises NotTheMover, VoteOpen, MotionClosed."""
    db.lock(motion)
    check_mover(motion, by)
    if motion.submitted_at is not None:
        check_changeable(motion, at)
    elif motion.withdrawn_at is not None:
        raise course.MotionClosed
    motion.withdrawn_at = at
    append("motion-withdrawn", subject_of(motion), by=by, at=at)
    live.changed(topic_of(motion))


def put_to_vote(motion: Motion, *, poll_id: int, at: datetime) -> None:
    """Notes that a vote on it is open: from now on it stands as it is. Called by `voting`, which
    checks that it may be put."""
    motion.put_at, motion.poll_id, motion.vote_closed_at = at, poll_id, None
    live.changed(topic_of(motion))


def await_result(motion: Motion, *, at: datetime) -> None:
    """Notes that the vote on it, or on an amendment of it, is closed and not yet decided."""
    motion.vote_closed_at = at
    live.changed(topic_of(motion))


def take_from_vote(motion: Motion) -> None:
    """Notes that the vote was declared void: it can be amended, withdrawn and put again."""
    motion.put_at = None
    live.changed(topic_of(motion))


def record_result(
    motion: Motion, outcome: Outcome, *, poll_id: int, tally: str, on: date, at: datetime
) -> Decision | None:
    """Writes the result of the vote; a carried motion becomes a decision that later facts cite.
    Without a quorum the motion stays open. Raises DecidedAlready."""
    db.lock(motion)
    if motion.outcome is not None and motion.outcome.decides:
        raise course.DecidedAlready
    motion.outcome, motion.poll_id, motion.put_at = outcome, poll_id, None
    live.changed(topic_of(motion))
    append(
        "motion-decided" if outcome.decides else "vote-without-decision",
        subject_of(motion),
        by=None,
        at=at,
        data={"outcome": outcome, "poll": poll_id, "tally": tally},
    )
    if outcome.decides:
        motion.decided_at = at
    if outcome is not Outcome.CARRIED:
        return None
    decision = note_decision(
        _decided(motion),
        decided_at=at,
        in_force_on=course.day_in_force(motion.commences_on, on),
        motion_id=motion.id,
        motion_number=motion.number,
        poll_id=poll_id,
        tally=tally,
    )
    motion.decision_id = decision.id
    db.session.flush()  # whoever reads the motion anew in this transaction must find it
    return decision


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


def choose_options(motion: Motion, numbers: Sequence[int], *, by: int, at: datetime) -> None:
    """Notes which options a vote chose, the first one first. Where one was chosen that does
    something, that becomes what the motion does. Called by `voting`, before `record_result`."""
    options = {option.number: option for option in queries.options_of(motion.id)}
    chosen = [options[number] for number in numbers]
    for place, option in enumerate(chosen, 1):
        option.place = place
    if len(chosen) == 1 and chosen[0].effect is not None:
        motion.effect = chosen[0].effect
        add_version(motion, by=by, at=at, option_id=chosen[0].id)
    data = {"options": [option.title for option in chosen], "effect_data": motion.effect}
    append("options-chosen", subject_of(motion), by=None, at=at, data=data)


def raise_majority(motion_id: int, *, decision: Decision, at: datetime) -> Motion:
    """From now on the motion needs the higher majority that was demanded for it. Raises
    NothingToDemand, AlreadyRaised, VoteOpen, MotionClosed."""
    motion = db.session.get_one(Motion, motion_id)
    db.lock(motion)
    check_changeable(motion, at)
    _check_demand(motion, at)
    motion.raised_by_id = decision.id
    append(
        "majority-raised", subject_of(motion), by=None, at=at, data={"motion": decision.motion_id}
    )
    live.changed(topic_of(motion))
    return motion


def _decided(motion: Motion) -> str:
    """What was decided, for those who cite it: the question with its answer."""
    options = queries.options_of(motion.id) if motion.method.has_options else []
    chosen = sorted((one.place, one.title) for one in options if one.place is not None)
    if not chosen:
        return motion.title
    return f"{motion.title} {', '.join(title for _, title in chosen)}"


def note_effect(motion: Motion, *, failed_at: datetime | None = None) -> None:
    """Notes that a carried motion took effect, or that it could not. Called by `enactment`."""
    motion.failed_at = failed_at
    live.changed(topic_of(motion))


def check_changeable(motion: Motion, at: datetime) -> None:
    course.check_changeable(queries.course_of(motion, day_of(at)))


def _check_demand(motion: Motion, at: datetime) -> None:
    course.check_demand(
        queries.matter_rule(motion.matter, day_of(at)),
        is_demand=motion.effect_kind is EffectKind.RAISE_MAJORITY,
        is_raised=motion.raised_by_id is not None,
    )


def check_may_move(motion: Motion, member_id: int, at: datetime) -> None:
    is_full, is_of_body = queries.may_move(member_id, motion.unit_id, day_of(at))
    course.check_may_move(is_full=is_full, is_of_body=is_of_body)


def add_version(
    motion: Motion,
    *,
    by: int,
    at: datetime,
    amendment_id: int | None = None,
    changes: Iterable[Change] = (),
    option_id: int | None = None,
) -> MotionVersion:
    """Keeps the motion as it stands from now on; `changes`: what the amendment changed."""
    version = MotionVersion(
        motion_id=motion.id,
        version=queries.latest_version(motion.id) + 1,
        title=motion.title,
        text=motion.text,
        effect=motion.effect,
        commences_on=motion.commences_on,
        amendment_id=amendment_id,
        changes=[change.to_json() for change in changes],
        option_id=option_id,
        by_id=by,
        at=at,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _next_number() -> int:
    """Numbers follow one another without a gap: the co-op's row is the lock."""
    db.session.scalar(select(Coop.id).with_for_update())
    return (db.session.scalar(select(func.max(Motion.number))) or 0) + 1


def check_mover(motion: Motion, member_id: int) -> None:
    if motion.mover_id != member_id:
        raise course.NotTheMover


def _ask(motion: Motion, question: Question) -> None:
    motion.method, motion.seats = question.method, question.seats
    motion.ballot = question.terms.to_json(question.method)
    set_options(motion, question.options)


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


def check_effect(effect: Effect) -> None:
    effects.check_effect(effect)
    if "office" in effect.data and effect.data["office"] not in set(Office):
        raise InvalidInput(say("There is no such office."), "effect.office")


def _matter_of(effect: Effect) -> Matter:
    """Raises InvalidInput for a demand about a motion that is not there."""
    if effect.kind is not EffectKind.RAISE_MAJORITY:
        return effects.matter_of(effect.kind)
    named = queries.public_motion(effect.data["motion_id"])
    if named is None:
        raise InvalidInput(say("There is no such motion."), "effect.motion_id")
    return named.matter


def day_of(at: datetime) -> date:
    return clock.day_of(at, founded_coop().time_zone)


def subject_of(motion: Motion) -> str:
    return f"motion {motion.id}"


def topic_of(motion: Motion) -> str:
    return f"motion-{motion.id}"
