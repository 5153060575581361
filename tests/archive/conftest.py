"""A whole round through the real actions: work, a scheme voted in, pay."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.db import db
from app.enactment.actions import enact_due
from app.members.models import Member
from app.members.queries import whole_coop
from app.motions.actions.moving import second_motion
from app.production.actions.items import add_item, set_norm, set_piece_rate
from app.production.actions.logging import log_entry
from app.production.actions.settling import confirm_entry
from app.production.files.importing import import_log
from app.production.files.log_files import parse_log
from app.production.rules.entries import Stint
from app.record.models import Decision
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import close_due
from app.voting.actions.opening import open_poll
from app.wages.actions import keep_scheme, propose_scheme
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span
from app.wages.runs.actions import approve_run, prepare_run
from tests import cast
from tests.bed import Fill

VOTED_ON = date(2026, 1, 5)
FEBRUARY = Span(date(2026, 2, 1), date(2026, 2, 28))
TERMS = {"greatest": [{"piece": {}}, {"hourly": {"rate": "10.00"}}], "window": "period"}

FILES = [
    [(2, ("2026-02-10", "Emil", "pots", "31", "", "7:30", "", ""))],
    [
        (2, ("2026-02-10", "", "pots", "50", "1", "", "", "Kiln")),
        (3, ("2026-02-10", "Goran", "pots", "", "", "8", "", "Kiln")),
        (4, ("2026-02-10", "Dora", "pots", "", "", "4", "", "Kiln")),
    ],
]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def fills() -> tuple[Fill, ...]:
    return (cast.found, make_round)


def make_round() -> None:
    """Emil and Goran made pots in February; paid by the scheme that the members carried."""
    ids = {member.name: member.id for member in db.session.scalars(select(Member))}
    founding = db.session.scalars(select(Decision)).one()
    item = add_item(
        code="pots",
        name="Pots",
        measure="pot",
        decimals=0,
        unit_id=whole_coop().id,
        by=ids["Chen"],
        at=at(VOTED_ON),
    )
    value = {"from_on": FEBRUARY.first, "decision": founding, "at": at(VOTED_ON)}
    set_piece_rate(item.id, Fraction("2.50"), **value)
    set_norm(item.id, Fraction(25, 2), **value)
    _vote_in_a_scheme(ids)
    for key, (name, quantity, minutes) in enumerate(
        [("Emil", 40, 480), ("Emil", 41, 450), ("Goran", 12, 480)]
    ):
        day = FEBRUARY.first + timedelta(days=key)
        entry = log_entry(
            by=ids[name],
            at=at(day),
            key=f"round-{key}",
            worked_on=day,
            labour=[Stint(ids[name], minutes)],
            item_id=item.id,
            quantity=Fraction(quantity),
        )
        confirm_entry(entry.id, by=ids["Fatima"], at=at(day))
    for file in FILES:  # both within a second
        rows, faults = parse_log(file)
        import_log(
            rows,
            faults,
            by=ids["Chen"],
            at=at(FEBRUARY.last),
            today=FEBRUARY.last,
            confirmed_by=ids["Fatima"],
        )
    run = prepare_run(FEBRUARY, by=ids["Chen"], on=date(2026, 3, 2), at=at(date(2026, 3, 2)))
    approve_run(run.id, by=ids["Ana"], on=date(2026, 3, 2), at=at(date(2026, 3, 2)))


def _vote_in_a_scheme(ids: dict[str, int]) -> None:
    opened = at(VOTED_ON)
    scheme = keep_scheme("Guaranteed piece", parse_terms(TERMS), by=ids["Chen"], at=opened)
    motion = propose_scheme(
        scheme,
        by=ids["Chen"],
        unit_id=whole_coop().id,
        title="Pay by the piece, with a guarantee",
        text="From February on.",
        reason="",
        commences_on=FEBRUARY.first,
        comparison_id=None,
        at=opened,
    )
    second_motion(motion, by=ids["Emil"], at=opened)
    db.session.flush()
    poll = open_poll(motion, by=ids["Ana"], at=opened, on=VOTED_ON)
    for name, choice in {"Ana": "against", "Chen": "for", "Emil": "for", "Goran": "for"}.items():
        cast_ballot(poll.id, by=ids[name], paper=choice, at=opened)
    cast_ballot(poll.id, by=ids["Dora"], paper="against", at=opened)
    cast_ballot(poll.id, by=ids["Dora"], paper="for", at=opened)
    db.session.flush()
    assert poll.closes_at is not None
    close_due(at=poll.closes_at, on=poll.closes_at.date())
    enact_due(on=FEBRUARY.first, at=at(FEBRUARY.first))
    db.session.flush()
