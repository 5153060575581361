"""`artel wages`: schemes compared on files."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from babel.numbers import list_currencies

from app.errors import InvalidInput
from app.money import digits
from app.production.files.csv_files import shown
from app.sentences import Sentence, say
from app.wages.comparison.of_file import Asked, compared_file
from app.wages.comparison.report import Told, comparison_json, comparison_text
from app.wages.files.schemes import read_schemes
from app.wages.files.tables import read_items, read_members
from app.wages.rules.book import CrewCountedTwice
from app.wages.rules.spans import Span
from app.wages.rules.work import NotComputable, Prices

FILE = click.Path(path_type=Path)


@click.group()
def wages() -> None:
    """Wage schemes."""


@wages.command("compare")
@click.argument("log", type=FILE, required=False)
@click.option("--schemes", "schemes_file", type=FILE, required=True, help="SCHEMES.toml")
@click.option("--members", "members_file", type=FILE, help="MEMBERS.csv")
@click.option("--items", "items_file", type=FILE, help="ITEMS.csv: piece rates and norms")
@click.option("--from", "first", metavar="DATE", help="First day of the work compared.")
@click.option("--to", "last", metavar="DATE", help="Last day of the work compared.")
@click.option("--by", type=click.Choice(["month", "week", "period"]), default="month")
@click.option("--currency", metavar="CODE", help="EUR; without LOG that of the co-op.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def compare_command(
    log: Path | None,
    schemes_file: Path,
    members_file: Path | None,
    items_file: Path | None,
    first: str | None,
    last: str | None,
    by: str,
    currency: str | None,
    form: str,
) -> None:
    """What each scheme would have paid for the work in LOG; without LOG, for the confirmed
    entries of the co-op itself."""
    if currency is not None:
        _check_currency(currency)
    limits = _limits(first, last)
    schemes, legal = read_schemes(schemes_file)
    if log is None:
        _refuse_files(members_file, items_file)
        # Only this needs the app and its database: with files the command starts without them.
        from app.wages.comparison.of_coop import compared_own

        _tell(compared_own(schemes, legal, limits, by, currency, schemes_file.name), [], form)
        return
    register = read_members(members_file) if members_file else []
    prices = read_items(items_file) if items_file else Prices()
    currency = currency or "EUR"
    asked = Asked(schemes, legal, register, prices, limits, by, digits(currency))
    try:
        answer = compared_file(log, asked)
    except InvalidInput as problem:
        raise InvalidInput(problem.sentence, problem.where or log.name) from problem
    except CrewCountedTwice as problem:
        raise InvalidInput(problem.sentence, log.name) from problem
    except NotComputable as problem:
        raise InvalidInput(problem.sentence, schemes_file.name) from problem
    strangers = answer.strangers if register else []
    _tell(Told(answer.outcomes, answer.span, currency), _strange(strangers), form)


def _refuse_files(members_file: Path | None, items_file: Path | None) -> None:
    for file, option in ((members_file, "--members"), (items_file, "--items")):
        if file is not None:
            raise InvalidInput(
                say("goes with a LOG.csv; without one the co-op's own are taken"), option
            )


def _tell(told: Told, warnings: list[Sentence], form: str) -> None:
    if form == "json":
        answer = comparison_json(told.outcomes, told.span, told.currency)
        answer["warnings"] = [str(warning) for warning in warnings]
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        click.echo(comparison_text(told.outcomes, told.span, told.currency))


def _check_currency(currency: str) -> None:
    if currency not in list_currencies():
        raise InvalidInput(
            say("“%(code)s” is not an ISO 4217 currency code", code=shown(currency)), "--currency"
        )


def _limits(first: str | None, last: str | None) -> Span:
    limits = Span(_day(first, "--from") or date.min, _day(last, "--to") or date.max)
    if limits.first > limits.last:
        raise InvalidInput(say("the last day is before the first"), "--to")
    return limits


def _day(text: str | None, option: str) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            say("“%(value)s” is not a date such as 2024-01-31", value=shown(text or "")), option
        ) from None


def _strange(strangers: Sequence[str]) -> list[Sentence]:
    return [
        say(
            "“%(member)s” is in the log and not among the members; counted as a member throughout.",
            member=member,
        )
        for member in strangers
    ]


groups = (wages,)
