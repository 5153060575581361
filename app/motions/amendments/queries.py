"""Reading amendments: how they fit the motion as it stands, and in which order they are put."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from app.db import db
from app.errors import RuleViolation
from app.members.models import Member
from app.money import parse_decimal
from app.motions.models import Amendment, Motion, MotionVersion
from app.motions.queries import versions_of
from app.motions.rules.amendments import Fit, Stage, fitted
from app.motions.rules.effects import EffectKind
from app.motions.rules.paragraphs import changes_from_json
from app.motions.rules.voting_order import Reach, proposed_order, reach

_AMOUNTS = {EffectKind.SET_PIECE_RATE: "rate", EffectKind.SET_NORM: "minutes"}
"""The effects that are an amount, and what it is called in them."""


def amount_name(kind: EffectKind, effect: dict[str, Any]) -> str | None:
    """Where an effect has its amount; None for one that is none, and for a question, whose
    options bring theirs."""
    name = _AMOUNTS.get(kind)
    return name if name in effect else None


def amendment(amendment_id: int) -> Amendment | None:
    return db.session.get(Amendment, amendment_id)


def amendments_of(motion_id: int) -> Sequence[Row[Amendment, str]]:
    """The amendments with their movers' names, in their order."""
    return db.session.execute(
        select(Amendment, Member.name)
        .join(Member, Member.id == Amendment.mover_id)
        .where(Amendment.motion_id == motion_id)
        .order_by(Amendment.number)
    ).all()


def next_number(motion_id: int) -> int:
    found = select(func.max(Amendment.number)).where(Amendment.motion_id == motion_id)
    return (db.session.scalar(found) or 0) + 1


def fit_of(amendment: Amendment, versions: Sequence[MotionVersion]) -> Fit:
    """The amendment on the motion as it stands; `versions`: all of the motion's, in their order.
    Raises Collides, EffectTaken, NothingLeft."""
    stages = [
        Stage(version.text, version.effect, changes_from_json(version.changes))
        for version in versions
        if version.version >= amendment.version
    ]
    return fitted(changes_from_json(amendment.changes), amendment.effect, stages)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An amendment that waits for its vote."""

    amendment: Amendment
    fit: Fit
    reach: Reach


def waiting_for_vote(motion: Motion) -> list[Waiting]:
    """The undecided amendments that fit the motion as it stands, in the order of voting: as the
    chair has set it, and what came after that as proposed. Those that collide with what was
    carried wait for nothing: they have to be proposed anew."""
    amendments = [one for one, _ in amendments_of(motion.id)]
    return waiting_among(motion, amendments, versions_of(motion.id))


def waiting_among(
    motion: Motion, amendments: Iterable[Amendment], versions: Sequence[MotionVersion]
) -> list[Waiting]:
    """The same where all of the motion's amendments and versions are at hand."""
    found: dict[int, Waiting] = {}
    for one in amendments:
        if not one.state.is_pending:
            continue
        try:
            fit = fit_of(one, versions)
        except RuleViolation:
            continue
        found[one.number] = Waiting(one, fit, _reach(motion, one, fit))
    proposed = [
        found[each.number] for each in proposed_order(each.reach for each in found.values())
    ]
    return sorted(proposed, key=_place)


def _place(waiting: Waiting) -> tuple[bool, int]:
    """Those without a place stay behind, in their order."""
    place = waiting.amendment.place
    return place is None, place or 0


def _reach(motion: Motion, amendment: Amendment, fit: Fit) -> Reach:
    part = amount_name(motion.effect_kind, motion.effect)
    amounts = (
        None
        if part is None
        else (parse_decimal(motion.effect[part]), parse_decimal(fit.effect[part]))
    )
    return reach(amendment.number, motion.text, fit.changes, amounts)
