"""Motions in the hands of the tests' cast."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.db import db
from app.members.models import Member
from app.members.queries import whole_coop
from app.motions.actions.drafting import draft_motion
from app.motions.actions.moving import second_motion, submit_motion
from app.motions.models import Motion
from app.motions.rules.effects import Effect, EffectKind

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
TODAY = date(2026, 3, 2)

Person = Callable[[str], Member]
Move = Callable[..., Motion]


@pytest.fixture
def move(person: Person) -> Move:
    """A motion handed in by someone: `move("Emil")`; with `draft=True` only written down."""

    def make(name: str = "Emil", *, draft: bool = False, seconded: bool = False, **given: Any):
        motion = draft_motion(
            by=person(name).id,
            unit_id=given.pop("unit_id", None) or whole_coop().id,
            title=given.pop("title", "A kiln for the pottery"),
            text=given.pop("text", "We buy a second kiln."),
            effect=given.pop("effect", Effect(EffectKind.RESOLUTION)),
            commences_on=given.pop("commences_on", None),
            at=AT,
            **given,
        )
        if not draft:
            submit_motion(motion, by=person(name).id, at=AT)
        if seconded:
            second_motion(motion, by=person("Fatima").id, at=AT)
        db.commit()
        return motion

    return make
