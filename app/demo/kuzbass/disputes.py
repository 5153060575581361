"""What the colony fell out over: an amendment that the mover declined, and a recall."""

from datetime import date, timedelta

from sqlalchemy import select

from app.db import db
from app.demo.kuzbass.cast import Colony, at
from app.demo.kuzbass.polls import NOTHING, put, votes
from app.demo.story import vote
from app.elections.petitions.actions import sign_petition, start_petition
from app.members.models import Mandate, Office
from app.motions.actions.amending import decline_amendment, propose_amendment
from app.motions.actions.moving import move_motion, second_motion
from app.motions.rules.paragraphs import Change, Kind
from app.voting.actions.closing import close_due
from app.voting.models import Poll


def amend_contract(colony: Colony) -> None:
    """Coke and coal for the Urals; the mover declines an amendment, and the members vote it in."""
    moved = at(date(1923, 9, 10))
    motion = move_motion(
        by=colony.id("willem"),
        unit_id=colony.units["colony"].id,
        title="Supply contract with the ironworks in the Urals",
        text="The colony delivers coking coal to the ironworks in the Urals for one year.\n\n"
        "The price is that of the day on which a train leaves.",
        reason="They need coke, and we need rails.",
        effect=NOTHING,
        at=moved,
    )
    second_motion(motion, by=colony.id("piet"), at=moved)
    amendment = propose_amendment(
        motion,
        by=colony.id("ethel"),
        changes=[Change(Kind.REPLACE, 2, "The price stands for a year, and half is paid ahead.")],
        effect=NOTHING,
        reason="By the time the train is in the Urals the price of the day is worth nothing.",
        at=moved + timedelta(days=1),
    )
    decline_amendment(amendment, by=colony.id("willem"), at=moved + timedelta(days=2))
    put(colony, motion, moved + timedelta(days=3), (23, 10, 2), amendment)
    put(colony, motion, moved + timedelta(days=9), (34, 1, 1))


def recall_john(colony: Colony) -> None:
    """A fifth of the members sign; John keeps his seat."""
    moment = at(date(1924, 5, 12))
    mandate = db.session.scalars(
        select(Mandate).where(
            Mandate.member_id == colony.id("john"), Mandate.office == Office.DELEGATE
        )
    ).one()
    first, *others = ("karl", "mikko", "andrei", "janos", "luigi", "tom", "arvid", "lee")
    petition = start_petition(
        mandate,
        by=colony.id(first),
        title="John Matsson is recalled as delegate",
        reason="He promised us the rate by the tonne and then voted against it.",
        on=moment.date(),
        at=moment,
    )
    motion = None
    for hour, key in enumerate(others, start=1):
        moment += timedelta(hours=hour)
        motion = sign_petition(petition, by=colony.id(key), on=moment.date(), at=moment)
    assert motion is not None  # noqa: S101
    poll = db.session.get_one(Poll, motion.poll_id)
    vote(poll, votes(colony, 14, 20, 3), at=moment + timedelta(hours=1))
    assert poll.closes_at is not None  # noqa: S101
    close_due(at=poll.closes_at, on=poll.closes_at.date())
