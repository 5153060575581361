"""Everything the page of a vote's paper ballots shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import db
from app.errors import RuleViolation
from app.voting.models import Poll
from app.voting.paper.actions import Person, check_takes_paper, people_on
from app.voting.paper.counts import Found, latest_counts
from app.voting.queries import PollView
from app.voting.rules.paper import agreed, differing
from app.voting.rules.tally import ANSWERS


@dataclass(frozen=True, slots=True)
class PaperPage:
    poll: PollView
    refusal: RuleViolation | None
    """Why the vote takes no paper."""
    people: Sequence[Person]
    own: Found | None
    """What the reader has entered by now."""
    found: Sequence[Found]
    """The complete counts; none before the reader's own is, so that nobody copies."""
    waiting: bool
    """Whether somebody else's is complete, and the reader's is not."""
    agreed: bool

    @property
    def holders(self) -> list[Person]:
        return [one for one in self.people if one.on_paper]

    @property
    def papers(self) -> list[str]:
        """What the papers say: the answers in the order of the ballot, or what was found."""
        if self.poll.method in ANSWERS:
            return list(ANSWERS[self.poll.method])
        return sorted({paper for one in self.found for paper in one.counts})

    @property
    def differing(self) -> list[str]:
        return differing([one.counts for one in self.found])

    @property
    def entered(self) -> int:
        """How many papers the reader has entered."""
        return sum(self.own.counts.values()) if self.own else 0


def page_of(poll: PollView, reader_id: int) -> PaperPage:
    latest = latest_counts(poll.id)
    complete = [one for one in latest if one.complete]
    own = next((one for one in latest if one.by_id == reader_id), None)
    may_see = own in complete or poll.closed_at is not None
    return PaperPage(
        poll=poll,
        refusal=_refusal(poll.id),
        people=people_on(poll.id),
        own=own,
        found=complete if may_see else [],
        waiting=bool(complete) and not may_see,
        agreed=agreed([one.counts for one in complete]) is not None,
    )


def _refusal(poll_id: int) -> RuleViolation | None:
    try:
        check_takes_paper(db.session.get_one(Poll, poll_id))
    except RuleViolation as refusal:
        return refusal
    return None
