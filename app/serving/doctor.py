"""What ails an installation, in sentences for the volunteer who keeps it: each says what to do."""

import shutil
import smtplib
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.coop import this_coop
from app.db import db
from app.enactment.queries import due_motion_ids
from app.migrations import drift, head
from app.record.models import Event
from app.voting.models import Poll
from app.voting.paper.counts import closing_refusal
from app.voting.queries import due_poll_ids, poll_state

ROOM = 500_000_000
"""Bytes that want to be free: a backup beside the database, and a log that grows."""

LATE = timedelta(minutes=5)
STALE = timedelta(days=2)
_SECRET_LENGTH = 32
_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Sign:
    """What was found, with what to do about it where it is a `fault`."""

    words: str
    fault: bool = False


def examine(at: datetime, backups: Path | None) -> Iterator[Sign]:
    """Every sign, in the order in which faults want to be mended."""
    yield Sign(f"Artel's schema {head()}, Python {sys.version.split()[0]}.")
    database = list(_database())
    yield from database
    if not any(sign.fault for sign in database):
        yield _durability()
        yield from _secrecy()
        yield from _clock(at)
        yield from _time_kept(at)
    for check in (_disk, _secret, _address, _mail):
        yield from check()
    yield _backup(at, backups)


def _fault(words: str) -> Sign:
    return Sign(words, fault=True)


def _database() -> Iterator[Sign]:
    try:
        if not inspect(db.session.connection()).has_table("alembic_version"):
            yield _fault("The database is empty: run `artel db upgrade`, then `artel init`.")
            return
        stands_at = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError as error:
        reason = str(error).splitlines()[0]
        yield _fault(f"The database cannot be reached; check DATABASE_URL or ARTEL_DATA: {reason}")
        return
    if stands_at != head():
        yield _fault(
            f"The database is of schema {stands_at}, the program of {head()}: make a backup, then "
            "run `artel db upgrade`."
        )
        return
    if drift(db.session.connection()):
        yield _fault(
            "The database answers, but its tables are not as this version knows them: it was made "
            "by a version between two releases. Take that one again, or begin a new database."
        )
        return
    yield Sign("The database answers and is of this version.")


def _durability() -> Sign:
    if db.session.get_bind().dialect.name == "sqlite":
        mode = db.session.scalar(text("PRAGMA journal_mode"))
        synchronous = db.session.scalar(text("PRAGMA synchronous"))
        if (mode, synchronous) == ("wal", 2):
            return Sign("SQLite keeps a write-ahead log and waits for the disk.")
        return _fault(
            f"SQLite runs with journal_mode={mode} and synchronous={synchronous}, and a power cut "
            "may lose votes: put ARTEL_DATA on a local disk, not on a network share."
        )
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if not _is_on(name)]
    if off:
        return _fault(
            f"PostgreSQL runs with {', '.join(off)} off, and a power cut may lose votes: turn it "
            "on in postgresql.conf."
        )
    return Sign("PostgreSQL waits for the disk.")


def _secrecy() -> Iterator[Sign]:
    if db.session.get_bind().dialect.name == "postgresql" and _is_on("track_commit_timestamp"):
        yield _fault(
            "PostgreSQL keeps the time of every commit, and so of every secret ballot: turn "
            "track_commit_timestamp off in postgresql.conf."
        )


def _is_on(setting: str) -> bool:
    return bool(db.session.scalar(text(f"SHOW {setting}")) != "off")


def _clock(at: datetime) -> Iterator[Sign]:
    last = db.session.scalar(select(func.max(Event.at)))
    if last is not None and last > at + LATE:
        yield _fault(
            f"The clock says {at:%Y-%m-%d %H:%M} UTC, and the record has gone on to "
            f"{last:%Y-%m-%d %H:%M}: set the clock right (systemd-timesyncd, chrony)."
        )
    else:
        yield Sign(f"The clock says {at:%Y-%m-%d %H:%M} UTC: compare it with your own.")


def _time_kept(at: datetime) -> Iterator[Sign]:
    coop = this_coop()
    if coop is None:
        yield _fault("There is no co-op here yet: found one with `artel init`.")
        return
    due = at - LATE
    polls = db.session.scalars(select(Poll).where(Poll.id.in_(due_poll_ids(due))))
    late = [poll for poll in polls if closing_refusal(poll.id, poll_state(poll), at) is None]
    motions = due_motion_ids(clock.day_of(due, coop.time_zone))
    if late or motions:
        yield _fault(
            f"Nobody keeps time: {len(late)} votes wait to be closed and {len(motions)} motions "
            "to take effect. Start `artel jobs run` as a service."
        )
    else:
        yield Sign("Every vote that was due is closed, every motion that was due is in effect.")


def _disk() -> Iterator[Sign]:
    free = shutil.disk_usage(current_app.config["DATA"]).free
    words = f"{free // 1_000_000} MB are free where the data lives"
    yield (
        Sign(f"{words}.")
        if free >= ROOM
        else _fault(f"Only {words}: make room, a full disk stops every vote.")
    )


def _secret() -> Iterator[Sign]:
    path: Path = current_app.config["DATA"] / "secret"
    if len(current_app.config["SECRET_KEY"]) < _SECRET_LENGTH:
        yield _fault(
            "The secret that signs cookies is short and may be guessed: unset ARTEL_SECRET, and "
            "one is made; everybody signs in anew."
        )
    elif path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077 and sys.platform != "win32":
        yield _fault(f"Others on this machine can read the secret: run `chmod 600 {path}`.")
    else:
        yield Sign("The secret that signs cookies is set.")


def _address() -> Iterator[Sign]:
    base, proxies = current_app.config["BASE_URL"], current_app.config["PROXIES"]
    if not base:
        yield Sign("ARTEL_BASE_URL is not set: good for this machine alone, and mails need it.")
        return
    address = urlsplit(base)
    if address.scheme != "https" and address.hostname not in {"localhost", "127.0.0.1", "::1"}:
        yield _fault(
            f"Members use {base} without encryption, and passwords can be read on the way: put a "
            "web server with HTTPS in front (Caddy, nginx)."
        )
    elif address.scheme == "https" and not proxies:
        yield _fault(
            "HTTPS is spoken by a web server in front, and ARTEL_PROXIES does not say so: all "
            "members seem to come from one address. Set ARTEL_PROXIES=1."
        )
    else:
        yield Sign(f"Members use {base}.")


def _mail() -> Iterator[Sign]:
    smtp, base = current_app.config["MAIL_SMTP"], current_app.config["BASE_URL"]
    if not smtp:
        yield Sign("No mail is sent (ARTEL_SMTP): links are handed over by the secretary.")
        return
    if not base:
        yield _fault("ARTEL_SMTP is set, but no mail is sent without ARTEL_BASE_URL: set it.")
        return
    server = urlsplit(smtp)
    connect = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    try:
        with connect(server.hostname or "", server.port or 0, timeout=_SECONDS):
            yield Sign(f"The mail server {server.hostname} answers.")
    except (OSError, smtplib.SMTPException) as error:
        yield _fault(
            f"The mail server {server.hostname} does not answer; check ARTEL_SMTP: {error}"
        )


def _backup(at: datetime, folder: Path | None) -> Sign:
    if folder is None:
        return Sign("Backups were not looked at: name their folder with --backups.")
    files = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    if not files:
        return _fault(f"There is no backup in {folder}: make one now (docs/operator.md).")
    newest = max(files, key=lambda path: path.stat().st_mtime)
    age = at - datetime.fromtimestamp(newest.stat().st_mtime, at.tzinfo)
    if age > STALE:
        return _fault(f"The last backup, {newest.name}, is {age.days} days old: make one now.")
    if fault := _torn(newest):
        return _fault(f"The last backup, {newest.name}, cannot be read ({fault}): make another.")
    return Sign(f"The last backup is {newest.name}, {age.total_seconds() / 3600:.0f} hours old.")


def _torn(path: Path) -> str | None:
    """Why a backup of SQLite is none; other kinds are not looked into."""
    if path.suffix != ".db":
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return None if said == "ok" else str(said)
