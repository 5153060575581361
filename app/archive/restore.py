"""Reading an archive into an empty installation."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from sqlalchemy import Table, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from app.archive.export import FORMAT, MANIFEST
from app.archive.rows import from_json, tables
from app.archive.verification import first_fault, verify
from app.coop import Coop
from app.db import db
from app.errors import InvalidInput, RuleViolation
from app.migrations import head as schema_head
from app.production.sums import rebuild as rebuild_sums
from app.record.queries import head
from app.sentences import say

AT_ONCE = 1000


class NotEmpty(RuleViolation):
    sentence = say("This installation has its co-op already: import into an empty one.")


def import_archive(path: Path) -> int:
    """Reads every row and verifies what was read; how many rows. The caller commits.

    Raises NotEmpty, and InvalidInput, naming file and line, for anything that is not an archive
    of this version, or that was altered.
    """
    if db.session.scalar(select(Coop.id)) is not None:
        raise NotEmpty
    try:
        with ZipFile(path) as archive:
            manifest = _manifest(archive, path.name)
            rows = sum(_read_table(archive, table, manifest["tables"]) for table in tables())
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise InvalidInput(say("This is no archive: %(why)s", why=str(error)), path.name) from None
    db.session.flush()
    rebuild_sums()
    sealed = manifest["head"]
    if head() != (sealed and (sealed["number"], sealed["hash"])):
        raise InvalidInput(say("The record ends elsewhere than it says."), path.name)
    if fault := first_fault(verify()):
        raise InvalidInput(fault, path.name)
    return rows


def _manifest(archive: ZipFile, name: str) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        form, schema, listed = manifest["format"], manifest["schema"], set(manifest["tables"])
        sealed = manifest["head"]
        _ = sealed and (sealed["number"], sealed["hash"])
    except (KeyError, ValueError, TypeError, RecursionError):
        raise InvalidInput(say("This is no archive of Artel."), name) from None
    if (form, schema) != (FORMAT, schema_head()):
        raise InvalidInput(
            say(
                "It was written by schema %(theirs)s, and this is %(ours)s: "
                "import it with that version, then upgrade.",
                theirs=schema,
                ours=schema_head(),
            ),
            name,
        )
    if missing := {table.name for table in tables()} - listed:
        raise InvalidInput(say("The table %(name)s is missing.", name=min(missing)), name)
    return manifest


def _read_table(archive: ZipFile, table: Table, listed: dict[str, Any]) -> int:
    count, seal = 0, hashlib.sha256()
    name = f"json/{table.name}.jsonl"
    rows = _rows(archive, table, name, seal)
    connection = db.session.connection()
    while batch := list(islice(rows, AT_ONCE)):
        try:
            # beside the session: the record seals them already
            connection.execute(insert(table), batch)
        except (SQLAlchemyError, OverflowError):
            where = f"{name}, lines {count + 1} to {count + len(batch)}"
            raise InvalidInput(say("One of these is no row of its table."), where) from None
        count += len(batch)
    if listed[table.name] != {"rows": count, "sha256": seal.hexdigest()}:
        raise InvalidInput(say("The file was altered after it was written."), name)
    _continue_numbers(table)
    return count


def _rows(archive: ZipFile, table: Table, name: str, seal: Any) -> Iterator[dict[str, Any]]:
    try:
        file = archive.open(name)
    except KeyError:
        raise InvalidInput(say("This file is missing from the archive."), name) from None
    with file:
        for number, line in enumerate(file, 1):
            seal.update(line)
            try:
                yield from_json(table, json.loads(line))
            except (KeyError, ValueError, TypeError, ArithmeticError, RecursionError):
                where = f"{name}, line {number}"
                raise InvalidInput(say("This is no row of its table."), where) from None


def _continue_numbers(table: Table) -> None:
    """PostgreSQL counts ids beside the table: the next one follows those that were read."""
    key = table.autoincrement_column
    if db.session.get_bind().dialect.name != "postgresql" or key is None:
        return
    sequence = func.pg_get_serial_sequence(table.name, key.name)
    last = select(func.max(key)).scalar_subquery()
    db.session.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))
