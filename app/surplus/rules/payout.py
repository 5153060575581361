"""Paying out the capital of those who left: when, how much, and when not.

Capital leaves in yearly parts from a year after the last day, so that the co-op can bear it
(Mondragon and most co-operative laws let a co-op spread it over up to five years; the motion that
shares out a surplus says over how many). Before any of it leaves, losses of years that are over
are shared: who goes bears their part. And no payout may eat what belongs to all: afterwards the
co-op's net worth still covers its collective funds (NY Cooperative Corporations Law § 93 and
the indivisible reserve of the laws of France, Italy and Spain).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.errors import RuleViolation
from app.money import allocate
from app.sentences import say

ONE = Fraction(1)


class NothingDue(RuleViolation):
    sentence = say("Nobody who left is due a part of their capital by this day.")


class PayoutWaits(RuleViolation):
    sentence = say("A payout of capital waits for approval already: only one does at a time.")


class PreparedIt(RuleViolation):
    sentence = say("You prepared this payout: somebody else must approve it.")


class PayoutApproved(RuleViolation):
    sentence = say("This payout is approved already.")


class PayoutSetAside(RuleViolation):
    sentence = say("This payout was set aside.")


class PayoutNotApproved(RuleViolation):
    sentence = say("Only an approved payout is paid.")


class PayoutReversed(RuleViolation):
    sentence = say("This payout was taken back: it pays nobody.")


class PaymentsListed(RuleViolation):
    sentence = say(
        "The payments of this payout are listed. Withdraw the list first, while it is not paid."
    )


class CapitalChanged(RuleViolation):
    sentence = say(
        "What is due has changed since this was prepared. Set it aside and prepare it again."
    )


class LossNotShared(RuleViolation):
    sentence = say(
        "The books show a loss of years that are over, and nobody has borne it yet. It is shared "
        "by a motion before capital leaves the co-op."
    )


class EatsWhatBelongsToAll(RuleViolation):
    sentence = say(
        "After this payout the co-op would have less than its collective funds: capital is not "
        "paid out of what belongs to all."
    )


class BooksUneven(RuleViolation):
    sentence = say(
        "Members' capital and the collective funds are not the co-op's net worth: the books need "
        "a look before anything is paid out."
    )


@dataclass(frozen=True, slots=True)
class Instalment:
    """A yearly part: the day from which it is due, and minor units."""

    on: date
    amount: int


def instalments(capital: int, left_on: date, years: int, paid: int = 0) -> list[Instalment]:
    """How the capital of somebody who left is paid out: yearly from one year after `left_on`, the
    first day without membership, in `years` parts that differ by one minor unit at most. `capital`
    is what is left after the `paid` first parts; what comes to the account after the last one is
    due a year later."""
    if capital <= 0:
        return []
    parts = allocate(capital, [ONE] * max(1, years - paid))
    days = [_years_after(left_on, paid + place) for place in range(1, len(parts) + 1)]
    return [Instalment(on, part) for on, part in zip(days, parts, strict=True) if part]


def due(parts: Sequence[Instalment], by: date) -> list[Instalment]:
    """The parts whose day has come."""
    return [part for part in parts if part.on <= by]


def year_before(day: date) -> date:
    """What was due then is due again on this day; on 29 February it is not before the next."""
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


@dataclass(frozen=True, slots=True)
class Books:
    """What a payout is judged by, in minor units. `past_result`: income less expenses of the years
    that are over, as far as it is not shared out."""

    members: int
    collective: int
    unshared: int
    worth: int
    past_result: int

    @property
    def is_even(self) -> bool:
        return self.members + self.collective + self.unshared == self.worth


def check_payable(total: int, books: Books) -> None:
    """Raises BooksUneven, LossNotShared, EatsWhatBelongsToAll."""
    if not books.is_even:
        raise BooksUneven
    if books.past_result < 0:
        raise LossNotShared
    if books.worth - total < books.collective:
        raise EatsWhatBelongsToAll
