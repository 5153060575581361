"""One engine per app, one session per request, and the column types of the house.

Only an edge (view, API, command, job) commits, through `db.commit()`: it first runs what must
stand in the same transaction as the act (the record seals its chain there).
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, has_request_context
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

from app import sqlite
from app.errors import InvalidInput
from app.prepared import Prepared
from app.sentences import Sentence, say

Row = TypeVar("Row", bound="Model")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Fraction]):
    """An exact number, kept as text ("12.5", "1/3"): no database rounds it."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect: Dialect) -> str | None:
        return None if value is None else str(Fraction(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        return None if value is None else Fraction(value)


class LongExact(Exact):
    """An exact number of any length: shares in the work of many crews have no short common
    denominator."""

    impl = Text()
    cache_ok = True


def _values(words: type[Enum]) -> list[str]:
    return [word.value for word in words]


class Model(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        datetime: Moment,
        Fraction: Exact,
        StrEnum: EnumType(StrEnum, native_enum=False, length=30, values_callable=_values),
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


def unique_where(name: str, *columns: str, where: str) -> Index:
    """At most one row with these values among those of which `where` (SQL) holds."""
    rows = text(where)
    return Index(name, *columns, unique=True, sqlite_where=rows, postgresql_where=rows)


class Database:
    """The engine of the current app and the session of the current request or command."""

    def __init__(self) -> None:
        self.before_commit: list[Callable[[Session], None]] = []
        self.after_commit: list[Callable[[Session], None]] = []

    def init_app(self, app: Flask) -> None:
        engine = _engine(app.config["DATABASE_URL"])
        app.extensions["artel.engine"] = engine
        app.extensions["artel.engine.writing"] = engine.execution_options(writes=True)
        app.extensions["artel.engine.brief"] = engine.execution_options(writes=True, brief=True)
        app.teardown_appcontext(_close)

    def engine(self, app: Flask) -> Engine:
        engine: Engine = app.extensions["artel.engine"]
        return engine

    @property
    def session(self) -> Session:
        session: Session | None = g.get("session")
        if session is None:
            writing = g.get("writing", "" if has_request_context() else "writing")
            key = f"artel.engine.{writing}" if writing else "artel.engine"
            engine: Engine = current_app.extensions[key]
            session = g.session = Session(engine, expire_on_commit=False)
        return session

    def begin_writing(self, *, brief: bool = False) -> None:
        """From here on this request may write. On SQLite what was read so far was read outside
        the one write lock, and is let go; a `brief` act may share its commit with others."""
        g.writing = "brief" if brief else "writing"
        if "session" in g and self.session.get_bind().dialect.name == "sqlite":
            g.pop("session").close()

    def rows(self, statement: Prepared, **values: Any) -> list[Any]:
        """What a prepared statement finds, what was just done included; the session keeps no
        books of it."""
        self.session.flush()
        return statement.rows(self._connection(), values)

    def run(self, statement: Prepared, **values: Any) -> int:
        """Carries out a prepared statement; how many rows it changed."""
        return statement.run(self._connection(), values)

    def _connection(self) -> Connection:
        """That of the session's transaction, looked for once: the session takes longer to find
        it than a small statement takes."""
        connection: Connection | None = g.get("connection")
        if connection is None or connection.closed:
            connection = g.connection = self.session.connection()
        return connection

    def commit(self) -> None:
        """Seals and commits what the actions did, and tells who waits for it. Called at the
        edge, once, at the end."""
        session = self.session
        for seal in self.before_commit:
            seal(session)
        session.commit()
        for announce in self.after_commit:
            announce(session)

    def rollback(self) -> None:
        """Undoes the acts of this request, and what was noted about them."""
        self.session.rollback()
        self.session.info.clear()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """All or nothing of a part of the work: when it fails, what was noted in it goes too."""
        noted = {key: copy(notes) for key, notes in self.session.info.items()}
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            self.session.info.clear()
            self.session.info.update(noted)
            raise

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A transaction of its own that may write, beside that of the request."""
        with current_app.app_context():
            g.writing = "writing"
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads the database as it is at one moment, whatever is written meanwhile."""
        with current_app.app_context():
            engine: Engine = current_app.extensions["artel.engine"]
            if engine.dialect.name == "postgresql":  # SQLite's readers always see one moment
                engine = engine.execution_options(isolation_level="REPEATABLE READ")
            g.session = Session(engine, expire_on_commit=False)
            yield

    def lock(self, row: Model) -> None:
        """Nobody else decides about this row until the transaction ends; it is read anew, after
        what was changed here is written (`refresh` alone would forget it)."""
        self.session.flush()
        self.session.refresh(row, with_for_update=True)

    def get_or_404(self, model: type[Row], key: Any) -> Row:
        row = self.session.get(model, key)
        if row is None:
            abort(404)
        return row


db = Database()


def _close(_: BaseException | None) -> None:
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()


def unusable(error: Exception) -> Sentence | None:
    """What ails the database, for whoever typed a command; None where it is not the database."""
    if not isinstance(error, DatabaseError) or isinstance(error, IntegrityError | DataError):
        return None
    reason = str(error.orig).strip().splitlines()[0]
    return say(
        "The database cannot be used (%(reason)s); artel doctor says what to do.", reason=reason
    )


def _address(text: str) -> URL:
    """The address of a database of either kind. It may hold a password: no refusal shows it."""
    if text.startswith("postgres://"):
        text = text.replace("postgres://", "postgresql://", 1)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise InvalidInput(say("is no address of a database"), "DATABASE_URL") from None
    if url.drivername not in ("sqlite", "postgresql", "postgresql+psycopg"):
        raise InvalidInput(say("must begin with postgresql:// or sqlite:///"), "DATABASE_URL")
    return url


def _engine(address: str) -> Engine:
    url = _address(address)
    on_sqlite = url.drivername == "sqlite"
    engine = create_engine(
        url,
        json_serializer=_json,
        pool_size=20,
        max_overflow=20,
        pool_pre_ping=not on_sqlite,
        connect_args={"factory": sqlite.Connection} if on_sqlite else {},
    )
    if on_sqlite:
        event.listen(engine, "connect", sqlite.prepare)
        event.listen(engine, "begin", sqlite.begin)
    return engine


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
