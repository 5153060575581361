"""The verbs of the log and of the catalogue of items.

Rates and norms need a `Decision`: the members set them, and nobody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.coop import Coop, founded_coop
from app.db import db
from app.errors import InvalidInput, RuleViolation
from app.members.models import Office
from app.members.queries import mandates_on
from app.production import queries, sums
from app.production.models import (
    Closing,
    Confirmation,
    Dispute,
    Entry,
    Item,
    Labour,
    Norm,
    PieceRate,
    Reversal,
)
from app.production.rules import entries, valuations
from app.production.rules.entries import EntryState, Stint
from app.record.actions import append
from app.record.models import Decision
from app.sentences import Sentence, say

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
    twin = _by_key(key, by)
    if twin is not None:
        return twin
    closed_to = _hold_open()
    item = None if item_id is None else db.session.get(Item, item_id)
    made = None if item is None else _made(item)
    workers = queries.workers_on(worked_on, (one.member_id for one in labour))
    draft = entries.Draft(worked_on, made, quantity, rejects, _hours(labour, workers), crew.strip())
    on_that_day = queries.minutes_on(worked_on, workers)
    entries.check_entry(draft, today=_day(at), closed_to=closed_to, on_that_day=on_that_day)
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
    try:
        with db.session.begin_nested():
            db.session.add(entry)
            db.session.flush()
    except IntegrityError:
        twin = _by_key(key, by)
        if twin is None:
            raise
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


def confirm_entry(entry_id: int, *, by: int, at: datetime) -> None:
    """Another member signs for the entry; a dispute is settled by it.
    Raises AlreadyReversed, AlreadyConfirmed, SelfConfirmation."""
    _, state, _ = _hold_entry(entry_id)
    entries.check_confirmation(state, involved=by in queries.involved(entry_id))
    db.session.add(Confirmation(entry_id=entry_id, member_id=by, at=at))
    db.session.flush()
    sums.note_confirmed([entry_id])
    append("entry-confirmed", f"entry {entry_id}", by=by, at=at)


@dataclass(slots=True)
class Signed:
    """What came of confirming several: how many, and what was refused with which reason."""

    confirmed: int = 0
    refused: dict[int, Sentence] = field(default_factory=dict)


def confirm_entries(entry_ids: Iterable[int], *, by: int, at: datetime) -> Signed:
    """Confirms those that can be, in the order of their ids so that two members doing the same
    wait for each other and never in a circle. What is no entry is passed over."""
    signed = Signed()
    there = select(Entry.id).where(Entry.id.in_(set(entry_ids))).order_by(Entry.id)
    for entry_id in db.session.scalars(there).all():
        try:
            confirm_entry(entry_id, by=by, at=at)
            signed.confirmed += 1
        except RuleViolation as refusal:
            signed.refused[entry_id] = refusal.sentence
    return signed


def dispute_entry(entry_id: int, *, by: int, reason: str, at: datetime) -> None:
    """A member says that the entry is wrong, and why. Raises AlreadyReversed, AlreadyConfirmed,
    AlreadyDisputed, OwnEntryDisputed, InvalidInput."""
    entry, state, _ = _hold_entry(entry_id)
    entries.check_dispute(state, logged_it=entry.logged_by_id == by, reason=reason)
    db.session.add(Dispute(entry_id=entry_id, member_id=by, reason=reason.strip(), at=at))
    db.session.flush()
    append("entry-disputed", f"entry {entry_id}", by=by, at=at, data={"reason": reason.strip()})


def reverse_entry(entry_id: int, *, by: int, reason: str, at: datetime) -> None:
    """The entry counts no more; it stays to be read, with the reason.
    Raises AlreadyReversed, NotYoursToReverse, InvalidInput."""
    entry, state, closed = _hold_entry(entry_id)
    treasurers = {one.member_id for one in mandates_on(_day(at), Office.TREASURER)}
    entries.check_reversal(
        state,
        logged_it=entry.logged_by_id == by,
        treasurer=by in treasurers,
        closed=closed,
        reason=reason,
    )
    db.session.add(Reversal(entry_id=entry_id, member_id=by, reason=reason.strip(), at=at))
    db.session.flush()
    if state is EntryState.CONFIRMED:
        sums.note_reversed(entry_id)
    append("entry-reversed", f"entry {entry_id}", by=by, at=at, data={"reason": reason.strip()})


def _hold_entry(entry_id: int) -> tuple[Entry, EntryState, bool]:
    """The entry under a lock, its state, and whether the log of its day is closed."""
    closed_to = _hold_open()
    entry = db.session.scalars(select(Entry).where(Entry.id == entry_id).with_for_update()).one()
    closed = closed_to is not None and entry.worked_on <= closed_to
    return entry, queries.state_of(entry_id), closed


def close_log(to_on: date, *, by: int, at: datetime) -> Closing:
    """From now on nothing is logged up to and including this day. Closing what is closed already
    does nothing and returns the closing that covers it. Raises ClosedTooEarly."""
    entries.check_closing(to_on, today=_day(at))
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


def _hold_open() -> date | None:
    """The last closed day; no day can be closed until this transaction ends. The co-op's one row
    is the door: who writes the log shares it, who closes the log takes it alone."""
    db.session.execute(select(Coop.id).with_for_update(read=True))
    return queries.closed_to()


def add_item(
    *, code: str, name: str, measure: str, decimals: int, unit_id: int, by: int | None, at: datetime
) -> Item:
    """Adds what is made to the catalogue; its rate and norm come by decision.
    Raises InvalidInput where the code is taken."""
    code = code.strip()
    if db.session.scalar(select(Item.id).where(func.lower(Item.code) == code.lower())):
        raise InvalidInput(say("Another item has this code."), "code")
    item = Item(
        code=code,
        name=name.strip(),
        measure=measure.strip(),
        decimals=decimals,
        unit_id=unit_id,
        at=at,
    )
    db.session.add(item)
    db.session.flush()
    facts = {"code": code, "name": item.name, "measure": item.measure, "decimals": decimals}
    append("item-added", f"item {item.id}", by=by, at=at, data={**facts, "unit": unit_id})
    return item


def retire_item(item: Item, *, by: int, at: datetime) -> None:
    """The item is not made any more: nothing new is logged on it, what stands stays."""
    if item.retired_at is None:
        item.retired_at = at
        append("item-retired", f"item {item.id}", by=by, at=at)


def set_piece_rate(
    item_id: int, rate: Fraction, *, from_on: date, decision: Decision, at: datetime
) -> PieceRate:
    """From this day a unit of the item pays this rate, in major units of the currency. The day
    may lie in a closed log: a later pay run books the difference.
    Raises LaterValueStands, InvalidInput."""
    valuations.check_rate(rate)
    _check_from(item_id, PieceRate, from_on)
    row = PieceRate(item_id=item_id, rate=rate, from_on=from_on, decision_id=decision.id, at=at)
    _note_value(row, "piece-rate-set", item_id, str(rate), decision, at)
    return row


def set_norm(
    item_id: int, minutes: Fraction, *, from_on: date, decision: Decision, at: datetime
) -> Norm:
    """From this day the norm for a unit of the item is this time, in minutes.
    Raises LaterValueStands, InvalidInput."""
    valuations.check_norm(minutes)
    _check_from(item_id, Norm, from_on)
    row = Norm(item_id=item_id, minutes=minutes, from_on=from_on, decision_id=decision.id, at=at)
    _note_value(row, "norm-set", item_id, str(minutes), decision, at)
    return row


def _check_from(item_id: int, kind: type[PieceRate] | type[Norm], from_on: date) -> None:
    _hold_open()
    db.session.scalars(select(Item.id).where(Item.id == item_id).with_for_update()).one()
    latest = db.session.scalar(select(func.max(kind.from_on)).where(kind.item_id == item_id))
    valuations.check_from(from_on, latest=latest)


def _note_value(
    row: PieceRate | Norm, kind: str, item_id: int, value: str, decision: Decision, at: datetime
) -> None:
    db.session.add(row)
    db.session.flush()
    sums.note_value(row)
    data = {"value": value, "from": row.from_on.isoformat(), "decision": decision.id}
    append(kind, f"item {item_id}", by=None, at=at, data=data)


def _day(at: datetime) -> date:
    """The day that a moment belongs to, where the co-op is."""
    return at.astimezone(ZoneInfo(founded_coop().time_zone)).date()
