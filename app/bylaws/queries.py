"""Reading the bylaws as they stand on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.bylaws.models import Matter, Rule
from app.bylaws.rules.decisions import DecisionRule, parse_rule
from app.bylaws.rules.examples import describe_example, examples
from app.db import db
from app.errors import RuleViolation
from app.members.models import Standing
from app.members.queries import people_on
from app.prepared import Prepared
from app.record.models import Decision
from app.sentences import Sentence, say


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


_DEFINITION = Prepared(
    select(Rule.definition)
    .where(Rule.matter == bindparam("matter"), Rule.from_on <= bindparam("day"))
    .order_by(Rule.from_on.desc(), Rule.id.desc())
    .limit(1)
)


def decision_rule(matter: Matter, day: date) -> DecisionRule:
    """How motions on a matter are decided on a day. Raises NoRule."""
    found = db.rows(_DEFINITION, matter=matter, day=day)
    if not found:
        raise NoRule
    return parse_rule(found[0].definition)


def rules_on(day: date) -> list[Rule]:
    """The rules in force on a day, one a matter, in the order of `Matter`."""
    in_force: dict[str, Rule] = {}
    rows = db.session.scalars(
        select(Rule).where(Rule.from_on <= day).order_by(Rule.from_on, Rule.id)
    )
    for rule in rows:
        in_force[rule.matter] = rule
    return [in_force[matter] for matter in Matter if matter in in_force]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with the decision it rests on."""

    id: int
    matter: Matter
    clause: str
    definition: dict[str, Any]
    text: str
    from_on: date
    decision: str
    tally: str
    decision_id: int
    motion_id: int | None
    motion_number: int | None

    @property
    def rule(self) -> DecisionRule:
        return parse_rule(self.definition)


_LINES = select(
    Rule.id,
    Rule.matter,
    Rule.clause,
    Rule.definition,
    Rule.text,
    Rule.from_on,
    Decision.title,
    Decision.tally,
    Decision.id,
    Decision.motion_id,
    Decision.motion_number,
).join(Decision, Decision.id == Rule.decision_id)


def rule_lines(day: date) -> list[RuleLine]:
    """The rules in force on a day, one a matter, in the order of `Matter`."""
    rows = db.session.execute(_LINES.where(Rule.from_on <= day).order_by(Rule.from_on, Rule.id))
    in_force = {row.matter: RuleLine(*row) for row in rows}
    return [in_force[matter] for matter in Matter if matter in in_force]


def history(matter: Matter) -> list[RuleLine]:
    """All rules for a matter, the latest first."""
    rows = db.session.execute(
        _LINES.where(Rule.matter == matter).order_by(Rule.from_on.desc(), Rule.id.desc())
    )
    return [RuleLine(*row) for row in rows]


def examples_of(rule: DecisionRule, day: date) -> list[Sentence]:
    """What it takes in votes of the whole co-op as it stands on a day."""
    cases = examples(rule, len(people_on(day, Standing.FULL)))
    return [describe_example(case) for case in cases]
