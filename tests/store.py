"""What the processes of one run make once for all of them: a database server, and the databases
that tests begin from."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import quick_folder

_PLACE = "ARTEL_TESTS_STORE"


class Store:
    """A folder that all processes of the run see."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def once(self, name: str, make: Callable[[], str]) -> str:
        """What `make` returns: called by whoever asks first, and the others wait for it. Where
        it fails, the next one tries for themselves."""
        made = self.folder / f"{name}.made"
        with self._alone(name):
            if not made.exists():
                made.write_text(make())
        return made.read_text()

    def all_made(self) -> list[str]:
        return [path.read_text() for path in sorted(self.folder.glob("*.made"))]

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """SQLite locks a file on every system, and lets go where a process dies."""
        lock = sqlite3.connect(self.folder / f"{name}.lock", isolation_level=None)
        try:
            while not _locked(lock):
                time.sleep(0.05)
            yield
        finally:
            lock.close()


def _locked(lock: sqlite3.Connection) -> bool:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True


@contextmanager
def opened() -> Iterator[Store]:
    """A store for this process and those that it starts, gone with the block."""
    folder = quick_folder("artel-tests-")
    os.environ[_PLACE] = str(folder)
    try:
        yield shared()
    finally:
        del os.environ[_PLACE]
        shutil.rmtree(folder, ignore_errors=True)


def is_there() -> bool:
    return _PLACE in os.environ


def shared() -> Store:
    return Store(Path(os.environ[_PLACE]))
