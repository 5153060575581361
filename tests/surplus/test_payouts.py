"""The capital of somebody who left: due, prepared, approved, booked, listed, paid."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import text

from app.archive.checks.money import money_fault
from app.db import db
from app.home.needs import needs_of
from app.members.actions import resign
from app.members.auth import actor_of_member
from app.record import rows
from app.record.queries import chain_fault
from app.surplus import capital, payouts, queries
from app.surplus.actions import propose_distribution
from app.surplus.rules import payout as rules
from app.treasury import actions as booking
from app.treasury import payments
from app.treasury.actions import post_entry
from app.treasury.queries import trial_balance
from app.treasury.rules import Line
from tests.racing import Meeting, locks, together
from tests.surplus.sharing import AT as SHARED_AT
from tests.surplus.sharing import PLAN, carry

LEFT, YEAR_1, YEAR_2 = date(2026, 8, 1), date(2027, 8, 1), date(2028, 8, 1)
AT = datetime(2027, 8, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def gone(proposed, person, freeze):
    """Each of six has 60.00 from the distribution, in four parts; Emil and Goran left."""
    carry(proposed, person)
    for name in ("Emil", "Goran"):
        day = date(2026, 7, 31)
        resign(person(name), last_day=day, today=SHARED_AT.date(), at=SHARED_AT)
    db.commit()
    freeze(AT)


def prepare(person, to_on=YEAR_1):
    payout = payouts.prepare_payout(to_on=to_on, by=person("Chen").id, at=AT)
    db.commit()
    return payout


def approve(payout, person):
    payouts.approve_payout(payout.id, by=person("Ana").id, on=YEAR_1, at=AT)
    db.commit()
    return payout


def pay(payout, person):
    by = person("Chen").id
    return payouts.pay_out(payout.id, text="Capital", execute_on=YEAR_1, by=by, at=AT)


def balances():
    return {line.code: line.amount for line in trial_balance()}


def test_what_is_due_is_booked_listed_paid_and_the_rest_stays_on_its_plan(gone, person):
    before = queries.net_worth()
    payout = approve(prepare(person), person)
    assert payout.total == 2 * 15_00
    emil = queries.capital_code(person("Emil").number)
    assert (balances()[emil], balances()["Liabilities:Capital"]) == (-45_00, -30_00)
    assert queries.net_worth().is_even
    assert queries.net_worth().worth == before.worth - 30_00
    order = pay(payout, person)
    payments.mark_paid(order.id, on=YEAR_1, by=person("Chen").id, at=AT)
    db.commit()
    assert balances()["Liabilities:Capital"] == 0
    assert [one.amount for one in payments.payments_of(order.id)] == [15_00, 15_00]
    [account] = capital.capital_accounts(person("Emil").id)
    assert [part.on.year for part in account.payouts] == [2028, 2029, 2030]
    assert [one.paid_on for one in capital.paid_to(person("Emil").id)] == [YEAR_1]
    assert chain_fault() is None


def take_back(payout, person):
    return payouts.reverse_payout(
        payout.id, reason="Wrong year", on=YEAR_1, by=person("Ana").id, at=AT
    )


def test_a_payout_taken_back_unpaid_leaves_all_as_it_was_before(gone, person):
    def stands():
        shares = [(one.capital, one.payouts) for one in capital.capital_accounts()]
        return {code: sum_ for code, sum_ in balances().items() if sum_}, shares

    before = stands()
    payout = approve(prepare(person), person)
    assert stands() != before
    take_back(payout, person)
    db.commit()
    assert stands() == before
    assert capital.paid_to(person("Emil").id) == []
    assert payouts.payees_of(approve(prepare(person), person)) == payouts.payees_of(payout)
    assert chain_fault() is None
    assert money_fault() is None


def test_the_treasurer_s_home_page_says_when_a_part_falls_due(gone, person):
    def due(day, name="Chen"):
        needs = needs_of(actor_of_member(person(name).id), at=AT, today=day)
        return [need.words.count for need in needs if need.endpoint == "surplus.list_payouts"]

    assert (due(YEAR_1 - DAY), due(YEAR_1), due(date(2028, 2, 29))) == ([], [2], [2])
    assert due(YEAR_1, "Ana") == []
    payout = prepare(person)
    assert due(YEAR_1) == []
    approve(payout, person)
    assert (due(YEAR_2 - DAY), due(YEAR_2)) == ([], [2])


def test_years_in_which_nobody_paid_are_made_up_for_in_one_payment(gone, person):
    payout = approve(prepare(person, YEAR_2), person)
    assert payout.total == 2 * 30_00
    assert [one.amount for one in payouts.payees_of(payout)] == [30_00, 30_00]


def test_a_loss_of_years_that_are_over_is_shared_before_anything_leaves(gone, person):
    lost = [Line("Expenses:Coal", 100_00), Line("Assets:Bank", -100_00)]
    post_entry(lost, text="Coal", on=date(2026, 10, 1), by=person("Chen").id, at=AT)
    with pytest.raises(rules.LossNotShared):
        prepare(person)
    span = {"from_on": date(2026, 7, 1), "to_on": date(2026, 12, 31)}
    plan = replace(PLAN, reserve_bears=Fraction(0))
    ana = {"by": person("Ana").id, "at": AT}
    carry(propose_distribution(plan, **span, title="The loss", text="…", **ana), person, at=AT)
    assert queries.surplus_by(date(2026, 12, 31)) == 0
    payout = approve(prepare(person), person)
    [account] = capital.capital_accounts(person("Emil").id)
    borne = 60_00 - account.capital - 15_00
    assert payout.total < 30_00
    assert borne > 0


REFUSED = {
    "who prepared it approves it": (
        lambda payout, person: payouts.approve_payout(
            payout.id, by=person("Chen").id, on=YEAR_1, at=AT
        ),
        rules.PreparedIt,
    ),
    "another one waits": (lambda payout, person: prepare(person), rules.PayoutWaits),
    "it is paid before it is approved": (
        lambda payout, person: pay(payout, person),
        rules.PayoutNotApproved,
    ),
    "it is approved twice": (
        lambda payout, person: [approve(payout, person) for _ in "ab"],
        rules.PayoutApproved,
    ),
    "it is taken back before it is approved": (take_back, rules.PayoutNotApproved),
    "it is taken back twice": (
        lambda payout, person: [
            take_back(approve(payout, person), person),
            take_back(payout, person),
        ],
        rules.PayoutReversed,
    ),
    "it is taken back while its payments are listed": (
        lambda payout, person: (pay(approve(payout, person), person), take_back(payout, person)),
        rules.PaymentsListed,
    ),
    "what was taken back is paid": (
        lambda payout, person: (take_back(approve(payout, person), person), pay(payout, person)),
        rules.PayoutReversed,
    ),
    "what is set aside is approved": (
        lambda payout, person: (
            payouts.set_aside_payout(payout.id, by=person("Chen").id, at=AT),
            approve(payout, person),
        ),
        rules.PayoutSetAside,
    ),
    "it is paid out twice": (
        lambda payout, person: (approve(payout, person), prepare(person)),
        rules.NothingDue,
    ),
    "the capital has changed meanwhile": (
        lambda payout, person: (
            post_entry(
                [
                    Line(queries.capital_code(person("Emil").number), 4),
                    Line("Equity:Reserve", -4),
                ],
                text="x",
                on=YEAR_1,
                by=person("Chen").id,
                at=AT,
            ),
            approve(payout, person),
        ),
        rules.CapitalChanged,
    ),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_it_is_refused_when(what, gone, person):
    attempt, refusal = REFUSED[what]
    payout = prepare(person)
    with pytest.raises(refusal):
        attempt(payout, person)


def test_members_read_nobodys_capital_in_the_record(gone, person, as_member):
    approve(prepare(person), person)
    page = as_member("Fatima").get("/record?kind=entry-posted").text
    assert "Equity:Capital" in page
    assert "Equity:Capital:M" not in page
    assert "Equity:Capital&#39;, 3000]" in page


@pytest.mark.parametrize("locked", [True, False], ids=["lock", "no-lock"])
def test_two_who_prepare_at_once_prepare_one_payout(app, gone, person, monkeypatch, locked):
    meeting, look, chen = Meeting(2), capital.parts_due, person("Chen").id

    def parts_due(by):
        meeting.wait()
        return look(by)

    db.commit()  # lets go of what finding Chen began
    monkeypatch.setattr(capital, "parts_due", parts_due)
    monkeypatch.setattr(payouts, "append", lambda *_, **__: None)  # the record has its own lock
    monkeypatch.setattr(rows, "pending", lambda _: False)
    with locks(app, locked):
        together(app, *[lambda: payouts.prepare_payout(to_on=YEAR_1, by=chen, at=AT).id] * 2)
    assert len(capital.payouts()) == (1 if locked else 2)


@pytest.mark.parametrize("locked", [True, False], ids=["lock", "no-lock"])
def test_nobody_is_paid_what_another_takes_back(app, gone, person, monkeypatch, locked):
    payout, chen, ana = approve(prepare(person), person), person("Chen").id, person("Ana").id
    meeting, look, number = Meeting(2), payouts.order_for, payout.id
    listed = payouts.list_payments

    def order_for(subject):
        order = look(subject)
        meeting.wait()
        return order

    def list_payments(*payees, **about):
        meeting.wait()
        return listed(*payees, **about)

    db.commit()
    monkeypatch.setattr(payouts, "order_for", order_for)
    monkeypatch.setattr(payouts, "list_payments", list_payments)
    for place in (payouts, payments, booking):  # the record has its own lock
        monkeypatch.setattr(place, "append", lambda *_, **__: None)
    monkeypatch.setattr(rows, "pending", lambda _: False)
    on = {"at": AT}
    with locks(app, locked):
        together(
            app,
            lambda: payouts.pay_out(number, text="x", execute_on=YEAR_1, by=chen, **on).id,
            lambda: payouts.reverse_payout(number, reason="x", on=YEAR_1, by=ana, **on).id,
        )
    db.session.expire_all()
    paid, back = look(payout.subject) is not None, payout.reversed_at is not None
    assert (paid, back) in ([(True, False), (False, True)] if locked else [(True, True)])


ALTERED = (
    "UPDATE capital_part SET amount = amount + 1",
    "UPDATE capital_payout SET journal_entry_id = NULL",
    "UPDATE posting SET amount = amount + 1 WHERE id = (SELECT max(id) - 1 FROM posting)",
)


@pytest.mark.parametrize("change", ALTERED)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_record_tells_what_was_altered_behind_its_back(change, gone, person):
    approve(prepare(person), person)
    assert money_fault() is None
    db.session.execute(text(change))
    db.session.expire_all()
    assert money_fault() is not None


def test_the_whole_way_on_pages_and_nobody_else_looks_in(gone, person, as_member, client):
    chen, ana, emil = as_member("Chen"), as_member("Ana"), as_member("Emil")
    assert "30.00 are due by today" in chen.get("/surplus/payouts").text
    address = chen.post("/surplus/payouts").headers["Location"]
    assert chen.post(f"{address}/approval").status_code == 409
    assert "A payout of capital waits for your approval" in ana.get("/").text
    for browser in (as_member("Fatima"), emil):
        status = [browser.get(one).status_code for one in (address, "/surplus/payouts")]
        assert set(status) <= {403, 404}
    assert as_member("Fatima").get(address).status_code == 404
    assert as_member("Fatima").get(f"/surplus/capital/{person('Emil').id}").status_code == 404
    assert client.get(address).status_code == 302
    assert ana.post(f"{address}/approval").status_code == 303
    assert "An approved payout of capital waits to be paid" in chen.get("/").text
    assert ana.post(f"{address}/reversal", data={"text": ""}).status_code == 422
    assert as_member("Fatima").post(f"{address}/reversal", data={"text": "x"}).status_code == 403
    ana.post(f"{address}/reversal", data={"text": "The bank is shut"})
    assert "It paid nobody: The bank is shut" in chen.get(address).text
    assert chen.get(f"{address}/payment-order").status_code == 200
    assert "2 members who left are due" in chen.get("/").text
    address = chen.post("/surplus/payouts").headers["Location"]
    ana.post(f"{address}/approval")
    past = chen.post(f"{address}/payment-order", data={"execute_on": "2027-07-01"})
    assert past.status_code == 422
    order = chen.post(f"{address}/payment-order", data={"execute_on": "2027-08-01"})
    assert order.status_code == 303
    assert ana.get(order.headers["Location"]).status_code == 404
    page = chen.get(order.headers["Location"]).text
    assert f'href="{address}"' in page
    assert "approved, on its way" in emil.get("/capital").text
    assert "60.00 stand on the account" in as_member("Fatima").get("/capital").text
    assert chen.post(f"{address}/withdrawal").status_code == 409
