"""Verbs about people. What the members decide about comes with its `Decision`."""

from datetime import date, datetime

from sqlalchemy import func, select

from app.coop import Coop
from app.db import db
from app.members import invitations, queries, rules
from app.members.models import Mandate, Member, Membership, Office, Standing, Unit, UnitKind
from app.record.actions import append
from app.record.models import Decision


def found_unit(
    name: str,
    kind: UnitKind,
    *,
    parent: Unit | None,
    from_on: date,
    decision: Decision,
    at: datetime,
) -> Unit:
    """Adds a place to the tree of the co-op."""
    unit = Unit(
        name=name,
        kind=kind,
        parent_id=parent.id if parent else None,
        from_on=from_on,
        decision_id=decision.id,
    )
    db.session.add(unit)
    db.session.flush()
    append("unit-founded", f"unit {unit.id}", by=None, at=at, data={"name": name, "kind": kind})
    return unit


def register_person(
    name: str,
    *,
    email: str | None,
    by: int | None,
    at: datetime,
    note: str = "",
    language: str | None = None,
) -> Member:
    """Gives a person a number in the register; standing and offices come as facts of their own."""
    member = Member(
        number=_next_number(),
        name=name,
        email=email.lower() if email else None,
        note=note,
        language=language,
        created_at=at,
    )
    db.session.add(member)
    db.session.flush()
    append("person-registered", f"member {member.id}", by=by, at=at, data={"name": name})
    return member


def _next_number() -> int:
    _hold_register()
    return (db.session.scalar(select(func.max(Member.number))) or 0) + 1


def _hold_register() -> None:
    """Nobody else is entered until this transaction ends: the co-op's row is the lock."""
    db.session.scalar(select(Coop.id).with_for_update())


def invite_candidate(
    name: str, *, email: str, unit_id: int, note: str, by: int | None, on: date, at: datetime
) -> tuple[Member, str]:
    """Someone applies: they are a candidate of the unit, with a voice and no vote, and get a link
    to set their password. No vote is needed; admission as a full member is one.
    The answer holds the token of the link. Raises EmailTaken."""
    _hold_register()
    if db.session.scalar(select(Member.id).where(Member.email == email.lower())) is not None:
        raise rules.EmailTaken
    member = register_person(name, email=email, by=by, at=at, note=note)
    note_standing(
        member, Standing.CANDIDATE, unit_id=unit_id, from_on=on, decision=None, by=by, at=at
    )
    return member, invitations.make_link(member, by=by, at=at)


def resign(member: Member, *, last_day: date, today: date, at: datetime) -> Membership:
    """A member leaves by their own word, and their offices end with their last day.
    Raises LeavesInThePast, NotAMember, AlreadyLeaving, LaterFactStands."""
    if last_day < today:
        raise rules.LeavesInThePast
    leaves_on = rules.day_after(last_day)
    db.session.scalar(select(Member.id).where(Member.id == member.id).with_for_update())
    if queries.leaves_after(member.id, today):
        raise rules.AlreadyLeaving
    person = queries.person_on(member.id, last_day)
    if person is None or person.standing is Standing.LEFT:
        raise rules.NotAMember
    for mandate in queries.mandates_of(member.id, last_day):
        mandate.to_on = max(mandate.from_on, last_day)
        append(
            "mandate-laid-down",
            f"member {member.id}",
            by=member.id,
            at=at,
            data={
                "office": mandate.office,
                "unit": mandate.unit_id,
                "to": mandate.to_on.isoformat(),
            },
        )
    return note_standing(
        member,
        Standing.LEFT,
        unit_id=person.unit_id,
        from_on=leaves_on,
        decision=None,
        by=member.id,
        at=at,
    )


def choose_language(member: Member, language: str) -> None:
    """In which language the program speaks to the member. Nobody else's business."""
    member.language = language


def note_standing(
    member: Member,
    standing: Standing,
    *,
    unit_id: int,
    from_on: date,
    decision: Decision | None,
    by: int | None,
    at: datetime,
) -> Membership:
    """From this day the member has this standing. Raises LaterFactStands for a date before the
    member's latest fact."""
    latest = db.session.scalar(
        select(func.max(Membership.from_on)).where(Membership.member_id == member.id)
    )
    if latest is not None and latest > from_on:
        raise rules.LaterFactStands
    membership = Membership(
        member_id=member.id,
        unit_id=unit_id,
        standing=standing,
        from_on=from_on,
        decision_id=decision.id if decision else None,
        by_id=by,
        at=at,
    )
    db.session.add(membership)
    db.session.flush()
    append(
        "standing-noted",
        f"member {member.id}",
        by=by,
        at=at,
        data={
            "standing": standing,
            "unit": unit_id,
            "from": from_on.isoformat(),
            "decision": membership.decision_id,
        },
    )
    return membership


def admit_member(member: Member, *, from_on: date, decision: Decision, at: datetime) -> Membership:
    """A candidate becomes a full member. Raises AlreadyFullMember, NotAMember."""
    person = queries.person_on(member.id, from_on)
    if person is None or person.standing is Standing.LEFT:
        raise rules.NotAMember
    if person.standing is Standing.FULL:
        raise rules.AlreadyFullMember
    return note_standing(
        member,
        Standing.FULL,
        unit_id=person.unit_id,
        from_on=from_on,
        decision=decision,
        by=None,
        at=at,
    )


def give_mandate(
    member: Member,
    office: Office,
    *,
    unit_id: int,
    from_on: date,
    to_on: date | None,
    decision: Decision,
    at: datetime,
    limits: str = "",
) -> Mandate:
    """Entrusts an office. Raises OfficeHeldAlready, MandateWithoutEnd."""
    if office is Office.INSPECTOR and to_on is None:
        raise rules.MandateWithoutEnd
    held = db.session.scalars(
        select(Mandate).where(
            Mandate.member_id == member.id, Mandate.office == office, Mandate.unit_id == unit_id
        )
    )
    if any(rules.overlap((from_on, to_on), (one.from_on, one.to_on)) for one in held):
        raise rules.OfficeHeldAlready
    mandate = Mandate(
        member_id=member.id,
        office=office,
        unit_id=unit_id,
        from_on=from_on,
        to_on=to_on,
        limits=limits,
        decision_id=decision.id,
        at=at,
    )
    db.session.add(mandate)
    db.session.flush()
    append(
        "mandate-given",
        f"member {member.id}",
        by=None,
        at=at,
        data={
            "office": office,
            "unit": unit_id,
            "from": from_on.isoformat(),
            "to": to_on.isoformat() if to_on else None,
            "decision": decision.id,
        },
    )
    return mandate


def recall_mandate(
    member: Member, office: Office, *, unit_id: int, from_on: date, decision: Decision, at: datetime
) -> Mandate:
    """Ends an office: its last day is the day before `from_on`. Raises NotInOffice."""
    mandate = db.session.scalar(
        select(Mandate).where(
            Mandate.member_id == member.id,
            Mandate.office == office,
            Mandate.unit_id == unit_id,
            queries.held_on(from_on),
        )
    )
    if mandate is None:
        raise rules.NotInOffice
    mandate.to_on = max(mandate.from_on, rules.last_day_before(from_on))
    mandate.recalled_by_id = decision.id
    append(
        "mandate-recalled",
        f"member {member.id}",
        by=None,
        at=at,
        data={
            "office": office,
            "unit": unit_id,
            "from": from_on.isoformat(),
            "decision": decision.id,
        },
    )
    return mandate
