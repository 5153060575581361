"""What a transaction wrote, row by row: the event that seals it holds it.

Of a row that was written the event says its digest before and after; a row that somebody altered
between two events so shows, though the second one wrote it again. New rows that came in bulk are
sealed in runs of keys that follow one another, so that an import of a million stays small.
Nothing has to be told: what goes through the session is noticed here.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, and_, event, inspect, select, tuple_
from sqlalchemy.engine import Result
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from app.db import Model
from app.record.rules import Key, digest_of_row, digest_of_run, plain

UNSEALED = frozenset(
    {"api_token", "invitation", "sign_in", "sign_in_attempt"}  # come and go; not in an archive
    | {"kept_answer"}  # for repeated requests, a few days
    | {
        "item_month",
        "member_day",
        "member_week",
        "member_month",
    }  # sums: added up again by a check of their own
    | {"event", "record_head"}  # the chain itself
    | {"envelope"}  # a digest would tell when it came; the head of the shut urn holds them
)
UNSEALED_COLUMNS = frozenset(
    {"member.password_hash"}  # not in an archive; what sets it is an event
    | {"scrutineer_key.wrapped", "scrutineer_key.wrapped_by_words"}  # the same
    | {"roll_entry.signed"}  # would tell who voted when; counted against ballots or envelopes
)

LONGEST = 1000
"""How many rows a run has at most, so that a fault is found near its place."""

_WRITTEN = "record.rows"
_RUNS = "record.runs"
_AT_ONCE = 500
_UNREAD = "unread"

Written = dict[tuple[str, Key], tuple[str | None, str]]
"""By table and key the digest before, and the one after or `_UNREAD`."""
Runs = list[tuple[str, Key, Key]]


@cache
def columns(table: Table) -> tuple[Any, ...]:
    """The columns that a digest covers."""
    return tuple(column for column in table.columns if str(column) not in UNSEALED_COLUMNS)


def sealed_tables() -> list[Table]:
    return [table for table in Model.metadata.sorted_tables if table.name not in UNSEALED]


def digest_of(table: Table, row: Mapping[Any, Any]) -> str:
    """Of a row that has at least the columns of the digest."""
    return digest_of_row(table.name, {one.name: row[one.name] for one in columns(table)})


def key_of(table: Table, row: Mapping[Any, Any]) -> Key:
    return tuple(row[column.name] for column in table.primary_key.columns)


def note_new(session: Session, name: str, row: Mapping[Any, Any]) -> None:
    """A whole row that was put into this table beside the session."""
    table = Model.metadata.tables[name]
    written: Written = session.info.setdefault(_WRITTEN, {})
    written[name, key_of(table, row)] = None, digest_of(table, row)


def pending(session: Session) -> bool:
    """Whether anything was written that no event seals yet."""
    return bool(session.info.get(_WRITTEN) or session.info.get(_RUNS))


def take(session: Session) -> list[list[Any]]:
    """What was written since the last time: for a row `[table, key, before, after]`, with None
    for a row that was or is not there; for a run `[table, first key, last key, rows, digest]`,
    with the digest of the sorted digests of its rows."""
    written: Written = session.info.pop(_WRITTEN, {})
    runs: Runs = session.info.pop(_RUNS, [])
    if not written and not runs:
        return []
    connection = session.connection()
    found = [
        [name, _json(first), _json(last), *_digest_of_run(connection, name, first, last)]
        for name, first, last in runs
    ]
    # What was written once more after it came in a run is in the run as it stands now.
    in_run = _places_of(runs)
    written = {place: told for place, told in written.items() if not in_run(*place)}
    unread = [place for place, (_, after) in written.items() if after is _UNREAD]
    now = _read(connection, unread)
    for (name, key), (before, known) in written.items():
        after = now.get((name, key)) if known is _UNREAD else known
        if before != after:
            found.append([name, _json(key), before, after])
    return found


def _places_of(runs: Runs) -> Callable[[str, Key], bool]:
    """Whether a row is in one of the runs."""
    of_table: defaultdict[str, list[tuple[Key, Key]]] = defaultdict(list)
    for name, first, last in sorted(runs):
        of_table[name].append((first, last))

    def in_run(name: str, key: Key) -> bool:
        own = of_table.get(name, [])
        place = bisect_right(own, key, key=lambda run: run[0])
        return place > 0 and key <= own[place - 1][1]

    return in_run


def _json(key: Key) -> list[Any]:
    return [plain(part) for part in key]


def _digest_of_run(connection: Connection, name: str, first: Key, last: Key) -> tuple[int, str]:
    table = Model.metadata.tables[name]
    *same, counted = table.primary_key.columns
    within = and_(
        *(column == value for column, value in zip(same, first, strict=False)),
        counted.between(first[-1], last[-1]),
    )
    rows = connection.execute(select(*columns(table)).where(within)).mappings()
    return digest_of_run(digest_of(table, row) for row in rows)


def _read(
    connection: Connection, places: Iterable[tuple[str, Key]], *, lock: bool = False
) -> dict[tuple[str, Key], str]:
    """The digests of the rows that stand."""
    wanted: defaultdict[str, list[Key]] = defaultdict(list)
    for name, key in places:
        wanted[name].append(key)
    found = {}
    for name, keys in wanted.items():
        table = Model.metadata.tables[name]
        for start in range(0, len(keys), _AT_ONCE):
            some = _among(table, keys[start : start + _AT_ONCE])
            query = select(*columns(table)).where(some)
            if lock:
                query = query.order_by(*table.primary_key.columns).with_for_update(key_share=True)
            for row in connection.execute(query).mappings():
                found[name, key_of(table, row)] = digest_of(table, row)
    return found


def _among(table: Table, keys: Sequence[Key]) -> Any:
    if len(table.primary_key.columns) == 1:
        return table.primary_key.columns[0].in_([key[0] for key in keys])
    return tuple_(*table.primary_key.columns).in_(keys)


def _note_before(session: Session, places: Iterable[tuple[str, Key]]) -> None:
    """How rows stand that are about to be written, locked as they will be anyway."""
    written: Written = session.info.setdefault(_WRITTEN, {})
    places = set(places)
    for place in places & written.keys():
        written[place] = written[place][0], _UNREAD
    new = sorted(places - written.keys(), key=str)
    stand = _read(session.connection(), new, lock=True)
    written |= {place: (stand.get(place), _UNREAD) for place in new}


def _place(one: Any) -> tuple[str, Key]:
    state = inspect(one)
    return state.mapper.local_table.name, state.identity


def _before_flush(session: Session, _: UOWTransaction, __: Any) -> None:
    changed = [one for one in session.dirty if session.is_modified(one)]
    places = map(_place, [*changed, *session.deleted])
    _note_before(session, [place for place in places if place[0] not in UNSEALED])


def _after_flush(session: Session, _: UOWTransaction) -> None:
    written: Written = session.info.setdefault(_WRITTEN, {})
    for one in session.new:
        table = inspect(one).mapper.local_table
        if table.name not in UNSEALED:
            key = inspect(one).mapper.primary_key_from_instance(one)
            written.setdefault((table.name, tuple(key)), (None, _UNREAD))


def _on_statement(state: ORMExecuteState) -> Result[Any] | None:
    """A statement that writes many rows, unless it is that of a flush."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return None
    statement: Any = state.statement
    table: Table = statement.table
    if table.name in UNSEALED:
        return None
    if state.is_insert:
        return _note_inserted(state, statement, table)
    state.session.flush()
    keys = select(*table.primary_key.columns).where(statement.whereclause)
    found = state.session.connection().execute(keys).all()
    _note_before(state.session, [(table.name, tuple(key)) for key in found])
    return None


def _note_inserted(state: ORMExecuteState, statement: Any, table: Table) -> Result[Any]:
    keys = list(table.primary_key.columns)
    if not statement._returning:
        result = state.invoke_statement(statement=statement.returning(*keys))
        _note_runs(state.session, table.name, map(tuple, result))
        return result
    result = state.invoke_statement()
    kept = result.freeze()
    _note_runs(state.session, table.name, map(tuple, kept()))
    return kept()


def _note_runs(session: Session, name: str, keys: Iterable[Key]) -> None:
    """A key that had a row before, which this transaction took out, stays by itself."""
    written: Written = session.info.get(_WRITTEN, {})
    new = (key for key in keys if (name, key) not in written)
    session.info.setdefault(_RUNS, []).extend((name, *run) for run in runs_of(new))


def runs_of(keys: Iterable[Key]) -> Iterator[tuple[Key, Key]]:
    """Keys that follow one another in their last number, as first and last of each run."""
    first = last = None
    length = 0
    for key in sorted(keys):
        if first is None or last is None:
            first = last = key
        elif length < LONGEST and _follows(key, last):
            last = key
        else:
            yield first, last
            first, last, length = key, key, 0
        length += 1
    if first is not None and last is not None:
        yield first, last


def _follows(key: Key, last: Key) -> bool:
    return isinstance(last[-1], int) and key == (*last[:-1], last[-1] + 1)


def watch() -> None:
    """Notices from now on what every session writes."""
    for name, listener in (
        ("before_flush", _before_flush),
        ("after_flush", _after_flush),
        ("do_orm_execute", _on_statement),
    ):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)
