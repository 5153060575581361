"""A vote that is held outside: a statutory election with trustees of its own, in Belenios. The roll
goes out, the count comes back, and the bylaws judge it here like any other."""

from collections.abc import Iterable
from hashlib import sha256

from app.errors import InvalidInput, RuleViolation
from app.sentences import say

MOST_BYTES = 4 << 20
"""Of the file with the board's result: that of some ten thousand ranked ballots."""


class HeldOutside(RuleViolation):
    sentence = say(
        "This vote is held in Belenios. Your invitation came by e-mail from there; ask who opened "
        "the vote if it did not."
    )


class NotHeldOutside(RuleViolation):
    sentence = say("This vote is held here, and not in Belenios.")


class CannotBeHeldOutside(RuleViolation):
    sentence = say(
        "Where somebody has several votes, or votes for others, a vote is held here: Belenios "
        "gives each voter one credential of their own."
    )


class VotersWithoutAddress(RuleViolation):
    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            say(
                "Belenios invites by e-mail, and these members have no address here: %(names)s.",
                names=", ".join(names),
            )
        )


class BoardNotAttached(RuleViolation):
    sentence = say(
        "Attach the result that Belenios published and enter its count, two people for themselves, "
        "before the vote is closed."
    )


def check_may_be_held_outside(*, weighted: bool, by_proxy: bool) -> None:
    if weighted or by_proxy:
        raise CannotBeHeldOutside


def voters_file(voters: Iterable[tuple[str, int]]) -> str:
    """The voters as Belenios reads them, one a line: address, and the member's number as the
    login by which the board knows them."""
    return "".join(f"{email},{number}\n" for email, number in voters)


def fingerprint(text: str) -> str:
    """The hash of the board as it was copied, without blanks and line ends. Raises InvalidInput."""
    found = "".join(text.split())
    if not 20 <= len(found) <= 128 or not all(one.isascii() and one.isprintable() for one in found):
        raise InvalidInput(
            say("Copy the fingerprint as the board shows it: 20 to 128 letters and digits."),
            "fingerprint",
        )
    return found


def check_result_file(content: bytes) -> str:
    """Its SHA-256. Raises InvalidInput for one that is empty or too large."""
    if not content:
        raise InvalidInput(say("This file is empty."), "file")
    if len(content) > MOST_BYTES:
        raise InvalidInput(
            say("The file is larger than %(size)s MB.", size=MOST_BYTES >> 20), "file"
        )
    return sha256(content).hexdigest()
