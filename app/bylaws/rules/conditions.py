"""The threshold language: conditions on the numbers of a vote, exact and typed.

A condition compares one number of the vote with an amount:

    {"votes": "for", "is": "more than", "amount": {"share": "1/2", "of": "cast"}}

or joins others by `all` or `any`. An amount is a whole number, a share of a number of the vote,
or the `greatest` or `least` of several amounts. With these few words stand simple, absolute and
qualified majorities, quorums, "consensus minus one", "not more than the greater of 2 and one
quarter opposed", and "half of all members, or quorum and more for than against".

Nothing is rounded: a share of 2/3 of 31 is compared as 62/3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.errors import InvalidInput
from app.money import parse_decimal
from app.sentences import Sentence, say


class Number(StrEnum):
    """The numbers of a vote."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    CAST = "cast"  # for + against
    VALID = "valid"  # for + against + abstain
    PRESENT = "present"  # on the roll and attending when the poll closes
    ENTITLED = "entitled"  # on the roll
    ACTIVE = "active"  # on the roll and active by the co-op's own definition


class Relation(StrEnum):
    MORE = "more than"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    FEWER = "fewer than"


@dataclass(frozen=True, slots=True)
class Numbers:
    """One vote's numbers: whole people. `present` is None outside an assembly."""

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
    """A share of a number of the vote; a share of 1 is the number itself."""

    share: Fraction
    of: Number


@dataclass(frozen=True, slots=True)
class Extreme:
    """The greatest or the least of several amounts."""

    greatest: bool
    amounts: tuple["Amount", ...]


Amount = int | Share | Extreme


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
    """The amount in this vote, exact."""
    if isinstance(amount, int):
        return Fraction(amount)
    if isinstance(amount, Share):
        return amount.share * numbers.of(amount.of)
    sizes = [size(part, numbers) for part in amount.amounts]
    return max(sizes) if amount.greatest else min(sizes)


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


# --- to and from JSON ------------------------------------------------------------------------


def condition_to_json(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, Join):
        word = "all" if condition.every else "any"
        return {word: [condition_to_json(part) for part in condition.conditions]}
    return {
        "votes": str(condition.votes),
        "is": str(condition.relation),
        "amount": _amount_to_json(condition.amount),
    }


def _amount_to_json(amount: Amount) -> Any:
    if isinstance(amount, int):
        return amount
    if isinstance(amount, Share):
        return {"share": str(amount.share), "of": str(amount.of)}
    word = "greatest" if amount.greatest else "least"
    return {word: [_amount_to_json(part) for part in amount.amounts]}


def parse_condition(data: object, where: str = "condition") -> Condition:
    """A condition from its JSON. Raises InvalidInput naming the place of the fault."""
    if not isinstance(data, Mapping):
        raise InvalidInput(say("A condition is an object."), where)
    for word in ("all", "any"):
        if word in data:
            parts = _parts(data, word, where)
            return Join(
                word == "all",
                tuple(parse_condition(part, f"{where}.{word}[{i}]") for i, part in parts),
            )
    if set(data) != {"votes", "is", "amount"}:
        raise InvalidInput(say("A condition has “votes”, “is” and “amount”."), where)
    return Compare(
        _word(Number, data["votes"], f"{where}.votes"),
        _word(Relation, data["is"], f"{where}.is"),
        _parse_amount(data["amount"], f"{where}.amount"),
    )


def _parse_amount(data: object, where: str) -> Amount:
    if isinstance(data, int) and not isinstance(data, bool) and data >= 0:
        return data
    if not isinstance(data, Mapping):
        raise InvalidInput(say("An amount is a whole number, a share or a list of amounts."), where)
    for word in ("greatest", "least"):
        if word in data:
            parts = _parts(data, word, where)
            return Extreme(
                word == "greatest",
                tuple(_parse_amount(part, f"{where}.{word}[{i}]") for i, part in parts),
            )
    if set(data) != {"share", "of"}:
        raise InvalidInput(say("An amount has “share” and “of”."), where)
    return Share(
        parse_share(data["share"], f"{where}.share"), _word(Number, data["of"], f"{where}.of")
    )


def parse_share(data: object, where: str = "share") -> Fraction:
    """A share as "2/3", "0.66" or 1; never negative, never a float."""
    if isinstance(data, int) and not isinstance(data, bool):
        share = Fraction(data)
    elif isinstance(data, str):
        try:
            top, slash, bottom = data.partition("/")
            share = parse_decimal(top) / (parse_decimal(bottom) if slash else 1)
        except (ValueError, ZeroDivisionError):
            raise InvalidInput(say("Write a share as 2/3 or 0.66."), where) from None
    else:
        raise InvalidInput(say("Write a share as 2/3 or 0.66."), where)
    if share < 0:
        raise InvalidInput(say("A share is not negative."), where)
    return share


def _parts(data: Mapping[str, Any], word: str, where: str) -> list[tuple[int, Any]]:
    parts = data[word]
    if len(data) != 1 or not isinstance(parts, list | tuple) or not parts:
        raise InvalidInput(say("“%(word)s” stands alone, with a list.", word=word), where)
    return list(enumerate(parts))


def _word(kind: type[StrEnum], data: object, where: str) -> Any:
    try:
        return kind(str(data))
    except ValueError:
        known = ", ".join(kind)
        raise InvalidInput(
            say("“%(word)s” is not one of: %(known)s.", word=str(data), known=known), where
        ) from None


# --- in words ----------------------------------------------------------------------------------


def describe(condition: Condition) -> Sentence:
    """The condition as members say it, such as "more than half of the votes cast are for"."""
    if isinstance(condition, Join):
        return joined(condition.every, [describe(part) for part in condition.conditions])
    if condition.amount == Share(Fraction(1), Number.AGAINST) and condition.votes is Number.FOR:
        return (
            say("more are for than against")
            if condition.relation is Relation.MORE
            else say("at least as many are for as against")
        )
    amount = describe_amount(condition.amount)
    template = _VOTES[condition.votes, condition.relation]
    return Sentence(template.template, {"amount": amount})


def joined(every: bool, parts: list[Sentence]) -> Sentence:
    """Several conditions as one sentence, by "and" or "or"."""
    joint = say("%(first)s and %(second)s") if every else say("%(first)s or %(second)s")
    sentence = parts[0]
    for part in parts[1:]:
        sentence = Sentence(joint.template, {"first": sentence, "second": part})
    return sentence


_VOTES: dict[tuple[Number, Relation], Sentence] = {
    (Number.FOR, Relation.MORE): say("more than %(amount)s are for it"),
    (Number.FOR, Relation.AT_LEAST): say("at least %(amount)s are for it"),
    (Number.FOR, Relation.AT_MOST): say("at most %(amount)s are for it"),
    (Number.FOR, Relation.FEWER): say("fewer than %(amount)s are for it"),
    (Number.AGAINST, Relation.MORE): say("more than %(amount)s are against it"),
    (Number.AGAINST, Relation.AT_LEAST): say("at least %(amount)s are against it"),
    (Number.AGAINST, Relation.AT_MOST): say("at most %(amount)s are against it"),
    (Number.AGAINST, Relation.FEWER): say("fewer than %(amount)s are against it"),
    (Number.ABSTAIN, Relation.MORE): say("more than %(amount)s abstain"),
    (Number.ABSTAIN, Relation.AT_LEAST): say("at least %(amount)s abstain"),
    (Number.ABSTAIN, Relation.AT_MOST): say("at most %(amount)s abstain"),
    (Number.ABSTAIN, Relation.FEWER): say("fewer than %(amount)s abstain"),
    (Number.CAST, Relation.MORE): say("more than %(amount)s vote for or against it"),
    (Number.CAST, Relation.AT_LEAST): say("at least %(amount)s vote for or against it"),
    (Number.CAST, Relation.AT_MOST): say("at most %(amount)s vote for or against it"),
    (Number.CAST, Relation.FEWER): say("fewer than %(amount)s vote for or against it"),
    (Number.VALID, Relation.MORE): say("more than %(amount)s take part in the vote"),
    (Number.VALID, Relation.AT_LEAST): say("at least %(amount)s take part in the vote"),
    (Number.VALID, Relation.AT_MOST): say("at most %(amount)s take part in the vote"),
    (Number.VALID, Relation.FEWER): say("fewer than %(amount)s take part in the vote"),
    (Number.PRESENT, Relation.MORE): say("more than %(amount)s are present"),
    (Number.PRESENT, Relation.AT_LEAST): say("at least %(amount)s are present"),
    (Number.PRESENT, Relation.AT_MOST): say("at most %(amount)s are present"),
    (Number.PRESENT, Relation.FEWER): say("fewer than %(amount)s are present"),
    (Number.ENTITLED, Relation.MORE): say("more than %(amount)s are entitled to vote"),
    (Number.ENTITLED, Relation.AT_LEAST): say("at least %(amount)s are entitled to vote"),
    (Number.ENTITLED, Relation.AT_MOST): say("at most %(amount)s are entitled to vote"),
    (Number.ENTITLED, Relation.FEWER): say("fewer than %(amount)s are entitled to vote"),
    (Number.ACTIVE, Relation.MORE): say("more than %(amount)s are active members"),
    (Number.ACTIVE, Relation.AT_LEAST): say("at least %(amount)s are active members"),
    (Number.ACTIVE, Relation.AT_MOST): say("at most %(amount)s are active members"),
    (Number.ACTIVE, Relation.FEWER): say("fewer than %(amount)s are active members"),
}

_OF: dict[Number, Sentence] = {
    Number.FOR: say("those voting for"),
    Number.AGAINST: say("those voting against"),
    Number.ABSTAIN: say("those abstaining"),
    Number.CAST: say("the votes cast"),
    Number.VALID: say("all votes, abstentions included"),
    Number.PRESENT: say("those present"),
    Number.ENTITLED: say("all entitled to vote"),
    Number.ACTIVE: say("all active members"),
}

_SHARES: dict[Fraction, Sentence] = {
    Fraction(1, 4): say("a quarter of %(whole)s"),
    Fraction(1, 3): say("a third of %(whole)s"),
    Fraction(1, 2): say("half of %(whole)s"),
    Fraction(2, 3): say("two thirds of %(whole)s"),
    Fraction(3, 4): say("three quarters of %(whole)s"),
    Fraction(1): say("%(whole)s"),
}


def describe_amount(amount: Amount) -> Sentence:
    if isinstance(amount, int):
        return say("%(number)s", number=amount)
    if isinstance(amount, Share):
        named = _SHARES.get(amount.share)
        if named is not None:
            return Sentence(named.template, {"whole": _OF[amount.of]})
        return say("%(share)s %% of %(whole)s", share=amount.share * 100, whole=_OF[amount.of])
    parts = [describe_amount(part) for part in amount.amounts]
    if amount.greatest:
        return say("the greatest of %(parts)s", parts=parts)
    return say("the least of %(parts)s", parts=parts)
