"""What the day holds for a member: assemblies, what came into force, hours of the week."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import (
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from app.assemblies.models import Assembly
from app.db import Moment, db
from app.prepared import Prepared
from app.production.models import Entry, Labour
from app.production.queries import standing
from app.record.models import Decision


@dataclass(frozen=True, slots=True)
class Item:
    """Something of today: an assembly with its time, or a decision in force from today."""

    id: int
    title: str
    at: datetime | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    assemblies: list[Item]
    in_force: list[Item]
    minutes: int
    """The reader's own hours since Monday, in whole minutes."""


_ALL = Prepared(
    union_all(
        select(
            literal("assembly").label("kind"),
            Assembly.id.label("key"),
            cast(Assembly.title, String).label("words"),
            Assembly.starts_at.label("at"),
            Assembly.opened_at.label("since"),
        ).where(
            Assembly.starts_at >= bindparam("morning"),
            Assembly.starts_at < bindparam("night"),
            Assembly.cancelled_at.is_(None),
            Assembly.closed_at.is_(None),
        ),
        select(
            literal("decision"),
            Decision.id,
            cast(Decision.title, String),
            cast(null(), Moment),
            cast(null(), Moment),
        ).where(Decision.in_force_on == bindparam("today")),
        select(
            literal("minutes"),
            func.coalesce(func.sum(Labour.minutes), 0),
            literal(""),
            cast(null(), Moment),
            cast(null(), Moment),
        )
        .join(Entry, Entry.id == Labour.entry_id)
        .where(
            Labour.member_id == bindparam("me"),
            Entry.worked_on.between(bindparam("monday"), bindparam("today")),
            standing(),
        ),
    )
)


def today_of(member_id: int, *, today: date, zone: str) -> Today:
    """One statement: what there is on this day of the co-op."""
    morning = datetime.combine(today, time(), ZoneInfo(zone))
    found = Today([], [], 0)
    minutes = 0
    rows = db.rows(
        _ALL,
        me=member_id,
        today=today,
        monday=today - timedelta(days=today.weekday()),
        morning=morning,
        night=datetime.combine(today + timedelta(days=1), time(), ZoneInfo(zone)),
    )
    for kind, key, words, at, since in rows:
        if kind == "assembly":
            found.assemblies.append(Item(key, words, at, since is not None))
        elif kind == "decision":
            found.in_force.append(Item(key, words))
        else:
            minutes = int(key)
    return Today(found.assemblies, found.in_force, minutes)
