"""`artel db …`: bring the database to the schema of this version, and check that it is there.

Alembic takes long to import, and every start passes here: only what needs it imports it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import Connection, inspect, text

from app.db import Model
from app.errors import InvalidInput
from app.sentences import say

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent.parent / "migrations"

group = AppGroup("db", help="The database schema.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


def upgrade(app: Flask) -> None:
    """Runs every migration that the database lacks, all in one transaction."""
    stands_at = _stands_at(app)
    if stands_at == head():
        return
    if stands_at is not None and stands_at > head():
        newer = say(
            "The database is of schema %(its)s, this program of %(ours)s: take the newer program.",
            its=stands_at,
            ours=head(),
        )
        raise InvalidInput(newer)
    from alembic import command

    with app.extensions["artel.engine.writing"].begin() as connection:
        command.upgrade(_config(connection), "head")


def _stands_at(app: Flask) -> str | None:
    """The number of the last migration that the database has had; None if it had none."""
    with app.extensions["artel.engine"].connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        stands_at: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return stands_at


def head() -> str:
    """Migrations are numbered along one line (a test holds it): the head has the last number."""
    return max(path.name[:4] for path in _FOLDER.glob("versions/*.py"))


def drift(connection: Connection) -> list[object]:
    """What differs between the database and the models; empty when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Model.metadata))


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@group.command("upgrade", help="Bring the database to this version's schema.")
def upgrade_command() -> None:
    current_app.config["DATA"].mkdir(parents=True, exist_ok=True)
    upgrade(current_app)


@group.command("revision", help="Write a migration for what the models have and it lacks.")
@click.argument("number")
@click.argument("message")
def revision_command(number: str, message: str) -> None:
    from alembic import command

    with current_app.extensions["artel.engine.writing"].begin() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


@group.command("check", help="Fail where migrations and models differ.")
def check_command() -> None:
    with current_app.extensions["artel.engine"].connect() as connection:
        differences = drift(connection)
    if differences:
        raise click.ClickException(f"models and migrations differ: {differences}")
