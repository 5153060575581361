"""What is refused about people, offices and passwords."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from app.errors import InvalidInput, RuleViolation
from app.sentences import Sentence, say

MOST_DEPENDANTS = 30
"""Of either kind: more is a slip of the finger."""
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


class AlreadyFullMember(RuleViolation):
    sentence = say("This person is a full member already.")


class NotAMember(RuleViolation):
    sentence = say("This person is not a member on that day.")


class OfficeHeldAlready(RuleViolation):
    sentence = say("This person holds this office on these days already.")


class NotInOffice(RuleViolation):
    sentence = say("This person does not hold this office on that day.")


class MandateWithoutEnd(RuleViolation):
    sentence = say("An inspector's mandate needs a last day.")


class LaterFactStands(RuleViolation):
    sentence = say("A later fact stands already: nothing can be dated before it.")


class EmailTaken(RuleViolation):
    sentence = say("This e-mail address belongs to someone in the register already.")


class NoEmail(RuleViolation):
    sentence = say("This person has no e-mail address to sign in with.")


class LinkSpent(RuleViolation):
    sentence = say(
        "This link was used, replaced by a newer one, or has expired. "
        "Ask your secretary for a new one."
    )


class NoBankAccount(RuleViolation):
    sentence = say("No bank account of yours is kept here.")


class OwnDependants(RuleViolation):
    sentence = say("Somebody else must confirm how many live on your pay.")


class DependantsSettled(RuleViolation):
    sentence = say("This was confirmed or refused already.")


class AlreadyLeaving(RuleViolation):
    sentence = say("You have said already that you leave.")


class LeavesInThePast(RuleViolation):
    sentence = say("One cannot leave on a day that has passed.")


def check_password(password: str, *, about: Iterable[str]) -> None:
    """Raises InvalidInput for a password that is soon guessed.

    After NIST SP 800-63B-4 (3.1.1.2): a length, no rule about kinds of characters, and nothing
    that is common or follows from `about`: the member's name and e-mail, the co-op's name.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(
            say("Take at least %(count)s characters.", count=SHORTEST_PASSWORD), "password"
        )
    if len(password) > LONGEST_PASSWORD:
        raise InvalidInput(
            say("Take at most %(count)s characters.", count=LONGEST_PASSWORD), "password"
        )
    rest = password.casefold()
    for text in about:
        for word in re.findall(r"\w{3,}", text.casefold()):
            rest = rest.replace(word, "")
    if len(_unforeseen(rest)) < _FEWEST_UNFORESEEN:
        raise InvalidInput(
            say("This is too easy to guess. Take a few words that do not belong together."),
            "password",
        )


_FEWEST_UNFORESEEN = 5
_COMMON = ("password", "contraseña", "letmein", "welcome", "qwerty", "azerty", "iloveyou", "admin")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890")


def _unforeseen(text: str) -> set[str]:
    """The characters that neither belong to a common password nor follow from the one before."""
    for word in _COMMON:
        text = text.replace(word, "")
    steps = {pair for row in _ROWS for line in (row, row[::-1]) for pair in pairwise(line)}
    return {
        after
        for before, after in pairwise(" " + text)
        if after != before and (before, after) not in steps
    }


_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> Sentence:
    """What a browser calls itself, in words by which one knows one's own devices again."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), None)
    if browser and system:
        return say("%(browser)s on %(system)s", browser=browser, system=system)
    return say("A device of unknown kind")


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two spans of days, inclusive and open where None, share a day."""
    return (second[1] is None or first[0] <= second[1]) and (
        first[1] is None or second[0] <= first[1]
    )


def last_day_before(day: date) -> date:
    return day - timedelta(days=1)


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def masked(iban: str) -> str:
    """An account as others may see it named, its country and its end: "ES … 1332"."""
    return f"{iban[:2]} … {iban[-4:]}"


def in_fours(iban: str) -> str:
    """An account as one reads it aloud: "ES91 2100 0418 4502 0005 1332" (ISO 13616-1, 6)."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
