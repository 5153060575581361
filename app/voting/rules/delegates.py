"""Who sits in a council of delegates, and with how many votes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delegation:
    """Whom a unit sends, in the order of their mandates: ids of members. `size`: how many full
    members they stand for."""

    delegates: Sequence[int]
    substitutes: Sequence[int]
    size: int


def seated(
    delegations: Sequence[Delegation],
    *,
    eligible: Collection[int],
    here: Collection[int] | None,
    weighted: bool,
) -> Mapping[int, int]:
    """The votes of each who sits in the council. A delegate who is not eligible any more or not
    here (`here` is None outside an assembly) leaves the seat to a substitute. Weighted, the
    members of a unit are spread over those who sit for it, the odd ones from the first on; who
    sits for two units has the votes of both."""
    votes: dict[int, int] = {}
    for delegation in delegations:
        sitting = _sitting(delegation, eligible, here)
        for place, member_id in enumerate(sitting):
            share = _share(delegation.size, len(sitting), place) if weighted else 1
            votes[member_id] = votes.get(member_id, 0) + share if weighted else 1
    return {member_id: number for member_id, number in votes.items() if number}


def _sitting(
    delegation: Delegation, eligible: Collection[int], here: Collection[int] | None
) -> list[int]:
    candidates = dict.fromkeys([*delegation.delegates, *delegation.substitutes])
    able = [one for one in candidates if one in eligible and (here is None or one in here)]
    return able[: len(delegation.delegates)]


def _share(size: int, sitting: int, place: int) -> int:
    whole, odd = divmod(size, sitting)
    return whole + (place < odd)
