"""By which rule a motion is put: the matter's own, or what it says for a vote after a vote."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.bylaws.rules.courses import SecondCall
from app.bylaws.rules.decisions import DecisionRule, Verdict
from app.bylaws.rules.rounds import at_stage, called_again, confirming
from app.errors import RuleViolation
from app.sentences import say


class TooSoonAgain(RuleViolation):
    def __init__(self, at: datetime) -> None:
        super().__init__(
            say("The bylaws let this motion be put again on %(at)s at the earliest.", at=at)
        )


@dataclass(frozen=True, slots=True)
class LastVote:
    """The vote before on the same text under the same bylaw, which did not decide. `rule`: as it
    held in that vote."""

    verdict: Verdict
    closed_at: datetime
    rule: DecisionRule


def terms_now(rule: DecisionRule, last: LastVote | None, at: datetime) -> DecisionRule:
    """The rule for the vote that is opened now. A stage once reached stays, and so does the second
    of two votes, also where the vote on it lacked a quorum; a second call is one only within its
    days."""
    if last is None or _is_lapsed(last, at):
        return rule
    if rule.confirmation is not None and _asks_to_confirm(last):
        return confirming(rule)
    stage = len(rule.stages) - len(last.rule.stages)
    if last.verdict is Verdict.REFERRED:
        return at_stage(rule, stage + 1)
    terms = at_stage(rule, stage)
    due = call_now(last, at)
    if due is None:
        return terms
    return called_again(replace(terms, second_call=_as_of_now(terms.second_call, due)))


def _as_of_now(call: SecondCall | None, held: SecondCall) -> SecondCall | None:
    """The same call of the rule as it is now: since the last vote a demand may have raised it."""
    while call is not None and call.further > held.further:
        call = call.then
    return call


def _asks_to_confirm(last: LastVote) -> bool:
    """Whether the vote after it is the second of two: the first was carried, or it was a second
    one that lacked a quorum."""
    return last.verdict is Verdict.CARRIED_ONCE or last.rule.confirmation is None


def _is_lapsed(last: LastVote, at: datetime) -> bool:
    """Whether the second of two votes was not held in its time."""
    second = last.rule.confirmation
    if last.verdict is not Verdict.CARRIED_ONCE or second is None or not second.within_days:
        return False
    return at > last.closed_at + timedelta(days=second.within_days)


def call_now(last: LastVote | None, at: datetime) -> SecondCall | None:
    """The second call as which the vote is held that is opened now, if it is one."""
    if last is None or last.verdict is not Verdict.INQUORATE:
        return None
    call = last.rule.second_call
    if call is None or at > last.closed_at + timedelta(days=call.within_days):
        return None
    return call


def earliest(last: LastVote | None) -> datetime | None:
    """When the motion can be put again; None: at any time."""
    if last is None:
        return None
    if last.verdict is Verdict.CARRIED_ONCE and last.rule.confirmation is not None:
        return last.closed_at + timedelta(days=last.rule.confirmation.after_days)
    if last.verdict is not Verdict.REFERRED:
        return None
    return last.closed_at + timedelta(days=last.rule.stages[0].after_days)


def check_not_too_soon(last: LastVote | None, at: datetime) -> None:
    """Raises TooSoonAgain."""
    moment = earliest(last)
    if moment is not None and at < moment:
        raise TooSoonAgain(moment)
