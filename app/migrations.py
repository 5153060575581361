"""`artel db …`: bring the database to the schema of this version, and check that it is there."""

from pathlib import Path

import click
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import Connection

from app.db import Model

group = AppGroup("db", help="The database schema.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


def upgrade(app: Flask) -> None:
    """Runs every migration that the database lacks, all in one transaction."""
    with app.extensions["artel.engine.writing"].begin() as connection:
        command.upgrade(_config(connection), "head")


def drift(connection: Connection) -> list[object]:
    """What differs between the database and the models; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Model.metadata))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
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
    with current_app.extensions["artel.engine.writing"].begin() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


@group.command("check", help="Fail where migrations and models differ.")
def check_command() -> None:
    with current_app.extensions["artel.engine"].connect() as connection:
        differences = drift(connection)
    if differences:
        raise click.ClickException(f"models and migrations differ: {differences}")
