"""How evenly pay lies: over members, over sites and grades, over the months. Exact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from app.wages.rules.exact import total
from app.wages.rules.measures import changes, median

LEAST = 5
"""Fewer members than these are not shown apart: their pay could be told."""


def hourly_pay(pay: Mapping[str, Fraction], hours: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {member: pay[member] / worked for member, worked in hours.items()}


def share_below(
    pay: Mapping[str, Fraction], hours: Mapping[str, Fraction], living_wage: Fraction
) -> Fraction | None:
    """The part of the members with hours whose pay ÷ hours is less than a living wage an hour.
    None where fewer than five have hours: they could be told."""
    if len(hours) < LEAST:
        return None
    below = sum(rate < living_wage for rate in hourly_pay(pay, hours).values())
    return Fraction(below, len(hours))


def swing(months: Sequence[Mapping[str, int]]) -> Fraction | None:
    """How far pay swings from month to month: a member's mean step up or down between two months
    ÷ their mean pay; of all members the median. None for a single month and without pay."""
    if len(months) < 2:
        return None
    swings = []
    for member in months[0]:
        paid = [Fraction(month[member]) for month in months]
        together = total(paid)
        if together:
            steps = total(abs(after - before) for before, after in pairwise(paid))
            swings.append(steps / (len(paid) - 1) / (together / len(paid)))
    return median(swings)


@dataclass(frozen=True, slots=True)
class Group:
    """Who of a site or grade gains and loses; `name` is None for all others together."""

    name: str | None
    members: int
    winners: int
    losers: int
    unchanged: int
    median_change: Fraction


def by_group(
    before: Mapping[str, int], after: Mapping[str, int], groups: Mapping[str, Sequence[str]]
) -> list[Group]:
    """Changes by group, in the order of the groups. Those of no group and of groups with fewer
    than five members are put together, with the next smallest group where they are still fewer
    than five: what the co-op's sum leaves beside the groups is never theirs alone. Where all are
    fewer, no group is shown."""
    known = {name: [m for m in members if m in before] for name, members in groups.items()}
    apart = {name: members for name, members in known.items() if len(members) >= LEAST}
    shown = {member for members in apart.values() for member in members}
    together = [member for member in before if member not in shown]
    while together and len(together) < LEAST and apart:
        smallest = min(apart, key=lambda name: (len(apart[name]), name))
        together += apart.pop(smallest)
    found = [_group(name, members, before, after) for name, members in apart.items()]
    if len(together) >= LEAST:
        found.append(_group(None, together, before, after))
    return found


def _group(
    name: str | None, members: Sequence[str], before: Mapping[str, int], after: Mapping[str, int]
) -> Group:
    moved = changes({m: before[m] for m in members}, {m: after[m] for m in members})
    return Group(
        name, len(members), moved.winners, moved.losers, moved.unchanged, moved.median_change
    )
