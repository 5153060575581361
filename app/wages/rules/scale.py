"""The size of a co-op's pay: known schemes and added parts begin with amounts of its order."""

from dataclasses import dataclass, replace
from fractions import Fraction

from app.wages.rules.terms import (
    Crew,
    EqualShare,
    Fit,
    Gain,
    Goods,
    Graded,
    Hourly,
    LabourDays,
    Measure,
    Need,
    Term,
    TimeSaved,
)
from app.wages.rules.trees import inner, with_inner


@dataclass(frozen=True, slots=True)
class Scale:
    """`hour`: what an hour at the norm earns at piece rates. `fund`: what all hours of a pay
    period earn so. In major units."""

    hour: Fraction
    fund: Fraction


PRESETS_SCALE = Scale(Fraction(10), Fraction(240))
"""That of the worked examples: three members of eight hours each."""


def in_scale(term: Term, scale: Scale) -> Term:
    """A scheme written for the worked examples, with amounts of a co-op's own order. Rates for
    nothing but the hour itself (hours paid in hours) stay as they are."""
    changed = with_inner(term, [in_scale(part, scale) for part in inner(term)])
    hour, fund = scale.hour / PRESETS_SCALE.hour, scale.fund / PRESETS_SCALE.fund
    match changed:
        case Hourly(rate=rate) | TimeSaved(rate=rate) if rate != 1:
            return replace(changed, rate=rounded(rate * hour))
        case Graded(base=base) if base != 1:
            return replace(changed, base=rounded(base * hour))
        case Crew(tariff=tariff) if tariff is not None:
            return replace(changed, tariff=rounded(tariff * hour))
        case Gain(of=Measure.STANDARD):
            return replace(changed, baseline=rounded(changed.baseline * hour))
        case Goods(value=Fraction() as value):
            return replace(changed, value=rounded(value * hour))
        case EqualShare() | Need() | LabourDays() | Fit():
            return replace(changed, fund=rounded(changed.fund * fund))
    return changed


def rounded(amount: Fraction, figures: int = 3) -> Fraction:
    """To so many significant figures, half up: amounts to begin with are round."""
    if not amount:
        return amount
    unit = Fraction(1)
    while amount >= unit * 10**figures:
        unit *= 10
    while amount < unit * 10 ** (figures - 1):
        unit /= 10
    return int(amount / unit + Fraction(1, 2)) * unit
