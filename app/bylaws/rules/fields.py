"""Reading the fields of a rule's JSON."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Any, TypeVar

from app.errors import InvalidInput
from app.sentences import say

Word = TypeVar("Word", bound=StrEnum)

MOST = 3660
"""Days, seconders, proxies: ten years, or more people than any of our co-ops has."""


def check_keys(data: Mapping[str, Any], known: AbstractSet[str], where: str) -> None:
    for key in data:
        if key not in known:
            raise InvalidInput(say("A decision rule has no “%(key)s”.", key=str(key)), where)


def count(data: Mapping[str, Any], key: str, default: int, where: str) -> int:
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise InvalidInput(
            say("Write a whole number from 0 to %(most)s.", most=MOST), f"{where}.{key}"
        )
    return value


def flag(data: Mapping[str, Any], key: str, where: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise InvalidInput(say("Write true or false."), f"{where}.{key}")
    return value


def word(kind: type[Word], data: Mapping[str, Any], key: str, default: Word, where: str) -> Word:
    try:
        return kind(data.get(key, default))
    except ValueError as unknown:
        raise InvalidInput(say("Unknown word: %(what)s.", what=str(unknown)), where) from None
