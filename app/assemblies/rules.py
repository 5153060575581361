"""What an assembly may do and when: notice, opening, items one at a time, quorum."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.bylaws.rules.conditions import Condition, Numbers, holds
from app.errors import RuleViolation
from app.sentences import Sentence, say, say_n


class State(StrEnum):
    CONVENED = "convened"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


def state_of(
    *, opened_at: datetime | None, closed_at: datetime | None, cancelled_at: datetime | None
) -> State:
    """Where an assembly, or an item of its agenda, stands by its moments."""
    if cancelled_at is not None:
        return State.CANCELLED
    if closed_at is not None:
        return State.CLOSED
    return State.CONVENED if opened_at is None else State.OPEN


class NoticeTooShort(RuleViolation):
    """`matter`, `clause`: the rule that asks for it; `earliest`: the first day that keeps it."""

    def __init__(self, notice: "Notice", earliest: date) -> None:
        self.earliest = earliest
        super().__init__(
            say_n(
                "%(rule)s asks for one day of notice. The earliest day is %(earliest)s.",
                "%(rule)s asks for %(count)s days of notice. The earliest day is %(earliest)s.",
                notice.days,
                rule=notice.rule,
                earliest=earliest,
            )
        )


class StartsInPast(RuleViolation):
    sentence = say("An assembly is convened for a moment that is still to come.")


class AssemblyNotOpen(RuleViolation):
    sentence = say("The assembly is not open.")


class AssemblyOpened(RuleViolation):
    sentence = say("The assembly has been opened: its agenda stands.")


class AssemblyOver(RuleViolation):
    sentence = say("This assembly is over.")


class AnotherAssemblyOpen(RuleViolation):
    sentence = say("Another assembly of this unit is open. Close it first.")


class AnotherItemOpen(RuleViolation):
    sentence = say("Another item is open. Close it first: one thing at a time.")


class ItemNotOpen(RuleViolation):
    sentence = say("This item is not open.")


class ItemClosed(RuleViolation):
    sentence = say("This item is closed already.")


class VoteStillOpen(RuleViolation):
    sentence = say("The vote on this item is still open. Close the vote first.")


class NotOfThisUnit(RuleViolation):
    sentence = say("Only members and candidates of the unit take part in its assembly.")


class NotPresent(RuleViolation):
    sentence = say("This person is not noted as present.")


class MotionNotReady(RuleViolation):
    sentence = say("Only a motion that is handed in and still to be decided goes on an agenda.")


class MotionOfAnotherUnit(RuleViolation):
    sentence = say("This motion is for the assembly of another unit.")


class MotionOnAgenda(RuleViolation):
    sentence = say("This motion is on the agenda already.")


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that the rule of a matter asks for: whole days between notice and assembly."""

    rule: Sentence
    """The rule by its name: "The rule on wages (§ 7)"."""
    days: int


def check_notice(notices: Iterable[Notice], *, given_on: date, held_on: date) -> None:
    """The strictest of the rules must be kept. Raises NoticeTooShort."""
    strictest = max(notices, key=lambda notice: notice.days, default=None)
    if strictest is None:
        return
    earliest = given_on + timedelta(days=strictest.days)
    if held_on < earliest:
        raise NoticeTooShort(strictest, earliest)


def check_state(state: State, wanted: State) -> None:
    """Raises AssemblyOver, AssemblyOpened or AssemblyNotOpen where the assembly is elsewhere."""
    if state is wanted:
        return
    if state in {State.CLOSED, State.CANCELLED}:
        raise AssemblyOver
    raise AssemblyOpened if state is State.OPEN else AssemblyNotOpen


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of those entitled are here, and how many a matter needs; None: no quorum.
    `represented`: those of them whose vote another one casts."""

    present: int
    entitled: int
    needed: int | None
    represented: int = 0
    is_second_call: bool = False

    @property
    def is_reached(self) -> bool:
        return self.needed is None or self.present >= self.needed

    def sentence(self, matter: Sentence) -> Sentence:
        """The quorum in words: "18 of 37 are here; 19 are needed to decide on wages."."""
        told = self._numbers(matter)
        if self.represented:
            by_proxy = say_n(
                "One of them is here by proxy.",
                "%(count)s of them are here by proxy.",
                self.represented,
            )
            told = say("%(first)s %(second)s", first=told, second=by_proxy)
        if self.is_second_call:
            told = say(
                "%(first)s Too few took part before, so this is the second call.", first=told
            )
        return told

    def _numbers(self, matter: Sentence) -> Sentence:
        numbers = {"present": self.present, "entitled": self.entitled, "matter": matter}
        if self.needed is None:
            return say(
                "%(present)s of %(entitled)s are here; any number may decide on %(matter)s.",
                **numbers,
            )
        if self.is_reached:
            return say(
                "%(present)s of %(entitled)s are here: enough to decide on %(matter)s "
                "(%(needed)s are needed).",
                **numbers,
                needed=self.needed,
            )
        return say(
            "%(present)s of %(entitled)s are here; %(needed)s are needed to decide on %(matter)s.",
            **numbers,
            needed=self.needed,
        )


def needed_for(
    condition: Condition | None, *, entitled: int, active: int | None = None
) -> int | None:
    """The fewest people with whom a quorum can be met if all of them vote; one more than are
    entitled where it never can, None without one."""
    if condition is None:
        return None

    def is_met(people: int) -> bool:
        return holds(condition, Numbers(people, 0, 0, entitled, people, active))

    return bisect_left(range(entitled + 1), True, key=is_met)
