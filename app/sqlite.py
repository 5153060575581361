"""SQLite as the house runs it: durable, and its writers in one line.

SQLite lets one write at a time; who finds it taken sleeps and tries again, longer each time. So
writers wait in line here: threads for a lock, processes for a lock on a file beside the database.
"""

import os
import sqlite3
import threading
from typing import IO, Any

from sqlalchemy import Connection as SqlConnection

try:
    import fcntl
except ImportError:  # Windows: one process serves
    fcntl = None  # type: ignore[assignment]

PATIENCE = 10.0
"""Seconds that a writer waits for the others."""


class Line:
    """Where the writers of one database wait."""

    def __init__(self, path: str) -> None:
        self._threads = threading.Lock()
        self._processes: IO[bytes] | None = None
        if fcntl is not None and path:
            self._processes = open(f"{path}-line", "ab")  # noqa: SIM115 (as long as the process)

    def enter(self) -> None:
        if not self._threads.acquire(timeout=PATIENCE):
            raise sqlite3.OperationalError("database is locked by another thread")
        if self._processes is not None:
            fcntl.flock(self._processes, fcntl.LOCK_EX)

    def leave(self) -> None:
        if self._processes is not None:
            fcntl.flock(self._processes, fcntl.LOCK_UN)
        self._threads.release()


_lines: dict[str, Line] = {}
_making = threading.Lock()


def _line(path: str) -> Line:
    with _making:
        if path not in _lines:
            _lines[path] = Line(path)
        return _lines[path]


def _forget_lines() -> None:
    """A forked process stands in line for itself."""
    global _making
    _making = threading.Lock()
    _lines.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_lines)


class Connection(sqlite3.Connection):
    """A connection that stands in line to write, and leaves it when the write is durable."""

    def __init__(self, database: str, *args: Any, **named: Any) -> None:
        super().__init__(database, *args, **named)
        self._path = "" if database == ":memory:" else os.path.realpath(database)
        self._held: Line | None = None

    def begin(self, *, writes: bool) -> None:
        if not writes:
            self.execute("BEGIN")
            return
        line = _line(self._path)
        line.enter()
        self._held = line
        self.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        super().commit()
        self._leave()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._leave()

    def close(self) -> None:
        super().close()
        self._leave()

    def _leave(self) -> None:
        line, self._held = self._held, None
        if line is not None:
            line.leave()


def prepare(connection: Any, _: Any) -> None:
    """What every connection is set to."""
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def begin(connection: SqlConnection) -> None:
    """A writer takes the one write lock at once: what it reads cannot change under it."""
    writes = bool(connection.get_execution_options().get("writes"))
    connection.connection.dbapi_connection.begin(writes=writes)  # type: ignore[union-attr]
