"""Reading the bylaws as they stand on a day."""

from datetime import date

from sqlalchemy import select

from app.bylaws.models import Matter, Rule
from app.db import db
from app.errors import RuleViolation
from app.sentences import say


class NoRule(RuleViolation):
    sentence = say("The bylaws have no rule for this matter on that day.")


def rule_on(matter: Matter, day: date) -> Rule:
    """The rule for a matter on a day. Raises NoRule."""
    rule = db.session.scalar(
        select(Rule)
        .where(Rule.matter == matter, Rule.from_on <= day)
        .order_by(Rule.from_on.desc(), Rule.id.desc())
        .limit(1)
    )
    if rule is None:
        raise NoRule
    return rule


def rules_on(day: date) -> list[Rule]:
    """The rules in force on a day, one a matter, in the order of `Matter`."""
    in_force: dict[str, Rule] = {}
    rows = db.session.scalars(
        select(Rule).where(Rule.from_on <= day).order_by(Rule.from_on, Rule.id)
    )
    for rule in rows:
        in_force[rule.matter] = rule
    return [in_force[matter] for matter in Matter if matter in in_force]
