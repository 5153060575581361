"""Ways of tying an envelope to the member who cast it, for somebody who has the database, its log
and its backups. Each gives the envelope that it ascribes to a voter; the seal has to hold even
where it is right about every one of them."""

import json
import sqlite3
import struct
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

from sqlalchemy import select, text

from app.archive.export import export_archive
from app.db import db
from app.voting.models import Envelope, RollEntry
from tests.polls import AT
from tests.voting.thousand import Held

Links = dict[int, bytes]
Pages = dict[int, bytes]


# --- SQLite ------------------------------------------------------------------------------------


def commits(log: bytes) -> Iterator[Pages]:
    """The pages that each commit wrote to a write-ahead log, by number, as they were after it
    (format: sqlite.org/fileformat2.html)."""
    size, salt = struct.unpack(">I", log[8:12])[0], log[16:24]
    written: Pages = {}
    for start in range(32, len(log) - size - 23, size + 24):
        page, committed = struct.unpack(">II", log[start : start + 8])
        if log[start + 8 : start + 16] != salt:
            return
        written[page] = log[start + 24 : start + 24 + size]
        if committed:
            yield written
            written = {}


def replayed(held: Held, path: Path) -> Iterator[sqlite3.Connection]:
    """The database after every commit since it was copied: as good as a backup made after each
    ballot."""
    path.write_bytes(held.base)
    with path.open("r+b", buffering=0) as file:
        for pages in commits(held.files[1].read_bytes()):
            for number, page in pages.items():
                file.seek((number - 1) * len(page))
                file.write(page)
            with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
                yield connection


def by_log(held: Held, folder: Path) -> Links:
    """Who signed and which envelope came with each commit."""
    found: Links = {}
    signed: set[int] = set()
    keys: set[bytes] = set()
    here = (held.poll_id,)
    for copy in islice(replayed(held, folder / "replayed.db"), len(held.truth)):
        voters = copy.execute("SELECT member_id FROM roll_entry WHERE signed AND poll_id = ?", here)
        rows = copy.execute("SELECT key, sealed FROM envelope WHERE poll_id = ?", here)
        now, there = {voter for (voter,) in voters}, dict(rows.fetchall())
        found |= zip(now - signed, (there[key] for key in there.keys() - keys), strict=True)
        signed, keys = now, set(there)
    return found


def by_place_in_a_shared_commit(held: Held, _: Path) -> Links:
    """Of those who share a commit somebody knows the order in which they came: the answers kept
    for retries tell it. SQLite fills a page from its end, so that the places in a page tell in
    which order its envelopes came."""
    found: Links = {}
    last = list(commits(held.files[1].read_bytes()))[-len(held.crowds) :]
    for (poll_id, came), pages in zip(held.crowds.items(), last, strict=True):
        here = select(Envelope.key, Envelope.sealed).where(Envelope.poll_id == poll_id)
        envelopes = sorted(db.session.execute(here), key=lambda row: _place(row.key, pages))
        found |= zip(came, (sealed for _, sealed in envelopes), strict=True)
    return found


def _place(key: bytes, pages: Pages) -> tuple[int, int]:
    """On which page an envelope lies, and how far from its end."""
    return next((number, -page.rfind(key)) for number, page in pages.items() if key in page)


# --- PostgreSQL --------------------------------------------------------------------------------


def by_xmin(held: Held, _: Path) -> Links:
    """The signature and the envelope of one transaction bear its number."""
    rows = db.session.execute(
        text(
            "SELECT r.member_id, e.sealed FROM roll_entry r JOIN envelope e "
            "ON e.xmin = r.xmin WHERE r.signed"
        )
    )
    return {voter: bytes(sealed) for voter, sealed in rows}


def by_ctid(held: Held, _: Path) -> Links:
    """Rows lie on the disk in the order in which they were written."""
    voters = db.session.scalars(text("SELECT member_id FROM roll_entry WHERE signed ORDER BY ctid"))
    sealed = db.session.scalars(text("SELECT sealed FROM envelope ORDER BY ctid"))
    return dict(zip(voters, map(bytes, sealed), strict=True))


# --- both --------------------------------------------------------------------------------------


def by_order(held: Held, _: Path) -> Links:
    """Both in the order in which the database gives them, as a dump does."""
    here = held.poll_id
    voters = db.session.scalars(
        select(RollEntry.member_id).where(RollEntry.signed, RollEntry.poll_id == here)
    )
    sealed = db.session.scalars(select(Envelope.sealed).where(Envelope.poll_id == here))
    return dict(zip(voters, sealed, strict=True))


def by_archive(held: Held, folder: Path) -> Links:
    """The lines of the archive, in their order."""
    export_archive(folder / "all.zip", at=AT)
    with ZipFile(folder / "all.zip") as archive:
        roll, envelopes = (
            [
                row
                for row in map(json.loads, archive.read(f"json/{table}.jsonl").splitlines())
                if row["poll_id"] == held.poll_id
            ]
            for table in ("roll_entry", "envelope")
        )
    voters = [row["member_id"] for row in roll if row["signed"]]
    return dict(zip(voters, (b64decode(row["sealed"]) for row in envelopes), strict=True))
