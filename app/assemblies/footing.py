"""On which footing an assembly would vote on a motion now: who of the entitled is here, in person
or by proxy, and which quorum counts. `voting` knows it, and says so in its `hooks.py`:
`told_by(footing_of)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.assemblies.models import AgendaItem
from app.bylaws.rules.conditions import Condition


@dataclass(frozen=True, slots=True)
class Footing:
    """Counted in votes. `represented`: those of the present whose vote another one casts;
    `active`: as `conditions.Numbers` has it."""

    present: int
    represented: int
    entitled: int
    active: int | None
    quorum: Condition | None
    is_second_call: bool


Tell = Callable[[AgendaItem, date, datetime], Footing]

_tell: list[Tell] = []


def told_by(tell: Tell) -> None:
    _tell[:] = [tell]


def footing(item: AgendaItem, on: date, at: datetime) -> Footing | None:
    """Of the motion on an item; None where nobody knows."""
    return _tell[0](item, on, at) if _tell else None
