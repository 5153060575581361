"""Terms of office: how long each seat is held."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from app.errors import InvalidInput
from app.sentences import say

MOST_SEATS = 60
LONGEST_TERM = 120


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
