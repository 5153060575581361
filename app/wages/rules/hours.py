"""Pay for time: one rate for all, or a base rate by grade."""

from fractions import Fraction

from app.sentences import say
from app.wages.rules.book import Window
from app.wages.rules.exact import total, total_of_products
from app.wages.rules.output import HOUR
from app.wages.rules.terms import Graded, Hourly
from app.wages.rules.trace import Trace, Traces
from app.wages.rules.work import NotComputable, Standing


def hourly(term: Hourly, window: Window) -> Traces:
    """rate × hours of the chosen kinds."""
    traces = {}
    for member, tally in window.tallies.items():
        minutes = total(s.minutes for s in tally.stints if s.like.kind in term.kinds)
        if minutes:
            traces[member] = Trace(
                term,
                window.span,
                term.rate * minutes / HOUR,
                tally=tally,
                figures={"minutes": minutes},
            )
    return traces


def graded(term: Graded, window: Window) -> Traces:
    """base × coefficient on the day × hours of every kind.
    Raises NotComputable for a member who has hours and no coefficient."""
    traces = {}
    for member, tally in window.tallies.items():
        weighted = total_of_products(
            (stint.minutes, coefficient(term, stint.like.standing.value, member))
            for stint in tally.stints
            if stint.minutes
        )
        if weighted:
            traces[member] = Trace(
                term,
                window.span,
                term.base * weighted / HOUR,
                tally=tally,
                figures={"minutes": tally.minutes, "weighted": weighted},
            )
    return traces


def coefficient(term: Graded, standing: Standing, member: str) -> Fraction:
    if term.grades and standing.grade:
        if standing.grade in term.grades:
            return term.grades[standing.grade]
        raise NotComputable(
            say(
                "%(member)s: the scheme knows no grade “%(grade)s”.",
                member=member,
                grade=standing.grade,
            )
        )
    return own_coefficient(standing, member)


def own_coefficient(standing: Standing, member: str) -> Fraction:
    if standing.coefficient is None:
        raise NotComputable(
            say("%(member)s has neither a grade of the scheme nor a coefficient.", member=member)
        )
    return standing.coefficient
