"""API tokens: by one of these a member's own program acts for the member."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.db import db
from app.members.models import ApiToken
from app.members.sign_in import new_token, token_hash
from app.record.actions import append

LASTS = timedelta(days=365)
PREFIX = "artel_"
"""Programs that look for leaked secrets recognise ours by it."""


def make_token(member_id: int, *, name: str, at: datetime) -> str:
    """Makes a token; the answer is shown once and kept nowhere."""
    token = PREFIX + new_token()
    db.session.add(
        ApiToken(
            member_id=member_id,
            name=name,
            token_hash=token_hash(token),
            at=at,
            expires_at=at + LASTS,
        )
    )
    append("api-token-made", f"member {member_id}", by=member_id, at=at)
    return token


def revoke_token(token_id: int, *, of: int, at: datetime) -> bool:
    """Revokes one of a member's own tokens; False where it is not theirs or was revoked."""
    live = (
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.member_id == of, ApiToken.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(ApiToken.id)
    )
    if db.session.scalar(live) is None:
        return False
    append("api-token-revoked", f"member {of}", by=of, at=at)
    return True


def live_tokens(member_id: int, at: datetime) -> Sequence[ApiToken]:
    return db.session.scalars(
        select(ApiToken)
        .where(
            ApiToken.member_id == member_id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > at,
        )
        .order_by(ApiToken.id)
    ).all()
