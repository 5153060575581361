"""`artel init`: founding a real co-op, by questions or by options."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click
from babel.numbers import is_currency
from flask import current_app
from flask.cli import with_appcontext

from app import clock
from app.bylaws.templates import TEMPLATES
from app.coop import this_coop
from app.db import db
from app.errors import InvalidInput
from app.founding.actions import AlreadyFounded, Founder, found_coop, propose_bylaws
from app.founding.rules import check_founders, check_time_zone, parse_founder
from app.members.invitations import make_link
from app.members.models import Office
from app.migrations import upgrade
from app.sentences import say
from app.web.language import in_language
from app.web.links import absolute_url


@click.command("init", help="Found the co-op of this installation.")
@click.option("--name", prompt="Name of the co-op")
@click.option("--currency", prompt="Currency (ISO 4217, such as EUR)")
@click.option("--language", prompt="Language (en, es)", default="en")
@click.option("--time-zone", prompt="Time zone (IANA, such as Europe/Madrid)")
@click.option(
    "--founder",
    "founders",
    multiple=True,
    metavar='"NAME <EMAIL> OFFICES"',
    help="Once for each: chair, secretary, treasurer and operator are the offices.",
)
@click.option(
    "--bylaws",
    type=click.Choice(list(TEMPLATES)),
    prompt="\n".join(f"{name}: {words}" for name, (words, _) in TEMPLATES.items()) + "\nBylaws",
    help="What to start from. The founding assembly adopts them.",
)
@with_appcontext
def init(
    name: str,
    currency: str,
    language: str,
    time_zone: str,
    founders: tuple[str, ...],
    bylaws: str,
) -> None:
    current_app.config["DATA"].mkdir(parents=True, exist_ok=True)
    upgrade(current_app)
    if this_coop() is not None:
        raise AlreadyFounded
    lines = [parse_founder(text) for text in founders or _asked_founders()]
    check_founders(lines)
    at, zone = clock.now(), check_time_zone(time_zone)
    founded = found_coop(
        _checked("name", name.strip(), lambda text: 0 < len(text) <= 200),
        currency=_checked("currency", currency.upper(), is_currency),
        language=_checked("language", language, current_app.config["LANGUAGES"].__contains__),
        time_zone=zone,
        founders=[
            Founder(line.name, line.email, tuple(Office(office) for office in line.offices))
            for line in lines
        ],
        bylaws=TEMPLATES[bylaws][1],
        on=clock.today(zone),
        at=at,
    )
    chair = next(
        member
        for member, line in zip(founded.members, lines, strict=True)
        if Office.CHAIR in line.offices
    )
    with in_language(language):
        propose_bylaws(founded, TEMPLATES[bylaws][1], by=chair.id, at=at)
    links = []
    for member in founded.members:
        token = make_link(member, by=None, at=at)
        links.append((member.name, absolute_url("invitations.show_invitation", token=token)))
    db.commit()
    _tell(founded.coop.name, founded.coop.founded_on, links)


def _asked_founders() -> list[str]:
    click.echo("Founders, one a line: Ana Pérez <ana@example.org> chair, operator")
    click.echo("Offices to fill: chair, secretary, treasurer; operator looks after the machine.")
    lines = []
    while line := click.prompt("Founder (empty: that is all)", default="", show_default=False):
        parse_founder(line)  # at once, while the line is still in sight
        lines.append(line)
    return lines


def _checked(option: str, value: str, holds: Callable[[str], Any]) -> str:
    if not holds(value):
        raise InvalidInput(say("“%(value)s” is no %(option)s.", value=value, option=option))
    return value


def _tell(name: str, on: date, links: list[tuple[str, str]]) -> None:
    click.echo(f"\n{name} is founded, on {on.isoformat()}.\n")
    click.echo("Each founder sets a password by their own link, within 14 days:")
    for founder, link in links:
        click.echo(f"  {founder}: {link}")
    click.echo("\nNext:")
    click.echo("  1. Hand each founder their link, then start the pages: artel serve")
    click.echo(
        "  2. Another founder seconds motion 1, “Adopt the bylaws”; the chair puts it to vote."
    )
    click.echo("  3. The secretary invites the others; the assembly admits them.")


groups = (init,)
