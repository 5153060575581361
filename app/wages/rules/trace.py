"""How an amount came about: the answer to "why this amount?"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.sentences import Sentence
from app.wages.rules.exact import ZERO
from app.wages.rules.spans import Span
from app.wages.rules.tally import NO_WORK, CrewShift, Tally
from app.wages.rules.terms import Term


@dataclass(slots=True, frozen=True)
class CrewPart:
    """What a member earned in one crew shift: a tariff, if the scheme pays one first, and the
    earnings left for sharing × own weight ÷ all weights."""

    shift: CrewShift
    earnings: Fraction
    weight: Fraction
    weights: Fraction
    tariff: Fraction = ZERO

    @property
    def amount(self) -> Fraction:
        return self.tariff + self.earnings * self.weight / self.weights


@dataclass(slots=True, frozen=True)
class Trace:
    """What one term came to for one member in one span, in major units, exact.

    parts: the traces of the terms inside, in the term's order. chosen: which of them a
    `greatest` or `least` took. windows: instead of parts, the same term in each of the shorter
    windows that make up the span. tally: the work that was looked at. figures: what the rule
    found on the way (`own`, `all`, `efficiency`, `factor` …). notes: what should be known, in
    sentences. crew_parts: shares of crew shifts.
    """

    term: Term
    span: Span
    amount: Fraction
    parts: tuple["Trace", ...] = ()
    chosen: int | None = None
    windows: tuple["Trace", ...] = ()
    tally: Tally = NO_WORK
    figures: Mapping[str, Fraction] = field(default_factory=dict)
    notes: tuple[Sentence, ...] = ()
    crew_parts: tuple[CrewPart, ...] = ()


Traces = dict[str, Trace]
"""By member. Who is left out gets nothing from the term."""
