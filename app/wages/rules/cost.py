"""What one unit of each item costs in pay.

Pay for output lies on the items by what their output earns at plain piece rates, all other pay
by the minutes of the kinds it was paid for; pay for work on no item lies on the items alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from app.production.hours import HoursKind
from app.wages.rules.book import Window
from app.wages.rules.exact import ZERO, total, total_of_products
from app.wages.rules.spread import paid_leaves
from app.wages.rules.terms import ALL_KINDS, Crew, Hourly, Piece, TimeSaved
from app.wages.rules.trace import Trace, Traces
from app.wages.rules.work import Version

Kinds = frozenset[HoursKind]
OUTPUT: Kinds = frozenset()
"""The basis of pay for output; any other pay has the kinds of hours it was paid for."""
PRODUCTIVE: Kinds = frozenset({HoursKind.PRODUCTIVE})


@dataclass(frozen=True, slots=True)
class ItemWork:
    """All work on one item: accepted units, their value at piece rates, minutes by kind."""

    made: Fraction
    value: Fraction
    minutes: Mapping[HoursKind, Fraction]

    def weight(self, basis: Kinds) -> Fraction:
        if basis == OUTPUT:
            return self.value
        of_basis = [amount for kind, amount in self.minutes.items() if kind in basis]
        return of_basis[0] if len(of_basis) == 1 else total(of_basis)


Work = dict[str, ItemWork]
"""By item."""
Paid = Mapping[Kinds, Fraction]
"""What was paid, by what it was paid for."""
Laid = list[tuple[Fraction, Mapping[str, Fraction]]]
"""Pay for each unit of weight, and the weights of items."""


def work_by_item(window: Window) -> Work:
    """The work of a window by item, that of crews without hours included."""
    minutes: dict[str, dict[HoursKind, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    made: dict[str, list[tuple[Fraction, Version[Fraction] | None]]] = defaultdict(list)
    for tally in window.tallies.values():
        for stint in tally.stints:
            minutes[stint.like.item][stint.like.kind].append(stint.minutes)
            if stint.quantity and not stint.like.crewed:
                made[stint.like.item].append((stint.quantity, stint.like.rate))
    for shift in window.book.shifts_in(window.span):
        made[shift.item].append((shift.quantity, shift.rate))
    return {
        item: ItemWork(
            total(quantity for quantity, _ in made[item]),
            total_of_products((quantity, rate.value) for quantity, rate in made[item] if rate),
            {kind: total(some) for kind, some in minutes[item].items()},
        )
        for item in [*minutes, *(made.keys() - minutes.keys())]
    }


def cost_per_unit(paid: Iterable[tuple[Work, Paid]], bill: int) -> dict[str, Fraction]:
    """The bill of several periods, laid on the items, ÷ the accepted units of each. In the unit
    of the bill, by item in order of name; empty where nothing was made or paid."""
    parts: dict[str, list[Fraction]] = defaultdict(list)
    laid: Laid = []
    for work, amounts in paid:
        for item, done in work.items():
            parts[item].append(done.made)
        for basis, amount in amounts.items():
            laid += _lay(amount, work, basis)
    made = {item: total(own) for item, own in parts.items()}
    costs = _added(laid)
    direct = total(costs.get(item, ZERO) for item, units in made.items() if units)
    if not direct:
        return {}
    return {
        item: bill * costs.get(item, ZERO) / direct / units
        for item, units in sorted(made.items())
        if units
    }


def paid_by_basis(traces: Traces) -> Paid:
    amounts: dict[Kinds, Fraction] = defaultdict(Fraction)
    for trace in traces.values():
        for leaf, amount in paid_leaves(trace):
            amounts[_basis(leaf)] += amount
    return amounts


def _basis(leaf: Trace) -> Kinds:
    match leaf.term:
        case Piece() | Crew():
            return OUTPUT
        case TimeSaved():
            return PRODUCTIVE if "time_pay" in leaf.figures else OUTPUT
        case Hourly(kinds=kinds):
            return kinds
    return ALL_KINDS


def _lay(amount: Fraction, work: Work, basis: Kinds) -> Laid:
    weights = {item: done.weight(basis) for item, done in work.items()}
    together = total(weights.values())
    if not together:
        weights = {item: done.value or done.made for item, done in work.items()}
        together = total(weights.values())
    return [(amount / together, weights)] if together else []


def _added(laid: Laid) -> dict[str, Fraction]:
    """Σ pay for a unit × weight, by item; all over one denominator, which is reduced once."""
    below = lcm(*(each.denominator for each, _ in laid))
    sums: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for each, weights in laid:
        above = each.numerator * (below // each.denominator)
        for item, weight in weights.items():
            sums[item][weight.denominator] += above * weight.numerator
    return {
        item: total(Fraction(above, below * own) for own, above in parts.items())
        for item, parts in sums.items()
    }
