"""Motions about the co-op's money over the interface: proposed, told as they were sent, and
carried out."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.budgets.models import Budget, BudgetLine, SpendingLimit
from app.db import db
from app.enactment.actions import enact_due
from app.members.queries import whole_coop
from app.motions.actions.deciding import record_result
from app.motions.actions.moving import second_motion
from app.motions.models import Motion, Outcome
from app.surplus.models import SurplusDistribution
from app.treasury import funds
from app.treasury.actions import post_entry
from app.treasury.rules import Line

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEALTH = "Equity:Funds:Health"

OPEN = {"kind": "open-fund", "code": "Health", "name": "For the sick"}
MOVE = {"kind": "transfer-fund", "source": "", "target": HEALTH, "amount": "200.50"}
BUDGET = {"kind": "adopt-budget", "name": "2026", "from_on": "2026-01-01", "to_on": "2026-12-31"}
CLAY = {"purpose": "Clay", "account": "Expenses:Clay", "unit_id": 1, "amount": "1000.00"}
LIMIT = {
    "kind": "grant-spending",
    "line_id": 1,
    "office": "secretary",
    "unit_id": 1,
    "once": "300.00",
    "in_all": "700.00",
    "months": 3,
}
SHARE = {
    "kind": "distribute-surplus",
    "from_on": "2026-01-01",
    "to_on": "2026-02-28",
    "plan": {"reserve": "0.2", "education": "1/10", "by": {"equally": "1"}},
}


@pytest.fixture
def sold(person, freeze):
    freeze(AT)
    sale = [Line("Assets:Bank", 500_00), Line("Income:Sales", -500_00)]
    post_entry(sale, text="Pots", on=date(2026, 2, 1), by=person("Chen").id, at=AT)
    db.commit()


@pytest.fixture
def propose(caller, sold):
    def propose(effect):
        words = {"title": "Money", "text": "…", "effect": effect}
        return caller("Emil").post("/motions", words)

    return propose


@pytest.fixture
def carry(propose, person):
    """Proposes it over the interface and carries it; how the motion was told."""

    def carry(effect):
        told = propose(effect).json
        motion = db.session.get_one(Motion, told["id"])
        second_motion(motion, by=person("Ana").id, at=AT)
        about = {"poll_id": motion.id, "tally": "5 : 0 : 0", "on": AT.date(), "at": AT}
        record_result(motion, Outcome.CARRIED, **about)
        [enactment] = enact_due(on=AT.date(), at=AT)
        assert enactment.reason is None
        db.commit()
        return told["effect"]

    return carry


def test_a_fund_is_opened_and_filled(carry):
    assert carry(OPEN) == OPEN | {"purpose": "other", "shortage": "warn"}
    assert carry(MOVE) == MOVE
    assert funds.held(HEALTH) == 200_50


def test_a_budget_is_adopted_and_spent_from_within_caps(carry):
    line = CLAY | {"unit_id": whole_coop().id}
    assert carry(BUDGET | {"lines": [line]}) == BUDGET | {"lines": [line]}
    [kept] = db.session.scalars(select(BudgetLine)).all()
    assert kept.amount == 1000_00
    limit = LIMIT | {"line_id": kept.id, "unit_id": whole_coop().id}
    assert carry(limit) == limit | {"to_on": None}
    [granted] = db.session.scalars(select(SpendingLimit)).all()
    assert (granted.once, granted.in_all, granted.months) == (300_00, 700_00, 3)


def test_a_surplus_is_shared_as_the_books_have_it(carry):
    told = carry(SHARE)
    assert told["surplus"] == "500.00"
    assert told["plan"] == SHARE["plan"] | {"reserve": "1/5", "reserve_bears": "1", "years": 5}
    [shared] = db.session.scalars(select(SurplusDistribution)).all()
    assert (shared.surplus, shared.reserve, shared.education) == (500_00, 100_00, 50_00)


@pytest.mark.parametrize(
    ("effect", "status", "where"),
    [
        (OPEN | {"purpose": "feasts"}, 422, "effect.purpose"),
        (MOVE | {"amount": 200}, 422, "effect.amount"),
        (MOVE | {"amount": "0.001"}, 422, "effect.amount"),
        (MOVE | {"amount": "0"}, 422, "effect.amount"),
        (BUDGET | {"lines": []}, 422, "effect.lines"),
        (BUDGET | {"lines": [CLAY | {"unit_id": 999}]}, 422, "effect.lines[1].unit_id"),
        (LIMIT | {"line_id": 999}, 422, "effect.line_id"),
        (LIMIT | {"months": 2}, 422, "effect.months"),
        (SHARE | {"surplus": "500.00"}, 422, "effect"),
        (SHARE | {"plan": SHARE["plan"] | {"reserve": "0.95"}}, 422, "reserve"),
        (SHARE | {"to_on": "2025-12-31", "from_on": "2025-01-01"}, 409, ""),
    ],
)
def test_what_cannot_be_is_refused(effect, status, where, propose):
    answer = propose(effect)
    assert answer.status_code == status
    assert answer.json.get("where", "").startswith(where)
    assert db.session.scalars(select(Motion)).all() == []
    assert db.session.scalars(select(Budget)).all() == []
