"""What every page may use: who reads, the co-op, its day, the browser libraries."""

import json
from importlib.resources import files
from typing import Any

from babel import Locale
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_babel import get_locale
from flask_login import current_user
from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from app import clock
from app.coop import this_coop
from app.permissions import Permission, requires
from app.web import fields, parts
from app.web.errors import is_htmx
from app.web.language import LANGUAGE_COOKIE
from app.web.navigation import sections, way_around

bp = Blueprint("web", __name__)

_HTMX = files("js_lib_htmx") / "static" / "htmx"
_HTMX_CONFIG = json.dumps(
    {
        "includeIndicatorStyles": False,  # they would be an inline style
        "allowEval": False,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "422", "swap": True, "error": True},  # the form again, with its problems
            {"code": "50[234]", "swap": False, "error": True},  # not our page but a proxy's
            {"code": "[45]..", "swap": True, "error": True, "target": "#refusal"},
        ],
    }
)

_SCHEMES = ("light", "dark")
_YEAR = 365 * 24 * 3600


@bp.get("/static/lib/htmx.min.js")
@requires(Permission.PUBLIC)
def htmx() -> Response:
    """htmx, served from its pip package: no third-party code stands in the repository."""
    packed = request.accept_encodings.quality("gzip") > 0
    name = "htmx.min.js.gz" if packed else "htmx.min.js"
    response = send_from_directory(str(_HTMX), name, mimetype="text/javascript")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@bp.get("/more")
@requires(Permission.PUBLIC)
def show_more() -> str:
    """Everything there is, in its sections; on a phone the fifth button of the bar."""
    return render_template(
        "more.html", languages=language_names(), view_functions=current_app.view_functions
    )


@bp.post("/preferences")
@requires(Permission.PUBLIC)
def update_preferences() -> Response:
    """Keeps this device's language and light in cookies. They say nothing about the member."""
    response = make_response(redirect(url_for(".show_more")))
    language, scheme = request.form.get("language"), request.form.get("scheme")
    if language in _languages():
        _keep(response, LANGUAGE_COOKIE, language)
    if scheme in _SCHEMES:
        _keep(response, "scheme", scheme)
    elif scheme == "auto":
        response.delete_cookie("scheme")
    return response


def language_names() -> list[tuple[str, str]]:
    """The languages the program speaks, each by its own name."""
    return [(code, Locale.parse(code).get_display_name() or code) for code in _languages()]


def _languages() -> tuple[str, ...]:
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return languages


def _keep(response: Response, name: str, value: str) -> None:
    secure = bool(current_app.config.get("SESSION_COOKIE_SECURE"))
    response.set_cookie(name, value, _YEAR, httponly=True, samesite="Lax", secure=secure)


def may(permission: str) -> bool:
    """Whether the reader's standing and offices include a permission, by its name."""
    if not current_user.is_authenticated:
        return False
    return Permission[permission] in current_user.permissions


def asset(name: str) -> str:
    """The address of a static file. Every page names five, and `url_for` would search all routes
    for each."""
    return f"{request.script_root}{current_app.static_url_path}/{name}"


def _context() -> dict[str, Any]:
    coop = this_coop()
    locale = get_locale() or Locale("en")
    light = request.cookies.get("scheme")
    return {
        "coop": coop,
        "today": clock.today(coop.time_zone) if coop else None,
        "language": str(locale),
        "direction": locale.text_direction,
        "light": light if light in _SCHEMES else None,
        "navigation": sections,
        "way_around": way_around,
        "htmx_config": _HTMX_CONFIG,
        "may": may,
        "is_htmx": is_htmx(),
    }


class _Template(Template):
    """A file of macros sees the globals and not the page that imports it: it is run once, not
    compared with the page at every import."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def init_app(app: Flask) -> None:
    app.jinja_env.template_class = _Template
    app.register_blueprint(bp)
    fields.init_app(app)
    parts.init_app(app)
    app.context_processor(_context)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.filters |= {"earlier": lambda page: page - 1, "later": lambda page: page + 1}
