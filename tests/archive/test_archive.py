"""Everything goes out in one file, and comes in again into an empty installation."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

import config
from app import create_app
from app.archive.restore import import_archive
from app.archive.rows import LEFT_OUT, columns, tables
from app.archive.verification import first_fault, verify
from app.db import Model, db
from app.errors import InvalidInput
from app.members.actions import register_person
from app.members.models import Member
from app.record.models import Event
from app.record.queries import head
from tests.cast import FOUNDED_AT


@pytest.fixture
def archive(app: Flask, context: None, tmp_path: Path) -> Path:
    path = tmp_path / "coop.zip"
    result = app.test_cli_runner().invoke(args=["record", "export", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def elsewhere(
    database: str,
    servers: Callable,
    beds: Callable,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Flask]:
    """Another installation, on an empty database."""
    server = servers(database)
    url = server.create(beds(database).template())
    monkeypatch.setenv("ARTEL_DATA", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("DATABASE_URL", url)
    app = create_app(config.from_environment() | {"TESTING": True})
    yield app
    db.engine(app).dispose()
    server.drop(url)


def everything() -> dict[str, list[tuple]]:
    return {
        table.name: [
            tuple(row)
            for row in db.session.execute(
                select(*columns(table)).order_by(*table.primary_key.columns)
            )
        ]
        for table in tables()
    }


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes | None]) -> Path:
    """The archive with one of its files changed or, for None, left out."""
    other = path.with_name("other.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for one in old.namelist():
            content = change(old.read(one)) if one == name else old.read(one)
            if content is not None:
                new.writestr(one, content)
    return other


def test_what_went_out_comes_in_again_with_the_same_head(archive, app, elsewhere):
    kept, end = everything(), head()
    runner = elsewhere.test_cli_runner()
    with elsewhere.app_context():
        result = runner.invoke(args=["record", "import", str(archive)])
        assert result.exit_code == 0, result.output
        assert result.stdout.splitlines()[-1] == f"head: event {end[0]}, {end[1]}"
    with elsewhere.app_context():
        assert runner.invoke(args=["record", "verify"]).exit_code == 0
        assert everything() == kept
        assert head() == end


def test_life_goes_on_after_an_import(archive, elsewhere):
    with elsewhere.app_context():
        import_archive(archive)
        register_person("Hilde", email=None, by=None, at=FOUNDED_AT)
        db.commit()
        assert first_fault(verify()) is None
        assert db.session.scalar(select(func.max(Member.id))) == 10


def test_no_secret_leaves_the_house(archive, app):
    secrets = db.session.scalars(select(Member.password_hash)).all()
    assert all(secrets)
    with zipfile.ZipFile(archive) as file:
        names = file.namelist()
        content = b"".join(file.read(name) for name in names)
    assert not any(f"json/{table}.jsonl" in names for table in LEFT_OUT)
    assert not any(secret.encode() in content for secret in secrets)


def test_no_table_is_forgotten():
    assert {table.name for table in tables()} | LEFT_OUT == set(Model.metadata.tables)


def test_the_chain_can_be_walked_without_artel(archive):
    """As README.txt in the archive says it."""
    with zipfile.ZipFile(archive) as file:
        manifest = json.loads(file.read("archive.json"))
        previous = "0" * 64
        for line in file.read("json/event.jsonl").splitlines():
            event = json.loads(line)
            keys = ("number", "at", "actor_id", "kind", "subject", "data", "rows")
            plain = json.dumps(
                [*(event[key] for key in keys), previous],
                ensure_ascii=False,
                sort_keys=True,
                separators=(",", ":"),
            )
            previous = hashlib.sha256(plain.encode()).hexdigest()
            assert previous == event["hash"]
    assert manifest["head"]["hash"] == previous


def test_the_tables_open_in_a_spreadsheet_and_run_nothing(app, context, person, tmp_path):
    person("Emil").name = "=HYPERLINK(1)"
    db.commit()
    path = tmp_path / "coop.zip"
    app.test_cli_runner().invoke(args=["record", "export", str(path)])
    with zipfile.ZipFile(path) as file:
        rows = list(csv.DictReader(io.StringIO(file.read("csv/member.csv").decode("utf-8-sig"))))
    assert [row["name"] for row in rows if row["number"] == "4"] == ["'=HYPERLINK(1)"]
    assert "password_hash" not in rows[0]


def test_an_archive_is_read_into_an_empty_installation_only(archive, app):
    result = app.test_cli_runner().invoke(args=["record", "import", str(archive)])
    assert "import into an empty one" in result.stderr


def _altered_name(content: bytes) -> bytes:
    return content.replace(b"Emil", b"Emma")


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("json/member.jsonl", _altered_name, "altered after it was written"),
        ("json/ballot.jsonl", lambda content: content[:-200], "no row of its table"),
        ("json/ballot.jsonl", lambda _: None, "missing from the archive"),
        ("json/unit.jsonl", lambda content: content + b"{}\n", "no row of its table"),
        ("archive.json", lambda _: None, "no archive of Artel"),
        ("json/unit.jsonl", lambda content: content + b"[" * 10**5 + b"\n", "no row of its table"),
        (
            "json/member.jsonl",
            lambda content: content + content.splitlines()[0] + b"\n",
            "lines 1 to .* no row of its table",
        ),
        (
            "json/member.jsonl",
            lambda content: content.replace(b'"id": 1', b'"id": 1' + b"0" * 30, 1),
            "lines 1 to .* no row of its table",
        ),
        ("archive.json", lambda _: b"[]", "no archive of Artel"),
        ("archive.json", lambda _: b"[" * 10**5, "no archive of Artel"),
        ("archive.json", lambda text: text.replace(b'"hash"', b'"hush"'), "no archive of Artel"),
        ("archive.json", lambda text: text.replace(b'"schema": "0', b'"schema": "9'), "schema 9"),
        (
            "archive.json",
            lambda text: text.replace(b'"number": ', b'"number": 9'),
            "ends elsewhere",
        ),
        ("archive.json", lambda text: text.replace(b'"ballot"', b'"bullet"'), "ballot is missing"),
    ],
)
def test_an_archive_with_a_fault_is_refused_whole(name, change, words, archive, elsewhere):
    other = rewritten(archive, name, change)
    with elsewhere.app_context():
        with pytest.raises(InvalidInput, match=words):
            import_archive(other)
        db.rollback()
        assert db.session.scalar(select(func.count()).select_from(Event)) == 0


def test_an_archive_made_from_a_falsified_database_is_refused(archive, app, elsewhere, tmp_path):
    """Its own seals are right, but the recount is not."""
    db.session.execute(text("UPDATE ballot SET paper = 'abstain'"))
    db.commit()
    path = tmp_path / "false.zip"
    app.test_cli_runner().invoke(args=["record", "export", str(path)])
    with elsewhere.app_context(), pytest.raises(InvalidInput, match="the ballots are not"):
        import_archive(path)


def test_an_archive_that_cannot_be_written_is_told_in_one_line(app, context, tmp_path):
    result = app.test_cli_runner().invoke(args=["record", "export", str(tmp_path / "no" / "a.zip")])
    assert "the file cannot be written: No such file or directory" in result.stderr
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_what_is_no_zip_file_is_refused(elsewhere, tmp_path):
    path = tmp_path / "not.zip"
    path.write_text("not a zip file")
    with elsewhere.app_context(), pytest.raises(InvalidInput, match="This is no archive"):
        import_archive(path)
