"""Goods apart from money: what of a scheme's pay is goods at their valuation."""

from collections.abc import Iterator, Sequence

from app.money import to_minor
from app.wages.rules.book import Book
from app.wages.rules.exact import total
from app.wages.rules.funds import goods
from app.wages.rules.spans import PayPeriod
from app.wages.rules.terms import Goods, Sum, Term
from app.wages.rules.work import Member


def goods_paid(
    term: Term, members: Sequence[Member], periods: Sequence[PayPeriod], decimals: int
) -> list[dict[str, int]]:
    """By pay period and member, in minor units: the goods that a scheme adds to other pay. Goods
    that are weighed against something else, as in a guarantee, cannot be told apart and are not
    counted. Goods follow membership and no work, so the log is not read."""
    book = Book((), members)
    added = list(_added(term))
    found = []
    for period in periods:
        window = book.window(period.span, period.whole or period.span)
        columns = [goods(one, window) for one in added]
        exact = {
            member.key: total(
                column[member.key].amount for column in columns if member.key in column
            )
            for member in members
        }
        found.append({key: to_minor(amount, decimals) for key, amount in exact.items() if amount})
    return found


def _added(term: Term) -> Iterator[Goods]:
    match term:
        case Goods():
            yield term
        case Sum():
            for part in term.terms:
                yield from _added(part)
