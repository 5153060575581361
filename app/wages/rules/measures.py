"""Figures about a pay bill, each with its definition. Exact; None where one is not defined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.wages.rules.exact import ZERO, total, total_of_products
from app.wages.rules.terms import (
    Blend,
    Cap,
    Crew,
    Fit,
    Gain,
    Greatest,
    LabourDays,
    Least,
    Piece,
    Sum,
    Times,
    TimeSaved,
)
from app.wages.rules.trace import Trace

Amounts = Sequence[Fraction | int]


def in_order(amounts: Amounts) -> list[Fraction | int]:
    """Sorted. To compare fractions is slow, so that they are put nearly in order first."""
    nearly = sorted(amounts, key=lambda amount: amount.numerator * 10**9 // amount.denominator)
    return sorted(nearly)


def gini(amounts: Amounts) -> Fraction | None:
    """Σ (2i − n − 1)·xᵢ ÷ (n·Σx) over amounts in rising order, i = 1…n: 0 if all are equal,
    near 1 if one has everything. Of 1, 2, 3, 4 it is 0.25. Not defined where the sum is 0."""
    count, together = len(amounts), total(amounts)
    if not together:
        return None
    ranked = enumerate(in_order(amounts), start=1)
    return total_of_products((2 * i - count - 1, x) for i, x in ranked) / (count * together)


def quantile(amounts: Amounts, part: Fraction) -> Fraction | None:
    """The value below which `part` of the amounts lie, evenly between its two neighbours
    (Hyndman and Fan's type 7, the PERCENTILE.INC of spreadsheets)."""
    if not amounts:
        return None
    ranked = in_order(amounts)
    place = part * (len(ranked) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ranked) - 1)
    return Fraction(ranked[below]) + (place - below) * (ranked[above] - ranked[below])


def median(amounts: Amounts) -> Fraction | None:
    return quantile(amounts, Fraction(1, 2))


def p90_p10(amounts: Amounts) -> Fraction | None:
    """The ninth decile ÷ the first."""
    low, high = quantile(amounts, Fraction(1, 10)), quantile(amounts, Fraction(9, 10))
    return high / low if low and high is not None else None


@dataclass(frozen=True, slots=True)
class Evenness:
    """gini, p90_p10: of the members' pay. The others: of pay ÷ hours, for members with hours;
    `ratio` is the highest ÷ the lowest."""

    gini: Fraction | None
    gini_hourly: Fraction | None
    p90_p10: Fraction | None
    ratio: Fraction | None
    lowest_hourly: Fraction | None
    highest_hourly: Fraction | None


def evenness(pay: Mapping[str, Fraction | int], hours: Mapping[str, Fraction]) -> Evenness:
    """`hours`: of the members who have any."""
    amounts = in_order(list(pay.values()))
    hourly = in_order([pay[member] / own for member, own in hours.items()])
    lowest, highest = (Fraction(hourly[0]), Fraction(hourly[-1])) if hourly else (None, None)
    return Evenness(
        gini=gini(amounts),
        gini_hourly=gini(hourly),
        p90_p10=p90_p10(amounts),
        ratio=highest / lowest if highest is not None and lowest else None,
        lowest_hourly=lowest,
        highest_hourly=highest,
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """Who gains and who loses against another scheme over the whole span.

    Amounts as put in; `worst_loss` is the largest single loss, negative, or 0.
    """

    winners: int
    losers: int
    unchanged: int
    median_change: Fraction
    worst_loss: Fraction


def changes(before: Mapping[str, int], after: Mapping[str, int]) -> Changes:
    """Compares the pay of the same members."""
    moved = [after[member] - before[member] for member in before]
    return Changes(
        winners=sum(change > 0 for change in moved),
        losers=sum(change < 0 for change in moved),
        unchanged=sum(change == 0 for change in moved),
        median_change=median(moved) or ZERO,
        worst_loss=Fraction(min([0, *moved])),
    )


def independent(trace: Trace) -> Fraction:
    """The part of an amount that would be paid for the same hours without any output: the
    solidarity of a scheme is the sum of these parts ÷ the sum of amounts.

    Piece pay, crew pay and labour-days have none; a bonus plan has its time wages; a guarantee
    has what it guarantees, whether it was needed or not. A cap or a fit passes on its term's
    part, a fit that pays its floor the floor's; a gain is earned by output.
    """
    if not trace.amount:
        return ZERO
    if trace.windows:
        return total(independent(window) for window in trace.windows)
    parts = [independent(part) for part in trace.parts]
    match trace.term:
        case Piece() | Crew() | LabourDays():
            return ZERO
        case TimeSaved():
            return trace.figures.get("time_pay", ZERO)
        case Sum():
            return total(parts)
        case Greatest():
            return max(parts)
        case Least():
            return min(parts)
        case Blend(lambda_=share):
            return share * parts[0] + (1 - share) * parts[1]
        case Gain():
            return parts[0]
        case Fit() if trace.chosen == 1:
            return parts[1]
        case Times() | Cap() | Fit():
            before = trace.parts[0].amount
            return parts[0] * trace.amount / before if before else trace.amount
    return trace.amount
