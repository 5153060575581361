"""Votes held in Belenios: who is invited there, and the board's result that comes back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import load_only

from app.db import db
from app.members.models import Member
from app.record.actions import append
from app.voting import queries
from app.voting.models import BoardResult, Poll, RollEntry
from app.voting.rules import course
from app.voting.rules import outside as rules


def mark_roll(poll_id: int) -> None:
    """Shuts the vote here for everybody on the roll, as for who votes on paper."""
    mine = RollEntry.poll_id == poll_id
    db.session.execute(update(RollEntry).where(mine).values(on_paper=True))


def voters_of(poll_id: int) -> str:
    """The file of voters that Belenios takes. Raises VotersWithoutAddress."""
    rows = db.session.execute(
        select(Member.name, Member.email, Member.number)
        .join(RollEntry, RollEntry.member_id == Member.id)
        .where(RollEntry.poll_id == poll_id)
        .order_by(Member.number)
    ).all()
    if lacking := [name for name, email, _ in rows if not email]:
        raise rules.VotersWithoutAddress(lacking)
    return rules.voters_file((email, number) for _, email, number in rows if email)


def attach_board(
    poll_id: int, *, fingerprint: str, name: str, content: bytes, by: int, at: datetime
) -> BoardResult:
    """Keeps the file that the board published, with the board's fingerprint; the last one counts.
    Raises NotHeldOutside, PollVoid, PollClosed, InvalidInput."""
    poll = queries.locked_poll(poll_id)
    if not poll.outside:
        raise rules.NotHeldOutside
    if poll.voided_at is not None:
        raise course.PollVoid
    if poll.closed_at is not None:
        raise course.PollClosed
    board = BoardResult(
        poll_id=poll_id,
        fingerprint=rules.fingerprint(fingerprint),
        file_name=name[:200] or "result.json",
        file=content,
        file_hash=rules.check_result_file(content),
        by_id=by,
        at=at,
    )
    db.session.add(board)
    append("board-attached", f"poll {poll_id}", by=by, at=at, data=sealed(board))
    return board


def sealed(board: BoardResult) -> dict[str, str]:
    """What the record says of it."""
    return {
        "fingerprint": board.fingerprint,
        "file": board.file_hash,
        "name": board.file_name,
    }


@dataclass(frozen=True, slots=True)
class Board:
    """What was attached last, without the file itself."""

    fingerprint: str
    file_name: str
    file_hash: str
    by: str
    at: datetime


def board_of(poll_id: int) -> Board | None:
    row = db.session.execute(
        select(
            BoardResult.fingerprint,
            BoardResult.file_name,
            BoardResult.file_hash,
            Member.name,
            BoardResult.at,
        )
        .join(Member, Member.id == BoardResult.by_id)
        .where(BoardResult.poll_id == poll_id)
        .order_by(BoardResult.id.desc())
        .limit(1)
    ).first()
    return None if row is None else Board(*row)


def board_file(poll_id: int) -> tuple[str, bytes] | None:
    """The name and the content of the file attached last."""
    found = db.session.scalars(
        select(BoardResult)
        .options(load_only(BoardResult.file_name, BoardResult.file))
        .where(BoardResult.poll_id == poll_id)
        .order_by(BoardResult.id.desc())
        .limit(1)
    ).first()
    return None if found is None else (found.file_name, found.file)


def check_board(poll_id: int) -> None:
    """Raises BoardNotAttached where a vote held outside lacks the board's result."""
    attached = exists().where(BoardResult.poll_id == Poll.id)
    lacking = select(Poll.id).where(Poll.id == poll_id, Poll.outside, ~attached)
    if db.session.scalar(lacking) is not None:
        raise rules.BoardNotAttached
