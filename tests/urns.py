"""Secret polls: a bylaw that asks for one, and three scrutineers with keys."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.bylaws.models import Matter, Rule
from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.members.actions import give_mandate
from app.members.models import Office
from app.members.queries import whole_coop
from app.motions.models import Motion
from app.record.models import Decision
from app.voting.actions.casting import cast_secret_ballot
from app.voting.actions.opening import open_poll
from app.voting.models import Poll
from app.voting.urn import scrutineers
from app.voting.urn import sealing as urn
from tests.cast import FOUNDED_ON
from tests.polls import AT, ON, Person, member

SCRUTINEERS = ("Emil", "Fatima", "Goran")


def passphrase(name: str) -> str:
    return f"{name} walks over the hills"


def make_passphrases_quick(patch: pytest.MonkeyPatch) -> None:
    """Stretched as little as can be: here nobody guesses them."""
    patch.setattr(urn, "_OPERATIONS", 1)
    patch.setattr(urn, "_MEMORY", 8192)


def entrust(*names: str, keys: bool = True) -> None:
    """Makes people scrutineers; each makes a key."""
    decision = db.session.scalars(select(Decision)).first()
    for name in names:
        give_mandate(
            member(name),
            Office.SCRUTINEER,
            unit_id=whole_coop().id,
            from_on=FOUNDED_ON,
            to_on=None,
            decision=decision,
            at=AT,
        )
        if keys:
            scrutineers.make_key(by=member(name).id, passphrase=passphrase(name), at=AT)
    db.session.flush()


def vote_by_secret_ballot() -> None:
    """Resolutions are decided so."""
    decision = db.session.scalars(select(Decision)).first()
    rule = DecisionRule(secret=True, seconders=1)
    db.session.add(
        Rule(
            matter=Matter.RESOLUTION,
            definition=rule.to_json(),
            from_on=ON,
            decision_id=decision.id,
            at=AT,
        )
    )
    db.session.flush()


@pytest.fixture
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    make_passphrases_quick(monkeypatch)


@pytest.fixture
def entrusted(context: None, quick_passphrases: None) -> Callable[..., None]:
    return entrust


@pytest.fixture
def secrecy(context: None) -> None:
    vote_by_secret_ballot()


@pytest.fixture
def secret_poll(
    secrecy: None,
    entrusted: Callable[..., None],
    motion: Callable[..., Motion],
    person: Person,
) -> Callable[..., Poll]:
    """A secret poll that Ana opens, with three scrutineers."""
    entrusted(*SCRUTINEERS)

    def make(**fields: Any) -> Poll:
        return open_poll(motion(**fields), by=person("Ana").id, at=AT, on=ON)

    return make


@pytest.fixture
def vote_secretly(person: Person) -> Callable[..., list[str]]:
    """Casts by name: `vote_secretly(poll, "for", "Ana", "Emil")`; the trackers."""

    def cast(poll: Poll, choice: str, *names: str) -> list[str]:
        return [
            cast_secret_ballot(poll.id, by=person(name).id, paper=choice, at=AT) for name in names
        ]

    return cast
