"""`artel doctor`: an installation in order has no fault, and each fault says what to do."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.db import db
from app.record.actions import append

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECRET = "s" * 48


@pytest.fixture
def doctor(app, context, freeze, tmp_path, monkeypatch):
    """Runs the command with other settings; gives the faults it said, and the rest. The
    PostgreSQL of the tests forgets on a crash, which is found and left aside here."""
    freeze(AT)

    def run(*options, **settings):
        for name, value in {"DATA": tmp_path, "SECRET_KEY": SECRET, **settings}.items():
            monkeypatch.setitem(app.config, name, value)
        result = app.test_cli_runner().invoke(args=["doctor", *map(str, options)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        lines = result.stdout.splitlines()
        faults = [line for line in lines if line.startswith("FAULT")]
        assert result.exit_code == bool(faults)
        return [line for line in faults if "fsync" not in line], result.stdout

    return run


def test_an_installation_in_order_has_no_fault(doctor):
    faults, said = doctor()
    assert faults == []
    assert "The database answers and is of this version." in said


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"BASE_URL": "http://artel.example.org"}, "without encryption"),
        ({"BASE_URL": "https://artel.example.org", "PROXIES": 0}, "Set ARTEL_PROXIES=1"),
        ({"MAIL_SMTP": "smtp://localhost:25", "BASE_URL": None}, "without ARTEL_BASE_URL"),
        ({"MAIL_SMTP": "smtp://localhost:1", "BASE_URL": "http://localhost"}, "does not answer"),
        ({"SECRET_KEY": "short"}, "unset ARTEL_SECRET"),
    ],
)
def test_a_wrong_setting_is_a_fault(settings, words, doctor):
    (fault,), _ = doctor(**settings)
    assert words in fault


def test_a_database_of_another_version_is_a_fault(doctor):
    db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    db.session.commit()
    (fault,), _ = doctor()
    assert "of schema 0000" in fault


def test_a_database_from_between_two_releases_is_a_fault(doctor):
    db.session.execute(text("ALTER TABLE unit ADD COLUMN motto VARCHAR(30)"))
    db.session.commit()
    (fault,), _ = doctor()
    assert "between two releases" in fault


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_database_that_times_every_secret_ballot_is_a_fault(doctor, monkeypatch):
    monkeypatch.setattr("app.serving.doctor._is_on", lambda _: True)
    (fault,), _ = doctor()
    assert "track_commit_timestamp off" in fault


def test_a_clock_behind_the_record_is_a_fault(doctor):
    append("log-closed", "log", by=None, at=AT + timedelta(hours=3))
    db.commit()
    (fault,), _ = doctor()
    assert "the record has gone on to 2026-03-02 15:00" in fault


def test_motions_that_nobody_carries_out_are_a_fault(doctor, monkeypatch):
    assert "every motion that was due is in effect" in doctor()[1]
    monkeypatch.setattr("app.serving.doctor.due_motion_ids", lambda _: [1, 2])
    (fault,), _ = doctor()
    assert "2 motions to take effect. Start `artel jobs run`" in fault


def test_backups_are_to_be_fresh_and_whole(doctor, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    assert "There is no backup" in doctor("--backups", folder)[0][0]
    copy = folder / "artel.db"
    with closing(sqlite3.connect(copy)) as whole:
        whole.execute("CREATE TABLE member (id)")
    os.utime(copy, (AT.timestamp(), AT.timestamp()))
    assert doctor("--backups", folder)[0] == []
    os.utime(copy, ((AT - timedelta(days=5)).timestamp(),) * 2)
    assert "5 days old" in doctor("--backups", folder)[0][0]
    copy.write_bytes(b"torn" * 1000)
    os.utime(copy, (AT.timestamp(), AT.timestamp()))
    assert "cannot be read" in doctor("--backups", folder)[0][0]
