"""A pay run: the pay of one period from frozen inputs, line by line.

The inputs are everything the pay depends on, in plain data with a hash. Anyone who holds them
computes the same pay again, to the cent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.errors import RuleViolation
from app.money import allocate, digits
from app.sentences import say
from app.wages.rules.book import Book
from app.wages.rules.explain import Explanation, explain
from app.wages.rules.pay import PeriodPay, compute_pay
from app.wages.rules.spans import PayPeriod, Span
from app.wages.rules.terms import Sum, Term
from app.wages.rules.trace import Trace
from app.wages.rules.work import Member, Prices, WorkLine


class NoSchemeInForce(RuleViolation):
    """A day of the period has no wage scheme."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A scheme on the days of the period on which it is in force, and its decision."""

    span: Span
    name: str
    terms: Term
    decision: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run is computed from. Members stand in the published order; `ids` are theirs."""

    currency: str
    span: Span
    turn: int
    schemes: tuple[InForce, ...]
    members: tuple[Member, ...]
    ids: Mapping[str, int]
    prices: Prices
    lines: tuple[WorkLine, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a payslip: minor units, why, and the decision of the scheme it rests on."""

    amount: int
    why: Explanation
    decision: int


@dataclass(frozen=True, slots=True)
class Slip:
    member_id: int
    lines: tuple[Line, ...]

    @property
    def amount(self) -> int:
        return sum(line.amount for line in self.lines)


def check_covered(span: Span, schemes: Iterable[InForce]) -> None:
    """Raises NoSchemeInForce for the first day of the period without a scheme."""
    in_order = list(schemes)
    for day in span:
        if not any(day in scheme.span for scheme in in_order):
            raise NoSchemeInForce(say("No wage scheme is in force on %(day)s.", day=day))


def compute_run(inputs: Inputs) -> list[Slip]:
    """The payslips of a period, members with nothing left out.

    Where the scheme changes within the period each part is paid by its own; a fund, which is
    for a whole period, pays the part's share. Raises NoSchemeInForce, NotComputable.
    """
    check_covered(inputs.span, inputs.schemes)
    decimals = digits(inputs.currency)
    lines: dict[str, list[Line]] = {member.key: [] for member in inputs.members}
    for scheme in inputs.schemes:
        book = Book(inputs.lines, inputs.members, inputs.prices)
        period = PayPeriod(scheme.span.first.isoformat(), scheme.span, inputs.turn, inputs.span)
        (paid,) = compute_pay(scheme.terms, book, [period], decimals)
        for member, amount in paid.pay.items():
            if amount:
                lines[member] += _lines(paid, member, inputs.currency, scheme.decision)
    return [Slip(inputs.ids[member], tuple(own)) for member, own in lines.items() if own]


def _lines(paid: PeriodPay, member: str, currency: str, decision: int) -> list[Line]:
    """One line for each part of a sum, otherwise one; and one for what the law adds."""
    by_law = paid.legal[member]
    by_scheme = paid.pay[member] - by_law
    lines = []
    if by_scheme:
        parts = _parts(paid.traces[member])
        amounts = allocate(by_scheme, [part.amount for part in parts])
        lines = [
            Line(amount, explain(part, currency), decision)
            for part, amount in zip(parts, amounts, strict=True)
            if amount
        ]
    if by_law:
        added = Fraction(by_law, 10 ** digits(currency))
        sentence = say("What the law adds to reach its minimum")
        lines.append(
            Line(by_law, Explanation("legal", paid.period.span, added, sentence), decision)
        )
    return lines


def _parts(trace: Trace) -> tuple[Trace, ...]:
    """What stands on lines of their own: the parts of a sum that pay something."""
    if isinstance(trace.term, Sum) and not trace.windows:
        return tuple(part for part in trace.parts if part.amount)
    return (trace,)
