"""Items, what a unit pays, logged work and the signatures under it, against the events that
sealed them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import InstrumentedAttribute

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
from app.db import db
from app.production.models import (
    Closing,
    Confirmation,
    Dispute,
    Entry,
    Item,
    Labour,
    Norm,
    PieceRate,
    Reversal,
)
from app.record.models import Event
from app.record.rules import digest
from app.sentences import Sentence


def work_fault() -> Sentence | None:
    """The first of these that is not as it was sealed, or None."""
    return first_difference(_KINDS)


_ITEM = ("code", "name", "measure", "decimals", "unit")


def _items() -> Iterator[Fact]:
    rows = select(Item.id, Item.code, Item.name, Item.measure, Item.decimals, Item.unit_id)
    for item_id, *facts in db.session.execute(rows):
        yield {"of": f"item {item_id}", **dict(zip(_ITEM, facts, strict=True))}


def _sealed_items() -> Iterator[Fact]:
    for fact in done("item-added", about="item", names=_ITEM)():
        yield {name: fact[name] for name in ("of", *_ITEM)}


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
    logged = {subject for _, subject, _ in events("entry-logged")}
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


_SIGNED_SINGLY = done("entry-confirmed", about="entry")


def _signed() -> Iterator[Fact]:
    """Confirmations one by one; those that came with a file by their number."""
    singly = {fact["of"] for fact in _SIGNED_SINGLY()}
    with_files: Counter[datetime] = Counter()
    rows = select(Confirmation.entry_id, Confirmation.member_id, Confirmation.at)
    for entry_id, by, at in db.session.execute(rows):
        if f"entry {entry_id}" in singly:
            yield deed(f"entry {entry_id}", by, at, {})
        else:
            with_files[at] += 1
    yield from _with_files(with_files)


def _sealed_signatures() -> Iterator[Fact]:
    yield from _SIGNED_SINGLY()
    files: Counter[datetime] = Counter()
    imports = select(Event.at, Event.data).where(Event.kind == "log-imported")
    for at, data in db.session.execute(imports):
        files[at] += data["confirmed"]
    yield from _with_files(files)


def _with_files(numbers: Counter[datetime]) -> Iterator[Fact]:
    for at, number in numbers.items():
        if number:
            yield {"confirmed with a file": number, "at": at.isoformat()}


def _complaints(kind: type[Dispute] | type[Reversal]) -> Facts:
    def stored() -> Iterator[Fact]:
        rows = select(kind.entry_id, kind.member_id, kind.at, kind.reason)
        for entry_id, by, at, reason in db.session.execute(rows):
            yield deed(f"entry {entry_id}", by, at, {"reason": reason})

    return stored


def _closings() -> Iterator[Fact]:
    for one in db.session.scalars(select(Closing)):
        yield deed(f"closing {one.id}", one.by_id, one.at, {"to": one.to_on.isoformat()})


def _reopenings() -> Iterator[Fact]:
    for one in db.session.scalars(select(Closing).where(Closing.reopened_at.is_not(None))):
        yield deed(f"closing {one.id}", one.reopened_by_id, one.reopened_at, {})


_KINDS: Kinds = (
    (sealed("piece-rate-set"), _values(PieceRate, PieceRate.rate)),
    (sealed("norm-set"), _values(Norm, Norm.minutes)),
    (_sealed_entries, _entries),
    (_sealed_items, _items),
    (_sealed_signatures, _signed),
    (done("entry-disputed", about="entry", names=("reason",)), _complaints(Dispute)),
    (done("entry-reversed", about="entry", names=("reason",)), _complaints(Reversal)),
    (done("log-closed", about="closing", names=("to",)), _closings),
    (done("log-reopened", about="closing"), _reopenings),
)
