"""What is refused about people and offices."""

from datetime import date, timedelta

from app.errors import RuleViolation
from app.sentences import say


class AlreadyFullMember(RuleViolation):
    sentence = say("This person is a full member already.")


class NotAMember(RuleViolation):
    sentence = say("This person is not a member on that day.")


class OfficeHeldAlready(RuleViolation):
    sentence = say("This person holds this office on these days already.")


class NotInOffice(RuleViolation):
    sentence = say("This person does not hold this office on that day.")


class MandateWithoutEnd(RuleViolation):
    sentence = say("An inspector's mandate needs a last day.")


class LaterFactStands(RuleViolation):
    sentence = say("A later fact stands already: nothing can be dated before it.")


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two spans of days, inclusive and open where None, share a day."""
    return (second[1] is None or first[0] <= second[1]) and (
        first[1] is None or second[0] <= first[1]
    )


def last_day_before(day: date) -> date:
    return day - timedelta(days=1)
