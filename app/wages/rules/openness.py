"""How far members see each other's pay: private unless the members voted for more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.wages.rules.evenness import LEAST


class Openness(StrEnum):
    """private: everybody sees their own pay alone. banded: and how many are paid how much, in
    bands of at least five, without a name. full: and everybody's pay by name."""

    PRIVATE = "private"
    BANDED = "banded"
    FULL = "full"


def least_open(policies: Iterable[Openness]) -> Openness:
    """What all the policies allow. What was earned under private pay stays private when pay is
    opened later, and what is closed again is closed at once. Without a policy, private."""
    order = list(Openness)
    return min(policies, key=order.index, default=Openness.PRIVATE)


@dataclass(frozen=True, slots=True)
class Band:
    """How many members are paid from `low` up to less than `high`, in minor units."""

    low: int
    high: int
    members: int


MOST_BANDS = 8


def bands(amounts: Sequence[int]) -> list[Band]:
    """Pay in at most eight bands with round limits, none so narrow that it is somebody's pay to
    the cent: where all earn nearly alike, the bands are as wide as if they spread over an eighth
    of the highest pay. Bands with fewer than five members go into the next one; none where there
    are fewer than five."""
    if len(amounts) < LEAST:
        return []
    highest = max(amounts)
    width = _width(max(highest - min(amounts), highest // MOST_BANDS))
    steps = range(min(amounts) // width, max(amounts) // width + 1)
    found: list[Band] = []
    low, members = steps.start * width, 0
    for step in steps:
        members += sum(amount // width == step for amount in amounts)
        if members >= LEAST:
            found.append(Band(low, (step + 1) * width, members))
            low, members = (step + 1) * width, 0
    if members:
        last = found.pop()
        found.append(Band(last.low, steps.stop * width, last.members + members))
    return found


def _width(spread: int) -> int:
    """The smallest of 1, 2, 5, 10, 20 … of which seven reach over the spread."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * (MOST_BANDS - 1) >= spread:
                return factor * power
        power *= 10
