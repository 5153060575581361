"""How a demo tells a past: members move, second, vote and decide on the days of long ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.db import db
from app.enactment.actions import enact_due
from app.motions.actions.moving import move_motion, second_motion
from app.motions.models import Motion
from app.motions.rules.effects import Effect
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import close_due
from app.voting.actions.opening import open_poll
from app.voting.models import Poll


@dataclass(frozen=True, slots=True)
class Votes:
    """Who votes how, by member id; who is in no list stays away."""

    votes_for: Sequence[int]
    against: Sequence[int] = ()
    abstain: Sequence[int] = ()


def decide(
    *,
    title: str,
    text: str,
    reason: str = "",
    effect: Effect,
    unit_id: int,
    mover: int,
    seconder: int,
    votes: Votes,
    submitted_at: datetime,
    vote_days: int,
    commences_on: date | None = None,
) -> Motion:
    """A motion from its submission to its result, voted on outside an assembly. The poll opens
    the day after and stays open for `vote_days`; what is due then is enacted."""
    motion = move_motion(
        by=mover,
        unit_id=unit_id,
        title=title,
        text=text,
        reason=reason,
        effect=effect,
        commences_on=commences_on,
        at=submitted_at,
    )
    second_motion(motion, by=seconder, at=submitted_at + timedelta(hours=3))
    opened_at = submitted_at + timedelta(days=1)
    closes_at = opened_at + timedelta(days=vote_days)
    poll = open_poll(motion, by=seconder, at=opened_at, on=opened_at.date(), closes_at=closes_at)
    vote(poll, votes, at=opened_at + timedelta(hours=5))
    close_due(at=closes_at, on=closes_at.date())
    enact_due(on=max(closes_at.date(), commences_on or closes_at.date()), at=closes_at)
    db.session.refresh(motion)
    return motion


def vote(poll: Poll, votes: Votes, *, at: datetime) -> None:
    """Everybody's ballot, a minute apart."""
    papers = [
        *((member, "for") for member in votes.votes_for),
        *((member, "against") for member in votes.against),
        *((member, "abstain") for member in votes.abstain),
    ]
    for minute, (member, paper) in enumerate(papers):
        cast_ballot(poll.id, by=member, paper=paper, at=at + timedelta(seconds=20 * minute))
