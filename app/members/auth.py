"""Who is asking: the signed-in member with today's standing and offices."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import Flask, Request, g, session
from flask_login import login_user
from sqlalchemy import ColumnElement, Select, and_, bindparam, null, or_, select
from sqlalchemy.orm import aliased

from app import clock
from app.coop import today
from app.db import db
from app.extensions import login
from app.members.models import ApiToken, Mandate, Member, Membership, SignIn
from app.members.sign_in import token_hash
from app.permissions import Permission, Role, granted
from app.prepared import Prepared
from app.web.errors import is_api

SESSION_TOKEN = "token"  # noqa: S105 (the name of a field)


@dataclass(frozen=True)
class Actor:
    """The reader of a page or the caller of the API, as `current_user`."""

    id: int
    name: str
    language: str | None
    sign_in_id: int | None
    roles: frozenset[Role]

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return granted(self.roles)

    @property
    def is_full_member(self) -> bool:
        return Role.MEMBER in self.roles

    def get_id(self) -> str:
        return str(session.get(SESSION_TOKEN, ""))


def begin_session(token: str) -> Actor:
    """From now on this browser acts by the session with this token. What its cookie held before,
    the token of its forms too, is gone: nobody can have planted it."""
    session.clear()
    g.pop("csrf_token", None)
    session.permanent = True
    session[SESSION_TOKEN] = token
    db.session.flush()
    actor = actor_of_session(token, clock.now())
    assert actor is not None, "the session was not opened"  # noqa: S101
    login_user(actor)
    return actor


def actor_of_session(token: str, at: datetime) -> Actor | None:
    """The member whose live session has this token; one query, as every page needs it."""
    return _actor(_BY_SESSION, token_hash=token_hash(token), at=at)


def actor_of_api_token(token: str, at: datetime) -> Actor | None:
    """The member for whom the caller of the API acts."""
    return _actor(_BY_API_TOKEN, token_hash=token_hash(token), at=at)


def actor_of_member(member_id: int) -> Actor | None:
    """The member as someone who acts now, without a session (commands)."""
    return _actor(_BY_ID, member_id=member_id)


def _live(kind: type[SignIn] | type[ApiToken]) -> ColumnElement[bool]:
    return and_(
        kind.token_hash == bindparam("token_hash"),
        kind.revoked_at.is_(None),
        kind.expires_at > bindparam("at"),
    )


_later = aliased(Membership)
_latest = (
    select(_later.id)
    .where(_later.member_id == Member.id, _later.from_on <= bindparam("today"))
    .order_by(_later.from_on.desc(), _later.id.desc())
    .limit(1)
    .scalar_subquery()
)
_held = and_(
    Mandate.member_id == Member.id,
    Mandate.from_on <= bindparam("today"),
    or_(Mandate.to_on.is_(None), Mandate.to_on >= bindparam("today")),
)


def _actors(session_id: Any) -> Select[*tuple[Any, ...]]:
    """People with their standing and the mandates of today, one row a mandate."""
    columns = (Member.id, Member.name, Member.language, Membership.standing, Mandate.office)
    return (
        select(session_id, *columns)
        .select_from(Member)
        .outerjoin(Membership, Membership.id == _latest)
        .outerjoin(Mandate, _held)
    )


# Made once: every page asks who is asking.
_BY_SESSION = Prepared(
    _actors(SignIn.id).join(SignIn, SignIn.member_id == Member.id).where(_live(SignIn))
)
_BY_API_TOKEN = Prepared(
    _actors(null()).join(ApiToken, ApiToken.member_id == Member.id).where(_live(ApiToken))
)
_BY_ID = Prepared(_actors(null()).where(Member.id == bindparam("member_id")))

_ROLES = frozenset(str(role) for role in Role)


def _actor(statement: Prepared, **values: Any) -> Actor | None:
    rows = db.rows(statement, today=today(), **values)
    if not rows:
        return None
    sign_in_id, member_id, name, language, standing, _ = rows[0]
    roles = {Role(row[5]) for row in rows if row[5] in _ROLES}
    if standing is not None:
        roles.add(Role(standing))
    return Actor(member_id, name, language, sign_in_id, frozenset(roles))


@login.user_loader
def load_actor(token: str) -> Actor | None:
    """A browser's session opens the pages. The API takes tokens alone, as no other site can make
    a browser send one."""
    return actor_of_session(token, clock.now()) if token and not is_api() else None


@login.request_loader
def load_caller(request: Request) -> Actor | None:
    if not is_api() or request.authorization is None or request.authorization.token is None:
        return None
    if request.authorization.type != "bearer":
        return None
    return actor_of_api_token(request.authorization.token, clock.now())


def init_app(app: Flask) -> None:
    login.session_protection = None  # our sessions live on the server and can be revoked
