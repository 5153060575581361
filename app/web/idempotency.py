"""Same key and same body, same answer: a retried request does its work once.

Every unsafe form carries a fresh key in a hidden field, every API call one in its
`Idempotency-Key` header. The answer is kept in the transaction that did the work.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import cast

from flask import Response, current_app, g, request
from flask_login import current_user
from sqlalchemy import String, Text, UniqueConstraint, bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response as BaseResponse

from app.clock import now
from app.db import Model, db
from app.errors import InvalidInput
from app.prepared import Prepared
from app.sentences import say

FIELD = "idempotency_key"
_KEY = re.compile(r"[\x21-\x7e]{8,100}")


class KeptAnswer(Model):
    """What was answered to a key. A secret route keeps no hash of its body: it could be guessed."""

    __tablename__ = "kept_answer"
    __table_args__ = (UniqueConstraint("key", "actor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100))
    actor_id: Mapped[int]
    route: Mapped[str] = mapped_column(String(200))
    body_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    location: Mapped[str] = mapped_column(Text, default="")
    content_type: Mapped[str] = mapped_column(String(100), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


def replay() -> Response | None:
    """The answer kept under this request's key; None where the work is still to do.

    Raises InvalidInput where the key was used for something else.
    """
    key = request.headers.get("Idempotency-Key") or request.form.get(FIELD)
    if not key or not current_user.is_authenticated:
        return None
    if not _KEY.fullmatch(key):
        raise InvalidInput(
            say("An idempotency key is 8 to 100 printable characters."), "Idempotency-Key"
        )
    g.idempotency_key = key
    return _kept(key)


def commit(
    answer: BaseResponse,
    *,
    kept: BaseResponse | None = None,
    once: Callable[[], BaseResponse] | None = None,
) -> Response:
    """Keeps the answer under the request's key, commits, and gives the answer back.

    The last line of every unsafe view. Where a twin request was faster, its answer is given.
    `kept`: what a retry gets where the answer itself must not stay beside the member's name;
    then nothing of the request's body is kept either. `once`: makes what is shown this once in
    the place of the answer; after the commit, when nobody waits for this act any more.
    """
    response = cast(Response, answer)  # what redirect() makes is the app's own kind of answer
    again = response if kept is None else cast(Response, kept)
    key: str | None = g.get("idempotency_key")
    try:
        if key is not None:
            _keep(key, again, _body_hash() if kept is None else "")
        db.commit()
    except IntegrityError:
        db.rollback()
        twin = kept_answer()
        if twin is None:
            raise
        return twin
    return response if once is None else cast(Response, once())


def kept_answer() -> Response | None:
    """The answer that a twin of this request was given, if it had a key."""
    key: str | None = g.get("idempotency_key")
    return None if key is None else _kept(key)


_KEEP = Prepared(insert(KeptAnswer.__table__))  # type: ignore[arg-type]
_FIND = Prepared(
    select(
        KeptAnswer.route,
        KeptAnswer.body_hash,
        KeptAnswer.body,
        KeptAnswer.status,
        KeptAnswer.content_type,
        KeptAnswer.location,
    ).where(KeptAnswer.key == bindparam("key"), KeptAnswer.actor_id == bindparam("actor"))
)


def _keep(key: str, response: Response, body_hash: str) -> None:
    db.run(
        _KEEP,
        key=key,
        actor_id=current_user.id,
        route=_route(),
        body_hash=body_hash,
        status=response.status_code,
        location=response.headers.get("Location", ""),
        content_type=response.content_type or "",
        body=response.get_data(as_text=True),
        at=now(),
    )


def _kept(key: str) -> Response | None:
    found = db.rows(_FIND, key=key, actor=current_user.id)
    if not found:
        return None
    answer = found[0]
    if answer.route != _route() or answer.body_hash not in {"", _body_hash()}:
        raise InvalidInput(say("This idempotency key was used for another request."))
    kept: Response = current_app.response_class(
        answer.body, status=answer.status, content_type=answer.content_type
    )
    if answer.location:
        kept.headers["Location"] = answer.location
    return kept


def _route() -> str:
    return f"{request.method} {request.path}"[:200]


def _body_hash() -> str:
    """Over what the member sent, without the fields that differ at every rendering."""
    if request.form or request.files:
        pairs = sorted(
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in {FIELD, "csrf_token"}
        )
        body = hashlib.sha256(repr(pairs).encode())
        for name, file in sorted(request.files.items(multi=True)):
            body.update(f"{name} {file.filename}".encode())
            body.update(hashlib.file_digest(file.stream, "sha256").digest())  # type: ignore[arg-type]
            file.stream.seek(0)
        return body.hexdigest()
    return hashlib.sha256(request.get_data()).hexdigest()
