"""The standing cast of the tests: a small co-op with two shops and everyone a rule asks for.

Ana chairs, Chen keeps the money, Dora the minutes; Emil, Fatima and Goran are full members;
Boris is a candidate (voice, no vote). Igor inspects and Olga operates the installation: neither
is a member. Charlie is nobody: no row, no session.
"""

from datetime import UTC, date, datetime

from argon2 import PasswordHasher

from app.bylaws.templates import SIMPLE_MAJORITY
from app.founding.actions import Founded, Founder, found_coop
from app.members.actions import found_unit, give_mandate, note_standing, register_person
from app.members.models import Member, Office, Standing, UnitKind

FOUNDED_ON = date(2024, 1, 8)
FOUNDED_AT = datetime(2024, 1, 8, 9, tzinfo=UTC)
PASSWORD = "bread and roses"
WHOLE, POTTERY, WEAVERS = "Red Clay", "Pottery", "Weavers"

OFFICES = {"Ana": Office.CHAIR, "Chen": Office.TREASURER, "Dora": Office.SECRETARY}
SHOPS = {POTTERY: ("Ana", "Dora", "Emil"), WEAVERS: ("Chen", "Fatima", "Goran")}
GUESTS = {"Igor": Office.INSPECTOR, "Olga": Office.OPERATOR}


def email(name: str) -> str:
    return f"{name.lower()}@redclay.example"


def found() -> None:
    """Founds the co-op through its own actions. The caller commits."""
    names = sorted(name for shop in SHOPS.values() for name in shop)
    founders = [
        Founder(name, email(name), (OFFICES[name],) if name in OFFICES else ()) for name in names
    ]
    founded = found_coop(
        WHOLE,
        currency="EUR",
        language="en",
        time_zone="Europe/Madrid",
        founders=founders,
        bylaws=SIMPLE_MAJORITY,
        on=FOUNDED_ON,
        at=FOUNDED_AT,
    )
    people = [*founded.members, _open_shops(founded), *_guests(founded)]
    password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for person in people:
        person.password_hash = password_hash


def _open_shops(founded: Founded) -> Member:
    """Moves the founders to their shops. Boris, who is returned, applies at the pottery."""
    fact = {"from_on": FOUNDED_ON, "decision": founded.decision, "at": FOUNDED_AT}
    units = {shop: found_unit(shop, UnitKind.SHOP, parent=founded.unit, **fact) for shop in SHOPS}
    for member in founded.members:
        unit = next(units[shop] for shop, names in SHOPS.items() if member.name in names)
        note_standing(member, Standing.FULL, unit_id=unit.id, by=None, **fact)
    boris = _register("Boris")
    applies = fact | {"decision": None}
    note_standing(boris, Standing.CANDIDATE, unit_id=units[POTTERY].id, by=boris.id, **applies)
    return boris


def _guests(founded: Founded) -> list[Member]:
    """Igor and Olga: an office each, no membership."""
    guests = [_register(name) for name in GUESTS]
    for guest in guests:
        give_mandate(
            guest,
            GUESTS[guest.name],
            unit_id=founded.unit.id,
            from_on=FOUNDED_ON,
            to_on=date(2099, 12, 31),
            decision=founded.decision,
            at=FOUNDED_AT,
        )
    return guests


def _register(name: str) -> Member:
    return register_person(name, email=email(name), by=None, at=FOUNDED_AT)
