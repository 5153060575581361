"""Entries from a file into the log: every row is checked, then all are taken or none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from app.coop import Coop
from app.db import db
from app.errors import InvalidInput
from app.members.models import Member, Membership, Standing
from app.production import queries, sums
from app.production.files.import_plan import Known, Person, Shift, Thing, check_shifts, shifts_of
from app.production.files.log_files import Fault, LogRow
from app.production.models import Confirmation, Entry, Item, Labour
from app.production.rules.entries import Made, in_steps
from app.production.rules.register import folded
from app.record.actions import append
from app.record.rules import digest
from app.sentences import say, say_n

_AT_ONCE = 5000


class RowsRefused(InvalidInput):
    """Some rows cannot stand in the log, so none is taken. `faults` has every one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.line, fault.column))
        super().__init__(
            say_n(
                "Nothing was taken: %(count)s row cannot stand in the log.",
                "Nothing was taken: %(count)s rows cannot stand in the log.",
                len({fault.line for fault in faults}),
            )
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file comes to: new entries, and how many of it the log has already."""

    new: tuple[Shift, ...]
    already: int


def plan_import(rows: Iterable[LogRow], faults: Sequence[Fault], *, today: date) -> Plan:
    """Checks every row as if it were logged now; `faults` are those found in reading.
    Raises RowsRefused."""
    known = _known()
    shifts, unfound = shifts_of(rows, known)
    there = _keys_there([shift.key for shift in shifts])
    new = tuple(shift for shift in shifts if shift.key not in there)
    broken = check_shifts(
        new, known, today=today, closed_to=queries.closed_to(), minutes=_minutes_there(new)
    )
    if every := [*faults, *unfound, *broken]:
        raise RowsRefused(every)
    return Plan(new, len(shifts) - len(new))


@dataclass(frozen=True, slots=True)
class Imported:
    entries: int
    already: int
    unconfirmed: int


def import_log(
    rows: Iterable[LogRow],
    faults: Sequence[Fault] = (),
    *,
    by: int,
    at: datetime,
    today: date,
    confirmed_by: int | None = None,
) -> Imported:
    """Takes all rows or none. `confirmed_by` signs for what they neither logged nor worked in.
    Raises RowsRefused; InvalidInput where one and the same would import and confirm."""
    if confirmed_by == by:
        raise InvalidInput(say("Who imports entries cannot confirm them."))
    db.session.execute(select(Coop.id).with_for_update(read=True))
    plan = plan_import(rows, faults, today=today)
    signed = 0
    for shifts in _in_parts(plan.new):
        ids = _insert_entries(shifts, by, at)
        db.session.execute(insert(Labour), list(_labour(shifts, ids)))
        if confirmed_by is not None:
            signed += _confirm(shifts, ids, confirmed_by, at)
    if plan.new:
        keys = [shift.key for shift in plan.new]
        data = {
            "entries": len(keys),
            "confirmed": signed,
            "keys": digest(keys),
            "sealed": digest(sorted(_facts(shift, at) for shift in plan.new)),
        }
        append("log-imported", f"member {by}", by=by, at=at, data=data)
    return Imported(len(plan.new), plan.already, len(plan.new) - signed)


def _insert_entries(shifts: Sequence[Shift], by: int, at: datetime) -> list[int]:
    query = insert(Entry).returning(Entry.id, sort_by_parameter_order=True)
    return list(db.session.scalars(query, [_entry(shift, by, at) for shift in shifts]))


def _entry(shift: Shift, by: int, at: datetime) -> dict[str, Any]:
    made = shift.thing.made if shift.thing else Made("")
    return {
        "key": shift.key,
        "worked_on": shift.on,
        "unit_id": shift.unit_id,
        "item_id": shift.thing.id if shift.thing else None,
        "quantity": in_steps(shift.quantity, made, "quantity"),
        "rejects": in_steps(shift.rejects, made, "rejects"),
        "crew": shift.crew or None,
        "note": "",
        "logged_by_id": by,
        "logged_at": at,
    }


def _facts(shift: Shift, at: datetime) -> list[Any]:
    """What the record seals of an entry; `archive.checks.work` reads the same from the tables."""
    row = _entry(shift, 0, at)
    return [
        row["key"],
        row["worked_on"].isoformat(),
        row["unit_id"],
        row["item_id"],
        row["quantity"],
        row["rejects"],
        row["crew"],
        sorted([one.member_id, one.minutes, str(one.kind)] for one in shift.labour),
    ]


def _labour(shifts: Sequence[Shift], ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    for shift, entry_id in zip(shifts, ids, strict=True):
        for one in shift.labour:
            yield {
                "entry_id": entry_id,
                "member_id": one.member_id,
                "minutes": one.minutes,
                "kind": one.kind,
            }


def _confirm(shifts: Sequence[Shift], ids: Sequence[int], by: int, at: datetime) -> int:
    """Signs for the entries in which the member has no time; gives their number."""
    confirmations: list[dict[str, Any]] = [
        {"entry_id": entry_id, "member_id": by, "at": at}
        for shift, entry_id in zip(shifts, ids, strict=True)
        if all(one.member_id != by for one in shift.labour)
    ]
    if confirmations:
        db.session.execute(insert(Confirmation), confirmations)
        sums.note_confirmed(one["entry_id"] for one in confirmations)
    return len(confirmations)


def _known() -> Known:
    people: defaultdict[int, list[tuple[date, int | None]]] = defaultdict(list)
    stays = select(
        Membership.member_id, Membership.from_on, Membership.unit_id, Membership.standing
    ).order_by(Membership.from_on, Membership.id)
    for stay in db.session.execute(stays):
        unit_id = None if stay.standing is Standing.LEFT else stay.unit_id
        people[stay.member_id].append((stay.from_on, unit_id))
    items = db.session.execute(
        select(Item.id, Item.code, Item.name, Item.unit_id, Item.decimals, Item.retired_at)
    ).all()
    things: dict[str, Thing] = {}
    for item in items:
        made = Made(item.name, item.decimals, item.retired_at is not None)
        things[folded(item.code)] = Thing(item.id, item.unit_id, made)
    names = db.session.execute(select(Member.id, Member.name))
    return Known(
        queries.register(),
        {row.id: Person(row.name, tuple(people[row.id])) for row in names},
        things,
        [item.code for item in items],
        queries.parents(),
    )


def _keys_there(keys: Sequence[str]) -> set[str]:
    there: set[str] = set()
    for part in _in_parts(keys):
        there.update(db.session.scalars(select(Entry.key).where(Entry.key.in_(part))))
    return there


def _minutes_there(shifts: Sequence[Shift]) -> dict[tuple[date, int], int]:
    """What everybody has in the log on the days of the shifts."""
    if not shifts:
        return {}
    days = [shift.on for shift in shifts]
    rows = db.session.execute(
        select(Entry.worked_on, Labour.member_id, func.sum(Labour.minutes).label("minutes"))
        .join(Entry, Entry.id == Labour.entry_id)
        .where(Entry.worked_on.between(min(days), max(days)), queries.standing())
        .group_by(Entry.worked_on, Labour.member_id)
    )
    return {(row.worked_on, row.member_id): int(row.minutes) for row in rows}


def _in_parts(whole: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Databases limit the parameters of one statement."""
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]
