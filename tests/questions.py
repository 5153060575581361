"""Questions with several answers, put to the vote, and ballots on them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from app.bylaws.models import Matter, Rule
from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.members.queries import whole_coop
from app.motions.actions.moving import move_motion, second_motion
from app.motions.rules.effects import Effect, EffectKind
from app.motions.rules.questions import Option, Question
from app.record.models import Decision
from app.voting.actions.casting import cast_ballot
from app.voting.actions.opening import open_poll
from app.voting.models import Poll
from tests.polls import AT, FULL, ON, Person

DAYS = tuple(Option(title) for title in ("Monday", "Tuesday", "Friday"))


def decided_by(rule: DecisionRule) -> None:
    """Resolutions are decided by this rule from the day of the vote on."""
    decision = db.session.scalars(select(Decision)).first()
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
def question(person: Person) -> Callable[..., Poll]:
    """A poll on a question of Ana's that Chen seconds."""

    def ask(
        asked: Question,
        kind: EffectKind = EffectKind.RESOLUTION,
        at: datetime = AT,
        *,
        outside: bool = False,
    ) -> Poll:
        ana = person("Ana").id
        motion = move_motion(
            by=ana,
            unit_id=whole_coop().id,
            title="Which day do we meet?",
            text="We choose a day.",
            effect=Effect(kind),
            question=asked,
            at=at,
        )
        second_motion(motion, by=person("Chen").id, at=at)
        return open_poll(motion, by=ana, at=at, on=at.date(), outside=outside)

    return ask


@pytest.fixture
def cast(person: Person) -> Callable[..., None]:
    def cast(poll: Poll, *papers: str) -> None:
        for name, paper in zip(FULL, papers, strict=False):
            reason = "The oven is too small." if paper == "object" else ""
            cast_ballot(poll.id, by=person(name).id, paper=paper, at=AT, reason=reason)

    return cast
