"""Sharing out a surplus, or bearing a loss: reserve, education fund, and members' own capital.

A surplus is what income left over expenses, not yet shared out. The indivisible reserve and the
education fund take their parts first; the rest goes to the members' capital accounts by hours, by
pay, equally, or by a mix of these. A loss is borne by the reserve in its part, and by the members'
accounts, by the same measure, for the rest; no account falls below zero: what it cannot bear falls
back on the reserve.

What every co-operative law asks for (NY Cooperative Corporations Law § 93, for one): after it, the
members' accounts and the collective funds together are the co-op's net worth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from app.errors import InvalidInput, RuleViolation
from app.money import allocate, decimal_text, parse_decimal
from app.sentences import Sentence, say

ZERO, ONE = Fraction(0), Fraction(1)


class NothingLeftOver(RuleViolation):
    sentence = say("Income and expenses are even: there is nothing to share out.")


class NobodyToShare(RuleViolation):
    sentence = say("By this measure nobody has a part: no hours, no pay and no members.")


class BooksChanged(RuleViolation):
    sentence = say(
        "The books have changed since this was proposed: the sum is another one. Look at it again "
        "and propose it anew."
    )


class SharedAlready(RuleViolation):
    sentence = say("A later distribution stands already: this time is shared out.")


class Measure(StrEnum):
    """By what the members' part is shared among them."""

    HOURS = "hours"
    PAY = "pay"
    EQUALLY = "equally"


@dataclass(frozen=True, slots=True)
class Plan:
    """Shares of the whole for the reserve and for education; the rest is the members', of which
    `by` says how much goes by which measure (together one). `reserve_bears`: the reserve's part
    of a loss. `years`: in how many yearly parts the capital of somebody who leaves is paid out."""

    reserve: Fraction
    education: Fraction
    by: Mapping[Measure, Fraction]
    reserve_bears: Fraction = ONE
    years: int = 5

    @property
    def members(self) -> Fraction:
        return ONE - self.reserve - self.education

    def to_json(self) -> dict[str, Any]:
        return {
            "reserve": str(self.reserve),
            "education": str(self.education),
            "by": {str(measure): str(part) for measure, part in self.by.items()},
            "reserve_bears": str(self.reserve_bears),
            "years": self.years,
        }


def parse_plan(data: object) -> Plan:
    """A plan from its JSON; shares are exact, "0.15" or "1/3". Raises InvalidInput naming the
    place of the fault."""
    if not isinstance(data, Mapping) or not isinstance(data.get("by"), Mapping):
        raise InvalidInput(say("A plan of distribution is an object."), "plan")
    try:
        by = {Measure(name): _share(part, f"by.{name}") for name, part in data["by"].items()}
    except ValueError:
        raise InvalidInput(say("The measures are hours, pay and equally."), "by") from None
    plan = Plan(
        reserve=_share(data.get("reserve"), "reserve"),
        education=_share(data.get("education"), "education"),
        by=by,
        reserve_bears=_share(data.get("reserve_bears", "1"), "reserve_bears"),
        years=_years(data.get("years", 5)),
    )
    if plan.members < 0:
        raise InvalidInput(say("Reserve and education take more than there is."), "reserve")
    if sum(by.values(), ZERO) != 1:
        raise InvalidInput(
            say("Hours, pay and equal parts together make a whole, no more and no less."), "by"
        )
    return plan


def _share(text: object, where: str) -> Fraction:
    try:
        share = Fraction(str(text)) if "/" in str(text) else parse_decimal(str(text))
    except (ValueError, ZeroDivisionError):
        share = -ONE
    if not 0 <= share <= 1:
        raise InvalidInput(say("A share lies between 0 and 1."), where)
    return share


def _years(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 30:
        raise InvalidInput(say("Capital is paid out within 1 to 30 years."), "years")
    return value


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member has to show in the time: minutes worked, pay in minor units, and the capital
    they have already."""

    member_id: int
    minutes: int
    pay: int
    capital: int = 0


@dataclass(frozen=True, slots=True)
class Distribution:
    """Minor units; negative in a loss. Reserve, education and members together are the whole."""

    surplus: int
    reserve: int
    education: int
    members: Mapping[int, int] = field(default_factory=dict)

    @property
    def to_members(self) -> int:
        return sum(self.members.values())


def distribute(surplus: int, plan: Plan, people: Sequence[Standing], turn: int) -> Distribution:
    """Shares out a surplus, or a loss (negative), to the minor unit. `people` stand in their
    published order, of which `turn` says who gets the first left-over unit.

    Raises NothingLeftOver; NobodyToShare where the members' part has nobody to go to.
    """
    if surplus == 0:
        raise NothingLeftOver
    if surplus < 0:
        return _bear(surplus, plan, people, turn)
    reserve, education, rest = allocate(surplus, [plan.reserve, plan.education, plan.members])
    return Distribution(surplus, reserve, education, _shared(rest, plan, people, turn))


def _bear(loss: int, plan: Plan, people: Sequence[Standing], turn: int) -> Distribution:
    """The members' part of a loss, as far as their accounts bear it; the reserve has the rest."""
    _, rest = allocate(-loss, [plan.reserve_bears, ONE - plan.reserve_bears])
    able = [person for person in people if person.capital > 0]
    borne: dict[int, int] = {}
    if rest and able:
        parts = _shared(rest, plan, able, turn)
        borne = {one.member_id: -min(parts.get(one.member_id, 0), one.capital) for one in able}
        borne = {member_id: part for member_id, part in borne.items() if part}
    return Distribution(loss, loss - sum(borne.values()), 0, borne)


def _shared(amount: int, plan: Plan, people: Sequence[Standing], turn: int) -> dict[int, int]:
    """The members' part: first cut by measure, then each cut shared among all."""
    if not amount:
        return {}
    measures = [measure for measure in Measure if plan.by.get(measure)]
    parts: dict[int, int] = {}
    cuts = allocate(amount, [plan.by[measure] for measure in measures])
    for measure, cut in zip(measures, cuts, strict=True):
        weights = [_weight(person, measure) for person in people]
        if not any(weights):
            raise NobodyToShare
        for person, part in zip(people, allocate(cut, weights, turn), strict=True):
            parts[person.member_id] = parts.get(person.member_id, 0) + part
    return {member_id: part for member_id, part in parts.items() if part}


def _weight(person: Standing, measure: Measure) -> Fraction:
    match measure:
        case Measure.HOURS:
            return Fraction(person.minutes)
        case Measure.PAY:
            return Fraction(max(0, person.pay))
        case Measure.EQUALLY:
            return ONE


def describe_plan(plan: Plan) -> Sentence:
    """The plan as members read it."""
    return say(
        "%(reserve)s%% to the indivisible reserve, %(education)s%% to the education fund, "
        "%(members)s%% to the members' capital accounts: %(by)s.",
        reserve=decimal_text(plan.reserve * 100),
        education=decimal_text(plan.education * 100),
        members=decimal_text(plan.members * 100),
        by=_measures(plan),
    )


def _measures(plan: Plan) -> Sentence:
    parts = [
        Sentence(_BY[measure].template, {"share": decimal_text(plan.by[measure] * 100)})
        for measure in Measure
        if plan.by.get(measure)
    ]
    first, *others = parts
    for other in others:
        first = say("%(first)s, %(second)s", first=first, second=other)
    return first


_BY = {
    Measure.HOURS: say("%(share)s%% by hours"),
    Measure.PAY: say("%(share)s%% by pay"),
    Measure.EQUALLY: say("%(share)s%% equally"),
}

PRESETS: dict[str, tuple[Sentence, Plan]] = {
    "argentina": (
        say(
            "Argentina, law 20.337 art. 42: 5 per cent to the reserve, 10 to welfare and "
            "education, the rest by the work done."
        ),
        Plan(Fraction(1, 20), Fraction(1, 10), {Measure.HOURS: ONE}),
    ),
    "france": (
        say("France, law 78-763 art. 33: 15 per cent reserve at least; here the rest by hours."),
        Plan(Fraction(15, 100), ZERO, {Measure.HOURS: ONE}),
    ),
    "mondragon": (
        say("Mondragon: 45 per cent to the reserve, 10 to education, 45 to capital by pay."),
        Plan(Fraction(45, 100), Fraction(1, 10), {Measure.PAY: ONE}),
    ),
    "equal": (
        say("Half to the reserve, half to all members equally."),
        Plan(Fraction(1, 2), ZERO, {Measure.EQUALLY: ONE}),
    ),
}
"""Plans to start from, with their source; a co-op's own law and bylaws come first."""
