"""The demos, each told once on each database."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.coop import founded_coop
from app.demo.garments.telling import tell as tell_garments
from app.demo.kuzbass.telling import tell
from tests.bed import Bed

NOW = datetime(2026, 3, 18, 14, tzinfo=UTC)

# The file is taken in whole before the vote, so that members compare three months of it; what is
# paid in the end is February, when the scheme is in force.
GARMENTS_AT = datetime(2015, 1, 9, 10, tzinfo=UTC)
GARMENTS_TODAY = date(2015, 3, 12)


def kuzbass() -> None:
    """The colony as it stands on a Wednesday in March 2026."""
    tell(NOW, NOW.date())


def garments() -> None:
    """The garment factory with its whole log, in euros so that a bank's file can be made."""
    tell_garments(GARMENTS_AT, GARMENTS_TODAY, currency="EUR")


@pytest.fixture(params=["sqlite", "postgresql"])
def colony(request: pytest.FixtureRequest, beds: Callable[[str], Bed]) -> Iterator[Flask]:
    """A fresh copy of the colony, with an app context."""
    with beds(request.param).fresh(kuzbass) as app, app.app_context():
        founded_coop()
        yield app


@pytest.fixture(params=["sqlite", "postgresql"])
def factory(request: pytest.FixtureRequest, beds: Callable[[str], Bed]) -> Iterator[Flask]:
    """A fresh copy of the factory, with an app context."""
    with beds(request.param).fresh(garments) as app, app.app_context():
        founded_coop()
        yield app
