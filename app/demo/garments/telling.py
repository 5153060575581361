"""The garment factory as a co-op: its workers found it, and its real log is taken in.

From the data: teams, days, numbers of workers, output, standard minutes, hours. Invented: that
it is a co-operative, its members as persons, offices, and the piece rate, which pays every
standard minute alike (half a taka, near the legal minimum of those years).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.bylaws.templates import SIMPLE_MAJORITY
from app.demo.garments.rows import TeamDay, log_rows, name_of, norms, read_days, team_sizes
from app.founding.actions import Founded, Founder, found_coop
from app.members.actions import found_unit, note_standing
from app.members.models import Member, Office, Standing, UnitKind
from app.members.passwords import hash_password
from app.production.actions.items import add_item, set_norm, set_piece_rate
from app.production.actions.settling import confirm_entries
from app.production.files.importing import import_log
from app.production.queries import unconfirmed_work

FILE = Path(__file__).parent.parent / "data" / "garments_worker_productivity.csv"
FOUNDED_ON = date(2014, 12, 31)
FOUNDED_AT = datetime(2014, 12, 31, 6, tzinfo=UTC)
PER_STANDARD_MINUTE = Fraction(1, 2)
PASSWORD = "needle and thread"  # noqa: S105 (a demo's, told to everybody)

# The first of a team; everybody else signs in nowhere.
OFFICES = {1: Office.CHAIR, 2: Office.SECRETARY, 3: Office.TREASURER}


@dataclass(frozen=True, slots=True)
class Factory:
    founded: Founded
    by_name: dict[str, Member]

    def first_of(self, team: int) -> Member:
        return self.by_name[name_of(team, 1)]


def found_factory(currency: str = "BDT") -> tuple[Factory, list[TeamDay]]:
    """The co-op with its members, teams, items, rates and norms, before the first day's work."""
    days = read_days(FILE)
    sizes = team_sizes(days)
    founded = found_coop(
        "Garment factory",
        currency=currency,
        language="en",
        time_zone="Asia/Dhaka",
        founders=[_founder(team, place) for team, place in _everybody(sizes)],
        bylaws=SIMPLE_MAJORITY,
        on=FOUNDED_ON,
        at=FOUNDED_AT,
        demo=True,
    )
    _open_teams(founded, sizes)
    _add_items(founded, days)
    factory = Factory(founded, {member.name: member for member in founded.members})
    password = hash_password(PASSWORD)
    for team in sizes:
        factory.first_of(team).password_hash = password
    return factory, days


def tell(at: datetime, today: date, currency: str = "BDT") -> Factory:
    """Founds the factory and takes in its log: logged by the treasurer, confirmed by the chair,
    and by the secretary where the chair was at work."""
    factory, days = found_factory(currency)
    treasurer, chair, secretary = (factory.first_of(team) for team in (3, 1, 2))
    import_log(
        log_rows(days, team_sizes(days)),
        by=treasurer.id,
        at=at,
        today=today,
        confirmed_by=chair.id,
    )
    left = unconfirmed_work(days[0].on, days[-1].on)
    confirm_entries([work.entry_id for work in left], by=secretary.id, at=at)
    return factory


def _everybody(sizes: dict[int, int]) -> list[tuple[int, int]]:
    return [(team, place) for team, size in sizes.items() for place in range(1, size + 1)]


def _founder(team: int, place: int) -> Founder:
    if place > 1:
        return Founder(name_of(team, place), None)
    offices = (OFFICES[team],) if team in OFFICES else ()
    return Founder(name_of(team, place), f"team{team}@garments.example", offices)


def _open_teams(founded: Founded, sizes: dict[int, int]) -> None:
    """Each team is a unit, and its members belong to it from the first day."""
    fact: dict[str, Any] = {"from_on": FOUNDED_ON, "decision": founded.decision, "at": FOUNDED_AT}
    units = {
        team: found_unit(f"Team {team}", UnitKind.BRIGADE, parent=founded.unit, **fact)
        for team in sizes
    }
    for (team, _), member in zip(_everybody(sizes), founded.members, strict=True):
        note_standing(member, Standing.FULL, unit_id=units[team].id, by=None, **fact)


def _add_items(founded: Founded, days: list[TeamDay]) -> None:
    fact: dict[str, Any] = {
        "from_on": FOUNDED_ON,
        "decision": founded.decision,
        "at": FOUNDED_AT,
    }
    for code, day in norms(days).items():
        item = add_item(
            code=code,
            name=f"{day.department}, style of {code.partition('-')[2]} minutes",
            measure="pcs",
            decimals=0,
            unit_id=founded.unit.id,
            by=None,
            at=FOUNDED_AT,
        )
        set_norm(item.id, day.norm, **fact)
        set_piece_rate(item.id, day.norm * PER_STANDARD_MINUTE, **fact)
