"""The whole round on the factory's real log: compare, move, vote, carry, wait, pay, verify."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.archive.verification import first_fault, verify
from app.assemblies.actions import (
    NewItem,
    convene_assembly,
    join_assembly,
    open_assembly,
    open_item,
)
from app.assemblies.models import AgendaItem
from app.db import db
from app.demo.garments.rows import name_of
from app.enactment.actions import enact_due
from app.members.models import Member
from app.members.queries import whole_coop
from app.motions.actions.moving import second_motion
from app.motions.models import Motion
from app.motions.rules.course import Outcome
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from app.wages.actions import keep_scheme, propose_scheme
from app.wages.comparison.actions import compare_and_save
from app.wages.models import PayLine, Payslip
from app.wages.queries import adoption_on
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span
from app.wages.runs.actions import approve_run, prepare_run

MOVED = datetime(2015, 1, 10, 8, tzinfo=UTC)
MET = datetime(2015, 1, 19, 8, tzinfo=UTC)
COMMENCES = date(2015, 2, 1)
FEBRUARY = Span(date(2015, 2, 1), date(2015, 2, 28))
HOURLY = {"hourly": {"rate": "30.00"}}
TAYLOR = {"piece": {"bands": [{"from": "0", "factor": "0.8"}, {"from": "1", "factor": "1.2"}]}}
SCHEMES = {
    "Equal hourly": HOURLY,
    "Straight piece": {"piece": {}},
    "Guaranteed piece": {"greatest": [{"piece": {}}, {"hourly": {"rate": "20.00"}}]},
    "Taylor differential": TAYLOR,
    "Half and half": {"blend": {"lambda": "0.5", "terms": [HOURLY, {"piece": {}}]}},
}


@pytest.fixture
def one(factory):
    """The id of the first worker of a team: 1 chairs, 3 keeps the money."""

    def find(team, place=1):
        name = name_of(team, place)
        return db.session.scalars(select(Member.id).where(Member.name == name)).one()

    return find


def compared(one):
    kept = {
        name: keep_scheme(name, parse_terms(terms), by=one(3), at=MOVED)
        for name, terms in SCHEMES.items()
    }
    comparison = compare_and_save(
        list(kept.values()),
        from_on=date(2015, 1, 1),
        to_on=date(2015, 3, 11),
        by=one(3),
        at=MOVED,
    )
    return kept, comparison


def moved(one, scheme, comparison):
    motion = propose_scheme(
        scheme,
        by=one(4),
        unit_id=whole_coop().id,
        title="Guaranteed piece-work",
        text="We are paid by the piece, and never less than by the hour.",
        reason="",
        commences_on=COMMENCES,
        comparison_id=comparison.id,
        at=MOVED,
    )
    second_motion(motion, by=one(5), at=MOVED)
    return motion


def voted(one, motion):
    """An assembly of the whole factory; 500 of the 934 vote."""
    assembly = convene_assembly(
        by=one(1),
        unit_id=whole_coop().id,
        title="Assembly of the factory",
        place="Hall",
        starts_at=MET,
        items=[NewItem(motion_id=motion.id)],
        at=MOVED + timedelta(hours=1),
    )
    open_assembly(assembly, by=one(1), at=MET)
    join_assembly(assembly, by=one(1), at=MET)
    item = db.session.scalars(select(AgendaItem)).one()
    open_item(item, by=one(1), at=MET)
    poll = open_poll(motion, by=one(1), at=MET, on=MET.date(), agenda_item=item)
    voters = db.session.scalars(select(Member.id).order_by(Member.number).limit(500)).all()
    for place, voter in enumerate(voters):
        choice = "against" if place % 10 == 0 else "for"
        cast_ballot(poll.id, by=voter, paper=choice, at=MET)
    close_poll(poll.id, by=one(1), at=MET + timedelta(hours=1), on=MET.date())


def test_the_factory_decides_and_pays_itself(one):
    kept, comparison = compared(one)
    assert [scheme["name"] for scheme in comparison.result["schemes"]] == list(SCHEMES)
    motion = moved(one, kept["Guaranteed piece"], comparison)
    voted(one, motion)
    db.commit()
    motion = db.session.get_one(Motion, motion.id, populate_existing=True)
    assert (motion.outcome, motion.decision.tally) == (Outcome.CARRIED, "450 : 50 : 0")

    assert enact_due(on=date(2015, 1, 31), at=MET) == []
    assert adoption_on(date(2015, 1, 31)) is None
    assert len(enact_due(on=COMMENCES, at=MET)) == 1
    assert enact_due(on=COMMENCES, at=MET) == []
    db.commit()

    paid_on = date(2015, 3, 1)
    at = datetime(2015, 3, 1, 8, tzinfo=UTC)
    run = prepare_run(FEBRUARY, by=one(3), on=paid_on, at=at)
    approve_run(run.id, by=one(1), on=paid_on, at=at)
    db.commit()

    slips = db.session.scalars(select(Payslip).where(Payslip.run_id == run.id)).all()
    lines = db.session.scalars(select(PayLine)).all()
    assert len(slips) > 800
    assert run.bill == sum(slip.gross for slip in slips) == sum(line.amount for line in lines)
    assert {line.decision_id for line in lines} == {motion.decision_id}
    by_month = comparison.result["schemes"][2]["by_period"]["2015-02"]["bill"]
    assert by_month == f"{run.bill // 100}.{run.bill % 100:02d}"
    assert first_fault(verify()) is None
