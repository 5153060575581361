"""Filling an office by lot: a motion says how; then the pool is fixed, and the lots are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.db import db
from app.elections.drawings import queries
from app.elections.models import Drawing, Volunteer
from app.elections.queries import may_stand
from app.elections.rules import drawings as rules
from app.elections.rules.candidacies import OnlyFullMembersStand
from app.elections.rules.lots import pool_hash
from app.elections.rules.terms import check_terms
from app.elections.seats.actions import fill_seats
from app.elections.seats.queries import drawn_order
from app.members.models import Office
from app.motions.actions.moving import move_motion
from app.motions.models import EffectKind, Motion
from app.motions.rules.effects import Effect
from app.motions.terms_left import check_terms_left
from app.record.actions import append
from app.record.models import Decision


@dataclass(frozen=True, slots=True)
class Lots:
    """What is drawn. `terms`: months of each seat; `pool`: "members" or "volunteers";
    `seed_source`: what will be the seed, in words; it becomes known on `seed_on`."""

    office: Office
    unit_id: int
    terms: Sequence[int]
    pool: str
    seed_source: str
    seed_on: date


def move_drawing(
    lots: Lots,
    *,
    by: int,
    unit_id: int,
    title: str,
    text: str,
    reason: str,
    commences_on: date | None,
    on: date,
    at: datetime,
) -> Motion:
    """Moves that an office is drawn by lot, and announces the seed. Raises SeedKnownTooSoon,
    InvalidInput, and the reasons of `submit_motion`."""
    check_terms(lots.terms)
    if lots.seed_on <= on:
        raise rules.SeedKnownTooSoon
    effect = {
        "office": str(lots.office),
        "unit_id": lots.unit_id,
        "terms": list(lots.terms),
        "pool": lots.pool,
        "seed_source": lots.seed_source.strip(),
        "seed_on": lots.seed_on.isoformat(),
    }
    return move_motion(
        by=by,
        unit_id=unit_id,
        title=title,
        text=text,
        reason=reason,
        effect=Effect(EffectKind.DRAW_OFFICE, effect),
        commences_on=commences_on,
        at=at,
    )


def open_drawing(motion: Motion, *, at: datetime) -> Drawing:
    """What a carried motion does: members can volunteer, and the chair fixes the pool."""
    drawing = Drawing(motion_id=motion.id, opened_at=at)
    db.session.add(drawing)
    db.session.flush()
    append("drawing-opened", _subject(drawing), by=None, at=at)
    return drawing


def volunteer(drawing: Drawing, *, by: int, on: date, at: datetime) -> None:
    """Raises NoVolunteers, PoolFixed, VolunteeredAlready, OnlyFullMembersStand, TooManyTerms."""
    _check_open(drawing)
    effect = drawing.motion.effect
    if not may_stand(by, effect["unit_id"], on):
        raise OnlyFullMembersStand
    seated_on = date.fromisoformat(effect["seed_on"])
    check_terms_left(by, Office(effect["office"]), effect["unit_id"], starts_on=seated_on, on=on)
    found = queries.volunteer(drawing.motion_id, by)
    if found is None:
        db.session.add(Volunteer(motion_id=drawing.motion_id, member_id=by, at=at))
    elif found.withdrawn_at is None:
        raise rules.VolunteeredAlready
    else:
        found.at, found.withdrawn_at = at, None
    append("volunteered", _subject(drawing), by=by, at=at)


def withdraw_volunteer(drawing: Drawing, *, by: int, at: datetime) -> None:
    """Raises NoVolunteers, PoolFixed, NoVolunteer."""
    _check_open(drawing)
    found = queries.volunteer(drawing.motion_id, by)
    if found is None or found.withdrawn_at is not None:
        raise rules.NoVolunteer
    found.withdrawn_at = at
    append("volunteer-withdrew", _subject(drawing), by=by, at=at)


def fix_pool(drawing: Drawing, *, by: int, on: date, at: datetime) -> None:
    """From now on nobody comes in or goes out. Raises PoolFixed, SeedIsKnown, TooFewInPool."""
    db.lock(drawing)
    effect = drawing.motion.effect
    pool = [number for number, _ in queries.pool_on(drawing, on)]
    rules.check_may_fix(
        pool,
        len(effect["terms"]),
        is_fixed=drawing.fixed_at is not None,
        seed_on=date.fromisoformat(effect["seed_on"]),
        on=on,
    )
    drawing.pool, drawing.fixed_at, drawing.fixed_by_id = pool, at, by
    data = {"pool": pool, "hash": pool_hash(pool)}
    append("pool-fixed", _subject(drawing), by=by, at=at, data=data)


def draw_lots(drawing: Drawing, *, seed: str, by: int, on: date, at: datetime) -> None:
    """Draws from the fixed pool by the seed that was announced: the first take their seats today,
    the others are called in their order. Raises DrawnAlready, PoolNotFixed, SeedNotKnown,
    InvalidInput."""
    db.lock(drawing)
    motion = drawing.motion
    rules.check_may_draw(
        seed,
        is_fixed=drawing.fixed_at is not None,
        is_drawn=drawing.drawn_at is not None,
        seed_on=date.fromisoformat(motion.effect["seed_on"]),
        on=on,
    )
    drawing.seed, drawing.drawn_on = seed.strip(), on
    drawing.drawn_at, drawing.drawn_by_id = at, by
    db.session.flush()
    unit_id = motion.effect["unit_id"]
    order = [one for one, _ in drawn_order(motion.id) if may_stand(one, unit_id, on)]
    append("lots-drawn", _subject(drawing), by=by, at=at, data={"seed": drawing.seed})
    decision = db.session.get_one(Decision, motion.decision_id)
    chosen = order[: len(motion.effect["terms"])]
    fill_seats(motion, chosen, first=on, decision=decision, at=at)


def _check_open(drawing: Drawing) -> None:
    db.lock(drawing)
    if drawing.motion.effect["pool"] != "volunteers":
        raise rules.NoVolunteers
    if drawing.fixed_at is not None:
        raise rules.PoolFixed


def _subject(drawing: Drawing) -> str:
    return f"motion {drawing.motion_id}"
