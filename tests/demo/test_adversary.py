"""Somebody writes into the database beside Artel: whatever they change, it is found."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    Enum,
    Integer,
    LargeBinary,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from app.archive.checks.rows import Told, replay, rows_fault, table_fault
from app.db import Exact, Model, Moment, db
from app.record.models import Event, RecordHead
from app.record.rows import UNSEALED, columns, sealed_tables

pytestmark = pytest.mark.usefixtures("colony")


@pytest.fixture(autouse=True)
def unbound(colony):
    """The adversary minds no foreign keys."""
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    db.session.execute(
        text(
            "PRAGMA defer_foreign_keys = ON"
            if on_sqlite
            else "SET session_replication_role = replica"
        )
    )
    yield
    db.session.rollback()
    if not on_sqlite:
        db.session.execute(text("RESET session_replication_role"))


def other(column, value):
    """A value that the column can hold, and that is not this one."""
    kind = column.type
    if isinstance(kind, Moment):
        return (value or datetime(2026, 1, 1, tzinfo=UTC)) + timedelta(seconds=1)
    if isinstance(kind, Date):
        return (value or date(2026, 1, 1)) + timedelta(days=1)
    if isinstance(kind, Exact):
        return (value or 0) + Fraction(1, 7)
    if isinstance(kind, Boolean):
        return not value
    if isinstance(kind, Integer):
        return (value or 0) + 1_000_003
    if isinstance(kind, LargeBinary):
        return (value or b"") + b"x"
    if isinstance(kind, JSON):
        return {"other": value}
    if isinstance(kind, Enum):
        return next(one for one in kind.enum_class if one != value)
    return f"{(value or '')[:-1]}{'y' if (value or '').endswith('x') else 'x'}"


def attacks(table):
    """Every way to change one row of the table, as statements by name."""
    keys = list(table.primary_key.columns)
    first, *more = [
        dict(row) for row in db.session.execute(select(table).order_by(*keys)).mappings()
    ]
    it = [key == first[key.name] for key in keys]
    for column in columns(table):
        new = other(column, first[column.name])
        yield f"change {column}", [update(table).where(*it).values({column.name: new})]
    yield f"take out of {table}", [delete(table).where(*it)]
    copy = {key.name: other(key, first[key.name]) for key in keys}
    yield f"put into {table}", [insert(table).values({**first, **copy})]
    for second in more[:1]:
        that = [key == second[key.name] for key in keys]
        for column in columns(table):
            one, two = first[column.name], second[column.name]
            if one != two and column not in keys:
                swapped = update(table).where(*it).values({column.name: two})
                back = update(table).where(*that).values({column.name: one})
                yield f"swap {column}", [swapped, back]


def again(told):
    """The same, as looking at a table uses it up."""
    runs = [replace(run, digests=[]) for run in told.runs]
    return Told(dict(told.standing), dict(told.put_in), runs)


def test_nothing_is_changed_in_the_database_unseen():
    told = defaultdict(Told)
    assert replay(told) is None
    connection, tried, unseen = db.session.connection(), 0, []
    for table in sealed_tables():
        if not connection.execute(select(table).limit(1)).first():
            continue
        assert table_fault(table, again(told[table.name])) is None
        for name, statements in attacks(table):
            with suppress(IntegrityError), connection.begin_nested() as attempt:
                for statement in statements:
                    connection.execute(statement)  # or the database itself refuses it
                tried += 1
                if table_fault(table, again(told[table.name])) is None:
                    unseen.append(name)
                attempt.rollback()
    assert unseen == []
    assert tried > 400
    assert rows_fault() is None


def test_the_end_of_the_record_cannot_be_cut_off_even_with_a_mended_head():
    last, previous = db.session.execute(
        select(Event.number, Event.previous).order_by(Event.number.desc())
    ).first()
    connection = db.session.connection()
    connection.execute(delete(Event).where(Event.number == last))
    connection.execute(update(RecordHead).values(number=last - 1, hash=previous))
    assert "No event tells of it" in str(rows_fault())


def test_what_the_events_do_not_seal_is_a_short_list():
    assert set(Model.metadata.tables) - {one.name for one in sealed_tables()} == UNSEALED
