"""Whether a motion may still be changed, by whom, and the versions that stay."""

from collections.abc import Iterable
from datetime import datetime

from app.coop import day_of
from app.db import db
from app.motions import queries
from app.motions.models import Motion, MotionVersion
from app.motions.rules import course
from app.motions.rules.paragraphs import Change


def check_mover(motion: Motion, member_id: int) -> None:
    if motion.mover_id != member_id:
        raise course.NotTheMover


def check_changeable(motion: Motion, at: datetime) -> None:
    course.check_changeable(queries.course_of(motion, day_of(at)))


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
