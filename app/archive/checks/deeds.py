"""What people did, against the events that tell who did it: motions, their seconders and
amendments, nominations, lots, petitions, items, schemes, signatures under entries, closings, pay
runs, effects."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from app.archive.checks.facts import Fact, first_difference
from app.coop import Coop
from app.db import db
from app.elections.models import Candidacy, Drawing, PetitionSignature
from app.enactment.models import Enactment
from app.members.models import Dependants, Unit
from app.motions.models import Amendment, Motion, MotionVersion, Seconding
from app.production.models import Closing, Confirmation, Dispute, Item, Reversal
from app.record.models import Event
from app.record.rules import canonical
from app.sentences import Sentence, say
from app.voting.models import BoardResult
from app.voting.outside import sealed
from app.wages.models import PayRun, Scheme

Deeds = Callable[[], Iterable[Fact]]


def deeds_fault() -> Sentence | None:
    """The first deed that is not stored as it was sealed, or None."""
    return first_difference(_KINDS) or _version_fault()


def _version_fault() -> Sentence | None:
    """A motion repeats its latest version."""
    latest = {
        one.motion_id: one
        for one in db.session.scalars(select(MotionVersion).order_by(MotionVersion.version))
    }
    for motion in db.session.scalars(select(Motion).where(Motion.submitted_at.is_not(None))):
        version = latest.get(motion.id)
        if version is None or _words(motion) != _words(version):
            return say("Motion %(number)s does not read as it was put.", number=motion.number)
    return None


def _words(one: Motion | MotionVersion) -> tuple[Any, ...]:
    return one.title, one.text, canonical(one.effect), one.commences_on


def _told(*kinds: str, about: str, names: Iterable[str] = ()) -> Deeds:
    """The events of these kinds about one kind of thing: who, when, and the named data."""

    def sealed() -> Iterator[Fact]:
        query = select(Event.subject, Event.actor_id, Event.at, Event.data)
        told = query.where(Event.kind.in_(kinds), Event.subject.startswith(f"{about} "))
        for subject, by, at, data in db.session.execute(told.order_by(Event.number)):
            yield _deed(subject, by, at, {name: data[name] for name in names})

    return sealed


def _deed(of: str, by: int | None, at: datetime | None, data: Fact) -> Fact:
    return {"of": of, "by": by, "at": at and at.isoformat(), **data}


def _founded() -> Iterator[Fact]:
    for name, currency in db.session.execute(select(Coop.name, Coop.currency)):
        yield {"name": name, "currency": currency}


def _sealed_founding() -> Iterator[Fact]:
    yield from db.session.scalars(select(Event.data).where(Event.kind == "coop-founded"))


def _units() -> Iterator[Fact]:
    for one in db.session.scalars(select(Unit)):
        yield {"of": f"unit {one.id}", "name": one.name, "kind": one.kind}


def _sealed_units() -> Iterator[Fact]:
    query = select(Event.subject, Event.data).where(Event.kind == "unit-founded")
    for subject, data in db.session.execute(query):
        yield {"of": subject, "name": data["name"], "kind": data["kind"]}


_ITEM = ("code", "name", "measure", "decimals", "unit")
_MOTION = ("number", "title", "text", "effect", "effect_data", "commences_on")


def _items() -> Iterator[Fact]:
    rows = select(Item.id, Item.code, Item.name, Item.measure, Item.decimals, Item.unit_id)
    for item_id, *facts in db.session.execute(rows):
        yield {"of": f"item {item_id}", **dict(zip(_ITEM, facts, strict=True))}


def _sealed_items() -> Iterator[Fact]:
    for deed in _told("item-added", about="item", names=_ITEM)():
        yield {name: deed[name] for name in ("of", *_ITEM)}


def _schemes() -> Iterator[Fact]:
    for one in db.session.scalars(select(Scheme)):
        data = {"name": one.name, "hash": one.hash}
        if sha256(one.terms.encode()).hexdigest() != one.hash:
            data["terms"] = one.terms
        yield _deed(f"scheme {one.id}", one.by_id, one.at, data)


def _motions() -> Iterator[Fact]:
    rows = select(Motion, MotionVersion).join(
        MotionVersion, (MotionVersion.motion_id == Motion.id) & (MotionVersion.version == 1)
    )
    for motion, first in db.session.execute(rows):
        day = first.commences_on.isoformat() if first.commences_on else None
        words = (motion.number, first.title, first.text, motion.effect_kind, first.effect, day)
        data = dict(zip(_MOTION, words, strict=True))
        yield _deed(f"motion {motion.id}", motion.mover_id, motion.submitted_at, data)


def _decided() -> Iterator[Fact]:
    for one in db.session.scalars(select(Motion).where(Motion.decided_at.is_not(None))):
        data = {"outcome": one.outcome, "poll": one.poll_id}
        yield _deed(f"motion {one.id}", None, one.decided_at, data)


def _amendments() -> Iterator[Fact]:
    for one in db.session.scalars(select(Amendment)):
        data = {"amendment": one.id, "changes": one.changes, "effect": one.effect}
        yield _deed(f"motion {one.motion_id}", one.mover_id, one.at, data)


def _nominations() -> Iterator[Fact]:
    for one in db.session.scalars(select(Candidacy)):
        data = {"member": one.member_id}
        yield _deed(f"motion {one.motion_id}", one.nominated_by_id, one.nominated_at, data)


def _pools() -> Iterator[Fact]:
    for one in db.session.scalars(select(Drawing).where(Drawing.fixed_at.is_not(None))):
        yield _deed(f"motion {one.motion_id}", one.fixed_by_id, one.fixed_at, {"pool": one.pool})


def _lots() -> Iterator[Fact]:
    for one in db.session.scalars(select(Drawing).where(Drawing.drawn_at.is_not(None))):
        yield _deed(f"motion {one.motion_id}", one.drawn_by_id, one.drawn_at, {"seed": one.seed})


def _petitioners() -> Iterator[Fact]:
    for one in db.session.scalars(select(PetitionSignature)):
        yield _deed(f"petition {one.petition_id}", one.member_id, one.at, {})


def _unsigners() -> Iterator[Fact]:
    withdrawn = PetitionSignature.withdrawn_at.is_not(None)
    for one in db.session.scalars(select(PetitionSignature).where(withdrawn)):
        yield _deed(f"petition {one.petition_id}", one.member_id, one.withdrawn_at, {})


def _secondings() -> Iterator[Fact]:
    for one in db.session.scalars(select(Seconding)):
        yield _deed(f"motion {one.motion_id}", one.member_id, one.at, {})


def _effects() -> Iterator[Fact]:
    for one in db.session.scalars(select(Enactment)):
        data = {
            "due_on": one.due_on.isoformat(),
            "subject": one.subject,
            "reason": one.reason,
        }
        yield _deed(f"motion {one.motion_id}", None, one.enacted_at or one.failed_at, data)


def _complaints(kind: type[Dispute] | type[Reversal]) -> Deeds:
    def stored() -> Iterator[Fact]:
        rows = select(kind.entry_id, kind.member_id, kind.at, kind.reason)
        for entry_id, by, at, reason in db.session.execute(rows):
            yield _deed(f"entry {entry_id}", by, at, {"reason": reason})

    return stored


def _closings() -> Iterator[Fact]:
    for one in db.session.scalars(select(Closing)):
        yield _deed(f"closing {one.id}", one.by_id, one.at, {"to": one.to_on.isoformat()})


def _reopenings() -> Iterator[Fact]:
    for one in db.session.scalars(select(Closing).where(Closing.reopened_at.is_not(None))):
        yield _deed(f"closing {one.id}", one.reopened_by_id, one.reopened_at, {})


def _prepared() -> Iterator[Fact]:
    for one in db.session.scalars(select(PayRun)):
        data = {
            "from": one.from_on.isoformat(),
            "to": one.to_on.isoformat(),
            "inputs_hash": one.inputs_hash,
        }
        yield _deed(one.subject, one.prepared_by_id, one.prepared_at, data)


def _approved() -> Iterator[Fact]:
    for one in db.session.scalars(select(PayRun).where(PayRun.approved_at.is_not(None))):
        yield _deed(one.subject, one.approved_by_id, one.approved_at, {})


def _signed() -> Iterator[Fact]:
    """Confirmations one by one; those that came with a file by their number."""
    singly = {deed["of"] for deed in _SIGNED_SINGLY()}
    with_files: Counter[datetime] = Counter()
    rows = select(Confirmation.entry_id, Confirmation.member_id, Confirmation.at)
    for entry_id, by, at in db.session.execute(rows):
        if f"entry {entry_id}" in singly:
            yield _deed(f"entry {entry_id}", by, at, {})
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


def _dependants(*, confirmed: bool) -> Deeds:
    def stored() -> Iterator[Fact]:
        query = select(Dependants).where(Dependants.confirmed.is_(confirmed))
        for one in db.session.scalars(query):
            yield _deed(f"dependants {one.id}", one.settled_by_id, one.settled_at, {})

    return stored


_SIGNED_SINGLY = _told("entry-confirmed", about="entry")
_PREPARED = ("from", "to", "inputs_hash")
_EFFECT = ("due_on", "subject", "reason")
_AMENDMENT = ("amendment", "changes", "effect")


def _boards() -> Iterator[Fact]:
    for one in db.session.scalars(select(BoardResult)):
        data = sealed(one) | {"file": sha256(one.file).hexdigest()}
        yield _deed(f"poll {one.poll_id}", one.by_id, one.at, data)


_KINDS: tuple[tuple[Deeds, Deeds], ...] = (
    (_sealed_founding, _founded),
    (_sealed_units, _units),
    (_sealed_items, _items),
    (_told("scheme-kept", about="scheme", names=("name", "hash")), _schemes),
    (_told("motion-submitted", about="motion", names=_MOTION), _motions),
    (_told("motion-seconded", about="motion"), _secondings),
    (_told("amendment-proposed", about="motion", names=_AMENDMENT), _amendments),
    (_told("candidate-nominated", about="motion", names=("member",)), _nominations),
    (_told("pool-fixed", about="motion", names=("pool",)), _pools),
    (_told("lots-drawn", about="motion", names=("seed",)), _lots),
    (_told("petition-signed", about="petition"), _petitioners),
    (_told("petition-signature-withdrawn", about="petition"), _unsigners),
    (_told("motion-decided", about="motion", names=("outcome", "poll")), _decided),
    (_told("motion-enacted", "enactment-failed", about="motion", names=_EFFECT), _effects),
    (_told("board-attached", about="poll", names=("fingerprint", "file", "name")), _boards),
    (_sealed_signatures, _signed),
    (_told("entry-disputed", about="entry", names=("reason",)), _complaints(Dispute)),
    (_told("entry-reversed", about="entry", names=("reason",)), _complaints(Reversal)),
    (_told("log-closed", about="closing", names=("to",)), _closings),
    (_told("log-reopened", about="closing"), _reopenings),
    (_told("dependants-confirmed", about="dependants"), _dependants(confirmed=True)),
    (_told("dependants-refused", about="dependants"), _dependants(confirmed=False)),
    (_told("pay-run-prepared", about="pay run", names=_PREPARED), _prepared),
    (_told("pay-run-approved", about="pay run"), _approved),
)
