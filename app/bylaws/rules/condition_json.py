"""Conditions as JSON: what a bylaw keeps, and what a program may send."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.bylaws.rules.conditions import (
    Amount,
    Compare,
    Condition,
    Extreme,
    Join,
    Number,
    Relation,
    Root,
    Share,
)
from app.errors import InvalidInput
from app.money import parse_decimal
from app.sentences import say

DEEPEST = 8
"""Lists within lists: no bylaw that a member could read has more."""


def condition_to_json(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, Join):
        word = "all" if condition.every else "any"
        return {word: [condition_to_json(part) for part in condition.conditions]}
    return {
        "votes": str(condition.votes),
        "is": str(condition.relation),
        "amount": amount_to_json(condition.amount),
    }


def amount_to_json(amount: Amount) -> Any:
    if isinstance(amount, int):
        return amount
    if isinstance(amount, Share):
        data: dict[str, Any] = {"share": str(amount.share), "of": str(amount.of)}
        return data | ({"plus": amount.plus} if amount.plus else {})
    if isinstance(amount, Root):
        return {"root": str(amount.times), "of": str(amount.of)}
    word = "greatest" if amount.greatest else "least"
    return {word: [amount_to_json(part) for part in amount.amounts]}


def parse_condition(data: object, where: str = "condition") -> Condition:
    """A condition from its JSON. Raises InvalidInput naming the place of the fault."""
    if not isinstance(data, Mapping):
        raise InvalidInput(say("A condition is an object."), where)
    if where.count("[") > DEEPEST:
        raise InvalidInput(say("These conditions are nested too deep."), where)
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
        parse_amount(data["amount"], f"{where}.amount"),
    )


def parse_amount(data: object, where: str) -> Amount:
    if isinstance(data, int) and not isinstance(data, bool) and data >= 0:
        return data
    if not isinstance(data, Mapping):
        raise InvalidInput(say("An amount is a whole number, a share or a list of amounts."), where)
    if where.count("[") > DEEPEST:
        raise InvalidInput(say("These conditions are nested too deep."), where)
    for word in ("greatest", "least"):
        if word in data:
            parts = _parts(data, word, where)
            return Extreme(
                word == "greatest",
                tuple(parse_amount(part, f"{where}.{word}[{i}]") for i, part in parts),
            )
    if set(data) == {"root", "of"}:
        times = parse_share(data["root"], f"{where}.root")
        return Root(times, _word(Number, data["of"], f"{where}.of"))
    if set(data) - {"plus"} != {"share", "of"}:
        raise InvalidInput(say("An amount has “share” and “of”."), where)
    plus = data.get("plus", 0)
    if isinstance(plus, bool) or not isinstance(plus, int):
        raise InvalidInput(say("Write a whole number, such as 1 or -2."), f"{where}.plus")
    share = parse_share(data["share"], f"{where}.share")
    return Share(share, _word(Number, data["of"], f"{where}.of"), plus)


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
