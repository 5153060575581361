"""What the law adds, as the co-op keeps it: a fact, entered by one and checked by another.

The law is no scheme and no vote of the members: nobody moves that the minimum wage be lower. It
is entered with its reference by who prepares the pay, and holds when somebody else who may
approve pay has compared it with the law itself.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import db
from app.record.actions import append
from app.wages.models import LegalProfile
from app.wages.rules import refusals
from app.wages.rules.legal import Legal
from app.wages.rules.legal_profile import LawInForce, legal_data, parse_legal
from app.wages.rules.spans import Span, week_of

_WEEK = timedelta(days=6)


def enter_law(
    legal: Legal, *, from_on: date, reference: str, by: int, at: datetime
) -> LegalProfile:
    """Enters what the law says from a day on; it waits for somebody else to check it."""
    profile = LegalProfile(
        from_on=from_on, terms=legal_data(legal), reference=reference.strip(), by_id=by, at=at
    )
    db.session.add(profile)
    db.session.flush()
    data = {"from": from_on.isoformat(), "terms": profile.terms, "reference": profile.reference}
    append("law-entered", f"law {profile.id}", by=by, at=at, data=data)
    return profile


def check_law(profile_id: int, *, by: int, at: datetime) -> None:
    """A second person has compared it with the law: it holds from its day.
    Raises SamePersonChecks, LawSettled."""
    profile = _waiting(profile_id)
    if profile.by_id == by:
        raise refusals.SamePersonChecks
    profile.checked_by_id, profile.checked_at = by, at
    append("law-checked", f"law {profile.id}", by=by, at=at)


def refuse_law(profile_id: int, *, by: int, at: datetime) -> None:
    """It is not what the law says: it stays to be read, and never holds. Raises LawSettled."""
    profile = _waiting(profile_id)
    profile.refused_by_id, profile.refused_at = by, at
    append("law-refused", f"law {profile.id}", by=by, at=at)


def _waiting(profile_id: int) -> LegalProfile:
    query = select(LegalProfile).where(LegalProfile.id == profile_id).with_for_update()
    profile = db.session.scalars(query).one()
    if profile.checked_at is not None or profile.refused_at is not None:
        raise refusals.LawSettled
    return profile


def laws() -> Sequence[LegalProfile]:
    """Everything that was entered, the latest first, with who entered and who checked it."""
    return db.session.scalars(
        select(LegalProfile)
        .options(joinedload(LegalProfile.by), joinedload(LegalProfile.checked_by))
        .order_by(LegalProfile.from_on.desc(), LegalProfile.id.desc())
    ).all()


def law_in_force(day: date) -> LegalProfile | None:
    """The checked profile that holds on a day."""
    return db.session.scalar(
        select(LegalProfile)
        .where(LegalProfile.checked_at.is_not(None), LegalProfile.from_on <= day)
        .order_by(LegalProfile.from_on.desc(), LegalProfile.id.desc())
        .limit(1)
    )


def laws_over(span: Span) -> tuple[LawInForce, ...]:
    """The laws that hold on the days of a span and of the weeks that it cuts, in order."""
    around = Span(span.first - _WEEK, span.last + _WEEK)
    query = select(LegalProfile).where(
        LegalProfile.checked_at.is_not(None), LegalProfile.from_on <= around.last
    )
    found: list[LawInForce] = []
    last = date.max
    order = LegalProfile.from_on.desc(), LegalProfile.id.desc()
    for profile in db.session.scalars(query.order_by(*order)):
        if profile.from_on > last:
            continue
        days = Span(profile.from_on, last)
        found.append(LawInForce(days, parse_legal(profile.terms), profile.reference))
        if profile.from_on <= around.first:
            break
        last = profile.from_on - timedelta(days=1)
    return tuple(reversed(found))


def with_cut_week(span: Span, laws: Sequence[LawInForce]) -> Span:
    """The span with the days before it that belong to a week which a law judges as a whole."""
    firsts = [
        week_of(span.first, law.legal.week_starts).first for law in laws if law.legal.by_weeks
    ]
    return Span(min(firsts, default=span.first), span.last)
