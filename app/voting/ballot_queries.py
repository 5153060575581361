"""Reading ballots: those that count, and what they say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.db import db
from app.members.models import Member
from app.voting.models import Ballot, Poll, RollEntry, SecretPaper
from app.voting.rules.marks import OBJECT
from app.voting.rules.paper import papers_in


@dataclass(frozen=True, slots=True)
class CountingBallot:
    """A ballot that counts, and how often."""

    number: int
    paper: str
    votes: int


def counting_ballots(poll_id: int) -> Sequence[CountingBallot]:
    """Every ballot that counts, by register number."""
    entry = (RollEntry.poll_id == Ballot.poll_id) & (RollEntry.member_id == Ballot.member_id)
    rows = db.session.execute(
        select(Member.number, Ballot.paper, RollEntry.votes)
        .join(Member, Member.id == Ballot.member_id)
        .join(RollEntry, entry)
        .where(Ballot.poll_id == poll_id, Ballot.superseded_at.is_(None))
        .order_by(Member.number)
    )
    return [CountingBallot(*row) for row in rows]


def papers_cast(ballots: Iterable[CountingBallot]) -> list[str]:
    """What is counted: each paper as often as it has votes."""
    return [ballot.paper for ballot in ballots for _ in range(ballot.votes)]


def paper_counts_of(poll_id: int) -> dict[str, Any] | None:
    """What the paper ballots of a closed vote came to; None where there were none."""
    return db.session.scalar(select(Poll.paper_counts).where(Poll.id == poll_id))


def papers_of(poll_id: int, *, secret: bool) -> Sequence[str]:
    """What was counted in a closed vote, without names, in the order of the texts."""
    if not secret:
        on_paper = papers_in(paper_counts_of(poll_id))
        return sorted([*papers_cast(counting_ballots(poll_id)), *on_paper])
    return sorted(
        db.session.scalars(select(SecretPaper.paper).where(SecretPaper.poll_id == poll_id))
    )


def objections(poll_id: int) -> list[tuple[str, str]]:
    """Who objected in an open vote by consent, by register number, and why."""
    rows = db.session.execute(
        select(Member.name, Ballot.reason)
        .join(Member, Member.id == Ballot.member_id)
        .where(Ballot.poll_id == poll_id, Ballot.superseded_at.is_(None), Ballot.paper == OBJECT)
        .order_by(Member.number)
    )
    return [(name, reason) for name, reason in rows]
