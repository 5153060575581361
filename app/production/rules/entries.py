"""What may stand in the shift log, and what may be done to it.

An entry says what was made, once, and each person's time. It is never edited: another member
confirms it or disputes it, and a mistake is reversed. Nothing new is logged on days of a closed
log; what is signed or reversed there after the closing counts for a later pay run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from app.errors import InvalidInput, RuleViolation
from app.production.hours import HoursKind
from app.sentences import say

MINUTES_OF_A_DAY = 24 * 60
MOST_UNITS = 10**9
"""More of anything in one entry is a slip of the finger."""
LONGEST_NAME = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class LogClosed(RuleViolation):
    sentence = say("The log of these days is closed.")


class ClosedTooEarly(RuleViolation):
    sentence = say("The log is closed for days that are over: yesterday at the latest.")


class AlreadyConfirmed(RuleViolation):
    sentence = say("This entry is confirmed already.")


class AlreadyDisputed(RuleViolation):
    sentence = say("This entry is disputed already.")


class AlreadyReversed(RuleViolation):
    sentence = say("This entry was reversed: it counts no more.")


class SelfConfirmation(RuleViolation):
    sentence = say("You logged this entry or worked in it: another member confirms it.")


class OwnEntryDisputed(RuleViolation):
    sentence = say("You logged this entry yourself. If it is wrong, reverse it and log it anew.")


class NotYoursToReverse(RuleViolation):
    sentence = say(
        "Only who logged an entry, or the treasurer, reverses it. "
        "If you think that it is wrong, dispute it."
    )


class EntryState(StrEnum):
    UNCONFIRMED = "unconfirmed"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class Made:
    """What is made: quantities have at most `decimals` decimals of its unit of measure."""

    name: str
    decimals: int = 0
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Stint:
    """One member's time as it is logged: whole minutes of one kind."""

    member_id: int
    minutes: int
    kind: HoursKind = HoursKind.PRODUCTIVE


@dataclass(frozen=True, slots=True)
class Hours:
    """One person's time in an entry: whole minutes of one kind. `name` is for sentences."""

    member_id: int
    name: str
    minutes: int
    kind: HoursKind = HoursKind.PRODUCTIVE


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as somebody means to log it. Quantities in units of the item."""

    worked_on: date
    item: Made | None
    quantity: Fraction
    rejects: Fraction
    labour: tuple[Hours, ...]
    crew: str = ""


def check_entry(
    draft: Draft, *, today: date, closed_to: date | None, on_that_day: Mapping[int, int]
) -> None:
    """Whether the entry can stand in the log. `closed_to` is the last closed day, `on_that_day`
    the minutes that each person has on the day already.

    Raises LogClosed; InvalidInput naming the field: worked_on, item, quantity, rejects, crew,
    hours.
    """
    if draft.worked_on > today:
        raise InvalidInput(say("This day is still to come."), "worked_on")
    check_open(draft.worked_on, closed_to)
    _check_output(draft)
    _check_labour(draft.labour, on_that_day)
    _check_crew(draft.crew)
    if not draft.crew and len({one.member_id for one in draft.labour}) > 1:
        raise InvalidInput(say("Give the crew a name."), "crew")
    if not draft.quantity and not draft.rejects and not any(one.minutes for one in draft.labour):
        raise InvalidInput(say("Write how much was made, or how long it took."), "quantity")


def check_open(worked_on: date, closed_to: date | None) -> None:
    """Whether work of that day may be logged. Raises LogClosed, with the first open day."""
    if closed_to is not None and worked_on <= closed_to:
        raise LogClosed(
            say(
                "The log is closed up to %(closed)s. Log this on %(open)s or later and say in "
                "the note when it was done.",
                closed=closed_to,
                open=closed_to + timedelta(days=1),
            )
        )


def check_closing(to_on: date, *, today: date) -> None:
    """Raises ClosedTooEarly: nobody could log what they are doing now."""
    if to_on >= today:
        raise ClosedTooEarly


def _check_crew(name: str) -> None:
    if len(name) > LONGEST_NAME or _CONTROL.search(name):
        raise InvalidInput(say("A crew's name is one short line of text."), "crew")


def _check_output(draft: Draft) -> None:
    for where, amount in (("quantity", draft.quantity), ("rejects", draft.rejects)):
        if amount < 0:
            raise InvalidInput(say("Less than nothing cannot be made."), where)
        if amount > MOST_UNITS:
            raise InvalidInput(say("This is more than anybody can make in a day."), where)
        if amount and draft.item is None:
            raise InvalidInput(say("Choose the item that was made."), "item")
        if draft.item is not None:
            in_steps(amount, draft.item, where)
    if draft.item is not None and draft.item.retired:
        raise InvalidInput(say("%(item)s is not made any more.", item=draft.item.name), "item")


def in_steps(amount: Fraction, item: Made, where: str) -> int:
    """An amount in units as a whole number of the item's smallest steps: 1.5 with two decimals
    is 150. Raises InvalidInput."""
    steps = amount * 10**item.decimals
    if steps.denominator != 1:
        if item.decimals:
            sentence = say(
                "%(item)s is counted with at most %(decimals)s decimals.",
                item=item.name,
                decimals=item.decimals,
            )
        else:
            sentence = say("%(item)s is counted in whole numbers.", item=item.name)
        raise InvalidInput(sentence, where)
    return int(steps)


def in_units(steps: int, decimals: int) -> Fraction:
    """Smallest steps as units of the item."""
    return Fraction(steps, 10**decimals)


def place_of_work(item_unit: int | None, own_unit: int, parents: Mapping[int, int | None]) -> int:
    """The unit that an entry belongs to: where the item is made, or the worker's own place
    within it. `parents` is the tree of units."""
    unit: int | None = own_unit
    while unit is not None and item_unit is not None:
        if unit == item_unit:
            return own_unit
        unit = parents[unit]
    return own_unit if item_unit is None else item_unit


def _check_labour(labour: tuple[Hours, ...], on_that_day: Mapping[int, int]) -> None:
    if not labour:
        raise InvalidInput(say("Write who did the work."), "hours")
    seen = set()
    day: dict[int, int] = {}
    for one in labour:
        if one.minutes < 0:
            raise InvalidInput(say("Time does not run backwards."), "hours")
        if (one.member_id, one.kind) in seen:
            raise InvalidInput(
                say("%(name)s stands here twice with the same kind of hours.", name=one.name),
                "hours",
            )
        seen.add((one.member_id, one.kind))
        total = day.get(one.member_id, on_that_day.get(one.member_id, 0)) + one.minutes
        day[one.member_id] = total
        if one.minutes and total > MINUTES_OF_A_DAY:
            raise InvalidInput(
                say(
                    "A day has 24 hours: with this entry %(name)s has %(hours)s.",
                    name=one.name,
                    hours=f"{total // 60}:{total % 60:02d}",
                ),
                "hours",
            )


def state_of(*, confirmed: bool, disputed: bool, was_reversed: bool) -> EntryState:
    """What the facts about an entry come to. Confirming or reversing settles a dispute."""
    if was_reversed:
        return EntryState.REVERSED
    if confirmed:
        return EntryState.CONFIRMED
    return EntryState.DISPUTED if disputed else EntryState.UNCONFIRMED


def check_confirmation(state: EntryState, *, involved: bool) -> None:
    """`involved`: the member logged the entry or has time in it. Four eyes on every entry.
    Raises AlreadyReversed, AlreadyConfirmed, SelfConfirmation."""
    if state is EntryState.REVERSED:
        raise AlreadyReversed
    if state is EntryState.CONFIRMED:
        raise AlreadyConfirmed
    if involved:
        raise SelfConfirmation


def check_dispute(state: EntryState, *, logged_it: bool, reason: str) -> None:
    """Raises AlreadyReversed, AlreadyConfirmed, AlreadyDisputed, OwnEntryDisputed, InvalidInput."""
    if state is EntryState.REVERSED:
        raise AlreadyReversed
    if state is EntryState.CONFIRMED:
        raise AlreadyConfirmed(
            say("This entry is confirmed already. The treasurer can reverse it.")
        )
    if state is EntryState.DISPUTED:
        raise AlreadyDisputed
    if logged_it:
        raise OwnEntryDisputed
    check_reason(reason)


def check_reversal(
    state: EntryState, *, logged_it: bool, treasurer: bool, closed: bool, reason: str
) -> None:
    """`closed`: the log of its day is closed, so that its pay may be approved already.
    Raises AlreadyReversed, NotYoursToReverse, InvalidInput."""
    if state is EntryState.REVERSED:
        raise AlreadyReversed
    if closed and not treasurer:
        raise NotYoursToReverse(
            say(
                "The log of this day is closed: only the treasurer reverses its entries now, and "
                "the next pay run books the difference."
            )
        )
    if not (logged_it or treasurer):
        raise NotYoursToReverse
    check_reason(reason)


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(say("Say why: the others will read it."), "reason")
