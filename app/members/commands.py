"""`artel members …`: what the one who keeps the machine may do for someone at the door."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app import clock
from app.coop import today
from app.db import db
from app.errors import InvalidInput
from app.members import actions, invitations, tokens
from app.members.models import Member
from app.members.queries import whole_coop
from app.members.register import units_on
from app.sentences import say
from app.web.links import absolute_url

group = AppGroup("members", help="Links and tokens for members.")
groups = (group,)


@group.command("token", help="Print a new API token of the member with this e-mail.")
@click.argument("email")
@click.option("--name", default="command line", show_default=True, help="What it is for.")
def token_command(email: str, name: str) -> None:
    token = tokens.make_token(_member(email).id, name=name, at=clock.now())
    db.commit()
    click.echo(token)


@group.command("password-link", help="Print a link by which a member sets a new password.")
@click.argument("email")
def password_link_command(email: str) -> None:
    token = invitations.make_link(_member(email), by=None, at=clock.now())
    db.commit()
    click.echo(absolute_url("invitations.show_invitation", token=token))


@group.command("invite", help="Enter someone as a candidate and print their link.")
@click.argument("name")
@click.argument("email")
@click.option("--unit", help="The unit's name; without it, the whole co-op.")
@click.option("--note", default="", help="A line about them that all members read.")
def invite_command(name: str, email: str, unit: str | None, note: str) -> None:
    on = today()
    found = {place.name: place.id for place in units_on(on)}
    if unit is not None and unit not in found:
        raise InvalidInput(say("There is no unit “%(unit)s”.", unit=unit))
    _, token = actions.invite_candidate(
        name,
        email=email,
        unit_id=whole_coop().id if unit is None else found[unit],
        note=note,
        by=None,
        on=on,
        at=clock.now(),
    )
    db.commit()
    click.echo(absolute_url("invitations.show_invitation", token=token))


def _member(email: str) -> Member:
    member = db.session.scalar(select(Member).where(Member.email == email.lower()))
    if member is None:
        raise InvalidInput(say("Nobody in the register has the e-mail %(email)s.", email=email))
    return member
