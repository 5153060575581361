"""Entering what paper ballots say, by two people, and what they agree on."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.errors import RuleViolation
from app.members.models import Member
from app.record.actions import append
from app.voting import queries, questions
from app.voting.models import PaperCount, Poll
from app.voting.outside import check_board
from app.voting.paper.actions import check_takes_paper, handed_out
from app.voting.rules import course
from app.voting.rules import paper as rules
from app.voting.rules.marks import canonical


def enter_count(
    poll_id: int, counts: rules.Counts, *, by: int, at: datetime, complete: bool = True
) -> PaperCount:
    """What one person found in the box; entered again it replaces their own. Raises PollClosed
    once the vote is closed and counted, PollVoid, InvalidInput."""
    return _enter(_counted_poll(poll_id), counts, by=by, at=at, complete=complete)


def add_papers(poll_id: int, marking: str, number: int, *, by: int, at: datetime) -> PaperCount:
    """Puts papers that say the same onto one person's piles, which are complete when they say so.
    Raises the reasons of `enter_count`."""
    poll = _counted_poll(poll_id)
    piles = Counter(own_count(poll_id, by))
    piles[canonical(marking, questions.form_of(poll.method, poll.ballot))] += number
    return _enter(poll, piles, by=by, at=at, complete=False)


def take_out_papers(poll_id: int, marking: str, *, by: int, at: datetime) -> PaperCount:
    """Takes a pile away again. Raises the reasons of `enter_count`."""
    poll = _counted_poll(poll_id)
    piles = {paper: number for paper, number in own_count(poll_id, by).items() if paper != marking}
    return _enter(poll, piles, by=by, at=at, complete=False)


def complete_count(poll_id: int, *, by: int, at: datetime) -> PaperCount:
    """The piles are all that was in the box. Raises the reasons of `enter_count`."""
    return enter_count(poll_id, own_count(poll_id, by), by=by, at=at)


def own_count(poll_id: int, member_id: int) -> rules.Counts:
    """What somebody has entered by now."""
    mine = (PaperCount.poll_id == poll_id, PaperCount.by_id == member_id)
    latest = select(PaperCount.counts).where(*mine).order_by(PaperCount.id.desc()).limit(1)
    return db.session.scalar(latest) or {}


def _counted_poll(poll_id: int) -> Poll:
    """A poll whose papers can be counted, while nobody else enters any."""
    poll = queries.locked_poll(poll_id)
    if poll.voided_at is not None:
        raise course.PollVoid
    if poll.closed_at is not None:
        raise course.PollClosed
    check_takes_paper(poll)
    return poll


def _enter(
    poll: Poll, counts: rules.Counts, *, by: int, at: datetime, complete: bool
) -> PaperCount:
    form = questions.form_of(poll.method, poll.ballot)
    piles = rules.piled(counts, form, handed_out(poll.id))
    entered = PaperCount(poll_id=poll.id, by_id=by, counts=piles, complete=complete, at=at)
    db.session.add(entered)
    db.session.flush()
    if complete:
        append("paper-counted", f"poll {poll.id}", by=by, at=at)
    return entered


def counted(poll_id: int) -> dict[str, int] | None:
    """What is counted with the rest; None where no paper was handed out. Raises
    PaperNotCounted."""
    if not handed_out(poll_id):
        return None
    found = rules.agreed([one.counts for one in latest_counts(poll_id) if one.complete])
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
        check_board(poll_id)
    except RuleViolation as refusal:
        return refusal
    return None


@dataclass(frozen=True, slots=True)
class Found:
    """What one person found, entered last."""

    by_id: int
    name: str
    counts: rules.Counts
    complete: bool
    at: datetime


def latest_counts(poll_id: int) -> list[Found]:
    """The last count of each person, in the order of the first ones to enter."""
    rows = db.session.execute(
        select(PaperCount.by_id, Member.name, PaperCount.counts, PaperCount.complete, PaperCount.at)
        .join(Member, Member.id == PaperCount.by_id)
        .where(PaperCount.poll_id == poll_id)
        .order_by(PaperCount.id)
    )
    latest = {row.by_id: Found(*row) for row in rows}
    return list(latest.values())
