"""The way of a ballot: the roll is signed and the ballot goes in, open or sealed."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, insert, select, update

from app.db import db
from app.motions.models import Method
from app.prepared import Prepared
from app.record.actions import append
from app.record.rows import note_new
from app.voting import questions
from app.voting.announcing import announce
from app.voting.models import Ballot, Poll, RollEntry
from app.voting.roll.making import absence_from
from app.voting.roll.queries import held_elsewhere
from app.voting.rules import course
from app.voting.rules.marks import canonical, check_objection
from app.voting.rules.outside import HeldOutside
from app.voting.rules.paper import PaperGiven
from app.voting.rules.urn import BallotIsFinal, VoteIsSecret
from app.voting.urn import actions as urns


class Receipt(NamedTuple):
    """What a member is told of their ballot: what it says, the how manieth it is, and when."""

    paper: str
    turn: int
    at: datetime


def cast_ballot(
    poll_id: int,
    *,
    by: int,
    paper: str,
    at: datetime,
    reason: str = "",
    voter_id: int | None = None,
) -> Receipt:
    """One ballot a member, as `rules.marks` writes it; while the poll is open, another one takes
    the place of the first. `reason`: in a vote by consent, where who objects says why.
    `voter_id`: for whom, by proxy. Raises PollClosed, PollVoid, NotOnRoll (with its reason),
    ProxyGiven, NotYourProxy, AlreadyVoted; VoteIsSecret; InvalidInput for what is no ballot of
    this poll."""
    voter_id = by if voter_id is None else voter_id
    place = _place_of(poll_id, voter_id, at, by)
    if place.urn_key is not None:
        raise VoteIsSecret
    paper = canonical(paper, questions.form_of(place.method, place.ballot))
    reason = reason.strip() if place.method is Method.CONSENT else ""
    check_objection(paper, reason)
    first = not place.signed and _sign_roll(poll_id, voter_id)
    turn = 1 if first else _supersede(poll_id, voter_id, (paper, reason), at) + 1
    row: dict[str, Any] = {
        "poll_id": poll_id,
        "member_id": voter_id,
        "turn": turn,
        "paper": paper,
        "reason": reason,
        "at": at,
        "superseded_at": None,
    }
    ((row["id"],),) = db.rows(_BALLOT, **row)
    note_new(db.session, "ballot", row)
    # The record says that a ballot came in, not what it says: nobody reads a running count there.
    data = {"turn": turn} if voter_id == by else {"turn": turn, "for": voter_id}
    append("ballot-cast", f"poll {poll_id}", by=by, at=at, data=data)
    announce(poll_id)
    return Receipt(paper, turn, at)


# Statements of the one act that everybody does at the same moment: made once.
_entry = and_(RollEntry.poll_id == Poll.id, RollEntry.member_id == bindparam("member"))


_PLACE = Prepared(
    select(
        Poll.closes_at,
        Poll.closed_at,
        Poll.voided_at,
        Poll.urn_key,
        Poll.outside,
        Poll.method,
        Poll.ballot,
        RollEntry.signed,
        RollEntry.holder_id,
        RollEntry.on_paper,
    )
    .outerjoin(RollEntry, _entry)
    .where(Poll.id == bindparam("poll"))
    .with_for_update(read=True, of=Poll)
)


_SIGN = Prepared(
    update(RollEntry.__table__)  # type: ignore[arg-type]
    .where(
        RollEntry.poll_id == bindparam("poll"),
        RollEntry.member_id == bindparam("member"),
        RollEntry.signed.is_(False),
        RollEntry.on_paper.is_(False),
    )
    .values(signed=True)
)


_BALLOT = Prepared(insert(Ballot).returning(Ballot.id))


def cast_secret_ballot(poll_id: int, *, by: int, paper: str, at: datetime) -> str:
    """Signs the roll and puts the sealed ballot into the urn, in one transaction and without an
    event; the words by which the envelope is found. Raises PollClosed, PollVoid, NotOnRoll (with
    its reason), BallotIsFinal; InvalidInput for what is no ballot of this poll."""
    place = _place_of(poll_id, by, at, by)
    assert place.urn_key is not None, "an open poll has no urn"  # noqa: S101
    form = questions.form_of(place.method, place.ballot)
    paper = canonical(paper, form)
    if place.signed or not _sign_roll(poll_id, by):
        raise BallotIsFinal
    announce(poll_id)
    return urns.drop_in(poll_id, paper, form, place.urn_key)


def _place_of(poll_id: int, member_id: int, at: datetime, by: int) -> Any:
    """What the ballot may say, whether the member has voted before, and what seals a secret
    ballot, with the poll held open until we commit: whoever closes it waits for us, or we for
    them. Raises why the member cannot vote."""
    (row,) = db.rows(_PLACE, poll=poll_id, member=member_id)
    signed: bool | None = row.signed
    obstacle = course.closure(course.PollState(row.closes_at, row.closed_at, row.voided_at), at)
    if obstacle is None and signed is None:
        obstacle = absence_from(poll_id, member_id)
    if obstacle is None:
        obstacle = held_elsewhere(member_id, row.holder_id, by)
    if obstacle is None and row.on_paper:
        obstacle = HeldOutside() if row.outside else PaperGiven()
    if obstacle is not None:
        raise obstacle
    return row


def _sign_roll(poll_id: int, member_id: int) -> bool:
    """Signs for the member's first ballot; of two at once, one waits here and gets False, and so
    does who was handed a paper ballot meanwhile."""
    return db.run(_SIGN, poll=poll_id, member=member_id) == 1


def _supersede(poll_id: int, member_id: int, says: tuple[str, str], at: datetime) -> int:
    """Sets the counting ballot aside, and gives its turn. Raises AlreadyVoted for the same paper
    and reason, PaperGiven where there is none, as a paper ballot was quicker."""
    ballot = _counting_ballot(poll_id, member_id)
    if ballot is None:
        raise PaperGiven
    if (ballot.paper, ballot.reason) == says:
        raise course.AlreadyVoted
    ballot.superseded_at = at
    db.session.flush()
    return ballot.turn


def _counting_ballot(poll_id: int, member_id: int) -> Ballot | None:
    """The member's ballot that counts, read under the lock of their place on the roll: what
    another tab of theirs does at this moment is waited for."""
    own = (RollEntry.poll_id == poll_id, RollEntry.member_id == member_id)
    db.session.execute(select(RollEntry.signed).where(*own).with_for_update())
    return db.session.scalars(
        select(Ballot)
        .where(
            Ballot.poll_id == poll_id,
            Ballot.member_id == member_id,
            Ballot.superseded_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
