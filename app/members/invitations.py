"""Links by which a member sets a password: when they join, and when it was forgotten.

Whoever makes a link could use it in the member's stead. So the record, which all members read,
names who made it, and the newest link is the only one that works.
"""

from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, select, update

from app.db import db
from app.members import rules
from app.members.models import Invitation, Member
from app.members.sign_in import new_token, revoke_sessions, token_hash
from app.record.actions import append

TO_JOIN = timedelta(days=14)
TO_RETURN = timedelta(days=1)


def make_link(member: Member, *, by: int | None, at: datetime) -> str:
    """The token of a new link for this member. Raises NoEmail: one signs in with it."""
    if member.email is None:
        raise rules.NoEmail
    token = new_token()
    lasts = TO_JOIN if member.password_hash is None else TO_RETURN
    db.session.add(
        Invitation(
            member_id=member.id,
            token_hash=token_hash(token),
            by_id=by,
            at=at,
            expires_at=at + lasts,
        )
    )
    append("password-link-made", f"member {member.id}", by=by, at=at)
    return token


def invited(token: str, *, at: datetime) -> Member:
    """Whom the link is for. Raises LinkSpent where it was used, replaced or has expired."""
    member = db.session.scalar(
        select(Member)
        .join(Invitation, Invitation.member_id == Member.id)
        .where(
            Invitation.token_hash == token_hash(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > at,
            Invitation.id == _newest(),
        )
    )
    if member is None:
        raise rules.LinkSpent
    return member


def set_password(token: str, password_hash: str, *, at: datetime) -> Member:
    """Uses the link up: the password is set, and every session under the old one ends.
    Raises LinkSpent, also for the slower of two that use it at once."""
    member = invited(token, at=at)
    used = (
        update(Invitation)
        .where(Invitation.token_hash == token_hash(token), Invitation.used_at.is_(None))
        .values(used_at=at)
        .returning(Invitation.id)
    )
    if db.session.scalar(used) is None:
        raise rules.LinkSpent
    return change_password(member, password_hash, at=at)


def change_password(member: Member, password_hash: str, *, at: datetime) -> Member:
    """Sets the password; every session under the old one ends."""
    member.password_hash = password_hash
    revoke_sessions(member.id, at=at)
    append("password-set", f"member {member.id}", by=member.id, at=at)
    return member


def _newest() -> ScalarSelect[int]:
    """SQL: the id of the member's newest link."""
    return (
        select(Invitation.id)
        .where(Invitation.member_id == Member.id)
        .order_by(Invitation.id.desc())
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )
