"""The Kuzbass demo is held to its word: what is documented comes out exactly, and what is live
is live on whatever day the story is told."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.archive.verification import first_fault, verify
from app.assemblies.queries import open_assembly, present_members
from app.budgets.queries import budgets, lines_of
from app.coop import founded_coop
from app.db import db
from app.demo.kuzbass.telling import PENDING, tell
from app.members.models import Member, Office, Standing, Unit
from app.members.queries import mandates_on, people_on, whole_coop
from app.motions.models import Amendment, EffectKind, Motion, Outcome
from app.production.models import Confirmation, Dispute, Entry
from app.production.queries import confirmed_work
from app.record.models import Decision
from app.surplus.models import SurplusDistribution
from app.surplus.queries import net_worth
from app.treasury import funds
from app.voting.models import Poll, RollEntry
from app.wages.models import PayRun, Scheme
from app.wages.queries import adoption_on
from tests.demo.conftest import NOW

TODAY = NOW.date()
TONNES = {2: 9_000, 3: 9_400, 4: 9_900, 5: 10_300, 6: 10_900, 7: 11_500, 8: 12_000}
SOUTHERN_MINES = {"Kolchugino mine", "Prokopyevsk mine", "Kiselyovsk mine"}


def live_poll() -> Poll:
    return db.session.scalars(select(Poll).where(Poll.closed_at.is_(None))).one()


def test_the_coal_of_1923_adds_up_to_the_tonne(colony):
    hewn: Counter[int] = Counter()
    for work in confirmed_work(date(1923, 1, 1), date(1923, 12, 31)):
        hewn[work.on.month] += work.quantity if work.item == "coal" else 0
    assert hewn == TONNES


def test_about_forty_people_with_candidates_offices_and_delegates(colony):
    members = people_on(TODAY)
    candidates = people_on(TODAY, Standing.CANDIDATE)
    assert 38 <= len(members) <= 42
    assert {person.name for person in candidates} == {
        "Vera Ilyina",
        "Yegor Tikhonov",
        "Semyon Gusev",
    }
    held = Counter(mandate.office for mandate in mandates_on(TODAY))
    assert {office: held[office] for office in Office} == {
        Office.CHAIR: 1,
        Office.SECRETARY: 1,
        Office.TREASURER: 1,
        Office.OPERATOR: 1,
        Office.INSPECTOR: 1,
        Office.SCRUTINEER: 3,
        Office.DELEGATE: 5,
        Office.SUBSTITUTE: 0,
    }


def test_the_southern_mines_joined_in_november_1924_by_a_decision(colony):
    joined = db.session.execute(
        select(Unit.name, Unit.from_on, Decision.title)
        .join(Decision, Decision.id == Unit.decision_id)
        .where(Unit.from_on > date(1922, 12, 31))
    ).all()
    assert {tuple(row) for row in joined} == {
        (name, date(1924, 11, 10), "The southern mines join the colony") for name in SOUTHERN_MINES
    }


def test_equal_pay_is_in_force_by_a_carried_motion(colony):
    adoption = adoption_on(TODAY)
    assert (adoption.scheme.name, adoption.from_on) == (
        "Equal pay by the hour",
        date(1922, 12, 1),
    )
    motion = db.session.scalars(select(Motion).filter_by(decision_id=adoption.decision_id)).one()
    assert (motion.title, motion.outcome) == ("Equal pay for every hour", Outcome.CARRIED)


def test_the_coal_months_and_two_more_are_paid_and_the_last_one_waits_for_the_treasurer(colony):
    runs = db.session.scalars(select(PayRun).order_by(PayRun.from_on)).all()
    assert [run.from_on for run in runs] == [
        *(date(1923, month, 1) for month in TONNES),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]
    assert all(run.approved_at and run.approved_by_id != run.prepared_by_id for run in runs)
    assert confirmed_work(date(2026, 2, 1), date(2026, 2, 28))


def test_the_surplus_of_1923_is_what_the_coal_left_over(colony):
    """A tonne brings 30 kopecks and takes 9; pay is what the runs of the year paid."""
    done = db.session.scalars(select(SurplusDistribution)).one()
    runs = db.session.scalars(select(PayRun.bill).where(PayRun.from_on < date(1924, 1, 1)))
    assert done.surplus == sum(TONNES.values()) * 21 - sum(runs)
    worth = net_worth()
    assert worth.is_even
    assert worth.members == sum(share.amount for share in done.shares)
    assert done.reserve + done.education + worth.members == done.surplus


def test_what_the_years_decided(colony):
    told = {
        motion.title: (motion.outcome, motion.decided_at is not None)
        for motion in db.session.scalars(select(Motion).where(Motion.submitted_at.is_not(None)))
    }
    carried, defeated = (Outcome.CARRIED, True), (Outcome.DEFEATED, True)
    expected = {
        "Half of the pay in goods": defeated,
        "Bread from the stores, against pay": carried,
        "A machine part in 110 minutes": carried,
        "Piece-work for the hewers": defeated,
        "Supply contract with the ironworks in the Urals": carried,
        "What 1923 left over": carried,
        "John Matsson is recalled as delegate": defeated,
        "Offices by secret ballot": carried,
        "Three scrutineers": carried,
        "Five delegates to the commission": carried,
        "George Petrov joins the monitoring commission": (None, False),
    }
    assert expected.items() <= told.items()
    contract = db.session.scalars(select(Motion).where(Motion.title.startswith("Supply"))).one()
    assert contract.text.endswith("half is paid ahead.")
    assert contract.decision.title == contract.title


def test_the_commission_was_elected_secretly_and_one_urn_waits_for_a_key(colony):
    delegates = {m.member.name for m in mandates_on(TODAY) if m.office is Office.DELEGATE}
    assert delegates == {
        "Pavel Sidorov",
        "Frank Novak",
        "Nikola Horvat",
        "Anna Steiner",
        "John Matsson",
    }
    secret = db.session.scalars(select(Poll).where(Poll.secret).order_by(Poll.id)).all()
    assert [(poll.closed_at is not None, poll.result is not None) for poll in secret] == [
        (True, True),
        (True, False),
    ]


def test_the_last_shift_waits_for_its_second_signature_and_one_entry_is_disputed(colony):
    unsigned = set(
        db.session.scalars(
            select(Entry.worked_on).outerjoin(Confirmation).where(Confirmation.entry_id.is_(None))
        )
    )
    assert unsigned == {date(2026, 3, 17)}
    assert db.session.scalar(select(func.count()).select_from(Dispute)) == 1


def test_a_fund_a_budget_and_a_limit_are_voted_and_one_spending_waits(colony):
    assert funds.held("Equity:Funds:Sick") == 2_000_00
    props = lines_of(budgets()[0].id)[0].use
    assert (props.spent, props.committed, props.left) == (380_00, 120_00, 5_500_00)
    assert net_worth().is_even


def test_the_piece_work_motion_was_amended_and_is_put_in_the_open_assembly(colony):
    poll = live_poll()
    assembly = open_assembly(whole_coop().id)
    assert poll.agenda_item.assembly_id == assembly.id
    assert poll.motion.title == "Piece-work in the mine and the shops"
    amendment = db.session.scalars(select(Amendment).filter_by(motion_id=poll.motion_id)).one()
    assert amendment.accepted_at
    assert [poll.motion.text] == [change["text"] for change in amendment.changes]
    scheme = db.session.get(Scheme, poll.motion.effect["scheme_id"])
    assert poll.motion.effect_kind is EffectKind.ADOPT_WAGE_SCHEME
    assert (scheme.name, scheme.hash) == (
        "Piece-work with a guarantee",
        poll.motion.effect["hash"],
    )


def test_the_newcomers_ballots_are_still_to_come(colony):
    waiting = db.session.scalars(
        select(Member.email)
        .join(RollEntry, RollEntry.member_id == Member.id)
        .where(RollEntry.poll_id == live_poll().id, ~RollEntry.signed)
    ).all()
    assert {f"{key}@kuzbass.example" for key in PENDING} <= set(waiting)
    present = present_members(open_assembly(whole_coop().id).id)
    assert len(present) > len(people_on(TODAY, Standing.FULL)) / 2


def test_the_record_verifies(colony):
    assert first_fault(verify()) is None


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 3, 22, 9, tzinfo=UTC), id="sunday"),
        pytest.param(datetime(2026, 1, 31, 23, 30, tzinfo=UTC), id="already-february-in-siberia"),
        pytest.param(datetime(2028, 2, 29, 12, tzinfo=UTC), id="leap-day"),
        pytest.param(datetime(2027, 1, 1, 0, 5, tzinfo=UTC), id="new-year-and-first-of-a-month"),
    ],
)
def test_it_can_be_told_on_any_day(moment, beds, quick_passphrases):
    with time_machine.travel(moment, tick=False), beds("sqlite").fresh() as app:
        _tell(app)
        with app.app_context():
            assert live_poll().motion.title == "Piece-work in the mine and the shops"
            assert db.session.scalar(select(func.count()).select_from(PayRun)) == 9
            assert first_fault(verify()) is None


def _tell(app: Flask) -> None:
    with app.app_context():
        tell(clock.now(), clock.today("Asia/Novokuznetsk"))
        db.commit()
        assert founded_coop().demo
