"""What a motion can do by itself, and what of it can be read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.bylaws.rules.decisions import check_matter, parse_rule
from app.bylaws.rules.matters import Matter
from app.errors import InvalidInput
from app.money import parse_decimal
from app.sentences import say


class EffectKind(StrEnum):
    """What a carried motion does by itself. `enactment` knows the action of each kind."""

    ADOPT_WAGE_SCHEME = "adopt-wage-scheme"
    SET_PIECE_RATE = "set-piece-rate"
    SET_NORM = "set-norm"
    ADMIT_MEMBER = "admit-member"
    APPOINT_OFFICE = "appoint-office"
    RECALL_OFFICE = "recall-office"
    FILL_OFFICE = "fill-office"
    DRAW_OFFICE = "draw-office"
    AMEND_BYLAW = "amend-bylaw"
    RAISE_MAJORITY = "raise-majority"
    DISTRIBUTE_SURPLUS = "distribute-surplus"
    ADOPT_BUDGET = "adopt-budget"
    GRANT_SPENDING = "grant-spending"
    OPEN_FUND = "open-fund"
    TRANSFER_FUND = "transfer-fund"
    SET_PAY_OPENNESS = "set-pay-openness"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Effect:
    """A kind and its plain JSON: `{"item_id": 5, "rate": "1.25"}`. A resolution has none."""

    kind: EffectKind
    data: dict[str, Any] = field(default_factory=dict)


_MATTERS = {
    EffectKind.ADOPT_WAGE_SCHEME: Matter.WAGE_SCHEME,
    EffectKind.SET_PIECE_RATE: Matter.RATES,
    EffectKind.SET_NORM: Matter.RATES,
    EffectKind.ADMIT_MEMBER: Matter.ADMISSION,
    EffectKind.APPOINT_OFFICE: Matter.OFFICE,
    EffectKind.RECALL_OFFICE: Matter.OFFICE,
    EffectKind.FILL_OFFICE: Matter.OFFICE,
    EffectKind.DRAW_OFFICE: Matter.OFFICE,
    EffectKind.AMEND_BYLAW: Matter.BYLAW,
    EffectKind.DISTRIBUTE_SURPLUS: Matter.SPENDING,
    EffectKind.ADOPT_BUDGET: Matter.SPENDING,
    EffectKind.GRANT_SPENDING: Matter.SPENDING,
    EffectKind.OPEN_FUND: Matter.SPENDING,
    EffectKind.TRANSFER_FUND: Matter.SPENDING,
    EffectKind.SET_PAY_OPENNESS: Matter.WAGE_SCHEME,
    EffectKind.RESOLUTION: Matter.RESOLUTION,
}


def matter_of(kind: EffectKind) -> Matter:
    """The matter whose decision rule judges a motion with this effect; a demand for a higher
    majority has that of the motion it is about."""
    return _MATTERS[kind]


_LARGEST_ID = 2**31 - 1


_MOST = 10**15


"""Minor units of any currency, or money for a unit, that no column and no page is too small for:
a carried motion must be able to take effect."""


_MOST_MONTHS = 1200


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_id(value: object) -> bool:
    return _is_whole(value, 1, _LARGEST_ID)


def _is_amount(value: object) -> bool:
    try:
        return isinstance(value, str) and 0 <= parse_decimal(value) <= _MOST
    except ValueError:
        return False


def _is_time(value: object) -> bool:
    return _is_amount(value) and parse_decimal(str(value)) > 0


def _is_day(value: object) -> bool:
    try:
        return value is None or (isinstance(value, str) and bool(date.fromisoformat(value)))
    except ValueError:
        return False


def _is_certain_day(value: object) -> bool:
    return value is not None and _is_day(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_count(value: object) -> bool:
    return _is_whole(value, 0, _MOST)


def _is_money(value: object) -> bool:
    """Minor units, more than none."""
    return _is_whole(value, 1, _MOST)


def _are_months(value: object) -> bool:
    are_whole = isinstance(value, list) and all(_is_whole(one, 1, _MOST_MONTHS) for one in value)
    return are_whole and bool(value)


def _is_sum(value: object) -> bool:
    return _is_whole(value, -_MOST, _MOST) and value != 0


def _are_budget_lines(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_budget_line, value))


def _is_budget_line(line: object) -> bool:
    return isinstance(line, dict) and all(
        name in line and is_well_formed(line[name])
        for name, is_well_formed in (
            ("purpose", _is_text),
            ("account", _is_text),
            ("unit_id", _is_id),
            ("amount", _is_money),
        )
    )


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_matter(value: object) -> bool:
    return value in set(Matter)


def _is_rule(value: object) -> bool:
    parse_rule(value, "definition")
    return True


_SHAPES: dict[EffectKind, dict[str, Callable[[object], bool]]] = {
    EffectKind.ADOPT_WAGE_SCHEME: {"scheme_id": _is_id, "hash": _is_text},
    EffectKind.SET_PIECE_RATE: {"item_id": _is_id, "rate": _is_amount},
    EffectKind.SET_NORM: {"item_id": _is_id, "minutes": _is_time},
    EffectKind.ADMIT_MEMBER: {"member_id": _is_id},
    EffectKind.APPOINT_OFFICE: {
        "member_id": _is_id,
        "office": _is_text,
        "unit_id": _is_id,
        "to_on": _is_day,
        "limits": _is_text,
    },
    EffectKind.RECALL_OFFICE: {"member_id": _is_id, "office": _is_text, "unit_id": _is_id},
    EffectKind.FILL_OFFICE: {
        "office": _is_text,
        "unit_id": _is_id,
        "terms": _are_months,  # of each seat, in the order of election
        "most_terms": _is_count,  # in a row; 0: no limit
    },
    EffectKind.DRAW_OFFICE: {
        "office": _is_text,
        "unit_id": _is_id,
        "terms": _are_months,
        "pool": ("members", "volunteers").__contains__,
        "seed_source": _is_text,  # what will be the seed, told before anybody can know it
        "seed_on": _is_certain_day,  # the day on which it becomes known
    },
    EffectKind.AMEND_BYLAW: {
        "matter": _is_matter,
        "definition": _is_rule,
        "clause": _is_text,
        "text": _is_text,
    },
    EffectKind.RAISE_MAJORITY: {"motion_id": _is_id},
    EffectKind.DISTRIBUTE_SURPLUS: {
        "from_on": _is_day,
        "to_on": _is_day,
        "surplus": _is_sum,
        "plan": _is_object,
    },
    EffectKind.ADOPT_BUDGET: {
        "name": _is_text,
        "from_on": _is_certain_day,
        "to_on": _is_certain_day,
        "lines": _are_budget_lines,
    },
    EffectKind.GRANT_SPENDING: {
        "line_id": _is_id,
        "office": _is_text,
        "unit_id": _is_id,
        "once": _is_count,  # minor units; 0 takes the limit away
        "in_all": _is_count,  # in each span
        "months": (1, 3, 12).__contains__,
        "to_on": _is_day,
    },
    EffectKind.OPEN_FUND: {
        "code": _is_text,  # one capitalised word
        "name": _is_text,
        "kind": ("pay", "other").__contains__,
        "shortage": ("warn", "refuse").__contains__,
    },
    EffectKind.TRANSFER_FUND: {
        "source": _is_text,  # a fund's account; empty: the result that is not shared out yet
        "target": _is_text,
        "amount": _is_money,
    },
    EffectKind.SET_PAY_OPENNESS: {"policy": _is_text},
    EffectKind.RESOLUTION: {},
}


def check_effect(effect: Effect) -> None:
    """Raises InvalidInput where a value is missing or of the wrong form. Whether the things it
    names exist, and still do on its day, is known when it takes effect."""
    for name, is_well_formed in _SHAPES[effect.kind].items():
        if name not in effect.data or not is_well_formed(effect.data[name]):
            raise InvalidInput(
                say("The effect “%(kind)s” lacks a usable value.", kind=str(effect.kind)),
                f"effect.{name}",
            )
    if effect.kind is EffectKind.AMEND_BYLAW:
        rule, matter = parse_rule(effect.data["definition"]), Matter(effect.data["matter"])
        check_matter(rule, matter, "effect.definition")
