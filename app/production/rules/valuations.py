"""Piece rates and norms over time: each is valid from a day until the next one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.errors import InvalidInput, RuleViolation
from app.sentences import say


class LaterValueStands(RuleViolation):
    sentence = say("A value from the same day or a later one stands already.")


@dataclass(frozen=True, slots=True)
class Set:
    """A value as it was set from a day on, by a decision."""

    value: Fraction
    from_on: date
    decision_id: int


@dataclass(frozen=True, slots=True)
class Valid:
    """A value with the days on which it is valid, inclusive; `to_on` None: until further
    notice."""

    value: Fraction
    from_on: date
    to_on: date | None
    decision_id: int


def timeline(values: Iterable[Set]) -> tuple[Valid, ...]:
    """The values in the order of their days, each ending the day before the next begins."""
    in_order = sorted(values, key=lambda one: one.from_on)
    ends = [later.from_on - timedelta(days=1) for later in in_order[1:]] + [None]
    return tuple(
        Valid(one.value, one.from_on, to_on, one.decision_id)
        for one, to_on in zip(in_order, ends, strict=True)
    )


MOST = 10**12
"""What a unit pays in any currency, and the minutes it takes, stay below."""


def check_rate(rate: Fraction) -> None:
    """A piece rate pays nothing or more. Raises InvalidInput."""
    if rate < 0:
        raise InvalidInput(say("A piece rate is not negative."), "rate")
    if rate >= MOST:
        raise InvalidInput(say("No unit pays that much."), "rate")


def check_norm(minutes: Fraction) -> None:
    """A norm is a time: more than nothing, and exact efficiency divides by none.
    Raises InvalidInput."""
    if minutes <= 0:
        raise InvalidInput(say("A norm is more than no time."), "minutes")
    if minutes >= MOST:
        raise InvalidInput(say("No unit takes that long."), "minutes")


def check_from(from_on: date, *, latest: date | None) -> None:
    """Whether a value may begin on a day: after the one that stands. Raises LaterValueStands."""
    if latest is not None and from_on <= latest:
        raise LaterValueStands(
            say("A value from %(latest)s stands already: begin after it.", latest=latest)
        )
