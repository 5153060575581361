"""Which work earned which part of an amount.

Laws that look at single weeks, days or hours, and the cost of an item, need pay laid back on
the work it was paid for. Pay for hours and output lies on that work; shares of a fund and goods
are pay for no hour in particular and lie evenly on all paid minutes of their window.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from app.production.hours import HoursKind
from app.wages.rules import hours, output
from app.wages.rules.book import Stint
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
from app.wages.rules.work import ONE, ZERO

Place = tuple[int, str]
"""Grain and item of a stint: what tells stints of different windows are the same work."""
NOWHERE: Place = (-1, "")
Laid = Iterable[tuple[Stint, Fraction]]


@dataclass(slots=True)
class Spread:
    """Amounts by place: pay for work, and shares of funds."""

    earned: dict[Place, Fraction] = field(default_factory=dict)
    shared: dict[Place, Fraction] = field(default_factory=dict)

    def add(self, trace: Trace, scale: Fraction = ONE) -> None:
        """Lay `scale` times the trace's amount on the work it was paid for."""
        for window in trace.windows:
            self.add(window, scale)
        if trace.windows or not trace.amount:
            return
        if trace.parts:
            self._add_parts(trace, scale)
        elif isinstance(trace.term, EqualShare | Need | LabourDays | Goods):
            _lay(self.shared, trace.amount * scale, _by_minutes(trace))
        elif isinstance(trace.term, Crew):
            for part in trace.crew_parts:
                _lay(self.earned, part.amount * scale, _crew_stints(trace, part))
        else:
            _lay(self.earned, trace.amount * scale, _weights(trace))

    def _add_parts(self, trace: Trace, scale: Fraction) -> None:
        match trace.term:
            case Sum():
                for part in trace.parts:
                    self.add(part, scale)
            case Greatest() | Least():
                self.add(trace.parts[trace.chosen or 0], scale)
            case Blend(lambda_=share):
                self.add(trace.parts[0], scale * share)
                self.add(trace.parts[1], scale * (1 - share))
            case _:
                (inside,) = trace.parts
                if inside.amount:
                    self.add(inside, scale * trace.amount / inside.amount)
                else:
                    _lay(self.shared, trace.amount * scale, _by_minutes(inside))


def _weights(trace: Trace) -> Laid:
    """How pay for work lies on the stints it was paid for."""
    stints = trace.tally.stints
    match trace.term:
        case Hourly(kinds=kinds):
            return [(s, s.minutes) for s in stints if s.like.kind in kinds]
        case Graded() as term:
            return [
                (s, s.minutes * hours.coefficient(term, s.like.standing.value, ""))
                for s in stints
                if s.minutes
            ]
        case TimeSaved() if "time_pay" in trace.figures:
            return [(s, s.minutes) for s in stints if s.like.kind is HoursKind.PRODUCTIVE]
        case Piece(rejects=rejects) if rejects:
            factor = trace.figures["factor"]
            return [
                (s, output.rate(s, "") * (s.quantity * factor + s.rejects * rejects))
                for s in stints
            ]
    return [(s, output.earned(s, "")) for s in stints]


def _by_minutes(trace: Trace) -> Laid:
    return [(stint, stint.minutes) for stint in trace.tally.stints]


def _crew_stints(trace: Trace, part: CrewPart) -> Laid:
    shift = part.shift
    return [
        (stint, stint.minutes)
        for stint in trace.tally.stints
        if stint.like.crewed
        and stint.like.item == shift.item
        and stint.like.rate is shift.rate
        and (not stint.like.grain or stint.on == shift.on)
    ]


def _lay(on: dict[Place, Fraction], amount: Fraction, weights: Laid) -> None:
    weighed = [(stint, weight) for stint, weight in weights if weight]
    together = sum((weight for _, weight in weighed), ZERO)
    for stint, weight in weighed:
        place = stint.like.grain, stint.like.item
        on[place] = on.get(place, ZERO) + amount * weight / together
    if not weighed:
        on[NOWHERE] = on.get(NOWHERE, ZERO) + amount
