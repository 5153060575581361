"""PostgreSQL as the house runs it for a crowd: many acts, one wait for the disk.

The end of the record is locked until its transaction is over. Where a commit waits for the disk,
the next act waits for the lock, and each pays for a disk of its own. So brief acts commit without
waiting (`synchronous_commit`), which gives up their locks, and then wait together for one flush.

The write-ahead log is one line: who makes the disk write a later place has made it write all
before it (PostgreSQL's manual, “Asynchronous Commit”). Nobody is told before that.
"""

import threading

from sqlalchemy import Connection, Engine, text

_EARLY = text("SET LOCAL synchronous_commit = off")
# The smallest transaction that writes to the log, so that its commit waits for the disk.
_MARK = text("SELECT pg_logical_emit_message(true, 'artel', '')")


def commit_early(connection: Connection) -> None:
    """This transaction's commit will not wait for the disk; `Flush.wait` has to follow it."""
    connection.execute(_EARLY)


class Flush:
    """The one flush that the threads of a process wait for together."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._state = threading.Condition()
        self._begun = self._done = 0
        self._under_way = False

    def wait(self) -> None:
        """Until the disk has all that this thread committed. Raises what kept it from that."""
        with self._state:
            needed = self._begun + 1  # one that is under way may have begun before our commit
            self._state.wait_for(lambda: self._done >= needed or not self._under_way)
            if self._done >= needed:
                return
            self._begun += 1
            number, self._under_way = self._begun, True
        done = 0
        try:
            with self._engine.connect() as connection:
                connection.execute(_MARK)
            done = number
        finally:  # after a fault the next of those who wait tries
            with self._state:
                self._under_way = False
                self._done = max(self._done, done)
                self._state.notify_all()
