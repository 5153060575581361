"""When a petition puts a recall to the vote, and what is refused about it."""

from datetime import datetime, timedelta

from app.bylaws.rules.provisions import PetitionRule
from app.errors import RuleViolation
from app.sentences import say


class NoLongerInOffice(RuleViolation):
    sentence = say("This office is not held any more: there is nobody to recall.")


class PetitionRuns(RuleViolation):
    sentence = say("There is a petition for this recall already. Sign that one.")


class RecallMoved(RuleViolation):
    sentence = say("A motion for this recall is before the members already.")


class PetitionOver(RuleViolation):
    sentence = say("This petition is over.")


class PetitionLapsed(RuleViolation):
    sentence = say(
        "The time for signing this petition is over, and too few had signed. Whoever wants to can "
        "start another."
    )


class SignedAlready(RuleViolation):
    sentence = say("You have signed this petition already.")


class NotSigned(RuleViolation):
    sentence = say("You have not signed this petition.")


class NotTheStarter(RuleViolation):
    sentence = say("Only who started the petition can take it back.")


def runs_until(rule: PetitionRule, started_at: datetime) -> datetime | None:
    """When the signatures have to be there; None: no end."""
    return started_at + timedelta(days=rule.within_days) if rule.within_days else None


def signatures_missing(needed: int, signed: int) -> int:
    """At least one while the petition runs: those of who left since do not count."""
    return max(1, needed - signed)


def has_lapsed(ends_at: datetime | None, at: datetime) -> bool:
    return ends_at is not None and ends_at <= at


def check_runs(*, is_over: bool, has_lapsed: bool) -> None:
    """Raises PetitionOver, PetitionLapsed."""
    if is_over:
        raise PetitionOver
    if has_lapsed:
        raise PetitionLapsed


def check_may_sign(*, is_over: bool, has_lapsed: bool, has_signed: bool) -> None:
    """Raises PetitionOver, PetitionLapsed, SignedAlready. Who may move may sign: `motions.rules`
    says who."""
    check_runs(is_over=is_over, has_lapsed=has_lapsed)
    if has_signed:
        raise SignedAlready
