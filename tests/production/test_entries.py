"""What may stand in the log."""

from datetime import date
from fractions import Fraction

import pytest

from app.errors import InvalidInput, RuleViolation
from app.production.hours import HoursKind
from app.production.rules.entries import (
    AlreadyConfirmed,
    AlreadyDisputed,
    AlreadyReversed,
    ClosedTooEarly,
    Draft,
    EntryState,
    Hours,
    LogClosed,
    Made,
    NotYoursToReverse,
    OwnEntryDisputed,
    SelfConfirmation,
    check_closing,
    check_confirmation,
    check_dispute,
    check_entry,
    check_reversal,
    in_steps,
    in_units,
    state_of,
)

TODAY = date(2026, 3, 10)
COAL = Made("Coal", decimals=2)
POTS = Made("Pots")
EIGHT = (Hours(1, "Ana", 480),)
WAITING = HoursKind.WAITING


def entry(
    item: Made | None = COAL,
    quantity: str = "12.5",
    rejects: str = "0",
    labour: tuple[Hours, ...] = EIGHT,
    on: date = TODAY,
    crew: str = "",
) -> Draft:
    return Draft(on, item, Fraction(quantity), Fraction(rejects), labour, crew)


def check(draft: Draft, closed_to: date | None = None, **minutes: int) -> None:
    on_that_day = {int(member[1:]): already for member, already in minutes.items()}
    check_entry(draft, today=TODAY, closed_to=closed_to, on_that_day=on_that_day)


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(entry(), id="output and hours"),
        pytest.param(entry(labour=(Hours(1, "Ana", 0),)), id="output without hours"),
        pytest.param(entry(quantity="0", rejects="3"), id="nothing but rejects"),
        pytest.param(entry(None, "0", labour=(Hours(1, "Ana", 90, WAITING),)), id="waiting"),
        pytest.param(entry(None, "0"), id="work that makes no item"),
        pytest.param(entry(on=date(2020, 1, 1)), id="long ago, with nothing closed"),
        pytest.param(entry(labour=(Hours(1, "Ana", 1440),)), id="a whole day"),
        pytest.param(entry(labour=(*EIGHT, Hours(1, "Ana", 60, WAITING))), id="two kinds"),
        pytest.param(entry(labour=(*EIGHT, Hours(2, "Emil", 480)), crew="Night"), id="a crew"),
    ],
)
def test_an_entry_can_stand(draft: Draft) -> None:
    check(draft)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (entry(on=date(2026, 3, 11)), "worked_on"),
        (entry(quantity="-1"), "quantity"),
        (entry(rejects="-0.01"), "rejects"),
        (entry(quantity="1000000000.01"), "quantity"),
        (entry(None, quantity="1"), "item"),
        (entry(None, quantity="0", rejects="1"), "item"),
        (entry(quantity="0.125"), "quantity"),
        (entry(POTS, quantity="1.5"), "quantity"),
        (entry(POTS, quantity="1", rejects="1/2"), "rejects"),
        (entry(Made("Tallow", retired=True), quantity="1"), "item"),
        (entry(labour=()), "hours"),
        (entry(labour=(Hours(1, "Ana", -1),)), "hours"),
        (entry(labour=(*EIGHT, *EIGHT)), "hours"),
        (entry(labour=(Hours(1, "Ana", 1441),)), "hours"),
        (entry(quantity="0", labour=(Hours(1, "Ana", 0),)), "quantity"),
        (entry(labour=(*EIGHT, Hours(2, "Emil", 480))), "crew"),
        (entry(crew="A" * 101), "crew"),
        (entry(crew="A\0B"), "crew"),
        (entry(crew="A\nB"), "crew"),
    ],
)
def test_an_entry_cannot_stand_and_the_field_is_named(draft: Draft, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check(draft)
    assert refused.value.where == field


def test_a_day_has_24_hours_over_all_its_entries() -> None:
    check(entry(), m1=960)
    with pytest.raises(InvalidInput, match="with this entry Ana has 24:01"):
        check(entry(), m1=961)
    check(entry(), m2=1440)  # somebody else's day


def test_the_last_closed_day_refuses_and_names_the_next() -> None:
    check(entry(on=date(2026, 3, 1)), closed_to=date(2026, 2, 28))
    with pytest.raises(LogClosed, match=r"closed up to 2026-02-28\. Log this on 2026-03-01"):
        check(entry(on=date(2026, 2, 28)), closed_to=date(2026, 2, 28))


def test_the_day_that_runs_cannot_be_closed() -> None:
    check_closing(date(2026, 3, 9), today=TODAY)
    with pytest.raises(ClosedTooEarly):
        check_closing(TODAY, today=TODAY)


@pytest.mark.parametrize(("units", "steps"), [("0", 0), ("12.5", 1250), ("0.01", 1), ("7", 700)])
def test_steps_and_units_are_one_amount(units: str, steps: int) -> None:
    assert in_steps(Fraction(units), COAL, "quantity") == steps
    assert in_units(steps, 2) == Fraction(units)


@pytest.mark.parametrize(
    ("confirmed", "disputed", "was_reversed", "state"),
    [
        (False, False, False, EntryState.UNCONFIRMED),
        (False, True, False, EntryState.DISPUTED),
        (True, False, False, EntryState.CONFIRMED),
        (True, True, False, EntryState.CONFIRMED),
        (False, False, True, EntryState.REVERSED),
        (True, True, True, EntryState.REVERSED),
    ],
)
def test_the_state_follows_from_the_facts(
    confirmed: bool, disputed: bool, was_reversed: bool, state: EntryState
) -> None:
    facts = {"confirmed": confirmed, "disputed": disputed, "was_reversed": was_reversed}
    assert state_of(**facts) is state


U, D, C, R = EntryState.UNCONFIRMED, EntryState.DISPUTED, EntryState.CONFIRMED, EntryState.REVERSED


@pytest.mark.parametrize(
    ("state", "involved", "refusal"),
    [
        (U, False, None),
        (D, False, None),
        (U, True, SelfConfirmation),
        (D, True, SelfConfirmation),
        (C, False, AlreadyConfirmed),
        (R, False, AlreadyReversed),
        (R, True, AlreadyReversed),
    ],
)
def test_who_confirms(
    state: EntryState, involved: bool, refusal: type[RuleViolation] | None
) -> None:
    if refusal is None:
        check_confirmation(state, involved=involved)
    else:
        with pytest.raises(refusal):
            check_confirmation(state, involved=involved)


@pytest.mark.parametrize(
    ("state", "logged_it", "reason", "refusal"),
    [
        (U, False, "Eleven, not twelve", None),
        (U, True, "Eleven, not twelve", OwnEntryDisputed),
        (D, False, "Eleven, not twelve", AlreadyDisputed),
        (C, False, "Eleven, not twelve", AlreadyConfirmed),
        (R, False, "Eleven, not twelve", AlreadyReversed),
        (U, False, "  ", InvalidInput),
    ],
)
def test_who_disputes(
    state: EntryState, logged_it: bool, reason: str, refusal: type[Exception] | None
) -> None:
    if refusal is None:
        check_dispute(state, logged_it=logged_it, reason=reason)
    else:
        with pytest.raises(refusal):
            check_dispute(state, logged_it=logged_it, reason=reason)


@pytest.mark.parametrize(
    ("state", "logged_it", "treasurer", "reason", "refusal"),
    [
        (U, True, False, "Typed twice", None),
        (U, False, True, "Typed twice", None),
        (D, True, False, "Typed twice", None),
        (C, True, False, "Typed twice", None),
        (C, False, False, "Typed twice", NotYoursToReverse),
        (R, True, True, "Typed twice", AlreadyReversed),
        (U, True, False, "", InvalidInput),
    ],
)
def test_who_reverses(
    state: EntryState,
    logged_it: bool,
    treasurer: bool,
    reason: str,
    refusal: type[Exception] | None,
) -> None:
    about = {"logged_it": logged_it, "treasurer": treasurer, "closed": False, "reason": reason}
    if refusal is None:
        check_reversal(state, **about)
    else:
        with pytest.raises(refusal):
            check_reversal(state, **about)


@pytest.mark.parametrize(("treasurer", "refusal"), [(True, None), (False, NotYoursToReverse)])
def test_after_the_closing_only_the_treasurer_reverses(treasurer, refusal) -> None:
    about = {"logged_it": True, "treasurer": treasurer, "closed": True, "reason": "Typed twice"}
    if refusal is None:
        check_reversal(C, **about)
    else:
        with pytest.raises(refusal, match="only the treasurer"):
            check_reversal(C, **about)
