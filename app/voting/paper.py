"""Handing out paper ballots, and entering what they say."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app import live
from app.bylaws.rules.decisions import parse_rule
from app.db import db
from app.errors import RuleViolation
from app.members.models import Member
from app.record.actions import append
from app.voting import queries
from app.voting.models import PaperCount, Poll, RollEntry
from app.voting.rolls import absence_from
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


def enter_count(poll_id: int, counts: rules.Counts, *, by: int, at: datetime) -> PaperCount:
    """What one person found in the box; entered again it replaces their own. Raises PollClosed
    once the vote is closed and counted, PollVoid, InvalidInput."""
    poll = queries.locked_poll(poll_id)
    if poll.voided_at is not None:
        raise course.PollVoid
    if poll.closed_at is not None:
        raise course.PollClosed
    _check_takes_paper(poll)
    rules.check_counts(counts, poll.method, handed_out(poll_id))
    found = {answer: number for answer, number in counts.items() if number}
    entered = PaperCount(poll_id=poll_id, by_id=by, counts=found, at=at)
    db.session.add(entered)
    db.session.flush()
    append("paper-counted", f"poll {poll_id}", by=by, at=at)
    return entered


def counted(poll_id: int) -> dict[str, int] | None:
    """What is counted with the rest; None where no paper was handed out. Raises
    PaperNotCounted."""
    if not handed_out(poll_id):
        return None
    found = rules.agreed([count.counts for count in latest_counts(poll_id)])
    if found is None:
        raise rules.PaperNotCounted
    return found


def closing_refusal(poll_id: int, state: course.PollState, at: datetime) -> RuleViolation | None:
    """Why a vote cannot be closed now, paper included; None if it can."""
    obstacle = course.closing_obstacle(state, at)
    if obstacle is not None:
        return obstacle
    try:
        counted(poll_id)
    except rules.PaperNotCounted as refusal:
        return refusal
    return None


def handed_out(poll_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(RollEntry.poll_id == poll_id, RollEntry.on_paper)
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What one person found, entered last."""

    by_id: int
    name: str
    counts: rules.Counts
    at: datetime


def latest_counts(poll_id: int) -> list[Found]:
    """The last count of each person, in the order of the first ones to enter."""
    rows = db.session.execute(
        select(PaperCount.by_id, Member.name, PaperCount.counts, PaperCount.at)
        .join(Member, Member.id == PaperCount.by_id)
        .where(PaperCount.poll_id == poll_id)
        .order_by(PaperCount.id)
    )
    latest = {row.by_id: Found(*row) for row in rows}
    return list(latest.values())


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
    _check_takes_paper(poll)
    return poll


def _check_takes_paper(poll: Poll) -> None:
    weighted = parse_rule(poll.rule).weighted
    rules.check_takes_paper(poll.method, secret=poll.secret, weighted=weighted)
