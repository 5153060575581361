import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assemblies import actions, queries, rules
from app.assemblies.actions import NewItem, convene_assembly
from app.assemblies.models import AgendaItem
from app.assemblies.rules import State
from app.bylaws.models import Matter
from app.db import db
from app.members.models import Unit
from app.members.queries import whole_coop
from app.motions.actions.deciding import put_to_vote, record_result, take_from_vote
from app.motions.actions.moving import withdraw_motion
from app.motions.rules.course import Outcome
from app.record.queries import chain_fault
from tests.assemblies.conftest import AT, STARTS_AT
from tests.cast import WEAVERS
from tests.racing import Meeting, unhurried

LATER = STARTS_AT + timedelta(hours=1)


def convene(person, **given):
    usual = {
        "by": person("Dora").id,
        "unit_id": whole_coop().id,
        "title": "Assembly",
        "place": "",
        "starts_at": STARTS_AT,
        "at": AT,
    }
    return convene_assembly(**usual | given)


def items_of(assembly):
    return db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.assembly_id == assembly.id)
        .order_by(AgendaItem.position)
    ).all()


def test_an_assembly_is_convened_with_its_agenda(convened, wages):
    agenda = queries.agenda(convened.id)
    assert [(item.position, item.title, item.motion_id) for item in agenda] == [
        (1, "News", None),
        (2, "Piece rates", wages.id),
    ]
    assert queries.assembly_state(convened) is State.CONVENED


def test_the_strictest_matter_on_the_agenda_sets_the_notice(person, wages, submitted):
    six_days = AT + timedelta(days=6)
    items = [NewItem(motion_id=submitted().id), NewItem(motion_id=wages.id)]
    with pytest.raises(rules.NoticeTooShort) as refused:
        convene(person, starts_at=six_days, items=items)
    assert refused.value.earliest.isoformat() == "2026-03-09"
    db.rollback()
    convene(person, starts_at=AT + timedelta(days=7), items=[])


def test_an_assembly_without_motions_needs_the_notice_of_resolutions(person):
    with pytest.raises(rules.NoticeTooShort):
        convene(person, starts_at=AT + timedelta(days=2))
    with pytest.raises(rules.StartsInPast):
        convene(person, starts_at=AT)


def test_days_of_notice_are_days_of_the_co_op(person):
    """Three days on, at half past midnight in Madrid, it is still the day before in UTC."""
    at = AT.replace(hour=23, minute=30)
    with pytest.raises(rules.NoticeTooShort):
        convene(person, at=at, starts_at=AT.replace(day=5, hour=18))
    convene(person, at=at, starts_at=AT.replace(day=6, hour=18))


def test_a_motion_added_later_needs_its_notice_too(convened, person, submitted):
    late = STARTS_AT - timedelta(days=2)
    motion = submitted()
    with pytest.raises(rules.NoticeTooShort):
        actions.add_item(convened, NewItem(motion_id=motion.id), by=person("Dora").id, at=late)
    db.rollback()
    actions.add_item(convened, NewItem("Any other business"), by=person("Dora").id, at=late)


def test_only_a_live_motion_of_the_unit_goes_on_the_agenda_and_only_once(
    convened, person, submitted, wages
):
    def add(motion):
        actions.add_item(convened, NewItem(motion_id=motion.id), by=person("Dora").id, at=AT)

    with pytest.raises(rules.MotionOnAgenda):
        add(wages)
    withdrawn = submitted()
    withdraw_motion(withdrawn, by=person("Emil").id, at=AT)
    with pytest.raises(rules.MotionNotReady):
        add(withdrawn)
    pottery = submitted(unit_id=person("Emil").memberships[-1].unit_id)
    with pytest.raises(rules.MotionOfAnotherUnit):
        add(pottery)


def test_items_change_places_until_the_assembly_opens(convened, person):
    news, motion = items_of(convened)
    actions.move_item(news, down=True, by=person("Dora").id, at=AT)
    assert [item.title for item in queries.agenda(convened.id)] == ["Piece rates", "News"]
    actions.move_item(motion, down=False, by=person("Dora").id, at=AT)
    assert [item.title for item in queries.agenda(convened.id)] == ["Piece rates", "News"]
    actions.open_assembly(convened, by=person("Ana").id, at=STARTS_AT)
    with pytest.raises(rules.AssemblyOpened):
        actions.move_item(news, down=True, by=person("Dora").id, at=STARTS_AT)
    with pytest.raises(rules.AssemblyOpened):
        actions.add_item(convened, NewItem("Late"), by=person("Dora").id, at=STARTS_AT)


def test_a_unit_holds_one_assembly_at_a_time(opened, person):
    second = convene(person)
    with pytest.raises(rules.AnotherAssemblyOpen):
        actions.open_assembly(second, by=person("Ana").id, at=STARTS_AT)
    assert queries.open_assembly(whole_coop().id) is opened
    weavers = db.session.scalars(select(Unit).where(Unit.name == WEAVERS)).one()
    other = convene(person, unit_id=weavers.id)
    actions.open_assembly(other, by=person("Ana").id, at=STARTS_AT)


def test_one_item_is_open_at_a_time(opened, person):
    ana = person("Ana").id
    news, motion = items_of(opened)
    actions.open_item(news, by=ana, at=STARTS_AT)
    with pytest.raises(rules.AnotherItemOpen):
        actions.open_item(motion, by=ana, at=STARTS_AT)
    with pytest.raises(rules.ItemNotOpen):
        actions.close_item(motion, by=ana, at=STARTS_AT)
    actions.close_item(news, by=ana, at=LATER)
    with pytest.raises(rules.ItemClosed):
        actions.open_item(news, by=ana, at=LATER)
    actions.open_item(motion, by=ana, at=LATER)
    assert queries.open_item(opened.id) is motion


def test_an_item_stays_open_while_its_vote_is(opened, person, wages):
    _, item = items_of(opened)
    actions.open_item(item, by=person("Ana").id, at=STARTS_AT)
    put_to_vote(wages, poll_id=1, at=STARTS_AT)
    for close in (
        lambda: actions.close_item(item, by=person("Ana").id, at=LATER),
        lambda: actions.close_assembly(opened, by=person("Ana").id, at=LATER),
    ):
        with pytest.raises(rules.VoteStillOpen):
            close()
    take_from_vote(wages)
    actions.close_item(item, by=person("Ana").id, at=LATER)


def test_closing_ends_the_open_item_and_everybody_s_attendance(opened, person):
    news, _ = items_of(opened)
    actions.open_item(news, by=person("Ana").id, at=STARTS_AT)
    actions.close_assembly(opened, by=person("Ana").id, at=LATER)
    db.commit()
    db.session.expire_all()
    assert [item.state for item in queries.agenda(opened.id)] == [State.CLOSED, State.CONVENED]
    assert queries.present_members(opened.id) == set()
    assert {left for _, _, left in queries.attendances(opened.id)} == {LATER}
    with pytest.raises(rules.AssemblyOver):
        actions.join_assembly(opened, by=person("Emil").id, at=LATER)
    db.commit()
    assert chain_fault() is None


def test_a_cancelled_assembly_is_not_opened(convened):
    actions.cancel_assembly(convened, by=convened.convened_by_id, at=AT)
    with pytest.raises(rules.AssemblyOver):
        actions.open_assembly(convened, by=convened.convened_by_id, at=STARTS_AT)


def test_an_open_assembly_is_not_cancelled(opened, person):
    with pytest.raises(rules.AssemblyOpened):
        actions.cancel_assembly(opened, by=person("Ana").id, at=STARTS_AT)


def test_people_come_and_go_and_come_back(opened, person):
    emil = person("Emil").id
    actions.join_assembly(opened, by=emil, at=STARTS_AT)
    again = actions.join_assembly(opened, by=emil, at=LATER)
    assert again.joined_at == STARTS_AT
    actions.leave_assembly(opened, by=emil, at=LATER)
    with pytest.raises(rules.NotPresent):
        actions.leave_assembly(opened, by=emil, at=LATER)
    actions.join_assembly(opened, by=person("Dora").id, member_id=emil, at=LATER)
    times = [row for row in queries.attendances(opened.id) if row[0] == "Emil"]
    assert [(came, left) for _, came, left in times] == [(STARTS_AT, LATER), (LATER, None)]


def test_guests_do_not_take_part(opened, person):
    with pytest.raises(rules.NotOfThisUnit):
        actions.join_assembly(opened, by=person("Igor").id, at=STARTS_AT)


def test_nobody_joins_before_the_assembly_opens(convened, person):
    with pytest.raises(rules.AssemblyNotOpen):
        actions.join_assembly(convened, by=person("Emil").id, at=STARTS_AT)


def test_the_quorum_counts_full_members_who_are_here(opened, person):
    on = STARTS_AT.date()
    found, sentence = queries.quorum_for(Matter.WAGE_SCHEME, queries.presence(opened, on), on)
    assert str(sentence) == "2 of 6 are here; 3 are needed to decide on wages."
    actions.join_assembly(opened, by=person("Emil").id, at=STARTS_AT)
    found, _ = queries.quorum_for(Matter.WAGE_SCHEME, queries.presence(opened, on), on)
    assert found.is_reached


def test_a_decided_motion_shows_on_the_agenda(opened, wages):
    record_result(
        wages, Outcome.CARRIED, poll_id=1, tally="5 : 1 : 0", on=STARTS_AT.date(), at=LATER
    )
    assert [item.outcome for item in queries.agenda(opened.id)] == [None, Outcome.CARRIED]


# --- two at once -------------------------------------------------------------------------------


@pytest.fixture
def open_both(app, opened, person, monkeypatch):
    """Two windows of the chair open the two items at the same moment. Each waits for the other
    between looking and acting, so that without a lock both see that no item is open."""
    looked = Meeting(2)
    look = queries.open_item

    def look_and_wait(assembly_id):
        found = look(assembly_id)
        looked.wait()
        return found

    monkeypatch.setattr(queries, "open_item", look_and_wait)
    items, ana, answers = [item.id for item in items_of(opened)], person("Ana").id, []
    db.commit()

    def open_one(item_id):
        with app.app_context():
            try:
                actions.open_item(db.session.get(AgendaItem, item_id), by=ana, at=STARTS_AT)
                db.commit()
                answers.append("opened")
            except Exception as refused:
                answers.append(type(refused).__name__)

    def race():
        threads = [threading.Thread(target=open_one, args=(item,)) for item in items]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return sorted(answers)

    return race


def test_of_two_items_opened_at_once_one_opens(open_both):
    assert open_both() == ["AnotherItemOpen", "opened"]


def test_without_the_lock_only_the_unique_index_holds(app, open_both, database, monkeypatch):
    """The control: both looked before either acted."""
    unhurried(monkeypatch)
    if database == "sqlite":
        monkeypatch.setitem(app.extensions, "artel.engine.writing", app.extensions["artel.engine"])
        assert open_both() == ["OperationalError", "opened"]
    else:
        monkeypatch.setattr(db, "lock", lambda row: db.session.refresh(row))
        assert open_both() == ["IntegrityError", "opened"]
