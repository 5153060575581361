"""A decision rule as members read it: short sentences, one a condition."""

from app.bylaws.rules.conditions import describe
from app.bylaws.rules.decisions import DecisionRule, Electorate, Tie
from app.sentences import Sentence, say, say_n


def majority(rule: DecisionRule) -> Sentence:
    return say("Carried when %(condition)s.", condition=describe(rule.majority))


def quorum(rule: DecisionRule) -> Sentence:
    if rule.quorum is None:
        return say("It is valid however few take part.")
    return say("It is valid when %(condition)s (the quorum).", condition=describe(rule.quorum))


def voters(rule: DecisionRule) -> Sentence:
    if rule.electorate is Electorate.PRESENT:
        return say("The full members who are present vote.")
    return say("All full members of the unit may vote.")


def ballot(rule: DecisionRule) -> Sentence:
    if rule.secret:
        return say("The ballot is secret.")
    return say("The ballot is open: after the vote everybody sees who voted how.")


def notice(rule: DecisionRule) -> Sentence:
    if not rule.notice_days:
        return say("It needs no notice.")
    return say_n(
        "Members are told a day before, or have a day to vote.",
        "Members are told %(count)s days before, or have %(count)s days to vote.",
        rule.notice_days,
    )


def seconders(rule: DecisionRule) -> Sentence:
    if not rule.seconders:
        return say("A motion needs no seconder.")
    return say_n(
        "One more member must second the motion.",
        "%(count)s more members must second the motion.",
        rule.seconders,
    )


def tie(rule: DecisionRule) -> Sentence:
    if rule.tie is Tie.CHAIR:
        return say("At equal votes the chair has the casting vote.")
    return say("At equal votes it is defeated.")


def procedure(rule: DecisionRule) -> list[Sentence]:
    """What the rule says besides majority and quorum."""
    return [part(rule) for part in (voters, ballot, notice, seconders, tie)]
