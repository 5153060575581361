"""Calling an election, and standing in it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.db import db
from app.elections import queries
from app.elections.models import Candidacy, Election
from app.elections.rules import candidacies as rules
from app.elections.rules.lots import drawn
from app.elections.rules.terms import check_terms
from app.members.models import Office
from app.members.terms import TooManyTerms
from app.motions.actions.changing import check_changeable
from app.motions.actions.drafting import set_options
from app.motions.actions.moving import check_may_move, move_motion
from app.motions.models import EffectKind, Method, Motion
from app.motions.rules.effects import Effect
from app.motions.rules.questions import Option, Question
from app.motions.terms_left import check_terms_left
from app.record.actions import append


@dataclass(frozen=True, slots=True)
class Call:
    """What an election fills. `terms`: months of each seat, in the order of election, so that
    seats can be up at different dates; `most_terms`: in a row, 0 for no limit but that of the
    bylaws."""

    office: Office
    unit_id: int
    terms: Sequence[int]
    most_terms: int
    method: Method
    nominations_until: datetime


def call_election(
    call: Call,
    *,
    by: int,
    unit_id: int,
    title: str,
    text: str,
    reason: str,
    commences_on: date | None,
    at: datetime,
) -> Motion:
    """Moves that an office is filled by election; candidates are found before the vote. Raises
    NominationsEndTooSoon, InvalidInput, and the reasons of `submit_motion`."""
    check_terms(call.terms)
    if call.nominations_until <= at:
        raise rules.NominationsEndTooSoon
    effect = {
        "office": str(call.office),
        "unit_id": call.unit_id,
        "terms": list(call.terms),
        "most_terms": call.most_terms,
    }
    motion = move_motion(
        by=by,
        unit_id=unit_id,
        title=title,
        text=text,
        reason=reason,
        effect=Effect(EffectKind.FILL_OFFICE, effect),
        commences_on=commences_on,
        question=Question(call.method, (), len(call.terms)),
        at=at,
    )
    found = Election(
        motion_id=motion.id,
        nominations_until=call.nominations_until,
        seed=secrets.token_hex(16),
    )
    db.session.add(found)
    db.session.flush()
    data = {"until": found.nominations_until.isoformat(), "seed": found.seed}
    append("election-called", _subject(motion.id), by=by, at=at, data=data)
    return motion


def nominate(
    election: Election, *, member_id: int, by: int, on: date, at: datetime, statement: str = ""
) -> Candidacy:
    """Proposes somebody; who proposes themselves stands at once. Raises NominationsOver,
    NominatedAlready, OnlyFullMembersStand, TooManyTerms, OnlyFullMembersMove, NotOfThisBody,
    VoteOpen, MotionClosed."""
    motion = _locked(election, at)
    check_may_move(motion, by, at)
    if any(one.member_id == member_id for one in queries.candidacies(motion.id)):
        raise rules.NominatedAlready
    _check_may_stand(motion, member_id, on)
    is_own = member_id == by
    candidacy = Candidacy(
        motion_id=motion.id,
        member_id=member_id,
        nominated_by_id=by,
        nominated_at=at,
        accepted_at=at if is_own else None,
        statement=statement.strip() if is_own else "",
    )
    db.session.add(candidacy)
    db.session.flush()
    _note("candidate-nominated", candidacy, by, at)
    return candidacy


def accept_candidacy(candidacy: Candidacy, *, by: int, statement: str, at: datetime) -> None:
    """The candidate accepts, or rewrites what they say to the members. Raises NotTheCandidate,
    WithdrewAlready, NominationsOver, VoteOpen, MotionClosed."""
    _locked(candidacy.election, at)
    _check_own(candidacy, by)
    candidacy.accepted_at = candidacy.accepted_at or at
    candidacy.statement = statement.strip()
    _note("candidacy-accepted", candidacy, by, at)


def withdraw_candidacy(candidacy: Candidacy, *, by: int, at: datetime) -> None:
    """The candidate declines, or stands no more. Raises NotTheCandidate, WithdrewAlready,
    NominationsOver, VoteOpen, MotionClosed."""
    _locked(candidacy.election, at)
    _check_own(candidacy, by)
    candidacy.withdrawn_at = at
    _note("candidacy-withdrawn", candidacy, by, at)


def close_nominations(election: Election, *, by: int, on: date, at: datetime) -> None:
    """Puts those who stand on the ballot, in the order that the published seed draws. Raises
    NominationsOpen, NominationsOver, NobodyStands, VoteOpen, MotionClosed."""
    db.lock(election)
    db.lock(election.motion)
    check_changeable(election.motion, at)
    rules.check_may_close(election.nominations_until, election.closed_at, at)
    standing = {
        one.member.number: one
        for one in queries.candidacies(election.motion_id)
        if one.stands and _may_stand(election.motion, one.member_id, on)
    }
    if not standing:
        raise rules.NobodyStands
    order = drawn(election.seed, standing)
    set_options(election.motion, [_option(standing[number]) for number in order])
    election.closed_at, election.closed_by_id = at, by
    data = {"seed": election.seed, "ballot": order}
    append("nominations-closed", _subject(election.motion_id), by=by, at=at, data=data)


def _locked(election: Election, at: datetime) -> Motion:
    """The motion of an election, while nobody else changes who stands."""
    db.lock(election)
    db.lock(election.motion)
    check_changeable(election.motion, at)
    rules.check_nominations_open(election.nominations_until, election.closed_at, at)
    return election.motion


def _check_may_stand(motion: Motion, member_id: int, on: date) -> None:
    effect = motion.effect
    if not queries.may_stand(member_id, effect["unit_id"], on):
        raise rules.OnlyFullMembersStand
    check_terms_left(
        member_id,
        Office(effect["office"]),
        effect["unit_id"],
        starts_on=motion.commences_on or on,
        on=on,
        most=effect["most_terms"],
    )


def _may_stand(motion: Motion, member_id: int, on: date) -> bool:
    try:
        _check_may_stand(motion, member_id, on)
    except (rules.OnlyFullMembersStand, TooManyTerms):
        return False
    return True


def _check_own(candidacy: Candidacy, by: int) -> None:
    db.session.refresh(candidacy)
    if candidacy.member_id != by:
        raise rules.NotTheCandidate
    if candidacy.withdrawn_at is not None:
        raise rules.WithdrewAlready


def _option(candidacy: Candidacy) -> Option:
    """Two of one name are told apart by their numbers in the register."""
    same = [
        one
        for one in queries.candidacies(candidacy.motion_id)
        if one.member.name == candidacy.member.name
    ]
    name = candidacy.member.name
    title = name if len(same) == 1 else f"{name} ({candidacy.member.number})"
    return Option(title, candidacy.statement, member_id=candidacy.member_id)


def _note(kind: str, candidacy: Candidacy, by: int, at: datetime) -> None:
    data = {"member": candidacy.member_id, "statement": candidacy.statement}
    append(kind, _subject(candidacy.motion_id), by=by, at=at, data=data)


def _subject(motion_id: int) -> str:
    return f"motion {motion_id}"
