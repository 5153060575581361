"""Statements for the ways that everybody goes at the same moment.

SQLAlchemy's way around a small statement takes longer than any database needs to carry it out.
A prepared statement is compiled once for each kind of database; from then on the driver itself
is asked, and values are treated as the types of their columns ask for.
"""

from collections import namedtuple
from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Dialect,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Treat = Callable[[Any], Any] | None
Query = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


class Prepared:
    """A statement whose values are constants and `bindparam`s, none of them a list. An INSERT
    takes a value for every column but the number that the database gives."""

    def __init__(self, statement: Query | Insert | Update) -> None:
        self._statement = _whole(statement) if isinstance(statement, Insert) else statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: dict[str, Any]) -> list[Any]:
        """What is found, as named tuples."""
        compiled = self._for(connection.dialect)
        return compiled.found(compiled.executed(connection, values).fetchall())

    def run(self, connection: Connection, values: dict[str, Any]) -> int:
        """Carries it out; how many rows were changed. Raises what SQLAlchemy raises."""
        changed: int = self._for(connection.dialect).executed(connection, values).rowcount
        return changed

    def _for(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = _Compiled(self._statement, dialect)
            self._compiled[dialect.name] = compiled
        return compiled


def _whole(statement: Insert) -> Insert:
    table = cast(Table, statement.table)
    given = [column for column in table.columns if column is not table.autoincrement_column]
    return statement.values({column: bindparam(column.key) for column in given}).inline()


class _Compiled:
    """The text of a statement in one dialect, and how its values are treated on their way."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        made = statement.compile(dialect=dialect)
        assert isinstance(made, SQLCompiler)  # noqa: S101
        assert not made.post_compile_params, "lists cannot be prepared"  # noqa: S101
        self.dialect, self.text = dialect, str(made)
        binds = {name: bind for bind, name in made.bind_names.items()}
        treats = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bind in binds.items()
        }
        self.positions = made.positiontup
        self.to_database = {
            name: treat for name, treat in treats.items() if treat and binds[name].required
        }
        self.constants = {
            name: _treated(bind.value, treats[name])
            for name, bind in binds.items()
            if not bind.required
        }
        columns = list(statement.exported_columns)  # none, where nothing is found or returned
        names = [str(column.key) for column in columns]
        row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        self.row = row._make
        self.from_database = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        ]

    def executed(self, connection: Connection, values: dict[str, Any]) -> Any:
        """The driver's cursor, after it carried out the statement."""
        given = self.constants | values
        for name, treat in self.to_database.items():
            given[name] = treat(given[name])
        sent = given if self.positions is None else [given[name] for name in self.positions]
        cursor = connection.connection.cursor()
        try:
            return cursor.execute(self.text, sent)
        except self.dialect.loaded_dbapi.Error as fault:
            raise DBAPIError.instance(
                self.text,
                None,  # what somebody sent stands in no log
                fault,
                self.dialect.loaded_dbapi.Error,
                dialect=self.dialect,
            ) from fault

    def found(self, rows: list[Any]) -> list[Any]:
        return [self.row(map(_treated, row, self.from_database)) for row in rows]


def _treated(value: Any, treat: Treat) -> Any:
    return value if treat is None else treat(value)
