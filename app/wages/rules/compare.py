"""The what-if: the same work paid by several schemes, and what tells them apart."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.sentences import Sentence, say
from app.wages.rules import measures
from app.wages.rules.book import Book
from app.wages.rules.canonical import scheme_hash
from app.wages.rules.cautions import cautions
from app.wages.rules.legal import Legal
from app.wages.rules.output import HOUR
from app.wages.rules.pay import NO_LAW, PeriodPay, compute_pay
from app.wages.rules.sharing import CannotBeShared
from app.wages.rules.spans import PayPeriod
from app.wages.rules.terms import Term
from app.wages.rules.trace import NotComputable
from app.wages.rules.work import ZERO


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
    pay ÷ all hours, for members who have hours. cost_per_unit: the part of the bill that lies
    on an item (`spread`) ÷ its accepted units; pay for work on no item is spread over the items
    alike. solidarity: the part of the scheme's pay that does not depend on output.
    """

    scheme: Scheme
    periods: tuple[PeriodPay, ...]
    pay: Mapping[str, int]
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
    legal: Legal = NO_LAW,
) -> list[Outcome]:
    """The outcome of each scheme on the same work. Raises NotComputable and CannotBeShared,
    naming the scheme."""
    outcomes: list[Outcome] = []
    for scheme in schemes:
        try:
            paid = compute_pay(scheme.terms, book, periods, decimals, legal)
        except (NotComputable, CannotBeShared) as reason:
            raise NotComputable(
                say("“%(scheme)s”: %(reason)s", scheme=scheme.name, reason=reason.sentence)
            ) from reason
        first = outcomes[0].pay if outcomes else None
        outcomes.append(_outcome(scheme, book, paid, first))
    return outcomes


def _outcome(
    scheme: Scheme, book: Book, paid: list[PeriodPay], first: Mapping[str, int] | None
) -> Outcome:
    pay = _totals(paid)
    amounts = [Fraction(amount) for amount in pay.values()]
    hourly = [pay[member] / hours for member, hours in _hours(book, paid).items()]
    return Outcome(
        scheme=scheme,
        periods=tuple(paid),
        pay=pay,
        bill=sum(pay.values()),
        legal_addition=sum(sum(period.legal.values()) for period in paid),
        gini=measures.gini(amounts),
        gini_hourly=measures.gini(hourly),
        ratio=measures.highest_to_lowest(hourly),
        p90_p10=measures.p90_p10(amounts),
        lowest_hourly=min(hourly, default=None),
        highest_hourly=max(hourly, default=None),
        cost_per_unit=_cost_per_unit(book, paid, sum(pay.values())),
        solidarity=_solidarity(paid),
        against_first=measures.changes(first if first is not None else pay, pay),
        warnings=tuple(cautions(scheme.terms, book, paid)),
    )


def _totals(paid: list[PeriodPay]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for period in paid:
        totals.update(period.pay)
    return dict(totals)


def _hours(book: Book, paid: list[PeriodPay]) -> dict[str, Fraction]:
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for period in paid:
        span = period.period.span
        for member, tally in book.window(span, span).tallies.items():
            if tally.minutes:
                hours[member] += tally.minutes / HOUR
    return hours


def _solidarity(paid: list[PeriodPay]) -> Fraction | None:
    traces = [trace for period in paid for trace in period.traces.values()]
    total = sum((trace.amount for trace in traces), ZERO)
    if not total:
        return None
    return sum((measures.independent(trace) for trace in traces), ZERO) / total


def _cost_per_unit(book: Book, paid: list[PeriodPay], bill: int) -> dict[str, Fraction]:
    made = _made(book, paid)
    on_items: dict[str, Fraction] = defaultdict(Fraction)
    for period in paid:
        for spread in period.spreads.values():
            for amounts in (spread.earned, spread.shared):
                for (_, item), amount in amounts.items():
                    on_items[item] += amount
    direct = sum((on_items[item] for item in made), ZERO)
    if not direct:
        return {}
    return {item: bill * on_items[item] / direct / quantity for item, quantity in made.items()}


def _made(book: Book, paid: list[PeriodPay]) -> dict[str, Fraction]:
    """Accepted units by item, those of crews without hours too."""
    made: dict[str, Fraction] = defaultdict(Fraction)
    for period in paid:
        span = period.period.span
        for tally in book.window(span, span).tallies.values():
            for stint in tally.stints:
                if not stint.like.crewed:
                    made[stint.like.item] += stint.quantity
        for shift in book.shifts_in(span):
            made[shift.item] += shift.quantity
    return {item: quantity for item, quantity in sorted(made.items()) if quantity}
