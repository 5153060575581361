"""The roll: who may vote, fixed when the poll opens, and why someone is not on it."""

import hashlib
from collections.abc import Iterable

from app.errors import RuleViolation
from app.sentences import say


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


def roll_hash(numbers: Iterable[int]) -> str:
    """SHA-256 over the register numbers of the entitled, ascending, one a line.

    Anyone can redo it: `printf '1\\n2\\n5\\n' | sha256sum`.
    """
    lines = "".join(f"{number}\n" for number in sorted(numbers))
    return hashlib.sha256(lines.encode()).hexdigest()


def absence(standing: str | None, *, of_unit: bool, present_only: bool) -> NotOnRoll:
    """Why a member is not on a roll. `standing` and `of_unit`: as they were on the day the poll
    opened; `present_only`: the rule lets only those present vote."""
    match standing:
        case None:
            return NotAMemberAtOpening()
        case "candidate":
            return CandidateNotOnRoll()
        case "left":
            return LeftBeforeOpening()
    if not of_unit:
        return OfOtherUnit()
    return NotPresentAtOpening() if present_only else NotOnRoll()
