"""Where those compared work: the sites of the co-op and the grades of its members."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from app.db import db
from app.members.models import Unit
from app.members.queries import people_on


def sites_on(day: date) -> dict[int, str]:
    """By member number: the unit right below the co-op that they belong to, or the co-op."""
    rows = db.session.execute(select(Unit.id, Unit.name, Unit.parent_id))
    units = {unit: (name, parent) for unit, name, parent in rows}
    return {person.id: _site(person.unit_id, units) for person in people_on(day)}


def _site(unit: int, units: Mapping[int, tuple[str, int | None]]) -> str:
    name, parent = units[unit]
    while parent is not None and units[parent][1] is not None:
        name, parent = units[parent]
    return name
