"""A decision rule as the fields of a form: the usual majorities by name, and what is kept where a
rule says more than a field can."""

from datetime import date
from fractions import Fraction
from typing import Any

from app.bylaws.queries import NoRule, decision_rule
from app.bylaws.rules.conditions import Compare, Condition, Extreme, Number, Relation, Share
from app.bylaws.rules.courses import Demand, SecondCall
from app.bylaws.rules.decisions import SIMPLE, DecisionRule
from app.bylaws.rules.matters import Matter
from app.bylaws.rules.provisions import PetitionRule, UrnKeys

OWN, KEPT, NONE = "own", "kept", ""


def _for(top: int, bottom: int, of: Number, relation: Relation) -> Compare:
    return Compare(Number.FOR, relation, Share(Fraction(top, bottom), of))


MAJORITIES: dict[str, Condition] = {
    "simple": SIMPLE,
    "absolute": _for(1, 2, Number.ENTITLED, Relation.MORE),
    "two-thirds": _for(2, 3, Number.CAST, Relation.AT_LEAST),
    "three-quarters": _for(3, 4, Number.CAST, Relation.AT_LEAST),
    "consent": Compare(Number.AGAINST, Relation.AT_MOST, 0),
    "all-but-one": Compare(Number.AGAINST, Relation.AT_MOST, 1),
    "few-against": Compare(
        Number.AGAINST,
        Relation.AT_MOST,
        Extreme(True, (2, Share(Fraction(1, 4), Number.ENTITLED))),
    ),
}


def least(more: bool) -> Relation:
    """How a share that has to be reached is meant: just as much is enough, unless it says more."""
    return Relation.MORE if more else Relation.AT_LEAST


def quorum_of(share: Fraction, *, more: bool = False) -> Condition:
    """So large a share of the entitled, or `more` than it, has to take part."""
    return Compare(Number.VALID, least(more), Share(share, Number.ENTITLED))


def fields_of(rule: DecisionRule) -> dict[str, Any]:
    """The fields that show a rule."""
    return {
        "notice_days": rule.notice_days,
        "seconders": rule.seconders,
        "secret": rule.secret,
        "electorate": str(rule.electorate),
        "active_days": rule.active_days,
        "but_concerned": rule.but_concerned,
        "proxies": rule.proxies,
        "weighted": rule.weighted,
        "tie": str(rule.tie),
        **_majority(rule.majority),
        **_quorum(rule.quorum),
        **_stages(rule),
        **_confirmation(rule),
        **_second_call(rule.second_call),
        **_demand(rule.demand),
        **_amendment(rule.amendment),
        **_urn(rule.urn),
        **_petition(rule.petition),
        "most_terms": rule.most_terms.usual or None,
        "most_terms_of": {str(office): most for office, most in rule.most_terms.others},
    }


def name_of(majority: Condition) -> str | None:
    return next((key for key, usual in MAJORITIES.items() if usual == majority), None)


def _majority(majority: Condition) -> dict[str, Any]:
    if name := name_of(majority):
        return {"majority": name}
    match majority:
        case Compare(
            Number.FOR, Relation.AT_LEAST | Relation.MORE as relation, Share(share, of, 0)
        ):
            more = relation is Relation.MORE
            return {"majority": OWN, "share": str(share), "share_more": more, "of": str(of)}
    return {"majority": KEPT}


def _quorum(quorum: Condition | None) -> dict[str, Any]:
    if quorum is None:
        return {"quorum": ""}
    for more in (False, True):
        share = _share_of(quorum, least(more))
        if share is not None:
            return {"quorum": str(share), "quorum_more": more}
    return {"quorum_kept": True}


def _share_of(quorum: Condition | None, meant: Relation = Relation.AT_LEAST) -> Fraction | None:
    match quorum:
        case Compare(Number.VALID, relation, Share(share, Number.ENTITLED, 0)):
            return share if relation is meant else None
    return None


def _stages(rule: DecisionRule) -> dict[str, Any]:
    if not rule.stages:
        return {"fallback": NONE}
    first, *others = rule.stages
    is_usual = not others and first.quorum == rule.quorum
    name = name_of(first.majority) if is_usual else None
    return {"fallback": name or KEPT, "fallback_days": first.after_days}


def _confirmation(rule: DecisionRule) -> dict[str, Any]:
    second = rule.confirmation
    if second is None:
        return {"confirmation": NONE}
    is_usual = second.unless is None and second.quorum == rule.quorum
    return {
        "confirmation": (name_of(second.majority) if is_usual else None) or KEPT,
        "confirmed_after": second.after_days,
        "confirmed_within": second.within_days,
    }


def _second_call(call: SecondCall | None) -> dict[str, Any]:
    if call is None:
        return {"second_call": NONE}
    shown = {"second_days": call.within_days, "second_final": call.final}
    share = _share_of(call.quorum)
    if call.majority or call.then or (call.quorum is not None and share is None):
        return shown | {"second_call": KEPT}
    return shown | {"second_call": OWN, "second_quorum": str(share) if share else ""}


def _demand(demand: Demand | None) -> dict[str, Any]:
    if demand is None:
        return {"demand": NONE}
    return {"demand": name_of(demand.majority) or KEPT, "demand_seconders": demand.seconders}


def _amendment(majority: Condition | None) -> dict[str, Any]:
    if majority is None:
        return {"amendment": NONE}
    return {"amendment": name_of(majority) or KEPT}


def _urn(keys: UrnKeys | None) -> dict[str, Any]:
    return {} if keys is None else {"urn_keys": keys.keys, "urn_needed": keys.needed}


def _petition(petition: PetitionRule | None) -> dict[str, Any]:
    if petition is None:
        return {}
    shown: dict[str, Any] = {"petition_days": petition.within_days}
    match petition.signatures:
        case int(number):
            return shown | {"signatures": str(number)}
        case Share(share, _, 0) if share < 1:
            return shown | {"signatures": str(share)}
    return shown | {"petition_kept": True}


def present_rule(matter: Matter, today: date) -> DecisionRule:
    """The rule of the day; the simplest where there is none yet."""
    try:
        return decision_rule(matter, today)
    except NoRule:
        return DecisionRule()
