"""The drawings of a comparison: bills month by month, the spread of pay, incentive against
solidarity."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext

from app.charts.curves import Curve, curve_chart
from app.charts.lines import Line, LineChart, line_chart
from app.charts.lorenz import LorenzChart, Pay, lorenz_chart
from app.charts.places import Table
from app.money import parse_decimal
from app.wages.comparison.table import number, percentage
from app.wages.rules.evenness import LEAST
from app.web.language import figure

CURVES = 4
Scheme = Mapping[str, Any]


def bills_chart(
    schemes: Sequence[Scheme], months: Sequence[str], fund: Fraction | None
) -> LineChart | None:
    """The bill of each month under four schemes or, if a fund is entered, under three beside it.
    None for a single month."""
    if len(months) < 2:
        return None
    lines = [
        Line(
            scheme["name"],
            tuple(parse_decimal(period["bill"]) for period in scheme["by_period"].values()),
        )
        for scheme in (schemes[:CURVES] if fund is None else schemes[: CURVES - 1])
    ]
    if fund is not None:
        lines.append(Line(gettext("Fund"), (fund,) * len(months)))
    return line_chart(
        gettext("The bill month by month"), months, lines, text=figure, head=gettext("Month")
    )


def spread_chart(schemes: Sequence[Scheme]) -> LorenzChart | None:
    """Nobody can be picked out of a curve over fifths; under five members there is none."""
    pays = [
        Pay(
            scheme["name"],
            tuple(parse_decimal(amount) for amount in scheme["pay"].values()),
            gettext("Gini %(gini)s", gini=number(scheme["gini"], 4)),
        )
        for scheme in schemes[:CURVES]
        if scheme["gini"] is not None
    ]
    if not pays or len(pays[0].amounts) < LEAST:
        return None
    fifths = [gettext("Lowest fifth"), *(gettext("Fifth %(n)s", n=n) for n in (2, 3, 4))]
    heads = [gettext("Scheme"), *fifths, gettext("Highest fifth")]
    return lorenz_chart(gettext("How evenly the pay is spread"), pays, heads=heads)


DIAL = tuple(Fraction(n, 4) for n in range(5))


def frontier_chart(schemes: Sequence[Scheme]) -> LineChart | None:
    """Each scheme as a point, incentive over solidarity, and the line on which the dial moves it.

    Mixed with an equal share of the same bill by the part λ, a scheme has the solidarity
    λ + (1 − λ) × its own, and (1 − λ) × its incentive: at λ = 1 all is shared equally.
    """
    points = [
        (scheme["name"], parse_decimal(scheme["solidarity"]), parse_decimal(scheme["incentive"]))
        for scheme in schemes
        if scheme["solidarity"] is not None and scheme["incentive"] is not None
    ]
    if not points:
        return None
    dialled = [
        (name, part, part + (1 - part) * solid, (1 - part) * keen)
        for name, solid, keen in points
        for part in DIAL
    ]
    rows = tuple(
        (name, percentage(part), percentage(solid), percentage(keen))
        for name, part, solid, keen in dialled
    )
    heads = (
        gettext("Scheme"),
        gettext("Shared equally"),
        gettext("Solidarity"),
        gettext("Incentive"),
    )
    return curve_chart(
        gettext("Incentive against solidarity"),
        [
            Curve("", tuple((solid, keen) for one, _, solid, keen in dialled if one == name))
            for name, _, _ in points[:CURVES]
        ],
        most=1,
        ticks=[(part, percentage(part)) for part in DIAL],
        marks=(),
        dots=[(solid, keen, name) for name, solid, keen in points],
        text=lambda height: percentage(Fraction(height)),
        table=Table(heads, rows),
    )
