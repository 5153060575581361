"""A decision rule: how a body decides a matter, from who votes to which majority carries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from typing import Any

from app.bylaws.rules.condition_json import condition_to_json, parse_condition
from app.bylaws.rules.conditions import Compare, Condition, Number, Relation, Share, names
from app.bylaws.rules.courses import (
    Confirmation,
    Demand,
    SecondCall,
    Stage,
    parse_confirmation,
    parse_demand,
    parse_second_call,
    parse_stages,
)
from app.bylaws.rules.fields import check_keys, count, flag, word
from app.bylaws.rules.matters import Matter
from app.bylaws.rules.provisions import (
    NO_LIMITS,
    PetitionRule,
    TermLimits,
    UrnKeys,
    parse_petition,
    parse_terms,
    parse_urn,
)
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
    CARRIED_ONCE = "carried-once"  # the first of two votes: the second has to confirm it


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """One matter's rule. `notice_days`: between notice and assembly, or opening and closing of a
    poll outside an assembly. `seconders`: besides the mover.

    `but_concerned`: whoever the motion is about does not vote. `active_days`: who logged work or
    attended an assembly within so many days is active. `proxies`: how many other members' votes
    one member may hold. `weighted`: a delegate has as many votes as they stand for members.

    `stages`: the majorities of later votes when the first does not carry it; `confirmation`: the
    second vote that it needs when the first does; `second_call`: the quorum of a vote that is held
    again because too few took part; `demand`: the higher majority
    that members may ask for.

    `amendment`: the majority by which such a motion is amended, a simple one where nothing is
    said; `urn`: the keys to the urn of a secret ballot; `petition` and `most_terms`, of the rule
    on offices alone: when a recall is put to the vote, and the most terms in a row.
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
    confirmation: Confirmation | None = None
    second_call: SecondCall | None = None
    demand: Demand | None = None
    amendment: Condition | None = None
    urn: UrnKeys | None = None
    petition: PetitionRule | None = None
    most_terms: TermLimits = NO_LIMITS

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
            "confirmation": self.confirmation.to_json() if self.confirmation else None,
            "second_call": self.second_call.to_json() if self.second_call else None,
            "demand": self.demand.to_json() if self.demand else None,
            "amendment": condition_to_json(self.amendment) if self.amendment else None,
            "urn": self.urn.to_json() if self.urn else None,
            "petition": self.petition.to_json() if self.petition else None,
            "most_terms": self.most_terms.to_json(),
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
    rule = DecisionRule(
        majority=parse_condition(data["majority"], f"{where}.majority"),
        quorum=_condition(data, "quorum", where),
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
        confirmation=parse_confirmation(data.get("confirmation"), f"{where}.confirmation"),
        second_call=parse_second_call(data.get("second_call"), f"{where}.second_call"),
        demand=parse_demand(data.get("demand"), f"{where}.demand"),
        amendment=_condition(data, "amendment", where),
        urn=parse_urn(data.get("urn"), f"{where}.urn"),
        petition=parse_petition(data.get("petition"), f"{where}.petition"),
        most_terms=parse_terms(data.get("most_terms", {}), f"{where}.most_terms"),
    )
    check_rule(rule, where)
    return rule


def _condition(data: Mapping[str, Any], key: str, where: str) -> Condition | None:
    found = data.get(key)
    return None if found is None else parse_condition(found, f"{where}.{key}")


def check_rule(rule: DecisionRule, where: str = "rule") -> None:
    """The parts of a rule fit together. Raises InvalidInput."""
    if rule.secret and (rule.proxies or rule.weighted):
        raise InvalidInput(
            say("A secret ballot has neither proxies nor weights: they would name their owner."),
            where,
        )
    if rule.urn and not rule.secret:
        raise InvalidInput(say("Only a secret ballot has an urn."), f"{where}.urn")
    if rule.weighted and rule.electorate is not Electorate.DELEGATES:
        raise InvalidInput(say("Only delegates have more than one vote."), where)
    if rule.proxies and rule.electorate is Electorate.DELEGATES:
        raise InvalidInput(say("Delegates have substitutes, and so no proxies."), where)
    if not rule.active_days and _asks_who_is_active(rule):
        raise InvalidInput(
            say("Say within how many days a member was active."), f"{where}.active_days"
        )
    if rule.confirmation and rule.tie is Tie.CHAIR:
        raise InvalidInput(
            say("Where two votes carry a motion, the chair has no casting vote."),
            f"{where}.confirmation",
        )
    if rule.second_call is not None and rule.quorum is None:
        raise InvalidInput(
            say("A second call needs a quorum that the first one can miss."),
            f"{where}.second_call",
        )


def check_matter(rule: DecisionRule, matter: Matter, where: str = "rule") -> None:
    """The rule says nothing that its matter does not know. Raises InvalidInput."""
    if matter is Matter.OFFICE or not (rule.petition or rule.most_terms):
        return
    part = "petition" if rule.petition else "most_terms"
    raise InvalidInput(
        say("Petitions for a recall and terms in a row belong to the rule on offices."),
        f"{where}.{part}",
    )


def _asks_who_is_active(rule: DecisionRule) -> bool:
    named = chain.from_iterable(map(names, conditions_of(rule)))
    return rule.electorate is Electorate.ACTIVE or Number.ACTIVE in named


def conditions_of(rule: DecisionRule) -> Iterator[Condition]:
    """Every condition in a rule, of whichever vote."""
    parts = [rule.majority, rule.quorum, rule.amendment]
    parts += [part for stage in rule.stages for part in (stage.majority, stage.quorum)]
    call = rule.second_call
    while call is not None:
        parts += [call.majority, call.quorum]
        call = call.then
    if rule.confirmation is not None:
        second = rule.confirmation
        parts += [second.majority, second.quorum, second.unless]
    parts.append(rule.demand.majority if rule.demand else None)
    return (part for part in parts if part is not None)
