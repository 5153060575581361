"""`artel demo …`: co-ops to try Artel with."""

import click
from flask.cli import AppGroup

from app import clock
from app.db import db
from app.demo.garments import telling as garments
from app.demo.kuzbass.cast import read_data
from app.demo.kuzbass.commission import PASSPHRASE
from app.demo.kuzbass.telling import tell

group = AppGroup("demo", help="Co-ops to try Artel with.")
groups = (group,)

# Who a newcomer signs in as, and what they can do there.
PEOPLE = {
    "margit": "chairs the open assembly: close the vote, open the next item, approve pay",
    "willem": "treasurer: compare schemes, prepare last month's pay",
    "rosa": "secretary: invite people, convene assemblies",
    "frank": "hewer, moved the piece-work motion; votes, logs, confirms",
    "anna": "chemist, brought in the guarantee; votes, logs, confirms",
    "pavel": "hewer, delegate of the first brigade; votes, logs, confirms",
    "ethel": "scrutineer: give the second key, and the urn opens (passphrase below)",
    "otto": "fitter, nominated for an election: accept or decline",
    "vera": "candidate: a voice, no vote",
    "inspector": "monitoring commission: reads everything, changes nothing",
    "operator": "runs the installation: no power over votes or pay",
}


@group.command("kuzbass", help="The Autonomous Industrial Colony Kuzbass, 1922 to today.")
def kuzbass_command() -> None:
    zone = read_data()["time_zone"]
    tell(clock.now(), clock.today(zone), lambda chapter: click.echo(f"  {chapter}"))
    db.commit()


@group.command("garments", help="A garment factory's real log of 2015, as if it were a co-op.")
def garments_command() -> None:
    factory = garments.tell(clock.now(), clock.today("Asia/Dhaka"))
    db.commit()
    click.echo(
        f"{len(factory.by_name)} members. Sign in with the password “{garments.PASSWORD}” as"
    )
    for team, office in garments.OFFICES.items():
        click.echo(f"  {factory.first_of(team).email}".ljust(32) + office)


@group.command("people", help="Who can sign in to the demo, and what they can do.")
def people_command() -> None:
    data = read_data()
    click.echo(f"Sign in with the password “{data['password']}” as")
    for key, what in PEOPLE.items():
        click.echo(f"  {key}@kuzbass.example".ljust(32) + what)
    click.echo(f"The scrutineers’ passphrase is “{PASSPHRASE}”.")
