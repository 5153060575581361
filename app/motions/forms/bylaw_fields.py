"""A decision rule as the fields of a form, and the conditions that have a name there."""

from datetime import date
from fractions import Fraction
from typing import Any

from app.bylaws.queries import NoRule, decision_rule
from app.bylaws.rules.conditions import Compare, Condition, Extreme, Number, Relation, Share
from app.bylaws.rules.courses import Confirmation, Demand, SecondCall
from app.bylaws.rules.decisions import SIMPLE, DecisionRule
from app.bylaws.rules.matters import Matter
from app.bylaws.rules.provisions import PetitionRule, UrnKeys


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


def quorum_of(share: Fraction, *, more: bool = False) -> Condition:
    """So large a share of the entitled, or `more` than it, has to take part."""
    relation = Relation.MORE if more else Relation.AT_LEAST
    return Compare(Number.VALID, relation, Share(share, Number.ENTITLED))


QUORUMS: dict[str, Condition] = {
    "half": quorum_of(Fraction(1, 2)),
    "more-than-half": quorum_of(Fraction(1, 2), more=True),
    "third": quorum_of(Fraction(1, 3)),
    "quarter": quorum_of(Fraction(1, 4)),
}


def fields_of(rule: DecisionRule) -> dict[str, Any]:
    """The fields that show a rule, all that it says."""
    return {
        "majority": rule.majority,
        "quorum": rule.quorum,
        "notice_days": rule.notice_days,
        "seconders": rule.seconders,
        "secret": rule.secret,
        "electorate": str(rule.electorate),
        "active_days": rule.active_days or None,
        "but_concerned": rule.but_concerned,
        "proxies": rule.proxies or None,
        "weighted": rule.weighted,
        "tie": str(rule.tie),
        "stages": [_vote(stage, after_days=stage.after_days) for stage in rule.stages],
        "calls": [
            _vote(call, within_days=call.within_days, final=call.final)
            for call in calls_of(rule.second_call)
        ],
        **_confirmation(rule.confirmation),
        **_demand(rule.demand),
        "amendment": rule.amendment,
        **_urn(rule.urn),
        **_petition(rule.petition),
        "most_terms": rule.most_terms.usual or None,
        "most_terms_of": {str(office): most for office, most in rule.most_terms.others},
    }


def calls_of(call: SecondCall | None) -> list[SecondCall]:
    """A second call and those that follow it."""
    return [] if call is None else [call, *calls_of(call.then)]


def _vote(vote: Any, **days: Any) -> dict[str, Any]:
    return days | {"majority": vote.majority, "quorum": vote.quorum}


def _confirmation(second: Confirmation | None) -> dict[str, Any]:
    if second is None:
        return {}
    return {
        "confirmation": second.majority,
        "confirmed_after": second.after_days,
        "confirmed_within": second.within_days or None,
        "confirmed_quorum": second.quorum,
        "confirmed_unless": second.unless,
    }


def _demand(demand: Demand | None) -> dict[str, Any]:
    if demand is None:
        return {}
    return {"demand": demand.majority, "demand_seconders": demand.seconders}


def _urn(keys: UrnKeys | None) -> dict[str, Any]:
    return {} if keys is None else {"urn_keys": keys.keys, "urn_needed": keys.needed}


def _petition(petition: PetitionRule | None) -> dict[str, Any]:
    if petition is None:
        return {}
    return {"signatures": petition.signatures, "petition_days": petition.within_days or None}


def present_rule(matter: Matter, today: date) -> DecisionRule:
    """The rule of the day; the simplest where there is none yet."""
    try:
        return decision_rule(matter, today)
    except NoRule:
        return DecisionRule()
