"""What is due by the clock, done in a transaction of its own. Who calls first does it: the
worker, a command, or the next page that anybody opens."""

from datetime import datetime

from app import clock
from app.coop import this_coop
from app.db import db
from app.enactment.actions import carry_on
from app.enactment.models import Enactment
from app.enactment.queries import due_motion_ids
from app.voting.queries import due_poll_ids


def keep_time(at: datetime) -> list[Enactment]:
    """Closes the polls whose end has come and enacts the motions whose day has come."""
    with db.apart():
        coop = this_coop()
        if coop is None:
            return []
        on = clock.day_of(at, coop.time_zone)
        if not due_poll_ids(at) and not due_motion_ids(on):
            return []
        enacted = carry_on(on=on, at=at)
        db.commit()
    return enacted
