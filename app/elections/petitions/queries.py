"""Reading petitions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, bindparam, func, select

from app.bylaws.queries import decision_rule
from app.bylaws.rules.matters import Matter
from app.bylaws.rules.provisions import USUAL_PETITION, PetitionRule
from app.db import db
from app.elections.models import Petition, PetitionSignature
from app.elections.rules.petitions import has_lapsed
from app.members.models import Mandate, Member, Standing
from app.members.queries import held_on, people_on
from app.motions.models import EffectKind, Motion
from app.motions.queries import course_of
from app.prepared import Prepared


def petition(petition_id: int) -> Petition | None:
    return db.session.get(Petition, petition_id)


def mandate_held(mandate_id: int, on: date) -> Mandate | None:
    """An office that is held on a day."""
    return db.session.scalar(select(Mandate).where(Mandate.id == mandate_id, held_on(on)))


_RUNNING = select(Petition).where(
    Petition.mandate_id == bindparam("mandate"),
    Petition.reached_at.is_(None),
    Petition.withdrawn_at.is_(None),
    Petition.lapsed_at.is_(None),
)


_RUNNING_NOW = Prepared(_RUNNING.with_only_columns(Petition.id, Petition.ends_at))


def running_now(mandate_id: int, at: datetime) -> int | None:
    """The number of the petition for a recall that can still be signed."""
    running = db.rows(_RUNNING_NOW, mandate=mandate_id)
    return running[0].id if running and not has_lapsed(running[0].ends_at, at) else None


def running_for(mandate_id: int) -> Petition | None:
    """The petition for a recall that was neither successful nor taken back, also where its time
    is over."""
    return db.session.scalar(_RUNNING, {"mandate": mandate_id})


def rule_on_petitions(on: date) -> PetitionRule:
    """What the bylaws say of petitions on a day, or what is usual."""
    return decision_rule(Matter.OFFICE, on).petition or USUAL_PETITION


def signature(petition_id: int, member_id: int) -> PetitionSignature | None:
    """The one that stands."""
    return db.session.scalar(
        select(PetitionSignature).where(
            PetitionSignature.petition_id == petition_id,
            PetitionSignature.member_id == member_id,
            PetitionSignature.withdrawn_at.is_(None),
        )
    )


def signers(petition_id: int) -> Sequence[Row[int, str]]:
    """In the order in which they signed: id and name."""
    return db.session.execute(
        select(Member.id, Member.name)
        .join(PetitionSignature, PetitionSignature.member_id == Member.id)
        .where(
            PetitionSignature.petition_id == petition_id, PetitionSignature.withdrawn_at.is_(None)
        )
        .order_by(PetitionSignature.at, Member.number)
    ).all()


def full_members(unit_id: int, on: date) -> int:
    return len(people_on(on, Standing.FULL, unit_id=unit_id))


def recall_before_members(mandate: Mandate, on: date) -> Motion | None:
    """A motion for the same recall that is handed in and not settled."""
    motions = select(Motion).where(
        Motion.effect_kind == EffectKind.RECALL_OFFICE,
        Motion.submitted_at.is_not(None),
        Motion.withdrawn_at.is_(None),
        Motion.decided_at.is_(None),
    )
    effect = {"member_id": mandate.member_id, "office": mandate.office, "unit_id": mandate.unit_id}
    for motion in db.session.scalars(motions):
        if motion.effect == effect and not course_of(motion, on).state.is_final:
            return motion
    return None


@dataclass(frozen=True, slots=True)
class PetitionLine:
    """A petition in a list."""

    id: int
    title: str
    signed: int
    needed: int
    is_reached: bool
    is_withdrawn: bool
    has_lapsed: bool


def petition_lines(at: datetime) -> list[PetitionLine]:
    """All petitions, the latest first."""
    signed = (
        select(func.count())
        .where(
            PetitionSignature.petition_id == Petition.id, PetitionSignature.withdrawn_at.is_(None)
        )
        .correlate(Petition)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Petition.id,
            Petition.title,
            signed,
            Petition.needed,
            Petition.reached_at.is_not(None),
            Petition.withdrawn_at.is_not(None),
            func.coalesce(Petition.ends_at <= at, False),
        ).order_by(Petition.id.desc())
    )
    return [PetitionLine(*row) for row in rows]
