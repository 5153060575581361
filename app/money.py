"""Exact amounts: minor units, one rounding, and shares that add up.

Rules compute with `Fraction` in major units and call `to_minor` once, when a pay line is made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

from babel.numbers import get_currency_precision

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_LONGEST = 100
"""No amount needs more digits, and with thousands of them no sum can be written down."""

MOST_BOOKED = 10**17
"""Minor units: the books count in 64 bits, and sums of many months must still fit."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (cents) of an ISO 4217 currency."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Fraction, currency: str) -> "Money":
        """An exact amount in major units, rounded to what the currency has."""
        return cls(to_minor(amount, digits(currency)), currency)

    def __str__(self) -> str:
        return f"{minor_text(self.minor, digits(self.currency))} {self.currency}"

    @property
    def exact(self) -> Decimal:
        """In major units, with the currency's decimals: what a spreadsheet takes as a number."""
        return Decimal(minor_text(self.minor, digits(self.currency)))


def digits(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD (CLDR)."""
    return get_currency_precision(currency)


@lru_cache(maxsize=4096)
def parse_decimal(text: str) -> Fraction:
    """An exact number from a decimal string. Raises ValueError on anything else."""
    cleaned = text.strip()
    if len(cleaned) > _LONGEST or not cleaned.isascii() or not _DECIMAL.fullmatch(cleaned):
        raise ValueError(f"not a decimal number: {text!r}")
    return Fraction(cleaned)


def round_half_up(value: Fraction) -> int:
    """The nearest integer; a half goes away from zero, so that a reversal rounds alike."""
    return _half_up(value.numerator, value.denominator)


def _half_up(numerator: int, denominator: int) -> int:
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


def to_minor(amount: Fraction, decimals: int) -> int:
    """An amount in major units, rounded half up to minor units."""
    return _half_up(amount.numerator * 10**decimals, amount.denominator)


def minor_text(minor: int, decimals: int) -> str:
    """Minor units as a decimal string: `minor_text(-1205, 2) == "-12.05"`."""
    if not decimals:
        return str(minor)
    whole, part = divmod(abs(minor), 10**decimals)
    return f"{'-' if minor < 0 else ''}{whole}.{part:0{decimals}d}"


def decimal_text(value: Fraction, places: int | None = None) -> str:
    """A decimal string with `places` decimals, rounded half up; without `places`, the shortest
    exact one, or four decimals where no exact one exists."""
    if places is not None:
        return minor_text(to_minor(value, places), places)
    for exact in range(13):
        if 10**exact % value.denominator == 0:
            return minor_text(value.numerator * (10**exact // value.denominator), exact)
    return decimal_text(value, 4)


def allocate(total: int, weights: Sequence[Fraction], rotation: int = 0) -> list[int]:
    """Share `total` minor units by `weights` so that the parts sum to the whole.

    Largest remainder (Hamilton). Units left over by equal remainders go to the place that
    comes first when counting starts at `rotation`: a published order that moves on from period
    to period, never an order of names. A negative total is shared as its opposite.
    Raises ValueError for a negative weight and when all weights are zero.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    common = lcm(*(weight.denominator for weight in weights))
    shares = [weight.numerator * (common // weight.denominator) for weight in weights]
    base = sum(shares)
    if not base:
        raise ValueError("all weights are zero")
    if total < 0:
        return [-part for part in allocate(-total, weights, rotation)]
    parts = [total * share // base for share in shares]
    count = len(shares)
    by_remainder = sorted(
        range(count),
        key=lambda place: (-(total * shares[place] % base), (place - rotation) % count),
    )
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
