"""Who comes next in a count when somebody who was elected leaves early."""

from fractions import Fraction

from app.voting.rules.results import Count
from app.voting.rules.ties import Lot


def next_in_count(count: Count, lot: Lot) -> list[str]:
    """Who was not elected, the next one first. Where totals decide, by total; in a count by
    rounds, who stayed in it longest, and of those left at the end, who had most votes in the last
    round. Of equals, by the lot of the vote."""
    waiting = [name for name in count.candidates if name not in count.elected]
    return sorted(waiting, key=lambda name: (*_standing(count, name), lot.digest(name)))


def _standing(count: Count, name: str) -> tuple[int, Fraction]:
    """Smaller is better."""
    if count.totals:
        return 0, -Fraction(count.totals[name])
    for place, one in enumerate(count.rounds):
        if name in one.defeated:
            return len(count.rounds) - place, -Fraction(one.votes.get(name, 0))
    last = count.rounds[-1].votes if count.rounds else {}
    return 0, -Fraction(last.get(name, 0))
