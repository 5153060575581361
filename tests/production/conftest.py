"""A small workshop: two items, and a short way to log."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.db import db
from app.members.models import Member, Unit
from app.production.actions.items import add_item
from app.production.actions.logging import log_entry
from app.production.models import Entry, Item
from app.production.rules.entries import Stint
from tests.cast import POTTERY, WEAVERS

AT = datetime(2026, 3, 10, 16, tzinfo=UTC)
TODAY = date(2026, 3, 10)

Person = Callable[[str], Member]
Log = Callable[..., Entry]


@pytest.fixture
def items(context: None) -> dict[str, Item]:
    """Pots, counted; clay, weighed to the gram; both made in the pottery. Cloth by the weavers."""
    units = {unit.name: unit.id for unit in db.session.scalars(select(Unit))}
    made = {
        code: add_item(
            code=code,
            name=code.capitalize(),
            measure=measure,
            decimals=decimals,
            unit_id=units[unit],
            by=None,
            at=AT,
        )
        for code, measure, decimals, unit in (
            ("pots", "pots", 0, POTTERY),
            ("clay", "kg", 3, POTTERY),
            ("cloth", "m", 1, WEAVERS),
        )
    }
    db.commit()
    return made


@pytest.fixture
def log(items: dict[str, Item], person: Person) -> Log:
    """Logs and commits: `log("Emil", "pots", 12)`, `log("Emil", minutes=90, kind=WAITING)`."""
    count = iter(range(10_000))

    def entry(name: str, item: str | None = None, quantity: str | int = 0, **more: object) -> Entry:
        minutes, kind = more.pop("minutes", 480), more.pop("kind", None)
        stint = (minutes,) if kind is None else (minutes, kind)
        about = {
            "by": person(name).id,
            "at": AT,
            "key": f"test-{next(count)}",
            "worked_on": TODAY,
            "labour": [Stint(person(name).id, *stint)],
            "item_id": items[item].id if item else None,
            "quantity": Fraction(quantity),
        }
        made = log_entry(**about | more)
        db.commit()
        return made

    return entry
