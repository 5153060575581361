"""Appending to the record, and noting decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
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


_HEAD = select(RecordHead.number, RecordHead.hash).with_for_update()
_EVENT = insert(Event.__table__)  # type: ignore[arg-type]
_NEW_HEAD = insert(RecordHead.__table__)  # type: ignore[arg-type]
_MOVED_HEAD = update(RecordHead.__table__)  # type: ignore[arg-type]


def seal_pending(session: Session) -> None:
    """Chains the noted events under the lock of the head, last thing before the commit:
    the lock is held shortly, and no two transactions can wait for each other over it."""
    pending = session.info.pop(_PENDING, [])
    if not pending:
        return
    session.flush()
    connection = session.connection()
    head = connection.execute(_HEAD).first()
    number, previous = (0, rules.GENESIS) if head is None else head
    events = []
    for note in pending:
        number += 1
        sealed = rules.seal(number=number, previous=previous, **note)
        events.append({**note, "number": number, "previous": previous, "hash": sealed})
        previous = sealed
    connection.execute(_EVENT, events)
    moved = {"number": number, "hash": previous}
    if head is None:
        connection.execute(_NEW_HEAD, {"id": 1, **moved})
    else:
        connection.execute(_MOVED_HEAD, moved)


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
