import json
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.db import db
from app.production.actions.logging import log_entry
from app.production.actions.settling import confirm_entry, dispute_entry
from app.production.queries import closed_to
from app.production.rules.entries import Stint
from app.record.queries import chain_fault
from app.record.rules import digest
from app.treasury.queries import trial_balance
from app.wages import queries
from app.wages.actions import adopt_scheme, keep_scheme
from app.wages.comparison.actions import compare_and_save, compare_own
from app.wages.models import PayRun, Payslip
from app.wages.rules import refusals
from app.wages.rules.compare import Scheme
from app.wages.rules.earned import NoSchemeInForce
from app.wages.rules.frozen_run import from_json
from app.wages.rules.parse import parse_terms
from app.wages.rules.run import compute_run
from app.wages.rules.spans import Span
from app.wages.rules.work import MoreThanBooksHold
from app.wages.runs import queries as run_queries
from app.wages.runs.actions import approve_run, prepare_run, set_aside_run
from app.wages.runs.changes import reasons_of
from tests.cast import FOUNDED_ON
from tests.wages.workshop import (
    APRIL_2,
    GUARANTEED,
    HOURLY,
    MARCH,
    NOW,
    adopt,
    decided,
    pots,
    work,
)

APRIL_1 = date(2026, 4, 1)


@pytest.fixture
def month(person):
    """Emil makes 20 pots and 10 pots, Ana 12 in a day; both are guaranteed 10 an hour."""
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    work(person("Emil"), person("Dora"), 4, 10, item)
    work(person("Ana"), person("Dora"), 3, 12, item)
    db.commit()
    return item


def prepare(person, span=MARCH, on=APRIL_2):
    run = prepare_run(span, by=person("Chen").id, on=on, at=NOW)
    db.commit()
    return run


def amounts(run):
    return {slip.name: slip.gross for slip in run_queries.slips_of(run)}


def test_pay_is_computed_by_the_scheme_in_force(month, person):
    run = prepare(person)
    assert amounts(run) == {"Ana": 80_00, "Emil": 160_00}


def test_the_bill_is_the_sum_of_the_payslips_and_of_their_lines(month, person):
    run = prepare(person)
    slips = db.session.scalars(select(Payslip).where(Payslip.run_id == run.id)).all()
    assert run.bill == sum(slip.gross for slip in slips) == 240_00
    assert all(slip.net == sum(line.amount for line in slip.lines) for slip in slips)


def test_every_line_names_the_decision_it_rests_on(month, person):
    run = prepare(person)
    (decision,) = run_queries.decisions_of(run)
    assert (decision.motion_number, decision.tally) == (1, "5 : 1 : 0")


def test_a_scheme_adopted_within_the_period_pays_its_own_days_on_its_own_line(month, person):
    adopt(HOURLY, "Hourly", date(2026, 3, 4), 2)
    run = prepare(person)
    slip = next(slip for slip in run.payslips if slip.gross == 180_00)
    assert [(line.amount, line.decision.motion_number) for line in slip.lines] == [
        (100_00, 1),
        (80_00, 2),
    ]


def test_a_fund_for_the_month_pays_a_part_of_the_month_its_share(person):
    adopt({"equal_share": {"fund": "3100.00"}}, "Equal shares", FOUNDED_ON, 1)
    adopt(HOURLY, "Hourly", date(2026, 3, 11), 2)
    work(person("Emil"), person("Dora"), 3, 1, pots())
    run = prepare(person)
    assert run.bill == 1000_00  # ten of thirty-one days


def test_the_frozen_inputs_give_the_same_pay_again(month, person):
    run = prepare(person)
    frozen = json.loads(run.inputs)
    assert digest(frozen) == run.inputs_hash
    again = {slip.member_id: slip.net for slip in compute_run(from_json(frozen))}
    assert again == {slip.member_id: slip.net for slip in run.payslips}


def test_a_what_if_says_what_the_run_pays(month, person):
    compared = compare_own([Scheme("Guaranteed piece", parse_terms(GUARANTEED))], MARCH)
    run = prepare(person)
    (outcome,) = compared.outcomes
    assert outcome.bill == run.bill
    assert {name: pay for name, pay in outcome.pay.items() if pay} == amounts(run)


def test_numbers_beyond_the_books_are_refused_before_anything_is_written(month, person):
    beyond = {"times": {"factor": "9" * 20, "term": HOURLY}}
    adopt(beyond, "Beyond", MARCH.first, 2)
    with pytest.raises(MoreThanBooksHold, match="“Beyond”"):
        prepare(person)
    with pytest.raises(MoreThanBooksHold, match="“It”"):
        compare_own([Scheme("It", parse_terms(beyond))], MARCH)


def test_unconfirmed_hours_earn_the_guarantee_and_their_pieces_wait(month, person):
    log_entry(
        by=person("Fatima").id,
        at=NOW,
        key="unsigned",
        worked_on=date(2026, 3, 5),
        labour=[Stint(person("Fatima").id, 480)],
        item_id=month.id,
        quantity=Fraction(100),
    )
    run = prepare(person)
    assert amounts(run) == {"Ana": 80_00, "Emil": 160_00, "Fatima": 80_00}
    assert run_queries.unconfirmed_count(MARCH) == 1
    again = compute_run(from_json(json.loads(run.inputs)))
    assert {slip.member_id: slip.net for slip in again}[person("Fatima").id] == 80_00


def test_disputed_hours_earn_nothing_and_unconfirmed_ones_only_a_guarantee(month, person):
    entry = log_entry(
        by=person("Fatima").id,
        at=NOW,
        key="unsigned",
        worked_on=date(2026, 3, 5),
        labour=[Stint(person("Fatima").id, 480)],
    )
    dispute_entry(entry.id, by=person("Dora").id, reason="She was away", at=NOW)
    assert "Fatima" not in amounts(prepare(person))


def test_without_a_guarantee_unconfirmed_hours_wait(person):
    adopt(HOURLY, "Hourly", FOUNDED_ON, 1)
    work(person("Emil"), person("Dora"), 3, 1, pots())
    log_entry(
        by=person("Fatima").id,
        at=NOW,
        key="unsigned",
        worked_on=date(2026, 3, 5),
        labour=[Stint(person("Fatima").id, 480)],
    )
    assert amounts(prepare(person)) == {"Emil": 80_00}


def test_preparing_closes_the_log_and_setting_aside_opens_it_again(month, person):
    run = prepare(person)
    assert closed_to() == MARCH.last
    set_aside_run(run.id, by=person("Chen").id, at=NOW)
    db.commit()
    assert closed_to() is None
    assert prepare(person).bill == run.bill


def test_approval_by_a_second_person_books_the_bill(month, person):
    run = prepare(person)
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.commit()
    assert {line.code: line.amount for line in trial_balance()} == {
        "Expenses:Pay": 240_00,
        "Liabilities:Pay": -240_00,
    }
    assert chain_fault() is None


def test_the_difference_from_last_time_is_shown(month, person):
    february = Span(date(2026, 2, 1), date(2026, 2, 28))
    entry = log_entry(
        by=person("Emil").id,
        at=NOW,
        key="february",
        worked_on=date(2026, 2, 3),
        labour=[Stint(person("Emil").id, 600)],
    )
    confirm_entry(entry.id, by=person("Dora").id, at=NOW)
    first = prepare(person, february)
    approve_run(first.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    run = prepare(person)
    rows = {slip.name: slip.change for slip in run_queries.slips_of(run)}
    assert rows == {"Ana": None, "Emil": 60_00}
    ana, emil = person("Ana").id, person("Emil").id
    told = {key: [str(one) for one in why] for key, why in reasons_of(run, [ana, emil]).items()}
    assert told == {
        ana: ["no pay last time"],
        emil: ["6:00 hours more", "30 “pots” more"],
    }
    assert list(reasons_of(run, [ana])) == [ana]


REFUSED = {
    "who prepared approves": (
        lambda run, person: approve_run(run.id, by=person("Chen").id, on=APRIL_2, at=NOW),
        refusals.SamePerson,
    ),
    "the period is prepared twice": (
        lambda run, person: prepare(person),
        refusals.RunStands,
    ),
    "periods overlap": (
        lambda run, person: prepare(person, Span(date(2026, 3, 31), date(2026, 4, 1))),
        refusals.PeriodsOverlap,
    ),
    "the period is not over": (
        lambda run, person: prepare(person, Span(date(2026, 4, 1), APRIL_2)),
        refusals.PeriodNotOver,
    ),
    "no scheme was in force": (
        lambda run, person: prepare(person, Span(date(2023, 12, 1), date(2023, 12, 31))),
        NoSchemeInForce,
    ),
    "nobody worked": (
        lambda run, person: prepare(person, Span(date(2026, 1, 1), date(2026, 1, 31))),
        refusals.NothingToPay,
    ),
}


@pytest.mark.parametrize("act", REFUSED)
def test_a_run_is_refused_and_nothing_written_where(act, month, person):
    run = prepare(person)
    attempt, refusal = REFUSED[act]
    with pytest.raises(refusal):
        attempt(run, person)
    db.rollback()
    assert db.session.scalar(select(func.count(PayRun.id))) == 1
    assert trial_balance() == []


@pytest.mark.parametrize("act", [approve_run, set_aside_run])
def test_an_approved_run_is_never_touched_again(act, month, person):
    run = prepare(person)
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    more = {"on": APRIL_2} if act is approve_run else {}
    with pytest.raises(refusals.AlreadyApproved):
        act(run.id, by=person("Dora").id, at=NOW, **more)


def test_a_scheme_cannot_reach_back_into_approved_pay(month, person):
    run = prepare(person)
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    scheme = keep_scheme("Hourly", parse_terms(HOURLY), by=None, at=NOW)
    with pytest.raises(refusals.PeriodPaidAlready):
        adopt_scheme(scheme.id, from_on=MARCH.last, decision=decided(7, MARCH.last), at=NOW)
    assert adopt_scheme(scheme.id, from_on=APRIL_1, decision=decided(8, APRIL_1), at=NOW).id


def test_nor_is_it_proposed_for_days_that_are_paid(month, person, as_member, freeze):
    freeze(NOW)
    run = prepare(person)
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    in_force = queries.schemes()
    about = {"from_on": MARCH.first, "to_on": MARCH.last, "by": person("Ana").id, "at": NOW}
    compare_and_save(in_force, **about)
    db.commit()
    words = {"scheme": str(in_force[0].id), "title": "Pay", "text": "We pay so."}
    address, ana = "/wages/comparisons/1/proposal", as_member("Ana")
    answer = ana.post(address, data=words | {"commences_on": MARCH.last.isoformat()})
    assert answer.status_code == 422
    assert "only after the last approved pay period" in answer.text
    assert ana.post(address, data=words | {"commences_on": "May"}).status_code == 422
    assert ana.post(address, data=words | {"commences_on": "2026-05-01"}).status_code == 302
