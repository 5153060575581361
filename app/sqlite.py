"""SQLite as the house runs it: durable, its writers in one line, and a crowd in one commit.

SQLite lets one write at a time; who finds it taken sleeps and tries again, longer each time. So
writers wait in line here: threads for a lock, processes for a lock on a file beside the database.

All writers of a process write through one connection. Brief acts that wait in line together share
a transaction: each has a savepoint of its own, that it can go back to alone, and nobody is told
that their act is done before the disk has all of them. So a disk that needs its time for a commit
needs it once for a crowd, and not for each member.
"""

import os
import sqlite3
import threading
import weakref
from typing import IO, Any
from weakref import WeakValueDictionary

from sqlalchemy import Connection as SqlConnection

try:
    import fcntl
except ImportError:  # Windows: one process serves
    fcntl = None  # type: ignore[assignment]

PATIENCE = 10.0
"""Seconds that a writer waits for the others."""

CROWD = 64
"""How many acts share a commit at most, so that the first of them is not kept waiting."""


class Shared:
    """A transaction that several acts share, until it is durable or lost."""

    def __init__(self) -> None:
        self.acts = 0
        self.ended = threading.Event()
        self.fault: sqlite3.Error | None = None

    def wait(self) -> None:
        """Until it is durable. Raises what kept it from becoming so."""
        self.ended.wait()
        if self.fault is not None:
            raise sqlite3.OperationalError("the commit failed") from self.fault


class Line:
    """Where the writers of one database wait, and the connection that they write through."""

    def __init__(self, path: str) -> None:
        self.writer = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        prepare(self.writer)
        self._turn = threading.Lock()
        self._shared: Shared | None = None
        self._counting = threading.Lock()
        self._brief_waiting = 0
        self._processes: IO[bytes] | None = None
        if fcntl is not None:
            self._processes = open(f"{path}-line", "ab")  # noqa: SIM115 (as long as the line)
        weakref.finalize(self, _close, self.writer, self._processes).atexit = False

    def enter(self, *, brief: bool) -> None:
        """Waits for the turn and opens a savepoint, in the transaction of those before if the
        act is brief. Raises sqlite3.OperationalError where the wait is too long."""
        if not (self._wait_briefly() if brief else self._turn.acquire(timeout=PATIENCE)):
            raise sqlite3.OperationalError("database is locked by another thread")
        try:
            if self._shared is not None and not brief:
                self._end(self._shared)  # they need not wait for a long act
            if self._shared is None:
                self._begin()
            self.writer.execute("SAVEPOINT act")
        except BaseException:
            if self._shared is not None:
                self._end(self._shared)
            self._turn.release()
            raise

    def commit(self) -> None:
        """Ends the act; comes back when it is durable."""
        shared = self._now()
        try:
            self.writer.execute("RELEASE act")
        except sqlite3.Error:
            self.rollback()
            raise
        shared.acts += 1
        self._pass_on(shared)
        shared.wait()

    def rollback(self) -> None:
        """Undoes the act, and none of those before it."""
        shared = self._now()
        try:
            self.writer.execute("ROLLBACK TO act")
            self.writer.execute("RELEASE act")
        except sqlite3.Error as fault:  # SQLite itself has undone the whole transaction
            shared.fault = fault
        self._pass_on(shared)

    def _wait_briefly(self) -> bool:
        with self._counting:
            self._brief_waiting += 1
        if got := self._turn.acquire(timeout=PATIENCE):
            with self._counting:
                self._brief_waiting -= 1
            return got
        with self._counting:  # whoever counted on us has let go by now, or has yet to count
            self._brief_waiting -= 1
            return self._turn.acquire(blocking=False)

    def _begin(self) -> None:
        if self._processes is not None:
            fcntl.flock(self._processes, fcntl.LOCK_EX)
        try:
            self.writer.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._let_processes()
            raise
        self._shared = Shared()

    def _now(self) -> Shared:
        assert self._shared is not None, "nobody has the turn"  # noqa: S101
        return self._shared

    def _pass_on(self, shared: Shared) -> None:
        """Gives the turn to the next brief act; where none waits, ends the transaction."""
        with self._counting:
            if self._brief_waiting and shared.acts < CROWD and shared.fault is None:
                self._turn.release()
                return
        self._end(shared)
        self._turn.release()

    def _end(self, shared: Shared) -> None:
        """Makes the acts durable, and tells them."""
        try:
            if shared.fault is None:
                self.writer.execute("COMMIT" if shared.acts else "ROLLBACK")
        except sqlite3.Error as fault:
            shared.fault = fault
        if self.writer.in_transaction:
            self.writer.rollback()
        self._shared = None
        self._let_processes()
        shared.ended.set()

    def _let_processes(self) -> None:
        if self._processes is not None:
            fcntl.flock(self._processes, fcntl.LOCK_UN)


def _close(writer: sqlite3.Connection, processes: IO[bytes] | None) -> None:
    writer.close()
    if processes is not None:
        processes.close()


_lines: WeakValueDictionary[str, Line] = WeakValueDictionary()
_making = threading.Lock()


def _line(path: str) -> Line:
    with _making:
        line = _lines.get(path)
        if line is None:
            line = _lines[path] = Line(path)
        return line


def _forget_lines() -> None:
    """A forked process stands in line for itself."""
    global _making, _lines
    _making, _lines = threading.Lock(), WeakValueDictionary()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_lines)


class Connection(sqlite3.Connection):
    """A connection that reads by itself, and writes when its turn has come."""

    def __init__(self, database: str, *args: Any, **named: Any) -> None:
        super().__init__(database, *args, **named)
        self._path = "" if database == ":memory:" else os.path.realpath(database)
        self._line: Line | None = None
        self._has_turn = False

    def begin(self, *, writes: bool, brief: bool) -> None:
        if not writes:
            self.execute("BEGIN")
        elif not self._path:  # in memory: nobody else is there
            self.execute("BEGIN IMMEDIATE")
        else:
            self._line = _line(self._path)
            self._line.enter(brief=brief)
            self._has_turn = True

    def cursor(self, factory: Any = sqlite3.Cursor) -> Any:
        if self._line is not None and self._has_turn:
            return self._line.writer.cursor(factory)
        return super().cursor(factory)

    def commit(self) -> None:
        if line := self._turn_given_up():
            line.commit()
        else:
            super().commit()

    def rollback(self) -> None:
        if line := self._turn_given_up():
            line.rollback()
        else:
            super().rollback()

    def close(self) -> None:
        if line := self._turn_given_up():
            line.rollback()
        super().close()

    def _turn_given_up(self) -> Line | None:
        had, self._has_turn = self._has_turn, False
        return self._line if had else None


def prepare(connection: Any, *_: Any) -> None:
    """What every connection is set to."""
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in (
        "busy_timeout=10000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # the shares of an opened urn leave the file too
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def begin(connection: SqlConnection) -> None:
    """A writer takes the one write lock at once: what it reads cannot change under it."""
    options = connection.get_execution_options()
    connection.connection.dbapi_connection.begin(  # type: ignore[union-attr]
        writes=bool(options.get("writes")), brief=bool(options.get("brief"))
    )
