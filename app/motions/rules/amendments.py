"""Where an amendment stands, whether it still fits the motion, and what is refused about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.errors import RuleViolation
from app.motions.rules.course import Outcome
from app.motions.rules.paragraphs import Change, NothingLeft, amended, carried_over
from app.sentences import say, say_n


class AmendmentState(StrEnum):
    OPEN = "open"
    DECLINED = "declined"
    VOTE = "vote"
    ACCEPTED = "accepted"
    CARRIED = "carried"
    DEFEATED = "defeated"
    WITHDRAWN = "withdrawn"

    @property
    def is_pending(self) -> bool:
        """Still to be decided: one that the mover declined goes to the vote."""
        return self in {AmendmentState.OPEN, AmendmentState.DECLINED, AmendmentState.VOTE}


def amendment_state(
    *, withdrawn: bool, accepted: bool, declined: bool, put: bool, outcome: Outcome | None
) -> AmendmentState:
    """The state that follows from the facts. A vote without a quorum decided nothing."""
    if withdrawn:
        return AmendmentState.WITHDRAWN
    if accepted:
        return AmendmentState.ACCEPTED
    if outcome is not None and outcome.decides:
        return AmendmentState(outcome)
    if put:
        return AmendmentState.VOTE
    return AmendmentState.DECLINED if declined else AmendmentState.OPEN


class NothingChanged(RuleViolation):
    sentence = say("This amendment changes nothing.")


class AnotherMatter(RuleViolation):
    sentence = say("An amendment keeps to the matter: another matter is another motion.")


class AmendmentSettled(RuleViolation):
    sentence = say("This amendment is settled already.")


class AmendmentDeclined(RuleViolation):
    sentence = say("The mover has declined this amendment already. It goes to the vote.")


class NotTheAmender(RuleViolation):
    sentence = say("Only who proposed the amendment can take it back.")


class EffectTaken(RuleViolation):
    sentence = say(
        "Another amendment has changed what the motion does since this one was written. Propose "
        "it again on the present motion."
    )


class AmendmentsWait(RuleViolation):
    """The motion is put as it reads in the end."""

    def __init__(self, count: int) -> None:
        super().__init__(
            say_n(
                "An amendment is still to be decided. Then the motion is put as it reads.",
                "%(count)s amendments are still to be decided. Then the motion is put as it reads.",
                count,
            )
        )


class OutOfTurn(RuleViolation):
    def __init__(self, number: int) -> None:
        super().__init__(
            say(
                "Amendment %(number)s comes first in the order of voting. The chair can set "
                "another order.",
                number=number,
            )
        )


class OrderIncomplete(RuleViolation):
    sentence = say("The order of voting names every amendment that waits, each once.")


@dataclass(frozen=True, slots=True)
class Stage:
    """A version of a motion, with the changes by which it came from the version before."""

    text: str
    effect: dict[str, Any]
    changes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """An amendment on the present text: its changes, named by the paragraphs of that text, and
    the motion as it would read and act with them."""

    changes: tuple[Change, ...]
    text: str
    effect: dict[str, Any]


def fitted(changes: Sequence[Change], effect: dict[str, Any], stages: Sequence[Stage]) -> Fit:
    """An amendment of `stages[0]` carried over to the last of them. One that leaves the effect as
    it was leaves it as it is now. Raises Collides, EffectTaken, NothingLeft."""
    first, last = stages[0], stages[-1]
    now = tuple(changes)
    for stage in stages[1:]:
        now = carried_over(now, stage.changes)
    if effect == first.effect:
        effect = last.effect
    elif last.effect not in (first.effect, effect):
        raise EffectTaken
    text = amended(last.text, now)
    if not text:
        raise NothingLeft
    return Fit(now, text, effect)


def check_pending(state: AmendmentState) -> None:
    """Raises AmendmentSettled."""
    if not state.is_pending:
        raise AmendmentSettled


def check_order(numbers: Sequence[int], waiting: Sequence[int]) -> None:
    """Raises OrderIncomplete."""
    if sorted(numbers) != sorted(waiting):
        raise OrderIncomplete


def check_turn(number: int, order: Sequence[int]) -> None:
    """Raises OutOfTurn, naming the amendment that comes first in the order of voting."""
    if order and order[0] != number:
        raise OutOfTurn(order[0])
