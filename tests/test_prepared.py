"""Statements that are compiled once, against the same said by SQLAlchemy, on both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from app.db import db
from app.prepared import Prepared
from app.record.models import Event
from tests.polls import AT

EVENT = Prepared(insert(Event.__table__))
FOUND = Prepared(
    select(Event.number, Event.at, Event.data, Event.actor_id).where(
        Event.number == bindparam("number"), Event.kind == "tried"
    )
)
TOUCHED = Prepared(
    update(Event.__table__).where(Event.number > bindparam("after")).values(kind=bindparam("word"))
)
SAID = {"at": AT, "actor_id": None, "kind": "tried", "subject": "it", "rows": [], "previous": ""}


def note(number: int, **said):
    db.run(EVENT, **(SAID | {"number": number, "hash": str(number), "data": {}} | said))


def test_values_go_in_and_come_out_as_their_types_say(context):
    madrid = datetime(2026, 3, 1, 20, 15, tzinfo=timezone(timedelta(hours=1)))
    note(9001, at=madrid, data={"ñ": [1, None]})
    (row,) = db.rows(FOUND, number=9001)
    assert tuple(row) == (9001, madrid, {"ñ": [1, None]}, None)
    assert (row.number, row.at.tzinfo) == (9001, UTC)
    assert db.session.get_one(Event, 9001).data == row.data
    assert db.rows(FOUND, number=9002) == []


def test_what_the_session_holds_is_written_before_it_looks(context):
    db.session.add(Event(number=9001, hash="9001", data={}, **SAID))
    assert [row.number for row in db.rows(FOUND, number=9001)] == [9001]


def test_it_says_how_many_rows_it_changed(context):
    for number in (9001, 9002, 9003):
        note(number)
    assert [db.run(TOUCHED, after=after, word="touched") for after in (9001, 9003)] == [2, 0]
    kinds = db.session.scalars(select(Event.kind).where(Event.number > 9000).order_by(Event.number))
    assert kinds.all() == ["tried", "touched", "touched"]


def test_a_refusal_is_sqlalchemys_and_keeps_the_values_to_itself(context):
    note(9001, subject="a secret")
    with pytest.raises(IntegrityError) as refused:
        note(9001, subject="a secret")
    assert "a secret" not in str(refused.value).partition("DETAIL")[0]
    db.rollback()


def test_a_missing_value_and_a_list_are_refused(context):
    with pytest.raises((KeyError, ProgrammingError)):
        db.rows(FOUND)
    listed = Prepared(select(Event.number).where(Event.number.in_(bindparam("n", expanding=True))))
    with pytest.raises(AssertionError):
        db.rows(listed, n=[1])
