"""What the colony sells, sets aside and lets its offices spend."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.budgets.models import BudgetLine
from app.budgets.spending import pay_spending, record_spending
from app.db import db
from app.demo.kuzbass.cast import Colony
from app.demo.story import Votes, decide
from app.motions.models import EffectKind
from app.motions.rules.effects import Effect
from app.treasury.actions import post_entry
from app.treasury.rules import Line

PROPS: dict[str, Any] = {"purpose": "Pit props", "account": "Expenses:Timber", "amount": 6_000_00}
DOCTOR: dict[str, Any] = {
    "purpose": "Medicine and the doctor",
    "account": "Expenses:Health",
    "amount": 1_800_00,
}
LIMIT: dict[str, Any] = {
    "office": "secretary",
    "once": 400_00,
    "in_all": 900_00,
    "months": 1,
    "to_on": None,
}


def keep_house(colony: Colony, now: datetime, today: date) -> None:
    """Coal is sold; a sick fund, a budget and a limit are voted; the secretary buys timber."""
    moved = now - timedelta(days=40)
    sale = [Line("Assets:Bank", 24_000_00), Line("Income:Sales", -24_000_00)]
    text, sold_on = "Coal for the Siberian railway", moved.date()
    post_entry(sale, text=text, on=sold_on, by=colony.id("willem"), at=moved)
    fund = {"code": "Sick", "name": "Sick fund", "kind": "other", "shortage": "warn"}
    _vote(colony, "A fund for the sick", EffectKind.OPEN_FUND, fund, moved)
    gift = {"source": "", "target": "Equity:Funds:Sick", "amount": 2_000_00}
    _vote(colony, "2000 roubles for the sick", EffectKind.TRANSFER_FUND, gift, moved)
    unit = {"unit_id": colony.units["colony"].id}
    year = {"from_on": f"{moved.year}-01-01", "to_on": f"{today.year}-12-31"}
    budget = {"name": "Timber and health", **year, "lines": [PROPS | unit, DOCTOR | unit]}
    _vote(colony, "Timber and health", EffectKind.ADOPT_BUDGET, budget, moved)
    line = db.session.scalars(select(BudgetLine).order_by(BudgetLine.id).limit(1)).one()
    limit = {**LIMIT, **unit, "line_id": line.id}
    _vote(colony, "The secretary buys timber", EffectKind.GRANT_SPENDING, limit, moved)
    _buy(colony, line, now, today)


def _buy(colony: Colony, line: BudgetLine, now: datetime, today: date) -> None:
    """One purchase is paid, another waits."""
    about: dict[str, Any] = {
        "line_id": line.id,
        "by": colony.id("rosa"),
        "spent_on": today,
        "at": now,
    }
    sawmill: dict[str, Any] = {
        "payee": "Sawmill of Yashkino",
        "purpose": "Two hundred props",
        "invoice": "17",
    }
    paid = record_spending(**about, **sawmill, amount=380_00)
    pay_spending(paid.id, on=today, by=colony.id("willem"), at=now)
    forest: dict[str, Any] = {
        "payee": "Forestry office of Tomsk",
        "purpose": "Felling licence",
        "invoice": "",
    }
    record_spending(**about, **forest, amount=120_00)


def _vote(
    colony: Colony, title: str, kind: EffectKind, data: dict[str, Any], moved: datetime
) -> None:
    members = colony.full_members()
    decide(
        title=title,
        text=f"{title}.",
        effect=Effect(kind, data),
        unit_id=colony.units["colony"].id,
        mover=colony.id("anna"),
        seconder=colony.id("frank"),
        votes=Votes(colony.ids(*members[:27]), colony.ids(*members[27:30])),
        submitted_at=moved,
        vote_days=5,
    )
