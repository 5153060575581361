"""What is made, with its piece rate and its norm."""

from datetime import date

from flask import Response

from app.api.messages import answer
from app.api.operations import operation
from app.api.values import Answer, Positive
from app.api.views.blueprint import bp
from app.coop import today
from app.money import decimal_text
from app.permissions import Permission, requires
from app.production import catalogue


class Valuation(Answer):
    """What one unit pays (a rate) or how many minutes it takes (a norm), from a day to a day."""

    value: Positive
    from_on: date
    to_on: date | None
    decision_id: int
    motion_id: int | None


class Item(Answer):
    """What is made and how it is measured; entries name it by its `code`. `rate` and `norm` are
    those that hold today, null where none does."""

    id: int
    code: str
    name: str
    measure: str
    decimals: int
    unit: str
    retired: bool
    rate: Positive | None
    norm: Positive | None
    rates: list[Valuation]
    norms: list[Valuation]


@bp.get("/production/items")
@requires(Permission.BOOK_READ)
@operation(list[Item])
def list_items() -> Response:
    """What is made first, by name, then what is retired."""
    on = today()
    return answer([_item(one, on) for one in catalogue.items()])


def _item(item: catalogue.Listed, today: date) -> Item:
    rate, norm = item.rate_on(today), item.norm_on(today)
    return Item(
        id=item.id,
        code=item.code,
        name=item.name,
        measure=item.measure,
        decimals=item.decimals,
        unit=item.unit,
        retired=item.retired_at is not None,
        rate=decimal_text(rate.value) if rate else None,
        norm=decimal_text(norm.value) if norm else None,
        rates=[_valuation(one) for one in item.rates],
        norms=[_valuation(one) for one in item.norms],
    )


def _valuation(one: catalogue.Value) -> Valuation:
    return Valuation(
        value=decimal_text(one.value),
        from_on=one.from_on,
        to_on=one.to_on,
        decision_id=one.decision.id,
        motion_id=one.decision.motion_id,
    )
