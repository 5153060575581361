"""The law as the co-op keeps it: checked by two, in force by day, on a line of its own."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from app.archive.checks.pay import pay_fault
from app.db import db
from app.production.actions.logging import log_entry
from app.production.actions.settling import confirm_entry
from app.production.rules.entries import Stint
from app.wages.comparison.actions import compare_own
from app.wages.kinds import LineKind
from app.wages.laws import check_law, enter_law, law_in_force, laws_over, refuse_law
from app.wages.rules import refusals
from app.wages.rules.compare import Scheme
from app.wages.rules.legal import Legal, MinimumWindow, Overtime
from app.wages.rules.legal_profile import legal_data, parse_legal
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span
from app.wages.runs.actions import approve_run, prepare_run
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, GUARANTEED, HOURLY, MARCH, NOW, adopt, pots, work

APRIL = Span(date(2026, 4, 1), date(2026, 4, 30))
MAY_4 = date(2026, 5, 4)
IN_MAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
MINIMUM = Legal(Fraction(12))


@pytest.fixture
def law(person):
    """Enters a law as Chen and checks it as Ana."""

    def hold(legal, from_on, reference="Minimum Wage Act, § 1"):
        profile = enter_law(
            legal, from_on=from_on, reference=reference, by=person("Chen").id, at=NOW
        )
        check_law(profile.id, by=person("Ana").id, at=NOW)
        return profile

    return hold


def hours(member, by, on, count):
    entry = log_entry(
        by=member.id,
        at=datetime(on.year, on.month, on.day, 20, tzinfo=UTC),
        key=f"{member.name}-{on}",
        worked_on=on,
        labour=[Stint(member.id, count * 60)],
    )
    confirm_entry(entry.id, by=by.id, at=datetime(on.year, on.month, on.day, 21, tzinfo=UTC))


def test_what_the_law_adds_is_a_line_with_its_reference(person, law):
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    work(person("Emil"), person("Dora"), 4, 10, item)
    law(MINIMUM, date(2026, 1, 1))
    run = prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.commit()
    (slip,) = run.payslips
    paid, added = slip.lines
    assert (paid.amount, added.amount, slip.gross) == (160_00, 32_00, 192_00)
    assert (added.kind, added.decision_id) == (LineKind.LAW, None)
    assert added.trace["basis"]["values"] == {"reference": "Minimum Wage Act, § 1"}
    (outcome,) = compare_own([Scheme("It", parse_terms(GUARANTEED))], MARCH).outcomes
    assert (outcome.bill, outcome.legal_addition) == (192_00, 32_00)
    assert pay_fault() is None


def test_a_week_that_two_months_share_is_paid_once_where_it_ends(person, law):
    """16 hours in March and 29 in April are one week of 45: five of them cost half as much more."""
    adopt(HOURLY, "Hourly", FOUNDED_ON, 1)
    law(Legal(overtime=Overtime.REGULAR_RATE), date(2026, 1, 1))
    for day, count in ((30, 8), (31, 8)):
        hours(person("Emil"), person("Dora"), date(2026, 3, day), count)
    march = prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)
    approve_run(march.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    for day, count in ((1, 10), (2, 10), (3, 9)):
        hours(person("Emil"), person("Dora"), date(2026, 4, day), count)
    april = prepare_run(APRIL, by=person("Chen").id, on=MAY_4, at=IN_MAY)
    db.commit()
    assert (march.bill, april.bill) == (160_00, 290_00 + 25_00)
    (both,) = compare_own(
        [Scheme("It", parse_terms(HOURLY))], Span(MARCH.first, APRIL.last)
    ).outcomes
    assert both.bill == march.bill + april.bill
    for month, run in ((MARCH, march), (APRIL, april)):
        (alone,) = compare_own([Scheme("It", parse_terms(HOURLY))], month).outcomes
        assert alone.bill == run.bill


def test_each_day_is_judged_by_the_law_of_that_day(person, law):
    adopt(HOURLY, "Hourly", FOUNDED_ON, 1)
    daily = Legal(Fraction(11), MinimumWindow.DAY)
    law(daily, date(2026, 1, 1))
    law(Legal(Fraction(14), MinimumWindow.DAY), date(2026, 3, 10), "The new Act")
    for day in (9, 10):
        hours(person("Emil"), person("Dora"), date(2026, 3, day), 8)
    run = prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)
    assert run.bill == 8 * 11_00 + 8 * 14_00
    added = run.payslips[0].lines[-1]
    assert added.trace["basis"]["values"]["reference"] == "Minimum Wage Act, § 1; The new Act"


def test_the_law_is_compared_by_a_second_person(person, law):
    profile = enter_law(
        MINIMUM, from_on=date(2026, 1, 1), reference="It", by=person("Chen").id, at=NOW
    )
    assert law_in_force(APRIL_2) is None
    with pytest.raises(refusals.SamePersonChecks):
        check_law(profile.id, by=person("Chen").id, at=NOW)
    refuse_law(profile.id, by=person("Ana").id, at=NOW)
    with pytest.raises(refusals.LawSettled):
        check_law(profile.id, by=person("Ana").id, at=NOW)
    assert laws_over(MARCH) == ()


def test_the_law_entered_last_for_a_day_holds(law):
    law(MINIMUM, date(2026, 1, 1))
    law(Legal(Fraction(13)), date(2026, 1, 1), "As it was put right")
    (held,) = laws_over(MARCH)
    assert (held.legal.minimum_hourly, held.span.last) == (13, date.max)


@pytest.mark.parametrize(
    "legal",
    [
        Legal(),
        MINIMUM,
        Legal(Fraction("7.25"), MinimumWindow.WEEK, Overtime.REGULAR_RATE, Fraction(38), 6),
        Legal(Fraction(10), rated_output=True, rest_and_waiting=True),
        Legal(deduct_at_most=Fraction(1, 4), protected=Fraction(600)),
    ],
)
def test_a_law_is_read_as_it_was_kept(legal):
    assert parse_legal(legal_data(legal)) == legal


FORM = {
    "from_on": "2026-01-01",
    "reference": "Minimum Wage Act, § 1",
    "minimum_hourly": "12,50",
    "minimum_window": "week",
    "overtime": "regular-rate",
    "overtime_after": "40",
    "week_starts": "monday",
    "deduct_at_most": "20",
}


def test_the_treasurer_enters_and_the_chair_checks(as_member):
    chen, ana = as_member("Chen"), as_member("Ana")
    assert chen.post("/wages/laws", data=FORM).status_code == 302
    page = chen.get("/wages/laws").text
    assert "At least €12.50 an hour, each week" in page
    assert "Deductions take at most 20% of the pay" in page
    assert "not checked yet" in page
    assert chen.post("/wages/laws/1/check").status_code == 409
    assert ana.post("/wages/laws/1/check").status_code == 302
    assert "In force since" in as_member("Emil").get("/wages/laws").text


def test_a_law_without_its_reference_is_not_taken(as_member):
    answer = as_member("Chen").post("/wages/laws", data=FORM | {"reference": ""})
    assert answer.status_code == 422
    assert "12,50" in answer.text


def test_a_law_in_another_currency_is_refused(as_member):
    answer = as_member("Chen").post("/wages/laws", data=FORM | {"minimum_hourly": "12.50 USD"})
    assert answer.status_code == 422
    assert "several currencies are not mixed" in answer.text


def test_others_neither_enter_nor_check_the_law(as_member, client):
    assert as_member("Emil").post("/wages/laws", data=FORM).status_code == 403
    assert as_member("Chen").post("/wages/laws", data=FORM).status_code == 302
    assert as_member("Emil").post("/wages/laws/1/check").status_code == 403
    assert client.get("/wages/laws").status_code == 302
