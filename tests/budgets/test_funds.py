"""Funds by motion: opened, filled, drawn on by a pay run, and their statements."""

from datetime import date

import pytest
from sqlalchemy import text

from app.archive.checks.money import money_fault
from app.budgets.actions import propose
from app.db import db
from app.enactment.actions import enact_due
from app.motions.actions.deciding import record_result
from app.motions.actions.moving import second_motion
from app.motions.models import EffectKind, Outcome
from app.surplus.queries import net_worth, surplus_by
from app.treasury import funds
from app.treasury.actions import post_entry
from app.treasury.fund_rules import RESERVE, RESULT
from app.treasury.rules import Line
from app.wages.runs.actions import approve_run, prepare_run
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, GUARANTEED, MARCH, NOW, adopt, pots, work

PAY, HEALTH = "Equity:Funds:Pay", "Equity:Funds:Health"


@pytest.fixture
def decide(person, freeze):
    """Puts an effect to the vote, carries it, and says why it failed, if it did."""
    freeze(NOW)

    def decide(kind, data):
        ana = {"by": person("Ana").id, "at": NOW}
        motion = propose(kind, data, title=str(kind), text="…", **ana)
        second_motion(motion, by=person("Emil").id, at=NOW)
        tally, on = "5 : 0 : 0", NOW.date()
        about = {"poll_id": motion.id, "tally": tally, "on": on, "at": NOW}
        record_result(motion, Outcome.CARRIED, **about)
        [enactment] = enact_due(on=on, at=NOW)
        db.commit()
        return enactment.reason

    return decide


def opening(name, kind="other", shortage="warn"):
    return {"code": name, "name": f"{name} fund", "kind": kind, "shortage": shortage}


def moving(source, target, amount):
    return {"source": source, "target": target, "amount": amount}


@pytest.fixture
def sold(person):
    sale = [Line("Assets:Bank", 500_00), Line("Income:Sales", -500_00)]
    post_entry(sale, text="Pots", on=date(2026, 2, 1), by=person("Chen").id, at=NOW)


def test_a_fund_is_opened_filled_and_emptied_by_motions_and_states_each(decide, sold, person):
    assert decide(EffectKind.OPEN_FUND, opening("Health")) is None
    assert decide(EffectKind.TRANSFER_FUND, moving(RESULT, HEALTH, 200_00)) is None
    assert decide(EffectKind.TRANSFER_FUND, moving(HEALTH, RESERVE, 50_00)) is None
    assert funds.held(HEALTH) == 150_00
    assert surplus_by(NOW.date()) == 300_00
    assert (net_worth().is_even, net_worth().worth) == (True, 500_00)
    [health] = [one for one in funds.all_funds() if one.code == HEALTH]
    shown = funds.statement(health.account_id, date(2026, 1, 1), NOW.date())
    assert (shown.opening, shown.closing) == (0, 150_00)
    assert [(one.amount, one.after) for one in shown.movements] == [
        (200_00, 200_00),
        (-50_00, 150_00),
    ]
    assert all(one.motion_id for one in shown.movements)
    later = funds.statement(health.account_id, date(2027, 1, 1), date(2027, 12, 31))
    assert (later.opening, later.closing, later.movements) == (150_00, 150_00, [])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_cannot_be_moved_fails_with_its_reason(decide, sold):
    decide(EffectKind.OPEN_FUND, opening("Health"))
    for data, said in (
        (moving(RESULT, HEALTH, 500_01), "There is not so much"),
        (moving(RESERVE, HEALTH, 1), "indivisible"),
        (moving("Equity:Capital:M0001", HEALTH, 1), "does not exist"),
    ):
        assert said in str(decide(EffectKind.TRANSFER_FUND, data))
    assert "of this name already" in str(decide(EffectKind.OPEN_FUND, opening("Health")))
    assert decide(EffectKind.OPEN_FUND, opening("Pay", "pay")) is None
    assert "a pay fund already" in str(decide(EffectKind.OPEN_FUND, opening("Wages", "pay")))
    assert money_fault() is None
    db.session.execute(text("UPDATE fund SET shortage = 'refuse'"))
    db.session.expire_all()
    assert money_fault() is not None


@pytest.fixture
def run(person, decide):
    """A run whose bill is 160.00."""
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 90)
    work(person("Emil"), person("Dora"), 3, 32, pots())
    run = prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)
    db.commit()
    assert run.bill == 160_00
    return run


def test_a_run_is_paid_out_of_the_pay_fund_and_the_surplus_bears_the_rest(
    decide, sold, run, person, as_member
):
    decide(EffectKind.OPEN_FUND, opening("Pay", "pay"))
    decide(EffectKind.TRANSFER_FUND, moving(RESULT, PAY, 100_00))
    page = as_member("Ana").get(f"/wages/runs/{run.id}").text
    assert "What the fund does not bear lessens the surplus." in page
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    assert funds.held(PAY) == 0
    assert surplus_by(APRIL_2) == 500_00 - 160_00
    assert net_worth().is_even


def test_a_strict_pay_fund_lets_no_run_pass_that_it_cannot_pay(
    decide, sold, run, person, as_member
):
    decide(EffectKind.OPEN_FUND, opening("Pay", "pay", "refuse"))
    ana = as_member("Ana")
    assert "It cannot be approved before" in ana.get(f"/wages/runs/{run.id}").text
    refused = ana.post(f"/wages/runs/{run.id}/approval")
    assert refused.status_code == 409
    assert "€160.00 more into it" in refused.text
    decide(EffectKind.TRANSFER_FUND, moving(RESULT, PAY, 170_00))
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    assert funds.held(PAY) == 10_00


def test_the_whole_way_on_pages(decide, sold, as_member, client):
    emil = as_member("Emil")
    fund = {"title": "For the sick", "code": "Health", "kind": "other", "shortage": "warn"}
    wrong = emil.post("/funds/", data=fund | {"code": "for the sick"})
    assert (wrong.status_code, "begins with a capital" in wrong.text) == (422, True)
    made = emil.post("/funds/", data=fund)
    assert "A fund is opened: For the sick." in emil.get(made.headers["Location"]).text
    decide(EffectKind.OPEN_FUND, opening("Health"))
    assert "Health fund" in emil.get("/funds/").text
    move = {"title": "For the sick", "source": "", "target": HEALTH, "amount": "12.50"}
    assert "€500.00 are not shared out yet" in emil.get("/funds/transfers/new").text
    assert emil.post("/funds/transfers", data=move | {"target": ""}).status_code == 422
    assert emil.post("/funds/transfers", data=move | {"source": RESERVE}).status_code == 422
    made = emil.post("/funds/transfers", data=move)
    page = emil.get(made.headers["Location"]).text
    assert "€12.50 go from “What is not shared out yet” to “Health fund”." in page
    decide(EffectKind.TRANSFER_FUND, moving(RESULT, HEALTH, 12_50))
    [health] = [one for one in funds.all_funds() if one.code == HEALTH]
    page = emil.get(f"/funds/{health.account_id}").text
    assert "The fund holds €12.50 now." in page
    assert "Opening" in page
    bank = emil.get("/funds/1")
    assert bank.status_code == 404
    assert client.get("/funds/").status_code == 302
    by_hand = {"booked_on": "2026-03-01", "text": "x", "amount": "1", "debit": "Assets:Bank"}
    booked = as_member("Chen").post("/treasury/journal", data=by_hand | {"credit": HEALTH})
    assert booked.status_code == 422
