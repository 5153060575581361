from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.db import db
from app.errors import InvalidInput
from app.production import queries
from app.production.actions.closing import close_log, reopen_log
from app.production.actions.items import add_item, retire_item, set_norm, set_piece_rate
from app.production.actions.settling import (
    confirm_entries,
    confirm_entry,
    dispute_entry,
    reverse_entry,
)
from app.production.hours import HoursKind
from app.production.models import Closing, Entry, Labour
from app.production.rules.entries import (
    AlreadyConfirmed,
    AlreadyDisputed,
    AlreadyReversed,
    ClosedTooEarly,
    EntryState,
    LogClosed,
    NotYoursToReverse,
    OwnEntryDisputed,
    SelfConfirmation,
    Stint,
)
from app.production.rules.valuations import LaterValueStands
from app.record.actions import note_decision
from app.record.models import Event
from app.record.queries import chain_fault
from tests.production.conftest import AT, TODAY

YESTERDAY = TODAY - timedelta(days=1)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_what_was_logged_is_unconfirmed_work_of_the_items_unit(log, person, items):
    entry = log("Boris", "clay", "12.5", rejects=Fraction("0.25"))
    [work] = queries.unconfirmed_work(TODAY, TODAY)
    assert (work.entry_id, work.on, work.unit_id) == (entry.id, TODAY, items["clay"].unit_id)
    assert (work.item, work.quantity, work.rejects) == ("clay", Fraction(25, 2), Fraction(1, 4))
    [time] = work.labour
    assert (time.member_id, time.minutes, time.kind) == (person("Boris").id, 480, "productive")
    assert queries.confirmed_work(TODAY, TODAY) == []


def test_waiting_needs_no_item_and_belongs_to_the_members_unit(log, person, items):
    entry = log("Fatima", minutes=90, kind=HoursKind.WAITING)
    assert (entry.item_id, entry.quantity) == (None, 0)
    assert entry.unit_id == items["cloth"].unit_id


def test_the_same_key_logs_once(log):
    first = log("Emil", "pots", 12, key="phone-1")
    again = log("Emil", "pots", 12, key="phone-1")
    assert first.id == again.id
    assert (count(Entry), count(Labour)) == (1, 1)


def test_a_key_of_somebody_else_is_refused(log):
    log("Emil", "pots", 12, key="phone-1")
    with pytest.raises(InvalidInput):
        log("Ana", "pots", 3, key="phone-1")


def test_a_crew_has_one_quantity_and_the_hours_of_each(log, person):
    crew = [Stint(person(name).id, minutes) for name, minutes in (("Ana", 480), ("Dora", 240))]
    entry = log("Emil", "pots", 30, labour=crew, crew="Early shift")
    confirm_entry(entry.id, by=person("Goran").id, at=AT)
    [work] = queries.confirmed_work(TODAY, TODAY)
    assert (work.crew, work.quantity) == ("Early shift", 30)
    assert [(time.member_id, time.minutes) for time in work.labour] == [
        (person("Ana").id, 480),
        (person("Dora").id, 240),
    ]


def test_nobody_works_before_belonging_or_without(log, person):
    for name, day in (("Igor", TODAY), ("Emil", date(2020, 1, 1))):
        with pytest.raises(InvalidInput) as refused:
            log(name, "pots", 1, worked_on=day)
        assert refused.value.where == "hours"
    assert count(Entry) == 0


def test_the_24_hours_of_a_day_count_over_entries_that_stand(log, person):
    first = log("Emil", "pots", 12, minutes=960)
    with pytest.raises(InvalidInput, match="Emil has 24:01"):
        log("Emil", "pots", 1, minutes=481)
    reverse_entry(first.id, by=person("Emil").id, reason="Wrong day", at=AT)
    log("Emil", "pots", 1, minutes=481)


def test_another_member_confirms(log, person):
    entry = log("Emil", "pots", 12)
    confirm_entry(entry.id, by=person("Boris").id, at=AT)
    db.commit()
    assert queries.state_of(entry.id) is EntryState.CONFIRMED
    assert [work.entry_id for work in queries.confirmed_work(TODAY, TODAY)] == [entry.id]
    assert queries.unconfirmed_work(TODAY, TODAY) == []
    with pytest.raises(AlreadyConfirmed):
        confirm_entry(entry.id, by=person("Ana").id, at=AT)


def test_neither_who_logged_nor_who_worked_confirms(log, person):
    crew = [Stint(person("Ana").id, 480), Stint(person("Dora").id, 240)]
    entry = log("Emil", "pots", 30, labour=crew, crew="Early shift")
    for name in ("Emil", "Ana", "Dora"):
        with pytest.raises(SelfConfirmation):
            confirm_entry(entry.id, by=person(name).id, at=AT)
    assert queries.state_of(entry.id) is EntryState.UNCONFIRMED


def test_several_are_confirmed_and_the_refused_are_named(log, person):
    mine, theirs, done = log("Ana", "pots", 1), log("Emil", "pots", 2), log("Dora", "pots", 3)
    confirm_entry(done.id, by=person("Emil").id, at=AT)
    signed = confirm_entries([done.id, theirs.id, mine.id], by=person("Ana").id, at=AT)
    assert signed.confirmed == 1
    assert {id_: str(why) for id_, why in signed.refused.items()} == {
        mine.id: str(SelfConfirmation.sentence),
        done.id: str(AlreadyConfirmed.sentence),
    }


def test_a_dispute_stands_until_somebody_confirms(log, person):
    entry = log("Emil", "pots", 12)
    with pytest.raises(OwnEntryDisputed):
        dispute_entry(entry.id, by=person("Emil").id, reason="Eleven", at=AT)
    dispute_entry(entry.id, by=person("Ana").id, reason="I counted eleven", at=AT)
    assert queries.state_of(entry.id) is EntryState.DISPUTED
    with pytest.raises(AlreadyDisputed):
        dispute_entry(entry.id, by=person("Dora").id, reason="Me too", at=AT)
    confirm_entry(entry.id, by=person("Ana").id, at=AT)
    assert queries.state_of(entry.id) is EntryState.CONFIRMED


def test_who_logged_it_and_the_treasurer_reverse(log, person):
    mine, confirmed = log("Emil", "pots", 12), log("Emil", "pots", 13)
    confirm_entry(confirmed.id, by=person("Ana").id, at=AT)
    with pytest.raises(NotYoursToReverse):
        reverse_entry(mine.id, by=person("Ana").id, reason="I do not like it", at=AT)
    reverse_entry(mine.id, by=person("Emil").id, reason="Typed twice", at=AT)
    reverse_entry(confirmed.id, by=person("Chen").id, reason="Not Emil's", at=AT)
    assert queries.confirmed_work(TODAY, TODAY) == queries.unconfirmed_work(TODAY, TODAY) == []
    assert count(Entry) == 2
    with pytest.raises(AlreadyReversed):
        confirm_entry(mine.id, by=person("Ana").id, at=AT)


def test_nothing_is_logged_in_a_closed_period_and_what_stands_can_still_be_signed(log, person):
    early, late = (log("Emil", "pots", count, worked_on=YESTERDAY) for count in (12, 13))
    close_log(YESTERDAY, by=person("Chen").id, at=AT)
    db.commit()
    with pytest.raises(LogClosed, match="Log this on 2026-03-10"):
        log("Emil", "pots", 12, worked_on=YESTERDAY)
    confirm_entry(early.id, by=person("Dora").id, at=AT)
    dispute_entry(late.id, by=person("Dora").id, reason="Eleven", at=AT)
    with pytest.raises(NotYoursToReverse, match="only the treasurer"):
        reverse_entry(early.id, by=person("Emil").id, reason="Eleven", at=AT)
    reverse_entry(early.id, by=person("Chen").id, reason="Eleven", at=AT)
    assert queries.state_of(early.id) is EntryState.REVERSED
    assert queries.state_of(late.id) is EntryState.DISPUTED


def test_a_closing_covers_the_days_before_and_comes_off_again(log, person):
    chen = person("Chen").id
    closing = close_log(YESTERDAY, by=chen, at=AT)
    assert close_log(date(2026, 1, 31), by=chen, at=AT) is closing
    with pytest.raises(ClosedTooEarly):
        close_log(TODAY, by=chen, at=AT)
    reopen_log(closing, by=chen, at=AT)
    log("Emil", "pots", 12, worked_on=YESTERDAY)
    assert close_log(YESTERDAY, by=chen, at=AT).id != closing.id
    db.commit()
    assert count(Closing) == 2


def test_a_day_ends_where_the_coop_is(log, freeze):
    late = AT.replace(hour=23, minute=30)  # half past midnight in Madrid
    tomorrow = TODAY + timedelta(days=1)
    assert log("Emil", "pots", 1, worked_on=tomorrow, at=late).worked_on == tomorrow
    with pytest.raises(InvalidInput):
        log("Emil", "pots", 1, worked_on=tomorrow)


def test_a_code_is_taken_once_whatever_its_case(items):
    with pytest.raises(InvalidInput) as refused:
        add_item(
            code=" POTS",
            name="Pots again",
            measure="pots",
            decimals=0,
            unit_id=items["pots"].unit_id,
            by=None,
            at=AT,
        )
    assert refused.value.where == "code"


def test_nothing_new_is_logged_on_a_retired_item(log, items, person):
    log("Emil", "pots", 1)
    retire_item(items["pots"], by=person("Ana").id, at=AT)
    with pytest.raises(InvalidInput) as refused:
        log("Emil", "pots", 1)
    assert refused.value.where == "item"


@pytest.fixture
def decision(context):
    return note_decision("Motion 12", decided_at=AT, in_force_on=TODAY, motion_number=12)


def test_rates_and_norms_follow_each_other_each_with_its_decision(items, decision):
    later = note_decision("Motion 13", decided_at=AT, in_force_on=date(2026, 4, 1))
    pots = items["pots"].id
    set_piece_rate(pots, Fraction("1.25"), from_on=TODAY, decision=decision, at=AT)
    set_piece_rate(pots, Fraction(1, 3), from_on=date(2026, 4, 1), decision=later, at=AT)
    set_norm(pots, Fraction("12.5"), from_on=TODAY, decision=decision, at=AT)
    db.commit()
    db.session.expire_all()
    first, second = queries.rates_timeline()["pots"]
    assert (first.value, first.from_on, first.to_on) == (Fraction(5, 4), TODAY, date(2026, 3, 31))
    assert (second.value, second.to_on) == (Fraction(1, 3), None)
    assert (first.decision_id, second.decision_id) == (decision.id, later.id)
    [norm] = queries.norms_timeline()["pots"]
    assert norm.value == Fraction(25, 2)


def test_a_rate_never_begins_before_another_and_may_reach_into_closed_days(items, decision, person):
    pots = items["pots"].id
    close_log(YESTERDAY, by=person("Chen").id, at=AT)
    set_piece_rate(pots, Fraction(1), from_on=YESTERDAY, decision=decision, at=AT)
    set_piece_rate(pots, Fraction(1), from_on=TODAY, decision=decision, at=AT)
    with pytest.raises(LaterValueStands):
        set_piece_rate(pots, Fraction(2), from_on=TODAY, decision=decision, at=AT)


def test_every_verb_is_in_the_record(log, person, items, decision):
    one, two = log("Emil", "pots", 12), log("Emil", "pots", 13)
    confirm_entry(one.id, by=person("Ana").id, at=AT)
    dispute_entry(two.id, by=person("Ana").id, reason="Twelve", at=AT)
    reverse_entry(two.id, by=person("Emil").id, reason="Twelve it was", at=AT)
    set_piece_rate(items["pots"].id, Fraction(1), from_on=TODAY, decision=decision, at=AT)
    reopen_log(close_log(YESTERDAY, by=person("Chen").id, at=AT), by=person("Chen").id, at=AT)
    retire_item(items["cloth"], by=person("Ana").id, at=AT)
    db.commit()
    kinds = set(db.session.scalars(select(Event.kind)))
    assert kinds >= {
        "entry-logged",
        "entry-confirmed",
        "entry-disputed",
        "entry-reversed",
        "item-added",
        "item-retired",
        "piece-rate-set",
        "log-closed",
        "log-reopened",
    }
    assert chain_fault() is None
