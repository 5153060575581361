"""The course of a poll: when it may open, take ballots, close, and be declared void."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Electorate, Verdict
from app.errors import RuleViolation
from app.motions.rules.course import Course, State
from app.sentences import say, say_n


class MotionNotSubmitted(RuleViolation):
    sentence = say("This motion is still a draft. It can be put to the vote once it is submitted.")


class MotionWithdrawn(RuleViolation):
    sentence = say("This motion was withdrawn.")


class MotionDecided(RuleViolation):
    sentence = say("This motion is decided already.")


class NotSeconded(RuleViolation):
    def __init__(self, missing: int) -> None:
        super().__init__(
            say_n(
                "One more member must second this motion before it is put to the vote.",
                "%(count)s more members must second this motion before it is put to the vote.",
                missing,
            )
        )


class NothingToChoose(RuleViolation):
    sentence = say(
        "There is nothing to choose from yet. Write the options first, or put the candidates on "
        "the ballot."
    )


class OnlyInAssembly(RuleViolation):
    sentence = say(
        "The bylaws let only those present decide on this matter. Put the motion to an assembly."
    )


class NobodyEntitled(RuleViolation):
    sentence = say("Nobody may vote on this: the list of voters would be empty.")


class NotPutYet(RuleViolation):
    sentence = say("Nothing is missing: the chair puts the motion to the vote.")


class ItemNotOpen(RuleViolation):
    sentence = say("Open this item of the agenda first. A motion is put while its item is open.")


class ClosesTooSoon(RuleViolation):
    def __init__(self, days: int) -> None:
        super().__init__(
            say_n(
                "The bylaws give members at least one day to vote on this.",
                "The bylaws give members at least %(count)s days to vote on this.",
                days,
            )
        )


class ClosesInThePast(RuleViolation):
    sentence = say("The vote must close after it opens.")


class PollHeld(RuleViolation):
    sentence = say("There is a vote on this motion already.")


class PollClosed(RuleViolation):
    sentence = say("This vote is closed. No ballot is taken any more.")


class PollVoid(RuleViolation):
    sentence = say("This vote was declared void.")


class PollStillOpen(RuleViolation):
    sentence = say("How each member voted is shown when the vote has closed.")


class ClosesByItself(RuleViolation):
    def __init__(self, closes_at: datetime) -> None:
        super().__init__(
            say(
                "Members were told that they can vote until %(until)s. Nobody can close the vote "
                "before that.",
                until=closes_at,
            )
        )


class AlreadyVoted(RuleViolation):
    sentence = say("Your ballot is in already, and it says the same.")


class NotTied(RuleViolation):
    sentence = say("There is no tie to decide.")


class CastingVoteDecides(RuleViolation):
    sentence = say("A casting vote is for one of the tied: the tie ends with it.")


class VoteIsAboutYou(RuleViolation):
    sentence = say("This vote is about you: you do not declare it void.")


class ResultStands(RuleViolation):
    sentence = say("The vote is closed and counted: its result stands.")


@dataclass(frozen=True, slots=True)
class PollState:
    """The moments of a poll. It is open until `closed_at` is written."""

    closes_at: datetime | None
    closed_at: datetime | None = None
    voided_at: datetime | None = None


def amendment_terms(rule: DecisionRule) -> DecisionRule:
    """The rule for a vote on an amendment: that of the motion's matter, with the majority that it
    has for amendments, else a simple one. In the end the motion as amended has to be carried by
    the majority of its own rule."""
    majority = rule.amendment or SIMPLE
    return replace(
        rule,
        majority=majority,
        amendment=None,
        stages=(),
        confirmation=None,
        second_call=None,
        demand=None,
    )


def check_may_put(motion: Course, rule: DecisionRule, *, in_assembly: bool) -> None:
    """Raises the reason why a motion cannot be put to the vote under this rule."""
    match motion.state:
        case State.DRAFT:
            raise MotionNotSubmitted
        case State.WITHDRAWN:
            raise MotionWithdrawn
        case State.CARRIED | State.DEFEATED:
            raise MotionDecided
        case State.VOTE:
            raise PollHeld
        case State.WANTS_SECOND:
            raise NotSeconded(motion.needed - motion.seconders)
    if rule.electorate is Electorate.PRESENT and not in_assembly:
        raise OnlyInAssembly


def closing_time(
    rule: DecisionRule, *, opens_at: datetime, asked: datetime | None, in_assembly: bool
) -> datetime | None:
    """When the poll closes by itself; None in an assembly, where the chair closes it. Outside
    one it is open for the rule's notice days, a day at least where nothing else is asked."""
    if in_assembly:
        return None
    if asked is None:
        return opens_at + timedelta(days=max(rule.notice_days, 1))
    if asked <= opens_at:
        raise ClosesInThePast
    if asked < opens_at + timedelta(days=rule.notice_days):
        raise ClosesTooSoon(rule.notice_days)
    return asked


def closure(poll: PollState, at: datetime) -> RuleViolation | None:
    """Why no ballot is taken; None while the poll is open.

    What counts is the stored closing. A ballot that comes after the announced end and before
    the closing is written is refused as well: nobody votes longer than was said.
    """
    if poll.voided_at is not None:
        return PollVoid()
    over = poll.closes_at is not None and poll.closes_at <= at
    return PollClosed() if over or poll.closed_at is not None else None


def closing_obstacle(poll: PollState, at: datetime) -> RuleViolation | None:
    """Why it cannot be closed now: PollVoid, PollClosed, or ClosesByItself before the end that
    was announced; None if it can."""
    if poll.voided_at is not None:
        return PollVoid()
    if poll.closed_at is not None:
        return PollClosed()
    if poll.closes_at is not None and poll.closes_at > at:
        return ClosesByItself(poll.closes_at)
    return None


def check_may_close(poll: PollState, at: datetime) -> None:
    """Raises the obstacle to closing it now."""
    obstacle = closing_obstacle(poll, at)
    if obstacle is not None:
        raise obstacle


def check_casting(verdict: Verdict | None, casting: str, tied: Collection[str]) -> None:
    """`tied`: what the chair decides between. Raises NotTied, CastingVoteDecides."""
    if verdict is not Verdict.TIED:
        raise NotTied
    if casting not in tied:
        raise CastingVoteDecides


def check_may_void(poll: PollState, verdict: Verdict | None, *, is_concerned: bool) -> None:
    """`is_concerned`: whether the motion is about who wants to void it. Raises PollVoid;
    ResultStands where the members have decided; VoteIsAboutYou."""
    if poll.voided_at is not None:
        raise PollVoid
    if verdict is not None and verdict is not Verdict.TIED:
        raise ResultStands
    if is_concerned:
        raise VoteIsAboutYou
