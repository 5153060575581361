"""Reading the roll of a poll: who has which votes, and who casts them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from app.assemblies.queries import present_members
from app.db import db
from app.errors import RuleViolation
from app.members.models import Member
from app.voting.models import Ballot, Poll, RollEntry
from app.voting.rules.proxies import NotYourProxy, ProxyGiven
from app.voting.rules.roll import mark


def roll_of(poll_id: int) -> dict[int, int]:
    """The votes of each of the entitled, by their id."""
    rows = db.session.execute(
        select(RollEntry.member_id, RollEntry.votes).where(RollEntry.poll_id == poll_id)
    )
    return dict(rows.all())


def held_elsewhere(member_id: int, holder_id: int | None, by: int) -> RuleViolation | None:
    """Why `by` does not cast the vote of a member on the roll; None if they do."""
    if by == (member_id if holder_id is None else holder_id):
        return None
    if by != member_id:
        return NotYourProxy()
    return ProxyGiven(db.session.get_one(Member, holder_id).name)


@dataclass(frozen=True, slots=True)
class HeldVote:
    """The vote of another member that the reader casts."""

    id: int
    name: str
    signed: bool


def held_votes(poll_id: int, holder_id: int) -> list[HeldVote]:
    rows = db.session.execute(
        select(Member.id, Member.name, RollEntry.signed)
        .join(RollEntry, RollEntry.member_id == Member.id)
        .where(RollEntry.poll_id == poll_id, RollEntry.holder_id == holder_id)
        .order_by(Member.number)
    )
    return [HeldVote(*row) for row in rows]


def present_of(poll: Poll, roll: Mapping[int, int]) -> int | None:
    """The votes on the roll that are present in the poll's assembly, by proxy as well; None
    outside one."""
    if poll.agenda_item is None:
        return None
    here = present_members(poll.agenda_item.assembly_id)
    held = select(RollEntry.member_id, RollEntry.holder_id).where(
        RollEntry.poll_id == poll.id, RollEntry.holder_id.is_not(None)
    )
    holders = dict(db.session.execute(held).all())
    return sum(
        votes for member_id, votes in roll.items() if holders.get(member_id, member_id) in here
    )


@dataclass(frozen=True, slots=True)
class RollLine:
    """A member on the roll; `paper` is None where no ballot came in, or it was secret."""

    number: int
    name: str
    signed: bool
    paper: str | None
    reason: str | None
    votes: int
    holder: str | None
    """Who votes for them."""
    holder_number: int | None
    on_paper: bool

    @property
    def is_marked(self) -> bool:
        return mark(self.votes, self.holder_number) is not None

    @property
    def sealed(self) -> str:
        """The line of the roll as it was hashed."""
        words = mark(self.votes, self.holder_number)
        return f"{self.number} {words}" if words else str(self.number)


_holder = aliased(Member)


def roll_lines(poll_id: int) -> list[RollLine]:
    """The roll by number, with each ballot that counts."""
    counting = and_(
        Ballot.poll_id == RollEntry.poll_id,
        Ballot.member_id == RollEntry.member_id,
        Ballot.superseded_at.is_(None),
    )
    rows = db.session.execute(
        select(
            Member.number,
            Member.name,
            RollEntry.signed,
            Ballot.paper,
            Ballot.reason,
            RollEntry.votes,
            _holder.name,
            _holder.number,
            RollEntry.on_paper,
        )
        .select_from(RollEntry)
        .join(Member, Member.id == RollEntry.member_id)
        .outerjoin(_holder, _holder.id == RollEntry.holder_id)
        .outerjoin(Ballot, counting)
        .where(RollEntry.poll_id == poll_id)
        .order_by(Member.number)
    )
    return [RollLine(*row) for row in rows]
