"""The pay of a co-op: one computation for the what-if and for the real pay run."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.money import round_half_up
from app.wages.rules.book import Book, Window
from app.wages.rules.evaluate import evaluate
from app.wages.rules.exact import ZERO, total
from app.wages.rules.legal import Cell, additions
from app.wages.rules.legal_profile import Law, LawInForce, Laws, law_for
from app.wages.rules.sharing import Dealing, payable
from app.wages.rules.spans import PayPeriod
from app.wages.rules.spread import Spread, spread
from app.wages.rules.tally import Stint, Tally
from app.wages.rules.terms import Term
from app.wages.rules.trace import Traces

Added = dict[str, list[tuple[LawInForce, Fraction]]]
"""By member, what each law adds in a period, in major units."""


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


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around the periods computed and is not paid with them: the days before whose week
    runs on into the first one, with the schemes that paid them, and the period that pays for the
    week that the last one begins."""

    before: tuple[tuple[PayPeriod, Term], ...] = ()
    after: tuple[PayPeriod, ...] = ()

    @property
    def days_before(self) -> list[PayPeriod]:
        return [period for period, _ in self.before]

    def with_own(self, term: Term, periods: int) -> list[Term]:
        """The scheme of each stretch of days: those before, then so many periods by `term`."""
        return [*(paid_by for _, paid_by in self.before), *[term] * periods]


ALONE = Around()


def compute_pay(
    term: Term,
    book: Book,
    periods: Sequence[PayPeriod],
    decimals: int,
    laws: Laws = (),
    around: Around = ALONE,
) -> list[PeriodPay]:
    """What a scheme and the law pay each member in each period.

    The book must tell work apart as finely as the laws ask (`grain_of`). `decimals` are those
    of the currency; a law weighs what is `around` with the weeks that it shares. Raises
    NotComputable and CannotBeShared; then no pay is computed for anyone.
    """
    weighed = [*around.days_before, *periods]
    windows = [book.window(period.span, period.whole or period.span) for period in weighed]
    terms = around.with_own(term, len(periods))
    traces = [evaluate(one, window) for one, window in zip(terms, windows, strict=True)]
    added = added_by_law(laws, [*weighed, *around.after], windows, traces)
    return [
        period_pay(term, book, period, decimals, traces[n], added[n])
        for n, period in enumerate(periods, len(around.before))
    ]


def period_pay(
    term: Term, book: Book, period: PayPeriod, decimals: int, traces: Traces, added: Added
) -> PeriodPay:
    """Exact amounts, with what the law adds, as cents."""
    order = list(book.members)
    before = payable(term, traces, Dealing(order, period.turn, decimals))
    scale = 10**decimals
    pay, legal = {}, {}
    for member in order:
        exact = before.get(member, ZERO)
        pay[member] = round_half_up(exact)
        legal[member] = 0
        if member in added:
            by_law = total(amount for _, amount in added[member])
            pay[member] = round_half_up(exact + by_law * scale)
            legal[member] = pay[member] - round_half_up(exact)
    return PeriodPay(period, pay, legal, traces)


def added_by_law(
    laws: Laws,
    periods: Sequence[PayPeriod],
    windows: Sequence[Window],
    traces: Sequence[Traces],
) -> list[Added]:
    """By period, what the laws add. `windows` and `traces` are those of the first periods."""
    added: list[Added] = [defaultdict(list) for _ in periods]
    if not laws:
        return added
    for member, own in _by_member(windows, traces).items():
        judged: dict[Law, list[Cell]] = defaultdict(list)
        for cell in own:
            judged[law_for(cell, laws, periods)].append(cell)
        for law, group in judged.items():
            if law is not None:
                for number, amount in additions(law.legal, group, periods).items():
                    added[number][member].append((law, amount))
    return added


def _by_member(windows: Sequence[Window], traces: Sequence[Traces]) -> dict[str, list[Cell]]:
    """The work of the periods as a law looks at it."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    for number, window in enumerate(windows):
        for member, tally in window.tallies.items():
            trace = traces[number].get(member)
            cells[member] += _cells(number, tally, spread(trace, tally) if trace else Spread())
    return cells


def _cells(period: int, tally: Tally, laid: Spread) -> list[Cell]:
    """One cell for each day or line that the book tells apart. What was made on a day without
    hours, be it rejects, counts in its week too."""
    grains: dict[int, list[Stint]] = defaultdict(list)
    for stint in tally.stints:
        grains[stint.like.grain].append(stint)
    return [
        Cell(
            stints[0].on,
            period,
            minutes,
            laid.earned.get(grain, ZERO),
            laid.shared.get(grain, ZERO),
            stints[0].like.kind,
            total(_standard(stint) for stint in stints),
            total(stint.minutes for stint in stints if _standard(stint)),
        )
        for grain, stints in grains.items()
        if (minutes := total(stint.minutes for stint in stints))
        or grain in laid.earned
        or any(map(_standard, stints))
    ]


def _standard(stint: Stint) -> Fraction:
    """Standard minutes of what was made, good or rejected; nothing without a norm."""
    norm = stint.like.norm
    return (stint.quantity + stint.rejects) * norm.value if norm else ZERO
