"""The kept sums of confirmed work: whatever happens to the log, they are what it comes to."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from app.db import db
from app.errors import RuleViolation
from app.production import sums
from app.production.actions.items import set_norm, set_piece_rate
from app.production.actions.logging import log_entry
from app.production.actions.settling import (
    confirm_entries,
    confirm_entry,
    dispute_entry,
    reverse_entry,
)
from app.production.hours import HoursKind
from app.production.models import (
    Confirmation,
    Entry,
    ItemMonth,
    MemberDay,
    MemberMonth,
    MemberWeek,
)
from app.production.rules.entries import Stint
from app.production.rules.sums import first_of_week
from app.record.actions import note_decision
from tests.production.conftest import AT, TODAY

HALF = Fraction(1, 2)


@pytest.fixture
def decision(context):
    return note_decision("Rates", decided_at=AT, in_force_on=TODAY)


def sum_of(person, name, table=MemberMonth):
    return db.session.scalars(select(table).where(table.member_id == person(name).id)).one_or_none()


def test_a_confirmed_entry_is_in_the_sums_of_its_day_week_and_month(log, items, person, decision):
    first = TODAY - timedelta(days=9)
    set_piece_rate(items["pots"].id, Fraction("1.25"), from_on=first, decision=decision, at=AT)
    set_norm(items["pots"].id, Fraction(30), from_on=first, decision=decision, at=AT)
    entry = log("Emil", "pots", 12, rejects=Fraction(2))
    assert sum_of(person, "Emil") is None
    confirm_entry(entry.id, by=person("Dora").id, at=AT)
    db.commit()
    day, week, month = (sum_of(person, "Emil", one) for one in (MemberDay, MemberWeek, MemberMonth))
    assert (day.on, month.on) == (TODAY, TODAY.replace(day=1))
    assert week.on == first_of_week(TODAY)
    for one in (day, week, month):
        assert (one.entries, one.productive, one.waiting) == (1, 480, 0)
        assert (one.earned, one.rejected, one.standard) == (15, Fraction("2.5"), 360)
        assert (one.unpriced, one.unjudged) == (0, 0)
    item = db.session.scalars(select(ItemMonth)).one()
    assert (item.item_id, item.quantity, item.earned) == (items["pots"].id, 12, 15)


def test_a_reversed_entry_leaves_no_trace_in_the_sums(log, person):
    entry = log("Emil", "pots", 12)
    confirm_entry(entry.id, by=person("Dora").id, at=AT)
    db.commit()
    assert sum_of(person, "Emil").unpriced == 1
    reverse_entry(entry.id, by=person("Emil").id, reason="a slip", at=AT)
    db.commit()
    assert db.session.scalar(select(func.count()).select_from(MemberDay)) == 0
    assert db.session.scalar(select(func.count()).select_from(ItemMonth)) == 0


def test_what_a_crew_made_is_shared_by_productive_minutes(items, person, decision):
    set_piece_rate(items["pots"].id, Fraction(1), from_on=TODAY, decision=decision, at=AT)
    entry = log_entry(
        by=person("Emil").id,
        at=AT,
        key="crew",
        worked_on=TODAY,
        labour=[
            Stint(person("Emil").id, 100),
            Stint(person("Ana").id, 200),
            Stint(person("Ana").id, 60, HoursKind.WAITING),
        ],
        item_id=items["pots"].id,
        quantity=Fraction(10),
        crew="A",
    )
    confirm_entry(entry.id, by=person("Dora").id, at=AT)
    db.commit()
    assert sum_of(person, "Emil").earned == Fraction(10, 3)
    assert sum_of(person, "Ana").earned == Fraction(20, 3)
    assert sum_of(person, "Ana").waiting == 60


def test_a_rate_from_a_day_in_the_past_values_the_work_since_anew(log, items, person, decision):
    entry = log("Emil", "pots", 10)
    confirm_entry(entry.id, by=person("Dora").id, at=AT)
    db.commit()
    set_piece_rate(items["pots"].id, HALF, from_on=TODAY, decision=decision, at=AT)
    db.commit()
    own = sum_of(person, "Emil")
    assert (own.earned, own.unpriced, own.unjudged) == (5, 0, 1)
    assert sums.fault() is None


@pytest.mark.parametrize("table", [MemberDay, MemberWeek, MemberMonth, ItemMonth])
def test_a_sum_that_was_altered_is_found_and_made_again(table, log, person):
    entry = log("Emil", "pots", 10)
    confirm_entry(entry.id, by=person("Dora").id, at=AT)
    db.commit()
    db.session.execute(update(table).values(productive=481))
    assert "is not what the log comes to" in str(sums.fault())
    assert sums.rebuild() == 1
    assert sums.fault() is None


def test_a_sum_of_work_that_nobody_did_is_found(log, person):
    entry = log("Emil", "pots", 10)
    confirm_entry(entry.id, by=person("Dora").id, at=AT)
    db.commit()
    db.session.execute(update(Entry).values(worked_on=TODAY - timedelta(days=1)))
    assert sums.fault() is not None


def test_an_entry_confirmed_behind_the_back_of_the_actions_is_found(log, person):
    entry = log("Emil", "pots", 10)
    db.session.add(Confirmation(entry_id=entry.id, member_id=person("Dora").id, at=AT))
    db.session.flush()
    assert sums.fault() is not None


def test_what_a_refused_part_of_the_work_noted_is_forgotten(log, person):
    entry = log("Emil", "pots", 10)

    def fail():
        with db.savepoint():
            confirm_entry(entry.id, by=person("Dora").id, at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    db.commit()
    assert sum_of(person, "Emil") is None


DAYS = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 2), TODAY]
MINUTES = st.integers(1, 300)
LABOUR = st.dictionaries(
    st.tuples(st.integers(0, 2), st.sampled_from(HoursKind)), MINUTES, min_size=1, max_size=4
)
LOGGED = st.fixed_dictionaries(
    {
        "day": st.sampled_from(DAYS),
        "item": st.sampled_from(["pots", "clay", None]),
        "quantity": st.integers(0, 50),
        "rejects": st.integers(0, 5),
        "crew": st.booleans(),
        "labour": LABOUR,
    }
)
PLACE = st.integers(0, 7)
STEP = st.one_of(
    st.tuples(st.just("log"), LOGGED),
    st.tuples(st.just("confirm"), PLACE),
    st.tuples(st.just("confirm several"), st.lists(PLACE, max_size=4)),
    st.tuples(st.just("dispute"), PLACE),
    st.tuples(st.just("reverse"), PLACE),
    st.tuples(st.just("rate"), st.tuples(st.sampled_from(DAYS), st.fractions(0, 9))),
    st.tuples(st.just("norm"), st.tuples(st.sampled_from(DAYS), st.fractions(1, 9))),
    st.tuples(st.just("commit"), st.none()),
)


class Log:
    """Does the steps of an example to a log, as members would; what is refused is passed over."""

    def __init__(self, items, workers, signer, decision):
        self.items, self.workers, self.signer = items, workers, signer
        self.decision = decision
        self.entries = []

    def do(self, step, told):
        try:
            with db.savepoint():
                getattr(self, step.replace(" ", "_"))(told)
        except (RuleViolation, IndexError):
            pass

    def log(self, told):
        labour = [
            Stint(self.workers[worker], minutes, kind)
            for (worker, kind), minutes in told["labour"].items()
            if told["crew"] or worker == 0
        ]
        item = self.items[told["item"]] if told["item"] and labour else None
        if labour:
            self.entries.append(
                log_entry(
                    by=self.workers[0],
                    at=AT,
                    key=f"example-{len(self.entries)}",
                    worked_on=told["day"],
                    labour=labour,
                    item_id=item.id if item else None,
                    quantity=Fraction(told["quantity"] if item else 0),
                    rejects=Fraction(told["rejects"] if item else 0),
                    crew="A" if told["crew"] else "",
                ).id
            )

    def confirm(self, place):
        confirm_entry(self.entries[place], by=self.signer, at=AT)

    def confirm_several(self, places):
        confirm_entries([self.entries[place] for place in places], by=self.signer, at=AT)

    def dispute(self, place):
        dispute_entry(self.entries[place], by=self.signer, reason="no", at=AT)

    def reverse(self, place):
        reverse_entry(self.entries[place], by=self.workers[0], reason="no", at=AT)

    def rate(self, told):
        set_piece_rate(
            self.items["pots"].id, told[1], from_on=told[0], decision=self.decision, at=AT
        )

    def norm(self, told):
        set_norm(self.items["pots"].id, told[1], from_on=told[0], decision=self.decision, at=AT)

    def commit(self, _):
        sums.bring_up_to_date(db.session)


@given(steps=st.lists(STEP, min_size=4, max_size=16))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_to_the_log_the_kept_sums_are_those_made_from_it(
    steps, items, person, decision
):
    workers = [person(name).id for name in ("Emil", "Ana", "Fatima")]
    with db.session.begin_nested() as example:
        log = Log(items, workers, person("Dora").id, decision)
        for step, told in steps:
            log.do(step, told)
        sums.bring_up_to_date(db.session)
        assert sums.fault() is None
        kept = kept_rows()
        sums.rebuild()
        assert kept_rows() == kept
        example.rollback()
    db.session.info.clear()
    db.session.expire_all()


def kept_rows():
    return [
        db.session.execute(select(table.__table__).order_by(*table.__table__.primary_key)).all()
        for table in (MemberDay, MemberWeek, MemberMonth, ItemMonth)
    ]
