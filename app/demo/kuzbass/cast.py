"""Who and where: the colony's units and people, from `data/kuzbass.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from importlib.resources import files
from typing import Any

from app.bylaws.models import Matter
from app.bylaws.rules.conditions import Compare, Number, Relation, Share
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Tie
from app.founding.actions import Founded, Founder, found_coop
from app.members.actions import found_unit, give_mandate, note_standing, register_person
from app.members.models import Member, Office, Standing, Unit, UnitKind
from app.members.passwords import hash_password
from app.production.actions.items import add_item, set_norm, set_piece_rate
from app.production.models import Item

_HALF = Compare(Number.VALID, Relation.AT_LEAST, Share(Fraction(1, 2), Number.ENTITLED))
_TWO_THIRDS = Compare(Number.FOR, Relation.AT_LEAST, Share(Fraction(2, 3), Number.CAST))

# Invented, in the spirit of the time: the assembly claims every question.
BYLAWS = {
    Matter.WAGE_SCHEME: DecisionRule(_TWO_THIRDS, _HALF, notice_days=7),
    Matter.RATES: DecisionRule(SIMPLE, _HALF, notice_days=5),
    Matter.ADMISSION: DecisionRule(SIMPLE, _HALF, notice_days=3),
    Matter.OFFICE: DecisionRule(SIMPLE, _HALF, notice_days=5, tie=Tie.CHAIR),
    Matter.BYLAW: DecisionRule(_TWO_THIRDS, _HALF, notice_days=14),
    Matter.SPENDING: DecisionRule(SIMPLE, _HALF, notice_days=5),
    Matter.RESOLUTION: DecisionRule(SIMPLE, notice_days=2),
}


@dataclass(frozen=True)
class Colony:
    """The founded colony, its things by the keys of the data file."""

    data: Mapping[str, Any]
    founded: Founded
    units: Mapping[str, Unit]
    people: Mapping[str, Member]
    items: Mapping[str, Item]

    def id(self, key: str) -> int:
        return self.people[key].id

    def ids(self, *keys: str) -> list[int]:
        return [self.people[key].id for key in keys]

    def full_members(self) -> list[str]:
        """The keys of the full members, in the order of the file."""
        return [one["key"] for one in self.data["person"] if "standing" not in one]


def read_data() -> dict[str, Any]:
    text = files("app.demo").joinpath("data/kuzbass.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def at(day: date, hour: int = 12) -> datetime:
    """A moment of a day; noon in Siberia is early morning in UTC."""
    return datetime.combine(day, time(hour - 7), UTC)


def found_colony() -> Colony:
    """Founds the colony on its day in 1922: members, units, offices, bylaws, items and rates."""
    data = read_data()
    on = data["founded_on"]
    founders = [one for one in data["person"] if "standing" not in one]
    founded = found_coop(
        data["name"],
        currency=data["currency"],
        language=data["language"],
        time_zone=data["time_zone"],
        founders=[
            Founder(one["name"], _email(one["key"]), tuple(map(Office, one.get("offices", ()))))
            for one in founders
        ],
        bylaws=BYLAWS,
        on=on,
        at=at(on),
        demo=True,
    )
    units = _open_units(data, founded, on)
    people = dict(zip((one["key"] for one in founders), founded.members, strict=True))
    for one in data["person"]:
        people[one["key"]] = _settle(one, people.get(one["key"]), units, founded, on)
    for one in data["guest"]:
        people[one["key"]] = _guest(one, founded, on)
    password = hash_password(data["password"])
    for person in people.values():
        person.password_hash = password
    return Colony(data, founded, units, people, _items(data, units, founded, on))


def _open_units(data: Mapping[str, Any], founded: Founded, on: date) -> dict[str, Unit]:
    units = {"colony": founded.unit}
    for one in data["unit"]:
        if "joins" not in one:
            units[one["key"]] = open_unit(one, units, on, founded.decision)
    return units


def open_unit(one: Mapping[str, Any], units: Mapping[str, Unit], on: date, decision: Any) -> Unit:
    """A unit of the data file, from a day on by a decision."""
    return found_unit(
        one["name"],
        UnitKind(one["kind"]),
        parent=units[one.get("parent", "colony")],
        from_on=on,
        decision=decision,
        at=at(on),
    )


def _settle(
    one: Mapping[str, Any],
    known: Member | None,
    units: Mapping[str, Unit],
    founded: Founded,
    on: date,
) -> Member:
    """Moves a founder to their unit; registers a candidate there."""
    standing = Standing(one.get("standing", "full"))
    if known is None:
        known = register_person(one["name"], email=_email(one["key"]), by=None, at=at(on))
    known.note = one["note"]
    note_standing(
        known,
        standing,
        unit_id=units[one["unit"]].id,
        from_on=on,
        decision=founded.decision if standing is Standing.FULL else None,
        by=None,
        at=at(on),
    )
    return known


def _guest(one: Mapping[str, Any], founded: Founded, on: date) -> Member:
    guest = register_person(one["name"], email=_email(one["key"]), by=None, at=at(on))
    guest.note = one["note"]
    give_mandate(
        guest,
        Office(one["office"]),
        unit_id=founded.unit.id,
        from_on=on,
        to_on=date(2099, 12, 31),
        decision=founded.decision,
        at=at(on),
    )
    return guest


def _items(
    data: Mapping[str, Any], units: Mapping[str, Unit], founded: Founded, on: date
) -> dict[str, Item]:
    items = {}
    for one in data["item"]:
        item = add_item(
            code=one["code"],
            name=one["name"],
            measure=one["measure"],
            decimals=0,
            unit_id=units[one["unit"]].id,
            by=None,
            at=at(on),
        )
        rate, minutes = Fraction(one["rate"]), Fraction(one["norm_minutes"])
        set_piece_rate(item.id, rate, from_on=on, decision=founded.decision, at=at(on))
        set_norm(item.id, minutes, from_on=on, decision=founded.decision, at=at(on))
        items[one["code"]] = item
    return items


def _email(key: str) -> str:
    return f"{key}@kuzbass.example"
