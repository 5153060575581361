"""Terms of office: how long each seat is held, and for how many terms in a row."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from app.errors import InvalidInput, RuleViolation
from app.sentences import say, say_n

MOST_SEATS = 60
LONGEST_TERM = 120
BREAK = timedelta(days=183)
"""Half a year without the office begins a new count of terms in a row."""

Span = tuple[date, date | None]
"""First and last day of a mandate; None: it has no end."""


class TooManyTerms(RuleViolation):
    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            say_n(
                "%(name)s has held this office for a term up to now. Nobody holds it for more "
                "than one in a row.",
                "%(name)s has held this office for %(count)s terms in a row. Nobody holds it for "
                "more.",
                most,
                name=name,
            )
        )


def check_terms(months: Sequence[int]) -> None:
    """One number of months a seat, in the order of election. Raises InvalidInput."""
    if not 1 <= len(months) <= MOST_SEATS:
        raise InvalidInput(say("Fill from 1 to %(most)s seats.", most=MOST_SEATS), "terms")
    if not all(1 <= one <= LONGEST_TERM for one in months):
        raise InvalidInput(say("A term is from 1 to %(most)s months.", most=LONGEST_TERM), "terms")


def last_day(first: date, months: int) -> date:
    """The last day of a term: 1 March and 12 months make the last day of February."""
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    day = min(first.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1 if day == first.day else 0)


def terms_in_a_row(held: Iterable[Span], starts_on: date) -> int:
    """How many terms somebody has held without a break when a new one starts. A mandate cut
    short counts like any other."""
    count, next_from = 0, starts_on
    for first, last in sorted(held, reverse=True):
        if first >= starts_on:
            continue
        if next_from - (last or next_from) >= BREAK:
            break
        count, next_from = count + 1, first
    return count


def check_term_limit(name: str, held: Iterable[Span], starts_on: date, most: int) -> None:
    """`most`: 0 for no limit. Raises TooManyTerms."""
    if most and terms_in_a_row(held, starts_on) >= most:
        raise TooManyTerms(name, most)
