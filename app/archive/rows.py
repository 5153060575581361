"""Rows of every table as plain JSON, and back.

What would let somebody sign in stays at home: passwords, sessions, links, API tokens; and so do
the answers kept for repeated requests, which mean nothing elsewhere. What opens a scrutineer's key
stays too: an urn is opened where it was shut. The sums of the log are made from it again.
"""

from base64 import b64decode
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Column, Date, LargeBinary, Table

from app.db import Exact, Model, Moment
from app.record.rules import plain

LEFT_OUT = frozenset(
    {"api_token", "invitation", "kept_answer", "sign_in", "sign_in_attempt"}
    | {"item_month", "member_day", "member_week", "member_month"}
)
LEFT_OUT_COLUMNS = frozenset(
    {"member.password_hash", "scrutineer_key.wrapped", "scrutineer_key.wrapped_by_words"}
)


def tables() -> list[Table]:
    """The tables of an archive, each after those it refers to."""
    return [table for table in Model.metadata.sorted_tables if table.name not in LEFT_OUT]


def columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if str(column) not in LEFT_OUT_COLUMNS]


def to_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """Moments and days in ISO 8601, exact numbers as `"5/2"`, bytes in base 64."""
    return {name: plain(value) for name, value in row.items()}


def from_json(table: Table, data: Mapping[str, Any]) -> dict[str, Any]:
    """A row again. Raises ValueError, KeyError or TypeError where it is not one of this table."""
    wanted = columns(table)
    if unknown := set(data) - {column.name for column in wanted}:
        raise KeyError(min(unknown))
    return {column.name: _typed(column, data[column.name]) for column in wanted}


def _typed(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    if isinstance(column.type, Exact):
        return Fraction(value)
    if isinstance(column.type, LargeBinary):
        return b64decode(value)
    return value
