"""The payslips of a run as who signs or pays it goes through them: found, in order, by pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.wages.runs.queries import SlipRow

PER_PAGE = 100


class SlipOrder(StrEnum):
    NUMBER = "number"
    CHANGE = "change"
    GROSS = "gross"
    NET = "net"


# Within each order by number, as the rows come; whoever is new in the run is a change.
_KEYS: Mapping[SlipOrder, Callable[[SlipRow], int]] = {
    SlipOrder.NUMBER: lambda slip: slip.number,
    SlipOrder.CHANGE: lambda slip: -abs(slip.gross if slip.change is None else slip.change),
    SlipOrder.GROSS: lambda slip: -slip.gross,
    SlipOrder.NET: lambda slip: -slip.net,
}


@dataclass(frozen=True, slots=True)
class SlipTable:
    """A page of what was found; `found` has all of it, for the sums."""

    found: Sequence[SlipRow]
    rows: Sequence[SlipRow]
    page: int
    pages: int


def slip_table(slips: Sequence[SlipRow], *, order: SlipOrder, member: str, page: int) -> SlipTable:
    """`member`: a part of a name, or a number; empty for all. A page that is not there is the
    nearest that is."""
    asked = member.strip().casefold()
    found = [slip for slip in slips if asked in slip.name.casefold() or asked == str(slip.number)]
    found.sort(key=_KEYS[order])
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, page), pages)
    return SlipTable(found, found[(page - 1) * PER_PAGE : page * PER_PAGE], page, pages)
