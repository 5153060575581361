"""The what-if from sums: the figures of `compare`, to the cent, without reading the log."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.wages.rules.book import Book
from app.wages.rules.cautions import cliffs, fund_of, overrun
from app.wages.rules.compare import Outcome, Scheme, Told, outcome
from app.wages.rules.cost import Kinds, Paid, Work
from app.wages.rules.exact import ZERO
from app.wages.rules.legal_profile import Laws
from app.wages.rules.output import HOUR
from app.wages.rules.pay import ALONE, Around, PeriodPay
from app.wages.rules.sharing import Dealing
from app.wages.rules.spans import PayPeriod
from app.wages.rules.summed.columns import Column, added
from app.wages.rules.summed.law import Judge, additions, check_summed, judged
from app.wages.rules.summed.pay import Node, evaluate_sums, payable_sums
from app.wages.rules.summed.work import Place, Remembered, Source
from app.wages.rules.terms import ALL_KINDS, Term


@dataclass(frozen=True, slots=True)
class Period:
    """A pay period: its place, and the work by item for the cost of a unit."""

    period: PayPeriod
    place: Place
    work: Work


def compare_sums(
    schemes: Sequence[Scheme],
    source: Source,
    members: Book,
    periods: Sequence[PayPeriod],
    work: Sequence[Work],
    decimals: int,
    laws: Laws = (),
    around: Around = ALONE,
) -> list[Outcome]:
    """The outcome of each scheme on summed work; its `periods` have no traces. `members` is a
    book without lines. Raises NotSummed, NotComputable, CannotBeShared."""
    check_summed(laws, periods)
    source = Remembered(source)

    def place(period: PayPeriod) -> Place:
        return Place(source, members, period.span, period.whole or period.span)

    before = around.days_before
    places = [
        Period(period, place(period), done) for period, done in zip(periods, work, strict=True)
    ]
    weighed = [*map(place, before), *(one.place for one in places)]
    hours = _hours(places)
    judges = [
        Judge(law.legal, days, [*before, *periods, *around.after], weighed)
        for law, days in judged(laws, [*before, *periods])
    ]
    outcomes: list[Outcome] = []
    for scheme in schemes:
        terms = around.with_own(scheme.terms, len(periods))
        all_nodes = [evaluate_sums(one, there) for one, there in zip(terms, weighed, strict=True)]
        by_law = additions(judges, weighed, [node.paid for node in all_nodes])
        nodes = all_nodes[len(before) :]
        paid = [
            _paid(scheme.terms, one, node, decimals, by_law.get(number))
            for number, (one, node) in enumerate(zip(places, nodes, strict=True), len(before))
        ]
        first = outcomes[0].pay if outcomes else None
        outcomes.append(outcome(scheme, paid, hours, _told(scheme.terms, places, nodes), first))
    return outcomes


def _paid(term: Term, one: Period, node: Node, decimals: int, by_law: Column | None) -> PeriodPay:
    order = [member.key for member in one.place.members]
    exact = payable_sums(term, node, Dealing(order, one.period.turn, decimals))
    by_scheme = exact.rounded()
    pay = by_scheme
    if by_law is not None:
        pay = added([exact, by_law.times(Fraction(10**decimals))]).rounded()
    legal = [paid - before for paid, before in zip(pay, by_scheme, strict=True)]
    return PeriodPay(
        one.period,
        dict(zip(order, pay, strict=True)),
        dict(zip(order, legal, strict=True)),
        {},
    )


def _hours(places: Sequence[Period]) -> Mapping[str, Fraction]:
    minutes = added([one.place.work.of_kinds(ALL_KINDS) for one in places]).times(Fraction(1, HOUR))
    keys = (member.key for member in places[0].place.members)
    return {key: own for key, own in zip(keys, minutes.exact, strict=True) if own}


def _told(term: Term, places: Sequence[Period], nodes: Sequence[Node]) -> Told:
    bills = [node.amount.total() for node in nodes] if fund_of(term) is not None else []
    return Told(
        sum((node.independent.total_for_a_figure() for node in nodes), ZERO),
        sum((node.amount.total_for_a_figure() for node in nodes), ZERO),
        [(one.work, _by_basis(node)) for one, node in zip(places, nodes, strict=True)],
        (*cliffs(term), *overrun(term, bills)),
    )


def _by_basis(node: Node) -> Paid:
    amounts: dict[Kinds, Fraction] = defaultdict(Fraction)
    for what, column in node.paid:
        amounts[what.kinds] += column.total_for_a_figure()
    return amounts
