"""`artel voting …`: counting without a database."""

import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import click

from app.errors import InvalidInput
from app.money import parse_decimal
from app.sentences import say
from app.voting.counting import METHODS, count
from app.voting.files.election import read_election
from app.voting.reports import to_json, to_text
from app.voting.rules.ballots import Overvotes
from app.voting.rules.schulze import Default
from app.voting.rules.ties import Lot


@click.group()
def voting() -> None:
    """Polls, ballots and counts."""


@voting.command("count")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--method", type=click.Choice(METHODS), required=True)
@click.option("--seats", type=click.IntRange(min=1), help="Instead of those the file states.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--default-option", metavar="NAME", help="schulze: what the others must beat.")
@click.option("--quorum", metavar="X", help="schulze: votes needed over the default option.")
@click.option("--ratio", "ratios", metavar="OPTION=K", multiple=True, help="schulze: K to 1.")
@click.option("--tie-seed", metavar="TEXT", help="The seed of the lot, published before the vote.")
@click.option(
    "--list-hash",
    metavar="HASH",
    help="Instead of a seed: the hash of the list of voters, which orders the weakest.",
)
@click.option("--overvotes", type=click.Choice([rule.value for rule in Overvotes]), default="stop")
def count_command(
    file: Path,
    method: str,
    seats: int | None,
    form: str,
    default_option: str | None,
    quorum: str | None,
    ratios: tuple[str, ...],
    tie_seed: str | None,
    list_hash: str | None,
    overvotes: str,
) -> None:
    """Count the election in FILE and say how it came to its result.

    FILE is BLT, PrefLib, CSV or a Debian tally sheet, told apart by its ending and content.
    docs/voting.md shows each of them.
    """
    if tie_seed is not None and list_hash is not None:
        raise click.UsageError("A lot has a --tie-seed or a --list-hash, not both.")
    if "" in (tie_seed, list_hash):
        raise click.UsageError("The --tie-seed or --list-hash is empty.")
    election = read_election(file, method)
    lot = Lot(tie_seed or list_hash or election.sha256, published=bool(tie_seed))
    default = _default(election.ballots.candidates, default_option, quorum, ratios)
    if seats is None:
        seats = 1 if method == "irv" else election.seats or 1
    try:
        result = count(method, election.ballots, seats, lot, Overvotes(overvotes), default)
    except InvalidInput as error:
        raise InvalidInput(error.sentence, str(file)) from None
    if result.tied and lot.seed == election.sha256:
        result = replace(result, log=(*result.log, _SEED))
    text = json.dumps(to_json(result), ensure_ascii=False) if form == "json" else to_text(result)
    click.echo(text.encode())


_SEED = say(
    "No seed was published before the vote: if a lot was drawn between those to be defeated,"
    " its seed is the SHA-256 of the file."
)


def _default(
    candidates: Sequence[str], name: str | None, quorum: str | None, ratios: Sequence[str]
) -> Default | None:
    if name is None:
        if quorum is not None or ratios:
            raise click.UsageError("--quorum and --ratio need a --default-option.")
        return None
    default = _find(candidates, name, "--default-option")
    needed: dict[str, Fraction] = {}
    for ratio in ratios:
        option, equals, number = ratio.rpartition("=")
        if not equals:
            raise InvalidInput(say("“%(text)s” is not OPTION=K.", text=ratio), "--ratio")
        one = _find(candidates, option, "--ratio")
        if one == default:
            raise InvalidInput(say("The default option has no ratio to meet."), "--ratio")
        if one in needed:
            raise InvalidInput(say("“%(name)s” has two ratios.", name=one), "--ratio")
        needed[one] = _amount(number, "--ratio")
    return Default(default, _amount(quorum or "0", "--quorum"), needed)


def _amount(text: str, where: str) -> Fraction:
    top, slash, bottom = text.partition("/")
    try:
        amount = parse_decimal(top) / (parse_decimal(bottom) if slash else 1)
    except (ValueError, ZeroDivisionError):
        wrong = say("“%(text)s” is not a number such as 3, 1.5 or 3/2.", text=text)
        raise InvalidInput(wrong, where) from None
    if amount < 0:
        raise InvalidInput(say("“%(text)s” is below zero.", text=text), where)
    return amount


def _find(candidates: Sequence[str], name: str, where: str) -> str:
    """The candidate so called, if need be without regard to blanks, case and drawn lines."""
    if name in candidates:
        return name
    alike = [one for one in candidates if _bare(one) == _bare(name)]
    if len(alike) != 1:
        raise InvalidInput(say("No option is called “%(name)s”.", name=name), where)
    return alike[0]


def _bare(name: str) -> str:
    return " ".join(name.casefold().strip("|/ ").split())


groups = (voting,)
