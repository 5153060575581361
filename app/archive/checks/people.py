"""The co-op, its units, standings, offices and dependants, against the events that sealed them."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from app.archive.checks.comparing import (
    Fact,
    Facts,
    Kinds,
    deed,
    done,
    events,
    first_difference,
    sealed,
)
from app.coop import Coop
from app.db import db
from app.members.dependants import sealed as seal_of_dependants
from app.members.models import Dependants, Mandate, Membership, Unit
from app.members.rules import last_day_before
from app.sentences import Sentence


def people_fault() -> Sentence | None:
    """The first of these that is not as it was sealed, or None."""
    return first_difference(_KINDS)


def _founded() -> Iterator[Fact]:
    for name, currency in db.session.execute(select(Coop.name, Coop.currency)):
        yield {"name": name, "currency": currency}


def _sealed_founding() -> Iterator[Fact]:
    return (data for _, _, data in events("coop-founded"))


def _units() -> Iterator[Fact]:
    for one in db.session.scalars(select(Unit)):
        yield {"of": f"unit {one.id}", "name": one.name, "kind": one.kind}


def _sealed_units() -> Iterator[Fact]:
    for _, subject, data in events("unit-founded"):
        yield {"of": subject, "name": data["name"], "kind": data["kind"]}


def _standings() -> Iterator[Fact]:
    for row in db.session.scalars(select(Membership)):
        yield {
            "of": f"member {row.member_id}",
            "standing": row.standing,
            "unit": row.unit_id,
            "from": row.from_on.isoformat(),
            "decision": row.decision_id,
        }


def _sealed_mandates() -> list[Fact]:
    """The mandates as given, and as recalling, laying down and elections ended them."""
    given: list[Fact] = []
    ends = ("mandate-recalled", "mandate-laid-down", "mandate-ended")
    for kind, subject, data in events("mandate-given", *ends):
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


def _mandates() -> Iterator[Fact]:
    for row in db.session.scalars(select(Mandate)):
        yield {
            "of": f"member {row.member_id}",
            "office": row.office,
            "unit": row.unit_id,
            "from": row.from_on.isoformat(),
            "to": row.to_on.isoformat() if row.to_on else None,
            "decision": row.decision_id,
        }


def _dependants_entered() -> Iterator[Fact]:
    for row in db.session.scalars(select(Dependants)):
        yield {"of": f"dependants {row.id}", **seal_of_dependants(row)}


def _dependants_settled(*, confirmed: bool) -> Facts:
    def stored() -> Iterator[Fact]:
        query = select(Dependants).where(Dependants.confirmed.is_(confirmed))
        for one in db.session.scalars(query):
            yield deed(f"dependants {one.id}", one.settled_by_id, one.settled_at, {})

    return stored


_KINDS: Kinds = (
    (_sealed_founding, _founded),
    (_sealed_units, _units),
    (sealed("standing-noted"), _standings),
    (_sealed_mandates, _mandates),
    (sealed("dependants-entered"), _dependants_entered),
    (done("dependants-confirmed", about="dependants"), _dependants_settled(confirmed=True)),
    (done("dependants-refused", about="dependants"), _dependants_settled(confirmed=False)),
)
