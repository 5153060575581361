"""What a period earned: the schemes in force and the law, from frozen inputs, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from app.errors import RuleViolation
from app.money import allocate, digits
from app.sentences import say
from app.wages.kinds import LineKind
from app.wages.rules.book import Book
from app.wages.rules.evaluate import evaluate
from app.wages.rules.explain import Explanation, explain
from app.wages.rules.legal_profile import LawInForce, Laws, grain_of, week_starts_of
from app.wages.rules.pay import Added, PeriodPay, added_by_law, period_pay
from app.wages.rules.spans import PayPeriod, Span, month_of
from app.wages.rules.terms import Sum, Term
from app.wages.rules.trace import Trace
from app.wages.rules.work import Member, Prices, WorkLine


class NoSchemeInForce(RuleViolation):
    """A day of the period has no wage scheme."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A scheme on the days on which it is in force, and its decision."""

    span: Span
    name: str
    terms: Term
    decision: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the pay of a period depends on. Members stand in the published order; `ids` are theirs.

    Schemes and lines begin before the span where the law judges the week that it cuts: those
    days are paid already, and only weighed.
    """

    currency: str
    span: Span
    turn: int
    schemes: tuple[InForce, ...]
    members: tuple[Member, ...]
    ids: Mapping[str, int]
    prices: Prices
    lines: tuple[WorkLine, ...]
    laws: Laws = ()
    unsigned: tuple[WorkLine, ...] = ()
    """Hours that nobody has confirmed yet: they earn a guarantee."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a payslip: minor units, why, and the decision it rests on, if that is no law or
    consent. `adjustment` and `corrects` name what it settles."""

    amount: int
    why: Explanation
    decision: int | None
    kind: LineKind = LineKind.PAY
    adjustment: int | None = None
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """What a period earned: `parts` by scheme. A member's lines are made when they are asked for;
    to explain an amount takes longer than to compute it."""

    currency: str
    parts: tuple[tuple[InForce, PeriodPay, Added], ...]

    def amount(self, member: str) -> int:
        """Minor units: the sum of the member's lines."""
        return sum(paid.pay[member] for _, paid, _ in self.parts)

    def lines(self, member: str) -> list[Line]:
        """None for who earned nothing."""
        return [
            line
            for scheme, paid, added in self.parts
            if paid.pay[member]
            for line in _lines(paid, member, self.currency, scheme.decision, added.get(member, []))
        ]


def check_covered(span: Span, schemes: Sequence[InForce]) -> None:
    """Raises NoSchemeInForce for the first day of the period without a scheme."""
    for day in span:
        if not any(day in scheme.span for scheme in schemes):
            raise NoSchemeInForce(say("No wage scheme is in force on %(day)s.", day=day))


@dataclass(slots=True)
class _Stretches:
    """The days of a period by the scheme that pays them, those before the period first."""

    inputs: Inputs
    schemes: list[InForce] = field(default_factory=list)
    periods: list[PayPeriod] = field(default_factory=list)

    def __post_init__(self) -> None:
        span = self.inputs.span
        before = Span(date.min, span.first - timedelta(days=1))
        for scheme in self.inputs.schemes:
            for days in (scheme.span.common(before), scheme.span.common(span)):
                if days is not None:
                    whole = span if days.first in span else month_of(days.first)
                    period = PayPeriod(days.first.isoformat(), days, self.inputs.turn, whole)
                    self.schemes.append(scheme)
                    self.periods.append(period)

    @property
    def with_next(self) -> list[PayPeriod]:
        """With the period after them, which pays for the week that it will end."""
        next_day = self.inputs.span.last + timedelta(days=1)
        return [*self.periods, PayPeriod("next", Span(next_day, next_day), self.inputs.turn)]


def earned(inputs: Inputs) -> Earned:
    """What each member earned in the period.

    Where the scheme changes within the period each part is paid by its own; a fund, which is
    for a whole period, pays the part's share. Raises NoSchemeInForce, NotComputable.
    """
    check_covered(inputs.span, inputs.schemes)
    stretches = _Stretches(inputs)
    laws = inputs.laws
    book = Book(
        inputs.lines,
        inputs.members,
        inputs.prices,
        week_starts_of(laws),
        grain_of(laws),
        inputs.unsigned,
    )
    windows = [book.window(one.span, one.whole or one.span) for one in stretches.periods]
    traces = [
        evaluate(scheme.terms, window)
        for scheme, window in zip(stretches.schemes, windows, strict=True)
    ]
    seen = [window.with_unsigned for window in windows]
    added = added_by_law(laws, stretches.with_next, seen, traces)
    decimals = digits(inputs.currency)
    parts = [
        (scheme, period_pay(scheme.terms, book, period, decimals, own, by_law), by_law)
        for scheme, period, own, by_law in zip(
            stretches.schemes, stretches.periods, traces, added, strict=False
        )
        if period.span.first >= inputs.span.first
    ]
    return Earned(inputs.currency, tuple(parts))


def _lines(
    paid: PeriodPay,
    member: str,
    currency: str,
    decision: int,
    laws: list[tuple[LawInForce, Fraction]],
) -> list[Line]:
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
        amount = Fraction(by_law, 10 ** digits(currency))
        lines.append(Line(by_law, _law_added(paid.period.span, amount, laws), None, LineKind.LAW))
    return lines


def _law_added(
    span: Span, amount: Fraction, laws: list[tuple[LawInForce, Fraction]]
) -> Explanation:
    references = dict.fromkeys(law.reference for law, exact in laws if exact)
    return Explanation(
        "legal",
        span,
        amount,
        say("What the law adds"),
        basis=say("The law: %(reference)s", reference="; ".join(references)),
    )


def _parts(trace: Trace) -> tuple[Trace, ...]:
    """What stands on lines of their own: the parts of a sum that pay something."""
    if isinstance(trace.term, Sum) and not trace.windows:
        return tuple(part for part in trace.parts if part.amount)
    return (trace,)
