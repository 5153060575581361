"""The what-if: the same work paid by several schemes, and what tells them apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.sentences import Sentence, say
from app.wages.rules import measures
from app.wages.rules.book import Book
from app.wages.rules.canonical import scheme_hash
from app.wages.rules.cautions import cautions
from app.wages.rules.cost import Paid, Work, cost_per_unit, paid_by_basis, work_by_item
from app.wages.rules.exact import total
from app.wages.rules.legal_profile import Laws
from app.wages.rules.output import HOUR
from app.wages.rules.pay import ALONE, Around, PeriodPay, compute_pay
from app.wages.rules.sharing import CannotBeShared
from app.wages.rules.spans import PayPeriod
from app.wages.rules.terms import Term
from app.wages.rules.work import NotComputable


@dataclass(frozen=True, slots=True)
class Scheme:
    """A tree of terms and the name it is put forward under."""

    name: str
    terms: Term

    @property
    def hash(self) -> str:
        return scheme_hash(self.terms)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one scheme pays over a span. Amounts in minor units of the currency.

    gini, p90_p10: of the members' pay over the span. ratio, lowest_hourly, highest_hourly: of
    pay ÷ all hours, for members who have hours. cost_per_unit: see `cost`.
    solidarity: the part of the scheme's pay that does not depend on output. hours: of the members
    who have any.
    """

    scheme: Scheme
    periods: tuple[PeriodPay, ...]
    pay: Mapping[str, int]
    hours: Mapping[str, Fraction]
    bill: int
    legal_addition: int
    gini: Fraction | None
    gini_hourly: Fraction | None
    ratio: Fraction | None
    p90_p10: Fraction | None
    lowest_hourly: Fraction | None
    highest_hourly: Fraction | None
    cost_per_unit: Mapping[str, Fraction]
    solidarity: Fraction | None
    against_first: measures.Changes
    warnings: tuple[Sentence, ...]


def compare(
    schemes: Sequence[Scheme],
    book: Book,
    periods: Sequence[PayPeriod],
    decimals: int,
    laws: Laws = (),
    around: Around = ALONE,
) -> list[Outcome]:
    """The outcome of each scheme on the same work. Raises NotComputable and CannotBeShared,
    naming the scheme."""
    work = [work_by_item(book.window(period.span, period.span)) for period in periods]
    outcomes: list[Outcome] = []
    for scheme in schemes:
        try:
            paid = compute_pay(scheme.terms, book, periods, decimals, laws, around)
        except (NotComputable, CannotBeShared) as reason:
            raise NotComputable(
                say("“%(scheme)s”: %(reason)s", scheme=scheme.name, reason=reason.sentence)
            ) from reason
        first = outcomes[0].pay if outcomes else None
        outcomes.append(
            outcome(scheme, paid, _hours(book, paid), _told(scheme, book, work, paid), first)
        )
    return outcomes


@dataclass(frozen=True, slots=True)
class Told:
    """What only the way to an amount tells, beside the amount. independent, paid: the part of
    the scheme's own pay that does not depend on output, and all of it. work: what was done in
    each period, and what was paid for it."""

    independent: Fraction
    paid: Fraction
    work: Sequence[tuple[Work, Paid]]
    warnings: tuple[Sentence, ...]


def outcome(
    scheme: Scheme,
    paid: Sequence[PeriodPay],
    hours: Mapping[str, Fraction],
    told: Told,
    first: Mapping[str, int] | None,
) -> Outcome:
    """What is known of a scheme by what it paid. `hours` of those who have any; `first`: what the
    scheme that it is held against paid."""
    pay = _totals(paid)
    even = measures.evenness(pay, hours)
    return Outcome(
        scheme=scheme,
        periods=tuple(paid),
        pay=pay,
        hours=hours,
        bill=sum(pay.values()),
        legal_addition=sum(sum(period.legal.values()) for period in paid),
        gini=even.gini,
        gini_hourly=even.gini_hourly,
        ratio=even.ratio,
        p90_p10=even.p90_p10,
        lowest_hourly=even.lowest_hourly,
        highest_hourly=even.highest_hourly,
        cost_per_unit=cost_per_unit(told.work, sum(pay.values())),
        solidarity=told.independent / told.paid if told.paid else None,
        against_first=measures.changes(first if first is not None else pay, pay),
        warnings=told.warnings,
    )


def _told(scheme: Scheme, book: Book, work: list[Work], paid: list[PeriodPay]) -> Told:
    traces = [trace for period in paid for trace in period.traces.values()]
    return Told(
        total(measures.independent(trace) for trace in traces),
        total(trace.amount for trace in traces),
        [(done, paid_by_basis(one.traces)) for done, one in zip(work, paid, strict=True)],
        tuple(cautions(scheme.terms, book, paid)),
    )


def _totals(paid: Sequence[PeriodPay]) -> dict[str, int]:
    """By member; every period pays the same members in the same order."""
    by_member = zip(*(period.pay.values() for period in paid), strict=True)
    return {member: sum(own) for member, own in zip(paid[0].pay, by_member, strict=True)}


def _hours(book: Book, paid: list[PeriodPay]) -> dict[str, Fraction]:
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for period in paid:
        span = period.period.span
        for member, tally in book.window(span, span).tallies.items():
            if tally.minutes:
                hours[member] += tally.minutes / HOUR
    return hours
