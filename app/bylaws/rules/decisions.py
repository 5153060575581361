"""A decision rule: how a body decides a matter, from who votes to which majority carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import Any

from app.bylaws.rules.condition_json import condition_to_json, parse_condition
from app.bylaws.rules.conditions import Compare, Condition, Number, Relation, Share, names
from app.bylaws.rules.courses import (
    Demand,
    SecondCall,
    Stage,
    parse_demand,
    parse_second_call,
    parse_stages,
)
from app.bylaws.rules.fields import check_keys, count, flag, word
from app.errors import InvalidInput
from app.sentences import say

SIMPLE = Compare(Number.FOR, Relation.MORE, Share(Fraction(1), Number.AGAINST))


class Electorate(StrEnum):
    """Who is on the roll."""

    FULL_MEMBERS = "full-members"
    PRESENT = "present"
    ACTIVE = "active"
    DELEGATES = "delegates"


class Tie(StrEnum):
    """What happens when as many are for as against, declared before the vote."""

    DEFEATED = "defeated"
    CHAIR = "chair"


class Verdict(StrEnum):
    CARRIED = "carried"
    DEFEATED = "defeated"
    INQUORATE = "inquorate"
    TIED = "tied"
    REFERRED = "referred"  # not carried by this majority: the rule has another for the next vote


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """One matter's rule. `notice_days`: between notice and assembly, or opening and closing of a
    poll outside an assembly. `seconders`: besides the mover.

    `but_concerned`: whoever the motion is about does not vote. `active_days`: who logged work or
    attended an assembly within so many days is active. `proxies`: how many other members' votes
    one member may hold. `weighted`: a delegate has as many votes as they stand for members.

    `stages`: the majorities of later votes when the first does not carry it; `second_call`: the
    quorum of a vote that is held again because too few took part; `demand`: the higher majority
    that members may ask for.
    """

    majority: Condition = SIMPLE
    quorum: Condition | None = None
    electorate: Electorate = Electorate.FULL_MEMBERS
    notice_days: int = 0
    seconders: int = 1
    secret: bool = False
    tie: Tie = Tie.DEFEATED
    but_concerned: bool = False
    active_days: int = 0
    proxies: int = 0
    weighted: bool = False
    stages: tuple[Stage, ...] = ()
    second_call: SecondCall | None = None
    demand: Demand | None = None

    def to_json(self) -> dict[str, Any]:
        """What `parse_rule` reads; what the rule does not make use of is left out."""
        data: dict[str, Any] = {
            "majority": condition_to_json(self.majority),
            "electorate": str(self.electorate),
            "notice_days": self.notice_days,
            "seconders": self.seconders,
            "secret": self.secret,
            "tie": str(self.tie),
        }
        if self.quorum is not None:
            data["quorum"] = condition_to_json(self.quorum)
        more = {
            "but_concerned": self.but_concerned,
            "active_days": self.active_days,
            "proxies": self.proxies,
            "weighted": self.weighted,
            "stages": [stage.to_json() for stage in self.stages],
            "second_call": self.second_call.to_json() if self.second_call else None,
            "demand": self.demand.to_json() if self.demand else None,
        }
        return data | {key: value for key, value in more.items() if value}


_KEYS = frozenset(DecisionRule.__dataclass_fields__)


def parse_rule(data: object, where: str = "rule") -> DecisionRule:
    """A rule from its JSON. Raises InvalidInput naming the place of the fault."""
    if not isinstance(data, Mapping):
        raise InvalidInput(say("A decision rule is an object."), where)
    check_keys(data, _KEYS, where)
    if "majority" not in data:
        raise InvalidInput(say("A decision rule needs its majority."), where)
    quorum = data.get("quorum")
    rule = DecisionRule(
        majority=parse_condition(data["majority"], f"{where}.majority"),
        quorum=None if quorum is None else parse_condition(quorum, f"{where}.quorum"),
        electorate=word(Electorate, data, "electorate", Electorate.FULL_MEMBERS, where),
        notice_days=count(data, "notice_days", 0, where),
        seconders=count(data, "seconders", 1, where),
        secret=flag(data, "secret", where),
        tie=word(Tie, data, "tie", Tie.DEFEATED, where),
        but_concerned=flag(data, "but_concerned", where),
        active_days=count(data, "active_days", 0, where),
        proxies=count(data, "proxies", 0, where),
        weighted=flag(data, "weighted", where),
        stages=parse_stages(data.get("stages", []), f"{where}.stages"),
        second_call=parse_second_call(data.get("second_call"), f"{where}.second_call"),
        demand=parse_demand(data.get("demand"), f"{where}.demand"),
    )
    check_rule(rule, where)
    return rule


def check_rule(rule: DecisionRule, where: str = "rule") -> None:
    """The parts of a rule fit together. Raises InvalidInput."""
    if rule.secret and (rule.proxies or rule.weighted):
        raise InvalidInput(
            say("A secret ballot has neither proxies nor weights: they would name their owner."),
            where,
        )
    if rule.weighted and rule.electorate is not Electorate.DELEGATES:
        raise InvalidInput(say("Only delegates have more than one vote."), where)
    if rule.proxies and rule.electorate is Electorate.DELEGATES:
        raise InvalidInput(say("Delegates have substitutes, and so no proxies."), where)
    if not rule.active_days and _asks_who_is_active(rule):
        raise InvalidInput(
            say("Say within how many days a member was active."), f"{where}.active_days"
        )
    if rule.second_call is not None and rule.quorum is None:
        raise InvalidInput(
            say("A second call needs a quorum that the first one can miss."),
            f"{where}.second_call",
        )


def _asks_who_is_active(rule: DecisionRule) -> bool:
    conditions = [rule.majority, rule.quorum]
    conditions += [part for stage in rule.stages for part in (stage.majority, stage.quorum)]
    conditions += [rule.second_call.quorum if rule.second_call else None]
    conditions += [rule.demand.majority if rule.demand else None]
    named = chain.from_iterable(names(one) for one in conditions if one is not None)
    return rule.electorate is Electorate.ACTIVE or Number.ACTIVE in named
