"""The threshold language: conditions on the numbers of a vote, exact and typed.

A condition compares one number of the vote with an amount:

    {"votes": "for", "is": "more than", "amount": {"share": "1/2", "of": "cast"}}

or joins others by `all` or `any`. An amount is a whole number, a share of a number of the vote
(with `"plus": -2` two fewer), a multiple of the square root of one (`{"root": "3/2", "of":
"entitled"}`), or the `greatest` or `least` of several amounts. With these few words stand simple,
absolute and qualified majorities, quorums, "consensus minus one", "all but two", "not more than the
greater of 2 and one quarter opposed", and "half of all members, or quorum and more for than
against".

Nothing is rounded: a share of 2/3 of 31 is compared as 62/3. `condition_json` reads and writes
conditions, `condition_words` says them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt


class Number(StrEnum):
    """The numbers of a vote."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    CAST = "cast"  # for + against
    VALID = "valid"  # for + against + abstain
    PRESENT = "present"  # on the roll and attending when the poll closes
    ENTITLED = "entitled"  # who may vote: on the roll, or would be if they had come
    ACTIVE = "active"  # the active of these by the co-op's own definition


class Relation(StrEnum):
    MORE = "more than"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    FEWER = "fewer than"


@dataclass(frozen=True, slots=True)
class Numbers:
    """One vote's numbers: whole people, or whole votes where a delegate has more than one; then
    the roll is counted in votes as well. `present` is None outside an assembly; `active` where
    the bylaws do not say who is."""

    votes_for: int
    against: int
    abstain: int
    entitled: int
    present: int | None = None
    active: int | None = None

    def of(self, number: Number) -> int:
        """The value of a number; outside an assembly those who voted count as present."""
        cast = self.votes_for + self.against
        valid = cast + self.abstain
        match number:
            case Number.FOR:
                return self.votes_for
            case Number.AGAINST:
                return self.against
            case Number.ABSTAIN:
                return self.abstain
            case Number.CAST:
                return cast
            case Number.VALID:
                return valid
            case Number.PRESENT:
                return valid if self.present is None else max(self.present, valid)
            case Number.ENTITLED:
                return self.entitled
            case Number.ACTIVE:
                return self.entitled if self.active is None else self.active


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a number of the vote; a share of 1 is the number itself. `plus`: so many more,
    or fewer where it is negative, as in "half and one" and "all but two"; never below none."""

    share: Fraction
    of: Number
    plus: int = 0


@dataclass(frozen=True, slots=True)
class Root:
    """A multiple of the square root of a number of the vote."""

    times: Fraction
    of: Number


@dataclass(frozen=True, slots=True)
class Extreme:
    """The greatest or the least of several amounts."""

    greatest: bool
    amounts: tuple["Amount", ...]


Amount = int | Share | Root | Extreme


@dataclass(frozen=True, slots=True)
class Compare:
    votes: Number
    relation: Relation
    amount: Amount


@dataclass(frozen=True, slots=True)
class Join:
    """All of the conditions, or any of them."""

    every: bool
    conditions: tuple["Condition", ...]


Condition = Compare | Join


def size(amount: Amount, numbers: Numbers) -> Fraction:
    """The amount in this vote, exact; a root that is no fraction as one that every whole number
    compares with alike."""
    if isinstance(amount, int):
        return Fraction(amount)
    if isinstance(amount, Share):
        return max(amount.share * numbers.of(amount.of) + amount.plus, Fraction(0))
    if isinstance(amount, Root):
        return _root(amount.times**2 * numbers.of(amount.of))
    sizes = [size(part, numbers) for part in amount.amounts]
    return max(sizes) if amount.greatest else min(sizes)


def _root(square: Fraction) -> Fraction:
    """The square root where it is a whole number, else half above the whole number below it:
    votes are whole, and meet the one exactly when they meet the other."""
    below = isqrt(square.numerator // square.denominator)
    return Fraction(below) if below * below == square else below + Fraction(1, 2)


def holds(condition: Condition, numbers: Numbers) -> bool:
    """Whether the condition is met by these numbers."""
    if isinstance(condition, Join):
        met = [holds(part, numbers) for part in condition.conditions]
        return all(met) if condition.every else any(met)
    votes, amount = numbers.of(condition.votes), size(condition.amount, numbers)
    match condition.relation:
        case Relation.MORE:
            return votes > amount
        case Relation.AT_LEAST:
            return votes >= amount
        case Relation.AT_MOST:
            return votes <= amount
        case Relation.FEWER:
            return votes < amount


def needed(condition: Compare, numbers: Numbers) -> int:
    """The smallest (largest, for "at most" and "fewer than") whole number that meets it."""
    amount = size(condition.amount, numbers)
    match condition.relation:
        case Relation.MORE:
            return amount.numerator // amount.denominator + 1
        case Relation.AT_LEAST:
            return -(-amount.numerator // amount.denominator)
        case Relation.AT_MOST:
            return amount.numerator // amount.denominator
        case Relation.FEWER:
            return -(-amount.numerator // amount.denominator) - 1


def names(condition: Condition) -> Iterator[Number]:
    """The numbers of the vote that a condition speaks of."""
    if isinstance(condition, Join):
        for part in condition.conditions:
            yield from names(part)
    else:
        yield condition.votes
        yield from names_in(condition.amount)


def names_in(amount: Amount) -> Iterator[Number]:
    """The numbers of the vote that an amount is measured by."""
    if isinstance(amount, Extreme):
        for part in amount.amounts:
            yield from names_in(part)
    elif not isinstance(amount, int):
        yield amount.of
