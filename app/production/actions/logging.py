"""Logging what was made, once, with everybody's time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.coop import day_of
from app.db import db
from app.errors import InvalidInput
from app.production import queries
from app.production.actions.closing import hold_open
from app.production.models import Entry, Item, Labour
from app.production.rules import entries
from app.production.rules.entries import Stint
from app.record.actions import append
from app.sentences import say

NONE = Fraction(0)


def log_entry(
    *,
    by: int,
    at: datetime,
    key: str,
    worked_on: date,
    labour: Sequence[Stint],
    item_id: int | None = None,
    quantity: Fraction = NONE,
    rejects: Fraction = NONE,
    crew: str = "",
    note: str = "",
) -> Entry:
    """Logs what was made, once, and each member's time. The same `key` logs nothing twice: the
    entry it made is returned. Raises LogClosed, InvalidInput (see `rules.entries.check_entry`).
    """
    if (twin := _by_key(key, by)) is not None:
        return twin
    closed_to = hold_open()
    item = None if item_id is None else db.session.get(Item, item_id)
    made = None if item is None else _made(item)
    workers = queries.workers_on(worked_on, (one.member_id for one in labour))
    draft = entries.Draft(worked_on, made, quantity, rejects, _hours(labour, workers), crew.strip())
    on_that_day = queries.minutes_on(worked_on, workers)
    entries.check_entry(draft, today=day_of(at), closed_to=closed_to, on_that_day=on_that_day)
    entry = Entry(
        key=key,
        worked_on=worked_on,
        unit_id=entries.place_of_work(
            item.unit_id if item else None,
            workers[labour[0].member_id].unit_id,
            queries.parents(),
        ),
        item_id=item_id,
        quantity=entries.in_steps(quantity, made, "quantity") if made else 0,
        rejects=entries.in_steps(rejects, made, "rejects") if made else 0,
        crew=crew.strip() or None,
        note=note.strip(),
        logged_by_id=by,
        logged_at=at,
    )
    if (twin := _added(entry)) is not None:
        return twin
    db.session.add_all(
        Labour(entry_id=entry.id, member_id=one.member_id, minutes=one.minutes, kind=one.kind)
        for one in labour
    )
    append("entry-logged", f"entry {entry.id}", by=by, at=at, data=_facts(entry, labour))
    return entry


def repeat_entry(entry_id: int, *, by: int, at: datetime, key: str, worked_on: date) -> Entry:
    """Logs what an entry says once more on another day. Raises as `log_entry` does."""
    entry = db.session.scalars(select(Entry).where(Entry.id == entry_id)).one()
    item = entry.item
    return log_entry(
        by=by,
        at=at,
        key=key,
        worked_on=worked_on,
        labour=[Stint(one.member_id, one.minutes, one.kind) for one in entry.labour],
        item_id=entry.item_id,
        quantity=entries.in_units(entry.quantity, item.decimals) if item else NONE,
        crew=entry.crew or "",
    )


def _added(entry: Entry) -> Entry | None:
    """Adds it, or gives the entry that took its key a moment before."""
    try:
        with db.session.begin_nested():
            db.session.add(entry)
            db.session.flush()
    except IntegrityError:
        twin = _by_key(entry.key, entry.logged_by_id)
        if twin is None:
            raise
        return twin
    return None


def _by_key(key: str, by: int) -> Entry | None:
    entry = db.session.scalar(select(Entry).where(Entry.key == key))
    if entry is not None and entry.logged_by_id != by:
        raise InvalidInput(say("This key belongs to another entry."), "key")
    return entry


def _made(item: Item) -> entries.Made:
    return entries.Made(item.name, item.decimals, item.retired_at is not None)


def _hours(
    labour: Iterable[Stint], workers: Mapping[int, queries.Worker]
) -> tuple[entries.Hours, ...]:
    for one in labour:
        if one.member_id not in workers:
            raise InvalidInput(
                say("Somebody here did not belong to the co-op on that day."), "hours"
            )
    return tuple(
        entries.Hours(one.member_id, workers[one.member_id].name, one.minutes, one.kind)
        for one in labour
    )


def _facts(entry: Entry, labour: Iterable[Stint]) -> dict[str, object]:
    return {
        "worked_on": entry.worked_on.isoformat(),
        "unit": entry.unit_id,
        "item": entry.item_id,
        "quantity": entry.quantity,
        "rejects": entry.rejects,
        "crew": entry.crew,
        "labour": [[one.member_id, one.minutes, str(one.kind)] for one in labour],
    }
