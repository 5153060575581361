"""Facts against the events that sealed them: a row that was changed, slipped in or taken out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import InstrumentedAttribute

from app.bylaws.models import Rule
from app.db import db
from app.members.dependants import sealed as seal_of_dependants
from app.members.models import Dependants, Mandate, Membership
from app.members.rules import last_day_before
from app.motions.models import Outcome
from app.production.models import Entry, Labour, Norm, PieceRate
from app.record.models import Decision, Event
from app.record.rules import canonical, digest
from app.sentences import Sentence, say
from app.wages.models import Adoption, LegalProfile, PayOpenness, Scheme

Fact = dict[str, Any]
"""What an event says or a row holds, with its subject, as plain JSON."""
Facts = Callable[[], Iterable[Fact]]
Kinds = tuple[tuple[Facts, Facts], ...]
"""Pairs of what the events tell and what the tables hold."""


def facts_fault() -> Sentence | None:
    """The first fact that is not as it was sealed, or None: every row has its event, and every
    event its row."""
    return first_difference(_KINDS)


def first_difference(kinds: Kinds) -> Sentence | None:
    """The first fact that only the events tell or only the tables hold."""
    for told_of, stored in kinds:
        told = Counter(canonical(fact) for fact in told_of())
        held = Counter(canonical(fact) for fact in stored())
        if altered := sorted((told - held) or (held - told)):
            return say("What is stored is not what was sealed: %(fact)s", fact=altered[0])
    return None


def _events(*kinds: str) -> Sequence[Row[str, str, Fact]]:
    return db.session.execute(
        select(Event.kind, Event.subject, Event.data)
        .where(Event.kind.in_(kinds))
        .order_by(Event.number)
    ).all()


def sealed(kind: str) -> Callable[[], Iterator[Fact]]:
    return lambda: ({"of": subject, **data} for _, subject, data in _events(kind))


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
    for kind, subject, data in _events("mandate-given", *ends):
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


def _rules() -> Iterator[Fact]:
    for row in db.session.scalars(select(Rule)):
        yield {
            "of": f"rule {row.id}",
            "matter": row.matter,
            "definition": row.definition,
            "from": row.from_on.isoformat(),
        }


def _sealed_decisions() -> Iterator[Fact]:
    for _, subject, data in _events("motion-decided"):
        if data["outcome"] == Outcome.CARRIED:
            yield {"of": subject, "poll": data["poll"], "tally": data["tally"]}


def _decisions() -> Iterator[Fact]:
    for row in db.session.scalars(select(Decision).where(Decision.motion_id.is_not(None))):
        yield {"of": f"motion {row.motion_id}", "poll": row.poll_id, "tally": row.tally}


def _values(
    model: type[PieceRate] | type[Norm], value: InstrumentedAttribute[Fraction]
) -> Callable[[], Iterator[Fact]]:
    def stored() -> Iterator[Fact]:
        rows = db.session.execute(select(model.item_id, value, model.from_on, model.decision_id))
        for item_id, exact, from_on, decision_id in rows:
            yield {
                "of": f"item {item_id}",
                "value": str(exact),
                "from": from_on.isoformat(),
                "decision": decision_id,
            }

    return stored


def _sealed_entries() -> Iterator[Fact]:
    """Entries logged one by one are sealed each by itself, those of a file together."""
    yield from sealed("entry-logged")()
    for by, at, data in _imports():
        yield {"imported": [by, at.isoformat(), data["entries"], data["sealed"]]}


def _imports() -> Sequence[Row[int, datetime, Fact]]:
    return db.session.execute(
        select(Event.actor_id, Event.at, Event.data)
        .where(Event.kind == "log-imported")
        .order_by(Event.number)
    ).all()


def _entries() -> Iterator[Fact]:
    labour: dict[int, list[list[Any]]] = defaultdict(list)
    for one in db.session.scalars(select(Labour).order_by(Labour.id)):
        labour[one.entry_id].append([one.member_id, one.minutes, one.kind])
    logged = {subject for _, subject, _ in _events("entry-logged")}
    files: dict[tuple[int, str], list[list[Any]]] = defaultdict(list)
    for row in db.session.scalars(select(Entry).order_by(Entry.id)):
        made = {
            "worked_on": row.worked_on.isoformat(),
            "unit": row.unit_id,
            "item": row.item_id,
            "quantity": row.quantity,
            "rejects": row.rejects,
            "crew": row.crew,
        }
        if f"entry {row.id}" in logged:
            yield {"of": f"entry {row.id}", **made, "labour": labour[row.id]}
        else:
            file = files[row.logged_by_id, row.logged_at.isoformat()]
            file.append([row.key, *made.values(), sorted(labour[row.id])])
    sizes: dict[tuple[int, str], list[int]] = defaultdict(list)
    for by, at, data in _imports():
        sizes[by, at.isoformat()].append(data["entries"])
    for (by, moment), entries in files.items():
        for facts in _apart(entries, sizes[by, moment]):
            yield {"imported": [by, moment, len(facts), digest(sorted(facts))]}


def _apart(entries: list[list[Any]], sizes: Sequence[int]) -> Iterator[list[list[Any]]]:
    """The entries of several files that one member imported within a second, file by file; the
    last has all that is left, so that what was slipped in shows."""
    for size in sizes[:-1]:
        yield entries[:size]
        entries = entries[size:]
    if entries:
        yield entries


def _dependants() -> Iterator[Fact]:
    for row in db.session.scalars(select(Dependants)):
        yield {"of": f"dependants {row.id}", **seal_of_dependants(row)}


def _adoptions() -> Iterator[Fact]:
    rows = db.session.execute(
        select(Adoption, Scheme.hash).join(Scheme, Scheme.id == Adoption.scheme_id)
    )
    for row, scheme_hash in rows:
        yield {
            "of": f"adoption {row.id}",
            "scheme": row.scheme_id,
            "hash": scheme_hash,
            "from": row.from_on.isoformat(),
            "decision": row.decision_id,
        }


def _openness() -> Iterator[Fact]:
    for row in db.session.scalars(select(PayOpenness)):
        yield {
            "of": f"pay openness {row.id}",
            "policy": row.policy.value,
            "from": row.from_on.isoformat(),
            "decision": row.decision_id,
        }


def _laws() -> Iterator[Fact]:
    for row in db.session.scalars(select(LegalProfile)):
        yield {
            "of": f"law {row.id}",
            "from": row.from_on.isoformat(),
            "terms": row.terms,
            "reference": row.reference,
        }


def _checked_laws() -> Iterator[Fact]:
    checked = select(LegalProfile.id).where(LegalProfile.checked_at.is_not(None))
    for law_id in db.session.scalars(checked):
        yield {"of": f"law {law_id}"}


_KINDS: Kinds = (
    (sealed("standing-noted"), _standings),
    (_sealed_mandates, _mandates),
    (sealed("rule-enacted"), _rules),
    (_sealed_decisions, _decisions),
    (sealed("piece-rate-set"), _values(PieceRate, PieceRate.rate)),
    (sealed("norm-set"), _values(Norm, Norm.minutes)),
    (_sealed_entries, _entries),
    (sealed("scheme-adopted"), _adoptions),
    (sealed("pay-openness-set"), _openness),
    (sealed("law-entered"), _laws),
    (sealed("dependants-entered"), _dependants),
    (sealed("law-checked"), _checked_laws),
)
