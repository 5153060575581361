"""The one blueprint of the interface, and what holds for all its calls.

Callers show a token in every request and no cookie opens anything here, so that forged forms
(CSRF) have nothing to ride on.
"""

from typing import Any

from flask import Blueprint, Response, abort, request

from app.api.values import LARGEST_ID
from app.errors import InvalidInput
from app.extensions import csrf
from app.sentences import say

bp = Blueprint("api", __name__, url_prefix="/api/v1")
blueprints = (bp,)
csrf.exempt(bp)

_WRITES_NOTHING = {"GET", "HEAD", "OPTIONS"}


@bp.url_value_preprocessor
def check_ids(_: str | None, values: dict[str, Any] | None) -> None:
    """No row has an id that its column cannot hold."""
    if any(isinstance(value, int) and value > LARGEST_ID for value in (values or {}).values()):
        abort(404)


@bp.before_request
def check_key() -> None:
    if request.method not in _WRITES_NOTHING and not request.headers.get("Idempotency-Key"):
        raise InvalidInput(
            say(
                "Send an Idempotency-Key header of your own making, such as a UUID: if the answer "
                "gets lost, the same call with the same key is answered and not done again."
            ),
            "Idempotency-Key",
        )


@bp.after_request
def name_the_way_in(response: Response) -> Response:
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
