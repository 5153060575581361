"""Verbs about wage schemes and comparisons. Pay runs have their own in `runs.py`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.db import db
from app.motions.actions.moving import move_motion
from app.motions.models import EffectKind, Motion
from app.motions.rules.effects import Effect
from app.motions.rules.questions import Option, Question
from app.record.actions import append
from app.record.models import Decision
from app.wages.models import Adoption, Comparison, PayRun, Scheme
from app.wages.rules import refusals
from app.wages.rules.canonical import scheme_hash, to_json
from app.wages.rules.terms import Term


def keep_scheme(name: str, terms: Term, *, by: int | None, at: datetime) -> Scheme:
    """The scheme with these terms, kept once under the name it first came with."""
    known = db.session.scalar(select(Scheme).where(Scheme.hash == scheme_hash(terms)))
    if known is not None:
        return known
    scheme = Scheme(name=name, terms=to_json(terms), hash=scheme_hash(terms), by_id=by, at=at)
    db.session.add(scheme)
    db.session.flush()
    append(
        "scheme-kept",
        f"scheme {scheme.id}",
        by=by,
        at=at,
        data={"name": name, "hash": scheme.hash},
    )
    return scheme


def save_comparison(
    scheme_ids: Sequence[int],
    *,
    from_on: date,
    to_on: date,
    inputs_hash: str,
    result: dict[str, Any],
    by: int,
    at: datetime,
) -> Comparison:
    """Keeps a what-if as members saw it, so that it can be attached to a motion."""
    comparison = Comparison(
        from_on=from_on,
        to_on=to_on,
        schemes=list(scheme_ids),
        inputs_hash=inputs_hash,
        result=result,
        by_id=by,
        at=at,
    )
    db.session.add(comparison)
    db.session.flush()
    append(
        "comparison-saved",
        f"comparison {comparison.id}",
        by=by,
        at=at,
        data={"schemes": list(scheme_ids), "inputs_hash": inputs_hash},
    )
    return comparison


def propose_scheme(
    scheme: Scheme,
    *,
    by: int,
    unit_id: int,
    title: str,
    text: str,
    reason: str,
    commences_on: date | None,
    comparison_id: int | None,
    at: datetime,
) -> Motion:
    """Puts a scheme before the assembly of a unit, as a motion that acts when carried.
    Raises PeriodPaidAlready."""
    if commences_on is not None:
        check_not_paid(commences_on)
    effect = Effect(EffectKind.ADOPT_WAGE_SCHEME, {"scheme_id": scheme.id, "hash": scheme.hash})
    return move_motion(
        by=by,
        unit_id=unit_id,
        title=title,
        text=text,
        reason=reason,
        effect=effect,
        commences_on=commences_on,
        comparison_id=comparison_id,
        at=at,
    )


def propose_choice(
    schemes: Sequence[Scheme],
    *,
    question: Question,
    by: int,
    unit_id: int,
    title: str,
    text: str,
    reason: str,
    commences_on: date | None,
    comparison_id: int | None,
    at: datetime,
) -> Motion:
    """Puts several schemes before the assembly at once: the one that is chosen comes into force.
    Raises PeriodPaidAlready, and InvalidInput for a question that cannot be asked, such as with a
    single scheme."""
    if commences_on is not None:
        check_not_paid(commences_on)
    options = [
        Option(scheme.name, effect={"scheme_id": scheme.id, "hash": scheme.hash})
        for scheme in schemes
    ]
    return move_motion(
        by=by,
        unit_id=unit_id,
        title=title,
        text=text,
        reason=reason,
        effect=Effect(EffectKind.ADOPT_WAGE_SCHEME),
        commences_on=commences_on,
        comparison_id=comparison_id,
        at=at,
        question=replace(question, options=options),
    )


def check_not_paid(day: date) -> None:
    """Raises PeriodPaidAlready for a day whose pay, or that of a later one, is approved."""
    paid_to = db.session.scalar(
        select(func.max(PayRun.to_on)).where(PayRun.approved_at.is_not(None))
    )
    if paid_to is not None and day <= paid_to:
        raise refusals.PeriodPaidAlready


def adopt_scheme(scheme_id: int, *, from_on: date, decision: Decision, at: datetime) -> Adoption:
    """From this day the co-op pays by the scheme.

    Raises NoSuchScheme, PeriodPaidAlready (approved pay is never recomputed in place),
    LaterSchemeStands.
    """
    scheme = db.session.get(Scheme, scheme_id)
    if scheme is None:
        raise refusals.NoSuchScheme
    check_not_paid(from_on)
    latest = db.session.scalar(select(func.max(Adoption.from_on)))
    if latest is not None and latest >= from_on:
        raise refusals.LaterSchemeStands
    adoption = Adoption(scheme_id=scheme.id, from_on=from_on, decision_id=decision.id, at=at)
    db.session.add(adoption)
    db.session.flush()
    append(
        "scheme-adopted",
        f"adoption {adoption.id}",
        by=None,
        at=at,
        data={
            "scheme": scheme.id,
            "hash": scheme.hash,
            "from": from_on.isoformat(),
            "decision": decision.id,
        },
    )
    return adoption
