"""The command `artel`. A command that cannot go on says so in one line and ends with 2."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from app.errors import InvalidInput
from app.voting.commands import voting


class Artel(click.Group):
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
        except InvalidInput as error:
            _refuse(str(error))
        except click.Abort:
            _refuse("Aborted.")
        sys.exit(code if isinstance(code, int) else 0)


def _refuse(reason: str) -> None:
    click.echo(" ".join(reason.split()), err=True)
    sys.exit(2)


@click.group(cls=Artel)
def artel() -> None:
    """Artel, the workplace that its members run."""


artel.add_command(voting)


def main() -> None:
    artel(prog_name="artel")
