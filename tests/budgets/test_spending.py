"""A budget by motion, a limit by motion, and spending within them: paid by another, booked."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text

from app.archive.checks.money import money_fault
from app.budgets import actions, queries, spending
from app.budgets.models import BudgetLine, Spending
from app.budgets.rules import spending as rules
from app.db import db
from app.enactment.actions import enact_due
from app.members.queries import whole_coop
from app.motions.actions.deciding import record_result
from app.motions.actions.moving import second_motion
from app.motions.models import EffectKind, Motion, Outcome
from app.record import rows
from app.record.queries import chain_fault
from app.treasury.actions import post_entry
from app.treasury.ledger_files import beancount_text
from app.treasury.queries import trial_balance, whole_journal
from app.treasury.rules import Line
from tests.racing import Meeting, locks, together

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ON = AT.date()


def carry(motion, person, number):
    second_motion(motion, by=person("Emil").id, at=AT)
    record_result(motion, Outcome.CARRIED, poll_id=number, tally="5 : 0 : 0", on=ON, at=AT)
    [enactment] = enact_due(on=ON, at=AT)
    db.commit()
    return enactment


def budget_of(**changed):
    line = {"purpose": "Glaze", "account": "Expenses:Glaze", "unit_id": whole_coop().id}
    clay = line | {"purpose": "Clay", "account": "Expenses:Clay", "amount": 500_00}
    data = {"name": "The year", "from_on": "2026-01-01", "to_on": "2026-12-31"}
    return data | {"lines": [line | {"amount": 1000_00}, clay]} | changed


def limit_of(line, **changed):
    data = {"line_id": line.id, "office": "secretary", "unit_id": whole_coop().id}
    caps = {"once": 300_00, "in_all": 700_00, "months": 3, "to_on": None}
    return data | caps | changed


def proposed(kind, data, person):
    return actions.propose(kind, data, title="…", text="…", by=person("Ana").id, at=AT)


@pytest.fixture
def line(person, freeze):
    """Dora, the secretary, spends 300.00 at once and 700.00 a quarter of a line of 1000.00."""
    freeze(AT)
    carry(proposed(EffectKind.ADOPT_BUDGET, budget_of(), person), person, 1)
    line = db.session.scalars(select(BudgetLine).where(BudgetLine.purpose == "Glaze")).one()
    carry(proposed(EffectKind.GRANT_SPENDING, limit_of(line), person), person, 2)
    return line


def spend(line, person, amount, who="Dora", on=ON):
    about = {"payee": "Glaze & Co", "purpose": "Blue", "invoice": "7"}
    made = spending.record_spending(
        line.id, amount=amount, spent_on=on, by=person(who).id, at=AT, **about
    )
    db.commit()
    return made


def balances():
    return {balance.code: balance.amount for balance in trial_balance()}


def test_within_the_cap_it_is_committed_then_paid_booked_and_reversed(line, person):
    made = spend(line, person, 300_00)
    assert queries.line_use(line.id).use == rules.Use(1000_00, 0, 300_00)
    assert balances() == {}
    spending.pay_spending(made.id, on=ON, by=person("Chen").id, at=AT)
    db.commit()
    assert queries.line_use(line.id).use == rules.Use(1000_00, 300_00, 0)
    assert balances() == {"Assets:Bank": -300_00, "Expenses:Glaze": 300_00}
    [entry] = whole_journal(by_member=False)
    assert entry.decision_id == made.limit.decision_id
    assert "Expenses:Glaze  300.00 EUR" in beancount_text([entry], title="", currency="EUR")
    spending.reverse_spending(made.id, reason="Not yet", on=ON, by=person("Chen").id, at=AT)
    db.commit()
    assert queries.line_use(line.id).use == rules.Use(1000_00, 0, 300_00)
    assert set(balances().values()) == {0}
    spending.withdraw_spending(made.id, by=person("Dora").id, may_post=False, at=AT)
    db.commit()
    assert queries.line_use(line.id).use.left == 1000_00
    assert queries.booked_apart(line.budget) == 0
    assert chain_fault() is None


def test_what_is_booked_by_hand_on_its_account_shows_beside_the_lines(line, person):
    by_hand = [Line("Expenses:Clay", 40_00), Line("Assets:Bank", -40_00)]
    post_entry(by_hand, text="Clay", on=ON, by=person("Chen").id, at=AT)
    spending.pay_spending(spend(line, person, 100_00).id, on=ON, by=person("Chen").id, at=AT)
    assert queries.booked_apart(line.budget) == 40_00


def test_a_new_limit_takes_the_place_of_the_one_before_and_begins_no_new_span(line, person):
    spend(line, person, 300_00)
    higher = limit_of(line, once=600_00, in_all=800_00)
    carry(proposed(EffectKind.GRANT_SPENDING, higher, person), person, 3)
    with pytest.raises(rules.AbovePeriod):
        spend(line, person, 600_00)
    spend(line, person, 500_00)
    none = limit_of(line, once=0, in_all=0)
    carry(proposed(EffectKind.GRANT_SPENDING, none, person), person, 4)
    with pytest.raises(rules.NoLimitGranted):
        spend(line, person, 1)


REFUSED = {
    "more than at once": (lambda line, p: spend(line, p, 300_01), rules.AboveOnce),
    "more than in a quarter": (
        lambda line, p: [spend(line, p, 300_00) for _ in "abc"],
        rules.AbovePeriod,
    ),
    "more than the line has": (
        lambda line, p: [
            spend(line, p, 300_00, on=on) for on in (ON, ON, date(2026, 4, 1), date(2026, 4, 1))
        ],
        rules.AboveLine,
    ),
    "no office of mine": (lambda line, p: spend(line, p, 1, who="Emil"), rules.NoLimitGranted),
    "before the motion": (
        lambda line, p: spend(line, p, 1, on=date(2026, 3, 1)),
        rules.NoLimitGranted,
    ),
    "after the budget": (
        lambda line, p: spend(line, p, 1, on=date(2027, 1, 1)),
        rules.OutsideBudget,
    ),
    "paying what one spent": (
        lambda line, p: spending.pay_spending(spend(line, p, 1).id, on=ON, by=p("Dora").id, at=AT),
        rules.SpentIt,
    ),
    "paying twice": (
        lambda line, p: [
            spending.pay_spending(one.id, on=ON, by=p("Chen").id, at=AT)
            for one in [spend(line, p, 1)] * 2
        ],
        rules.SpendingPaid,
    ),
    "withdrawing another's": (
        lambda line, p: spending.withdraw_spending(
            spend(line, p, 1).id, by=p("Emil").id, may_post=False, at=AT
        ),
        rules.NotYours,
    ),
    "taking back what is not paid": (
        lambda line, p: spending.reverse_spending(
            spend(line, p, 1).id, reason="x", on=ON, by=p("Chen").id, at=AT
        ),
        rules.SpendingNotPaid,
    ),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_it_is_refused(what, line, person):
    attempt, refusal = REFUSED[what]
    with pytest.raises(refusal):
        attempt(line, person)


@pytest.mark.parametrize(
    "changed",
    [
        {"to_on": "2025-12-31"},
        {"lines": [{"purpose": "Bank", "account": "Assets:Bank", "unit_id": 1, "amount": 1}]},
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_budget_that_cannot_be_fails_with_its_reason(changed, person):
    effect = budget_of(**changed)
    enactment = carry(proposed(EffectKind.ADOPT_BUDGET, effect, person), person, 1)
    assert enactment.failed_at is not None


@pytest.mark.parametrize("locked", [True, False], ids=["lock", "no-lock"])
def test_two_at_once_do_not_spend_the_same_money(app, line, person, monkeypatch, locked):
    meeting, looked, dora = Meeting(2), queries.used_of, person("Dora").id

    def used_of(*asked):
        used = looked(*asked)
        meeting.wait()
        return used

    monkeypatch.setattr(queries, "used_of", used_of)
    caps = limit_of(line, in_all=400_00)
    carry(proposed(EffectKind.GRANT_SPENDING, caps, person), person, 3)
    about = {"payee": "x", "purpose": "x", "invoice": "", "spent_on": ON, "by": dora, "at": AT}
    monkeypatch.setattr(spending, "append", lambda *_, **__: None)  # the record has its own lock
    monkeypatch.setattr(rows, "pending", lambda _: False)
    with locks(app, locked):
        together(app, *[lambda: spending.record_spending(line.id, amount=300_00, **about).id] * 2)
    spent = db.session.scalar(select(func.sum(Spending.amount)))
    assert spent == (300_00 if locked else 600_00)


ALTERED = (
    "UPDATE budget_line SET amount = amount + 1",
    "UPDATE spending_limit SET once = once + 1",
    "UPDATE spending SET amount = amount - 1",
    "DELETE FROM spending_payment",
    "UPDATE spending_payment SET reason = ''",
)


@pytest.mark.parametrize("change", ALTERED)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_record_tells_what_was_altered_behind_its_back(change, line, person):
    made, chen = spend(line, person, 100_00), person("Chen").id
    spending.pay_spending(made.id, on=ON, by=chen, at=AT)
    spending.reverse_spending(made.id, reason="Not yet", on=ON, by=chen, at=AT)
    db.commit()
    assert money_fault() is None
    db.session.execute(text(change))
    db.session.expire_all()
    assert money_fault() is not None


def test_the_whole_way_on_pages(person, as_member, client, freeze):
    freeze(AT)
    ana, dora, chen, emil = (as_member(name) for name in ("Ana", "Dora", "Chen", "Emil"))
    typed = {"name": "The year", "from_on": "2026-01-01", "to_on": "2026-12-31"}
    row = {"lines-0-purpose": "Glaze", "lines-0-amount": "1000", "lines-0-unit_id": "1"}
    wrong = ana.post("/budgets/", data=typed | row | {"lines-0-account": "Assets:Bank"})
    assert (wrong.status_code, "A budget is for expenses" in wrong.text) == (422, True)
    assert "A budget needs a line." in ana.post("/budgets/", data=typed).text
    made = ana.post("/budgets/", data=typed | row | {"lines-0-account": "Expenses:Glaze"})
    page = ana.get(made.headers["Location"]).text
    assert "Budget “The year” from 1 January 2026 to 31 December 2026, €1,000.00 in all" in page
    [motion] = db.session.scalars(select(Motion))
    carry(motion, person, 1)
    assert "No office may spend from this line" in emil.get("/budgets/lines/1").text
    caps = {"office": "secretary", "unit_id": "1", "once": "300", "in_all": "700", "months": "3"}
    made = ana.post("/budgets/lines/1/limits", data=caps | {"title": "Glaze"})
    assert "at most €300.00 at once and €700.00 in a quarter" in ana.get(made.location).text
    motion = db.session.scalars(select(Motion).order_by(Motion.id.desc()).limit(1)).one()
    carry(motion, person, 2)
    bill = {"payee": "=Glaze & Co", "purpose": "Blue", "amount": "301", "spent_on": "2026-03-02"}
    above = dora.post("/budgets/lines/1/spendings", data=bill)
    assert above.status_code == 409
    assert "more than your office may spend at once" in above.text
    assert 'href="/budgets/lines/1/limits/new?once=301"' in above.text
    assert 'value="301"' in dora.get("/budgets/lines/1/limits/new?once=301").text
    assert dora.get("/budgets/lines/1/limits/new?once=x").status_code == 200
    assert 'value="301"' in above.text
    assert "No office of yours" in emil.post("/budgets/lines/1/spendings", data=bill).text
    made = dora.post("/budgets/lines/1/spendings", data=bill | {"amount": "299.99"})
    assert made.status_code == 303
    address = made.headers["Location"]
    assert "A spending waits to be paid" in chen.get("/").text
    assert "A spending waits to be paid" not in dora.get("/").text
    assert emil.post(f"{address}/payment", data={"paid_on": "2026-03-02"}).status_code == 403
    assert chen.post(f"{address}/payment", data={"paid_on": "2026-03-09"}).status_code == 422
    assert chen.post(f"{address}/payment", data={"paid_on": "2026-03-02"}).status_code == 303
    assert chen.post(f"{address}/withdrawal").status_code == 409
    assert chen.post(f"{address}/reversal", data={"text": ""}).status_code == 422
    assert chen.post(f"{address}/reversal", data={"text": "Bounced"}).status_code == 303
    assert "Bounced" in emil.get(address).text
    csv = emil.get("/budgets/1/lines.csv").text
    assert "Glaze,Expenses:Glaze,Red Clay,1000.00,0.00,299.99,700.01,EUR" in csv
    assert "299.99" in emil.get("/budgets/").text
    assert {client.get(one).status_code for one in ("/budgets/", address)} == {302}
