"""The log as pages show it: entries with everything that is known about them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from app.db import db
from app.members.models import Member, Unit
from app.members.queries import units_below
from app.production import queries
from app.production.hours import HoursKind
from app.production.models import Confirmation, Dispute, Entry, Item, Labour, Reversal
from app.production.rules.entries import EntryState, in_units, state_of


@dataclass(frozen=True, slots=True)
class Time:
    member_id: int
    number: int
    name: str
    minutes: int
    kind: HoursKind


@dataclass(frozen=True, slots=True)
class Fact:
    """Somebody confirmed, disputed or reversed the entry."""

    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with everything that is known about it."""

    id: int
    on: date
    unit: str
    item_id: int | None
    item: str
    code: str
    measure: str
    quantity: Fraction
    rejects: Fraction
    crew: str
    note: str
    logged_by_id: int
    logged_by: str
    logged_at: datetime
    confirmed: Fact | None
    disputed: Fact | None
    reversed: Fact | None
    labour: tuple[Time, ...]

    @property
    def state(self) -> EntryState:
        return state_of(
            confirmed=self.confirmed is not None,
            disputed=self.disputed is not None,
            was_reversed=self.reversed is not None,
        )

    @property
    def minutes(self) -> int:
        return sum(time.minutes for time in self.labour)

    @property
    def people(self) -> list[str]:
        """The names of those who worked, each once."""
        return list(dict.fromkeys(time.name for time in self.labour))

    @property
    def kinds(self) -> list[HoursKind]:
        """The kinds of its hours, each once; none where there are no hours."""
        return list(dict.fromkeys(time.kind for time in self.labour if time.minutes))

    def minutes_of(self, member_id: int) -> int:
        return sum(time.minutes for time in self.labour if time.member_id == member_id)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries; None: all, and of the states all but reversed. A unit has those below it."""

    unit_id: int | None = None
    item_id: int | None = None
    member_id: int | None = None
    state: EntryState | None = None
    from_on: date | None = None
    to_on: date | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        if self.unit_id is not None:
            yield Entry.unit_id.in_(units_below(self.unit_id))
        if self.item_id is not None:
            yield Entry.item_id == self.item_id
        if self.member_id is not None:
            yield queries.of_member(self.member_id)
        if self.state is None:
            yield ~queries.in_state(EntryState.REVERSED)
        else:
            yield queries.in_state(self.state)
        if self.from_on is not None:
            yield Entry.worked_on >= self.from_on
        if self.to_on is not None:
            yield Entry.worked_on <= self.to_on


_logger, _signer, _objector, _reverser = (aliased(Member) for _ in range(4))


EVERY_LINE: Select[*tuple[Any, ...]] = (
    select(
        Entry.id,
        Entry.worked_on,
        Unit.name.label("unit"),
        Entry.item_id,
        Item.name.label("item"),
        Item.code,
        Item.measure,
        Item.decimals,
        Entry.quantity,
        Entry.rejects,
        Entry.crew,
        Entry.note,
        Entry.logged_by_id,
        _logger.name.label("logged_by"),
        Entry.logged_at,
        _signer.name.label("confirmed_by"),
        Confirmation.at.label("confirmed_at"),
        _objector.name.label("disputed_by"),
        Dispute.at.label("disputed_at"),
        Dispute.reason.label("dispute"),
        _reverser.name.label("reversed_by"),
        Reversal.at.label("reversed_at"),
        Reversal.reason.label("reversal"),
    )
    .join(Unit, Unit.id == Entry.unit_id)
    .join(_logger, _logger.id == Entry.logged_by_id)
    .outerjoin(Item, Item.id == Entry.item_id)
    .outerjoin(Confirmation, Confirmation.entry_id == Entry.id)
    .outerjoin(_signer, _signer.id == Confirmation.member_id)
    .outerjoin(Dispute, Dispute.entry_id == Entry.id)
    .outerjoin(_objector, _objector.id == Dispute.member_id)
    .outerjoin(Reversal, Reversal.entry_id == Entry.id)
    .outerjoin(_reverser, _reverser.id == Reversal.member_id)
)
"""What is behind every list of entries: joined for reading, to be narrowed and ordered."""


def read(query: Select[*tuple[Any, ...]]) -> list[Line]:
    """The lines of a query over `EVERY_LINE`, in two statements."""
    rows = db.session.execute(query).all()
    labour = _labour(row.id for row in rows)
    return [_line(row, labour[row.id]) for row in rows]


def _line(row: Any, labour: Sequence[Time]) -> Line:
    decimals = row.decimals or 0
    return Line(
        id=row.id,
        on=row.worked_on,
        unit=row.unit,
        item_id=row.item_id,
        item=row.item or "",
        code=row.code or "",
        measure=row.measure or "",
        quantity=in_units(row.quantity, decimals),
        rejects=in_units(row.rejects, decimals),
        crew=row.crew or "",
        note=row.note,
        logged_by_id=row.logged_by_id,
        logged_by=row.logged_by,
        logged_at=row.logged_at,
        confirmed=Fact(row.confirmed_by, row.confirmed_at) if row.confirmed_at else None,
        disputed=Fact(row.disputed_by, row.disputed_at, row.dispute) if row.disputed_at else None,
        reversed=Fact(row.reversed_by, row.reversed_at, row.reversal) if row.reversed_at else None,
        labour=tuple(labour),
    )


_AT_ONCE = 5000
"""How many ids one statement takes: databases limit their parameters."""


def _labour(entry_ids: Iterable[int]) -> defaultdict[int, list[Time]]:
    times: defaultdict[int, list[Time]] = defaultdict(list)
    ids = list(entry_ids)
    for start in range(0, len(ids), _AT_ONCE):
        query = (
            select(
                Labour.entry_id,
                Labour.member_id,
                Member.number,
                Member.name,
                Labour.minutes,
                Labour.kind,
            )
            .join(Member, Member.id == Labour.member_id)
            .where(Labour.entry_id.in_(ids[start : start + _AT_ONCE]))
            .order_by(Labour.id)
        )
        for row in db.session.execute(query):
            times[row.entry_id].append(
                Time(row.member_id, row.number, row.name, row.minutes, row.kind)
            )
    return times


def lines(
    wanted: Filter, *, order: str = "-day", limit: int | None = None, offset: int = 0
) -> list[Line]:
    """The entries of a filter; `order` is `day` or, newest first, `-day`."""
    columns = (Entry.worked_on, Entry.id)
    in_order = [column.desc() if order == "-day" else column for column in columns]
    query = EVERY_LINE.where(*wanted.conditions()).order_by(*in_order)
    return read(query.limit(limit).offset(offset))


def count(wanted: Filter) -> int:
    query = select(func.count()).select_from(Entry).where(*wanted.conditions())
    return db.session.scalar(query) or 0


def line(entry_id: int) -> Line | None:
    found = read(EVERY_LINE.where(Entry.id == entry_id))
    return found[0] if found else None
