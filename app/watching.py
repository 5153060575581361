"""One process's eye on the database: what the others have written.

PostgreSQL carries the names of what changed (NOTIFY, inside the transaction). SQLite only tells
that something was written (`PRAGMA data_version`).
"""

import threading
from typing import Any, Protocol

from sqlalchemy import Engine

CHANNEL = "artel_live"
"""On which committing transactions name what they changed, with spaces between."""


class Watch(Protocol):
    """One process's eye on the database."""

    def wait(self, seconds: float) -> set[str] | None:
        """Waits at most so long; the topics that changed, None where it may be any."""

    def close(self) -> None: ...


class SqliteWatch:
    """Looks whether any other connection has written; wakes at once for this process's own."""

    def __init__(self, engine: Engine, woken: threading.Event) -> None:
        self.driver = _own_connection(engine)
        self.woken = woken
        self.version = self._version()

    def _version(self) -> int:
        return int(self.driver.execute("PRAGMA data_version").fetchone()[0])

    def wait(self, seconds: float) -> set[str] | None:
        self.woken.wait(seconds)
        self.woken.clear()
        before, self.version = self.version, self._version()
        return set() if self.version == before else None

    def close(self) -> None:
        self.driver.close()


class PostgresqlWatch:
    """Listens to what committing transactions say, of this process and of the others."""

    def __init__(self, engine: Engine) -> None:
        self.driver = _own_connection(engine)
        self.driver.autocommit = True
        self.driver.execute(f"LISTEN {CHANNEL}")

    def wait(self, seconds: float) -> set[str] | None:
        said = self.driver.notifies(timeout=seconds, stop_after=1)
        return {name for notice in said for name in notice.payload.split()}

    def close(self) -> None:
        self.driver.close()


def watch_of(engine: Engine, woken: threading.Event) -> Watch:
    """The eye for this database; `woken` says that this process has written itself."""
    if engine.dialect.name == "sqlite":
        return SqliteWatch(engine, woken)
    return PostgresqlWatch(engine)


def _own_connection(engine: Engine) -> Any:
    """The driver's connection, taken out of the pool for as long as somebody listens."""
    connection = engine.raw_connection()
    driver = connection.driver_connection
    connection.detach()
    return driver
