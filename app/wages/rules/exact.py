"""Sums of many fractions. Adding fractions one by one makes each of them anew and reduces it;
here whole numbers are added by denominator, which is exact as well and ten times as fast."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

ZERO = Fraction(0)
ONE = Fraction(1)


def total(values: Iterable[Fraction | int]) -> Fraction:
    """Σ value."""
    by_denominator: dict[int, int] = defaultdict(int)
    for value in values:
        numerator, denominator = value.as_integer_ratio()
        by_denominator[denominator] += numerator
    return _together(by_denominator)


def total_of_products(pairs: Iterable[tuple[Fraction | int, Fraction | int]]) -> Fraction:
    """Σ first × second."""
    by_denominator: dict[int, int] = defaultdict(int)
    for first, second in pairs:
        numerator, denominator = first.as_integer_ratio()
        other_numerator, other_denominator = second.as_integer_ratio()
        by_denominator[denominator * other_denominator] += numerator * other_numerator
    return _together(by_denominator)


def _together(by_denominator: dict[int, int]) -> Fraction:
    parts = [Fraction(numerator, denominator) for denominator, numerator in by_denominator.items()]
    while len(parts) > 1:  # by pairs: the common denominators grow late
        odd = parts[-1:] if len(parts) % 2 else []
        parts = [one + two for one, two in zip(parts[::2], parts[1::2], strict=False)] + odd
    return parts[0] if parts else ZERO
