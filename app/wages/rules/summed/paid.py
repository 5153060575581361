"""What members were paid for, from sums, and how it lies on the days of their work: as `spread`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.wages.rules.cost import Kinds
from app.wages.rules.spans import Span
from app.wages.rules.summed.columns import Column, added
from app.wages.rules.summed.work import Place, Work
from app.wages.rules.terms import ALL_KINDS


@dataclass(frozen=True, slots=True)
class PaidFor:
    """What an amount was paid for in a window: hours of some kinds or, as in `cost.OUTPUT`,
    output; `rejected` output. A `shared` fund is paid for no hour in particular."""

    span: Span
    kinds: Kinds
    rejected: bool = False
    shared: bool = False

    def weight(self, work: Work) -> Column:
        """By what the amount lies on parts of the window."""
        if self.kinds:
            return work.of_kinds(self.kinds)
        return work.rejected if self.rejected else work.earned


Paid = Sequence[tuple[PaidFor, Column]]
"""Amounts with what they were paid for."""


def merged(paid: Paid) -> Paid:
    """One column for each thing that was paid for."""
    columns: dict[PaidFor, list[Column]] = defaultdict(list)
    for what, column in paid:
        columns[what].append(column)
    return [(what, added(own)) for what, own in columns.items()]


class Laid(NamedTuple):
    """Amounts on some days, to be added up: pay for the work done there, at least one, and the
    parts of shared funds."""

    earned: list[Column]
    shared: list[Column]


class Spread:
    """What was paid in a place, to be laid on its days. Shares paid in a window without any hours
    lie evenly on all hours of the place."""

    def __init__(self, paid: Paid, place: Place) -> None:
        self._place = place
        self._laid: list[tuple[PaidFor, Column]] = []
        self._units: dict[int, Column] = {}
        rest = []
        for what, amount in paid:
            if what.shared:
                worked = [bool(own) for own in self._weight(what).above]
                rest.append(amount.where([not own for own in worked]))
                amount = amount.where(worked)
            self._laid.append((what, amount))
        if rest:
            everywhere = PaidFor(place.span, ALL_KINDS, shared=True)
            self._laid.append((everywhere, added(rest)))

    def on(self, span: Span) -> Laid:
        """What lies on days of the place."""
        laid = Laid([], [])
        for number, (what, amount) in enumerate(self._laid):
            common = what.span.common(span)
            if common is not None:
                whole = common == what.span and not what.shared
                part = amount if whole else self._part(number, common)
                (laid.shared if what.shared else laid.earned).append(part)
        if not laid.earned:
            laid.earned.append(Column([0] * len(self._place.members)))
        return laid

    def _part(self, number: int, span: Span) -> Column:
        what, amount = self._laid[number]
        if number not in self._units:
            self._units[number] = amount.over(self._weight(what))
        return self._units[number].by(what.weight(self._place.part(span).work))

    def _weight(self, what: PaidFor) -> Column:
        return what.weight(self._place.part(what.span).work)
