"""How many terms in a row somebody has held an office, and when that is enough."""

from collections.abc import Iterable
from datetime import date, timedelta

from app.errors import RuleViolation
from app.sentences import say_n

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
