"""Proposing budgets and limits, and bringing them into force."""

from datetime import date, datetime
from typing import Any

from app.budgets.models import Budget, BudgetLine, SpendingLimit
from app.budgets.rules.spending import UnknownLine
from app.db import db
from app.errors import InvalidInput
from app.members.models import Office
from app.members.queries import whole_coop
from app.motions.actions.moving import move_motion
from app.motions.models import EffectKind, Motion
from app.motions.rules.effects import Effect
from app.record.actions import append
from app.record.models import Decision
from app.sentences import say
from app.treasury.rules import check_code, kind_of


def propose(
    kind: EffectKind, data: dict[str, Any], *, title: str, text: str, by: int, at: datetime
) -> Motion:
    """Puts a budget or a limit before the assembly of the whole co-op."""
    return move_motion(
        by=by,
        unit_id=whole_coop().id,
        title=title,
        text=text,
        effect=Effect(kind, data),
        at=at,
    )


def adopt_budget(effect: dict[str, Any], *, decision: Decision, at: datetime) -> Budget:
    """From its first day there is so much for each purpose. Raises InvalidInput, UnknownCode."""
    first, last = (date.fromisoformat(effect[name]) for name in ("from_on", "to_on"))
    if last < first:
        raise InvalidInput(say("The last day is before the first."), "to_on")
    for number, line in enumerate(effect["lines"], 1):
        check_expense(line["account"], f"lines[{number}]")
    budget = Budget(name=effect["name"], from_on=first, to_on=last, decision_id=decision.id, at=at)
    db.session.add(budget)
    db.session.flush()
    for line in effect["lines"]:
        db.session.add(BudgetLine(budget_id=budget.id, **{name: line[name] for name in _LINE}))
        db.session.flush()
    append("budget-adopted", f"budget {budget.id}", by=None, at=at, data=adopted(budget, effect))
    return budget


_LINE = ("purpose", "account", "unit_id", "amount")


def adopted(budget: Budget, effect: dict[str, Any]) -> dict[str, Any]:
    """What the record says of a budget."""
    said = {name: effect[name] for name in ("name", "from_on", "to_on")}
    lines = [{name: line[name] for name in _LINE} for line in effect["lines"]]
    return said | {"lines": lines, "decision": budget.decision_id}


def check_expense(code: str, where: str) -> None:
    """Budgets are for expenses. Raises UnknownCode, InvalidInput."""
    check_code(code)
    if kind_of(code) != "expense":
        raise InvalidInput(say("A budget is for expenses: Expenses:Coal, for one."), where)


def grant_spending(effect: dict[str, Any], *, decision: Decision, at: datetime) -> SpendingLimit:
    """From its day an office spends from a line within caps. Raises UnknownLine."""
    if db.session.get(BudgetLine, effect["line_id"]) is None:
        raise UnknownLine
    names = ("line_id", "unit_id", "once", "in_all", "months")
    limit = SpendingLimit(
        **{name: effect[name] for name in names},
        office=Office(effect["office"]),
        from_on=decision.in_force_on,
        to_on=date.fromisoformat(effect["to_on"]) if effect["to_on"] else None,
        decision_id=decision.id,
        at=at,
    )
    db.session.add(limit)
    db.session.flush()
    append("spending-allowed", f"limit {limit.id}", by=None, at=at, data=allowed(limit))
    return limit


def allowed(limit: SpendingLimit) -> dict[str, Any]:
    """What the record says of a limit."""
    names = ("line_id", "office", "unit_id", "once", "in_all", "months", "decision_id")
    days = {"from": limit.from_on.isoformat(), "to": limit.to_on and limit.to_on.isoformat()}
    return {name: getattr(limit, name) for name in names} | days
