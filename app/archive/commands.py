"""`artel record …`: the record and the data belong to the co-op."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.archive.export import export_archive
from app.archive.restore import import_archive
from app.archive.verification import verify
from app.coop import founded_coop
from app.db import db
from app.errors import InvalidInput
from app.migrations import upgrade
from app.record.queries import head
from app.sentences import say

group = AppGroup("record", help="Verify, export and import everything.")
groups = (group,)


@group.command("verify", help="Check the chain, recount the votes, recompute the pay.")
def verify_command() -> None:
    founded_coop()
    with db.snapshot():
        for finding in verify():
            if finding.fault is not None:
                click.echo(str(finding.fault), err=True)
                sys.exit(1)
            click.echo(str(finding.holds))
            if finding.left_out is not None:
                click.echo(str(finding.left_out))
        _tell_head()


@group.command("export", help="Write everything to a ZIP file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_command(file: Path) -> None:
    try:
        tables, rows = export_archive(file, at=clock.now())
    except OSError as error:
        why = say("the file cannot be written: %(reason)s", reason=error.strerror)
        raise InvalidInput(why, str(file)) from None
    click.echo(f"{file}: {rows} rows of {tables} tables.")
    _tell_head()


@group.command("import", help="Read such a file into an empty installation.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def import_command(file: Path) -> None:
    upgrade(current_app)
    rows = import_archive(file)
    db.commit()
    click.echo(f"{rows} rows imported. Passwords are not in an archive: make new links.")
    _tell_head()


def _tell_head() -> None:
    found = head()
    click.echo(f"head: event {found[0]}, {found[1]}" if found else "head: none")
