"""`artel production`: the log from a file."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app import clock
from app.coop import today
from app.db import db
from app.errors import InvalidInput
from app.members.models import Office
from app.members.queries import mandates_on
from app.production import queries, sums
from app.production.files.importing import Imported, RowsRefused, import_log, plan_import
from app.production.files.log_files import Fault, read_import, refusal_of, renamed
from app.sentences import say

group = AppGroup("production", help="The log of work.")
groups = (group,)
MOST_TOLD = 200
"""Faults told one by one to a person; a program is told them all."""


@group.command("import")
@click.argument("log", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only report: take nothing.")
@click.option(
    "--map", "maps", multiple=True, metavar="HEADING=COLUMN", help="The column a heading means."
)
@click.option("--as", "importer", metavar="EMAIL", help="Who logs them; the treasurer if not said.")
@click.option("--confirmed-by", "signer", metavar="EMAIL", help="Who saw the work and signs.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def import_command(
    log: Path,
    check: bool,
    maps: tuple[str, ...],
    importer: str | None,
    signer: str | None,
    form: str,
) -> None:
    """Take LOG (csv, xlsx or ods) into the log: all of its rows, or none."""
    on = today()
    by = _member(importer, "--as") if importer else _treasurer(on)
    confirmed_by = _member(signer, "--confirmed-by") if signer else None
    rows, faults = read_import(log, renamed(maps))
    try:
        if check:
            plan = plan_import(rows, faults, today=on)
            found = Imported(len(plan.new), plan.already, len(plan.new))
        else:
            found = import_log(
                rows, faults, by=by, at=clock.now(), today=on, confirmed_by=confirmed_by
            )
            db.commit()
    except RowsRefused as refusal:
        click.echo(_refused(log.name, refusal.faults, form))
        raise refusal_of(refusal.faults, log.name) from None
    click.echo(_taken(log.name, len(rows), found, taken=not check, form=form))


@group.command("rebuild-sums")
def rebuild_command() -> None:
    """Make the kept sums of work anew from the log: a comparison reads these sums."""
    months = sums.rebuild()
    db.commit()
    click.echo(f"The sums of {months} months follow from the log again.")


def _member(text: str, option: str) -> int:
    return queries.register().find(text, option)


def _treasurer(today: date) -> int:
    holders = mandates_on(today, Office.TREASURER)
    if not holders:
        raise InvalidInput(say("nobody is treasurer: say who logs the entries"), "--as")
    return holders[0].member_id


def _refused(file: str, faults: Sequence[Fault], form: str) -> str:
    if form == "json":
        return _json({"file": file, "taken": False, "faults": [_fault(one) for one in faults]})
    lines = [f"{one.where(file)}: “{one.value}” – {one.reason}" for one in faults[:MOST_TOLD]]
    if len(faults) > MOST_TOLD:
        lines.append(f"… and {len(faults) - MOST_TOLD} more")
    return "\n".join(lines)


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "row": fault.line,
        "column": fault.column,
        "value": fault.value,
        "reason": str(fault.reason),
    }


def _taken(file: str, rows: int, found: Imported, *, taken: bool, form: str) -> str:
    if form == "json":
        return _json(
            {
                "file": file,
                "taken": taken,
                "rows": rows,
                "entries": found.entries,
                "already": found.already,
                "unconfirmed": found.unconfirmed,
                "faults": [],
            }
        )
    lines = [
        f"{file}: {rows} rows, {found.entries} new entries, {found.already} in the log already."
    ]
    if not taken:
        lines.append("Every row can be taken. Nothing was taken, as --check asks.")
    elif found.unconfirmed:
        lines.append(f"{found.unconfirmed} entries wait for another member's confirmation.")
    return "\n".join(lines)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
