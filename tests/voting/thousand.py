"""A thousand secret ballots, cast once for all the attacks on them, and what an attacker then has.

Each ballot is committed by itself. On SQLite there are more, on other questions: on each a crowd
votes at the same moment, whose writers share a commit.
"""

import hashlib
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, make_url

from app import sqlite
from app.db import db
from app.members.models import Member
from app.voting.actions.casting import cast_secret_ballot
from app.voting.actions.opening import open_poll
from app.voting.models import RollEntry
from app.voting.rules.tally import Choice
from app.voting.urn import sealing as urn
from tests import cast
from tests.bed import Bed
from tests.polls import AT, ON, member, submitted
from tests.urns import SCRUTINEERS, entrust, make_passphrases_quick, vote_by_secret_ballot

VOTERS = 1000
CROWDS, CROWD = 10, 24
CHOICES = [str(choice) for choice in Choice]
PATIENCE = 30


@dataclass(frozen=True)
class Held:
    """`truth`: what each voter chose; `base`: the database file as it was before, whose changes are
    all in its log; `crowds`: the voters of each crowd, by their question, in the order in which
    they came; `line`: the writers' on SQLite, held so that the log is kept."""

    app: Flask
    sealed: bool
    poll_id: int
    truth: dict[int, str]
    crowds: dict[int, list[int]]
    base: bytes
    line: sqlite.Line | None

    @property
    def kind(self) -> str:
        """Of the database."""
        return db.engine(self.app).dialect.name

    @property
    def files(self) -> list[Path]:
        """The database file and its log, on SQLite."""
        path = file_of(self.app)
        return [Path(path), Path(f"{path}-wal")] if self.line else []


def unsealed(paper: str, *_: object) -> bytes:
    return paper.encode().ljust(16).ljust(64, b"\0")


def read(envelope: bytes, way: int) -> str:
    """What an attacker makes of an envelope: what is written on it, or else a guess from it. There
    are many ways of guessing; that one of them is lucky says nothing."""
    word = envelope[:16].rstrip().decode("latin-1")
    guess = hashlib.sha256(bytes([way]) + envelope).digest()[0]
    return word if word in CHOICES else CHOICES[guess % 3]


@contextmanager
def thousand(bed: Bed, *, sealed: bool) -> Iterator[Held]:
    with ExitStack() as stack:
        stack.enter_context(time_machine.travel(AT, tick=False))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        make_passphrases_quick(patch)
        if not sealed:
            patch.setattr(urn, "seal_ballot", unsealed)
        app = stack.enter_context(bed.fresh(cast.found))
        stack.enter_context(app.app_context())
        poll_id, *crowded = _questions()
        draw = random.Random(1926)  # noqa: S311 (a test that is the same each time)
        truth = {1000 + number: draw.choice(CHOICES) for number in range(VOTERS)}
        _enter_on_rolls(list(truth), poll_id, *crowded)
        on_sqlite = db.engine(app).dialect.name == "sqlite"
        base, line = _keep_the_log(app) if on_sqlite else (b"", None)
        for voter in draw.sample(list(truth), VOTERS):
            cast_secret_ballot(poll_id, by=voter, paper=truth[voter], at=AT)
            db.commit()
        crowds = {}
        for place, one in enumerate(crowded if line else ()):
            voters = draw.sample(list(truth)[place::CROWDS], CROWD)
            crowds[one] = _crowd(app, line, one, voters, truth)
        yield Held(app, sealed, poll_id, truth, crowds, base, line)


def _questions() -> list[int]:
    vote_by_secret_ballot()
    entrust(*SCRUTINEERS)
    by = member("Ana").id
    motions = [submitted(number=number) for number in range(1, CROWDS + 2)]
    opened = [open_poll(motion, by=by, at=AT, on=ON).id for motion in motions]
    db.commit()
    return opened


def _enter_on_rolls(voters: list[int], *polls: int) -> None:
    """A thousand more people."""
    people = [
        {"id": number, "number": number, "name": f"Voter {number}", "created_at": AT}
        for number in voters
    ]
    db.session.execute(insert(Member), people)
    rows = [{"poll_id": poll_id, "member_id": voter} for poll_id in polls for voter in voters]
    db.session.execute(insert(RollEntry), rows)
    db.commit()


def _keep_the_log(app: Flask) -> tuple[bytes, sqlite.Line]:
    """The database as it is now, and its writers' line: as long as that is held, every change
    stays in the write-ahead log."""
    db.session.close()
    db.engine(app).dispose()
    with sqlite3.connect(file_of(app)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    line = sqlite._line(str(Path(file_of(app)).resolve()))
    line.writer.execute("PRAGMA wal_autocheckpoint=0")
    return Path(file_of(app)).read_bytes(), line


def file_of(app: Flask) -> str:
    return str(make_url(app.config["DATABASE_URL"]).database)


def _crowd(
    app: Flask, line: sqlite.Line, poll_id: int, voters: list[int], truth: dict[int, str]
) -> list[int]:
    """All wait in line together, so that they share a commit; in the order in which they came."""
    came: list[int] = []

    def cast(voter: int) -> None:
        with app.app_context():
            db.begin_writing(brief=True)
            cast_secret_ballot(poll_id, by=voter, paper=truth[voter], at=AT)
            came.append(voter)
            db.commit()

    with line._turn:
        threads = [_started(cast, voter) for voter in voters]
        while line._brief_waiting < len(threads):
            threading.Event().wait(0.001)
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(came) == sorted(voters)
    return came


def _started(act: Callable[[int], None], voter: int) -> threading.Thread:
    thread = threading.Thread(target=act, args=(voter,), daemon=True)
    thread.start()
    return thread
