"""A month of work in the cast's co-op: what tests of pay runs and of their pages begin with."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from app.db import db
from app.members.models import Member, Unit
from app.production.actions.items import add_item, set_norm, set_piece_rate
from app.production.actions.logging import log_entry
from app.production.actions.settling import confirm_entry
from app.production.models import Item
from app.production.rules.entries import Stint
from app.record.actions import note_decision
from app.record.models import Decision
from app.wages.actions import adopt_scheme, keep_scheme
from app.wages.models import Adoption
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span
from tests.cast import FOUNDED_AT, FOUNDED_ON, POTTERY

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
APRIL_2 = date(2026, 4, 2)
NOW = datetime(2026, 4, 2, 9, tzinfo=UTC)
HOURLY: dict[str, Any] = {"hourly": {"rate": "10"}}
GUARANTEED: dict[str, Any] = {"greatest": [{"piece": {}}, HOURLY]}


def who(name: str) -> Member:
    return db.session.scalars(select(Member).where(Member.name == name)).one()


def founding() -> Decision:
    return db.session.scalars(select(Decision).where(Decision.motion_id.is_(None))).first()


def decided(number: int, on: date) -> Decision:
    return note_decision(
        f"Motion {number}",
        decided_at=NOW,
        in_force_on=on,
        motion_id=number,
        motion_number=number,
        tally="5 : 1 : 0",
    )


def pots() -> Item:
    """Pots of the pottery at 5 a piece, half an hour each, by the founding decision."""
    unit = db.session.scalars(select(Unit).where(Unit.name == POTTERY)).one()
    item = add_item(
        code="pots", name="Pots", measure="pot", decimals=0, unit_id=unit.id, by=None, at=FOUNDED_AT
    )
    valued = {"from_on": FOUNDED_ON, "decision": founding(), "at": FOUNDED_AT}
    set_piece_rate(item.id, Fraction(5), **valued)
    set_norm(item.id, Fraction(30), **valued)
    return item


def adopt(terms: dict[str, Any], name: str, on: date, number: int) -> Adoption:
    scheme = keep_scheme(name, parse_terms(terms), by=None, at=NOW)
    return adopt_scheme(scheme.id, from_on=on, decision=decided(number, on), at=NOW)


def work(member: Member, by: Member, day: int, quantity: int, item: Item, hours: int = 8) -> int:
    """Logged by the member on a day of March, confirmed by another."""
    entry = log_entry(
        by=member.id,
        at=datetime(2026, 3, day, 17, tzinfo=UTC),
        key=f"{member.name}-{day}-{quantity}",
        worked_on=date(2026, 3, day),
        labour=[Stint(member.id, hours * 60)],
        item_id=item.id,
        quantity=Fraction(quantity),
    )
    confirm_entry(entry.id, by=by.id, at=datetime(2026, 3, day, 18, tzinfo=UTC))
    return entry.id
