"""What the law adds where sums tell enough: a minimum that whole pay periods must reach."""

from collections.abc import Sequence
from fractions import Fraction

from app.wages.rules.columns import Column, added, chosen
from app.wages.rules.legal import Legal, MinimumWindow, Overtime
from app.wages.rules.legal_profile import Laws, law_on
from app.wages.rules.output import HOUR
from app.wages.rules.spans import PayPeriod
from app.wages.rules.summed import NotSummed


def minimums(laws: Laws, periods: Sequence[PayPeriod]) -> list[Fraction | None]:
    """The minimum for an hour in each period, that of the law on its last day. Raises NotSummed
    for a law that looks at weeks, days or entries, and for a period before whose first day no
    law held."""
    if any(_looks_inside(law.legal) for law in laws):
        raise NotSummed
    found = []
    for period in periods:
        law = law_on(period.span.last, laws)
        if law is not None and law_on(period.span.first, laws) is None:
            raise NotSummed
        found.append(None if law is None else law.legal.minimum_hourly)
    return found


def _looks_inside(legal: Legal) -> bool:
    return (
        legal.minimum_window is not MinimumWindow.PERIOD
        or legal.overtime is not Overtime.NONE
        or legal.rated_output
        or legal.rest_and_waiting
    )


def lacking(minimum: Fraction, minutes: Column, amount: Column) -> Column:
    """What each member's amount lacks of the minimum for all minutes, in major units."""
    due, _ = chosen([minutes.times(minimum / HOUR), amount], max)
    return added([due, amount.times(Fraction(-1))])
