"""Closing the log up to a day, and opening it again."""

from datetime import date, datetime

from sqlalchemy import select

from app.coop import Coop, day_of
from app.db import db
from app.production import queries
from app.production.models import Closing
from app.production.rules import entries
from app.record.actions import append


def close_log(to_on: date, *, by: int, at: datetime) -> Closing:
    """From now on nothing is logged up to and including this day. Closing what is closed already
    does nothing and returns the closing that covers it. Raises ClosedTooEarly."""
    entries.check_closing(to_on, today=day_of(at))
    db.session.execute(select(Coop.id).with_for_update())
    covering = queries.closing_of(to_on)
    if covering is not None:
        return covering
    closing = Closing(to_on=to_on, by_id=by, at=at)
    db.session.add(closing)
    db.session.flush()
    append("log-closed", f"closing {closing.id}", by=by, at=at, data={"to": to_on.isoformat()})
    return closing


def reopen_log(closing: Closing, *, by: int, at: datetime) -> None:
    """Takes a closing back. Whether pay already rests on it, the caller knows."""
    db.session.execute(select(Coop.id).with_for_update())
    if closing.reopened_at is None:
        closing.reopened_at, closing.reopened_by_id = at, by
        append("log-reopened", f"closing {closing.id}", by=by, at=at)


def hold_open() -> date | None:
    """The last closed day; no day can be closed until this transaction ends. The co-op's one row
    is the door: who writes the log shares it, who closes the log takes it alone."""
    db.session.execute(select(Coop.id).with_for_update(read=True))
    return queries.closed_to()
