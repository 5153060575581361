"""Proposing amendments, accepting and declining them, and what a vote on them does."""

from collections.abc import Sequence
from datetime import datetime

from app import live
from app.db import db
from app.errors import InvalidInput
from app.motions.actions.changing import add_version, check_changeable, check_mover
from app.motions.actions.drafting import check_effect
from app.motions.actions.moving import check_may_move
from app.motions.amendments import queries
from app.motions.models import Amendment, Motion, MotionVersion, Outcome
from app.motions.queries import versions_of
from app.motions.rules import amendments as rules
from app.motions.rules.amendments import Fit
from app.motions.rules.effects import Effect
from app.motions.rules.paragraphs import Change, check_changes
from app.record.actions import append
from app.sentences import say


def propose_amendment(
    motion: Motion,
    *,
    by: int,
    changes: Sequence[Change],
    effect: Effect,
    reason: str,
    at: datetime,
    version: int | None = None,
) -> Amendment:
    """Proposes to change single paragraphs, or the effect within its kind. `version`: the one
    that was read when it was written, where that is not the latest. Raises NothingChanged,
    AnotherMatter, Collides, EffectTaken, NothingLeft, OnlyFullMembersMove, NotOfThisBody,
    NotSubmitted, VoteOpen, MotionClosed, InvalidInput."""
    db.lock(motion)
    check_changeable(motion, at)
    check_may_move(motion, by, at)
    if effect.kind is not motion.effect_kind:
        raise rules.AnotherMatter
    versions = versions_of(motion.id)
    base = versions[-1] if version is None else _version(versions, version)
    if effect.data != base.effect:
        check_effect(effect)
    check_changes(base.text, changes)
    if not changes and effect.data == base.effect:
        raise rules.NothingChanged
    amendment = Amendment(
        motion_id=motion.id,
        number=queries.next_number(motion.id),
        mover_id=by,
        version=base.version,
        changes=[change.to_json() for change in changes],
        effect=effect.data,
        reason=reason.strip(),
        at=at,
    )
    queries.fit_of(amendment, versions)
    db.session.add(amendment)
    db.session.flush()
    _note("proposed", amendment, by=by, at=at, changes=amendment.changes, effect=effect.data)
    return amendment


def accept_amendment(amendment: Amendment, *, by: int, at: datetime) -> MotionVersion:
    """The mover takes it into the motion, which goes on as a new version. Raises NotTheMover,
    AmendmentSettled, Collides, EffectTaken, NothingLeft, VoteOpen, MotionClosed."""
    motion = _pending(amendment, at)
    check_mover(motion, by)
    version = _rewrite(motion, amendment, by=by, at=at)
    amendment.accepted_at = at
    _note("accepted", amendment, by=by, at=at, version=version.version)
    return version


def decline_amendment(amendment: Amendment, *, by: int, at: datetime) -> None:
    """The mover does not take it up: it goes to the vote. Raises NotTheMover, AmendmentSettled,
    AmendmentDeclined, VoteOpen, MotionClosed."""
    motion = _pending(amendment, at)
    check_mover(motion, by)
    if amendment.declined_at is not None:
        raise rules.AmendmentDeclined
    amendment.declined_at = at
    _note("declined", amendment, by=by, at=at)


def withdraw_amendment(amendment: Amendment, *, by: int, at: datetime) -> None:
    """Who proposed it takes it back. Raises NotTheAmender, AmendmentSettled, VoteOpen,
    MotionClosed."""
    _pending(amendment, at)
    if amendment.mover_id != by:
        raise rules.NotTheAmender
    amendment.withdrawn_at = at
    _note("withdrawn", amendment, by=by, at=at)


def order_amendments(motion: Motion, numbers: Sequence[int], *, by: int, at: datetime) -> None:
    """The chair sets the order of voting: the numbers of all amendments that wait. Raises
    OrderIncomplete, NotSubmitted, VoteOpen, MotionClosed."""
    db.lock(motion)
    check_changeable(motion, at)
    waiting = {one.amendment.number: one.amendment for one in queries.waiting_for_vote(motion)}
    rules.check_order(numbers, list(waiting))
    for place, number in enumerate(numbers, 1):
        waiting[number].place = place
    data = {"order": list(numbers)}
    append("amendments-ordered", motion.subject, by=by, at=at, data=data)
    live.changed(motion.topic)


def check_none_waits(motion: Motion) -> None:
    """A motion is put as it reads in the end. Raises AmendmentsWait."""
    if waiting := queries.waiting_for_vote(motion):
        raise rules.AmendmentsWait(len(waiting))


def check_may_be_put(motion: Motion, amendment: Amendment) -> None:
    """Raises AmendmentSettled, Collides, EffectTaken, NothingLeft, OutOfTurn."""
    db.session.refresh(amendment)
    rules.check_pending(amendment.state)
    queries.fit_of(amendment, versions_of(motion.id))
    order = [one.amendment.number for one in queries.waiting_for_vote(motion)]
    rules.check_turn(amendment.number, order)


def put_amendment(amendment: Amendment, *, poll_id: int, at: datetime) -> None:
    """Notes that a vote on it is open. The motion stands still meanwhile. Called by `voting`,
    which checks that it may be put."""
    amendment.motion.put_at = amendment.put_at = at
    amendment.motion.vote_closed_at, amendment.poll_id = None, poll_id
    live.changed(amendment.motion.topic)


def take_amendment_from_vote(amendment: Amendment) -> None:
    """Notes that the vote was declared void: it can be put again."""
    amendment.motion.put_at = amendment.put_at = None
    live.changed(amendment.motion.topic)


def record_amendment_result(
    amendment: Amendment, outcome: Outcome, *, poll_id: int, tally: str, at: datetime
) -> None:
    """Writes the result of the vote; one that is carried rewrites its paragraphs, and no other.
    Without a quorum it can be put again. Raises AmendmentSettled."""
    motion = amendment.motion
    db.lock(motion)
    db.session.refresh(amendment)
    rules.check_pending(amendment.state)
    amendment.outcome, amendment.poll_id = outcome, poll_id
    motion.put_at = amendment.put_at = None
    if outcome.decides:
        amendment.decided_at = at
    if outcome is Outcome.CARRIED:
        _rewrite(motion, amendment, by=amendment.mover_id, at=at)
    _note("voted-on", amendment, by=None, at=at, outcome=outcome, poll=poll_id, tally=tally)


def _rewrite(motion: Motion, amendment: Amendment, *, by: int, at: datetime) -> MotionVersion:
    """Takes the amendment into the motion."""
    fit: Fit = queries.fit_of(amendment, versions_of(motion.id))
    motion.text, motion.effect = fit.text, fit.effect
    return add_version(motion, by=by, at=at, amendment_id=amendment.id, changes=fit.changes)


def _pending(amendment: Amendment, at: datetime) -> Motion:
    """The motion of an amendment about which somebody decides now."""
    motion = amendment.motion
    db.lock(motion)
    db.session.refresh(amendment)
    rules.check_pending(amendment.state)
    check_changeable(motion, at)
    return motion


def _version(versions: Sequence[MotionVersion], number: int) -> MotionVersion:
    for version in versions:
        if version.version == number:
            return version
    raise InvalidInput(say("The motion has no such version."), "version")


def _note(what: str, amendment: Amendment, *, by: int | None, at: datetime, **data: object) -> None:
    about = {"amendment": amendment.id, **data}
    append(f"amendment-{what}", amendment.motion.subject, by=by, at=at, data=about)
    live.changed(amendment.motion.topic)
