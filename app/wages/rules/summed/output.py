"""Efficiency and its rewards for all members at once: as `output`, on columns.

S is standard time, T productive time, both in minutes; e = S ÷ T is never formed where whole
numbers can be compared across.
"""

from fractions import Fraction
from math import lcm

from app.wages.rules.exact import ONE
from app.wages.rules.output import factor_at
from app.wages.rules.summed.columns import Column, added, aligned
from app.wages.rules.terms import Basis, Piece, Plan, TimeSaved


def banded(term: Piece, earned: Column, standard: Column, time: Column) -> Column:
    """Earnings at the factor that the efficiency reaches. Who has no productive time has no
    output either."""
    if term.basis is Basis.ALL:
        return earned.by(_reached(term, standard, time))
    pairs = zip(standard.exact, time.exact, strict=True)
    return earned.by(Column.of([factor_at(term, s / t) if t else ONE for s, t in pairs]))


def _reached(term: Piece, standard: Column, time: Column) -> Column:
    common = lcm(*(band.factor.denominator for band in term.bands))
    (standards, times), _ = aligned([standard, time])
    factors = [common] * len(times)
    for band in term.bands:
        start, below = band.from_.as_integer_ratio()
        factor = int(band.factor * common)
        least = 1 if band.above else 0
        rows = zip(standards, times, factors, strict=True)
        factors = [factor if s * below - t * start >= least else old for s, t, old in rows]
    return Column(factors, common)


def time_with_bonus(term: TimeSaved, standard: Column, time: Column) -> Column:
    """Minutes to be paid: those worked and what the plan adds (see `output.time_saved`)."""
    saved = added([standard, time.times(-ONE)]).positive()
    match term.plan:
        case Plan.HALSEY | Plan.BEDAUX:
            return added([time, saved.times(term.share)])
        case Plan.ROWAN:
            return added([time, _part_saved(standard, time).times(term.share)])
        case Plan.GANTT:
            reached = [not short for short in added([time, standard.times(-ONE)]).positive().above]
            paid = added([standard.times(1 + term.share), time.times(-ONE)])
            return added([time, paid.where(reached)])
        case Plan.EMERSON:
            return added([time, _emerson(term.share, standard, time), saved])


def _part_saved(standard: Column, time: Column) -> Column:
    """T × (S − T) ÷ S where time was saved."""
    (standards, times), below = aligned([standard, time])
    belows = Column(times, below).belows
    rows = list(zip(standards, times, belows, strict=True))
    return Column(
        [t * (s - t) if s > t else 0 for s, t, _ in rows],
        [s * common if s > t else 1 for s, t, common in rows],
    )


def _emerson(share: Fraction, standard: Column, time: Column) -> Column:
    """share × T from e = 1 on, below it share × (3S − 2T) from e = ⅔ on."""
    rising = added([standard.times(Fraction(3)), time.times(Fraction(-2))]).positive()
    (ends, steps), below = aligned([time, rising])
    both = [min(end, step) for end, step in zip(ends, steps, strict=True)]
    return Column(both, below).times(share)
