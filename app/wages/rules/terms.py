"""The terms of a wage scheme: a small algebra whose trees are schemes.

Amounts and factors are exact fractions, amounts in major units of the co-op's currency.
A `fund` is what the co-op sets aside for one pay period.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.production.hours import HoursKind
from app.wages.rules.spans import Every

ALL_KINDS = frozenset(HoursKind)


class Basis(StrEnum):
    ALL = "all"
    MARGINAL = "marginal"


class Plan(StrEnum):
    HALSEY = "halsey"
    ROWAN = "rowan"
    BEDAUX = "bedaux"
    GANTT = "gantt"
    EMERSON = "emerson"


class Weight(StrEnum):
    HOURS = "hours"
    GRADE = "grade"
    PARTICIPATION = "participation"


class Head(StrEnum):
    MEMBER = "member"
    ADULT = "adult"
    CHILD = "child"


class Measure(StrEnum):
    """What output is measured by: hours at the norm, or money at piece rates."""

    STANDARD = "standard"
    VALUE = "value"


class Method(StrEnum):
    COMPRESS = "compress"
    CLIP = "clip"


class Unpaid(StrEnum):
    """Whether days of unpaid absence count as membership days."""

    COUNTED = "counted"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class EqualShare:
    """fund × own membership days ÷ all membership days of the pay period."""

    fund: Fraction
    unpaid_absence: Unpaid = Unpaid.COUNTED


@dataclass(frozen=True, slots=True)
class Hourly:
    """rate × hours of the given kinds."""

    rate: Fraction
    kinds: frozenset[HoursKind] = ALL_KINDS


@dataclass(frozen=True, slots=True)
class Graded:
    """base × coefficient on the day × hours. The coefficient is that of the member's grade in
    `grades` or, for a member without a grade or a scheme without grades, the member's own."""

    base: Fraction
    grades: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Need:
    """fund shared by membership days × (1 + adult × adults + child × children)."""

    fund: Fraction
    adult: Fraction
    child: Fraction
    unpaid_absence: Unpaid = Unpaid.COUNTED


@dataclass(frozen=True, slots=True)
class Band:
    """Efficiencies from `from_` on (or, with `above`, beyond it) are paid at `factor`."""

    from_: Fraction
    factor: Fraction
    above: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Σ accepted quantity × rate on the day × factor of the band that the efficiency reaches.

    Basis `all` pays the whole output at that factor; `marginal` pays each slice of the output
    at the factor of its own band. Below the first band, and without bands, the factor is 1.
    Rejects are paid at their share of the plain rate, whatever the band.
    """

    bands: tuple[Band, ...] = ()
    basis: Basis = Basis.ALL
    rejects: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class TimeSaved:
    """A bonus plan on standard time S against taken time T (see `output.time_saved`)."""

    plan: Plan
    rate: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class Crew:
    """What a crew's output earns at piece rates, shared by the product of the weights. With a
    `tariff` each gets tariff × own coefficient × productive hours first, and only the surplus is
    shared by the weights; earnings below the tariff are shared by the tariff."""

    weights: tuple[Weight, ...] = (Weight.HOURS,)
    tariff: Fraction | None = None


@dataclass(frozen=True, slots=True)
class LabourDays:
    """fund × own labour-days ÷ all; labour-days = Σ accepted quantity × weight of the item.
    Without weights each unit counts one labour-day; with weights an item not named counts none.
    """

    fund: Fraction
    weights: Mapping[str, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Valuation:
    """What the goods for one head in one pay period are worth from a day on."""

    from_: date
    value: Fraction


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods issued per head and pay period at their valuation on the day, by membership days."""

    per: Head
    value: Fraction | tuple[Valuation, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    terms: tuple["Term", ...]
    window: Every = Every.PERIOD


@dataclass(frozen=True, slots=True)
class Greatest:
    """The greatest of its terms, chosen anew for each member in each window: a guarantee."""

    terms: tuple["Term", ...]
    window: Every = Every.PERIOD


@dataclass(frozen=True, slots=True)
class Least:
    """The least of its terms, chosen anew for each member in each window: a ceiling."""

    terms: tuple["Term", ...]
    window: Every = Every.PERIOD


@dataclass(frozen=True, slots=True)
class Blend:
    """λ × first + (1 − λ) × second."""

    lambda_: Fraction
    terms: tuple["Term", "Term"]


@dataclass(frozen=True, slots=True)
class Seniority:
    """1 + per_year × years completed when the window begins, but not more than `most`."""

    per_year: Fraction
    most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """A term × a factor: the same for all, or each member's by seniority."""

    term: "Term"
    factor: Fraction | None = None
    seniority: Seniority | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """Highest ÷ lowest hourly pay at most `ratio`; the bill stays as it is."""

    term: "Term"
    ratio: Fraction
    method: Method = Method.COMPRESS


@dataclass(frozen=True, slots=True)
class Fit:
    """A term scaled so that the bill equals the fund. Whom the scaled term would give less than
    the `floor` gets the floor, and the others are scaled to what is left."""

    term: "Term"
    fund: Fraction
    floor: "Term | None" = None


@dataclass(frozen=True, slots=True)
class Gain:
    """A term and, by paid hours, share × (baseline × output − Σ term) where that is positive:
    the part of the labour cost that was saved against what the output used to cost.

    `baseline` is money per standard hour, or per unit of money at piece rates.
    """

    term: "Term"
    baseline: Fraction
    share: Fraction
    of: Measure = Measure.STANDARD


Term = (
    EqualShare
    | Hourly
    | Graded
    | Need
    | Piece
    | TimeSaved
    | Crew
    | LabourDays
    | Goods
    | Sum
    | Greatest
    | Least
    | Blend
    | Times
    | Cap
    | Fit
    | Gain
)

NAMES: dict[type[Term], str] = {
    EqualShare: "equal_share",
    Hourly: "hourly",
    Graded: "graded",
    Need: "need",
    Piece: "piece",
    TimeSaved: "time_saved",
    Crew: "crew",
    LabourDays: "labour_days",
    Goods: "goods",
    Sum: "sum",
    Greatest: "greatest",
    Least: "least",
    Blend: "blend",
    Times: "times",
    Cap: "cap",
    Fit: "fit",
    Gain: "gain",
}
