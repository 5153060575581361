"""An election of a board in the hands of the tests' cast."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.db import db
from app.elections import actions, queries
from app.elections.actions import Call
from app.elections.drawings.actions import Lots, move_drawing
from app.elections.models import Drawing
from app.enactment.actions import enact_due
from app.members.models import Member, Office
from app.members.queries import whole_coop
from app.motions.actions.deciding import record_result
from app.motions.actions.moving import second_motion
from app.motions.models import Method, Motion
from app.motions.queries import options_of
from app.motions.rules.course import Outcome
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from tests.polls import AT, ON

UNTIL = AT + timedelta(days=7)
VOTE = UNTIL + timedelta(days=1)
CLOSED = VOTE + timedelta(days=14)
SEED_ON = ON + timedelta(days=10)

Person = Callable[[str], Member]


@pytest.fixture
def called(person: Person) -> Callable[..., Motion]:
    """An election that Ana calls and Chen seconds: two delegates, for 24 and 12 months."""

    def call(**given: Any) -> Motion:
        asked = {
            "office": Office.DELEGATE,
            "unit_id": whole_coop().id,
            "terms": [24, 12],
            "most_terms": 0,
            "method": Method.STV,
            "nominations_until": UNTIL,
        }
        motion = actions.call_election(
            Call(**asked | given),
            by=person("Ana").id,
            unit_id=whole_coop().id,
            title="Two delegates",
            text="We elect two delegates.",
            reason="",
            commences_on=None,
            at=AT,
        )
        second_motion(motion, by=person("Chen").id, at=AT)
        return motion

    return call


@pytest.fixture
def stand(person: Person) -> Callable[..., None]:
    """`stand(motion, "Emil", "Dora")`"""

    def stand_(motion: Motion, *names: str) -> None:
        election = queries.election(motion.id)
        for name in names:
            member_id = person(name).id
            actions.nominate(election, member_id=member_id, by=member_id, on=ON, at=AT)

    return stand_


@pytest.fixture
def elect(person: Person) -> Callable[..., None]:
    """Closes nominations and votes: `elect(motion, {"Emil": ["Dora", "Goran"]})` by rank."""

    def elect_(motion: Motion, ballots: dict[str, list[str]]) -> None:
        election = queries.election(motion.id)
        actions.close_nominations(election, by=person("Ana").id, on=UNTIL.date(), at=UNTIL)
        poll = open_poll(motion, by=person("Ana").id, at=VOTE, on=VOTE.date())
        numbers = ballot_numbers(motion)
        for voter, names in ballots.items():
            paper = ">".join(str(numbers[name]) for name in names)
            cast_ballot(poll.id, by=person(voter).id, paper=paper, at=VOTE)
        close_poll(poll.id, by=None, at=CLOSED, on=CLOSED.date())

    return elect_


def ballot_numbers(motion: Motion) -> dict[str, int]:
    return {option.title: option.number for option in options_of(motion.id)}


@pytest.fixture
def drawing(person: Person) -> Callable[..., Drawing]:
    """A carried motion of Emil's: two delegates are drawn, for twelve months."""

    def carry(pool: str = "volunteers", **given: Any) -> Drawing:
        lots = {
            "office": Office.DELEGATE,
            "unit_id": whole_coop().id,
            "terms": [12, 12],
            "pool": pool,
            "seed_source": "the lottery of 12 March",
            "seed_on": SEED_ON,
        }
        motion = move_drawing(
            Lots(**lots | given),
            by=person("Emil").id,
            unit_id=whole_coop().id,
            title="Two delegates by lot",
            text="Two delegates are drawn.",
            reason="",
            commences_on=None,
            on=ON,
            at=AT,
        )
        second_motion(motion, by=person("Ana").id, at=AT)
        record_result(motion, Outcome.CARRIED, poll_id=9, tally="6 : 0 : 0", on=ON, at=AT)
        enact_due(on=ON, at=AT)
        return db.session.get_one(Drawing, motion.id)

    return carry
