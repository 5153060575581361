"""Appending to the record, and noting decisions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from app import clock
from app.db import db
from app.prepared import Prepared
from app.record import rows, rules
from app.record.models import Decision, Event, RecordHead

_PENDING = "record.pending"

Note = dict[str, Any]


def append(
    kind: str, subject: str, *, by: int | None, at: datetime, data: dict[str, Any] | None = None
) -> None:
    """Notes an event; it is chained when the edge commits, in the same transaction.

    `subject` names the thing: "poll 7". `data` is plain JSON. Nothing in it may tie a member to
    a choice in a secret poll.
    """
    pending = db.session.info.setdefault(_PENDING, [])
    pending.append({"kind": kind, "subject": subject, "actor_id": by, "at": at, "data": data or {}})


_HEAD = Prepared(select(RecordHead.number, RecordHead.hash).with_for_update())
_EVENT = Prepared(insert(Event.__table__))  # type: ignore[arg-type]
_NEW_HEAD = Prepared(insert(RecordHead.__table__))  # type: ignore[arg-type]
_MOVED_HEAD = Prepared(
    update(RecordHead.__table__).values(  # type: ignore[arg-type]
        number=bindparam("number"), hash=bindparam("hash")
    )
)


def seal_pending(session: Session) -> None:
    """Chains the noted events under the lock of the head, last thing before the commit:
    the lock is held shortly, and no two transactions can wait for each other over it."""
    session.flush()
    pending = session.info.pop(_PENDING, [])
    if not pending and not rows.pending(session):
        return
    head = db.rows(_HEAD)
    number, previous = head[0] if head else (0, rules.GENESIS)
    for note in _with_rows(pending, rows.take(session)):
        number += 1
        sealed = rules.seal(number=number, previous=previous, **note)
        db.run(_EVENT, number=number, previous=previous, hash=sealed, **note)
        previous = sealed
    if head:
        db.run(_MOVED_HEAD, number=number, hash=previous)
    elif number:
        db.run(_NEW_HEAD, id=1, number=number, hash=previous)


def _with_rows(pending: list[Note], written: list[Any]) -> list[Note]:
    """The last event holds what was written; where nothing was noted, it is an event too."""
    notes = [{**note, "rows": []} for note in pending]
    if written and not notes:
        at = clock.now()
        notes = [
            {"kind": "rows-written", "subject": "coop", "actor_id": None, "at": at, "data": {}}
        ]
    if notes:
        notes[-1]["rows"] = written
    return notes


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
