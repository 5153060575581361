"""A form that came too late, as its session had ended: what was typed is not lost.

It is kept in the answer alone, sealed, and goes with the sign-in to a page that sends it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.db import db
from app.web.errors import ABOVE_THE_PAGE, is_api, is_htmx, refusal

_UNKEPT = {"password", "passphrase", "present", "unkept"}
"""Who sends one of these types it anew. `unkept` is in the forms of secret ballots: whoever signs
in next on this device must not read them."""
_MOST = 200_000
_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form held, its tokens aside, and where it was sent."""

    address: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> list[str]:
        """What a person typed or chose by its words, for them to know it again."""
        told = [text for name, text in self.fields if name != "idempotency_key"]
        return [text for text in told if any(letter.isalpha() for letter in text)]

    @property
    def page(self) -> str:
        return page_behind(self.address.partition("?")[0])


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _expired_form)


def signed_out() -> Any:
    """The answer to a form of somebody whose session has ended."""
    typed, onward = _typed(), page_behind(request.path)
    address = url_for("sign_in.new_session", next=onward)
    if typed is None:
        return redirect(address)
    kept = _sealer().dumps([typed.address, typed.fields])
    return _shown("signed_out", 401, address=address, kept=kept)


def kept_form(sealed: str | None) -> Typed | None:
    """What was kept; None where nothing was, or not by us, or too long ago."""
    try:
        address, fields = _sealer().loads(sealed or "", max_age=_SECONDS)
    except BadData:
        return None
    return Typed(address, tuple((name, text) for name, text in fields))


def page_behind(path: str) -> str:
    """The page that a form was on: the nearest above its address that can be read."""
    routes = current_app.url_map.bind("")
    while path:
        try:
            routes.match(path, method="GET")
        except RequestRedirect:
            return f"{path}/"
        except HTTPException:
            path = path.rpartition("/")[0]
        else:
            return path
    return "/"


def _expired_form(_: CSRFError) -> Any:
    typed = _typed()
    if typed is None:
        return refusal(400, gettext("This form has expired. Reload the page and send it again."))
    db.rollback()
    return _shown("resend", 400, typed=typed) if current_user.is_authenticated else signed_out()


def _typed() -> Typed | None:
    """What this request sends; None where it is not a plain form that our own page sends."""
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin" and not is_api()
    if not ours or not request.form or any(file.filename for file in request.files.values()):
        return None
    fields = [one for one in request.form.items(multi=True) if one[0] != "csrf_token"]
    if not _UNKEPT.isdisjoint(request.form) or sum(len(text) for _, text in fields) > _MOST:
        return None
    return Typed(request.full_path.removesuffix("?"), tuple(fields))


def _shown(name: str, status: int, **about: Any) -> tuple[str, int, Mapping[str, str]]:
    if is_htmx():
        return render_template(f"_{name}.html", **about), status, ABOVE_THE_PAGE
    return render_template(f"{name}.html", **about), status, {}


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept form")
