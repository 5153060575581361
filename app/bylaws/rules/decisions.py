"""A decision rule: how a body decides a matter, and the verdict on a vote."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.bylaws.rules.conditions import (
    Compare,
    Condition,
    Join,
    Number,
    Numbers,
    Relation,
    Share,
    condition_to_json,
    describe,
    holds,
    joined,
    needed,
    parse_condition,
)
from app.errors import InvalidInput
from app.sentences import Sentence, say

SIMPLE = Compare(Number.FOR, Relation.MORE, Share(Fraction(1), Number.AGAINST))


class Electorate(StrEnum):
    """Who is on the roll."""

    FULL_MEMBERS = "full-members"
    PRESENT = "present"


class Tie(StrEnum):
    """What happens when as many are for as against, declared before the vote."""

    DEFEATED = "defeated"
    CHAIR = "chair"


class Verdict(StrEnum):
    CARRIED = "carried"
    DEFEATED = "defeated"
    INQUORATE = "inquorate"
    TIED = "tied"


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """One matter's rule. `notice_days`: between notice and assembly, or opening and closing of a
    poll outside an assembly. `seconders`: besides the mover."""

    majority: Condition = SIMPLE
    quorum: Condition | None = None
    electorate: Electorate = Electorate.FULL_MEMBERS
    notice_days: int = 0
    seconders: int = 1
    secret: bool = False
    tie: Tie = Tie.DEFEATED

    def to_json(self) -> dict[str, Any]:
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
        return data


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict and the sentence that gives its reason."""

    verdict: Verdict
    why: Sentence


_KEYS = {"majority", "quorum", "electorate", "notice_days", "seconders", "secret", "tie"}


def parse_rule(data: object, where: str = "rule") -> DecisionRule:
    """A rule from its JSON. Raises InvalidInput naming the place of the fault."""
    if not isinstance(data, Mapping):
        raise InvalidInput(say("A decision rule is an object."), where)
    for key in data:
        if key not in _KEYS:
            raise InvalidInput(say("A decision rule has no “%(key)s”.", key=str(key)), where)
    if "majority" not in data:
        raise InvalidInput(say("A decision rule needs its majority."), where)
    secret = data.get("secret", False)
    if not isinstance(secret, bool):
        raise InvalidInput(say("Write true or false."), f"{where}.secret")
    try:
        electorate = Electorate(data.get("electorate", Electorate.FULL_MEMBERS))
        tie = Tie(data.get("tie", Tie.DEFEATED))
    except ValueError as unknown:
        raise InvalidInput(say("Unknown word: %(what)s.", what=str(unknown)), where) from None
    quorum = data.get("quorum")
    return DecisionRule(
        majority=parse_condition(data["majority"], f"{where}.majority"),
        quorum=None if quorum is None else parse_condition(quorum, f"{where}.quorum"),
        electorate=electorate,
        notice_days=_count(data, "notice_days", 0, where),
        seconders=_count(data, "seconders", 1, where),
        secret=secret,
        tie=tie,
    )


def _count(data: Mapping[str, Any], key: str, default: int, where: str) -> int:
    value = data.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3660:
        raise InvalidInput(say("Write a whole number from 0 to 3660."), f"{where}.{key}")
    return value


def judge(rule: DecisionRule, numbers: Numbers) -> Judgement:
    """The verdict by the rule. Nothing is carried without a single vote for it, whatever the
    rule says: with 0 for, 0 against and 40 abstentions nobody wanted it."""
    if rule.quorum is not None and not holds(rule.quorum, numbers):
        missed = explain(rule.quorum, numbers)
        return Judgement(
            Verdict.INQUORATE, say("The quorum was not reached: %(condition)s.", condition=missed)
        )
    reason = say("The rule: %(condition)s.", condition=explain(rule.majority, numbers))
    if numbers.votes_for > 0 and holds(rule.majority, numbers):
        return Judgement(Verdict.CARRIED, reason)
    if not numbers.votes_for:
        return Judgement(Verdict.DEFEATED, say("Nobody voted for it."))
    tied = numbers.votes_for == numbers.against and rule.tie is Tie.CHAIR
    verdict = Verdict.TIED if tied and _one_more_carries(rule, numbers) else Verdict.DEFEATED
    return Judgement(verdict, reason)


def _one_more_carries(rule: DecisionRule, numbers: Numbers) -> bool:
    """Whether the chair's casting vote could decide."""
    more = Numbers(
        numbers.votes_for + 1,
        numbers.against,
        numbers.abstain,
        numbers.entitled,
        numbers.present,
        numbers.active,
    )
    return holds(rule.majority, more)


def explain(condition: Condition, numbers: Numbers) -> Sentence:
    """The condition with the numbers of this vote: what was needed and what there was."""
    if isinstance(condition, Join):
        return joined(condition.every, [explain(part, numbers) for part in condition.conditions])
    return say(
        "%(condition)s – %(needed)s needed, %(there)s reached"
        if condition.relation in {Relation.MORE, Relation.AT_LEAST}
        else "%(condition)s – at most %(needed)s allowed, %(there)s counted",
        condition=describe(condition),
        there=numbers.of(condition.votes),
        needed=needed(condition, numbers),
    )
