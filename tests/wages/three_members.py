"""Three members whose pay by any scheme can be worked out by hand: each works eight hours at a norm
of half an hour a piece and 5 a piece."""

from datetime import date
from fractions import Fraction

from app.wages.rules.book import Book
from app.wages.rules.pay import compute_pay
from app.wages.rules.spans import Span, monthly
from app.wages.rules.terms import Crew, Term
from app.wages.rules.trees import contains
from app.wages.rules.work import Member, Prices, Standing, Timeline, Version, WorkLine


def worked_example(term: Term) -> list[int]:
    """What a scheme pays in cents to three members who make 12, 16 and 20 pieces in eight hours
    each, in the grades 1, 2 and 3 with coefficients of 1, 1.2 and 1.5, since 0, 5 and 20 years,
    with 0, 1 and 2 children. For a crew's scheme they make the 48 pieces together."""
    paid = compute_pay(term, _sample(contains(term, Crew)), monthly(_MONTH), 2)
    return [pay for member, pay in paid[0].pay.items()]


_MONTH = Span(date(2024, 3, 1), date(2024, 3, 31))
_DAY = date(2024, 3, 4)


def _sample(crewed: bool) -> Book:
    people = (
        ("a", 12, "1", "1", "1", 0, 0),
        ("b", 16, "2", "1.2", "1.1", 1, 5),
        ("c", 20, "3", "1.5", "1.2", 2, 20),
    )
    members, lines = [], []
    for key, made, grade, coefficient, participation, children, years in people:
        standing = Standing(grade, Fraction(coefficient), Fraction(participation), 0, children)
        since = date(2024 - years, 1, 1)
        members.append(Member(key, seniority_from=since, standings=Timeline((Version(standing),))))
        quantity = Fraction(0 if crewed else made)
        crew = "crew" if crewed else ""
        lines.append(WorkLine(_DAY, key, "piece", quantity, minutes=Fraction(480), crew=crew))
    if crewed:
        lines.append(WorkLine(_DAY, "", "piece", Fraction(48), crew="crew"))
    prices = Prices(
        {"piece": Timeline((Version(Fraction(5)),))}, {"piece": Timeline((Version(Fraction(30)),))}
    )
    return Book(lines, members, prices)
