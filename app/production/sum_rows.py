"""The rows of kept sums: read by key, added to, put in the place of others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, func, insert, select

from app.db import db
from app.production.counted import in_parts
from app.production.models import ItemMonth, MemberDay, MemberMonth, MemberWeek
from app.production.rules.sums import Sum, Sums, as_row

Table = type[MemberDay] | type[MemberWeek] | type[MemberMonth] | type[ItemMonth]
Key = tuple[int, date]
Row = Mapping[str, int | Fraction]
TABLES: tuple[Table, ...] = (MemberDay, MemberWeek, MemberMonth, ItemMonth)


def tabled(sums: Sums) -> tuple[tuple[Table, Mapping[Key, Sum]], ...]:
    """The sums by the table that they are kept in."""
    return (
        (MemberDay, sums.days),
        (MemberWeek, sums.weeks()),
        (MemberMonth, sums.months()),
        (ItemMonth, sums.items),
    )


def columns(table: Table) -> list[str]:
    """Those of a sum, without the key."""
    keys = {"member_id", "item_id", "on"}
    return [column.key for column in table.__mapper__.column_attrs if column.key not in keys]


def change(sums: Sums) -> None:
    """Adds to the rows that stand; a row with no entries left goes."""
    for table, changes in tabled(sums):
        of_sum = columns(table)
        rows = {key: _merged(row, as_row(changes[key], row)) for key, row in read(table, changes)}
        rows |= {key: as_row(one, of_sum) for key, one in changes.items() if key not in rows}
        _remove(table, rows)
        _write(table, {key: row for key, row in rows.items() if row["entries"]})


def write(sums: Sums) -> None:
    """New rows, of which none stands."""
    for table, found in tabled(sums):
        of_sum = columns(table)
        _write(table, {key: as_row(one, of_sum) for key, one in found.items()})


def clear() -> None:
    for table in TABLES:
        db.session.execute(delete(table).execution_options(synchronize_session=False))


def count(table: Table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def read(table: Table, keys: Iterable[Key]) -> Iterator[tuple[Key, Row]]:
    """The rows that stand for some keys."""
    of_sum = columns(table)
    query = select(_of(table), table.on, *(getattr(table, column) for column in of_sum))
    for on, part in _by_day(keys):
        for one, day, *values in db.session.execute(
            query.where(table.on == on, _of(table).in_(part))
        ):
            yield (one, day), dict(zip(of_sum, values, strict=True))


def _merged(row: Row, change: Row) -> Row:
    return {column: value + change[column] for column, value in row.items()}


def _remove(table: Table, keys: Iterable[Key]) -> None:
    for on, part in _by_day(keys):
        gone = delete(table).where(table.on == on, _of(table).in_(part))
        db.session.execute(gone.execution_options(synchronize_session=False))


def _write(table: Table, rows: Mapping[Key, Row]) -> None:
    name = "item_id" if table is ItemMonth else "member_id"
    new = [{name: one, "on": on, **row} for (one, on), row in rows.items()]
    if new:
        db.session.execute(insert(table), new)


def _of(table: Table) -> Any:
    return table.item_id if table is ItemMonth else table.member_id  # type: ignore[union-attr]


def _by_day(keys: Iterable[Key]) -> Iterator[tuple[date, list[int]]]:
    days: defaultdict[date, list[int]] = defaultdict(list)
    for one, on in keys:
        days[on].append(one)
    for on, those in days.items():
        for part in in_parts(those):
            yield on, part
