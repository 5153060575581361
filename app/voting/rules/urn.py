"""The course of a sealed urn: how many keys it has, who may open it and when."""

from dataclasses import dataclass

from app.errors import RuleViolation
from app.sentences import say, say_n

FEWEST_SCRUTINEERS = 3
SMALL_ROLL = 5


class TooFewScrutineers(RuleViolation):
    def __init__(self, missing: int) -> None:
        super().__init__(
            say_n(
                "The bylaws ask for a secret ballot on this. Its urn needs three scrutineers with "
                "a key, and one is missing. The co-op entrusts the office by a motion; each "
                "scrutineer then makes a key on the page “My key to the urn”.",
                "The bylaws ask for a secret ballot on this. Its urn needs three scrutineers with "
                "a key, and %(count)s are missing. The co-op entrusts the office by a motion; each "
                "scrutineer then makes a key on the page “My key to the urn”.",
                missing,
            )
        )


class VoteIsSecret(RuleViolation):
    sentence = say("This vote is secret. An open ballot would be nobody's secret.")


class BallotIsFinal(RuleViolation):
    sentence = say(
        "Your ballot is in the urn. A secret ballot cannot be changed: nobody knows which is yours."
    )


class UrnNotShut(RuleViolation):
    sentence = say("The urn is opened when the vote has closed.")


class UrnIsOpen(RuleViolation):
    sentence = say("The urn was opened, and its ballots are counted.")


class HoldsNoKey(RuleViolation):
    sentence = say(
        "You hold no key to this urn. It can be opened by those who were scrutineers when the "
        "vote opened."
    )


class KeyGiven(RuleViolation):
    sentence = say("You have given your key. The urn opens when another scrutineer gives theirs.")


@dataclass(frozen=True, slots=True)
class UrnState:
    """How far an urn is. `holds_key`, `key_given`: those of who wants to open it."""

    shut: bool
    opened: bool
    holds_key: bool
    key_given: bool


def keys_needed(holders: int) -> int:
    """More than half of the scrutineers open an urn together: 2 of 3, 3 of 5."""
    return holders // 2 + 1


def check_scrutineers(holders: int) -> None:
    """Raises TooFewScrutineers."""
    if holders < FEWEST_SCRUTINEERS:
        raise TooFewScrutineers(FEWEST_SCRUTINEERS - holders)


def opening_obstacle(urn: UrnState) -> RuleViolation | None:
    """Why somebody cannot give a key to the urn now; None if they can."""
    if urn.opened:
        return UrnIsOpen()
    if not urn.shut:
        return UrnNotShut()
    if not urn.holds_key:
        return HoldsNoKey()
    return KeyGiven() if urn.key_given else None
