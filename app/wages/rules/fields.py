"""Reads values out of plain data (JSON, TOML) and says exactly where one cannot be taken."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from app.errors import InvalidInput
from app.money import parse_decimal
from app.sentences import say

E = TypeVar("E", bound=StrEnum)
MOST_DECIMALS = 12
_LONGEST = 40


class Fields:
    """The named values of one table; `where` is its place. Each value is taken once, and
    `done` refuses what nobody asked for. The value named `bare` stood at that place without
    its name. Every method raises InvalidInput."""

    def __init__(self, data: object, where: str, bare: str = "") -> None:
        if not isinstance(data, Mapping):
            raise InvalidInput(say("a table of named values is needed here"), where)
        self.where = where
        self._bare = bare
        self._left: dict[str, Any] = {str(name): value for name, value in data.items()}

    def place(self, name: str) -> str:
        if name == self._bare or not self.where:
            return self.where or name
        return f"{self.where}.{name}"

    def has(self, name: str) -> bool:
        return name in self._left

    def take(self, name: str) -> Any:
        if name not in self._left:
            raise InvalidInput(say("“%(name)s” is missing", name=name), self.where)
        return self._left.pop(name)

    def number(self, name: str, least: int = 0) -> Fraction:
        return exact(self.take(name), self.place(name), least)

    def number_or(self, name: str, default: Fraction) -> Fraction:
        return self.number(name) if self.has(name) else default

    def choice(self, name: str, options: type[E], default: E | None = None) -> E:
        if default is not None and not self.has(name):
            return default
        return one_of(self.take(name), options, self.place(name))

    def choices(self, name: str, options: type[E]) -> list[E]:
        """One or more different options."""
        given = self.items(name)
        chosen = [one_of(value, options, where) for value, where in given]
        if not chosen or len(set(chosen)) < len(chosen):
            raise InvalidInput(say("each may stand once, and at least one must"), self.place(name))
        return chosen

    def items(self, name: str) -> list[tuple[object, str]]:
        """The members of a list, each with its place."""
        value, place = self.take(name), self.place(name)
        if not isinstance(value, list | tuple):
            raise InvalidInput(say("a list is needed here"), place)
        return [(item, f"{place}[{number}]") for number, item in enumerate(value)]

    def numbers_by_name(self, name: str) -> dict[str, Fraction]:
        inside = Fields(self.take(name), self.place(name))
        return {key: inside.number(key) for key in list(inside._left)}

    def flag(self, name: str, default: bool) -> bool:
        value = self._left.pop(name, default)
        if not isinstance(value, bool):
            raise InvalidInput(say("true or false is needed here"), self.place(name))
        return value

    def day(self, name: str) -> date:
        value = self.take(name)
        try:
            # A time of day, which is a date as well to Python, is none here.
            return value if type(value) is date else date.fromisoformat(value)
        except (TypeError, ValueError):
            raise InvalidInput(
                say("“%(value)s” is not a date such as 2024-01-31", value=str(value)),
                self.place(name),
            ) from None

    def text(self, name: str) -> str:
        value = self.take(name)
        if not isinstance(value, str) or not value.strip():
            raise InvalidInput(say("a text is needed here"), self.place(name))
        return value.strip()

    def done(self) -> None:
        for name in self._left:
            raise InvalidInput(say("“%(name)s” is not known here", name=name), self.where)


def exact(value: object, where: str, least: int = 0) -> Fraction:
    """An exact number from an integer or a decimal text, never from a binary float."""
    if isinstance(value, float):
        raise InvalidInput(say("write %(value)s in quotes, as exact text", value=str(value)), where)
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str):
        raise InvalidInput(say("a number is needed here"), where)
    try:
        number = parse_decimal(text[:_LONGEST])
    except ValueError:
        raise InvalidInput(
            say("“%(value)s” is not a number", value=text[:_LONGEST]), where
        ) from None
    if len(text) > _LONGEST or (number * 10**MOST_DECIMALS).denominator != 1:
        raise InvalidInput(say("the number has too many digits"), where)
    if number < least:
        raise InvalidInput(
            say("%(value)s is too small: at least %(least)s", value=number, least=least), where
        )
    return number


def one_of(value: object, options: type[E], where: str) -> E:
    try:
        return options(str(value))
    except ValueError:
        raise InvalidInput(
            say(
                "“%(value)s” is not one of %(options)s",
                value=str(value),
                options=", ".join(options),
            ),
            where,
        ) from None
