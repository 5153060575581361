"""Which entries deserve a second look before somebody signs for them.

Nothing is refused by these measures; they only put first what is unlike the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from app.sentences import Sentence, say

LONG_DAY = 12 * 60
FEW = 5
"""With fewer earlier entries of an item, nothing can be called usual."""


@dataclass(frozen=True, slots=True)
class Look:
    """How far an entry is from the usual (0: not at all), and why."""

    score: Fraction
    why: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Usual:
    """The median pace of an item, in units an hour, and how far paces commonly are from it."""

    middle: Fraction
    spread: Fraction


def usual(paces: Sequence[Fraction]) -> Usual | None:
    """What is usual by earlier paces; None where they are too few. The spread is the median
    deviation, a tenth of the median at least: a steady shop is not flagged over trifles."""
    if len(paces) < FEW:
        return None
    middle = _median(paces)
    return Usual(middle, max(_median(abs(one - middle) for one in paces), middle / 10))


def _median(values: Iterable[Fraction]) -> Fraction:
    """Exact; put in order by floats beforehand, as to compare fractions takes its time."""
    return median(sorted(values, key=float))


def look(
    *, quantity: Fraction, minutes: int, longest: int, measure: str, usual: Usual | None
) -> Look:
    """`minutes` is the productive time in the entry, `longest` all the time of one person."""
    reasons: list[tuple[Fraction, Sentence]] = []
    if longest > LONG_DAY:
        reasons.append((Fraction(longest, LONG_DAY), say("A very long day.")))
    if quantity and not minutes:
        reasons.append((Fraction(2), say("Output without hours.")))
    if quantity and minutes and usual is not None:
        reasons += _unlike(quantity * 60 / minutes, measure, usual)
    score = max((score for score, _ in reasons), default=Fraction(0))
    return Look(score, tuple(why for _, why in reasons))


def _unlike(pace: Fraction, measure: str, usual: Usual) -> list[tuple[Fraction, Sentence]]:
    """More than three spreads from the middle."""
    score = abs(pace - usual.middle) / usual.spread if usual.spread else Fraction(0)
    if score <= 3:
        return []
    sentence = say(
        "%(pace)s %(measure)s an hour; usual is about %(middle)s.",
        pace=_rounded(pace),
        measure=measure,
        middle=_rounded(usual.middle),
    )
    return [(score, sentence)]


def _rounded(value: Fraction) -> Fraction:
    """For reading: two decimals below ten, one above."""
    places = 100 if value < 10 else 10
    return Fraction(round(value * places), places)
