"""Confirming, disputing and reversing what was logged."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.coop import day_of
from app.db import db
from app.errors import RuleViolation
from app.members.models import Office
from app.members.queries import mandates_on
from app.production import queries, sums
from app.production.actions.closing import hold_open
from app.production.models import Confirmation, Dispute, Entry, Reversal
from app.production.rules import entries
from app.production.rules.entries import EntryState
from app.record.actions import append
from app.sentences import Sentence


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
    treasurers = {one.member_id for one in mandates_on(day_of(at), Office.TREASURER)}
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
    closed_to = hold_open()
    entry = db.session.scalars(select(Entry).where(Entry.id == entry_id).with_for_update()).one()
    closed = closed_to is not None and entry.worked_on <= closed_to
    return entry, queries.state_of(entry_id), closed
