"""The register of members, and the offices they hold."""

from datetime import date

from flask import Response
from flask_login import current_user

from app.api.messages import answer, answer_page, part, read_query
from app.api.operations import operation
from app.api.values import Answer, Id, Page
from app.api.views.blueprint import bp
from app.coop import today
from app.members import register
from app.members.models import Mandate as Kept
from app.members.models import Office, Standing
from app.members.queries import mandates_on
from app.permissions import Permission, requires


class MemberQuery(Page):
    standing: Standing | None = None
    unit_id: Id | None = None
    """With the units below it."""


class Member(Answer):
    """A person in the register today. The e-mail is there for who may contact members, and for
    yourself."""

    id: int
    number: int
    name: str
    email: str | None
    note: str
    standing: Standing
    since: date
    unit_id: int
    unit: str
    offices: list[Office]


class Mandate(Answer):
    """An office that somebody holds today; `to_on`: its last day, or null."""

    id: int
    member_id: int
    member: str
    office: Office
    unit_id: int
    unit: str
    from_on: date
    to_on: date | None
    limits: str


@bp.get("/members")
@requires(Permission.MEMBER_READ)
@operation(list[Member], query=MemberQuery)
def list_members() -> Response:
    """The register by number: all who ever belonged, those who left too."""
    query = read_query(MemberQuery)
    on = today()
    lines = register.lines(on, standing=query.standing, unit_id=query.unit_id)
    return answer_page([_member(line) for line in part(lines, query)], query, len(lines))


@bp.get("/mandates")
@requires(Permission.MEMBER_READ)
@operation(list[Mandate])
def list_mandates() -> Response:
    """Who holds which office today."""
    held = mandates_on(today())
    return answer([_mandate(one) for one in held])


def _mandate(one: Kept) -> Mandate:
    return Mandate(
        id=one.id,
        member_id=one.member_id,
        member=one.member.name,
        office=one.office,
        unit_id=one.unit_id,
        unit=one.unit.name,
        from_on=one.from_on,
        to_on=one.to_on,
        limits=one.limits,
    )


def _member(line: register.Line) -> Member:
    reads = Permission.MEMBER_CONTACT in current_user.permissions or line.id == current_user.id
    return Member(
        id=line.id,
        number=line.number,
        name=line.name,
        email=line.email if reads else None,
        note=line.note,
        standing=line.standing,
        since=line.since,
        unit_id=line.unit_id,
        unit=line.unit,
        offices=list(line.offices),
    )
