"""Spending within a mandate: what an office may spend from a line of the budget without asking.

The members vote a budget, line by line, and say which office may spend from a line, how much at
once and how much in a month, a quarter or a year. Within these caps the office spends on its own;
above them it asks the members. Amounts are minor units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.errors import RuleViolation
from app.money import Money
from app.sentences import Sentence, say


class Wanted(StrEnum):
    """The motion that would let it through."""

    BUDGET = "budget"
    LIMIT = "limit"


class BeyondMandate(RuleViolation):
    """It takes a motion; `wanted` says which."""

    wanted: Wanted = Wanted.LIMIT


class OutsideBudget(BeyondMandate):
    wanted = Wanted.BUDGET

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            say(
                "The budget of this line runs from %(first)s to %(last)s. Another day needs a "
                "motion for another budget.",
                first=first,
                last=last,
            )
        )


class NoLimitGranted(BeyondMandate):
    sentence = say(
        "No office of yours may spend from this line. It needs a motion that lets one do so."
    )


class AboveOnce(BeyondMandate):
    def __init__(self, cap: Money) -> None:
        super().__init__(
            say(
                "This is more than your office may spend at once: %(cap)s. It needs a motion for "
                "a higher limit.",
                cap=cap,
            )
        )


class AbovePeriod(BeyondMandate):
    def __init__(self, left: Money, span: Sentence) -> None:
        super().__init__(
            say(
                "Your office may still spend %(left)s on this line %(span)s. More needs a motion "
                "for a higher limit.",
                left=left,
                span=span,
            )
        )


class AboveLine(BeyondMandate):
    wanted = Wanted.BUDGET

    def __init__(self, left: Money) -> None:
        super().__init__(
            say(
                "Only %(left)s of this line is left. More needs a motion for another budget.",
                left=left,
            )
        )


class SpendingPaid(RuleViolation):
    sentence = say("This spending is paid already.")


class SpendingNotPaid(RuleViolation):
    sentence = say("This spending is not paid: there is nothing to take back.")


class SpendingWithdrawn(RuleViolation):
    sentence = say("This spending was withdrawn.")


class SpentIt(RuleViolation):
    sentence = say("You spent this. Somebody else must pay it.")


class NotYours(RuleViolation):
    sentence = say("Only who spent it, or the treasurer, takes it back.")


class OnList(RuleViolation):
    sentence = say("This invoice stands on a list of payments. Withdraw that list first.")


class UnknownLine(RuleViolation):
    sentence = say("The line of the budget that it names does not exist.")


@dataclass(frozen=True, slots=True)
class Cap:
    """What an office may spend from a line: at most `once` at a time and `in_all` in each span of
    `months` (1, 3 or 12, by the calendar)."""

    once: int
    in_all: int
    months: int


@dataclass(frozen=True, slots=True)
class Use:
    """How a line of the budget stands: what was voted, paid, and recorded but not paid yet."""

    voted: int
    spent: int = 0
    committed: int = 0

    @property
    def left(self) -> int:
        return self.voted - self.spent - self.committed


def span_of(day: date, months: int) -> tuple[date, date]:
    """The calendar month, quarter or year of a day: its first and its last day."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    years, month = divmod(first.month - 1 + months, 12)
    return first, date(first.year + years, month + 1, 1) - timedelta(days=1)


SPANS = {1: say("in this month"), 3: say("in this quarter"), 12: say("in this year")}


def check_day(day: date, first: date, last: date) -> None:
    """Raises OutsideBudget."""
    if not first <= day <= last:
        raise OutsideBudget(first, last)


def check_within(amount: int, caps: Sequence[tuple[Cap, int]], use: Use, currency: str) -> int:
    """Which of the caps lets an amount through: its place. `caps`: what the reader's offices may
    spend from the line, each with what was spent under it in its span. Raises NoLimitGranted,
    AboveOnce, AbovePeriod (of several caps, the most generous one's reason), AboveLine."""
    if not caps:
        raise NoLimitGranted
    refusals = []
    for place, (cap, used) in enumerate(caps):
        refusal = _refusal(amount, cap, used, currency)
        if refusal is None:
            if amount > use.left:
                raise AboveLine(Money(max(0, use.left), currency))
            return place
        refusals.append((min(cap.once, cap.in_all - used), -place, refusal))
    raise max(refusals, key=lambda one: one[:2])[2]


def _refusal(amount: int, cap: Cap, used: int, currency: str) -> BeyondMandate | None:
    if amount > cap.once:
        return AboveOnce(Money(cap.once, currency))
    if amount > cap.in_all - used:
        return AbovePeriod(Money(max(0, cap.in_all - used), currency), SPANS[cap.months])
    return None
