"""Reading the record."""

from collections.abc import Generator
from contextlib import closing

from sqlalchemy import select

from app.db import db
from app.record import rules
from app.record.models import Event, RecordHead
from app.sentences import Sentence


def sealed_events() -> Generator[rules.SealedEvent]:
    columns = (
        Event.number,
        Event.at,
        Event.actor_id,
        Event.kind,
        Event.subject,
        Event.data,
        Event.rows,
        Event.previous,
        Event.hash,
    )
    query = select(*columns).order_by(Event.number).execution_options(yield_per=1000)
    with db.session.execute(query) as rows:
        for row in rows:
            yield rules.SealedEvent(*row)


def head() -> tuple[int, str] | None:
    row = db.session.execute(select(RecordHead.number, RecordHead.hash)).first()
    return None if row is None else (row.number, row.hash)


def chain_fault() -> Sentence | None:
    """The first fault of the chain, or None."""
    with closing(sealed_events()) as events:
        return rules.first_fault(events, head())
