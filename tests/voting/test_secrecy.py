"""Attacks on a secret vote, by somebody who has all of the database, its log and its backups.

A thousand members vote at random, and each attack names a choice for every member. With the seal
it does no better than guessing among three, give or take five points; without it (the control,
which shows that the attack is one) it names nearly all.
"""

import hashlib
import json
import logging
import random
import re
import sqlite3
import struct
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from sqlalchemy import insert, make_url, select, text

from app import sqlite
from app.archive.export import export_archive
from app.db import db
from app.members.models import Member
from app.voting import urn
from app.voting.actions import cast_secret_ballot, close_poll, open_urn
from app.voting.models import Envelope, RollEntry
from app.voting.queries import poll_view
from app.voting.rules.tally import Choice
from app.voting.urns import opened_papers
from tests.polls import AT
from tests.urns import passphrase

VOTERS = 1000
CHANCE, GIVE = 1 / 3, 0.05
CHOICES = [str(choice) for choice in Choice]
LATER = AT + timedelta(days=14)
Links = dict[int, bytes]
"""The envelope that an attack ascribes to a member."""


def unsealed(paper: str, *_: object) -> bytes:
    return paper.encode().ljust(16).ljust(64, b"\0")


@pytest.fixture(params=[True, False], ids=["sealed", "unsealed"])
def held(request, app, database, secret_poll, monkeypatch, caplog):
    """A thousand ballots, each committed by itself, and what an attacker then has."""
    caplog.set_level(logging.DEBUG)
    if not request.param:
        monkeypatch.setattr(urn, "seal_ballot", unsealed)
    poll_id = secret_poll().id
    voters = _voters(poll_id)
    base, line = _keep_the_log(app) if database == "sqlite" else (b"", None)
    draw = random.Random(1926)  # noqa: S311 (a test that is the same each time)
    truth = {voter: draw.choice(CHOICES) for voter in voters}
    for voter in draw.sample(voters, len(voters)):
        cast_secret_ballot(poll_id, by=voter, paper=truth[voter], at=AT)
        db.commit()
    return SimpleNamespace(
        app=app,
        poll_id=poll_id,
        truth=truth,
        base=base,
        line=line,
        is_sealed=request.param,
        log=caplog.text,
    )


def _voters(poll_id: int) -> list[int]:
    """A thousand more people on the roll of the poll."""
    people = [
        {"id": 1000 + n, "number": 1000 + n, "name": f"Voter {n}", "created_at": AT}
        for n in range(VOTERS)
    ]
    db.session.execute(insert(Member), people)
    rows = [{"poll_id": poll_id, "member_id": person["id"]} for person in people]
    db.session.execute(insert(RollEntry), rows)
    db.commit()
    return [person["id"] for person in people]


def share_named(guesses: dict[int, str], truth: dict[int, str]) -> float:
    return sum(guesses.get(voter) == choice for voter, choice in truth.items()) / len(truth)


def read(envelope: bytes) -> str:
    """What an attacker makes of an envelope: what is written on it, or else a guess from it."""
    word = envelope[:16].rstrip().decode("latin-1")
    return word if word in CHOICES else CHOICES[hashlib.sha256(envelope).digest()[0] % 3]


# --- SQLite ------------------------------------------------------------------------------------


def _keep_the_log(app) -> tuple[bytes, sqlite.Line]:
    """The database as it is now, and its writers' line: as long as that is held, every change
    stays in the write-ahead log."""
    db.engine(app).dispose()
    with sqlite3.connect(_file(app)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    line = sqlite._line(str(_file(app).resolve()))
    line.writer.execute("PRAGMA wal_autocheckpoint=0")
    return _file(app).read_bytes(), line


def _file(app) -> Path:
    return Path(str(make_url(app.config["DATABASE_URL"]).database))


def replayed(base: bytes, log: bytes, path: Path) -> Iterator[sqlite3.Connection]:
    """The database after every commit in a write-ahead log (format: sqlite.org/fileformat2.html):
    as good as a backup made after each ballot."""
    size, salt = struct.unpack(">I", log[8:12])[0], log[16:24]
    pages = bytearray(base)
    for start in range(32, len(log) - size - 23, size + 24):
        page, committed = struct.unpack(">II", log[start : start + 8])
        if log[start + 8 : start + 16] != salt:
            return
        end = page * size
        pages.extend(bytes(max(0, end - len(pages))))
        pages[end - size : end] = log[start + 24 : start + 24 + size]
        if committed:
            path.write_bytes(pages)
            connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
            yield connection
            connection.close()


def links_by_log(held, tmp_path) -> Links:
    """Who signed and which envelope came with each commit."""
    log = Path(f"{_file(held.app)}-wal").read_bytes()
    found: Links = {}
    signed: set[int] = set()
    dropped: set[bytes] = set()
    for copy in replayed(held.base, log, tmp_path / "replayed.db"):
        now = {row[0] for row in copy.execute("SELECT member_id FROM roll_entry WHERE signed")}
        there = dict(copy.execute("SELECT key, sealed FROM envelope").fetchall())
        for voter, key in zip(now - signed, there.keys() - dropped, strict=False):
            found[voter] = there[key]
        signed, dropped = now, set(there)
    return found


# --- PostgreSQL --------------------------------------------------------------------------------


def links_by_xmin(held, _) -> Links:
    """The signature and the envelope of one transaction bear its number."""
    rows = db.session.execute(
        text(
            "SELECT r.member_id, e.sealed FROM roll_entry r JOIN envelope e "
            "ON e.xmin = r.xmin WHERE r.signed"
        )
    )
    return {voter: bytes(sealed) for voter, sealed in rows}


def links_by_place(held, _) -> Links:
    """Rows lie on the disk in the order in which they were written."""
    voters = db.session.scalars(text("SELECT member_id FROM roll_entry WHERE signed ORDER BY ctid"))
    sealed = db.session.scalars(text("SELECT sealed FROM envelope ORDER BY ctid"))
    return dict(zip(voters, map(bytes, sealed), strict=True))


def links_by_order(held, _) -> Links:
    """Both in the order in which the database gives them, as a dump does."""
    voters = db.session.scalars(select(RollEntry.member_id).where(RollEntry.signed))
    return dict(zip(voters, db.session.scalars(select(Envelope.sealed)), strict=True))


ATTACKS = {
    "sqlite": [links_by_log, links_by_order],
    "postgresql": [links_by_xmin, links_by_place, links_by_order],
}


def test_choices_are_tied_to_names_only_without_the_seal(held, database, tmp_path):
    named = {}
    for attack in ATTACKS[database]:
        guesses = {voter: read(envelope) for voter, envelope in attack(held, tmp_path).items()}
        named[attack.__name__] = share_named(guesses, held.truth)
    if held.is_sealed:
        assert all(abs(share - CHANCE) <= GIVE for share in named.values()), named
    else:
        assert max(named.values()) > 0.95, named


def test_no_file_says_a_choice_that_is_not_sealed(held, database, tmp_path):
    """The archive, the log of the program, and on SQLite the database file and its log."""
    export_archive(tmp_path / "all.zip", at=AT)
    with ZipFile(tmp_path / "all.zip") as archive:
        lines = archive.read("json/envelope.jsonl").decode().splitlines()
    written = {json.dumps(json.loads(line)["sealed"]) for line in lines}
    files = [held.log.encode()]
    if database == "sqlite":
        files += [
            path.read_bytes() for path in _file(held.app).parent.glob(f"{_file(held.app).name}*")
        ]
    plain = [unsealed(choice, b"")[:16] for choice in ("against", "abstain")]
    found = any(mark in file for mark in plain for file in files) or len(written) == 3
    assert found is not held.is_sealed
    assert not any(str(voter) in held.log for voter in list(held.truth)[:50])


@pytest.mark.parametrize("held", [True], indirect=True, ids=["sealed"])
@pytest.mark.parametrize("shuffled", [True, False], ids=["shuffled", "in-order"])
def test_the_opened_list_says_nothing_of_the_envelopes(
    held, database, shuffled, tmp_path, monkeypatch, person
):
    """Who links names to envelopes has the order of the envelopes, and now that of the ballots.
    The control opens them in order."""
    if not shuffled:
        monkeypatch.setattr(urn.secrets.SystemRandom, "shuffle", lambda *_: None)
    links = ATTACKS[database][0](held, tmp_path)
    order = list(db.session.scalars(select(Envelope.sealed)))
    _open(held.poll_id, person)
    opened = dict(zip(order, opened_papers(held.poll_id), strict=True))
    named = share_named({voter: opened[sealed] for voter, sealed in links.items()}, held.truth)
    if shuffled:
        assert abs(named - CHANCE) <= GIVE
    else:
        assert named > 0.95


def _open(poll_id, person) -> None:
    close_poll(poll_id, by=None, at=LATER, on=LATER.date())
    for name in ("Emil", "Goran"):
        own = {"by": person(name).id, "passphrase": passphrase(name)}
        open_urn(poll_id, **own, at=LATER, on=LATER.date())
    db.commit()


def _likeness(page: str) -> str:
    """The page without what differs from poll to poll: numbers, seals, trackers."""
    for pattern in ("[0-9a-f]{64}", "(?:[a-z]+ ){7}[a-z]+(?=<)", r"\d+"):
        page = re.sub(pattern, "…", page)
    return page


@pytest.mark.parametrize("close", [False, True], ids=["open", "closed"])
def test_no_page_changes_with_the_choices_before_the_urn_is_opened(
    secret_poll, vote_secretly, as_member, freeze, close
):
    """The same vote twice, once all for and once all against."""
    freeze(AT)
    igor, shown = as_member("Igor"), []
    for number, choice in ((1, "for"), (2, "against")):
        opened = secret_poll(number=number, title="Bread")
        vote_secretly(opened, choice, "Ana", "Chen", "Dora")
        if close:
            close_poll(opened.id, by=None, at=LATER, on=LATER.date())
        view = poll_view(opened.id)
        assert (view.result_json, view.outcome, view.paper, view.signed) == (None, None, None, 3)
        pages = [igor.get(f"/polls/{opened.id}{page}") for page in ("", "/ballots", "/urn")]
        assert {page.status_code for page in pages} == {200}
        shown.append([_likeness(page.text) for page in pages])
    assert shown[0] == shown[1]
