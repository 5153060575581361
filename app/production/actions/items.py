"""The catalogue of items. Rates and norms need a `Decision`: the members set them, nobody else."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import func, select

from app.db import db
from app.errors import InvalidInput
from app.production import sums
from app.production.actions.closing import hold_open
from app.production.models import Item, Norm, PieceRate
from app.production.rules import valuations
from app.record.actions import append
from app.record.models import Decision
from app.sentences import say


def add_item(
    *, code: str, name: str, measure: str, decimals: int, unit_id: int, by: int | None, at: datetime
) -> Item:
    """Adds what is made to the catalogue; its rate and norm come by decision.
    Raises InvalidInput where the code is taken."""
    code = code.strip()
    if db.session.scalar(select(Item.id).where(func.lower(Item.code) == code.lower())):
        raise InvalidInput(say("Another item has this code."), "code")
    item = Item(
        code=code,
        name=name.strip(),
        measure=measure.strip(),
        decimals=decimals,
        unit_id=unit_id,
        at=at,
    )
    db.session.add(item)
    db.session.flush()
    facts = {"code": code, "name": item.name, "measure": item.measure, "decimals": decimals}
    append("item-added", f"item {item.id}", by=by, at=at, data={**facts, "unit": unit_id})
    return item


def retire_item(item: Item, *, by: int, at: datetime) -> None:
    """The item is not made any more: nothing new is logged on it, what stands stays."""
    if item.retired_at is None:
        item.retired_at = at
        append("item-retired", f"item {item.id}", by=by, at=at)


def set_piece_rate(
    item_id: int, rate: Fraction, *, from_on: date, decision: Decision, at: datetime
) -> PieceRate:
    """From this day a unit of the item pays this rate, in major units of the currency. The day
    may lie in a closed log: a later pay run books the difference.
    Raises LaterValueStands, InvalidInput."""
    valuations.check_rate(rate)
    _check_from(item_id, PieceRate, from_on)
    row = PieceRate(item_id=item_id, rate=rate, from_on=from_on, decision_id=decision.id, at=at)
    _note_value(row, "piece-rate-set", item_id, str(rate), decision, at)
    return row


def set_norm(
    item_id: int, minutes: Fraction, *, from_on: date, decision: Decision, at: datetime
) -> Norm:
    """From this day the norm for a unit of the item is this time, in minutes.
    Raises LaterValueStands, InvalidInput."""
    valuations.check_norm(minutes)
    _check_from(item_id, Norm, from_on)
    row = Norm(item_id=item_id, minutes=minutes, from_on=from_on, decision_id=decision.id, at=at)
    _note_value(row, "norm-set", item_id, str(minutes), decision, at)
    return row


def _check_from(item_id: int, kind: type[PieceRate] | type[Norm], from_on: date) -> None:
    hold_open()
    db.session.scalars(select(Item.id).where(Item.id == item_id).with_for_update()).one()
    latest = db.session.scalar(select(func.max(kind.from_on)).where(kind.item_id == item_id))
    valuations.check_from(from_on, latest=latest)


def _note_value(
    row: PieceRate | Norm, kind: str, item_id: int, value: str, decision: Decision, at: datetime
) -> None:
    db.session.add(row)
    db.session.flush()
    sums.note_value(row)
    data = {"value": value, "from": row.from_on.isoformat(), "decision": decision.id}
    append(kind, f"item {item_id}", by=None, at=at, data=data)
