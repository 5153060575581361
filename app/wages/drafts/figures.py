"""What a scheme in the making would pay: on a bench, and on the work of last month."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from flask_babel import gettext

from app.charts.curves import Curve, curve_chart
from app.charts.lines import LineChart
from app.charts.places import Number, Table
from app.coop import founded_coop
from app.money import Money
from app.production.models import Item
from app.sentences import Sentence
from app.wages import queries
from app.wages.comparison import bench as draft_queries
from app.wages.comparison.actions import compare_own
from app.wages.comparison.figures import changes
from app.wages.models import Adoption
from app.wages.rules.compare import Scheme
from app.wages.rules.curve import Bench, Cliff, Point, pay_curve
from app.wages.rules.curve import Curve as PayCurve
from app.wages.rules.spans import Span
from app.wages.rules.terms import Term
from app.wages.rules.work import NotComputable
from app.web.language import figure, money


@dataclass(frozen=True, slots=True)
class Effect:
    """A draft on last month's work beside the scheme in force; `own` is the reader's pay."""

    month: Span
    bill: Money
    bill_now: Money | None
    changes: str
    own: Money | None
    own_now: Money | None
    cautions: Sequence[Sentence]

    @property
    def bill_change(self) -> Money | None:
        return _less(self.bill, self.bill_now)

    @property
    def own_change(self) -> Money | None:
        return _less(self.own, self.own_now)


def _less(after: Money | None, before: Money | None) -> Money | None:
    return Money(after.minor - before.minor, after.currency) if after and before else None


def effect_of(
    terms: Term, month: Span, now: Adoption | None, *, reader_id: int, reads_heads: bool
) -> Effect:
    """Raises NotComputable, TellsHeads, NoWorkInSpan."""
    schemes = [Scheme(gettext("This scheme"), terms)]
    if now is not None:
        schemes.insert(0, Scheme(now.scheme.name, queries.terms_of(now.scheme)))
    compared = compare_own(schemes, month, reads_heads=reads_heads)
    before, after = compared.outcomes[0], compared.outcomes[-1]
    currency = founded_coop().currency
    key = next((key for key, one in compared.inputs.ids.items() if one == reader_id), None)
    own = after.pay.get(key) if key else None
    own_now = before.pay.get(key) if key and now else None
    moved = after.against_first
    return Effect(
        month,
        Money(after.bill, currency),
        Money(before.bill, currency) if now else None,
        changes(moved.winners, moved.losers, moved.unchanged) if now else "",
        None if own is None else Money(own, currency),
        None if own_now is None else Money(own_now, currency),
        after.warnings,
    )


@dataclass(frozen=True, slots=True)
class PayChart:
    """The pay curve as drawn, on which bench, and what it says in words. `marginal`: what one
    piece more brings; None where it would take something away."""

    chart: LineChart
    marginal: LineChart | None
    bench: Bench
    item: Item | None
    at_norm: Point
    cliffs: tuple[tuple[str, Money, Money], ...]


def pay_chart(terms: Term, month: Span | None, now: Adoption | None) -> PayChart:
    """Raises NotComputable."""
    bench, item = (Bench(1), None) if month is None else draft_queries.usual_bench(month)
    drawn = pay_curve(terms, bench)
    curves = [Curve("", _line(drawn))]
    present = None if now is None else queries.terms_of(now.scheme)
    if present is not None and present != terms:
        curves = [Curve(gettext("This scheme"), _line(drawn))]
        with suppress(NotComputable):  # its grades may not be those of the bench
            curves.append(Curve(gettext("In force"), _line(pay_curve(present, bench))))
    chart = curve_chart(
        gettext("Pay for a month against output"),
        curves,
        most=2,
        ticks=_ticks(),
        marks=[(cliff.efficiency, gettext("cliff")) for cliff in drawn.cliffs],
        text=figure,
        table=_table(drawn),
    )
    at_norm = next(point for point in drawn.points if point.efficiency == 1)
    return PayChart(
        chart,
        _marginal(drawn, bench),
        bench,
        item,
        at_norm,
        tuple(_told(cliff) for cliff in drawn.cliffs),
    )


def _marginal(curve: PayCurve, bench: Bench) -> LineChart | None:
    """What one piece more brings at each output, in steps, beside the piece rate. The jumps
    stand in the pay curve and are left out here."""
    steps = []
    for here, after in pairwise(curve.points):
        if here.marginal is not None:
            steps += [(here.efficiency, here.marginal), (after.efficiency, here.marginal)]
    if any(brought < 0 for _, brought in steps):
        return None
    rate = ((Fraction(0), bench.rate), (Fraction(2), bench.rate))
    return curve_chart(
        gettext("What one piece more brings"),
        [Curve(gettext("This scheme"), tuple(steps)), Curve(gettext("Piece rate"), rate)],
        most=2,
        ticks=_ticks(),
        marks=(),
        text=figure,
        table=_table(curve),
    )


def _ticks() -> list[tuple[Fraction, str]]:
    return [(Fraction(n, 2), per_cent(Fraction(n, 2))) for n in range(5)]


def _line(curve: PayCurve) -> tuple[tuple[Fraction, Fraction], ...]:
    return tuple((point.efficiency, point.pay) for point in curve.points)


def _told(cliff: Cliff) -> tuple[str, Money, Money]:
    return per_cent(cliff.efficiency), amount(cliff.below), amount(cliff.reached)


def _table(curve: PayCurve) -> Table:
    """Every tenth of the norm."""
    heads = (gettext("Output"), gettext("Pay"), gettext("One piece more brings"))
    rows = tuple(
        (
            per_cent(point.efficiency),
            money(amount(point.pay)),
            "–" if point.marginal is None else figure(point.marginal, 2),
        )
        for point in curve.points
        if (point.efficiency * 10).denominator == 1
    )
    return Table(heads, rows)


def per_cent(efficiency: Number) -> str:
    return str(gettext("%(number)s%%", number=figure(Fraction(efficiency) * 100)))


def amount(exact: Fraction) -> Money:
    """Major units of the co-op's currency, rounded to its smallest."""
    return Money.of(exact, founded_coop().currency)
