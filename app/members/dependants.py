"""Who lives on a member's pay: the member's own business, and that of the office that confirms it.

The member enters it, somebody else who may read it confirms it; then schemes that pay by need
count it from its day. The record seals the numbers and never shows them.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.errors import InvalidInput
from app.members.models import Dependants
from app.members.rules import MOST_DEPENDANTS, DependantsSettled, OwnDependants
from app.record.actions import append
from app.record.rules import digest
from app.sentences import say


def enter_dependants(
    *, adults: int, children: int, from_on: date, by: int, at: datetime
) -> Dependants:
    """The member says who lives on their pay from a day on; it waits to be confirmed.
    Raises InvalidInput."""
    for number, where in ((adults, "adults"), (children, "children")):
        if not 0 <= number <= MOST_DEPENDANTS:
            sentence = say("Write a number from 0 to %(most)s.", most=MOST_DEPENDANTS)
            raise InvalidInput(sentence, where)
    fact = Dependants(
        member_id=by,
        from_on=from_on,
        adults=adults,
        children=children,
        salt=secrets.token_hex(16),
        at=at,
    )
    db.session.add(fact)
    db.session.flush()
    append("dependants-entered", f"dependants {fact.id}", by=by, at=at, data=sealed(fact))
    return fact


def sealed(fact: Dependants) -> dict[str, Any]:
    """What the record says of it; `archive.checks.people` asks for the same again."""
    frozen = [fact.salt, fact.member_id, fact.from_on.isoformat(), fact.adults, fact.children]
    return {"sealed": digest(frozen)}


def confirm_dependants(dependants_id: int, *, by: int, at: datetime) -> Dependants:
    """Somebody else has seen that it is so. Raises OwnDependants, DependantsSettled."""
    return _settle(dependants_id, confirmed=True, by=by, at=at)


def refuse_dependants(dependants_id: int, *, by: int, at: datetime) -> Dependants:
    """It is not so: it stays to be read and never counts. Raises OwnDependants,
    DependantsSettled."""
    return _settle(dependants_id, confirmed=False, by=by, at=at)


def _settle(dependants_id: int, *, confirmed: bool, by: int, at: datetime) -> Dependants:
    fact = db.session.scalars(
        select(Dependants).where(Dependants.id == dependants_id).with_for_update()
    ).one()
    if fact.member_id == by:
        raise OwnDependants
    if fact.confirmed is not None:
        raise DependantsSettled
    fact.confirmed, fact.settled_by_id, fact.settled_at = confirmed, by, at
    kind = "dependants-confirmed" if confirmed else "dependants-refused"
    append(kind, f"dependants {fact.id}", by=by, at=at)
    return fact


def history(member_id: int) -> Sequence[Dependants]:
    """All that a member ever entered, the latest first."""
    query = select(Dependants).where(Dependants.member_id == member_id)
    with_hands = query.options(joinedload(Dependants.settled_by))
    return db.session.scalars(with_hands.order_by(Dependants.id.desc())).all()


def everybody_s() -> Sequence[Dependants]:
    """All that members entered, what waits first, then the latest first."""
    return db.session.scalars(
        select(Dependants)
        .options(joinedload(Dependants.member), joinedload(Dependants.settled_by))
        .order_by(Dependants.confirmed.is_not(None), Dependants.id.desc())
    ).all()


def dependants_on(member_id: int, day: date) -> Dependants | None:
    """What counts for a member on a day."""
    return db.session.scalar(
        select(Dependants)
        .where(
            Dependants.member_id == member_id,
            Dependants.from_on <= day,
            Dependants.confirmed.is_(True),
        )
        .order_by(Dependants.from_on.desc(), Dependants.id.desc())
        .limit(1)
    )


def confirmed_dependants() -> Sequence[Dependants]:
    """All that counts or counted, by member and day; of two for one day the later one is last."""
    return db.session.scalars(
        select(Dependants)
        .where(Dependants.confirmed.is_(True))
        .order_by(Dependants.member_id, Dependants.from_on, Dependants.id)
    ).all()
