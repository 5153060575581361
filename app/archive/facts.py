"""Facts against the events that sealed them: a row that was changed, slipped in or taken out."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from app.bylaws.models import Rule
from app.db import db
from app.members.models import Mandate, Membership
from app.members.rules import last_day_before
from app.record.models import Event
from app.record.rules import canonical
from app.sentences import Sentence, say

Fact = dict[str, Any]
"""What an event says or a row holds, with its subject, as plain JSON."""


def facts_fault() -> Sentence | None:
    """The first standing, mandate or rule that is not what was sealed, or None."""
    for sealed, stored in _KINDS:
        told = Counter(canonical(fact) for fact in sealed())
        held = Counter(canonical(fact) for fact in stored())
        if altered := sorted((held - told) or (told - held)):
            return say("What is stored is not what was sealed: %(fact)s", fact=altered[0])
    return None


def _events(*kinds: str) -> Sequence[Row[str, str, Fact]]:
    return db.session.execute(
        select(Event.kind, Event.subject, Event.data)
        .where(Event.kind.in_(kinds))
        .order_by(Event.number)
    ).all()


def _sealed_standings() -> Iterator[Fact]:
    for _, subject, data in _events("standing-noted"):
        yield {"of": subject, **data}


def _stored_standings() -> Iterator[Fact]:
    for row in db.session.scalars(select(Membership)):
        yield {
            "of": f"member {row.member_id}",
            "standing": row.standing,
            "unit": row.unit_id,
            "from": row.from_on.isoformat(),
            "decision": row.decision_id,
        }


def _sealed_mandates() -> list[Fact]:
    """The mandates as given, and as recalling and laying down ended them."""
    given: list[Fact] = []
    for kind, subject, data in _events("mandate-given", "mandate-recalled", "mandate-laid-down"):
        if kind == "mandate-given":
            given.append({"of": subject, **data})
            continue
        to = data["to"] if "to" in data else _day_before(data["from"])
        for mandate in given:
            if mandate["of"] == subject and _holds(mandate, data):
                mandate["to"] = max(mandate["from"], to)
    return given


def _holds(mandate: Fact, end: Fact) -> bool:
    day = end.get("from") or end["to"]
    return (mandate["office"], mandate["unit"]) == (end["office"], end["unit"]) and (
        mandate["from"] <= day and (mandate["to"] is None or mandate["to"] >= day)
    )


def _day_before(day: str) -> str:
    return last_day_before(date.fromisoformat(day)).isoformat()


def _stored_mandates() -> Iterator[Fact]:
    for row in db.session.scalars(select(Mandate)):
        yield {
            "of": f"member {row.member_id}",
            "office": row.office,
            "unit": row.unit_id,
            "from": row.from_on.isoformat(),
            "to": row.to_on.isoformat() if row.to_on else None,
            "decision": row.decision_id,
        }


def _sealed_rules() -> Iterator[Fact]:
    for _, subject, data in _events("rule-enacted"):
        yield {"of": subject, **data}


def _stored_rules() -> Iterator[Fact]:
    for row in db.session.scalars(select(Rule)):
        yield {
            "of": f"rule {row.id}",
            "matter": row.matter,
            "definition": row.definition,
            "from": row.from_on.isoformat(),
        }


_Facts = Callable[[], Iterator[Fact] | list[Fact]]
_KINDS: tuple[tuple[_Facts, _Facts], ...] = (
    (_sealed_standings, _stored_standings),
    (_sealed_mandates, _stored_mandates),
    (_sealed_rules, _stored_rules),
)
