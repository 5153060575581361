"""Handing out paper ballots."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app import live
from app.bylaws.rules.decisions import parse_rule
from app.db import db
from app.members.models import Member
from app.record.actions import append
from app.voting import queries
from app.voting.models import Poll, RollEntry
from app.voting.roll.making import absence_from
from app.voting.rules import course
from app.voting.rules import paper as rules


def hand_out(poll_id: int, member_id: int, *, by: int, at: datetime) -> None:
    """Marks on the roll that a member votes on paper; the vote online is shut for them. Raises
    the reasons of `rules.check_takes_paper` and `rules.check_may_take_paper`, NotOnRoll,
    PollClosed, PollVoid."""
    poll = _open_poll(poll_id, at)
    entry = db.session.get(RollEntry, (poll_id, member_id), populate_existing=True)
    if entry is None:
        raise absence_from(poll_id, member_id)
    rules.check_may_take_paper(
        signed=entry.signed, on_paper=entry.on_paper, is_held=entry.holder_id is not None
    )
    entry.on_paper = True
    append("paper-handed-out", f"poll {poll.id}", by=by, at=at, data={"member": member_id})
    live.changed(f"turnout-{poll_id}")


def handed_out(poll_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(RollEntry.poll_id == poll_id, RollEntry.on_paper)
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the roll: whether they vote on paper, and whether they still can."""

    id: int
    name: str
    on_paper: bool
    is_free: bool


def people_on(poll_id: int) -> list[Person]:
    free = ~RollEntry.signed & ~RollEntry.on_paper & RollEntry.holder_id.is_(None)
    rows = db.session.execute(
        select(Member.id, Member.name, RollEntry.on_paper, free)
        .join(RollEntry, RollEntry.member_id == Member.id)
        .where(RollEntry.poll_id == poll_id)
        .order_by(Member.name)
    )
    return [Person(*row) for row in rows]


def _open_poll(poll_id: int, at: datetime) -> Poll:
    """The poll, with nobody casting a ballot until we commit. Raises PollClosed, PollVoid, and
    why it takes no paper."""
    poll = queries.locked_poll(poll_id)
    if (obstacle := course.closure(queries.poll_state(poll), at)) is not None:
        raise obstacle
    check_takes_paper(poll)
    return poll


def check_takes_paper(poll: Poll) -> None:
    """Raises the reason why a vote is not held on paper as well."""
    weighted = parse_rule(poll.rule).weighted
    rules.check_takes_paper(secret=poll.secret, weighted=weighted)
