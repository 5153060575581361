"""Bylaws, motions and what became of them, against the events that sealed them."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from app.archive.checks.comparing import Fact, Kinds, deed, done, events, first_difference, sealed
from app.bylaws.models import Rule
from app.db import db
from app.elections.models import Candidacy, Drawing, PetitionSignature
from app.enactment.models import Enactment
from app.motions.models import Amendment, Motion, MotionVersion, Outcome, Seconding
from app.record.models import Decision
from app.record.rules import canonical
from app.sentences import Sentence, say
from app.voting.models import BoardResult
from app.voting.outside import sealed as sealed_board


def decisions_fault() -> Sentence | None:
    """The first of these that is not as it was sealed, or None."""
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


def _rules() -> Iterator[Fact]:
    for row in db.session.scalars(select(Rule)):
        yield {
            "of": f"rule {row.id}",
            "matter": row.matter,
            "definition": row.definition,
            "from": row.from_on.isoformat(),
        }


def _sealed_decisions() -> Iterator[Fact]:
    for _, subject, data in events("motion-decided"):
        if data["outcome"] == Outcome.CARRIED:
            yield {"of": subject, "poll": data["poll"], "tally": data["tally"]}


def _decisions() -> Iterator[Fact]:
    for row in db.session.scalars(select(Decision).where(Decision.motion_id.is_not(None))):
        yield {"of": f"motion {row.motion_id}", "poll": row.poll_id, "tally": row.tally}


_MOTION = ("number", "title", "text", "effect", "effect_data", "commences_on")
_AMENDMENT = ("amendment", "changes", "effect")
_EFFECT = ("due_on", "subject", "reason")


def _motions() -> Iterator[Fact]:
    rows = select(Motion, MotionVersion).join(
        MotionVersion, (MotionVersion.motion_id == Motion.id) & (MotionVersion.version == 1)
    )
    for motion, first in db.session.execute(rows):
        day = first.commences_on.isoformat() if first.commences_on else None
        words = (motion.number, first.title, first.text, motion.effect_kind, first.effect, day)
        data = dict(zip(_MOTION, words, strict=True))
        yield deed(f"motion {motion.id}", motion.mover_id, motion.submitted_at, data)


def _decided() -> Iterator[Fact]:
    for one in db.session.scalars(select(Motion).where(Motion.decided_at.is_not(None))):
        data = {"outcome": one.outcome, "poll": one.poll_id}
        yield deed(f"motion {one.id}", None, one.decided_at, data)


def _amendments() -> Iterator[Fact]:
    for one in db.session.scalars(select(Amendment)):
        data = {"amendment": one.id, "changes": one.changes, "effect": one.effect}
        yield deed(f"motion {one.motion_id}", one.mover_id, one.at, data)


def _nominations() -> Iterator[Fact]:
    for one in db.session.scalars(select(Candidacy)):
        data = {"member": one.member_id}
        yield deed(f"motion {one.motion_id}", one.nominated_by_id, one.nominated_at, data)


def _pools() -> Iterator[Fact]:
    for one in db.session.scalars(select(Drawing).where(Drawing.fixed_at.is_not(None))):
        yield deed(f"motion {one.motion_id}", one.fixed_by_id, one.fixed_at, {"pool": one.pool})


def _lots() -> Iterator[Fact]:
    for one in db.session.scalars(select(Drawing).where(Drawing.drawn_at.is_not(None))):
        yield deed(f"motion {one.motion_id}", one.drawn_by_id, one.drawn_at, {"seed": one.seed})


def _petitioners() -> Iterator[Fact]:
    for one in db.session.scalars(select(PetitionSignature)):
        yield deed(f"petition {one.petition_id}", one.member_id, one.at, {})


def _unsigners() -> Iterator[Fact]:
    withdrawn = PetitionSignature.withdrawn_at.is_not(None)
    for one in db.session.scalars(select(PetitionSignature).where(withdrawn)):
        yield deed(f"petition {one.petition_id}", one.member_id, one.withdrawn_at, {})


def _secondings() -> Iterator[Fact]:
    for one in db.session.scalars(select(Seconding)):
        yield deed(f"motion {one.motion_id}", one.member_id, one.at, {})


def _effects() -> Iterator[Fact]:
    for one in db.session.scalars(select(Enactment)):
        data = {
            "due_on": one.due_on.isoformat(),
            "subject": one.subject,
            "reason": one.reason,
        }
        yield deed(f"motion {one.motion_id}", None, one.enacted_at or one.failed_at, data)


def _boards() -> Iterator[Fact]:
    for one in db.session.scalars(select(BoardResult)):
        data = sealed_board(one) | {"file": sha256(one.file).hexdigest()}
        yield deed(f"poll {one.poll_id}", one.by_id, one.at, data)


_KINDS: Kinds = (
    (sealed("rule-enacted"), _rules),
    (_sealed_decisions, _decisions),
    (done("motion-submitted", about="motion", names=_MOTION), _motions),
    (done("motion-seconded", about="motion"), _secondings),
    (done("amendment-proposed", about="motion", names=_AMENDMENT), _amendments),
    (done("candidate-nominated", about="motion", names=("member",)), _nominations),
    (done("pool-fixed", about="motion", names=("pool",)), _pools),
    (done("lots-drawn", about="motion", names=("seed",)), _lots),
    (done("petition-signed", about="petition"), _petitioners),
    (done("petition-signature-withdrawn", about="petition"), _unsigners),
    (done("motion-decided", about="motion", names=("outcome", "poll")), _decided),
    (done("motion-enacted", "enactment-failed", about="motion", names=_EFFECT), _effects),
    (done("board-attached", about="poll", names=("fingerprint", "file", "name")), _boards),
)
