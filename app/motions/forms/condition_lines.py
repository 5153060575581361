"""A condition as the fields of a form: its JSON, with a name for each of its places.

`majority` names the whole condition, `majority[1]` the second of several, `majority[1].amount[0]`
the first of the amounts that it is the greatest of. A form is read into the JSON that
`condition_json` reads, with what was typed in it, so that a fault is told at its place. Where
several conditions or amounts are joined, `.joint` says how; a line of its own has `.votes`, `.is`
and an amount, and an amount `.size`, `.of` and `.plus`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.bylaws.rules.condition_json import DEEPEST
from app.bylaws.rules.conditions import Number

JOINTS = ("all", "any")
EXTREMES = ("greatest", "least")
NEW_CONDITION = {"votes": "for", "is": "more than", "amount": {"share": "1/2", "of": "cast"}}
NEW_AMOUNT = {"share": "1/2", "of": "entitled"}

Fields = Mapping[str, str]

_ROOT = "root "
_PLACE = re.compile(r"\[(\d{1,3})\]|\.(amount)")
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """What the form shows at one place: several joined, a condition, or an amount."""

    name: str
    joint: str = ""
    parts: tuple["Line", ...] = ()
    votes: str = ""
    relation: str = ""
    amount: "Line | None" = None
    size: str = ""
    of: str = ""
    plus: str = ""


def line_of(node: Any, name: str) -> Line:
    """The lines of a condition, or of an amount, by its JSON."""
    joint = joint_of(node)
    if joint:
        parts = (line_of(part, f"{name}[{place}]") for place, part in enumerate(node[joint]))
        return Line(name, joint, tuple(parts))
    if isinstance(node, dict) and "votes" in node:
        amount = line_of(node["amount"], f"{name}.amount")
        return Line(name, votes=node["votes"], relation=node["is"], amount=amount)
    size, of, plus = _size_of(node)
    return Line(name, size=size, of=of, plus=plus)


def joint_of(node: Any) -> str:
    """How its parts are joined; empty for a condition or an amount that has none."""
    words = (*JOINTS, *EXTREMES)
    return next((word for word in words if isinstance(node, dict) and word in node), "")


def read_condition(fields: Fields, name: str) -> Any:
    """The JSON of the condition with this name."""
    joint = _joint(fields, name, JOINTS)
    if joint:
        return {joint: [read_condition(fields, part) for part in _parts(fields, name, "votes")]}
    return {
        "votes": fields.get(f"{name}.votes", ""),
        "is": fields.get(f"{name}.is", ""),
        "amount": read_amount(fields, f"{name}.amount"),
    }


def read_amount(fields: Fields, name: str) -> Any:
    """The JSON of the amount with this name."""
    joint = _joint(fields, name, EXTREMES)
    if joint:
        return {joint: [read_amount(fields, part) for part in _parts(fields, name, "size")]}
    size, of, plus = (fields.get(f"{name}.{part}", "").strip() for part in ("size", "of", "plus"))
    if not of:
        return _whole(size)
    size = _share(size)
    if of.startswith(_ROOT):
        return {"root": size, "of": of.removeprefix(_ROOT)}
    return {"share": size, "of": of} | ({"plus": _whole(plus)} if plus else {})


def root_of(number: Number) -> str:
    """How a field says the square root of a number."""
    return _ROOT + number


def place_of(where: str) -> str:
    """The name of the place of a fault; a line is named as a whole."""
    joined = "|".join((*JOINTS, *EXTREMES))
    return re.sub(r"\.(share|root|of|votes|is)$", "", re.sub(rf"\.({joined})\[", "[", where))


def changed(condition: Any, verb: str, place: str) -> Any:
    """The condition after a step at a place: one more joined by `verb`, or `drop`."""
    path = [part or int(index) for index, part in _PLACE.findall(place)]
    try:
        if verb == "drop":
            return _at(condition, path[:-1], lambda node: _without(node, path[-1]))
        return _at(condition, path, lambda node: _joined(node, verb))
    except (LookupError, TypeError, ValueError):  # a step that the page did not offer
        return condition


def _size_of(amount: Any) -> tuple[str, str, str]:
    if not isinstance(amount, dict):
        return str(amount), "", ""
    if "root" in amount:
        return amount["root"], _ROOT + amount["of"], ""
    return amount["share"], amount["of"], str(amount.get("plus", ""))


def _joined(node: Any, joint: str) -> Any:
    if joint not in (JOINTS if _is_condition(node) else EXTREMES):
        raise ValueError(joint)
    new = NEW_CONDITION if joint in JOINTS else NEW_AMOUNT
    return {joint: [*node[joint], new] if joint_of(node) == joint else [node, new]}


def _is_condition(node: Any) -> bool:
    return isinstance(node, dict) and ("votes" in node or joint_of(node) in JOINTS)


def _without(node: Any, index: Any) -> Any:
    """The last one left needs no joint."""
    joint = joint_of(node)
    left = [part for place, part in enumerate(node[joint]) if place != index]
    return left[0] if len(left) == 1 else {joint: left}


def _at(node: Any, path: list[Any], change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(node)
    if path[0] == "amount":
        return node | {"amount": _at(node["amount"], path[1:], change)}
    joint = joint_of(node)
    parts = list(node[joint])
    parts[path[0]] = _at(parts[path[0]], path[1:], change)
    return {joint: parts}


def _joint(fields: Fields, name: str, known: tuple[str, ...]) -> str:
    joint = fields.get(f"{name}.joint", "")
    return joint if joint in known and name.count("[") <= DEEPEST else ""


def _parts(fields: Fields, name: str, sign: str) -> list[str]:
    names: list[str] = []
    while any(f"{name}[{len(names)}].{part}" in fields for part in ("joint", sign)):
        names.append(f"{name}[{len(names)}]")
    return names


def _whole(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) else text


def _share(text: str) -> str:
    """A comma for a point, and per cent, as they are written."""
    text = text.replace(",", ".")
    return f"{text[:-1].strip()}/100" if text.endswith("%") else text
