"""The shift log: reading it, and logging one entry or several at once."""

import uuid
from datetime import date, datetime
from typing import Annotated

import msgspec
from flask import Response, abort
from flask_login import current_user
from msgspec import Meta

from app import clock
from app.api.messages import answer, answer_page, read_body, read_query
from app.api.operations import operation
from app.api.values import Answer, Body, Id, Line, Page, Positive
from app.api.views.blueprint import bp
from app.errors import InvalidInput
from app.money import decimal_text, parse_decimal
from app.permissions import Permission, requires
from app.production import catalogue, log_book
from app.production.actions.logging import log_entry
from app.production.hours import HoursKind
from app.production.rules.entries import EntryState, Stint
from app.sentences import say
from app.web.idempotency import commit


class EntryQuery(Page):
    """Which entries; without a state all but the reversed ones. A unit has those below it."""

    unit_id: Id | None = None
    item_id: Id | None = None
    member_id: Id | None = None
    state: EntryState | None = None
    from_on: date | None = msgspec.field(name="from", default=None)
    to_on: date | None = msgspec.field(name="to", default=None)


class Time(Answer):
    """One person's time in an entry, in whole minutes of one kind."""

    member_id: int
    name: str
    minutes: int
    kind: HoursKind


class Entry(Answer):
    """A line of the log; `item`: the code of what was made."""

    id: int
    worked_on: date
    unit: str
    item_id: int | None
    item: str
    measure: str
    quantity: Positive
    rejects: Positive
    crew: str
    note: str
    labour: list[Time]
    state: EntryState
    logged_by_id: int
    logged_at: datetime


class NewTime(Body):
    """One person's time; without `member_id`, your own."""

    minutes: Annotated[int, Meta(ge=0, le=24 * 60)]
    member_id: Id | None = None
    kind: HoursKind = HoursKind.PRODUCTIVE


class NewEntry(Body):
    """What was made, once, and each person's time. The same `key` logs nothing twice; one is
    made for you where you send none. A crew has a name."""

    worked_on: date
    labour: Annotated[list[NewTime], Meta(min_length=1, max_length=200)]
    item: Annotated[Line, Meta(description="The item's code; empty: nothing was made.")] = ""
    quantity: Positive = "0"
    rejects: Positive = "0"
    crew: Annotated[str, Meta(max_length=100, pattern=r"^[^\x00]*$")] = ""
    note: Annotated[str, Meta(max_length=300, pattern=r"^[^\x00]*$")] = ""
    key: Annotated[str, Meta(max_length=100, pattern=r"^[^\x00]+$")] = msgspec.field(
        default_factory=lambda: uuid.uuid4().hex
    )


Entries = Annotated[list[NewEntry], Meta(min_length=1, max_length=1000)]


@bp.get("/production/entries")
@requires(Permission.BOOK_READ)
@operation(list[Entry], query=EntryQuery)
def list_entries() -> Response:
    """The log, the latest day first."""
    query = read_query(EntryQuery)
    wanted = log_book.Filter(
        query.unit_id, query.item_id, query.member_id, query.state, query.from_on, query.to_on
    )
    lines = log_book.lines(wanted, limit=query.limit, offset=query.offset)
    return answer_page([_entry(line) for line in lines], query, log_book.count(wanted))


@bp.post("/production/entries")
@requires(Permission.ENTRY_LOG)
@operation(Entry | list[Entry], body=NewEntry | Entries, status=201)
def create_entry() -> Response:
    """Logs one entry, or a list that is taken whole or not at all. Another member confirms."""
    body: NewEntry | list[NewEntry] = read_body(NewEntry | Entries)
    codes = {one.code: one.id for one in catalogue.makeable()}
    at = clock.now()
    if isinstance(body, NewEntry):
        return commit(answer(_logged(body, "", codes, at), 201))
    logged = [_logged(one, f"[{place}]", codes, at) for place, one in enumerate(body)]
    return commit(answer(logged, 201))


def _logged(body: NewEntry, where: str, codes: dict[str, int], at: datetime) -> Entry:
    """Logs an entry; a fault in it is named with its place in the list."""
    try:
        if body.item and body.item not in codes:
            raise InvalidInput(say("Nothing that is made has this code."), "item")
        entry = log_entry(
            by=current_user.id,
            at=at,
            key=body.key,
            worked_on=body.worked_on,
            labour=[
                Stint(one.member_id or current_user.id, one.minutes, one.kind)
                for one in body.labour
            ],
            item_id=codes[body.item] if body.item else None,
            quantity=parse_decimal(body.quantity),
            rejects=parse_decimal(body.rejects),
            crew=body.crew,
            note=body.note,
        )
    except InvalidInput as fault:
        place = ".".join(filter(None, (where, fault.where)))
        raise InvalidInput(fault.sentence, place) from None
    return entry_told(entry.id)


def entry_told(entry_id: int) -> Entry:
    return _entry(log_book.line(entry_id) or abort(404))


def _entry(line: log_book.Line) -> Entry:
    return Entry(
        id=line.id,
        worked_on=line.on,
        unit=line.unit,
        item_id=line.item_id,
        item=line.code,
        measure=line.measure,
        quantity=decimal_text(line.quantity),
        rejects=decimal_text(line.rejects),
        crew=line.crew,
        note=line.note,
        labour=[
            Time(member_id=one.member_id, name=one.name, minutes=one.minutes, kind=one.kind)
            for one in line.labour
        ],
        state=line.state,
        logged_by_id=line.logged_by_id,
        logged_at=line.logged_at,
    )
