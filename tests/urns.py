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
from app.voting import scrutineers, urn
from app.voting.actions import cast_secret_ballot, open_poll
from app.voting.models import Poll
from tests.cast import FOUNDED_ON
from tests.polls import AT, ON, Person

SCRUTINEERS = ("Emil", "Fatima", "Goran")


def passphrase(name: str) -> str:
    return f"{name} walks over the hills"


@pytest.fixture
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretched as little as can be: here nobody guesses them."""
    monkeypatch.setattr(urn, "_OPERATIONS", 1)
    monkeypatch.setattr(urn, "_MEMORY", 8192)


@pytest.fixture
def entrusted(person: Person, quick_passphrases: None) -> Callable[..., None]:
    """Makes people scrutineers; each makes a key."""

    def entrust(*names: str, keys: bool = True) -> None:
        decision = db.session.scalars(select(Decision)).first()
        for name in names:
            give_mandate(
                person(name),
                Office.SCRUTINEER,
                unit_id=whole_coop().id,
                from_on=FOUNDED_ON,
                to_on=None,
                decision=decision,
                at=AT,
            )
            if keys:
                scrutineers.make_key(by=person(name).id, passphrase=passphrase(name), at=AT)
        db.session.flush()

    return entrust


@pytest.fixture
def secrecy(context: None) -> None:
    """Resolutions are decided by secret ballot."""
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
