"""Putting a new rate or norm before the members: a motion that acts when it is carried."""

from datetime import date, datetime
from fractions import Fraction

from app.errors import InvalidInput
from app.members.queries import whole_coop
from app.money import decimal_text
from app.motions.actions.moving import move_motion
from app.motions.models import Motion
from app.motions.rules.effects import Effect, EffectKind
from app.production.models import Item
from app.production.rules import valuations
from app.sentences import say

DECIMALS = 6


def propose_rate(
    item: Item,
    rate: Fraction,
    *,
    by: int,
    title: str,
    text: str,
    reason: str,
    commences_on: date | None,
    at: datetime,
) -> Motion:
    """Moves that a unit of the item pays this rate. Raises InvalidInput and what
    `submit_motion` raises."""
    valuations.check_rate(rate)
    data = {"item_id": item.id, "rate": _exact(rate, "rate")}
    effect = Effect(EffectKind.SET_PIECE_RATE, data)
    return _hand_in(effect, by, title, text, reason, commences_on, at)


def propose_norm(
    item: Item,
    minutes: Fraction,
    *,
    by: int,
    title: str,
    text: str,
    reason: str,
    commences_on: date | None,
    at: datetime,
) -> Motion:
    """Moves that the norm for a unit of the item is this time. Raises as `propose_rate` does."""
    valuations.check_norm(minutes)
    data = {"item_id": item.id, "minutes": _exact(minutes, "minutes")}
    effect = Effect(EffectKind.SET_NORM, data)
    return _hand_in(effect, by, title, text, reason, commences_on, at)


def _exact(value: Fraction, where: str) -> str:
    if (value * 10**DECIMALS).denominator != 1:
        raise InvalidInput(say("Write at most %(count)s decimals.", count=DECIMALS), where)
    return decimal_text(value)


def _hand_in(
    effect: Effect,
    by: int,
    title: str,
    text: str,
    reason: str,
    commences_on: date | None,
    at: datetime,
) -> Motion:
    return move_motion(
        by=by,
        unit_id=whole_coop().id,
        title=title,
        text=text,
        reason=reason,
        effect=effect,
        commences_on=commences_on,
        at=at,
    )
