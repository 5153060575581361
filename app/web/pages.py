"""What every page may use: who reads, the co-op, its day, the browser libraries."""

from importlib.resources import files
from typing import Any

from flask import Blueprint, Flask, Response, send_from_directory
from flask_babel import get_locale
from flask_login import current_user

from app import clock
from app.coop import this_coop
from app.permissions import Permission, requires
from app.web.errors import is_htmx

bp = Blueprint("web", __name__)

_HTMX = files("js_lib_htmx") / "static" / "htmx"


@bp.get("/static/lib/htmx.min.js")
@requires(Permission.PUBLIC)
def htmx() -> Response:
    """htmx, served from its pip package: no third-party code stands in the repository."""
    response = send_from_directory(str(_HTMX), "htmx.min.js", max_age=86_400)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def may(permission: str) -> bool:
    """Whether the reader's standing and offices include a permission, by its name."""
    if not current_user.is_authenticated:
        return False
    return Permission[permission] in current_user.permissions


def _context() -> dict[str, Any]:
    coop = this_coop()
    return {
        "coop": coop,
        "today": clock.today(coop.time_zone) if coop else None,
        "language": str(get_locale()),
        "may": may,
        "is_htmx": is_htmx(),
    }


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.context_processor(_context)
