"""Carried motions take effect, each once and whole, whoever looks first."""

import logging
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError, NoResultFound

from app.db import db
from app.enactment import queries
from app.enactment.effects import EFFECTS
from app.enactment.models import Enactment
from app.enactment.rules import Contradicts, NamesNothing
from app.errors import InvalidInput, RuleViolation
from app.motions.actions.deciding import note_effect
from app.motions.models import Motion
from app.record.actions import append
from app.record.models import Decision
from app.voting.actions.closing import close_due

log = logging.getLogger(__name__)


def carry_on(*, on: date, at: datetime) -> list[Enactment]:
    """What the clock asks for: closes the polls that are due, then enacts what is due."""
    close_due(at=at, on=on)
    return enact_due(on=on, at=at)


def enact_due(*, on: date, at: datetime) -> list[Enactment]:
    """Every carried motion whose day has come and that was not enacted yet, by day and then in
    the order of the decisions. An effect that can no longer apply is kept as failed, with its
    reason. What stays undone for a fault of the program is logged, and tried again next time."""
    enacted = []
    for motion_id in queries.due_motion_ids(on):
        enactment = _enact(motion_id, at)
        if enactment is not None:
            enacted.append(enactment)
    return enacted


def _enact(motion_id: int, at: datetime) -> Enactment | None:
    motion = queries.locked_motion(motion_id)
    if motion.decision is None or db.session.get(Enactment, motion_id) is not None:
        return None  # another worker was faster
    enactment = Enactment(motion_id=motion_id, due_on=motion.decision.in_force_on, subject="")
    try:
        enactment.subject = _apply(motion, motion.decision, at)
        enactment.enacted_at = at
    except (RuleViolation, InvalidInput) as refusal:
        enactment.failed_at, enactment.reason = at, refusal.sentence.to_json()
    except Exception:
        log.exception("Motion %s could not be enacted; it is tried again.", motion_id)
        return None
    db.session.add(enactment)
    db.session.flush()
    note_effect(motion, failed_at=enactment.failed_at)
    _note(enactment)
    return enactment


def _apply(motion: Motion, decision: Decision, at: datetime) -> str:
    """Runs the effect, all of it or nothing. Raises RuleViolation, InvalidInput."""
    try:
        with db.savepoint():
            subject = EFFECTS[motion.effect_kind](motion.effect, decision, at)
            db.session.flush()
    except NoResultFound as error:
        raise NamesNothing from error
    except IntegrityError as error:
        log.warning("Motion %s contradicts the database: %s", motion.id, error)
        raise Contradicts from error
    return subject


def _note(enactment: Enactment) -> None:
    at = enactment.enacted_at or enactment.failed_at
    assert at is not None  # noqa: S101
    append(
        "motion-enacted" if enactment.enacted_at else "enactment-failed",
        f"motion {enactment.motion_id}",
        by=None,
        at=at,
        data={
            "due_on": enactment.due_on.isoformat(),
            "subject": enactment.subject,
            "reason": enactment.reason,
        },
    )
