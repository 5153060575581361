"""What pay has beside the scheme, from its entry to the payslip."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.archive.checks.pay import pay_fault
from app.db import db
from app.errors import InvalidInput
from app.record.models import Event
from app.treasury.queries import trial_balance
from app.wages.adjustments import actions as adjustments
from app.wages.adjustments.dues import dues_until
from app.wages.kinds import AbsenceKind
from app.wages.laws import check_law, enter_law
from app.wages.models import Adjustment
from app.wages.rules import refusals
from app.wages.rules.legal import Legal
from app.wages.rules.spans import Span
from app.wages.runs.actions import approve_run, prepare_run, set_aside_run
from tests import cast
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, HOURLY, MARCH, NOW, adopt, founding, pots, who, work

DAY = date(2026, 3, 20)


def worked() -> None:
    """Emil earns 160 in two days of March."""
    adopt(HOURLY, "Hourly", FOUNDED_ON, 1)
    item = pots()
    for day in (3, 4):
        work(who("Emil"), who("Dora"), day, 1, item)


@pytest.fixture
def fills(request):
    return (cast.found, worked) if "month" in request.fixturenames else (cast.found,)


@pytest.fixture
def month(context):
    pass


@pytest.fixture
def about(person):
    return {"by": person("Chen").id, "at": NOW}


def prepare(person):
    return prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)


def approve(run, person):
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.commit()


def lines(run):
    (slip,) = run.payslips
    return [(line.kind.value, line.amount) for line in slip.lines]


def test_one_run_with_everything_adds_up_to_the_cent(month, person, about):
    emil, decision = person("Emil").id, founding().id
    adjustments.set_goods_price(
        "Flour", "kg of", Fraction("0.85"), from_on=FOUNDED_ON, decision_id=decision, **about
    )
    days = Span(date(2026, 3, 9), date(2026, 3, 10))
    paid = {"hours": Fraction(16), "rate": Fraction(8), "decision_id": decision}
    adjustments.enter_absence(emil, AbsenceKind.SICKNESS, days, **paid, **about)
    adjustments.enter_addition(
        emil, Fraction("12.40"), what="Train", on=DAY, decision_id=decision, **about
    )
    adjustments.issue_goods(emil, "Flour", Fraction(10), on=DAY, **about)
    adjustments.pay_advance(emil, Fraction(100), what="Rent", on=DAY, **about)
    adjustments.enter_deduction(
        emil,
        Fraction(90),
        what="Loan",
        on=DAY,
        most_per_run=Fraction(30),
        decision_id=decision,
        **about,
    )
    run = prepare(person)
    approve(run, person)
    assert lines(run) == [
        ("pay", 160_00),
        ("absence", 128_00),
        ("addition", 12_40),
        ("goods", -8_50),
        ("advance", -100_00),
        ("deduction", -30_00),
    ]
    (slip,) = run.payslips
    assert (slip.gross, slip.additions, slip.deductions, slip.net) == (
        288_00,
        12_40,
        138_50,
        161_90,
    )
    assert (run.bill, run.net) == (slip.gross, slip.net)
    balances = {line.code: line.amount for line in trial_balance()}
    assert balances == {
        "Assets:Advances": 0,
        "Assets:Bank": -100_00,
        "Expenses:Additions": 12_40,
        "Expenses:Pay": 288_00,
        "Income:Goods": -8_50,
        "Liabilities:Deductions": -30_00,
        "Liabilities:Pay": -161_90,
    }
    assert sum(balances.values()) == 0
    (rest,) = dues_until(date(2026, 4, 30))
    assert rest.amount == 60_00
    assert pay_fault() is None


def test_the_law_limits_what_deductions_take(month, person, about):
    law = enter_law(
        Legal(deduct_at_most=Fraction(1, 10)), from_on=FOUNDED_ON, reference="Pay Act", **about
    )
    check_law(law.id, by=person("Ana").id, at=NOW)
    adjustments.enter_deduction(
        person("Emil").id,
        Fraction(40),
        what="Fine",
        on=DAY,
        most_per_run=None,
        decision_id=founding().id,
        **about,
    )
    run = prepare(person)
    assert lines(run) == [("pay", 160_00), ("deduction", -16_00)]
    note = run.payslips[0].lines[-1].trace["notes"][0]
    assert note["values"]["rest"] == {"minor": 24_00, "currency": "EUR"}


def test_a_deduction_without_a_decision_waits_for_the_members_consent(month, person, about):
    fee = adjustments.enter_deduction(
        person("Emil").id,
        Fraction(5),
        what="Union",
        on=DAY,
        most_per_run=None,
        decision_id=None,
        **about,
    )
    assert dues_until(MARCH.last) == ()
    with pytest.raises(refusals.NotYoursToAgree):
        adjustments.consent(fee.id, by=person("Chen").id, at=NOW)
    adjustments.consent(fee.id, by=person("Emil").id, at=NOW)
    run = prepare(person)
    assert lines(run)[-1] == ("deduction", -5_00)
    assert "own consent" in run.payslips[0].lines[-1].trace["basis"]["say"]


def test_a_run_set_aside_leaves_everything_to_the_next(month, person, about):
    adjustments.pay_advance(person("Emil").id, Fraction(200), what="Rent", on=DAY, **about)
    first = prepare(person)
    assert lines(first)[-1] == ("advance", -160_00)
    set_aside_run(first.id, by=person("Chen").id, at=NOW)
    assert lines(prepare(person))[-1] == ("advance", -160_00)


def test_goods_count_at_their_value_of_the_day(month, person, about):
    decision = founding().id
    for price, from_on in (("1.00", FOUNDED_ON), ("2.00", DAY)):
        adjustments.set_goods_price(
            "Flour", "kg of", Fraction(price), from_on=from_on, decision_id=decision, **about
        )
    emil = person("Emil").id
    for on in (date(2026, 3, 19), DAY):
        adjustments.issue_goods(emil, "Flour", Fraction(3), on=on, **about)
    assert [due.amount for due in dues_until(MARCH.last)] == [3_00, 6_00]
    with pytest.raises(refusals.GoodsPriceStands):
        adjustments.set_goods_price(
            "Flour", "kg of", Fraction(3), from_on=DAY, decision_id=decision, **about
        )
    with pytest.raises(refusals.NoGoodsPrice):
        adjustments.issue_goods(emil, "Salt", Fraction(3), on=DAY, **about)


def test_unpaid_absence_is_noted_and_paid_absence_rests_on_a_decision(month, person, about):
    days = Span(DAY, DAY)
    emil = person("Emil").id
    free = {"hours": Fraction(8), "decision_id": None, **about}
    adjustments.enter_absence(emil, AbsenceKind.OTHER, days, rate=Fraction(0), **free)
    with pytest.raises(refusals.NeedsDecision):
        adjustments.enter_absence(emil, AbsenceKind.HOLIDAY, days, rate=Fraction(8), **free)
    assert lines(prepare(person)) == [("pay", 160_00), ("absence", 0)]


def test_a_mistake_is_withdrawn_and_its_advance_booked_back(month, person, about):
    advance = adjustments.pay_advance(person("Emil").id, Fraction(50), what="Rent", on=DAY, **about)
    adjustments.withdraw(advance.id, on=DAY, **about)
    assert {line.amount for line in trial_balance()} == {0}
    assert dues_until(MARCH.last) == ()
    with pytest.raises(refusals.AlreadySettled):
        adjustments.withdraw(advance.id, on=DAY, **about)


def test_what_a_run_took_is_not_withdrawn(month, person, about):
    advance = adjustments.pay_advance(person("Emil").id, Fraction(50), what="Rent", on=DAY, **about)
    prepare(person)
    with pytest.raises(refusals.AlreadySettled):
        adjustments.withdraw(advance.id, on=DAY, **about)


@pytest.mark.parametrize("amount", ["0", "-5", "1.005", "9" * 17])
def test_an_amount_is_above_zero_and_whole_cents(month, person, about, amount):
    with pytest.raises(InvalidInput):
        adjustments.pay_advance(person("Emil").id, Fraction(amount), what="Rent", on=DAY, **about)


def test_the_record_tells_nobody_whose_and_how_much(month, person, about):
    adjustments.enter_absence(
        person("Emil").id,
        AbsenceKind.SICKNESS,
        Span(DAY, DAY),
        hours=Fraction(8),
        rate=Fraction(0),
        decision_id=None,
        **about,
    )
    db.commit()
    event = db.session.scalars(select(Event).where(Event.kind == "adjustment-entered")).one()
    assert event.data == {}


ADVANCE = {"on": "2026-03-20", "what": "Rent", "amount": "50"}


def test_the_treasurer_enters_an_advance_and_its_member_alone_sees_it(month, person, as_member):
    chen = as_member("Chen")
    form = ADVANCE | {"member": person("Emil").id}
    assert chen.post("/wages/adjustments/new/advance", data=form).status_code == 302
    for reader, sees in (("Chen", True), ("Igor", True), ("Emil", True), ("Ana", False)):
        assert ("Rent" in as_member(reader).get("/wages/adjustments").text) is sees
    assert as_member("Emil").post("/wages/adjustments/new/advance", data=form).status_code == 403
    assert chen.post("/wages/adjustments/1/withdrawal").status_code == 302


def test_a_slip_names_nobody_and_cites_no_decision(month, as_member):
    chen = as_member("Chen")
    answer = chen.post("/wages/adjustments/new/advance", data=ADVANCE | {"member": ""})
    assert answer.status_code == 422
    assert 'value="Rent"' in answer.text
    price = {"name": "Bread", "measure": "kg", "price": "3", "from_on": "2026-03-20"}
    for nothing in ("", "the last"):
        assert chen.post("/wages/goods", data=price | {"decision": nothing}).status_code == 422
    assert db.session.scalar(select(Adjustment.id)) is None


def test_an_amount_that_means_another_or_fits_no_book_is_asked_for_again(month, person, as_member):
    chen, member = as_member("Chen"), {"member": person("Emil").id}
    for amount in ("1,500", "1.500", "9" * 17):
        form = ADVANCE | member | {"amount": amount}
        answer = chen.post("/wages/adjustments/new/advance", data=form)
        assert (answer.status_code, f'value="{amount}"' in answer.text) == (422, True), amount
    days = {"from_on": "2026-03-20", "to_on": "2026-03-20", "absence": "holiday"}
    away = days | {"hours": "9" * 12, "rate": "9" * 12, "decision": founding().id}
    assert chen.post("/wages/adjustments/new/absence", data=away | member).status_code == 422
    assert db.session.scalar(select(Adjustment.id)) is None


@pytest.mark.parametrize("amount", ["50 USD", "$50", "0.005", "much"])
def test_another_currency_is_refused_and_not_mixed(month, person, as_member, amount):
    form = ADVANCE | {"member": person("Emil").id, "amount": amount}
    answer = as_member("Chen").post("/wages/adjustments/new/advance", data=form)
    assert answer.status_code == 422
    if "50" in amount:
        assert "Amounts here are in EUR: several currencies are not mixed." in answer.text
    assert db.session.scalar(select(Adjustment.id)) is None


@pytest.mark.parametrize("amount", ["50", "50 EUR", "€50,00"])
def test_an_amount_may_name_the_coops_own_currency(month, person, as_member, amount):
    form = ADVANCE | {"member": person("Emil").id, "amount": amount}
    assert as_member("Chen").post("/wages/adjustments/new/advance", data=form).status_code == 302
    assert db.session.scalars(select(Adjustment.amount)).one() == 50_00


def test_a_member_agrees_on_their_own_page_and_the_record_names_nobody(month, person, as_member):
    form = ADVANCE | {"member": person("Emil").id, "what": "Union"}
    assert as_member("Chen").post("/wages/adjustments/new/deduction", data=form).status_code == 302
    emil = as_member("Emil")
    assert "I agree to it" in emil.get("/wages/adjustments").text
    assert as_member("Ana").post("/wages/adjustments/1/consent").status_code == 404
    assert emil.post("/wages/adjustments/1/consent").status_code == 302
    assert "own consent" in emil.get("/wages/adjustments").text
    form = {"adults": "0", "children": "2", "from_on": "2026-03-20"}
    assert emil.post("/members/me/dependants", data=form).status_code == 303
    told, found = (
        as_member("Ana").get(f"/record?{asked}").text.partition("</form>")[2]
        for asked in ("from_on=2026-01-01", "actor=emil")
    )
    for done in ("Deduction agreed to", "Who lives on a pay entered"):
        assert done in told, "that something was done"
        assert done not in found, "and not by whom"
        assert "by Emil" not in told.partition(done)[2].partition("Event")[0]


@pytest.mark.parametrize("kind", ["absence", "addition", "goods", "advance", "deduction"])
def test_every_form_opens_and_keeps_what_was_wrong(month, as_member, kind):
    chen = as_member("Chen")
    assert chen.get(f"/wages/adjustments/new/{kind}").status_code == 200
    assert chen.post(f"/wages/adjustments/new/{kind}", data={}).status_code == 422
    assert chen.get("/wages/adjustments/new/overpaid").status_code == 404


def test_the_value_of_goods_is_set_by_a_decision_and_open_to_all(month, as_member):
    form = {
        "name": "Flour",
        "measure": "kg",
        "price": "0.85",
        "from_on": "2026-01-01",
        "decision": founding().id,
    }
    assert as_member("Chen").post("/wages/goods", data=form).status_code == 302
    assert as_member("Chen").post("/wages/goods", data=form | {"decision": ""}).status_code == 422
    assert "Flour" in as_member("Emil").get("/wages/goods").text
    assert as_member("Emil").post("/wages/goods", data=form).status_code == 403


LEFT_OUT = {"equal_share": {"fund": "700", "unpaid_absence": "left_out"}}


def test_days_of_unpaid_absence_lower_the_share_where_the_scheme_says_so(person, about):
    """Six of 31 days and Emil of 21: 700 × 21 ÷ 207 and a cent. Withdrawn, it is made up for."""
    adopt(LEFT_OUT, "Equal", FOUNDED_ON, 1)
    emil, away = person("Emil").id, Span(date(2026, 3, 11), date(2026, 3, 20))
    unpaid = {"hours": Fraction(80), "rate": Fraction(0), "decision_id": None}
    absence = adjustments.enter_absence(emil, AbsenceKind.OTHER, away, **unpaid, **about)
    run = prepare(person)
    approve(run, person)
    assert {slip.gross for slip in run.payslips if slip.member_id == emil} == {71_02}
    assert (run.bill, pay_fault()) == (700_00, None)
    adjustments.withdraw(absence.id, on=APRIL_2, **about)
    april, may_2 = Span(date(2026, 4, 1), date(2026, 4, 30)), datetime(2026, 5, 2, 9, tzinfo=UTC)
    later = prepare_run(april, by=person("Chen").id, on=may_2.date(), at=may_2)
    (slip,) = (one for one in later.payslips if one.member_id == emil)
    assert [line.amount for line in slip.lines if line.corrects_id] == [100_00 - 71_02]
