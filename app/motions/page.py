"""Everything the page of a motion shows its reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row

from app import clock
from app.bylaws.queries import rule_on
from app.bylaws.rules.conditions import describe
from app.bylaws.rules.decisions import parse_rule
from app.coop import founded_coop
from app.errors import RuleViolation
from app.motions import effects, queries, rules
from app.motions.models import Amendment, Motion, MotionVersion
from app.motions.rules import Course, Effect, EffectKind, State
from app.motions.trail import trail_of
from app.motions.word_diff import Piece, word_diff
from app.motions.words import KINDS, state_sentence
from app.sentences import Sentence
from app.web.trail import Step


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a motion stands: the same for every reader."""

    motion_id: int
    sentence: Sentence
    kind: str
    poll_id: int | None
    """The poll that is open on it."""


@dataclass(frozen=True, slots=True)
class ProposedAmendment:
    id: int
    mover: str
    reason: str
    pieces: list[Piece]
    """The difference from the version it was written for."""
    does: Sentence | None
    """What the motion would do with it, where that differs too."""
    is_open: bool
    is_accepted: bool
    is_outdated: bool
    """The motion has changed since: it cannot be accepted any more."""

    @property
    def changes_text(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class MotionPage:
    motion: Motion
    mover: str
    unit: str
    course: Course
    standing: Standing
    does: effects.Description | None
    majority: Sentence
    seconders: Sequence[Row[int, str]]
    amendments: list[ProposedAmendment]
    versions: int
    steps: list[Step]
    is_mover: bool
    obstacle: Sentence | None
    """Why the reader cannot second it; None: they can."""

    @property
    def state(self) -> State:
        return self.course.state


def page_of(motion: Motion, reader_id: int, today: date) -> MotionPage:
    course = queries.course_of(motion, today)
    seconders = queries.seconders_of(motion.id)
    rule = parse_rule(rule_on(motion.matter, today).definition)
    return MotionPage(
        motion=motion,
        mover=motion.mover.name,
        unit=motion.unit.name,
        course=course,
        standing=_standing(motion, course, today),
        does=effects.description(Effect(motion.effect_kind, motion.effect)),
        majority=describe(rule.majority),
        seconders=seconders,
        amendments=_amendments(motion),
        versions=queries.latest_version(motion.id),
        steps=trail_of(motion),
        is_mover=motion.mover_id == reader_id,
        obstacle=_obstacle(motion, reader_id, [one.id for one in seconders], today),
    )


def standing_of(motion_id: int, today: date) -> Standing | None:
    """Where a motion stands that everybody may read; None for a draft."""
    motion = queries.public_motion(motion_id)
    if motion is None:
        return None
    return _standing(motion, queries.course_of(motion, today), today)


def _standing(motion: Motion, course: Course, today: date) -> Standing:
    decision = motion.decision
    sentence = state_sentence(
        course,
        mover=motion.mover.name,
        submitted_on=_day(motion.submitted_at),
        settled_on=_day(motion.decided_at or motion.withdrawn_at),
        tally=decision.tally if decision else "",
        in_force_on=decision.in_force_on if decision else None,
        failed=motion.failed_at is not None,
        today=today,
    )
    poll_id = motion.poll_id if course.state is State.VOTE else None
    return Standing(motion.id, sentence, KINDS[course.state], poll_id)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else clock.day_of(moment, founded_coop().time_zone)


def _amendments(motion: Motion) -> list[ProposedAmendment]:
    found = queries.amendments_of(motion.id)
    if not found:
        return []
    versions = {version.version: version for version in queries.versions_of(motion.id)}
    return [
        _amendment(one, mover, versions[one.version], motion.effect_kind, max(versions))
        for one, mover in found
    ]


def _amendment(
    one: Amendment, mover: str, base: MotionVersion, kind: EffectKind, latest: int
) -> ProposedAmendment:
    is_open = one.accepted_at is None and one.declined_at is None
    does = None if one.effect == base.effect else effects.description(Effect(kind, one.effect))
    return ProposedAmendment(
        id=one.id,
        mover=mover,
        reason=one.reason,
        pieces=word_diff(base.text, one.text),
        does=does.sentence if does else None,
        is_open=is_open,
        is_accepted=one.accepted_at is not None,
        is_outdated=is_open and one.version != latest,
    )


def _obstacle(motion: Motion, reader_id: int, seconders: list[int], today: date) -> Sentence | None:
    is_full, is_of_body = queries.may_move(reader_id, motion.unit_id, today)
    try:
        rules.check_may_second(
            is_mover=motion.mover_id == reader_id,
            has_seconded=reader_id in seconders,
            is_full=is_full,
            is_of_body=is_of_body,
        )
    except RuleViolation as refusal:
        return refusal.sentence
    return None
