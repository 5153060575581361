"""What the home page puts before whom."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from flask import url_for
from sqlalchemy import event, select

from app.assemblies.models import Assembly
from app.db import db
from app.enactment.models import Enactment
from app.home.needs import needs_of
from app.home.today import today_of
from app.members.auth import actor_of_member
from app.members.queries import whole_coop
from app.motions.actions.moving import move_motion, second_motion
from app.motions.models import EffectKind, Motion
from app.motions.rules.effects import Effect
from app.production.actions.closing import close_log
from app.production.actions.items import add_item
from app.production.actions.logging import log_entry
from app.production.actions.settling import confirm_entry, dispute_entry
from app.production.rules.entries import Stint
from app.record.actions import note_decision
from app.record.models import Decision
from app.treasury.payments import mark_paid
from app.voting.actions.casting import cast_ballot
from app.voting.actions.opening import open_poll
from app.wages.actions import adopt_scheme, keep_scheme
from app.wages.adjustments.actions import enter_deduction
from app.wages.laws import enter_law
from app.wages.models import PayRun, Payslip
from app.wages.rules.legal import Legal
from app.wages.rules.parse import parse_terms
from app.wages.runs.payments import pay_out
from app.web.needs import Need

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
TODAY = date(2026, 3, 4)


@pytest.fixture(autouse=True)
def stopped(freeze: Callable[[datetime], None]) -> None:
    freeze(AT)


@pytest.fixture
def needs(person) -> Callable[[str], list[str]]:
    def of(name: str) -> list[str]:
        db.session.flush()
        actor = actor_of_member(person(name).id)
        return [str(need.words) for need in needs_of(actor, at=AT, today=TODAY)]

    return of


@pytest.fixture
def motion(person) -> Motion:
    made = move_motion(
        by=person("Emil").id,
        unit_id=whole_coop().id,
        title="Own bread",
        text="We bake our own.",
        effect=Effect(EffectKind.RESOLUTION),
        at=AT,
    )
    db.session.flush()
    return made


@pytest.fixture
def entry(person):
    return log_entry(
        by=person("Emil").id,
        at=AT,
        key="bread",
        worked_on=TODAY - timedelta(days=1),
        labour=[Stint(person("Emil").id, 450)],
        item_id=add_item(
            code="pots",
            name="Pots",
            measure="pot",
            decimals=0,
            unit_id=whole_coop().id,
            by=None,
            at=AT,
        ).id,
        quantity=Fraction(12),
    )


def test_nothing_needs_anybody_at_first(needs):
    assert [needs(name) for name in ("Ana", "Boris", "Igor", "Olga")] == [[]] * 4


def test_a_motion_wants_a_seconder_of_full_members_but_its_mover(motion, needs, person):
    wanted = ["A motion wants a seconder: Own bread"]
    assert [needs(name) for name in ("Ana", "Goran")] == [wanted, wanted]
    assert [needs(name) for name in ("Emil", "Boris", "Igor")] == [[], [], []]
    second_motion(motion, by=person("Ana").id, at=AT)
    assert needs("Goran") == []


def test_an_open_vote_needs_those_on_the_roll_who_have_not_voted(motion, needs, person):
    second_motion(motion, by=person("Ana").id, at=AT)
    poll = open_poll(motion, by=person("Ana").id, at=AT, on=TODAY)
    assert needs("Goran") == ["Vote: Own bread"]
    assert needs("Boris") == []
    cast_ballot(poll.id, by=person("Goran").id, paper="for", at=AT)
    assert needs("Goran") == []
    poll.closed_at = AT
    assert needs("Fatima") == []


def test_the_note_says_until_when_the_vote_is_open(motion, person):
    second_motion(motion, by=person("Ana").id, at=AT)
    open_poll(motion, by=person("Ana").id, at=AT, on=TODAY)
    db.session.flush()
    (need,) = needs_of(actor_of_member(person("Goran").id), at=AT, today=TODAY)
    assert isinstance(need, Need)
    assert str(need.note) == "until 2026-03-07 09:00+00:00"


def test_an_entry_waits_for_others_until_it_is_settled(entry, needs, person):
    waiting = ["1 entry of others waits to be confirmed"]
    assert needs("Goran") == needs("Boris") == waiting
    assert needs("Emil") == []
    assert needs("Igor") == []
    dispute_entry(entry.id, by=person("Ana").id, reason="There were eleven.", at=AT)
    assert needs("Goran") == waiting
    confirm_entry(entry.id, by=person("Goran").id, at=AT)
    assert needs("Fatima") == []


def test_an_entry_in_the_closed_log_waits_for_nobody(entry, needs, person):
    close_log(TODAY - timedelta(days=1), by=person("Chen").id, at=AT)
    assert needs("Goran") == []


@pytest.fixture
def run(person) -> PayRun:
    made = PayRun(
        from_on=date(2026, 2, 1),
        to_on=date(2026, 2, 28),
        inputs="{}",
        inputs_hash="x",
        bill=100,
        net=100,
        prepared_by_id=person("Chen").id,
        prepared_at=AT - timedelta(days=1),
    )
    db.session.add(made)
    db.session.flush()
    db.session.add(
        Payslip(
            run_id=made.id,
            member_id=person("Emil").id,
            gross=100,
            additions=0,
            deductions=0,
            net=100,
        )
    )
    return made


def test_a_pay_run_waits_for_another_to_approve_it(run, needs, person):
    waiting = ["A pay run waits for your approval: 2026-02-01 – 2026-02-28"]
    assert needs("Ana") == waiting
    assert [needs(name) for name in ("Chen", "Emil", "Igor")] == [[], [], []]
    run.set_aside_at = AT
    assert needs("Ana") == []


def test_an_approved_run_waits_for_the_treasurer_until_it_is_paid_out(run, needs, person):
    waiting = "An approved pay run waits to be paid out: 2026-02-01 – 2026-02-28"
    run.approved_by_id, run.approved_at = person("Ana").id, AT
    assert needs("Chen") == [waiting]
    assert waiting not in needs("Ana") + needs("Igor")
    chen = person("Chen").id
    order = pay_out(run.id, text="Pay", execute_on=TODAY, by=chen, at=AT)
    assert needs("Chen") == [waiting]
    mark_paid(order.id, on=TODAY, by=chen, at=AT)
    assert needs("Chen") == []


@pytest.fixture
def february(entry) -> None:
    """The entry was made last month, under a scheme."""
    entry.worked_on = date(2026, 2, 27)
    scheme = keep_scheme("Hourly", parse_terms({"hourly": {"rate": "10"}}), by=None, at=AT)
    founding = db.session.scalars(select(Decision)).first()
    adopt_scheme(scheme.id, from_on=founding.in_force_on, decision=founding, at=AT)


def test_last_month_s_pay_waits_for_the_treasurer(february, needs, request):
    unpaid = "Nobody has prepared last month's pay yet"
    assert unpaid in needs("Chen")
    assert unpaid not in needs("Ana")
    run = request.getfixturevalue("run")
    assert unpaid not in needs("Chen")
    run.set_aside_at = AT
    assert unpaid in needs("Chen")


def test_a_month_without_work_waits_for_no_pay(february, entry, needs):
    entry.worked_on = date(2026, 1, 31)
    assert "Nobody has prepared last month's pay yet" not in needs("Chen")


def test_without_a_scheme_no_pay_is_due(entry, needs):
    entry.worked_on = date(2026, 2, 27)
    assert "Nobody has prepared last month's pay yet" not in needs("Chen")


def test_an_approved_payslip_is_news_for_a_fortnight(run, needs, person):
    run.approved_by_id, run.approved_at = person("Ana").id, AT - timedelta(days=14)
    assert needs("Emil") == ["Your payslip is ready: 2026-02-01 – 2026-02-28"]
    assert needs("Goran") == []
    run.approved_at -= timedelta(seconds=1)
    assert needs("Emil") == []


def test_a_deduction_waits_for_its_member_and_a_law_for_a_second_pair_of_eyes(needs, person):
    chen = {"by": person("Chen").id, "at": AT}
    enter_deduction(
        person("Emil").id,
        Fraction(5),
        what="Union",
        on=AT.date(),
        most_per_run=None,
        decision_id=None,
        **chen,
    )
    enter_law(Legal(Fraction(12)), from_on=AT.date(), reference="Pay Act", **chen)
    assert needs("Emil") == ["A deduction waits for your consent: Union"]
    (law,) = needs("Ana")
    assert law.startswith("Compare with the law")
    assert needs("Chen") == []


def test_the_chair_opens_the_assembly_and_hears_of_what_failed(motion, needs, person):
    decision = note_decision("Own bread", decided_at=AT, in_force_on=TODAY, motion_id=motion.id)
    motion.decision_id, motion.decided_at = decision.id, AT
    db.session.add(Enactment(motion_id=motion.id, due_on=TODAY, failed_at=AT, reason={"say": "x"}))
    assembly = Assembly(
        unit_id=whole_coop().id,
        title="Spring assembly",
        starts_at=AT + timedelta(hours=10),
        convened_at=AT,
        convened_by_id=person("Dora").id,
    )
    db.session.add(assembly)
    assert needs("Ana") == [
        "Open the assembly: Spring assembly",
        "A carried motion could not take effect: Own bread",
    ]
    assert needs("Goran") == []
    assembly.starts_at += timedelta(days=1)
    assert needs("Ana") == ["A carried motion could not take effect: Own bread"]


def test_today_holds_assemblies_decisions_and_the_hours_of_the_week(entry, person):
    note_decision("Shorter Fridays", decided_at=AT, in_force_on=TODAY)
    note_decision("Longer Mondays", decided_at=AT, in_force_on=TODAY + timedelta(days=1))
    for title, hours in (("Tonight", 10), ("Just after midnight", 14), ("Cancelled", 9)):
        db.session.add(
            Assembly(
                unit_id=whole_coop().id,
                title=title,
                starts_at=AT + timedelta(hours=hours),
                convened_at=AT,
                convened_by_id=person("Dora").id,
                cancelled_at=AT if title == "Cancelled" else None,
            )
        )
    log_entry(
        by=person("Emil").id,
        at=AT,
        key="sunday",
        worked_on=date(2026, 3, 1),
        labour=[Stint(person("Emil").id, 60)],
    )
    db.session.flush()
    found = today_of(person("Emil").id, today=TODAY, zone="Europe/Madrid")
    assert [item.title for item in found.assemblies] == ["Tonight"]
    assert [item.title for item in found.in_force] == ["Shorter Fridays"]
    assert found.minutes == 450
    assert today_of(person("Goran").id, today=TODAY, zone="Europe/Madrid").minutes == 0


def test_the_home_page_says_so_when_nothing_needs_one(as_member):
    page = as_member("Igor").get("/").text
    assert "Nothing needs you today." in page
    assert "What next?" in page


def test_every_need_leads_to_a_page(app, motion, entry, run, person, as_member):
    second_motion(motion, by=person("Ana").id, at=AT)
    open_poll(motion, by=person("Ana").id, at=AT, on=TODAY)
    run.approved_by_id, run.approved_at = person("Ana").id, AT
    db.session.flush()
    found = [
        need
        for name in ("Ana", "Emil", "Goran")
        for need in needs_of(actor_of_member(person(name).id), at=AT, today=TODAY)
    ]
    assert {need.endpoint for need in found} == {
        "voting.show_poll",
        "production.list_unconfirmed",
        "wages.show_payslip",
    }
    with app.test_request_context():
        assert all(url_for(need.endpoint, **need.key) for need in found)


def test_the_home_page_asks_the_database_little(app, as_member, motion, entry):
    """What needs them, today: one statement each, whatever there is, beside the prepared one that
    says who is asking. The two others are the clock's, which asks once a minute whether anything
    is due."""
    emil, statements = as_member("Emil"), []
    emil.get("/")

    def note(_, __, statement, *___):
        statements.append(statement)

    event.listen(db.engine(app), "before_cursor_execute", note)
    try:
        assert emil.get("/").status_code == 200
    finally:
        event.remove(db.engine(app), "before_cursor_execute", note)
    asked = [one for one in statements if one.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert len(asked) <= 4, asked
