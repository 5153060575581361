"""The Kuzbass demo, told once on each database; its tests only read."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.coop import founded_coop
from app.demo.kuzbass.telling import tell
from tests.bed import Bed
from tests.databases import Server

NOW = datetime(2026, 3, 18, 14, tzinfo=UTC)


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
