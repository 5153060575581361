"""A comparison of wage schemes as the interface answers it: the JSON of `artel wages compare`."""

from typing import Any

import msgspec

from app.api.values import Amount, Answer
from app.wages.comparison.actions import Compared
from app.web.language import speak

Pay = dict[str, Amount]


class Period(Answer):
    """One pay period under one scheme."""

    bill: Amount
    pay: Pay
    legal_addition: Amount


class Changes(Answer):
    """A scheme beside the first of the list: how many members gain and lose, and how much."""

    winners: int
    losers: int
    unchanged: int
    median_change: Amount | None
    worst_loss: Amount | None


class SchemeOutcome(Answer):
    """What one scheme pays. `solidarity`: the part of pay that does not depend on output."""

    name: str
    hash: str
    bill: Amount
    gini: Amount | None
    gini_hourly: Amount | None
    ratio: Amount | None
    p90_p10: Amount | None
    lowest_hourly: Amount | None
    highest_hourly: Amount | None
    cost_per_unit: dict[str, Amount]
    solidarity: Amount | None
    pay: Pay
    legal_addition: Amount
    by_period: dict[str, Period]
    against_first: Changes
    warnings: list[str]


class Comparison(Answer):
    """The same work under several schemes. Of single members' pay the reader's own alone, or all
    with the permission `pay:read-all`; `people` tells whose it is: ids and their names here."""

    currency: str
    first: str = msgspec.field(name="from")
    last: str = msgspec.field(name="to")
    members: int
    schemes: list[SchemeOutcome]
    people: dict[str, str]


def comparison_for(compared: Compared, only_of: int | None) -> Comparison:
    """The outcome; with the id of a member, their own pay alone."""
    data = compared.to_json()
    for scheme, outcome in zip(data["schemes"], compared.outcomes, strict=True):
        scheme["warnings"] = [speak(warning) for warning in outcome.warnings]
    if only_of is not None:
        data["people"] = _own(data["people"], str(only_of))
        key = data["people"].get(str(only_of), "")
        for scheme in data["schemes"]:
            for paid in (scheme, *scheme["by_period"].values()):
                paid["pay"] = _own(paid["pay"], key)
    return msgspec.convert(data, Comparison)


def _own(amounts: dict[str, Any], key: str) -> dict[str, Any]:
    return {key: amounts[key]} if key in amounts else {}
