"""The command `artel`: Flask's own, with the app loaded where a command needs it.

A command that cannot go on says so in one line on standard error and ends with 2.
"""

import sys
from collections.abc import Sequence
from typing import Any

import click
from flask.cli import FlaskGroup

from app import create_app
from app.bylaws.commands import bylaws
from app.errors import InvalidInput, RuleViolation
from app.voting.commands import voting
from app.wages.commands import wages


class Artel(FlaskGroup):
    """A group whose refusals, click's own included, are one line on standard error."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, **extra)
        try:
            code = super().main(args, prog_name, complete_var, False, **extra)
        except click.exceptions.NoArgsIsHelpError as help_wanted:
            help_wanted.show()
            sys.exit(2)
        except click.ClickException as error:
            _refuse(error.format_message())
        except (InvalidInput, RuleViolation) as error:
            _refuse(str(error))
        except click.Abort:
            _refuse("Aborted.")
        except Exception as error:
            # Imported here: what counts and compares files starts without a database.
            from app.db import unusable

            if (reason := unusable(error)) is None:
                raise
            _refuse(str(reason))
        sys.exit(code if isinstance(code, int) else 0)


def _refuse(reason: str) -> None:
    click.echo(" ".join(reason.split()), err=True)
    sys.exit(2)


artel = Artel(
    create_app=create_app,
    add_version_option=False,
    help="Artel, the workplace that its members run.",
)
# These judge, count and compare files without a database, so they start without the app.
artel.add_command(bylaws)
artel.add_command(voting)
artel.add_command(wages)


def main() -> None:
    artel(prog_name="artel")
