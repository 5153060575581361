"""Starting and signing a petition for a recall; with enough signatures it is put to the vote."""

from contextlib import suppress
from datetime import date, datetime

from app.bylaws.queries import decision_rule
from app.db import db
from app.elections.models import Petition, PetitionSignature
from app.elections.petitions import queries
from app.elections.rules import petitions as rules
from app.errors import RuleViolation
from app.members.models import Mandate
from app.motions.actions.moving import move_motion, second_motion
from app.motions.models import EffectKind, Motion
from app.motions.queries import may_move
from app.motions.rules.course import check_may_move
from app.motions.rules.effects import Effect
from app.record.actions import append
from app.voting.actions.opening import open_poll


def start_petition(
    mandate: Mandate, *, by: int, title: str, reason: str, on: date, at: datetime
) -> Petition:
    """Asks that somebody is recalled; who starts it signs it. Raises NoLongerInOffice,
    PetitionRuns, RecallMoved, OnlyFullMembersMove, NotOfThisBody."""
    db.lock(mandate)
    _check_may_sign(mandate, by, on)
    if queries.mandate_held(mandate.id, on) is None:
        raise rules.NoLongerInOffice
    _make_room(mandate, at)
    if queries.recall_before_members(mandate, on) is not None:
        raise rules.RecallMoved
    rule = queries.rule_on_petitions(on)
    petition = Petition(
        mandate_id=mandate.id,
        title=title.strip(),
        reason=reason.strip(),
        needed=rule.needed(queries.full_members(mandate.unit_id, on)),
        started_by_id=by,
        started_at=at,
        ends_at=rules.runs_until(rule, at),
    )
    db.session.add(petition)
    db.session.flush()
    data = {
        "mandate": mandate.id,
        "needed": petition.needed,
        "until": petition.ends_at.isoformat() if petition.ends_at else None,
        "reason": petition.reason,
    }
    append("petition-started", _subject(petition), by=by, at=at, data=data)
    _sign(petition, by=by, at=at)
    return petition


def sign_petition(petition: Petition, *, by: int, on: date, at: datetime) -> Motion | None:
    """Signs it. With the last signature that was needed (those count who are full members still)
    the recall is moved, seconded by who signed, and put to the vote: the motion. Where the bylaws
    let only those present decide, it waits for the next assembly. Raises PetitionOver,
    PetitionLapsed, SignedAlready, NoLongerInOffice, OnlyFullMembersMove, NotOfThisBody."""
    db.lock(petition)
    signed = [one.id for one in queries.signers(petition.id)]
    rules.check_may_sign(
        is_over=_is_over(petition),
        has_lapsed=rules.has_lapsed(petition.ends_at, at),
        has_signed=by in signed,
    )
    _check_may_sign(petition.mandate, by, on)
    if queries.mandate_held(petition.mandate_id, on) is None:
        raise rules.NoLongerInOffice
    _sign(petition, by=by, at=at)
    unit_id = petition.mandate.unit_id
    counting = [one for one in [*signed, by] if all(may_move(one, unit_id, on))]
    if len(counting) < petition.needed:
        return None
    return _move_recall(petition, counting, on=on, at=at)


def withdraw_signature(petition: Petition, *, by: int, at: datetime) -> None:
    """Who has signed thinks again, while signatures are collected. Raises PetitionOver,
    PetitionLapsed, NotSigned."""
    db.lock(petition)
    _check_runs(petition, at)
    found = queries.signature(petition.id, by)
    if found is None:
        raise rules.NotSigned
    found.withdrawn_at = at
    append("petition-signature-withdrawn", _subject(petition), by=by, at=at)


def _make_room(mandate: Mandate, at: datetime) -> None:
    """A petition whose time is over makes room for another. Raises PetitionRuns."""
    before = queries.running_for(mandate.id)
    if before is None:
        return
    if not rules.has_lapsed(before.ends_at, at):
        raise rules.PetitionRuns
    before.lapsed_at = at
    db.session.flush()
    append("petition-lapsed", _subject(before), by=None, at=at)


def withdraw_petition(petition: Petition, *, by: int, at: datetime) -> None:
    """Raises NotTheStarter, PetitionOver, PetitionLapsed."""
    db.lock(petition)
    if petition.started_by_id != by:
        raise rules.NotTheStarter
    _check_runs(petition, at)
    petition.withdrawn_at = at
    append("petition-withdrawn", _subject(petition), by=by, at=at)


def _check_runs(petition: Petition, at: datetime) -> None:
    rules.check_runs(is_over=_is_over(petition), has_lapsed=rules.has_lapsed(petition.ends_at, at))


def _is_over(petition: Petition) -> bool:
    return petition.reached_at is not None or petition.withdrawn_at is not None


def _move_recall(petition: Petition, signed: list[int], *, on: date, at: datetime) -> Motion:
    mandate, mover = petition.mandate, signed[0]
    effect = {"member_id": mandate.member_id, "office": mandate.office, "unit_id": mandate.unit_id}
    motion = move_motion(
        by=mover,
        unit_id=mandate.unit_id,
        title=petition.title,
        text=petition.title,
        reason=petition.reason,
        effect=Effect(EffectKind.RECALL_OFFICE, effect),
        at=at,
    )
    rule = decision_rule(motion.matter, on)
    for seconder in signed[1 : rule.seconders + 1]:
        second_motion(motion, by=seconder, at=at)
    petition.reached_at, petition.motion_id = at, motion.id
    data = {"motion": motion.id, "signatures": len(signed)}
    append("petition-reached", _subject(petition), by=None, at=at, data=data)
    _put(motion, by=signed[-1], on=on, at=at)
    return motion


def _put(motion: Motion, *, by: int, on: date, at: datetime) -> None:
    """Opens the vote, unless the bylaws ask for what is not there yet: an assembly, scrutineers,
    more seconders. Then the motion waits for it; the last signature is not refused for that."""
    with suppress(RuleViolation), db.savepoint():
        open_poll(motion, by=by, at=at, on=on)


def _sign(petition: Petition, *, by: int, at: datetime) -> None:
    db.session.add(PetitionSignature(petition_id=petition.id, member_id=by, at=at))
    db.session.flush()
    append("petition-signed", _subject(petition), by=by, at=at)


def _check_may_sign(mandate: Mandate, member_id: int, on: date) -> None:
    is_full, is_of_body = may_move(member_id, mandate.unit_id, on)
    check_may_move(is_full=is_full, is_of_body=is_of_body)


def _subject(petition: Petition) -> str:
    return f"petition {petition.id}"
