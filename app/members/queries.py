"""Reading people: who belonged where, with which standing and office, on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.db import db
from app.members.models import Mandate, Member, Membership, Office, Standing, Unit
from app.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Person:
    """A member as they stood on a day."""

    id: int
    number: int
    name: str
    standing: Standing
    unit_id: int


def people_on(day: date, *standings: Standing, unit_id: int | None = None) -> Sequence[Person]:
    """The members on a day, by number; of these standings (all, if none is named); of a unit
    and the units below it."""
    query = _PEOPLE
    if standings:
        query = query.where(Membership.standing.in_(standings))
    if unit_id is not None:
        query = query.where(Membership.unit_id.in_(units_below(unit_id)))
    return [Person(*row) for row in db.session.execute(query, {"day": day})]


def belonging_since() -> dict[int, date]:
    """The first day on which each was a candidate or a full member, by the member's id."""
    belonging = Membership.standing.in_((Standing.CANDIDATE, Standing.FULL))
    first = select(Membership.member_id, func.min(Membership.from_on)).where(belonging)
    return dict(db.session.execute(first.group_by(Membership.member_id)).all())


def person_on(member_id: int, day: date) -> Person | None:
    """One member as they stood on a day; None before they applied."""
    found = db.rows(_PERSON, member=member_id, day=day)
    return Person(*found[0]) if found else None


def latest_membership(day: date | BindParameter[date]) -> ColumnElement[int]:
    """SQL: the id of the member's latest standing on or before a day."""
    later = aliased(Membership)
    return (
        select(later.id)
        .where(later.member_id == Member.id, later.from_on <= day)
        .order_by(later.from_on.desc(), later.id.desc())
        .limit(1)
        .scalar_subquery()
    )


_PEOPLE = (
    select(Member.id, Member.number, Member.name, Membership.standing, Membership.unit_id)
    .join(Membership, Membership.id == latest_membership(bindparam("day")))
    .order_by(Member.number)
)
_PERSON = Prepared(_PEOPLE.where(Member.id == bindparam("member")))
_UNITS = Prepared(select(Unit.id, Unit.parent_id))


def units_below(unit_id: int) -> list[int]:
    """The unit itself and everything under it in the tree."""
    children: dict[int | None, list[int]] = {}
    for child, parent in db.rows(_UNITS):
        children.setdefault(parent, []).append(child)
    found, queue = [], [unit_id]
    while queue:
        unit = queue.pop()
        found.append(unit)
        queue.extend(children.get(unit, ()))
    return found


def whole_coop() -> Unit:
    """The root of the tree: the co-op as a whole."""
    return db.session.scalars(select(Unit).where(Unit.parent_id.is_(None)).limit(1)).one()


def mandates_on(day: date, office: Office | None = None) -> Sequence[Mandate]:
    """The offices held on a day."""
    query = select(Mandate).where(held_on(day)).order_by(Mandate.office, Mandate.from_on)
    if office is not None:
        query = query.where(Mandate.office == office)
    return db.session.scalars(query).all()


def leaves_after(member_id: int, day: date) -> bool:
    """Whether the member has said that they leave on a day after this one."""
    leaving = select(Membership.id).where(
        Membership.member_id == member_id,
        Membership.standing == Standing.LEFT,
        Membership.from_on > day,
    )
    return db.session.scalar(leaving.limit(1)) is not None


def mandates_of(member_id: int, day: date) -> Sequence[Mandate]:
    """The offices a member holds on a day."""
    return db.session.scalars(
        select(Mandate).where(Mandate.member_id == member_id, held_on(day)).order_by(Mandate.id)
    ).all()


def held_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """SQL: the mandate holds on a day."""
    return and_(Mandate.from_on <= day, or_(Mandate.to_on.is_(None), Mandate.to_on >= day))
