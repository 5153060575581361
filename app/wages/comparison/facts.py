"""What a comparison keeps beside the figures of the interface, for the page to look at later:
who belongs where, the goods in everyone's pay, and what more output brings."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from app.money import decimal_text, digits, minor_text
from app.wages.comparison import bench as draft_queries
from app.wages.comparison.sites import sites_on
from app.wages.models import Comparison
from app.wages.rules.compare import Outcome
from app.wages.rules.curve import incentive
from app.wages.rules.earned import Inputs
from app.wages.rules.goods_apart import goods_paid
from app.wages.rules.spans import Span, month_of

Facts = dict[str, Any]


_EMPTY: Facts = {"minutes": {}, "groups": {}, "people": {}}
_EMPTY_SCHEME: Facts = {
    "gini_hourly": None,
    "swing": None,
    "solidarity": None,
    "incentive": None,
    "legal_addition": "0",
    "cost_per_unit": {},
    "cautions": [],
    "goods": {},
}


def kept_result(comparison: Comparison) -> Facts:
    """What a comparison keeps. One that was kept before something was figured has it empty."""
    result = _EMPTY | comparison.result
    return result | {"schemes": [_EMPTY_SCHEME | scheme for scheme in result["schemes"]]}


def groups_of(inputs: Inputs) -> Facts:
    """The members of each site and of each grade, as they stood on the last day."""
    last = inputs.span.last
    sites = sites_on(last)
    by_site: dict[str, list[str]] = defaultdict(list)
    by_grade: dict[str, list[str]] = defaultdict(list)
    for member in inputs.members:
        known = sites.get(inputs.ids[member.key])
        if known:
            by_site[known].append(member.key)
        grade = member.standing_on(last).value.grade
        if grade:
            by_grade[grade].append(member.key)
    return {"site": dict(by_site), "grade": dict(by_grade)}


def goods_of(outcome: Outcome, inputs: Inputs) -> dict[str, Mapping[str, str]]:
    """By the key of the pay period and by member, as amounts; periods without goods left out."""
    decimals = digits(inputs.currency)
    periods = [paid.period for paid in outcome.periods]
    found = goods_paid(outcome.scheme.terms, inputs.members, periods, decimals)
    return {
        period.key: {member: minor_text(amount, decimals) for member, amount in goods.items()}
        for period, goods in zip(periods, found, strict=True)
        if goods
    }


def incentives(outcomes: list[Outcome], span: Span) -> list[str | None]:
    """Of each scheme, on the usual item of the last month compared."""
    last = month_of(span.last)
    bench, _ = draft_queries.usual_bench(last)
    found = [incentive(outcome.scheme.terms, bench) for outcome in outcomes]
    return [None if one is None else decimal_text(one, 2) for one in found]
