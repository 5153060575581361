"""One month with all there is, from the log to the journal: everything adds up to the cent."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.archive.checks.pay import pay_fault
from app.db import db
from app.production.actions.items import set_piece_rate
from app.production.actions.logging import log_entry
from app.production.actions.settling import confirm_entry, reverse_entry
from app.production.rules.entries import Stint
from app.record.queries import chain_fault
from app.treasury.models import Posting
from app.treasury.queries import journal, trial_balance
from app.wages.adjustments import actions as adjustments
from app.wages.kinds import AbsenceKind, LineKind
from app.wages.laws import check_law, enter_law
from app.wages.models import Payslip
from app.wages.rules.legal import Legal, Overtime
from app.wages.rules.refusals import NothingToCorrect
from app.wages.rules.spans import Span
from app.wages.runs.actions import approve_run, correct_run, prepare_run
from tests.cast import FOUNDED_ON
from tests.wages.workshop import (
    APRIL_2,
    GUARANTEED,
    MARCH,
    NOW,
    adopt,
    decided,
    founding,
    pots,
    work,
)

APRIL = Span(date(2026, 4, 1), date(2026, 4, 30))
MAY_4, IN_MAY = date(2026, 5, 4), datetime(2026, 5, 4, 9, tzinfo=UTC)


def log(member, item, on, quantity, *, by=None):
    at = datetime(on.year, on.month, on.day, 20, tzinfo=UTC)
    entry = log_entry(
        by=member.id,
        at=at,
        key=f"{member.name}-{on}-{quantity}",
        worked_on=on,
        labour=[Stint(member.id, 9 * 60)],
        item_id=item.id,
        quantity=Fraction(quantity),
    )
    if by is not None:
        confirm_entry(entry.id, by=by.id, at=at)
    return entry.id


def test_everything_in_one_run_adds_up(person):
    ana, chen, dora, emil, goran = (person(n) for n in ("Ana", "Chen", "Dora", "Emil", "Goran"))
    about = {"by": chen.id, "at": NOW}
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    item = pots()
    law = Legal(
        Fraction("12.34"),
        overtime=Overtime.REGULAR_RATE,
        rest_and_waiting=True,
        deduct_at_most=Fraction(1, 8),
    )
    check_law(
        enter_law(law, from_on=FOUNDED_ON, reference="Pay Act", **about).id, by=ana.id, at=NOW
    )
    wrong = work(emil, dora, 3, 33, item)
    work(goran, dora, 30, 17, item)
    march = prepare_run(MARCH, **about, on=APRIL_2)
    approve_run(march.id, by=ana.id, on=APRIL_2, at=NOW)

    for day in (1, 2, 3, 4, 5):
        log(goran, item, date(2026, 4, day), 19, by=dora)
    log(emil, item, date(2026, 4, 7), 7, by=dora)
    log(ana, item, date(2026, 4, 8), 23)  # nobody signs for it
    set_piece_rate(
        item.id,
        Fraction("5.77"),
        from_on=date(2026, 3, 1),
        decision=decided(9, MARCH.first),
        at=IN_MAY,
    )
    reverse_entry(wrong, by=chen.id, reason="Typed twice", at=IN_MAY)
    decision = founding().id
    adjustments.set_goods_price(
        "Flour", "kg of", Fraction("0.333"), from_on=FOUNDED_ON, decision_id=decision, **about
    )
    day = date(2026, 4, 20)
    adjustments.enter_absence(
        goran.id,
        AbsenceKind.HOLIDAY,
        Span(day, day),
        hours=Fraction(8),
        rate=Fraction("10.01"),
        decision_id=decision,
        **about,
    )
    adjustments.enter_addition(
        goran.id, Fraction("3.21"), what="Train", on=day, decision_id=decision, **about
    )
    adjustments.issue_goods(goran.id, "Flour", Fraction(10), on=day, **about)
    adjustments.pay_advance(goran.id, Fraction(55), what="Rent", on=day, **about)
    adjustments.enter_deduction(
        goran.id,
        Fraction(900),
        what="Loan",
        on=day,
        most_per_run=None,
        decision_id=decision,
        **about,
    )
    run = prepare_run(APRIL, by=chen.id, on=MAY_4, at=IN_MAY)
    approve_run(run.id, by=ana.id, on=MAY_4, at=IN_MAY)
    db.commit()

    slips = db.session.scalars(select(Payslip).where(Payslip.run_id == run.id)).all()
    lines = [line for slip in slips for line in slip.lines]
    kinds = {line.kind for line in lines}
    assert kinds == set(LineKind) - {LineKind.OVERPAID}
    assert run.bill == sum(slip.gross for slip in slips)
    assert run.bill == sum(line.amount for line in lines if line.kind.is_gross)
    assert run.net == sum(slip.net for slip in slips) == sum(line.amount for line in lines)
    for slip in slips:
        assert slip.gross + slip.additions - slip.deductions == slip.net >= 0
        assert slip.net == sum(line.amount for line in slip.lines)
    assert {slip.member_id for slip in slips} == {ana.id, emil.id, goran.id}
    loan = next(line for line in lines if line.kind is LineKind.DEDUCTION)
    goran_slip = next(slip for slip in slips if slip.member_id == goran.id)
    assert -loan.amount == (goran_slip.gross + goran_slip.additions) // 8

    entries = journal(limit=100)
    assert all(sum(line.amount for line in entry.lines) == 0 for entry in entries)
    assert db.session.scalar(select(func.sum(Posting.amount))) == 0
    balances = {line.code: line.amount for line in trial_balance()}
    assert balances["Liabilities:Pay"] == -(march.net + run.net)
    assert balances["Expenses:Pay"] == march.bill + run.bill
    assert balances["Assets:Advances"] == 0
    assert pay_fault() is None
    assert chain_fault() is None
    for paid in (march, run):
        with pytest.raises(NothingToCorrect):
            correct_run(paid.id, by=chen.id, at=IN_MAY)
        db.rollback()
