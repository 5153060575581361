"""The urn of a secret poll: set up at opening, filled, shut at closing, opened by scrutineers."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.bylaws.rules.provisions import UrnKeys
from app.db import db
from app.errors import RuleViolation
from app.members.models import Member
from app.prepared import Prepared
from app.record.actions import append
from app.voting.models import (
    Envelope,
    GivenShare,
    Poll,
    RollEntry,
    ScrutineerKey,
    SecretPaper,
    UrnShare,
)
from app.voting.questions import form_of
from app.voting.rules.marks import Form, is_canonical, longest
from app.voting.rules.tracker import head_of, tracker
from app.voting.rules.urn import UrnState, keys_for, opening_obstacle
from app.voting.urn import scrutineers
from app.voting.urn import sealing as urn


def set_up(poll: Poll, bylaw: UrnKeys | None, day: date) -> dict[str, Any]:
    """Gives the poll its key, whose private half exists from here on only as the scrutineers'
    shares; what the record says of it. Raises TooFewScrutineers."""
    held = scrutineers.keys_on(day)
    wanted = keys_for(bylaw, len(held))
    keys, poll.urn_needed = held[: wanted.keys], wanted.needed
    made = urn.new_poll_key([key.public for key in keys], poll.urn_needed)
    poll.urn_key = made.public
    db.session.execute(
        insert(UrnShare),
        [
            {"poll_id": poll.id, "key_id": key.id, "sealed": share}
            for key, share in zip(keys, made.shares, strict=True)
        ],
    )
    return {
        "urn_key": made.public.hex(),
        "urn_needed": poll.urn_needed,
        "scrutineers": [key.member_id for key in keys],
        "withheld": poll.withheld,
    }


def drop_in(poll_id: int, paper: str, form: Form, urn_key: bytes) -> str:
    """Seals a ballot into the urn, as long as the longest of its poll; the tracker of its
    envelope."""
    sealed = urn.seal_ballot(paper, urn_key, longest(form))
    db.run(_ENVELOPE, poll_id=poll_id, key=secrets.token_bytes(16), sealed=sealed)
    return tracker(sealed)


_ENVELOPE = Prepared(insert(Envelope.__table__))  # type: ignore[arg-type]


def shut(poll: Poll) -> dict[str, Any]:
    """Seals the closed urn by its head; what the record says of it."""
    found = envelopes_of(poll.id)
    poll.urn_head = head_of(found)
    return {"urn": poll.urn_head, "envelopes": len(found), "signatures": signatures_of(poll.id)}


def give_key(poll: Poll, *, by: int, passphrase: str, at: datetime) -> list[str] | None:
    """A scrutineer opens their share of a shut urn. With the last that is needed the urn opens:
    its ballots, shuffled, are returned, and stored unless their numbers are withheld; the shares
    are destroyed. A share before that waits, sealed to the keys of those who have not given
    theirs, and None is returned.

    Raises UrnIsOpen, UrnNotShut, HoldsNoKey, KeyGiven; WrongPassphrase; UrnDoesNotOpen.
    """
    share = share_of(poll.id, by)
    if obstacle := urn_obstacle(poll.closed_at, poll.outcome, share):
        raise obstacle
    assert share is not None  # noqa: S101 (HoldsNoKey)
    private = scrutineers.unwrapped(share.key, passphrase)
    shares = [urn.open_share(sealed, private) for sealed in _within_reach(share)]
    share.given_at = at
    append("urn-key-given", f"poll {poll.id}", by=by, at=at)
    if len(shares) < (poll.urn_needed or 0):
        _hand_on(share, shares[0])
        return None
    return _open(poll, shares)


def urn_obstacle(
    closed_at: datetime | None, outcome: object | None, share: UrnShare | None
) -> RuleViolation | None:
    """Why the holder of this share, if there is one, cannot give it now."""
    state = UrnState(
        shut=closed_at is not None,
        opened=outcome is not None,
        holds_key=share is not None,
        key_given=share is not None and share.given_at is not None,
    )
    return opening_obstacle(state)


@dataclass(frozen=True, slots=True)
class UrnView:
    """An urn as a page shows it: who can open it, and how far that is. `refusal`: why the reader
    cannot give a key now; `holds_key`: whether they have one."""

    scrutineers: Sequence[tuple[str, datetime | None]]
    needed: int
    head: str | None
    holds_key: bool
    refusal: RuleViolation | None

    @property
    def given(self) -> int:
        return sum(at is not None for _, at in self.scrutineers)


def urn_view(poll_id: int, reader_id: int) -> UrnView:
    poll = db.session.get_one(Poll, poll_id)
    holders = db.session.execute(
        select(Member.name, UrnShare.given_at)
        .join(ScrutineerKey, ScrutineerKey.member_id == Member.id)
        .join(UrnShare, UrnShare.key_id == ScrutineerKey.id)
        .where(UrnShare.poll_id == poll_id)
        .order_by(Member.number)
    )
    share = share_of(poll_id, reader_id)
    return UrnView(
        scrutineers=[(name, given_at) for name, given_at in holders],
        needed=poll.urn_needed or 0,
        head=poll.urn_head,
        holds_key=share is not None,
        refusal=urn_obstacle(poll.closed_at, poll.outcome, share),
    )


def share_of(poll_id: int, member_id: int) -> UrnShare | None:
    return db.session.scalars(
        select(UrnShare)
        .join(ScrutineerKey, ScrutineerKey.id == UrnShare.key_id)
        .where(UrnShare.poll_id == poll_id, ScrutineerKey.member_id == member_id)
    ).one_or_none()


def envelopes_of(poll_id: int) -> Sequence[bytes]:
    return db.session.scalars(select(Envelope.sealed).where(Envelope.poll_id == poll_id)).all()


def trackers_of(poll_id: int) -> list[str]:
    """The words of every envelope, in the order of the alphabet."""
    return sorted(map(tracker, envelopes_of(poll_id)))


def opened_papers(poll_id: int) -> Sequence[str]:
    """The ballots of an opened urn, in their shuffled order."""
    return db.session.scalars(
        select(SecretPaper.paper)
        .where(SecretPaper.poll_id == poll_id)
        .order_by(SecretPaper.position)
    ).all()


def signatures_of(poll_id: int) -> int:
    signed = select(func.count()).where(RollEntry.poll_id == poll_id, RollEntry.signed)
    return db.session.scalar(signed) or 0


def _within_reach(share: UrnShare) -> list[bytes]:
    """The holder's own share, and those that others have given them."""
    given = select(GivenShare.sealed).where(
        GivenShare.poll_id == share.poll_id, GivenShare.to_key_id == share.key_id
    )
    return [sealed for sealed in (share.sealed, *db.session.scalars(given)) if sealed is not None]


def _hand_on(share: UrnShare, opened: bytes) -> None:
    others = db.session.execute(
        select(ScrutineerKey.id, ScrutineerKey.public)
        .join(UrnShare, UrnShare.key_id == ScrutineerKey.id)
        .where(
            UrnShare.poll_id == share.poll_id,
            UrnShare.key_id != share.key_id,
            UrnShare.given_at.is_(None),
        )
    )
    for key_id, public in others:
        db.session.add(
            GivenShare(
                poll_id=share.poll_id,
                from_key_id=share.key_id,
                to_key_id=key_id,
                sealed=urn.hand_over(opened, public),
            )
        )


def _open(poll: Poll, shares: Sequence[bytes]) -> list[str]:
    """Signatures, envelopes and ballots are as many, and the urn is the one that was shut."""
    found = envelopes_of(poll.id)
    if head_of(found) != poll.urn_head or len(found) != signatures_of(poll.id):
        raise urn.UrnDoesNotOpen
    form = form_of(poll.method, poll.ballot)
    papers = urn.open_urn(
        found, shares, poll.urn_key or b"", lambda paper: is_canonical(paper, form)
    )
    kept = [] if poll.withheld else papers
    rows = [
        {"poll_id": poll.id, "position": position, "paper": paper}
        for position, paper in enumerate(kept, 1)
    ]
    if rows:
        db.session.execute(insert(SecretPaper), rows)
    db.session.execute(update(UrnShare).where(UrnShare.poll_id == poll.id).values(sealed=None))
    db.session.execute(delete(GivenShare).where(GivenShare.poll_id == poll.id))
    return papers
