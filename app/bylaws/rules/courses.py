"""What may follow a vote, or come before it: other majorities in later votes, a second call with
another quorum, and a higher majority on demand.

A rule whose majority was missed may have `stages`: "by consensus; failing that, after 7 days, by
three quarters". A `confirmation` is the second of two votes that carry it. A `second_call` is held
where too few took part. A `demand` is a motion of procedure: seconded, not debated, and carried by
the very majority that it asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.bylaws.rules.condition_json import condition_to_json, parse_condition
from app.bylaws.rules.conditions import Condition
from app.bylaws.rules.fields import check_keys, count, flag
from app.errors import InvalidInput
from app.sentences import say

MOST_STAGES = 5
MOST_CALLS = 4


@dataclass(frozen=True, slots=True)
class Stage:
    """The vote after one that did not carry: not before `after_days`, by its own majority, with
    its own quorum or none."""

    after_days: int
    majority: Condition
    quorum: Condition | None = None

    def to_json(self) -> dict[str, Any]:
        data = {"after_days": self.after_days, "majority": condition_to_json(self.majority)}
        return data | _quorum_to_json(self.quorum)


@dataclass(frozen=True, slots=True)
class SecondCall:
    """A vote held again within so many days of one without a quorum. `final`: if its quorum is
    missed too, the motion is defeated. `majority`: its own; None for that of the rule. `then`: the
    call that follows if this one is missed as well."""

    within_days: int
    quorum: Condition | None = None
    final: bool = False
    majority: Condition | None = None
    then: "SecondCall | None" = None

    @property
    def further(self) -> int:
        """How many calls can follow it."""
        return 1 + self.then.further if self.then else 0

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"within_days": self.within_days} | _quorum_to_json(self.quorum)
        more = {
            "final": self.final,
            "majority": condition_to_json(self.majority) if self.majority else None,
            "then": self.then.to_json() if self.then else None,
        }
        return data | {key: value for key, value in more.items() if value}


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The second vote that a carried motion needs: not before `after_days`, and within so many
    days (0: at any time), by its own majority and quorum. `unless`: with this it is carried at
    once, such as where everybody is for it.

    Two votes are asked for by the British Co-operative and Community Benefit Societies Act 2014,
    s. 111, and by many Nordic associations."""

    after_days: int
    majority: Condition
    within_days: int = 0
    quorum: Condition | None = None
    unless: Condition | None = None

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "after_days": self.after_days,
            "majority": condition_to_json(self.majority),
        }
        if self.within_days:
            data["within_days"] = self.within_days
        if self.unless is not None:
            data["unless"] = condition_to_json(self.unless)
        return data | _quorum_to_json(self.quorum)


@dataclass(frozen=True, slots=True)
class Demand:
    """The majority that members may demand for a motion, and what the demand itself needs."""

    majority: Condition
    seconders: int = 1

    def to_json(self) -> dict[str, Any]:
        return {"majority": condition_to_json(self.majority), "seconders": self.seconders}


def _quorum_to_json(quorum: Condition | None) -> dict[str, Any]:
    return {} if quorum is None else {"quorum": condition_to_json(quorum)}


def parse_stages(data: object, where: str) -> tuple[Stage, ...]:
    """Raises InvalidInput naming the place of the fault, as the others here do."""
    if not isinstance(data, list | tuple) or len(data) > MOST_STAGES:
        raise InvalidInput(
            say("Stages are a list of at most %(most)s votes.", most=MOST_STAGES), where
        )
    return tuple(_stage(part, f"{where}[{place}]") for place, part in enumerate(data))


def _stage(data: object, where: str) -> Stage:
    fields = _fields(data, {"after_days", "majority", "quorum"}, where)
    if "majority" not in fields:
        raise InvalidInput(say("A decision rule needs its majority."), where)
    return Stage(
        after_days=count(fields, "after_days", 0, where),
        majority=parse_condition(fields["majority"], f"{where}.majority"),
        quorum=_condition(fields, "quorum", where),
    )


def parse_second_call(data: object, where: str) -> SecondCall | None:
    if data is None:
        return None
    fields = _fields(data, {"within_days", "quorum", "final", "majority", "then"}, where)
    if where.count(".then") > MOST_CALLS - 2:
        raise InvalidInput(say("A vote has at most %(most)s calls.", most=MOST_CALLS), where)
    call = SecondCall(
        within_days=count(fields, "within_days", 0, where),
        quorum=_condition(fields, "quorum", where),
        final=flag(fields, "final", where),
        majority=_condition(fields, "majority", where),
        then=parse_second_call(fields.get("then"), f"{where}.then"),
    )
    if call.then is not None and (call.quorum is None or call.final):
        raise InvalidInput(
            say("A further call follows one that can miss its quorum without being the last."),
            f"{where}.then",
        )
    return call


def parse_confirmation(data: object, where: str) -> Confirmation | None:
    if data is None:
        return None
    known = {"after_days", "within_days", "majority", "quorum", "unless"}
    fields = _fields(data, known, where)
    majority = _condition(fields, "majority", where)
    if majority is None:
        raise InvalidInput(say("A decision rule needs its majority."), where)
    after, within = (count(fields, key, 0, where) for key in ("after_days", "within_days"))
    if within and within < after:
        raise InvalidInput(
            say("The second vote ends before it can be held."), f"{where}.within_days"
        )
    return Confirmation(
        after_days=after,
        majority=majority,
        within_days=within,
        quorum=_condition(fields, "quorum", where),
        unless=_condition(fields, "unless", where),
    )


def parse_demand(data: object, where: str) -> Demand | None:
    if data is None:
        return None
    fields = _fields(data, {"majority", "seconders"}, where)
    if "majority" not in fields:
        raise InvalidInput(say("A decision rule needs its majority."), where)
    majority = parse_condition(fields["majority"], f"{where}.majority")
    return Demand(majority, seconders=count(fields, "seconders", 1, where))


def _fields(data: object, known: set[str], where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise InvalidInput(say("A part of a decision rule is an object."), where)
    check_keys(data, known, where)
    return data


def _condition(data: Mapping[str, Any], key: str, where: str) -> Condition | None:
    found = data.get(key)
    return None if found is None else parse_condition(found, f"{where}.{key}")
