"""The course of a sealed urn: how many keys it has, who may open it and when."""

from dataclasses import dataclass

from app.bylaws.rules.provisions import UrnKeys
from app.errors import RuleViolation
from app.sentences import say, say_n

FEWEST_SCRUTINEERS = 3


class TooFewScrutineers(RuleViolation):
    def __init__(self, missing: int, needed: int) -> None:
        super().__init__(
            say_n(
                "The bylaws ask for a secret ballot on this. Its urn needs %(needed)s scrutineers "
                "with a key, and one is missing. The co-op entrusts the office by a motion; each "
                "scrutineer then makes a key on the page “My key to the urn”.",
                "The bylaws ask for a secret ballot on this. Its urn needs %(needed)s scrutineers "
                "with a key, and %(count)s are missing. The co-op entrusts the office by a motion; "
                "each scrutineer then makes a key on the page “My key to the urn”.",
                missing,
                needed=needed,
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


def keys_for(bylaw: UrnKeys | None, scrutineers: int) -> UrnKeys:
    """How many of so many scrutineers hold a key to an urn, and how many open it. Where the bylaw
    says nothing all hold one, three at least, and more than half open it: 2 of 3, 3 of 5. Raises
    TooFewScrutineers."""
    fewest = FEWEST_SCRUTINEERS if bylaw is None else bylaw.keys
    if scrutineers < fewest:
        raise TooFewScrutineers(fewest - scrutineers, fewest)
    return bylaw or UrnKeys(scrutineers, scrutineers // 2 + 1)


def opening_obstacle(urn: UrnState) -> RuleViolation | None:
    """Why somebody cannot give a key to the urn now; None if they can."""
    if urn.opened:
        return UrnIsOpen()
    if not urn.shut:
        return UrnNotShut()
    if not urn.holds_key:
        return HoldsNoKey()
    return KeyGiven() if urn.key_given else None
