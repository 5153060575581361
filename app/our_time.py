"""The years that a co-op can mean: any other is a slip of the pen.

Near the ends of the calendar there is no next day, and a moment is none in other time zones: one
such date that was kept would fail on every page.
"""

from datetime import date

from app.sentences import say

FIRST, LAST = 1800, 2999
OTHER_AGE = say("The year must lie between 1800 and 2999.")


def is_of_our_time(day: date) -> bool:
    """Whether a day or a moment is one that a co-op can mean."""
    return FIRST <= day.year <= LAST
