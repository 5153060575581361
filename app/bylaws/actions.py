"""Enacting decision rules."""

from datetime import date, datetime

from sqlalchemy import func, select

from app.bylaws.models import Matter, Rule
from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.errors import RuleViolation
from app.record.actions import append
from app.record.models import Decision
from app.sentences import say


class LaterRuleStands(RuleViolation):
    sentence = say("A later rule for this matter stands already.")


def enact_rule(
    matter: Matter,
    definition: DecisionRule,
    *,
    from_on: date,
    decision: Decision,
    at: datetime,
    clause: str = "",
    text: str = "",
) -> Rule:
    """From this day the matter is decided by this rule; polls already open keep theirs.
    Raises LaterRuleStands for a date before the matter's latest rule."""
    latest = db.session.scalar(select(func.max(Rule.from_on)).where(Rule.matter == matter))
    if latest is not None and latest > from_on:
        raise LaterRuleStands
    rule = Rule(
        matter=matter,
        clause=clause,
        definition=definition.to_json(),
        text=text,
        from_on=from_on,
        decision_id=decision.id,
        at=at,
    )
    db.session.add(rule)
    db.session.flush()
    append(
        "rule-enacted",
        f"rule {rule.id}",
        by=None,
        at=at,
        data={"matter": matter, "definition": rule.definition, "from": from_on.isoformat()},
    )
    return rule
