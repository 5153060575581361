"""Sentences that rules speak and the edge translates.

A rule knows what happened but not who reads it. It answers with a `Sentence`: an English
template and typed values. The edge (`app.web`, `app.cli`) turns it into the reader's language,
with dates, numbers and money by locale. `str(sentence)` is the English form, for logs and JSON.

`say` and `say_n` are extraction keywords of `pybabel`, so every template reaches the translators.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from app.money import Money, decimal_text


@dataclass(frozen=True, slots=True)
class Through:
    """All days from one to another: a value of sentences, said as "March 2026" where it is that."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English template with `%(name)s` places and the values that fill them. As everywhere in
    gettext, a template with values writes a per cent sign as `%%`, one without as `%`."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None

    def __str__(self) -> str:
        template = self.template if self.plural is None or self.count == 1 else self.plural
        if not self.values:
            return template
        return template % {name: plain(value) for name, value in self.values.items()}

    def __hash__(self) -> int:
        return hash((self.template, str(self)))

    def to_json(self) -> dict[str, Any]:
        """Plain data that `from_json` turns back into an equal sentence."""
        data: dict[str, Any] = {"say": self.template}
        if self.plural is not None:
            data |= {"plural": self.plural, "count": self.count}
        if self.values:
            data["values"] = {name: _to_json(value) for name, value in self.values.items()}
        return data

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Sentence":
        values = {name: _from_json(value) for name, value in data.get("values", {}).items()}
        return Sentence(data["say"], values, data.get("plural"), data.get("count"))


def say(template: str, /, **values: Any) -> Sentence:
    return Sentence(template, values)


def say_n(one: str, many: str, count: int, /, **values: Any) -> Sentence:
    """A sentence with a singular and a plural; both may use `%(count)s`."""
    return Sentence(one, {"count": count, **values}, plural=many, count=count)


def plain(value: object) -> str:
    """The English, unlocalised form of one value."""
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, Through):
        return f"{value.first} – {value.last}"
    if isinstance(value, list | tuple):
        return ", ".join(map(plain, value))
    return str(value)


def _to_json(value: object) -> Any:
    if isinstance(value, Sentence):
        return value.to_json()
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, Fraction):
        return {"fraction": str(value)}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Through):
        return {"through": [value.first.isoformat(), value.last.isoformat()]}
    if isinstance(value, list | tuple):
        return [_to_json(part) for part in value]
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"a sentence cannot hold {type(value).__name__}")


def _from_json(data: Any) -> Any:
    if isinstance(data, list):
        return [_from_json(part) for part in data]
    if not isinstance(data, dict):
        return data
    if "say" in data:
        return Sentence.from_json(data)
    if "minor" in data:
        return Money(data["minor"], data["currency"])
    if "fraction" in data:
        return Fraction(data["fraction"])
    if "datetime" in data:
        return datetime.fromisoformat(data["datetime"])
    if "through" in data:
        return Through(*map(date.fromisoformat, data["through"]))
    return date.fromisoformat(data["date"])
