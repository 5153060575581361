"""The rule of one vote: the matter's rule at its stage, on its call, raised or not.

Each function answers with a plain decision rule that says what holds in that one vote. It is
frozen with the poll and judges it alone, so that a recount needs nothing else.
"""

from dataclasses import replace

from app.bylaws.rules.conditions import Condition, Join
from app.bylaws.rules.courses import Confirmation, SecondCall
from app.bylaws.rules.decisions import DecisionRule


def at_stage(rule: DecisionRule, stage: int) -> DecisionRule:
    """The rule for the vote after `stage` votes that did not carry it. A stage that is valid
    however few take part is never called again."""
    if stage == 0:
        return rule
    now = rule.stages[stage - 1]
    return replace(
        rule,
        majority=now.majority,
        quorum=now.quorum,
        stages=rule.stages[stage:],
        second_call=rule.second_call if now.quorum is not None else None,
    )


def called_again(rule: DecisionRule) -> DecisionRule:
    """The rule for the next call of a vote that too few took part in. Where that call is the
    last, its quorum is one more condition for being carried: missing it defeats the motion."""
    call = rule.second_call
    if call is None:
        return rule
    majority = call.majority or rule.majority
    if not call.final or call.quorum is None:
        return replace(rule, majority=majority, quorum=call.quorum, second_call=call.then)
    majority = Join(True, (call.quorum, majority))
    return replace(rule, majority=majority, quorum=None, second_call=None)


def confirming(rule: DecisionRule) -> DecisionRule:
    """The rule for the second of two votes: it carries the motion, or defeats it."""
    second = rule.confirmation
    if second is None:
        return rule
    return replace(
        rule,
        majority=second.majority,
        quorum=second.quorum,
        stages=(),
        second_call=None,
        confirmation=None,
    )


def raised(rule: DecisionRule) -> DecisionRule:
    """The rule for a motion for which the higher majority was demanded: it comes on top of the
    usual one, so that a demand never makes anything easier."""
    if rule.demand is None:
        return rule
    more = rule.demand.majority
    return replace(
        rule,
        majority=Join(True, (rule.majority, more)),
        stages=tuple(
            replace(stage, majority=Join(True, (stage.majority, more))) for stage in rule.stages
        ),
        second_call=_raised_call(rule.second_call, more),
        confirmation=_raised_confirmation(rule.confirmation, more),
    )


def _raised_call(call: SecondCall | None, more: Condition) -> SecondCall | None:
    if call is None:
        return None
    majority = Join(True, (call.majority, more)) if call.majority else None
    return replace(call, majority=majority, then=_raised_call(call.then, more))


def _raised_confirmation(second: Confirmation | None, more: Condition) -> Confirmation | None:
    if second is None:
        return None
    unless = Join(True, (second.unless, more)) if second.unless else None
    return replace(second, majority=Join(True, (second.majority, more)), unless=unless)


def of_demand(rule: DecisionRule) -> DecisionRule:
    """The rule for the demand itself, which is not debated: it needs the majority that it asks
    for, its own seconders and no notice."""
    if rule.demand is None:
        return rule
    return replace(
        rule,
        majority=rule.demand.majority,
        seconders=rule.demand.seconders,
        notice_days=0,
        stages=(),
        confirmation=None,
        demand=None,
    )
