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
from tests.databases import Server
from tests.store import Store

Fill = Callable[[], object]


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
    """One app on one kind of database. What tests begin from is a template: an empty
    installation that functions filled one after the other, made once for all processes."""

    def __init__(self, server: Server, folder: Path, store: Store) -> None:
        self.server = server
        self.store = store
        self.app = _app(server.url, folder)
        self.engine = db.engine(self.app)
        self.kind = self.engine.dialect.name
        self.taken = False
        event.listen(self.engine, "do_connect", self._redirect)

    def _redirect(self, dialect: Any, _: Any, arguments: list[Any], named: dict[str, Any]) -> None:
        """Connects the app's one engine, with its compiled statements, to today's copy."""
        arguments[:], parameters = dialect.create_connect_args(
            make_url(self.app.config["DATABASE_URL"])
        )
        named.update(parameters)

    @contextmanager
    def fresh(self, *fills: Fill) -> Iterator[Flask]:
        """The app on a copy, that only this block sees, of what these functions made."""
        url = self.server.create(self.template(*fills))
        try:
            with self._at(url):
                yield self.app
        finally:
            self.server.drop(url)

    def template(self, *fills: Fill) -> str:
        """The URL of what these functions made; to be copied, and not to be written to."""
        names = [self.kind, *(f"{fill.__module__}.{fill.__qualname__}" for fill in fills)]
        return self.store.once("-".join(names), lambda: self._made(fills))

    def _made(self, fills: tuple[Fill, ...]) -> str:
        url = self.server.create(self.template(*fills[:-1]) if fills else None)
        with self._at(url):
            if fills:
                with self.app.app_context():
                    fills[-1]()
                    db.commit()
            else:
                upgrade(self.app)
        return url

    @contextmanager
    def _at(self, url: str) -> Iterator[None]:
        assert not self.taken, "the app is on one database at a time"
        self.taken = True
        self.app.config["DATABASE_URL"] = url
        self.app.extensions.pop("artel.coop", None)
        try:
            yield
        finally:
            self.app.extensions["artel.live"].close()
            self.engine.dispose()
            self.taken = False


def _app(url: str, folder: Path) -> Flask:
    settings = {"DATABASE_URL": url, "TESTING": True, "WTF_CSRF_ENABLED": False}
    with mock.patch.dict(os.environ, ARTEL_DATA=str(folder), ARTEL_SECRET="only for tests"):
        app = create_app(config.from_environment() | settings)
    app.test_client_class = Client
    return app
