"""The command `artel`: Flask's own, with the app loaded where a command needs it."""

import sys
from collections.abc import Sequence
from typing import Any

import click
from flask.cli import FlaskGroup

from app import create_app
from app.bylaws.commands import bylaws
from app.commands import in_one_line
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
            with in_one_line():
                code = super().main(args, prog_name, complete_var, False, **extra)
        except click.ClickException as told:
            told.show()
            sys.exit(told.exit_code)
        sys.exit(code if isinstance(code, int) else 0)


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
