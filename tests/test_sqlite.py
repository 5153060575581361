"""Writers of one SQLite database: one after the other, a crowd of brief ones in one commit."""

import sqlite3
import threading

import pytest

from app import sqlite

PATIENCE = 10


@pytest.fixture
def path(tmp_path):
    path = str(tmp_path / "crowd.db")
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE act (name TEXT PRIMARY KEY)")
        connection.execute("CREATE TABLE follows (name TEXT REFERENCES act DEFERRABLE)")
    connection.close()
    return path


@pytest.fixture
def kept(path):
    """What another process would find."""

    def read():
        connection = sqlite3.connect(path)
        names = [name for (name,) in connection.execute("SELECT name FROM act ORDER BY name")]
        connection.close()
        return names

    return read


class Writer(threading.Thread):
    """Writes a row, then waits to be told how to end."""

    def __init__(self, path, name, *, brief=True, statement="INSERT INTO act VALUES (?)"):
        super().__init__(daemon=True)
        self.path, self.act, self.brief, self.statement = path, name, brief, statement
        self.has_turn, self.may_end = threading.Event(), threading.Event()
        self.ending, self.fault = "commit", None

    def run(self):
        connection = sqlite3.connect(self.path, factory=sqlite.Connection, isolation_level=None)
        sqlite.prepare(connection)
        try:
            connection.begin(writes=True, brief=self.brief)
            self.has_turn.set()
            connection.cursor().execute(self.statement, (self.act,))
            self.may_end.wait(PATIENCE)
            getattr(connection, self.ending)()
        except sqlite3.Error as fault:
            self.fault = fault
            connection.rollback()
        finally:
            connection.close()

    def end(self, ending="commit"):
        self.ending = ending
        self.may_end.set()


def in_line(path, *writers):
    """Started one after the other; the first has the turn, the others wait in line."""
    first, *others = writers
    first.start()
    assert first.has_turn.wait(PATIENCE)
    for waiting, writer in enumerate(others, 1):
        writer.start()
        line = sqlite._line(path)
        while writer.brief and line._brief_waiting < waiting:
            threading.Event().wait(0.001)
    return writers


def finish(*writers):
    for writer in writers:
        writer.may_end.set()
    for writer in writers:
        writer.join(PATIENCE)
        assert not writer.is_alive()


def test_brief_acts_that_wait_share_a_commit(path, kept):
    writers = [Writer(path, name) for name in "abc"]
    in_line(path, *writers)
    statements = []
    sqlite._line(path).writer.set_trace_callback(statements.append)
    finish(*writers)
    assert statements.count("COMMIT") == 1
    assert kept() == ["a", "b", "c"]


def test_nobody_is_told_before_it_is_durable(path, kept):
    first, second = in_line(path, Writer(path, "a"), Writer(path, "b"))
    first.end()
    assert second.has_turn.wait(PATIENCE)
    first.join(0.05)
    assert first.is_alive()
    assert kept() == []
    finish(first, second)
    assert kept() == ["a", "b"]


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_an_act_that_fails_is_undone_alone(path, kept, failing):
    writers = in_line(path, *[Writer(path, name) for name in "abc"])
    writers[failing].end("rollback")
    finish(*writers)
    assert kept() == [name for place, name in enumerate("abc") if place != failing]


def test_a_refused_row_leaves_the_others(path, kept):
    writers = in_line(path, Writer(path, "a"), Writer(path, "a"), Writer(path, "b"))
    finish(*writers)
    assert [type(writer.fault) for writer in writers] == [
        type(None),
        sqlite3.IntegrityError,
        type(None),
    ]
    assert kept() == ["a", "b"]


def test_a_long_act_does_not_keep_brief_ones_waiting(path, kept):
    first, second, long = in_line(
        path, Writer(path, "a"), Writer(path, "b"), Writer(path, "c", brief=False)
    )
    first.end()
    second.end()
    assert long.has_turn.wait(PATIENCE)
    first.join(PATIENCE)  # the second may come after the long one: a lock knows no order
    assert set(kept()) <= {"a", "b"}
    assert "a" in kept()
    finish(long, second)
    assert kept() == ["a", "b", "c"]


def refuse_commit(path):
    def authorize(action, what, *_):
        refused = action == sqlite3.SQLITE_TRANSACTION and what == "COMMIT"
        return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK

    sqlite._line(path).writer.set_authorizer(authorize)


def test_where_the_commit_fails_everybody_hears_of_it(path, kept):
    writers = in_line(path, Writer(path, "a"), Writer(path, "b"))
    refuse_commit(path)
    finish(*writers)
    assert [type(writer.fault) for writer in writers] == [sqlite3.OperationalError] * 2
    assert kept() == []


def test_the_line_goes_on_after_a_commit_that_failed(path, kept):
    [writer] = in_line(path, Writer(path, "a"))
    refuse_commit(path)
    waiting = Writer(path, "b", brief=False)
    waiting.start()
    writer.end()
    assert waiting.has_turn.wait(PATIENCE)
    sqlite._line(path).writer.set_authorizer(None)
    finish(waiting)
    assert kept() == ["b"]


def test_a_row_that_points_nowhere_fails_alone(path, kept):
    nobodys = Writer(path, "nobody", statement="INSERT INTO follows VALUES (?)")
    first, second = in_line(path, Writer(path, "a"), nobodys)
    finish(first, second)
    assert [type(writer.fault) for writer in (first, second)] == [
        type(None),
        sqlite3.IntegrityError,
    ]
    assert kept() == ["a"]
