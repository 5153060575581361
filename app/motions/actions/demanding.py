"""The higher majority that members may demand for a motion."""

from datetime import datetime

from app import live
from app.bylaws.queries import decision_rule
from app.coop import day_of
from app.db import db
from app.motions.actions.changing import check_changeable
from app.motions.models import Motion
from app.motions.rules import course
from app.motions.rules.effects import EffectKind
from app.record.actions import append
from app.record.models import Decision


def raise_majority(motion_id: int, *, decision: Decision, at: datetime) -> Motion:
    """From now on the motion needs the higher majority that was demanded for it. Raises
    NothingToDemand, AlreadyRaised, VoteOpen, MotionClosed."""
    motion = db.session.get_one(Motion, motion_id)
    db.lock(motion)
    check_changeable(motion, at)
    check_demand(motion, at)
    motion.raised_by_id = decision.id
    append("majority-raised", motion.subject, by=None, at=at, data={"motion": decision.motion_id})
    live.changed(motion.topic)
    return motion


def check_demand(motion: Motion, at: datetime) -> None:
    course.check_demand(
        decision_rule(motion.matter, day_of(at)),
        is_demand=motion.effect_kind is EffectKind.RAISE_MAJORITY,
        is_raised=motion.raised_by_id is not None,
    )
