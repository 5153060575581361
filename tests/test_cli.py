"""What `artel` answers where it cannot go on: 2, and one line that says why."""

import sqlite3
from contextlib import closing

import pytest
from flask.cli import FlaskGroup

from app import create_app
from app.cli import artel

COMMANDS = (
    "record verify",
    "record export {here}/coop.zip",
    "members token ana@example.org",
    "production rebuild-sums",
    "treasury export",
    "jobs run --once",
)


@pytest.fixture
def refused(tmp_path, monkeypatch, capsys):
    """Runs a command in an installation of its own that refuses it, and tells the reason."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ARTEL_DATA", str(tmp_path))

    def run(command):
        with pytest.raises(SystemExit) as end:
            artel.main(command.format(here=tmp_path).split(), prog_name="artel")
        said = capsys.readouterr()
        assert (end.value.code, said.out, said.err.count("\n")) == (2, "", 1), said.err
        return said.err.strip()

    return run


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_database_is_told_in_a_line(refused, command, tmp_path):
    assert "The database cannot be used (no such table" in refused(command)
    assert not list(tmp_path.glob("coop.zip*"))


@pytest.mark.parametrize("command", ["db upgrade", "record verify"])
def test_what_is_no_database_is_told_in_a_line(refused, command, tmp_path):
    (tmp_path / "artel.db").write_text("a shopping list: bread, coal" * 9)

    assert "(file is not a database); artel doctor says" in refused(command)


def test_the_database_of_a_newer_program_is_left_alone(refused, tmp_path):
    with closing(sqlite3.connect(tmp_path / "artel.db")) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")

    assert refused("db upgrade").endswith("take the newer program.")


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("DATABASE_URL", "mysql://x", "DATABASE_URL: must begin with postgresql:// or sqlite:///"),
        ("DATABASE_URL", "postgresql://x:y/z", "DATABASE_URL: is no address of a database"),
        ("DATABASE_URL", "postgresql://localhost:1/x", "The database cannot be used (connection"),
        ("ARTEL_DATA", __file__, f"ARTEL_DATA {__file__}: the folder cannot be used:"),
        ("ARTEL_PROXIES", "one", "ARTEL_PROXIES: “one” is not a whole number"),
    ],
)
def test_a_setting_that_cannot_be_is_named(refused, monkeypatch, variable, value, reason):
    monkeypatch.setenv(variable, value)

    assert refused("record verify").startswith(reason)


def test_where_no_co_op_is_there_is_nothing_to_verify_or_to_export(refused, tmp_path):
    with pytest.raises(SystemExit, match="0"):
        artel.main(["db", "upgrade"], prog_name="artel")

    for command in ("record verify", "record export {here}/coop.zip"):
        assert refused(command) == "There is no co-op here yet: artel init founds it."
    assert not list(tmp_path.glob("coop.zip*"))


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("voting count {here}/none.blt --method stv", "none.blt: The file cannot be read"),
        ("wages compare {here}/none.csv", "Missing option '--schemes'."),
        ("record verify", "The database cannot be used (no such table"),
        ("nonsense", "No such command 'nonsense'."),
    ],
)
def test_flasks_own_command_refuses_in_a_line_too(command, reason, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ARTEL_DATA", str(tmp_path))
    with pytest.raises(SystemExit) as end:
        FlaskGroup(create_app=create_app).main(command.format(here=tmp_path).split())
    said = capsys.readouterr()
    assert (end.value.code, said.out, said.err.count("\n")) == (2, "", 1), said.err
    assert reason in said.err
