"""What becomes known after the approval: booked as a difference, while what was paid stays."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.archive.checks.pay import pay_fault
from app.db import db
from app.production.actions.items import set_piece_rate
from app.production.actions.logging import log_entry
from app.production.actions.settling import confirm_entry, dispute_entry, reverse_entry
from app.production.rules.entries import Stint
from app.treasury.queries import trial_balance
from app.wages.kinds import LineKind
from app.wages.laws import check_law, enter_law
from app.wages.models import Adjustment, PayLine
from app.wages.rules import refusals
from app.wages.rules.legal import Legal, Overtime
from app.wages.rules.spans import Span
from app.wages.runs.actions import approve_run, correct_run, prepare_run, set_aside_run
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, GUARANTEED, HOURLY, MARCH, NOW, adopt, decided, pots, work

PIECE = {"piece": {}}
APRIL = Span(date(2026, 4, 1), date(2026, 4, 30))
MAY_4 = date(2026, 5, 4)
IN_MAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
IN_JUNE = datetime(2026, 6, 2, 9, tzinfo=UTC)


def unsigned(member, item):
    """Ten pots of the 4th of March that nobody has signed for."""
    return log_entry(
        by=member.id,
        at=datetime(2026, 3, 4, 17, tzinfo=UTC),
        key="ten",
        worked_on=date(2026, 3, 4),
        labour=[Stint(member.id, 480)],
        item_id=item.id,
        quantity=Fraction(10),
    ).id


@pytest.fixture
def paid(person):
    """March is paid: Emil 20 pots, Ana 12; Emil's 10 pots of the 4th nobody has signed for."""
    adopt(PIECE, "Straight piece", FOUNDED_ON, 1)
    item = pots()
    twenty = work(person("Emil"), person("Dora"), 3, 20, item)
    work(person("Ana"), person("Dora"), 3, 12, item)
    ten = unsigned(person("Emil"), item)
    run = approved(prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW), person)
    assert run.bill == 160_00
    return run, item, twenty, ten


def approved(run, person):
    approve_run(run.id, by=person("Ana").id, on=run.prepared_at.date(), at=run.prepared_at)
    db.commit()
    return run


def april(person):
    return prepare_run(APRIL, by=person("Chen").id, on=MAY_4, at=IN_MAY)


def corrected(run, person):
    return approved(correct_run(run.id, by=person("Chen").id, at=IN_MAY), person)


def lines(run):
    return {
        slip.member.name: [(line.kind.value, line.amount) for line in slip.lines]
        for slip in run.payslips
    }


def test_pieces_confirmed_late_are_paid_by_the_next_run(paid, person):
    march, item, _, ten = paid
    confirm_entry(ten, by=person("Dora").id, at=IN_MAY)
    log_entry(
        by=person("Ana").id,
        at=IN_MAY,
        key="april",
        worked_on=date(2026, 4, 8),
        labour=[Stint(person("Ana").id, 480)],
        item_id=item.id,
        quantity=Fraction(4),
    )
    run = approved(april(person), person)
    assert lines(run) == {"Emil": [("difference", 50_00)]}
    assert db.session.scalar(select(PayLine.corrects_id).where(PayLine.corrects_id.is_not(None)))
    assert march.bill == 160_00
    assert pay_fault() is None


def test_a_guarantee_paid_before_the_signature_is_made_up_to_what_the_pieces_earn(person):
    """8 hours at 10 are guaranteed at once; 20 pots at 5 earn 20 more once they are signed for."""
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    item = pots()
    twenty = log_entry(
        by=person("Emil").id,
        at=datetime(2026, 3, 4, 17, tzinfo=UTC),
        key="twenty",
        worked_on=date(2026, 3, 4),
        labour=[Stint(person("Emil").id, 480)],
        item_id=item.id,
        quantity=Fraction(20),
    ).id
    march = approved(prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW), person)
    assert lines(march) == {"Emil": [("pay", 80_00)]}
    confirm_entry(twenty, by=person("Dora").id, at=IN_MAY)
    assert lines(approved(april(person), person)) == {"Emil": [("difference", 20_00)]}
    assert pay_fault() is None


def test_hours_disputed_after_the_guarantee_was_paid_are_taken_back(person):
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    ten = unsigned(person("Emil"), pots())
    march = approved(prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW), person)
    dispute_entry(ten, by=person("Dora").id, reason="He was away", at=IN_MAY)
    run = corrected(march, person)
    assert lines(run) == {"Emil": [("difference", -80_00), ("owed", 80_00)]}


def test_an_entry_reversed_after_the_approval_is_taken_back_without_going_below_zero(paid, person):
    march, _, twenty, _ = paid
    reverse_entry(twenty, by=person("Chen").id, reason="Typed twice", at=IN_MAY)
    run = corrected(march, person)
    assert lines(run) == {"Emil": [("difference", -100_00), ("owed", 100_00)]}
    assert (run.bill, run.net, run.corrects_id) == (-100_00, 0, march.id)
    owed = db.session.scalars(select(Adjustment)).one()
    assert (owed.member_id, owed.amount) == (person("Emil").id, 100_00)
    assert pay_fault() is None


def test_what_stays_owed_is_taken_from_the_next_pay(paid, person):
    march, item, twenty, _ = paid
    reverse_entry(twenty, by=person("Chen").id, reason="Typed twice", at=IN_MAY)
    corrected(march, person)
    entry = log_entry(
        by=person("Emil").id,
        at=IN_MAY,
        key="april",
        worked_on=date(2026, 5, 1),
        labour=[Stint(person("Emil").id, 480)],
        item_id=item.id,
        quantity=Fraction(30),
    )
    confirm_entry(entry.id, by=person("Dora").id, at=IN_MAY)
    span = Span(date(2026, 4, 1), date(2026, 5, 31))
    late = datetime(2026, 6, 2, 9, tzinfo=UTC)
    run = approved(prepare_run(span, by=person("Chen").id, on=late.date(), at=late), person)
    assert lines(run) == {"Emil": [("pay", 150_00), ("overpaid", -100_00)]}
    balances = {line.code: line.amount for line in trial_balance()}
    assert balances == {
        "Assets:Overpaid": 0,
        "Expenses:Pay": 210_00,
        "Liabilities:Pay": -210_00,
    }
    assert pay_fault() is None


def test_a_rate_that_reaches_back_is_booked_by_its_own_decision(paid, person):
    march, item, _, _ = paid
    decision = decided(9, date(2026, 3, 1))
    rate = {"from_on": date(2026, 3, 1), "decision": decision, "at": IN_MAY}
    set_piece_rate(item.id, Fraction(6), **rate)
    run = corrected(march, person)
    assert lines(run) == {"Ana": [("difference", 12_00)], "Emil": [("difference", 20_00)]}
    assert {line.decision.motion_number for slip in run.payslips for line in slip.lines} == {9}
    assert [slip.gross for slip in march.payslips] == [60_00, 100_00]
    assert pay_fault() is None


def test_overtime_of_a_week_cut_by_two_runs_is_computed_again_with_either(person):
    overtime = Legal(overtime=Overtime.REGULAR_RATE)
    law = enter_law(overtime, from_on=FOUNDED_ON, reference="Act", by=person("Chen").id, at=NOW)
    check_law(law.id, by=person("Ana").id, at=NOW)
    adopt(HOURLY, "Hourly", FOUNDED_ON, 1)
    week = [ten_hours(person, date(2026, 3, 30) + timedelta(days)) for days in range(5)]
    chen = person("Chen").id
    approved(prepare_run(MARCH, by=chen, on=APRIL_2, at=NOW), person)
    assert approved(april(person), person).bill == 300_00 + 50_00

    reverse_entry(week[1], by=chen, reason="Typed twice", at=IN_JUNE)
    may = Span(date(2026, 5, 1), date(2026, 5, 31))
    run = approved(prepare_run(may, by=chen, on=IN_JUNE.date(), at=IN_JUNE), person)
    assert lines(run)["Emil"][:2] == [("difference", -100_00), ("difference", -50_00)]


def ten_hours(person, day):
    """Worked by Emil and signed by Dora, long before the run of that month is prepared."""
    at = datetime(2026, 4, 1 if day.month == 3 else 6, 8, tzinfo=UTC)
    labour = [Stint(person("Emil").id, 600)]
    entry = log_entry(by=person("Emil").id, at=at, key=str(day), worked_on=day, labour=labour)
    confirm_entry(entry.id, by=person("Dora").id, at=at)
    return entry.id


def test_a_difference_is_booked_once(paid, person):
    march, _, _, ten = paid
    confirm_entry(ten, by=person("Dora").id, at=IN_MAY)
    corrected(march, person)
    with pytest.raises(refusals.NothingToCorrect):
        correct_run(march.id, by=person("Chen").id, at=IN_MAY)
    db.rollback()
    with pytest.raises(refusals.NothingToPay):
        april(person)


def test_a_correction_that_is_set_aside_books_nothing_and_leaves_the_log_closed(paid, person):
    march, _, _, ten = paid
    confirm_entry(ten, by=person("Dora").id, at=IN_MAY)
    first = correct_run(march.id, by=person("Chen").id, at=IN_MAY)
    with pytest.raises(refusals.RunWaits):
        april(person)
    set_aside_run(first.id, by=person("Chen").id, at=IN_MAY)
    again = corrected(march, person)
    assert lines(again) == {"Emil": [("difference", 50_00)]}


def test_only_what_is_approved_is_corrected(paid, person):
    march, _, _, ten = paid
    confirm_entry(ten, by=person("Dora").id, at=IN_MAY)
    run = correct_run(march.id, by=person("Chen").id, at=IN_MAY)
    with pytest.raises(refusals.NotApprovedYet):
        correct_run(run.id, by=person("Chen").id, at=IN_MAY)
    approved(run, person)
    with pytest.raises(refusals.CorrectsItself):
        correct_run(run.id, by=person("Chen").id, at=IN_MAY)


def test_verification_finds_a_difference_that_was_altered(paid, person):
    march, _, _, ten = paid
    confirm_entry(ten, by=person("Dora").id, at=IN_MAY)
    run = corrected(march, person)
    line = db.session.scalars(select(PayLine).where(PayLine.kind == LineKind.DIFFERENCE)).one()
    line.corrects_id = run.id
    db.session.flush()
    assert "do not come out again" in str(pay_fault())


def test_the_treasurer_books_a_difference_from_the_page_of_the_run(paid, person, as_member):
    march, _, _, ten = paid
    confirm_entry(ten, by=person("Dora").id, at=IN_MAY)
    db.commit()
    chen = as_member("Chen")
    assert "Book the difference now" in chen.get(f"/wages/runs/{march.id}").text
    answer = chen.post(f"/wages/runs/{march.id}/correction")
    assert answer.status_code == 302
    page = chen.get(answer.location).text
    assert "Correction of the pay" in page
    assert "€50.00" in page
    assert "waits for approval" in chen.get(f"/wages/runs/{march.id}").text
    assert chen.post(f"/wages/runs/{march.id}/correction").status_code == 409
    assert as_member("Emil").post(f"/wages/runs/{march.id}/correction").status_code == 403
