"""What a member was paid for: an amount taken apart, and laid back on the work.

Laws that look at single weeks, days or hours, and the cost of an item, need to know which work
earned what. Pay for hours and output lies on that work; shares of a fund and goods are pay for
no hour in particular and lie evenly on all paid minutes of their window.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from app.production.hours import HoursKind
from app.wages.rules import hours
from app.wages.rules.exact import ONE, ZERO, total
from app.wages.rules.tally import Stint, Tally
from app.wages.rules.terms import (
    Blend,
    Crew,
    EqualShare,
    Goods,
    Graded,
    Greatest,
    Hourly,
    LabourDays,
    Least,
    Need,
    Piece,
    Sum,
    TimeSaved,
)
from app.wages.rules.trace import CrewPart, Trace

Laid = list[tuple[Stint, Fraction]]


def paid_leaves(trace: Trace, scale: Fraction = ONE) -> Iterator[tuple[Trace, Fraction]]:
    """The terms that an amount was made of, each with its part of `scale` × the amount. Where a
    cap pays someone whose own terms came to nothing, the cap itself is the term."""
    if not trace.amount:
        return
    if trace.windows:
        for window in trace.windows:
            yield from paid_leaves(window, scale)
    elif not trace.parts:
        yield trace, trace.amount * scale
    else:
        for part, factor in _counted(trace):
            yield from paid_leaves(part, scale * factor)
        if not any(part.amount for part in trace.parts):
            yield trace, trace.amount * scale


def _counted(trace: Trace) -> list[tuple[Trace, Fraction]]:
    """The parts that an amount was made of, and how often each counts."""
    match trace.term:
        case Sum():
            return [(part, ONE) for part in trace.parts]
        case Greatest() | Least():
            return [(trace.parts[trace.chosen or 0], ONE)]
        case Blend(lambda_=share):
            first, second = trace.parts
            return [(first, share), (second, 1 - share)]
    inside = trace.parts[trace.chosen or 0]
    return [(inside, trace.amount / inside.amount)] if inside.amount else []


def is_share(leaf: Trace) -> bool:
    """Whether a leaf is pay for no work in particular."""
    return isinstance(leaf.term, EqualShare | Need | LabourDays | Goods) or bool(leaf.parts)


@dataclass(slots=True)
class Spread:
    """Amounts in major units on the grains of a book: pay for work, and shares of funds."""

    earned: dict[int, Fraction] = field(default_factory=dict)
    shared: dict[int, Fraction] = field(default_factory=dict)


def spread(trace: Trace, work: Tally) -> Spread:
    """An amount laid on the days or lines of a member's work that it was paid for. Shares paid
    in a window without any hours lie evenly on all hours of the work."""
    laid = Spread()
    for leaf, amount in paid_leaves(trace):
        if is_share(leaf):
            _lay(laid.shared, amount, [(stint, stint.minutes) for stint in leaf.tally.stints])
        elif isinstance(leaf.term, Crew):
            for part in leaf.crew_parts:
                _lay(laid.earned, amount * part.amount / leaf.amount, _crew_stints(leaf, part))
        else:
            _lay(laid.earned, amount, _weights(leaf))
    rest = trace.amount - total([*laid.earned.values(), *laid.shared.values()])
    _lay(laid.shared, rest, [(stint, stint.minutes) for stint in work.stints])
    return laid


def _weights(leaf: Trace) -> Laid:
    """How pay for work lies on the stints it was paid for."""
    stints = leaf.tally.stints
    member = leaf.tally.member
    match leaf.term:
        case Hourly(kinds=kinds):
            return [(s, s.minutes) for s in stints if s.like.kind in kinds]
        case Graded() as term:
            factors = [(s, hours.coefficient(term, s.like.standing.value, member)) for s in stints]
            return [(stint, stint.minutes * factor) for stint, factor in factors]
        case TimeSaved() if "time_pay" in leaf.figures:
            return [(s, s.minutes) for s in stints if s.like.kind is HoursKind.PRODUCTIVE]
        case Piece(rejects=rejects) if rejects:
            factor = leaf.figures["factor"]
            return [
                (s, s.rate(member) * (s.quantity * factor + s.rejects * rejects))
                for s in leaf.tally.made
            ]
    return [(stint, stint.value(member)) for stint in leaf.tally.made]


def _crew_stints(leaf: Trace, part: CrewPart) -> Laid:
    shift = part.shift
    return [
        (stint, stint.minutes)
        for stint in leaf.tally.stints
        if stint.like.crewed
        and stint.like.item == shift.item
        and (not stint.like.grain or stint.on == shift.on)
    ]


def _lay(on: dict[int, Fraction], amount: Fraction, weights: Laid) -> None:
    weighed = [(stint, weight) for stint, weight in weights if weight]
    together = total(weight for _, weight in weighed)
    for stint, weight in weighed:
        grain = stint.like.grain
        on[grain] = on.get(grain, ZERO) + amount * weight / together
