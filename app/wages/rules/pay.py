"""The pay of a co-op: one computation for the what-if and for the real pay run."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.money import round_half_up
from app.wages.rules.book import Book, Window
from app.wages.rules.evaluate import evaluate
from app.wages.rules.exact import ZERO
from app.wages.rules.legal import Cell, Legal, additions
from app.wages.rules.sharing import Dealing, payable
from app.wages.rules.spans import PayPeriod
from app.wages.rules.spread import Spread, spread
from app.wages.rules.tally import Tally
from app.wages.rules.terms import Term
from app.wages.rules.trace import Traces

NO_LAW = Legal()


@dataclass(frozen=True, slots=True)
class PeriodPay:
    """What one scheme pays in one period.

    pay: minor units by member, the legal addition in them, nobody left out. legal: the part of
    it that the law added. traces: why, by member; who gets nothing from the scheme has none.
    """

    period: PayPeriod
    pay: Mapping[str, int]
    legal: Mapping[str, int]
    traces: Traces

    @property
    def bill(self) -> int:
        return sum(self.pay.values())


def compute_pay(
    term: Term, book: Book, periods: Sequence[PayPeriod], decimals: int, legal: Legal = NO_LAW
) -> list[PeriodPay]:
    """What a scheme and the law pay each member in each period.

    The book must tell work apart as finely as the law asks (`legal.grain`). `decimals` are those
    of the currency. Raises NotComputable and CannotBeShared; then no pay is computed for anyone.
    """
    windows = [book.window(period.span, period.whole or period.span) for period in periods]
    traces = [evaluate(term, window) for window in windows]
    added = _added_by_law(legal, periods, windows, traces)
    return [
        _period_pay(term, book, period, decimals, traces[n], added[n])
        for n, period in enumerate(periods)
    ]


def _period_pay(
    term: Term,
    book: Book,
    period: PayPeriod,
    decimals: int,
    traces: Traces,
    added: Mapping[str, Fraction],
) -> PeriodPay:
    order = list(book.members)
    before = payable(term, traces, Dealing(order, period.turn, decimals))
    scale = 10**decimals
    pay, legal = {}, {}
    for member in order:
        exact = before.get(member, ZERO)
        pay[member] = round_half_up(exact)
        legal[member] = 0
        if member in added:
            pay[member] = round_half_up(exact + added[member] * scale)
            legal[member] = pay[member] - round_half_up(exact)
    return PeriodPay(period, pay, legal, traces)


def _added_by_law(
    legal: Legal,
    periods: Sequence[PayPeriod],
    windows: Sequence[Window],
    traces: Sequence[Traces],
) -> list[dict[str, Fraction]]:
    """By period, what the law adds for whom, in major units."""
    added: list[dict[str, Fraction]] = [{} for _ in periods]
    if legal == NO_LAW:
        return added
    cells: dict[str, list[Cell]] = defaultdict(list)
    for number, window in enumerate(windows):
        for member, tally in window.tallies.items():
            trace = traces[number].get(member)
            laid = spread(trace, tally) if trace else Spread()
            cells[member] += _cells(number, tally, laid)
    for member, own in cells.items():
        for number, amount in additions(legal, own, periods).items():
            added[number][member] = amount
    return added


def _cells(period: int, tally: Tally, laid: Spread) -> list[Cell]:
    """One cell for each day or line that the book tells apart. Output logged on a day without
    hours is pay of its week too."""
    minutes: dict[int, Fraction] = defaultdict(Fraction)
    days: dict[int, date] = {}
    for stint in tally.stints:
        minutes[stint.like.grain] += stint.minutes
        days.setdefault(stint.like.grain, stint.on)
    return [
        Cell(days[grain], period, total, laid.earned.get(grain, ZERO), laid.shared.get(grain, ZERO))
        for grain, total in minutes.items()
        if total or grain in laid.earned
    ]
