"""What a command says where it cannot go on: one line on standard error, and it ends with 2."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click
from click.exceptions import NoArgsIsHelpError
from flask.cli import AppGroup

from app.errors import InvalidInput, RuleViolation


class Refused(click.ClickException):
    """Why a command cannot go on."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(" ".join(self.message.split()), file, err=True)


class Commands(AppGroup):
    """The app's own commands, which refuse in one line under `flask --app wsgi …` too."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        ctx.with_resource(in_one_line())
        return super().get_command(ctx, cmd_name)


@contextmanager
def in_one_line() -> Iterator[None]:
    """Raises Refused instead of what a command cannot go on for, click's own reasons included."""
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except Exception as error:
        if (reason := _reason(error)) is None:
            raise
        raise Refused(reason) from error


def _reason(error: Exception) -> str | None:
    """None for what is a fault of the program."""
    match error:
        case click.ClickException():
            return error.format_message()
        case InvalidInput() | RuleViolation():
            return str(error)
        case click.Abort():
            return "Aborted."
    # Imported here: what counts and compares files starts without a database.
    from app.db import unusable

    reason = unusable(error)
    return None if reason is None else str(reason)
