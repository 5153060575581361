"""Reading the log: what stands in it, and what it says about a span of days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.db import db
from app.members.models import Member, Membership, Standing, Unit
from app.members.queries import latest_membership
from app.production.hours import HoursKind
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
from app.production.rules import entries
from app.production.rules.entries import EntryState, in_units
from app.production.rules.register import Register
from app.production.rules.valuations import Set, Valid, timeline


def worked(from_on: date, to_on: date) -> set[int]:
    """The ids of those whose work is in the log from a day to a day, both inclusive."""
    ids = (
        select(Labour.member_id)
        .join(Entry, Entry.id == Labour.entry_id)
        .outerjoin(Reversal, Reversal.entry_id == Entry.id)
        .where(Entry.worked_on.between(from_on, to_on), Reversal.entry_id.is_(None))
    )
    return set(db.session.scalars(ids))


@dataclass(frozen=True, slots=True)
class Time:
    """One member's time in an entry, in whole minutes."""

    member_id: int
    number: int
    minutes: int
    kind: HoursKind


@dataclass(frozen=True, slots=True)
class Work:
    """An entry as wages read it: quantities exact in units of the item, once for the crew."""

    entry_id: int
    on: date
    unit_id: int
    item: str
    """The item's code; empty where nothing was made."""
    quantity: Fraction
    rejects: Fraction
    crew: str
    labour: tuple[Time, ...]


def closed_to() -> date | None:
    """The last day of the closed log."""
    return db.session.scalar(select(func.max(Closing.to_on)).where(Closing.reopened_at.is_(None)))


def closing_of(day: date) -> Closing | None:
    """The closing under which a day falls."""
    return db.session.scalar(
        select(Closing)
        .where(Closing.to_on >= day, Closing.reopened_at.is_(None))
        .order_by(Closing.to_on)
        .limit(1)
    )


def confirmed() -> ColumnElement[bool]:
    """SQL: somebody signed for the entry, and it was not reversed."""
    return and_(_has(Confirmation), standing())


def standing() -> ColumnElement[bool]:
    """SQL: the entry was not reversed."""
    return ~_has(Reversal)


def unsettled() -> ColumnElement[bool]:
    """SQL: nobody signed for the entry yet, and it was not reversed."""
    return and_(~_has(Confirmation), standing())


def in_state(state: EntryState) -> ColumnElement[bool]:
    """SQL: `rules.entries.state_of`, asked of the database."""
    if state is EntryState.REVERSED:
        return _has(Reversal)
    if state is EntryState.CONFIRMED:
        return confirmed()
    was_disputed = _has(Dispute)
    return and_(unsettled(), was_disputed if state is EntryState.DISPUTED else ~was_disputed)


def _has(fact: type[Confirmation | Dispute | Reversal]) -> ColumnElement[bool]:
    return select(fact.entry_id).where(fact.entry_id == Entry.id).correlate(Entry).exists()


def confirmed_work(from_on: date, to_on: date) -> list[Work]:
    """What counts for pay on these days, inclusive: confirmed and not reversed."""
    return _work(confirmed(), from_on, to_on)


def unconfirmed_work(from_on: date, to_on: date) -> list[Work]:
    """What nobody has signed for yet, disputed entries included."""
    return _work(unsettled(), from_on, to_on)


def unsigned_work(from_on: date, to_on: date) -> list[Work]:
    """What nobody has signed for yet and nobody disputes."""
    return _work(in_state(EntryState.UNCONFIRMED), from_on, to_on)


def _work(condition: ColumnElement[bool], from_on: date, to_on: date) -> list[Work]:
    within = and_(Entry.worked_on.between(from_on, to_on), condition)
    labour: defaultdict[int, list[Time]] = defaultdict(list)
    times = (
        select(Labour.entry_id, Labour.member_id, Member.number, Labour.minutes, Labour.kind)
        .join(Member, Member.id == Labour.member_id)
        .join(Entry, Entry.id == Labour.entry_id)
        .where(within)
        .order_by(Labour.id)
    )
    # By the connection and all at once: a month has tens of thousands of rows, none an object.
    db.session.flush()
    connection = db.session.connection()
    for entry_id, member_id, number, minutes, kind in connection.execute(times).all():
        labour[entry_id].append(Time(member_id, number, minutes, kind))
    entries = (
        select(
            Entry.id,
            Entry.worked_on,
            Entry.unit_id,
            Item.code,
            Item.decimals,
            Entry.quantity,
            Entry.rejects,
            Entry.crew,
        )
        .outerjoin(Item, Item.id == Entry.item_id)
        .where(within)
        .order_by(Entry.worked_on, Entry.id)
    )
    rows = connection.execute(entries).all()
    return [
        Work(
            entry_id,
            on,
            unit_id,
            code or "",
            in_units(quantity, decimals or 0),
            in_units(rejects, decimals or 0),
            crew or "",
            tuple(labour[entry_id]),
        )
        for entry_id, on, unit_id, code, decimals, quantity, rejects, crew in rows
    ]


def rates_timeline() -> dict[str, tuple[Valid, ...]]:
    """The piece rates of every item by its code, in order, with the decision of each."""
    return _timelines(select(Item.code, PieceRate.rate, PieceRate.from_on, PieceRate.decision_id))


def norms_timeline() -> dict[str, tuple[Valid, ...]]:
    """The norms (standard minutes for a unit) of every item by its code, likewise."""
    return _timelines(select(Item.code, Norm.minutes, Norm.from_on, Norm.decision_id))


def _timelines(query: Select[str, Fraction, date, int]) -> dict[str, tuple[Valid, ...]]:
    values: defaultdict[str, list[Set]] = defaultdict(list)
    for code, value, from_on, decision_id in db.session.execute(query.join(Item)):
        values[code].append(Set(value, from_on, decision_id))
    return {code: timeline(found) for code, found in sorted(values.items())}


@dataclass(frozen=True, slots=True)
class Worker:
    """A candidate or full member on a day."""

    id: int
    name: str
    unit_id: int


def workers_on(day: date, member_ids: Iterable[int]) -> Mapping[int, Worker]:
    """Those of the members who belonged to the co-op on the day."""
    rows = db.session.execute(
        select(Member.id, Member.name, Membership.unit_id)
        .join(Membership, Membership.id == latest_membership(day))
        .where(Member.id.in_(set(member_ids)), Membership.standing != Standing.LEFT)
    )
    return {row.id: Worker(row.id, row.name, row.unit_id) for row in rows}


def parents() -> dict[int, int | None]:
    """The tree of units: the unit above each."""
    return {row.id: row.parent_id for row in db.session.execute(select(Unit.id, Unit.parent_id))}


def register() -> Register:
    """Everybody who ever was in the register, to be found by what somebody wrote."""
    people = db.session.execute(select(Member.id, Member.number, Member.name, Member.email))
    return Register.of((row.id, row.number, row.name, row.email) for row in people)


def minutes_on(day: date, member_ids: Iterable[int]) -> dict[int, int]:
    """The minutes that each of the members has in the log of a day, whatever their kind."""
    rows = db.session.execute(
        select(Labour.member_id, func.sum(Labour.minutes))
        .join(Entry, Entry.id == Labour.entry_id)
        .where(Entry.worked_on == day, Labour.member_id.in_(set(member_ids)), standing())
        .group_by(Labour.member_id)
    )
    return {member_id: int(total) for member_id, total in rows}


def involved(entry_id: int) -> set[int]:
    """Who logged the entry or has time in it: they cannot confirm it."""
    logged = select(Entry.logged_by_id).where(Entry.id == entry_id)
    worked = select(Labour.member_id).where(Labour.entry_id == entry_id)
    return set(db.session.scalars(logged.union_all(worked)))


def state_of(entry_id: int) -> EntryState:
    """What the facts about one entry come to."""
    facts = select(_has(Confirmation), _has(Dispute), _has(Reversal)).where(Entry.id == entry_id)
    was_confirmed, was_disputed, was_reversed = db.session.execute(facts).one()
    return entries.state_of(
        confirmed=was_confirmed, disputed=was_disputed, was_reversed=was_reversed
    )


def of_member(member_id: int) -> ColumnElement[bool]:
    """SQL: the member logged the entry or has time in it."""
    worked = select(Labour.id).where(Labour.entry_id == Entry.id, Labour.member_id == member_id)
    return or_(Entry.logged_by_id == member_id, worked.exists())
