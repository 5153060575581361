"""Where a motion stands, and what is refused about it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.bylaws.rules.decisions import DecisionRule
from app.errors import InvalidInput, RuleViolation
from app.sentences import say


class Outcome(StrEnum):
    CARRIED = "carried"
    DEFEATED = "defeated"
    INQUORATE = "inquorate"
    TIED = "tied"
    REFERRED = "referred"
    CARRIED_ONCE = "carried-once"

    @property
    def decides(self) -> bool:
        """Without a quorum nothing was decided, a tie waits for the chair, what is referred for
        the next vote, which has another majority, and the first of two votes for the second."""
        return self in {Outcome.CARRIED, Outcome.DEFEATED}


class State(StrEnum):
    DRAFT = "draft"
    WANTS_SECOND = "wants-second"
    READY = "ready"
    VOTE = "vote"
    CARRIED = "carried"
    DEFEATED = "defeated"
    WITHDRAWN = "withdrawn"

    @property
    def is_final(self) -> bool:
        return self in {State.CARRIED, State.DEFEATED, State.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Course:
    """The facts of a motion from which its state follows. `needed`: seconders besides the
    mover, by the rule of its matter today."""

    submitted: bool
    withdrawn: bool
    put: bool
    outcome: Outcome | None
    seconders: int
    needed: int

    @property
    def state(self) -> State:
        if self.withdrawn:
            return State.WITHDRAWN
        if self.outcome is not None and self.outcome.decides:
            return State(self.outcome)
        if self.put:
            return State.VOTE
        if not self.submitted:
            return State.DRAFT
        return State.READY if self.seconders >= self.needed else State.WANTS_SECOND


class OnlyFullMembersMove(RuleViolation):
    sentence = say(
        "Only full members move and second motions. A candidate has a voice: ask a full member "
        "to move it for you."
    )


class NotOfThisBody(RuleViolation):
    sentence = say("Only members of the unit that decides move and second its motions.")


class NotTheMover(RuleViolation):
    sentence = say("Only the mover can do this.")


class AlreadySubmitted(RuleViolation):
    sentence = say("This motion is handed in: its text changes only by an amendment.")


class NotSubmitted(RuleViolation):
    sentence = say("This motion is still a draft.")


class MotionClosed(RuleViolation):
    sentence = say("This motion is settled: nothing about it changes any more.")


class VoteOpen(RuleViolation):
    sentence = say("The vote on this motion is open: it stands as it is until the vote closes.")


class OwnMotion(RuleViolation):
    sentence = say("The mover counts already; a second comes from somebody else.")


class AlreadySeconded(RuleViolation):
    sentence = say("You have seconded this motion already.")


class CommencesInPast(RuleViolation):
    sentence = say("A motion takes effect on the day it is carried or later, never before.")


class NothingToDemand(RuleViolation):
    sentence = say("The bylaws know no higher majority on demand for this motion.")


class AlreadyRaised(RuleViolation):
    sentence = say("The higher majority was demanded for this motion already.")


class DecidedAlready(RuleViolation):
    sentence = say("This motion is decided already.")


def check_may_move(*, is_full: bool, is_of_body: bool) -> None:
    """Who may move, second and amend. Raises OnlyFullMembersMove, NotOfThisBody."""
    if not is_full:
        raise OnlyFullMembersMove
    if not is_of_body:
        raise NotOfThisBody


def check_may_second(
    *, is_mover: bool, has_seconded: bool, is_full: bool, is_of_body: bool
) -> None:
    """Raises OwnMotion, AlreadySeconded, OnlyFullMembersMove, NotOfThisBody."""
    if is_mover:
        raise OwnMotion
    if has_seconded:
        raise AlreadySeconded
    check_may_move(is_full=is_full, is_of_body=is_of_body)


def check_complete(**parts: str) -> None:
    """A motion that is handed in says what it wants. Raises InvalidInput naming the part."""
    for name, value in parts.items():
        if not value.strip():
            raise InvalidInput(say("A motion needs a title and a text."), name)


def check_commencement(commences_on: date | None, today: date) -> None:
    """Raises CommencesInPast."""
    if commences_on is not None and commences_on < today:
        raise CommencesInPast


def check_changeable(course: Course) -> None:
    """A motion can be seconded, amended and withdrawn between its submission and its vote.
    Raises NotSubmitted, VoteOpen, MotionClosed."""
    match course.state:
        case State.DRAFT:
            raise NotSubmitted
        case State.VOTE:
            raise VoteOpen
        case state if state.is_final:
            raise MotionClosed


def check_demand(rule: DecisionRule, *, is_demand: bool, is_raised: bool) -> None:
    """Whether a higher majority can be demanded for a motion. Raises NothingToDemand,
    AlreadyRaised."""
    if rule.demand is None or is_demand:
        raise NothingToDemand
    if is_raised:
        raise AlreadyRaised


def day_in_force(commences_on: date | None, carried_on: date) -> date:
    """A motion carried after the day it names takes effect at once: nothing works backwards."""
    return carried_on if commences_on is None else max(commences_on, carried_on)
