"""`artel treasury`: the books for other programs."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.coop import founded_coop
from app.errors import InvalidInput
from app.sentences import say
from app.treasury.ledger_files import beancount_text, hledger_text
from app.treasury.queries import whole_journal

group = AppGroup("treasury", help="The books.")
groups = (group,)

_WRITERS = {"beancount": beancount_text, "hledger": hledger_text}


@group.command("export")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--format", "form", type=click.Choice(list(_WRITERS)), default="beancount")
@click.option("--members", is_flag=True, help="Members' own accounts apart, not as one sum.")
def export_command(file: Path | None, form: str, members: bool) -> None:
    """Write the journal to FILE; without FILE, to standard output."""
    coop = founded_coop()
    entries = whole_journal(by_member=members)
    written = _WRITERS[form](entries, title=coop.name, currency=coop.currency)
    if file is None:
        click.echo(written, nl=False)
        return
    try:
        file.write_text(written, encoding="utf-8")
    except OSError as problem:
        reason = problem.strerror or ""
        raise InvalidInput(
            say("the file cannot be written: %(reason)s", reason=reason), str(file)
        ) from problem
    click.echo(f"{file.name}: {len(entries)} entries.")
