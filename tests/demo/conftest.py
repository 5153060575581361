"""The demos, each told once on each database."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.coop import founded_coop
from app.demo.garments.telling import tell as tell_garments
from app.demo.kuzbass.telling import tell
from tests.bed import Bed
from tests.databases import Server

NOW = datetime(2026, 3, 18, 14, tzinfo=UTC)

# The file is taken in whole before the vote, so that members compare three months of it; what is
# paid in the end is February, when the scheme is in force.
GARMENTS_AT = datetime(2015, 1, 9, 10, tzinfo=UTC)
GARMENTS_TODAY = date(2015, 3, 12)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(
    request: pytest.FixtureRequest,
    servers: Callable[[str], Server],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """The colony as it stands on a Wednesday in March 2026."""
    server = servers(request.param)
    bed = Bed(server, tmp_path_factory.mktemp("demo"), lambda: tell(NOW, NOW.date()))
    with bed.fresh() as app:
        yield app
    server.drop(bed.template)


@pytest.fixture
def colony(told: Flask) -> Iterator[None]:
    """An app context on the told demo."""
    with told.app_context():
        founded_coop()
        yield


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def garments(
    request: pytest.FixtureRequest,
    servers: Callable[[str], Server],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Bed]:
    """The garment factory with its whole log."""
    server = servers(request.param)
    bed = Bed(
        server,
        tmp_path_factory.mktemp("garments"),
        lambda: tell_garments(GARMENTS_AT, GARMENTS_TODAY),
    )
    yield bed
    server.drop(bed.template)


@pytest.fixture
def factory(garments: Bed) -> Iterator[Flask]:
    """A fresh copy of the factory, with an app context."""
    with garments.fresh() as app, app.app_context():
        founded_coop()
        yield app
