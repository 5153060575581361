"""Half a year in which something was left over, and its distribution put to the vote."""

from datetime import UTC, date, datetime

from app.enactment.actions import enact_due
from app.motions.actions.deciding import record_result
from app.motions.actions.moving import second_motion
from app.motions.models import Outcome
from app.surplus.rules.distribution import parse_plan

AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
ON = AT.date()
SPAN = {"from_on": date(2026, 1, 1), "to_on": date(2026, 6, 30)}
PLAN = parse_plan(
    {"reserve": "0.3", "education": "0.1", "by": {"equally": "1"}, "years": 4, "reserve_bears": "1"}
)
TITLE = "The first half of the year"


def carry(motion, person, *, poll_id=1, at=AT):
    """Another seconds it, it is carried, and what is due takes effect."""
    second_motion(motion, by=person("Dora").id, at=at)
    tally, on = "5 : 0 : 0", at.date()
    record_result(motion, Outcome.CARRIED, poll_id=poll_id, tally=tally, on=on, at=at)
    return enact_due(on=on, at=at)
