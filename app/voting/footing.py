"""On which footing an assembly would vote on a motion now."""

from datetime import date, datetime

from app.assemblies.footing import Footing
from app.assemblies.models import AgendaItem
from app.assemblies.queries import present_members
from app.db import db
from app.motions.models import Motion
from app.voting.next_vote import next_vote
from app.voting.roll.making import roll_on


def footing_of(item: AgendaItem, on: date, at: datetime) -> Footing:
    """By the rule and the roll with which the motion on an item would be put."""
    motion = db.session.get_one(Motion, item.motion_id)
    vote = next_vote(motion, on, at)
    roll = roll_on(on, motion, vote.terms, item)
    here = present_members(item.assembly_id)
    voting = [one for one in roll.voters if (one.holder or one.person).id in here]
    return Footing(
        present=sum(one.votes for one in voting),
        represented=sum(one.votes for one in voting if one.holder),
        entitled=roll.entitled,
        active=roll.active,
        quorum=vote.quorum,
        is_second_call=vote.call is not None,
    )
