"""The roll: who may vote, fixed when the poll opens, and why someone is not on it."""

import hashlib
from collections.abc import Iterable, Mapping

from app.bylaws.rules.decisions import DecisionRule, Electorate
from app.errors import RuleViolation
from app.sentences import say, say_n


class NotOnRoll(RuleViolation):
    sentence = say(
        "The list of voters was fixed when this vote opened. You became a full member after that."
    )


class CandidateNotOnRoll(NotOnRoll):
    sentence = say(
        "You are a candidate: you have a voice in the debate, and a vote once you are admitted."
    )


class LeftBeforeOpening(NotOnRoll):
    sentence = say("You had left the co-op when this vote opened.")


class NotAMemberAtOpening(NotOnRoll):
    sentence = say("Only full members vote. You were not a member when this vote opened.")


class OfOtherUnit(NotOnRoll):
    sentence = say("This vote belongs to another unit than yours.")


class NotPresentAtOpening(NotOnRoll):
    sentence = say(
        "Only those present vote on this. You were not marked as present when the vote opened."
    )


class ConcernsYou(NotOnRoll):
    sentence = say("This vote is about you: the bylaws let the others decide.")


class NotActive(NotOnRoll):
    def __init__(self, days: int) -> None:
        super().__init__(
            say_n(
                "The bylaws let the active members vote: nothing shows that you worked or attended "
                "an assembly in the day before this vote opened.",
                "The bylaws let the active members vote: nothing shows that you worked or attended "
                "an assembly in the %(count)s days before this vote opened.",
                days,
            )
        )


class NotDelegate(NotOnRoll):
    sentence = say("The delegates of the units vote on this, and you are not one of them.")


class DelegateSat(NotOnRoll):
    sentence = say("You are a substitute, and the delegates of your unit vote themselves.")


class DelegateAway(NotOnRoll):
    sentence = say("You are a delegate, but were not marked as present when the vote opened.")


def roll_hash(numbers: Iterable[int], marks: Mapping[int, str] | None = None) -> str:
    """SHA-256 over the register numbers of the entitled, ascending, one a line; after the number
    and a blank the mark of whoever has one, such as "votes 12".

    Anyone can redo it: `printf '1\\n2\\n5 votes 12\\n' | sha256sum`.
    """
    lines = "".join(f"{line}\n" for line in roll_lines(numbers, marks or {}))
    return hashlib.sha256(lines.encode()).hexdigest()


def roll_lines(numbers: Iterable[int], marks: Mapping[int, str]) -> list[str]:
    """The lines that are hashed."""
    return [
        f"{number} {marks[number]}" if number in marks else str(number)
        for number in sorted(numbers)
    ]


def mark(votes: int, held_by: int | None = None) -> str | None:
    """What stands beside a number on the roll, where it is not one person with one vote of their
    own: "votes 12", or "held by 3", the number of who votes for them."""
    if held_by is not None:
        return f"held by {held_by}"
    return None if votes == 1 else f"votes {votes}"


def absence(
    standing: str | None,
    rule: DecisionRule,
    *,
    of_unit: bool,
    concerned: bool = False,
    delegate: bool = False,
    substitute: bool = False,
) -> NotOnRoll:
    """Why a member is not on a roll. What is said of the member is as it was on the day the poll
    opened; `rule`: by which it was opened."""
    match standing:
        case None:
            return NotAMemberAtOpening()
        case "candidate":
            return CandidateNotOnRoll()
        case "left":
            return LeftBeforeOpening()
    if not of_unit:
        return OfOtherUnit()
    if concerned and rule.but_concerned:
        return ConcernsYou()
    match rule.electorate:
        case Electorate.PRESENT:
            return NotPresentAtOpening()
        case Electorate.ACTIVE:
            return NotActive(rule.active_days)
        case Electorate.DELEGATES:
            if delegate:
                return DelegateAway()
            return DelegateSat() if substitute else NotDelegate()
    return NotOnRoll()
