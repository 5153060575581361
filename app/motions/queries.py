"""Reading motions: where they stand, who sees them, what they would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select, true

from app.bylaws.queries import decision_rule, rules_on
from app.bylaws.rules.decisions import DecisionRule, parse_rule
from app.bylaws.rules.matters import Matter
from app.bylaws.rules.rounds import of_demand, raised
from app.db import db
from app.members.models import Member, Standing, Unit
from app.members.queries import person_on, units_below
from app.motions.models import Amendment, Motion, MotionOption, MotionVersion, Seconding
from app.motions.rules.course import Course, Outcome, State
from app.motions.rules.effects import EffectKind
from app.motions.rules.questions import BallotTerms, Option, Question
from app.motions.trail import trail_of as trail_of
from app.prepared import Prepared


@dataclass(frozen=True, slots=True)
class MotionLine:
    """A motion in a list."""

    id: int
    number: int | None
    title: str
    matter: Matter
    unit: str
    of_whole: bool
    """Whether the unit is the whole co-op."""
    mover: str
    mover_id: int
    at: datetime
    """When it was decided, else handed in, else drafted."""
    commences_on: date | None
    course: Course

    @property
    def state(self) -> State:
        return self.course.state


def motion_for(motion_id: int, reader_id: int) -> Motion | None:
    """A motion the reader may know of: one that was handed in, or their own draft."""
    motion = db.session.get(Motion, motion_id)
    if motion is None or (motion.submitted_at is None and motion.mover_id != reader_id):
        return None
    return motion


def public_motion(motion_id: int) -> Motion | None:
    """A motion that was handed in."""
    motion = db.session.get(Motion, motion_id)
    return None if motion is None or motion.submitted_at is None else motion


def known_to(reader_id: int) -> ColumnElement[bool]:
    """SQL: drafts are their mover's alone."""
    return or_(Motion.submitted_at.is_not(None), Motion.mover_id == reader_id)


_SECONDERS = Prepared(
    select(Member.id, Member.name)
    .join(Seconding, Seconding.member_id == Member.id)
    .where(Seconding.motion_id == bindparam("motion"))
    .order_by(Seconding.id)
)


def course_of(motion: Motion, on: date) -> Course:
    """Where a motion stands; how many seconders it needs is said by the rule of the day."""
    return Course(
        submitted=motion.submitted_at is not None,
        withdrawn=motion.withdrawn_at is not None,
        put=motion.put_at is not None,
        outcome=motion.outcome,
        seconders=len(seconders_of(motion.id)),
        needed=rule_of(motion, on).seconders,
    )


def rule_of(motion: Motion, on: date) -> DecisionRule:
    """The rule by which a motion is decided, at its first vote: that of its matter, raised where
    members demanded it, or that of the demand which it is itself."""
    rule = decision_rule(motion.matter, on)
    if motion.effect_kind is EffectKind.RAISE_MAJORITY:
        return of_demand(rule)
    return rule if motion.raised_by_id is None else raised(rule)


def can_be_raised(motion: Motion, on: date) -> bool:
    """Whether a higher majority can be demanded for a motion: it is open and has none yet, and
    the rule of its matter knows it."""
    is_open = motion.submitted_at and not (
        motion.withdrawn_at or motion.decided_at or motion.put_at or motion.raised_by_id
    )
    is_demand = motion.effect_kind is EffectKind.RAISE_MAJORITY
    return bool(is_open) and not is_demand and decision_rule(motion.matter, on).demand is not None


def demandable(on: date) -> list[Motion]:
    """The motions for which a higher majority can be demanded, in their order."""
    undecided = select(Motion).where(
        Motion.submitted_at.is_not(None), Motion.withdrawn_at.is_(None), Motion.decided_at.is_(None)
    )
    found = db.session.scalars(undecided.order_by(Motion.number))
    return [motion for motion in found if can_be_raised(motion, on)]


class Show(StrEnum):
    """Which motions a list shows."""

    OPEN = "open"
    DECIDED = "decided"
    MINE = "mine"
    ALL = "all"


def motion_lines(show: Show, matter: Matter | None, reader_id: int, on: date) -> list[MotionLine]:
    """The motions a reader asks for, the latest first."""
    rules = {rule.matter: parse_rule(rule.definition) for rule in rules_on(on)}
    query = _columns().where(known_to(reader_id), _shown(show, reader_id))
    if matter is not None:
        query = query.where(Motion.matter == matter)
    return [_line(row, rules) for row in db.session.execute(query)]


def _shown(show: Show, reader_id: int) -> ColumnElement[bool]:
    decided = Motion.outcome.in_([outcome for outcome in Outcome if outcome.decides])
    match show:
        case Show.OPEN:
            undecided = or_(Motion.outcome.is_(None), ~decided)
            return Motion.submitted_at.is_not(None) & Motion.withdrawn_at.is_(None) & undecided
        case Show.DECIDED:
            return decided
        case Show.MINE:
            return Motion.mover_id == reader_id
        case Show.ALL:
            return true()


def _columns() -> Select[*tuple[Any, ...]]:
    seconders = (
        select(func.count())
        .where(Seconding.motion_id == Motion.id)
        .correlate(Motion)
        .scalar_subquery()
    )
    at = func.coalesce(Motion.decided_at, Motion.submitted_at, Motion.drafted_at)
    return (
        select(
            Motion.id,
            Motion.number,
            Motion.title,
            Motion.matter,
            Unit.name.label("unit"),
            Unit.parent_id,
            Member.name.label("mover"),
            Motion.mover_id,
            at.label("at"),
            Motion.commences_on,
            Motion.submitted_at,
            Motion.withdrawn_at,
            Motion.put_at,
            Motion.outcome,
            Motion.effect_kind,
            seconders.label("seconders"),
        )
        .join(Unit, Unit.id == Motion.unit_id)
        .join(Member, Member.id == Motion.mover_id)
        .order_by(at.desc(), Motion.id.desc())
    )


def _line(row: Row[*tuple[Any, ...]], rules: dict[Matter, DecisionRule]) -> MotionLine:
    rule = rules.get(row.matter, DecisionRule())
    if row.effect_kind is EffectKind.RAISE_MAJORITY:
        rule = of_demand(rule)
    course = Course(
        submitted=row.submitted_at is not None,
        withdrawn=row.withdrawn_at is not None,
        put=row.put_at is not None,
        outcome=row.outcome,
        seconders=row.seconders,
        needed=rule.seconders,
    )
    return MotionLine(
        id=row.id,
        number=row.number,
        title=row.title,
        matter=row.matter,
        unit=row.unit,
        of_whole=row.parent_id is None,
        mover=row.mover,
        mover_id=row.mover_id,
        at=row.at,
        commences_on=row.commences_on,
        course=course,
    )


def may_move(member_id: int, unit_id: int, on: date) -> tuple[bool, bool]:
    """Whether a person is a full member on a day, and whether of the unit or one below it."""
    person = person_on(member_id, on)
    if person is None:
        return False, False
    return person.standing is Standing.FULL, person.unit_id in units_below(unit_id)


def seconders_of(motion_id: int) -> Sequence[Row[int, str]]:
    """Who seconded, in their order: id and name."""
    return db.rows(_SECONDERS, motion=motion_id)


def versions_of(motion_id: int) -> Sequence[MotionVersion]:
    return db.session.scalars(
        select(MotionVersion)
        .where(MotionVersion.motion_id == motion_id)
        .order_by(MotionVersion.version)
    ).all()


def version_of(motion_id: int, version: int | None = None) -> MotionVersion | None:
    """A version of a motion that was handed in; the latest, unless said otherwise."""
    versions = select(MotionVersion).where(MotionVersion.motion_id == motion_id)
    if version is not None:
        versions = versions.where(MotionVersion.version == version)
    return db.session.scalar(versions.order_by(MotionVersion.version.desc()).limit(1))


def version_lines(motion_id: int) -> Sequence[Row[MotionVersion, str, Amendment | None]]:
    """The versions with the names of those who made them and their amendments, the latest first."""
    return db.session.execute(
        select(MotionVersion, Member.name, Amendment)
        .join(Member, Member.id == MotionVersion.by_id)
        .outerjoin(Amendment, Amendment.id == MotionVersion.amendment_id)
        .where(MotionVersion.motion_id == motion_id)
        .order_by(MotionVersion.version.desc())
    ).all()


def options_of(motion_id: int) -> Sequence[MotionOption]:
    """The options of a motion that asks a question, in their order."""
    return db.session.scalars(
        select(MotionOption)
        .where(MotionOption.motion_id == motion_id)
        .order_by(MotionOption.number)
    ).all()


def question_of(motion: Motion) -> Question:
    """What a motion asks, and how."""
    return Question(
        method=motion.method,
        options=[
            Option(one.title, one.text, one.effect, one.member_id) for one in options_of(motion.id)
        ],
        seats=motion.seats,
        terms=BallotTerms.from_json(motion.ballot),
    )


_LATEST = Prepared(
    select(func.max(MotionVersion.version)).where(MotionVersion.motion_id == bindparam("motion"))
)


def latest_version(motion_id: int) -> int:
    """The number of the version that stands; 0 for a draft."""
    [(version,)] = db.rows(_LATEST, motion=motion_id)
    return version or 0
