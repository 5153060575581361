"""An app on one kind of database, pointed at a fresh copy of its template for every test."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import event, make_url

import config
from app import create_app
from app.db import db
from app.migrations import upgrade
from tests import cast
from tests.databases import Server


class Client(FlaskClient):
    """Gives every request an app context of its own, as on the server, also where the test
    holds one: what the test did is committed first, and what it holds is read anew after."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            db.commit()
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        return response


class Bed:
    """`fill` makes the template, once: the founded co-op of the tests, or a demo."""

    def __init__(
        self, server: Server, folder: Path, fill: Callable[[], object] = cast.found
    ) -> None:
        self.server = server
        template = server.create()
        self.app = _app(template, folder)
        self.engine = db.engine(self.app)
        event.listen(self.engine, "do_connect", self._redirect)
        upgrade(self.app)
        with self.app.app_context():
            fill()
            db.commit()
        self.engine.dispose()
        self.template = template

    def _redirect(self, dialect: Any, _: Any, arguments: list[Any], named: dict[str, Any]) -> None:
        """Connects the app's one engine, with its compiled statements, to today's copy."""
        arguments[:], parameters = dialect.create_connect_args(
            make_url(self.app.config["DATABASE_URL"])
        )
        named.update(parameters)

    @contextmanager
    def fresh(self) -> Iterator[Flask]:
        """The app on a copy that only this block sees."""
        url = self.server.create(self.template)
        self.app.config["DATABASE_URL"] = url
        self.app.extensions.pop("artel.coop", None)
        try:
            yield self.app
        finally:
            self.app.extensions["artel.live"].close()
            self.engine.dispose()
            self.server.drop(url)


def _app(url: str, folder: Path) -> Flask:
    settings = {"DATABASE_URL": url, "TESTING": True, "WTF_CSRF_ENABLED": False}
    with mock.patch.dict(os.environ, ARTEL_DATA=str(folder), ARTEL_SECRET="only for tests"):
        app = create_app(config.from_environment() | settings)
    app.test_client_class = Client
    return app
