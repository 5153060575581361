"""The verdict on a vote by a decision rule, and its reason."""

from dataclasses import dataclass, replace

from app.bylaws.rules.condition_words import describe, grouped, joined
from app.bylaws.rules.conditions import (
    Compare,
    Condition,
    Join,
    Number,
    Numbers,
    Relation,
    holds,
    needed,
)
from app.bylaws.rules.decisions import DecisionRule, Tie, Verdict
from app.sentences import Sentence, say


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict and the sentence that gives its reason."""

    verdict: Verdict
    why: Sentence


def judge(rule: DecisionRule, numbers: Numbers) -> Judgement:
    """The verdict by the rule, and why."""
    verdict = verdict_of(rule, numbers)
    if verdict is Verdict.INQUORATE and rule.quorum is not None:
        missed = explain(rule.quorum, numbers)
        return Judgement(
            verdict, say("The quorum was not reached: %(condition)s.", condition=missed)
        )
    if not numbers.votes_for:
        return Judgement(verdict, say("Nobody voted for it."))
    reason = say("The rule: %(condition)s.", condition=explain(rule.majority, numbers))
    return Judgement(verdict, reason)


def verdict_of(rule: DecisionRule, numbers: Numbers) -> Verdict:
    """The verdict by the rule. Nothing is carried without a single vote for it, whatever the
    rule says: with 0 for, 0 against and 40 abstentions nobody wanted it."""
    if rule.quorum is not None and not holds(rule.quorum, numbers):
        return Verdict.INQUORATE
    if numbers.votes_for and holds(rule.majority, numbers):
        return carried_by(rule, numbers)
    if numbers.votes_for and _chair_can_decide(rule, numbers):
        return Verdict.TIED
    return Verdict.REFERRED if rule.stages else Verdict.DEFEATED


def carried_by(rule: DecisionRule, numbers: Numbers) -> Verdict:
    """What it is that a vote with a majority carries: the motion, or the first of two votes."""
    second = rule.confirmation
    if second is None or (second.unless is not None and holds(second.unless, numbers)):
        return Verdict.CARRIED
    return Verdict.CARRIED_ONCE


def _chair_can_decide(rule: DecisionRule, numbers: Numbers) -> bool:
    """Whether it is a tie that the chair's casting vote would carry."""
    if rule.tie is not Tie.CHAIR or numbers.votes_for != numbers.against:
        return False
    return holds(rule.majority, replace(numbers, votes_for=numbers.votes_for + 1))


def explain(condition: Condition, numbers: Numbers) -> Sentence:
    """The condition with the numbers of this vote: what was needed and what there was."""
    if isinstance(condition, Join):
        parts = [grouped(part, explain(part, numbers)) for part in condition.conditions]
        return joined(condition.every, parts)
    return say(
        "%(condition)s – %(needed)s needed, %(there)s reached"
        if condition.relation in {Relation.MORE, Relation.AT_LEAST}
        else "%(condition)s – at most %(needed)s allowed, %(there)s counted",
        condition=describe(condition),
        there=numbers.of(condition.votes),
        needed=needed(condition, numbers),
    )


def needed_for(condition: Condition, numbers: Numbers) -> int | None:
    """How many had to be for it; None where the rule does not ask for a number of votes for."""
    match condition:
        case Compare(Number.FOR, Relation.MORE | Relation.AT_LEAST):
            return needed(condition, numbers)
        case Join(every=True):
            asked = [needed_for(part, numbers) for part in condition.conditions]
            return max((number for number in asked if number is not None), default=None)
    return None
