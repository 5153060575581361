"""When a petition puts a recall to the vote, and what is refused about it."""

from fractions import Fraction

from app.errors import RuleViolation
from app.sentences import say

SHARE = Fraction(1, 5)
"""Of the unit's full members: what Spain's law on co-operatives (27/1999, art. 23) asks for to
call a general assembly."""
FEWEST = 2


class NoLongerInOffice(RuleViolation):
    sentence = say("This office is not held any more: there is nobody to recall.")


class PetitionRuns(RuleViolation):
    sentence = say("There is a petition for this recall already. Sign that one.")


class RecallMoved(RuleViolation):
    sentence = say("A motion for this recall is before the members already.")


class PetitionOver(RuleViolation):
    sentence = say("This petition is over.")


class SignedAlready(RuleViolation):
    sentence = say("You have signed this petition already.")


class NotTheStarter(RuleViolation):
    sentence = say("Only who started the petition can take it back.")


def signatures_needed(full_members: int) -> int:
    """A fifth of the unit's full members, rounded up; two at least, so that nobody calls a vote
    alone."""
    share = full_members * SHARE
    return max(FEWEST, -(-share.numerator // share.denominator))


def signatures_missing(needed: int, signed: int) -> int:
    """At least one while the petition runs: those of who left since do not count."""
    return max(1, needed - signed)


def check_may_sign(*, is_over: bool, has_signed: bool) -> None:
    """Raises PetitionOver, SignedAlready. Who may move may sign: `motions.rules` says who."""
    if is_over:
        raise PetitionOver
    if has_signed:
        raise SignedAlready
