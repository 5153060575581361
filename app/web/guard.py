"""The door: every request passes here before its view runs."""

from itertools import chain
from typing import Any

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import BadRequest, Forbidden, NotFound, ServiceUnavailable, Unauthorized

from app.coop import this_coop
from app.db import db
from app.permissions import SECRET, Permission
from app.web import idempotency, resending
from app.web.errors import SentFromElsewhere, is_api, is_htmx

_WRITES_NOTHING = {"GET", "HEAD", "OPTIONS"}
_BRIEF = {Permission.BALLOT_CAST, Permission.ENTRY_LOG}
"""What a whole assembly does at the same moment, each of them briefly."""


def init_app(app: Flask) -> None:
    app.before_request(_guard)
    app.after_request(_harden)


_LARGEST = 2**31 - 1
_NUMBERS = ("again", "amendment", "item", "member", "motion", "page", "scheme", "unit")
"""What addresses name by number after the question mark."""
_SENT = ("entry", "member_id", "number", "version")
"""What forms name by number without a list to choose from."""


def _check_numbers() -> None:
    """No row and no page has a number that no column can hold: nothing is there."""
    named = [one for one in (request.view_args or {}).values() if isinstance(one, int)]
    if asked := request.args:
        named += [asked.get(name, 0, type=int) for name in _NUMBERS]
    for name in _SENT:
        named += request.form.getlist(name, type=int)
    if max(named, default=0) > _LARGEST:
        raise NotFound


def _check_texts() -> None:
    """Nobody types a NUL, and PostgreSQL takes none."""
    named = (str(one) for one in (request.view_args or {}).values())
    sent = (text for part in (request.args, request.form) for text in chain(*part.listvalues()))
    if any("\0" in text for text in chain(named, sent)):
        raise BadRequest


def _comes_from_elsewhere() -> bool:
    """Whether a browser says that the page of another site sends this. Beside the form's token."""
    return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}


def _guard() -> Any:
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None  # 404 or 405 follows
    if request.endpoint == "static":
        return None
    if this_coop() is None:
        return _not_founded()
    permission: Permission = view.permission  # set by @requires
    sends = request.method not in _WRITES_NOTHING
    brief = sends and view.writes and permission in _BRIEF
    if brief:  # who asks is read in the turn too, instead of a transaction before it
        db.begin_writing(brief=True)
    if permission is not Permission.PUBLIC:
        if not current_user.is_authenticated:
            return _asked_to_sign_in()
        if permission not in current_user.permissions:
            raise NotFound if permission in SECRET else Forbidden
    if not is_api():  # which says itself what it cannot take
        _check_numbers()
        _check_texts()
    if not sends:
        return None
    if _comes_from_elsewhere():
        raise SentFromElsewhere
    kept = idempotency.replay()
    if kept is None and view.writes and not brief:
        db.begin_writing()
    return kept


def _asked_to_sign_in() -> Any:
    reads = request.method in _WRITES_NOTHING
    if is_api() or (reads and is_htmx()):
        raise Unauthorized
    if not reads:
        return resending.signed_out()
    return redirect(url_for("sign_in.new_session", next=request.full_path))


def _not_founded() -> Any:
    if is_api():
        raise ServiceUnavailable
    return render_template("not_founded.html"), 503


def _harden(response: Response) -> Response:
    """No script but our own files, no framing, no sniffing, no address leaked to other sites."""
    headers = response.headers
    headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'",
    )
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response
