"""Appending to the record, and noting decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import db
from app.record import rules
from app.record.models import Decision, Event, RecordHead

_PENDING = "record.pending"


def append(
    kind: str, subject: str, *, by: int | None, at: datetime, data: dict[str, Any] | None = None
) -> None:
    """Notes an event; it is chained when the edge commits, in the same transaction.

    `subject` names the thing: "poll 7". `data` is plain JSON. Nothing in it may tie a member to
    a choice in a secret poll.
    """
    pending = db.session.info.setdefault(_PENDING, [])
    pending.append({"kind": kind, "subject": subject, "actor_id": by, "at": at, "data": data or {}})


def seal_pending(session: Session) -> None:
    """Chains the noted events under the lock of the head, last thing before the commit:
    the lock is held shortly, and no two transactions can wait for each other over it."""
    pending = session.info.pop(_PENDING, [])
    if not pending:
        return
    head = session.scalar(select(RecordHead).with_for_update())
    if head is None:
        head = RecordHead(id=1, number=0, hash=rules.GENESIS)
        session.add(head)
    for note in pending:
        number = head.number + 1
        sealed = rules.seal(number=number, previous=head.hash, **note)
        session.add(Event(number=number, previous=head.hash, hash=sealed, **note))
        head.number, head.hash = number, sealed


def note_decision(
    title: str,
    *,
    decided_at: datetime,
    in_force_on: date,
    motion_id: int | None = None,
    motion_number: int | None = None,
    poll_id: int | None = None,
    tally: str = "",
) -> Decision:
    """The decision that later facts cite: a carried motion, or the founding assembly."""
    decision = Decision(
        title=title,
        decided_at=decided_at,
        in_force_on=in_force_on,
        motion_id=motion_id,
        motion_number=motion_number,
        poll_id=poll_id,
        tally=tally,
    )
    db.session.add(decision)
    db.session.flush()
    return decision
