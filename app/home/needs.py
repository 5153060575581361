"""What needs a member, in one statement, made once at import: the home page is the page that
everybody opens all the time."""

from datetime import date, datetime, timedelta

from sqlalchemy import literal, union_all

from app.assemblies.needs import LOBBY, OPEN_ASSEMBLY
from app.budgets.needs import PAY_SPENDING
from app.db import db
from app.elections.needs import BALLOT_TO_MAKE, NOMINATED
from app.enactment.needs import FAILED
from app.members.auth import Actor
from app.members.needs import CONFIRM_DEPENDANTS
from app.motions.needs import SECOND
from app.permissions import Permission
from app.prepared import Prepared
from app.production.needs import CONFIRM
from app.surplus.needs import APPROVE_PAYOUT, PAY_CAPITAL, PREPARE_PAYOUT
from app.surplus.rules.payout import year_before
from app.voting.needs import URN, VOTE, VOTE_ON_AMENDMENT
from app.wages.needs import APPROVE_PAY, CHECK_LAW, CONSENT, PAY_OUT, PAYSLIP, PREPARE_PAY
from app.wages.rules.spans import month_of
from app.web.needs import Need

NEWS = timedelta(days=14)
"""How long a payslip, or an effect that failed, is still something to look at."""

MOST_URGENT_FIRST = (
    VOTE,
    VOTE_ON_AMENDMENT,
    URN,
    OPEN_ASSEMBLY,
    NOMINATED,
    BALLOT_TO_MAKE,
    FAILED,
    APPROVE_PAY,
    PAY_OUT,
    APPROVE_PAYOUT,
    PAY_CAPITAL,
    PREPARE_PAYOUT,
    PAY_SPENDING,
    PREPARE_PAY,
    CHECK_LAW,
    CONFIRM_DEPENDANTS,
    CONSENT,
    SECOND,
    CONFIRM,
    PAYSLIP,
)
_ALL = Prepared(
    union_all(
        *(
            waiting.found.add_columns(literal(place).label("place"))
            for place, waiting in enumerate(MOST_URGENT_FIRST)
        )
    )
)


def needs_of(actor: Actor, *, at: datetime, today: date) -> list[Need]:
    """What waits for the reader, the most urgent first."""
    last_month = month_of(month_of(today).first - timedelta(days=1))
    rows = db.rows(
        _ALL,
        me=actor.id,
        full_member=int(actor.is_full_member),
        today=today,
        now=at,
        month_from=last_month.first,
        month_to=last_month.last,
        year_before=year_before(today),
        news_since=at - NEWS,
        lobby_from=at - LOBBY,
        lobby_to=at + LOBBY,
        **{name: int(one in actor.permissions) for name, one in Permission.__members__.items()},
    )
    waiting = [(MOST_URGENT_FIRST[row.place], row) for row in rows]
    found = [(kind, row) for kind, row in waiting if row.key or not kind.counted]
    found.sort(key=lambda one: (one[1].place, one[1].at or at, one[1].key))
    return [kind.need(row) for kind, row in found]
