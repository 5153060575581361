"""The numbers and choices of a scheme as slots of a form, and the scheme with other answers.

A slot is named by its place, as `parse_terms` names it when it refuses what stands there:
`terms.greatest.terms[1].hourly.rate`. So a refusal finds its field.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.money import decimal_text
from app.production.hours import HoursKind
from app.wages.rules.canonical import to_data
from app.wages.rules.terms import (
    NAMES,
    Band,
    Crew,
    Goods,
    Graded,
    LabourDays,
    Piece,
    Seniority,
    Term,
    Times,
    Valuation,
    Weight,
)
from app.wages.rules.trees import inner

Answers = Mapping[str, Sequence[str]]
"""What was written, by place; nothing for a place leaves it as it is."""


class Ask(StrEnum):
    NUMBER = "number"
    DAY = "day"
    NAME = "name"
    ONE = "one"
    """One of the options."""
    SOME = "some"
    """Any of the options."""


@dataclass(frozen=True, slots=True)
class Slot:
    """`name`: the parameter. `values`: what stands there, empty for a parameter left out."""

    place: str
    name: str
    ask: Ask
    values: tuple[str, ...]
    options: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of slots, an empty one last: to fill it adds a row, to empty one takes it away."""

    name: str
    rows: tuple[tuple[Slot, ...], ...]


def place_of(term: Term, place: str) -> str:
    """Where the parameters of a term stand."""
    return f"{place}.{NAMES[type(term)]}"


def inside(term: Term, place: str) -> list[tuple[str, Term]]:
    """The terms directly inside a term, with their places."""
    here = place_of(term, place)
    if hasattr(term, "terms"):
        return [(f"{here}.terms[{n}]", part) for n, part in enumerate(inner(term))]
    return list(zip((f"{here}.term", f"{here}.floor"), inner(term), strict=False))


def slots_of(term: Term, place: str) -> list[Slot]:
    """The term's own parameters, but for those in rows."""
    here = place_of(term, place)
    if isinstance(term, Times) and term.seniority:
        return _slots(term.seniority, f"{here}.seniority")
    return _slots(term, here)


def rows_of(term: Term, place: str) -> list[Rows]:
    """The parameters of a term that come in rows: bands, grades, weights of items, valuations."""
    here = place_of(term, place)
    match term:
        case Piece(bands=bands):
            empty = Band(Fraction(0), Fraction(0))
            return [_table("bands", here, bands, empty)]
        case Goods(value=tuple() as valuations):
            return [_table("value", here, valuations, Valuation(date.min, Fraction(0)))]
        case Graded(grades=grades):
            return [_named("grades", here, grades)]
        case LabourDays(weights=weights):
            return [_named("weights", here, weights or {})]
    return []


def revised(term: Term, answers: Answers, place: str = "terms") -> dict[str, Any]:
    """The scheme as plain data for `parse_terms`, with the answers in place of what stood there.
    A slot left empty leaves its parameter out."""
    name = NAMES[type(term)]
    data: dict[str, Any] = to_data(term)[name]
    own = data.get("seniority", data)
    for slot in slots_of(term, place):
        _put(own, slot, answers)
    for rows in rows_of(term, place):
        _put_rows(data, rows, answers)
    parts = [revised(part, answers, where) for where, part in inside(term, place)]
    if hasattr(term, "terms"):
        data["terms"] = parts
    elif parts:
        data |= zip(("term", "floor"), parts, strict=False)
    return {name: data}


OPTIONAL = {(Crew, "tariff"), (Seniority, "most")}
_KINDS = {"kinds": tuple(HoursKind), "weights": tuple(Weight)}


def _slots(value: Any, here: str) -> list[Slot]:
    found = []
    for field in fields(value):
        name = field.name.rstrip("_")
        part = getattr(value, field.name)
        where = f"{here}.{name}"
        match part:
            case Fraction():
                found.append(Slot(where, name, Ask.NUMBER, (decimal_text(part),)))
            case None if (type(value), name) in OPTIONAL:
                found.append(Slot(where, name, Ask.NUMBER, ()))
            case StrEnum():
                found.append(Slot(where, name, Ask.ONE, (part.value,), tuple(type(part))))
            case frozenset() | (Weight(), *_):
                chosen = tuple(option for option in _KINDS[name] if option in part)
                found.append(Slot(where, name, Ask.SOME, chosen, _KINDS[name]))
    return found


def _table(name: str, here: str, given: Sequence[Band | Valuation], empty: Any) -> Rows:
    rows = [_row(item, f"{here}.{name}[{n}]") for n, item in enumerate(given)]
    last = [
        Slot(slot.place, slot.name, slot.ask, (), slot.options)
        for slot in _row(empty, f"{here}.{name}[{len(rows)}]")
    ]
    return Rows(name, (*rows, tuple(last)))


def _row(item: Band | Valuation, where: str) -> tuple[Slot, ...]:
    if isinstance(item, Valuation):
        day = Slot(f"{where}.from", "from_day", Ask.DAY, (item.from_.isoformat(),))
        return day, Slot(f"{where}.value", "value", Ask.NUMBER, (decimal_text(item.value),))
    above = ("above",) if item.above else ()
    return (
        Slot(f"{where}.from", "from", Ask.NUMBER, (decimal_text(item.from_),)),
        Slot(f"{where}.factor", "factor", Ask.NUMBER, (decimal_text(item.factor),)),
        Slot(f"{where}.above", "above", Ask.SOME, above, ("above",)),
    )


def _named(name: str, here: str, given: Mapping[str, Fraction]) -> Rows:
    pairs = [((key,), (decimal_text(value),)) for key, value in given.items()]
    where = f"{here}.{name}"
    return Rows(
        name,
        tuple(
            (
                Slot(f"{where}[{n}].name", "name", Ask.NAME, key),
                Slot(f"{where}[{n}].value", "value", Ask.NUMBER, value),
            )
            for n, (key, value) in enumerate([*pairs, ((), ())])
        ),
    )


def answered(slot: Slot, answers: Answers) -> tuple[str, ...]:
    """What stands in a slot once it is answered."""
    if slot.place not in answers:
        return slot.values
    return tuple(text.strip() for text in answers[slot.place] if text.strip())


def _put(data: dict[str, Any], slot: Slot, answers: Answers) -> None:
    values = answered(slot, answers)
    if slot.ask is Ask.SOME:
        data[slot.name] = list(values)
    elif values:
        data[slot.name] = values[0]
    else:
        data.pop(slot.name, None)


def _put_rows(data: dict[str, Any], rows: Rows, answers: Answers) -> None:
    filled: list[dict[str, Any]] = []
    for row in rows.rows:
        found = {slot.name: answered(slot, answers) for slot in row}
        if any(values for name, values in found.items() if name != "above"):
            filled.append(_read_row(found))
    if rows.name in ("bands", "value"):
        data[rows.name] = filled
    else:
        data[rows.name] = {row["name"]: row["value"] for row in filled}
    if not filled:
        data.pop(rows.name)


def _read_row(found: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    names = {"from_day": "from"}
    row: dict[str, Any] = {
        names.get(name, name): values[0] if values else "" for name, values in found.items()
    }
    if "above" in found:
        row["above"] = bool(found["above"])
    return row


def each_part(term: Term, place: str = "terms") -> Iterator[tuple[str, Term]]:
    """Every term of the tree with its place, from the top."""
    yield place, term
    for where, part in inside(term, place):
        yield from each_part(part, where)
