"""Everything the page of a motion shows its reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row

from app.bylaws.rules.condition_words import describe
from app.coop import day_of
from app.errors import RuleViolation
from app.motions import effects, queries
from app.motions.amendments.page import AmendmentsPage, amendments_page
from app.motions.models import Method, Motion
from app.motions.rules.course import Course, State, check_may_second
from app.motions.rules.effects import Effect
from app.motions.trail import trail_of, under_vote
from app.motions.words import KINDS, METHODS, state_sentence
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
class PageOption:
    """An option of a question. `does`: what happens if it is chosen."""

    title: str
    text: str
    does: effects.Description | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class MotionPage:
    motion: Motion
    mover: str
    unit: str
    course: Course
    standing: Standing
    does: effects.Description | None
    majority: Sentence
    can_be_raised: bool
    """Whether members can demand a higher majority for it."""
    method: tuple[Sentence, Sentence] | None
    """How the members choose, where it is not simply for or against."""
    options: Sequence[PageOption]
    seconders: Sequence[Row[int, str]]
    amendments: AmendmentsPage
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
    rule = queries.rule_of(motion, today)
    return MotionPage(
        motion=motion,
        mover=motion.mover.name,
        unit=motion.unit.name,
        course=course,
        standing=_standing(motion, course, today),
        does=effects.description(Effect(motion.effect_kind, motion.effect)),
        majority=describe(rule.majority),
        can_be_raised=queries.can_be_raised(motion, today),
        method=None if motion.method is Method.MOTION else METHODS[motion.method],
        options=_options(motion),
        seconders=seconders,
        amendments=amendments_page(motion),
        versions=queries.latest_version(motion.id),
        steps=trail_of(motion),
        is_mover=motion.mover_id == reader_id,
        obstacle=_obstacle(motion, reader_id, [one.id for one in seconders], today),
    )


def _options(motion: Motion) -> list[PageOption]:
    if not motion.method.has_options:
        return []
    return [
        PageOption(
            title=option.title,
            text=option.text,
            does=effects.description(Effect(motion.effect_kind, option.effect or {})),
            is_chosen=option.place is not None,
        )
        for option in queries.options_of(motion.id)
    ]


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
        vote_closed=motion.vote_closed_at is not None,
        today=today,
    )
    poll_id = open_poll_of(motion) if course.state is State.VOTE else None
    return Standing(motion.id, sentence, KINDS[course.state], poll_id)


def open_poll_of(motion: Motion) -> int | None:
    """The poll that is open on the motion or on one of its amendments."""
    amendment = under_vote(motion.id)
    return motion.poll_id if amendment is None else amendment.poll_id


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else day_of(moment)


def _obstacle(motion: Motion, reader_id: int, seconders: list[int], today: date) -> Sentence | None:
    is_full, is_of_body = queries.may_move(reader_id, motion.unit_id, today)
    try:
        check_may_second(
            is_mover=motion.mover_id == reader_id,
            has_seconded=reader_id in seconders,
            is_full=is_full,
            is_of_body=is_of_body,
        )
    except RuleViolation as refusal:
        return refusal.sentence
    return None
