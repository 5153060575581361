"""Declaring a vote void."""

from datetime import datetime

from app.bylaws.rules.decisions import Verdict
from app.motions.actions.amending import take_amendment_from_vote
from app.motions.actions.deciding import take_from_vote
from app.record.actions import append
from app.voting import queries
from app.voting.announcing import announce
from app.voting.models import Poll
from app.voting.roll.making import is_concerned
from app.voting.rules import course


def void_poll(poll_id: int, *, by: int, reason: str, at: datetime) -> Poll:
    """Declares a poll void before the members have decided. Roll and ballots stay; the motion
    can be put again. Raises PollVoid, ResultStands, VoteIsAboutYou."""
    poll = queries.locked_poll(poll_id)
    course.check_may_void(
        queries.poll_state(poll),
        Verdict(poll.outcome) if poll.outcome else None,
        is_concerned=is_concerned(poll.motion, by),
    )
    poll.voided_at, poll.voided_by_id, poll.void_reason = at, by, reason
    append("poll-voided", f"poll {poll_id}", by=by, at=at, data={"reason": reason})
    if poll.amendment is None:
        take_from_vote(poll.motion)
    else:
        take_amendment_from_vote(poll.amendment)
    announce(poll_id)
    return poll
