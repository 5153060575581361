"""Which entries deserve a second look before somebody signs for them.

Nothing is refused by these measures; they only put first what is unlike the rest.
"""

from collections.abc import Sequence
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


def look(
    *,
    quantity: Fraction,
    minutes: int,
    longest: int,
    measure: str,
    usual: Sequence[Fraction],
) -> Look:
    """`minutes` is all the time in the entry, `longest` that of one person; `usual` are units an
    hour of earlier confirmed entries of the item."""
    reasons: list[tuple[Fraction, Sentence]] = []
    if longest > LONG_DAY:
        reasons.append((Fraction(longest, LONG_DAY), say("A very long day.")))
    if quantity and not minutes:
        reasons.append((Fraction(2), say("Output without hours.")))
    if quantity and minutes:
        reasons += _unlike(quantity * 60 / minutes, measure, usual)
    score = max((score for score, _ in reasons), default=Fraction(0))
    return Look(score, tuple(why for _, why in reasons))


def _unlike(
    pace: Fraction, measure: str, usual: Sequence[Fraction]
) -> list[tuple[Fraction, Sentence]]:
    """More than three median deviations from the median, where the deviation counts as a tenth
    of the median at least: a steady shop should not be flagged over trifles."""
    if len(usual) < FEW:
        return []
    middle = median(usual)
    spread = max(median(abs(one - middle) for one in usual), middle / 10)
    score = abs(pace - middle) / spread if spread else Fraction(0)
    if score <= 3:
        return []
    sentence = say(
        "%(pace)s %(measure)s an hour; usual is about %(middle)s.",
        pace=_rounded(pace),
        measure=measure,
        middle=_rounded(middle),
    )
    return [(score, sentence)]


def _rounded(value: Fraction) -> Fraction:
    """For reading: two decimals below ten, one above."""
    places = 100 if value < 10 else 10
    return Fraction(round(value * places), places)
