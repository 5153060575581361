"""Artel: the workplace that its members run."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

SLICES = (
    "members",
    "record",
    "bylaws",
    "motions",
    "treasury",
    "assemblies",
    "voting",
    "production",
    "wages",
    "surplus",
    "budgets",
    "elections",
    "enactment",
)
EDGES = ("founding", "home", "archive", "jobs", "api", "demo", "serving")


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """The Flask application; `settings` override those of the environment."""
    import config
    from app import live, migrations
    from app.commands import Commands
    from app.db import db
    from app.extensions import csrf, login
    from app.web import errors, forms, guard, language, pages, resending

    root = Path(__file__).resolve().parent.parent
    app = Flask("app", template_folder=str(root / "templates"))
    app.cli = Commands(app.name)
    app.config.update(config.from_environment() if settings is None else settings)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    if app.config.get("PROXIES"):
        behind = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=behind, x_proto=behind, x_host=behind)  # type: ignore[method-assign]
    web = (language, errors, resending, guard, forms, pages)
    for part in (db, csrf, login, *web, live, migrations):
        part.init_app(app)
    for name in SLICES + EDGES:
        _add_slice(app, name)
    return app


def _add_slice(app: Flask, name: str) -> None:
    """Registers what a slice offers: `init_app`, its blueprints, its commands."""
    for found in list(_modules(name)):
        for blueprint in getattr(found, "blueprints", ()):
            app.register_blueprint(blueprint)
        for group in getattr(found, "groups", ()):
            app.cli.add_command(group)
        if hasattr(found, "init_app"):
            found.init_app(app)


def _modules(name: str) -> Iterator[ModuleType]:
    """The modules of a slice that offer something; each may be a file or a folder of files."""
    package = Path(__file__).parent / name
    for module in ("models", "auth", "views", "api", "commands", "hooks"):
        if (package / f"{module}.py").exists():
            yield import_module(f"app.{name}.{module}")
        for file in sorted(package.glob(f"{module}/[!_]*.py")):
            yield import_module(f"app.{name}.{module}.{file.stem}")
