"""Who may stand, until when, and what is refused about a candidacy."""

from datetime import datetime

from app.errors import RuleViolation
from app.sentences import say


class NominationsEndTooSoon(RuleViolation):
    sentence = say("Nominations must end after the election is called.")


class NominationsOver(RuleViolation):
    sentence = say("Nominations are over: the ballot stays as it is.")


class NominationsOpen(RuleViolation):
    def __init__(self, until: datetime) -> None:
        super().__init__(
            say(
                "Members were told that they can nominate until %(until)s. Nobody ends that "
                "before.",
                until=until,
            )
        )


class OnlyFullMembersStand(RuleViolation):
    sentence = say("Only full members of the unit stand for its offices.")


class NominatedAlready(RuleViolation):
    sentence = say("This person is nominated already.")


class WithdrewAlready(RuleViolation):
    sentence = say("This candidacy was withdrawn.")


class NotTheCandidate(RuleViolation):
    sentence = say("Only the candidate can do this.")


class NobodyStands(RuleViolation):
    sentence = say("Nobody has accepted a nomination: there is nobody to vote for.")


class SeatFilled(RuleViolation):
    sentence = say("No seat is vacant.")


class NoSeat(RuleViolation):
    sentence = say("You hold no seat here.")


class NoSubstitute(RuleViolation):
    sentence = say("Nobody is left who could move up.")


def check_nominations_open(until: datetime, closed_at: datetime | None, at: datetime) -> None:
    """Raises NominationsOver."""
    if closed_at is not None or at >= until:
        raise NominationsOver


def check_may_close(until: datetime, closed_at: datetime | None, at: datetime) -> None:
    """Raises NominationsOver where they were closed, NominationsOpen before their end."""
    if closed_at is not None:
        raise NominationsOver
    if at < until:
        raise NominationsOpen(until)
