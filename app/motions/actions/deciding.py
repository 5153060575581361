"""What a vote does to a motion, and what becomes of it then."""

from collections.abc import Sequence
from datetime import date, datetime

from app import live
from app.db import db
from app.motions import queries
from app.motions.actions.changing import add_version
from app.motions.models import Motion, Outcome
from app.motions.rules import course
from app.record.actions import append, note_decision
from app.record.models import Decision


def put_to_vote(motion: Motion, *, poll_id: int, at: datetime) -> None:
    """Notes that a vote on it is open: from now on it stands as it is. Called by `voting`, which
    checks that it may be put."""
    motion.put_at, motion.poll_id, motion.vote_closed_at = at, poll_id, None
    live.changed(motion.topic)


def await_result(motion: Motion, *, at: datetime) -> None:
    """Notes that the vote on it, or on an amendment of it, is closed and not yet decided."""
    motion.vote_closed_at = at
    live.changed(motion.topic)


def take_from_vote(motion: Motion) -> None:
    """Notes that the vote was declared void: it can be amended, withdrawn and put again."""
    motion.put_at = None
    live.changed(motion.topic)


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
    append("options-chosen", motion.subject, by=None, at=at, data=data)


def record_result(
    motion: Motion, outcome: Outcome, *, poll_id: int, tally: str, on: date, at: datetime
) -> Decision | None:
    """Writes the result of the vote; a carried motion becomes a decision that later facts cite.
    Without a quorum the motion stays open. Raises DecidedAlready."""
    db.lock(motion)
    if motion.outcome is not None and motion.outcome.decides:
        raise course.DecidedAlready
    motion.outcome, motion.poll_id, motion.put_at = outcome, poll_id, None
    live.changed(motion.topic)
    append(
        "motion-decided" if outcome.decides else "vote-without-decision",
        motion.subject,
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


def note_effect(motion: Motion, *, failed_at: datetime | None = None) -> None:
    """Notes that a carried motion took effect, or that it could not. Called by `enactment`."""
    motion.failed_at = failed_at
    live.changed(motion.topic)


def _decided(motion: Motion) -> str:
    """What was decided, for those who cite it: the question with its answer."""
    options = queries.options_of(motion.id) if motion.method.has_options else []
    chosen = sorted((one.place, one.title) for one in options if one.place is not None)
    if not chosen:
        return motion.title
    return f"{motion.title} {', '.join(title for _, title in chosen)}"
