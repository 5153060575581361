"""The pay curve of a scheme: what a member is paid for more and less output in the same hours.

Everybody else stands at the norm. The member's output runs from nothing to twice the norm, in
per cent of which it is told: an efficiency of 1 is the norm.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.wages.rules.book import Book
from app.wages.rules.evaluate import evaluate
from app.wages.rules.exact import ONE, ZERO
from app.wages.rules.output import HOUR
from app.wages.rules.spans import Span
from app.wages.rules.terms import (
    Basis,
    Crew,
    EqualShare,
    Fit,
    LabourDays,
    Need,
    Piece,
    Plan,
    Term,
    TimeSaved,
)
from app.wages.rules.trees import contains, inner, with_inner
from app.wages.rules.work import (
    Member,
    NotComputable,
    Prices,
    Standing,
    Timeline,
    Version,
    WorkLine,
)

MOST, STEP = Fraction(2), Fraction(1, 20)
_JUST_BELOW = Fraction(1, 10_000)
_MANY = 12
_MONTH = Span(date(2024, 3, 1), date(2024, 3, 31))


@dataclass(frozen=True, slots=True)
class Bench:
    """Whose pay is drawn: hours worked in a period by each of so many members, on an item with
    this norm (standard minutes a unit) and piece rate."""

    members: int
    hours: Fraction = Fraction(160)
    norm: Fraction = Fraction(30)
    rate: Fraction = Fraction(5)

    @property
    def at_norm(self) -> Fraction:
        """Units made in the period at the norm."""
        return self.hours * HOUR / self.norm


@dataclass(frozen=True, slots=True)
class Point:
    """Pay in major units at an efficiency. `marginal`: what one unit more brings there; None at
    the end, and where the pay jumps."""

    efficiency: Fraction
    pay: Fraction
    marginal: Fraction | None


@dataclass(frozen=True, slots=True)
class Cliff:
    """An efficiency at which the pay of the whole period jumps."""

    efficiency: Fraction
    below: Fraction
    reached: Fraction


@dataclass(frozen=True, slots=True)
class Curve:
    points: tuple[Point, ...]
    cliffs: tuple[Cliff, ...]


def pay_curve(term: Term, bench: Bench) -> Curve:
    """Raises NotComputable where the scheme gives no amount on the bench."""
    known: dict[Fraction, Fraction] = {}
    scheme, people = _for_few(term, bench)

    def pay(efficiency: Fraction) -> Fraction:
        if efficiency not in known:
            known[efficiency] = _pay(scheme, people, efficiency)
        return known[efficiency]

    cliffs = [
        Cliff(at, pay(at - _JUST_BELOW), pay(at + (_JUST_BELOW if above else ZERO)))
        for at, above in sorted(set(_thresholds(term)))
        if ZERO < at < MOST
    ]
    jumps = tuple(cliff for cliff in cliffs if _jumps(cliff, bench))
    grid = {STEP * n for n in range(int(MOST / STEP) + 1)}
    grid |= {edge for jump in jumps for edge in (jump.efficiency - _JUST_BELOW, jump.efficiency)}
    return Curve(tuple(_points(sorted(grid), pay, bench)), jumps)


def _points(
    grid: Sequence[Fraction], pay: Callable[[Fraction], Fraction], bench: Bench
) -> Iterator[Point]:
    for here, after in zip(grid, [*grid[1:], None], strict=True):
        marginal = None
        if after is not None and after - here > _JUST_BELOW:
            marginal = (pay(after) - pay(here)) / ((after - here) * bench.at_norm)
        yield Point(here, pay(here), marginal)


def _jumps(cliff: Cliff, bench: Bench) -> bool:
    """Whether more comes at once than a steady rate brings over the width that is looked at: ten
    times the plain piece rate is more than any."""
    width = 2 * _JUST_BELOW * bench.at_norm * bench.rate
    return abs(cliff.reached - cliff.below) > 10 * width


def _thresholds(term: Term) -> Iterator[tuple[Fraction, bool]]:
    """Efficiencies at which a rule judges the whole output anew, and whether only beyond them."""
    match term:
        case Piece(basis=Basis.ALL, bands=bands):
            yield from ((band.from_, band.above) for band in bands)
        case TimeSaved(plan=Plan.GANTT):
            yield ONE, False
    for part in inner(term):
        yield from _thresholds(part)


def _pay(term: Term, bench: Bench, efficiency: Fraction) -> Fraction:
    crewed = contains(term, Crew)
    book = Book(
        _lines(bench, efficiency, _item(term), crewed), _people(bench), _prices(term, bench)
    )
    trace = evaluate(term, book.window(_MONTH, _MONTH)).get("0")
    return trace.amount if trace else ZERO


def _lines(bench: Bench, efficiency: Fraction, item: str, crewed: bool) -> Iterator[WorkLine]:
    """In a crew all make more or less together, for what they made is one quantity."""
    minutes = bench.hours * HOUR
    crew = "crew" if crewed else ""
    for number in range(bench.members):
        made = bench.at_norm * (ONE if number else efficiency)
        quantity = ZERO if crewed else made
        yield WorkLine(_MONTH.first, str(number), item, quantity, minutes=minutes, crew=crew)
    if crewed:
        together = bench.at_norm * efficiency * bench.members
        yield WorkLine(_MONTH.first, "", item, together, crew=crew)


def _people(bench: Bench) -> list[Member]:
    """New members in the first grade, on whose pay nobody else lives."""
    standing = Timeline((Version(Standing(coefficient=ONE)),))
    return [
        Member(str(n), seniority_from=_MONTH.first, standings=standing)
        for n in range(bench.members)
    ]


def _prices(term: Term, bench: Bench) -> Prices:
    item = _item(term)
    return Prices(
        {item: Timeline((Version(bench.rate),))}, {item: Timeline((Version(bench.norm),))}
    )


def _item(term: Term) -> str:
    """An item that counts: where labour-days weigh items, the first one weighed."""
    if isinstance(term, LabourDays) and term.weights:
        return next(iter(term.weights))
    return next((item for part in inner(term) if (item := _item(part)) != "piece"), "piece")


def _for_few(term: Term, bench: Bench) -> tuple[Term, Bench]:
    """All others are alike, so that a few of them with their part of each fund say the same."""
    if bench.members <= _MANY:
        return term, bench
    return _with_part(term, Fraction(_MANY, bench.members)), replace(bench, members=_MANY)


def _with_part(term: Term, part: Fraction) -> Term:
    changed = with_inner(term, [_with_part(one, part) for one in inner(term)])
    match changed:
        case EqualShare() | Need() | LabourDays() | Fit():
            return replace(changed, fund=changed.fund * part)
    return changed


LESS, MORE = Fraction(4, 5), Fraction(6, 5)


def incentive(term: Term, bench: Bench) -> Fraction | None:
    """Of what more output is worth at piece rates, the part that its maker is paid, between 80 and
    120 per cent of the norm: 1 under straight piece rates, 0 where output changes nothing.
    None where the scheme gives no amount on the bench."""
    scheme, few = _for_few(term, bench)
    try:
        more = _pay(scheme, few, MORE) - _pay(scheme, few, LESS)
    except NotComputable:
        return None
    return more / ((MORE - LESS) * bench.at_norm * bench.rate)
