"""Migrations lead from nothing to the models, on both databases, along one line."""

import re
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app.db import db
from app.migrations import drift, upgrade

FOLDER = Path(__file__).parent.parent / "migrations"


@pytest.fixture
def empty(app, servers, database):
    """The app on a database without a single table."""
    url = servers(database).create()
    db.engine(app).dispose()
    app.config["DATABASE_URL"] = url
    yield app
    db.engine(app).dispose()
    servers(database).drop(url)


def test_migrations_make_what_the_models_say(empty):
    assert inspect(db.engine(empty)).get_table_names() == []
    upgrade(empty)
    with db.engine(empty).connect() as connection:
        assert drift(connection) == []


def test_drift_is_seen(app):
    """The control: a column that no model has."""
    with db.engine(app).begin() as connection:
        connection.execute(text("ALTER TABLE coop ADD COLUMN motto VARCHAR(10)"))
        assert drift(connection)


def test_upgrading_again_changes_nothing(app):
    with db.engine(app).connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM event")).scalar()
    upgrade(app)
    with db.engine(app).connect() as connection:
        assert drift(connection) == []
        assert connection.execute(text("SELECT count(*) FROM event")).scalar() == before > 0


def test_migrations_are_numbered_along_one_line():
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    line = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert line[::-1] == [f"{number:04}" for number in range(1, len(line) + 1)]
    names = sorted(path.name for path in (FOLDER / "versions").glob("*.py"))
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in names)
    assert [name[:4] for name in names] == line[::-1]
