"""Writing everything that the co-op has to one file that needs no Artel to be read."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import mkstemp
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Table, select

from app.archive.rows import columns, tables, to_json
from app.coop import founded_coop
from app.db import db
from app.migrations import head as schema_head
from app.record.queries import head
from app.web.exports import inert

FORMAT = 1
MANIFEST = "archive.json"

READ_ME = """\
Everything that {coop} keeps in Artel, written {at}.

archive.json       what is in here, with the SHA-256 of every file, and the head of the record
json/TABLE.jsonl   one row a line, as JSON: the exact data
csv/TABLE.csv      the same for a spreadsheet

The record is json/event.jsonl. Each event is sealed by the SHA-256 of the JSON list
[number, at, actor_id, kind, subject, data, rows, previous], written with sorted keys, without
spaces, in UTF-8; "previous" is the hash of the event before it, for the first one 64 zeros. The
last hash is the head. "rows" are those that were written with it: [table, key, before, after],
where before and after are the SHA-256 of the JSON list [table, row]; or, for rows that came in
bulk, [table, first key, last key, how many, SHA-256 of the sorted list of theirs]. Passwords and
tokens are not in here. To read it into an empty installation:
artel record import FILE.zip
"""


def export_archive(path: Path, *, at: datetime) -> tuple[int, int]:
    """Writes the archive as the database is at one moment; how many tables and rows. An archive
    that stood there before is replaced when the new one is whole."""
    with _replacing(path) as part, db.snapshot(), ZipFile(part, "w", ZIP_DEFLATED) as archive:
        written = {table.name: _write_table(archive, table) for table in tables()}
        found = head()
        manifest = {
            "format": FORMAT,
            "schema": schema_head(),
            "coop": founded_coop().name,
            "written_at": at.isoformat(),
            "head": {"number": found[0], "hash": found[1]} if found else None,
            "tables": written,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2))
        archive.writestr("README.txt", READ_ME.format(coop=founded_coop().name, at=at.isoformat()))
    return len(written), sum(table["rows"] for table in written.values())


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file of its own beside `path`, that takes its place when all went well, and goes if not."""
    descriptor, name = mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _write_table(archive: ZipFile, table: Table) -> dict[str, Any]:
    """Writes a table in both forms; how many rows it has, and the hash of the JSON."""
    count, seal = 0, hashlib.sha256()
    with archive.open(f"json/{table.name}.jsonl", "w") as file:
        for row in _rows(table):
            line = json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"
            seal.update(line)
            file.write(line)
            count += 1
    with archive.open(f"csv/{table.name}.csv", "w") as file:
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([column.name for column in columns(table)])
        writer.writerows([_cell(value) for value in row.values()] for row in _rows(table))
        text.flush()
    return {"rows": count, "sha256": seal.hexdigest()}


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    query = select(*columns(table)).order_by(*table.primary_key.columns)
    rows = db.session.execute(query.execution_options(yield_per=1000)).mappings()
    return (to_json(dict(row)) for row in rows)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else inert(value)
