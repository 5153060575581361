"""Reading the record with the names of those who acted, and what rests on a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from app.db import db
from app.members.models import Member
from app.record.models import Event

PER_PAGE = 50
UNSIGNED = ("adjustment-agreed", "dependants-entered")
"""Done by the member whom it is about: who has debts, or others living on their pay, is nobody
else's business. The record keeps who it was, and this page does not say."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as a page shows it. `actor` is None where the program acted by itself, and where
    it would tell whom the event is about."""

    number: int
    at: datetime
    kind: str
    subject: str
    data: dict[str, Any]
    hash: str
    actor_id: int | None
    actor: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for; the days are days in the co-op's time zone, inclusive."""

    kind: str = ""
    subject: str = ""
    actor: str = ""
    from_on: date | None = None
    to_on: date | None = None


def entries(wanted: Wanted, *, zone: str, page: int) -> tuple[list[Entry], int]:
    """A page of events, the latest first, and how many pages there are."""
    signed = Event.kind.not_in(UNSIGNED)
    query = select(
        Event.number,
        Event.at,
        Event.kind,
        Event.subject,
        Event.data,
        Event.hash,
        case((signed, Event.actor_id)),
        case((signed, Member.name)),
    ).outerjoin(Member, Member.id == Event.actor_id)
    if wanted.kind:
        query = query.where(Event.kind == wanted.kind)
    if wanted.subject:
        query = query.where(Event.subject == wanted.subject)
    if wanted.actor:
        query = query.where(signed, func.lower(Member.name).contains(wanted.actor.lower()))
    if wanted.from_on is not None:
        query = query.where(Event.at >= _midnight(wanted.from_on, zone))
    if wanted.to_on is not None:
        query = query.where(Event.at < _midnight(wanted.to_on + timedelta(days=1), zone))
    count = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.session.execute(
        query.order_by(Event.number.desc()).limit(PER_PAGE).offset(PER_PAGE * (page - 1))
    )
    return [Entry(*row) for row in rows], max(1, -(-count // PER_PAGE))


def names_of(entries: Sequence[Entry]) -> dict[str, str]:
    """The names of the people that events are about: {"member 7": "Ana"}."""
    ids = {entry.subject.removeprefix("member ") for entry in entries}
    numbers = [int(text) for text in ids if text.isdigit()]
    rows = db.session.execute(select(Member.id, Member.name).where(Member.id.in_(numbers)))
    return {f"member {member_id}": name for member_id, name in rows}


def kinds() -> Sequence[str]:
    """The kinds of events that occur."""
    return db.session.scalars(select(Event.kind).distinct().order_by(Event.kind)).all()


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
