"""Signing in: sessions kept on the server, guesses slowed down.

Every secret (session, link, API token) is kept as its hash: a copy of the database signs nobody
in. Sign-ins are nobody else's business and leave no trace in the record.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from flask import current_app
from sqlalchemy import ColumnElement, delete, func, select, update

from app.db import db
from app.members.models import Member, SignIn, SignInAttempt

LASTS = timedelta(days=30)

TRIES_AN_ACCOUNT = 10
TRIES_A_NETWORK = 100
"""Many members share the one network of a workshop, and mistype on the day of an assembly."""
WITHIN = timedelta(minutes=15)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def may_try(email: str, network: str, *, at: datetime) -> bool:
    """Counts a try against the account and the network, before its password is looked at.

    False where either has used up its tries of the last minutes.
    """
    account, place = _blind(email.lower()), _blind(_network(network))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < at - WITHIN))
    tries = select(func.count()).select_from(SignInAttempt)
    by_account = db.session.scalar(tries.where(SignInAttempt.email_hash == account)) or 0
    by_network = db.session.scalar(tries.where(SignInAttempt.network == place)) or 0
    if by_account >= TRIES_AN_ACCOUNT or by_network >= TRIES_A_NETWORK:
        return False
    db.session.add(SignInAttempt(email_hash=account, network=place, at=at))
    return True


def forget_tries(email: str) -> None:
    """The member is in: their mistyped tries count no more."""
    blind = _blind(email.lower())
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.email_hash == blind))


def kept_password(email: str) -> tuple[int, str | None] | None:
    """The member with this e-mail and the hash of their password."""
    row = db.session.execute(
        select(Member.id, Member.password_hash).where(Member.email == email.lower())
    ).first()
    return None if row is None else (row.id, row.password_hash)


def open_session(member_id: int, *, device: str, at: datetime) -> str:
    """Opens a session; the answer is its token, which is kept nowhere else."""
    token = new_token()
    db.session.add(
        SignIn(
            token_hash=token_hash(token),
            member_id=member_id,
            device=device[:200],
            at=at,
            expires_at=at + LASTS,
        )
    )
    return token


def revoke_session(sign_in_id: int, *, of: int, at: datetime) -> bool:
    """Ends one of a member's own sessions; False where it is not theirs or ended before."""
    return _revoke(at, SignIn.member_id == of, SignIn.id == sign_in_id) > 0


def revoke_sessions(member_id: int, *, at: datetime) -> int:
    """Ends all sessions of a member, and says how many there were."""
    return _revoke(at, SignIn.member_id == member_id)


def live_sessions(member_id: int, at: datetime) -> Sequence[SignIn]:
    """The sessions a member could be acting from, the latest first."""
    return db.session.scalars(
        select(SignIn)
        .where(SignIn.member_id == member_id, SignIn.revoked_at.is_(None), SignIn.expires_at > at)
        .order_by(SignIn.at.desc(), SignIn.id.desc())
    ).all()


def _revoke(at: datetime, *which: ColumnElement[bool]) -> int:
    live = update(SignIn).where(SignIn.revoked_at.is_(None), *which).values(revoked_at=at)
    return len(db.session.scalars(live.returning(SignIn.id)).all())


def _blind(text: str) -> str:
    """A name for an account or a network that means nothing outside this installation."""
    key = current_app.secret_key
    assert isinstance(key, str)  # noqa: S101 (config.py makes it)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _network(address: str) -> str:
    """An IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ip_network(f"{address}/64", strict=False))
