"""Schemes paid from sums instead of from the log: the same amounts as `evaluate`, exactly.

Hours and output are columns of all members; what follows from membership alone is asked of the
terms' own rules. A scheme, or work, that sums do not tell enough about raises NotSummed: then
the log is read and `evaluate` answers.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.money import round_half_up
from app.wages.rules import funds, hours
from app.wages.rules.cost import OUTPUT, PRODUCTIVE
from app.wages.rules.evaluate import seniority_factor
from app.wages.rules.exact import ONE, ZERO
from app.wages.rules.output import HOUR
from app.wages.rules.sharing import Dealing, has_bill
from app.wages.rules.spans import Every
from app.wages.rules.summed import output as summed_output
from app.wages.rules.summed.columns import Column, added, chosen
from app.wages.rules.summed.paid import Paid, PaidFor, merged
from app.wages.rules.summed.work import NotSummed, Place, Work
from app.wages.rules.terms import (
    ALL_KINDS,
    Blend,
    EqualShare,
    Fit,
    Goods,
    Graded,
    Greatest,
    Hourly,
    Least,
    Need,
    Piece,
    Sum,
    Term,
    Times,
    TimeSaved,
)
from app.wages.rules.trees import inner


@dataclass(frozen=True, slots=True)
class Node:
    """What a term came to for everybody. parts: of the terms inside. independent: as
    `measures.independent`. paid: what was paid for what, as `spread.paid_leaves`. windowed: the
    sum of several windows."""

    amount: Column
    independent: Column
    paid: Paid
    parts: tuple["Node", ...] = ()
    windowed: bool = False


def evaluate_sums(term: Term, place: Place) -> Node:
    """What a term comes to for each member, in major units, exact. Raises NotSummed, and
    NotComputable as `evaluate` does."""
    match term:
        case Hourly():
            amount = place.work.of_kinds(term.kinds).times(term.rate / HOUR)
            return Node(amount, amount, [(PaidFor(place.span, term.kinds), amount)])
        case Graded():
            return _graded(term, place)
        case EqualShare() | Need() | Goods():
            return _by_membership(term, place)
        case Piece():
            return _piece(term, place)
        case TimeSaved():
            return _time_saved(term, place)
        case Sum():
            parts = [_by_window(part, place, term.window, _evaluator(part)) for part in term.terms]
            return _together(parts, parts)
        case Greatest():
            return _by_window(term, place, term.window, lambda part: _choose(term, part, max))
        case Least():
            return _by_window(term, place, term.window, lambda part: _choose(term, part, min))
        case Blend(lambda_=share):
            first, second = (evaluate_sums(part, place) for part in term.terms)
            blended = [_times(first, share), _times(second, 1 - share)]
            return _together(blended, (first, second))
        case Times():
            inside = evaluate_sums(term.term, place)
            return _times(inside, _factors(term, place, inside))
        case Fit(floor=None):
            return _fit(term, place)
    raise NotSummed(term)


def _evaluator(term: Term) -> Callable[[Place], Node]:
    return lambda place: evaluate_sums(term, place)


def _by_window(term: Term, place: Place, every: Every, judge: Callable[[Place], Node]) -> Node:
    windows = place.split(every)
    if len(windows) == 1:
        return judge(windows[0])
    nodes = [judge(window) for window in windows]
    return _together(nodes, (), windowed=True)


def _together(nodes: Sequence[Node], parts: Sequence[Node], *, windowed: bool = False) -> Node:
    return Node(
        added([node.amount for node in nodes]),
        added([node.independent for node in nodes]),
        merged([pair for node in nodes for pair in node.paid]),
        tuple(parts),
        windowed,
    )


def _choose(term: Greatest | Least, place: Place, best: Callable[[Iterable[int]], int]) -> Node:
    parts = tuple(evaluate_sums(part, place) for part in term.terms)
    amount, places = chosen([part.amount for part in parts], best)
    independent, _ = chosen([part.independent for part in parts], best)
    paid = [
        (what, column.where([place == number for place in places]))
        for number, part in enumerate(parts)
        for what, column in part.paid
    ]
    return Node(amount, independent, merged(paid), parts)


def _times(inside: Node, factor: Fraction | Column) -> Node:
    def scaled(column: Column) -> Column:
        return column.times(factor) if isinstance(factor, Fraction) else column.by(factor)

    return Node(
        scaled(inside.amount),
        scaled(inside.independent),
        [(what, scaled(column)) for what, column in inside.paid],
        (inside,),
    )


def _factors(term: Times, place: Place, inside: Node) -> Fraction | Column:
    if term.seniority is None:
        return term.factor or ZERO
    factors = []
    for member, amount in zip(place.members, inside.amount.above, strict=True):
        if member.seniority_from is None and amount:
            raise NotSummed(term)  # a note says whose seniority is not known
        since = member.seniority_from
        on = place.span.first
        factors.append(ONE if since is None else seniority_factor(term.seniority, since, on))
    return Column.of(factors)


def _fit(term: Fit, place: Place) -> Node:
    inside = evaluate_sums(term.term, place)
    whole = inside if place.span == place.period else evaluate_sums(term.term, place.whole)
    together = whole.amount.total()
    if not together:
        raise NotSummed(term)  # nothing to be fitted: the rule says so
    return _times(inside, term.fund / together)


def _by_membership(term: EqualShare | Need | Goods, place: Place) -> Node:
    match term:
        case EqualShare():
            traces = funds.equal_share(term, place.empty)
        case Need():
            traces = funds.need(term, place.empty)
        case Goods():
            traces = funds.goods(term, place.empty)
    found = (traces.get(member.key) for member in place.members)
    amount = Column.of([trace.amount if trace else ZERO for trace in found])
    return Node(amount, amount, [(PaidFor(place.span, ALL_KINDS, shared=True), amount)])


def _graded(term: Graded, place: Place) -> Node:
    minutes = place.work.of_kinds(ALL_KINDS)
    coefficients = []
    for member, worked in zip(place.members, minutes.above, strict=True):
        standing = member.standing_on(place.span.first)
        if worked and standing is not member.standing_on(place.span.last):
            raise NotSummed(term)  # two grades in one sum
        coefficients.append(hours.coefficient(term, standing.value, member.key) if worked else ZERO)
    amount = minutes.by(Column.of(coefficients)).times(term.base / HOUR)
    return Node(amount, amount, [(PaidFor(place.span, ALL_KINDS), amount)])


def _piece(term: Piece, place: Place) -> Node:
    work = place.work
    if work.unpriced:
        raise NotSummed(term)
    amount = work.earned
    if term.bands:
        _check_judged(term, work)
        amount = summed_output.banded(term, work.earned, work.standard, work.productive)
    paid = [(PaidFor(place.span, OUTPUT), amount)]
    if term.rejects:
        paid.append((PaidFor(place.span, OUTPUT, rejected=True), work.rejected.times(term.rejects)))
        amount = added([column for _, column in paid])
    return Node(amount, Column([0] * len(amount.above)), paid)


def _time_saved(term: TimeSaved, place: Place) -> Node:
    work = place.work
    _check_judged(term, work)
    time_pay = work.productive.times(term.rate / HOUR)
    with_bonus = summed_output.time_with_bonus(term, work.standard, work.productive)
    amount = with_bonus.times(term.rate / HOUR)
    return Node(amount, time_pay, [(PaidFor(place.span, PRODUCTIVE), amount)])


def _check_judged(term: Term, work: Work) -> None:
    """Efficiency can be judged for everybody: all output has a norm, and somebody's time."""
    made = zip(work.standard.above, work.productive.above, strict=True)
    if work.unjudged or any(standard and not time for standard, time in made):
        raise NotSummed(term)


def payable_sums(term: Term, node: Node, dealing: Dealing) -> Column:
    """What a term pays each member, in minor units, before the one rounding: as `payable`."""
    if node.windowed or not isinstance(term, Sum | Greatest | Least | Blend):
        return _dealt(term, node.amount.times(Fraction(10**dealing.decimals)), dealing)
    parts = zip(inner(term), node.parts, strict=True)
    inside = [payable_sums(part, own, dealing) for part, own in parts]
    match term:
        case Sum():
            return added(inside)
        case Greatest():
            return chosen(inside, max)[0]
        case Least():
            return chosen(inside, min)[0]
        case Blend(lambda_=share):
            return _dealt(
                term, added([inside[0].times(share), inside[1].times(1 - share)]), dealing
            )


def _dealt(term: Term, amounts: Column, dealing: Dealing) -> Column:
    if not has_bill(term):
        return amounts
    exact = dict(zip(dealing.order, amounts.exact, strict=True))
    parts = dealing.deal(round_half_up(amounts.total()), exact)
    return Column.of([parts.get(member, ZERO) for member in dealing.order])
