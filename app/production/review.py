"""What waits for a confirmation, with what is unlike the rest in front."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import ColumnElement, func, select

from app.db import db
from app.production import queries
from app.production.hours import HoursKind
from app.production.log_book import EVERY_LINE, Line, read
from app.production.models import Entry, Item, Labour
from app.production.rules.entries import in_units
from app.production.rules.outliers import Look, Usual, look, usual

SHOWN = 200
"""So many at once: who signs for more has not looked."""
_LOOKED_BACK = timedelta(days=90)
_SAMPLE = 100
_LATE = timedelta(days=62)
"""How long before the closing of the log an entry is still asked for: a later run pays it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    line: Line
    look: Look


def waiting_for(member_id: int, *, unit_id: int | None = None) -> list[Waiting]:
    """The oldest entries that this member may confirm; the disputed and the most
    unusual first, then by day."""
    query = EVERY_LINE.where(*_open_to(member_id)).order_by(Entry.worked_on, Entry.id)
    if unit_id is not None:
        query = query.where(Entry.unit_id == unit_id)
    found = read(query.limit(SHOWN))
    known = _usual(found)
    looked_at = [Waiting(line, _look(line, known.get(line.item_id or 0))) for line in found]
    return sorted(looked_at, key=_first)


def _first(one: Waiting) -> tuple[bool, Fraction, date, int]:
    """The disputed, then the most unusual, then the oldest."""
    return one.line.disputed is None, -one.look.score, one.line.on, one.line.id


def count_waiting(member_id: int) -> int:
    """How many entries wait for a confirmation that this member can give."""
    query = select(func.count()).select_from(Entry).where(*_open_to(member_id))
    return db.session.scalar(query) or 0


def _open_to(member_id: int) -> list[ColumnElement[bool]]:
    closed_to = queries.closed_to()
    conditions = [queries.unsettled(), ~queries.of_member(member_id)]
    return conditions if closed_to is None else [Entry.worked_on > closed_to - _LATE, *conditions]


def _look(line: Line, normal: Usual | None) -> Look:
    by_person: defaultdict[int, int] = defaultdict(int)
    for time in line.labour:
        by_person[time.member_id] += time.minutes
    return look(
        quantity=line.quantity,
        minutes=sum(t.minutes for t in line.labour if t.kind is HoursKind.PRODUCTIVE),
        longest=max(by_person.values(), default=0),
        measure=line.measure,
        usual=normal,
    )


def _usual(lines: list[Line]) -> dict[int, Usual | None]:
    """What was usual for the items of these lines: by the latest confirmed entries of each, in
    the three months before the newest line."""
    ids = {line.item_id for line in lines if line.item_id}
    if not ids:
        return {}
    first = max(line.on for line in lines) - _LOOKED_BACK
    place = func.row_number().over(partition_by=Entry.item_id, order_by=Entry.worked_on.desc())
    latest = (
        select(Entry.id, Entry.item_id, Entry.quantity, place.label("place"))
        .where(Entry.item_id.in_(ids), Entry.worked_on >= first, queries.confirmed())
        .subquery()
    )
    minutes = func.sum(Labour.minutes).label("minutes")
    rows = db.session.execute(
        select(latest.c.item_id, latest.c.quantity, Item.decimals, minutes)
        .join(Item, Item.id == latest.c.item_id)
        .join(Labour, Labour.entry_id == latest.c.id)
        .where(latest.c.place <= _SAMPLE, Labour.kind == HoursKind.PRODUCTIVE, Labour.minutes > 0)
        .group_by(latest.c.id, latest.c.item_id, latest.c.quantity, Item.decimals)
    )
    paces: defaultdict[int, list[Fraction]] = defaultdict(list)
    for row in rows:
        paces[row.item_id].append(in_units(row.quantity, row.decimals) * 60 / int(row.minutes))
    return {item_id: usual(found) for item_id, found in paces.items()}
