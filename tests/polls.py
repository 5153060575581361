"""Motions ready for the vote, and polls on them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.bylaws.actions import enact_rule
from app.bylaws.models import Matter
from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.members.models import Member
from app.members.queries import whole_coop
from app.motions.models import EffectKind, Motion, Seconding
from app.record.models import Decision
from app.voting.actions.casting import cast_ballot
from app.voting.actions.opening import open_poll
from app.voting.models import Poll

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
ON = date(2026, 3, 2)
LATER = AT + timedelta(days=14)
FULL = ("Ana", "Chen", "Dora", "Emil", "Fatima", "Goran")

Person = Callable[[str], Member]


def member(name: str) -> Member:
    """One of the cast."""
    return db.session.execute(select(Member).where(Member.name == name)).scalar_one()


def submitted(**fields: Any) -> Motion:
    """A motion of Ana's, submitted and seconded by Chen; every field can be given."""
    number = fields.pop("number", 1)
    motion = Motion(
        **{
            "number": number,
            "unit_id": whole_coop().id,
            "matter": Matter.RESOLUTION,
            "title": f"Motion {number}",
            "text": "We bake our own bread.",
            "effect_kind": EffectKind.RESOLUTION,
            "effect": {},
            "mover_id": member("Ana").id,
            "drafted_at": AT,
            "submitted_at": AT,
        }
        | fields
    )
    db.session.add(motion)
    db.session.flush()
    db.session.add(Seconding(motion_id=motion.id, member_id=member("Chen").id, at=AT))
    db.session.flush()
    return motion


@pytest.fixture
def motion(context: None) -> Callable[..., Motion]:
    """Makes motions, as `submitted`."""
    return submitted


@pytest.fixture
def poll(motion: Callable[..., Motion], person: Person) -> Callable[..., Poll]:
    """A poll that Ana opens, on all full members."""

    def make(**fields: Any) -> Poll:
        return open_poll(motion(**fields), by=person("Ana").id, at=AT, on=ON)

    return make


@pytest.fixture
def vote(person: Person) -> Callable[..., None]:
    """Casts ballots by name: `vote(poll, "for", "Ana", "Emil")`."""

    def cast(poll: Poll, choice: str, *names: str) -> None:
        for name in names:
            cast_ballot(poll.id, by=person(name).id, paper=choice, at=AT)

    return cast


@pytest.fixture
def under(context: None) -> Callable[[DecisionRule], None]:
    """Puts a rule in force for resolutions."""

    def enact(rule: DecisionRule, on: date = ON, matter: Matter = Matter.RESOLUTION) -> None:
        decision = db.session.scalars(select(Decision)).first()
        assert decision is not None
        enact_rule(matter, rule, from_on=on, decision=decision, at=AT)

    return enact
