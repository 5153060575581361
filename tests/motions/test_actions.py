import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.sql.selectable import GenerativeSelect

from app.bylaws.models import Matter
from app.db import db
from app.errors import InvalidInput
from app.members.models import Unit
from app.motions import queries
from app.motions.actions import amending, moving
from app.motions.actions.deciding import put_to_vote, record_result, take_from_vote
from app.motions.actions.drafting import revise_draft
from app.motions.actions.moving import _next_number, second_motion, submit_motion, withdraw_motion
from app.motions.models import Motion
from app.motions.queries import Show
from app.motions.rules import course
from app.motions.rules.course import Outcome, State
from app.motions.rules.effects import Effect, EffectKind
from app.motions.rules.paragraphs import Change, Kind
from app.record.models import Decision, Event
from app.record.queries import chain_fault
from tests.cast import WEAVERS
from tests.motions.conftest import AT, TODAY
from tests.racing import Meeting, unhurried


def state(motion):
    return queries.course_of(motion, TODAY).state


def test_a_draft_is_its_movers_alone(move, person):
    draft = move("Emil", draft=True)
    assert draft.number is None
    assert queries.motion_for(draft.id, person("Emil").id) is draft
    assert queries.motion_for(draft.id, person("Ana").id) is None


def test_motions_are_numbered_as_they_are_handed_in(move, person):
    draft = move("Emil", draft=True)
    first = move("Fatima")
    submit_motion(draft, by=person("Emil").id, at=AT)
    assert (first.number, draft.number) == (1, 2)
    assert queries.motion_for(draft.id, person("Ana").id) is draft
    assert [version.version for version in queries.versions_of(draft.id)] == [1]


def test_a_candidate_may_write_but_not_move(move, person):
    draft = move("Boris", draft=True)
    with pytest.raises(course.OnlyFullMembersMove):
        submit_motion(draft, by=person("Boris").id, at=AT)
    assert draft.number is None


def test_a_member_moves_only_in_their_own_unit_and_above_it(move, person):
    weavers = db.session.scalars(select(Unit).where(Unit.name == WEAVERS)).one()
    draft = move("Emil", draft=True, unit_id=weavers.id)
    with pytest.raises(course.NotOfThisBody):
        submit_motion(draft, by=person("Emil").id, at=AT)
    assert move("Fatima", unit_id=weavers.id).number == 1


def test_a_motion_without_words_is_not_handed_in(move, person):
    draft = move("Emil", draft=True, text=" ")
    with pytest.raises(InvalidInput):
        submit_motion(draft, by=person("Emil").id, at=AT)


def test_a_motion_cannot_work_backwards(move, person):
    draft = move("Emil", draft=True, commences_on=TODAY - timedelta(days=1))
    with pytest.raises(course.CommencesInPast):
        submit_motion(draft, by=person("Emil").id, at=AT)


def test_an_unknown_office_is_refused(move, person):
    effect = Effect(
        EffectKind.RECALL_OFFICE, {"member_id": person("Ana").id, "office": "tsar", "unit_id": 1}
    )
    with pytest.raises(InvalidInput):
        move("Emil", effect=effect)


def test_a_draft_is_revised_by_its_mover_until_it_is_handed_in(move, person):
    draft = move("Emil", draft=True)
    words = {
        "unit_id": draft.unit_id,
        "title": "Admit Boris",
        "text": "Boris becomes a member.",
        "reason": "",
        "effect": Effect(EffectKind.ADMIT_MEMBER, {"member_id": person("Boris").id}),
        "commences_on": None,
        "at": AT,
    }
    with pytest.raises(course.NotTheMover):
        revise_draft(draft, by=person("Ana").id, **words)
    revise_draft(draft, by=person("Emil").id, **words)
    assert (draft.title, draft.matter) == ("Admit Boris", Matter.ADMISSION)
    submit_motion(draft, by=person("Emil").id, at=AT)
    with pytest.raises(course.AlreadySubmitted):
        revise_draft(draft, by=person("Emil").id, **words)


def test_a_seconded_motion_is_ready(move, person):
    motion = move("Emil")
    assert state(motion) is State.WANTS_SECOND
    with pytest.raises(course.OwnMotion):
        second_motion(motion, by=person("Emil").id, at=AT)
    with pytest.raises(course.OnlyFullMembersMove):
        second_motion(motion, by=person("Boris").id, at=AT)
    second_motion(motion, by=person("Fatima").id, at=AT)
    with pytest.raises(course.AlreadySeconded):
        second_motion(motion, by=person("Fatima").id, at=AT)
    assert state(motion) is State.READY
    assert [name for _, name in queries.seconders_of(motion.id)] == ["Fatima"]


def test_a_motion_is_withdrawn_by_its_mover_before_the_vote(move, person):
    motion = move("Emil", seconded=True)
    with pytest.raises(course.NotTheMover):
        withdraw_motion(motion, by=person("Ana").id, at=AT)
    put_to_vote(motion, poll_id=1, at=AT)
    with pytest.raises(course.VoteOpen):
        withdraw_motion(motion, by=person("Emil").id, at=AT)
    take_from_vote(motion)
    withdraw_motion(motion, by=person("Emil").id, at=AT)
    assert state(motion) is State.WITHDRAWN
    with pytest.raises(course.MotionClosed):
        second_motion(motion, by=person("Chen").id, at=AT)


def result(motion, outcome, **given):
    usual = {"poll_id": 4, "tally": "5 : 1 : 0", "on": TODAY, "at": AT}
    return record_result(motion, outcome, **usual | given)


def test_a_carried_motion_is_a_decision_from_its_day_on(move):
    motion = move("Emil", seconded=True, commences_on=date(2026, 4, 1))
    decision = result(motion, Outcome.CARRIED)
    assert decision is db.session.scalars(select(Decision).where(Decision.motion_id > 0)).one()
    assert (decision.motion_number, decision.tally, decision.poll_id) == (1, "5 : 1 : 0", 4)
    assert decision.in_force_on == date(2026, 4, 1)
    db.session.refresh(motion)
    assert (motion.decision_id, state(motion)) == (decision.id, State.CARRIED)
    with pytest.raises(course.DecidedAlready):
        result(motion, Outcome.DEFEATED)


def test_a_defeated_motion_is_no_decision(move):
    motion = move("Emil", seconded=True)
    assert result(motion, Outcome.DEFEATED) is None
    assert state(motion) is State.DEFEATED


def test_without_a_quorum_a_motion_stays_open_and_can_carry_later(move):
    motion = move("Emil", seconded=True)
    put_to_vote(motion, poll_id=4, at=AT)
    assert state(motion) is State.VOTE
    assert result(motion, Outcome.INQUORATE) is None
    assert state(motion) is State.READY
    assert result(motion, Outcome.CARRIED, poll_id=5) is not None


def test_everything_about_a_motion_stands_in_the_record(move, person):
    motion = move("Emil", seconded=True)
    proposed = amending.propose_amendment(
        motion,
        by=person("Chen").id,
        changes=[Change(Kind.DELETE, 1), Change(Kind.INSERT, 0, "We buy nothing.")],
        effect=Effect(motion.effect_kind, motion.effect),
        reason="",
        at=AT,
    )
    amending.accept_amendment(proposed, by=person("Emil").id, at=AT)
    result(motion, Outcome.CARRIED)
    db.commit()
    kinds = select(Event.kind).where(Event.subject == f"motion {motion.id}").order_by(Event.number)
    assert db.session.scalars(kinds).all() == [
        "motion-drafted",
        "motion-submitted",
        "motion-seconded",
        "amendment-proposed",
        "amendment-accepted",
        "motion-decided",
    ]
    assert chain_fault() is None


def test_lists_know_where_each_motion_stands(move, person):
    draft = move("Emil", draft=True)
    wants, ready, decided = move("Emil"), move("Fatima"), move("Emil", seconded=True)
    second_motion(ready, by=person("Emil").id, at=AT)
    result(decided, Outcome.DEFEATED)

    def shown(show, name, matter=None):
        lines = queries.motion_lines(show, matter, person(name).id, TODAY)
        return {line.id: line.state for line in lines}

    open_now = {wants.id: State.WANTS_SECOND, ready.id: State.READY}
    assert shown(Show.OPEN, "Ana") == open_now
    assert shown(Show.OPEN, "Ana", Matter.OFFICE) == {}
    assert shown(Show.DECIDED, "Ana") == {decided.id: State.DEFEATED}
    assert shown(Show.MINE, "Chen") == {}
    assert shown(Show.MINE, "Emil")[draft.id] is State.DRAFT
    assert shown(Show.ALL, "Ana") == open_now | {decided.id: State.DEFEATED}


# --- two at once -------------------------------------------------------------------------------


@pytest.fixture
def hand_in_both(app, move, person, monkeypatch):
    """Emil and Fatima hand in a motion at the same moment: each waits for the other between
    reading the last number and taking the next."""
    read = Meeting(2)
    number = _next_number

    def number_and_wait():
        found = number()
        read.wait()
        return found

    monkeypatch.setattr(moving, "_next_number", number_and_wait)
    drafts = [(move(name, draft=True).id, person(name).id) for name in ("Emil", "Fatima")]
    db.commit()
    answers = []

    def hand_in(motion_id, by):
        with app.app_context():
            try:
                motion = db.session.get(Motion, motion_id)
                submit_motion(motion, by=by, at=AT)
                db.commit()
                answers.append(motion.number)
            except Exception as refused:
                answers.append(type(refused).__name__)

    def race():
        threads = [threading.Thread(target=hand_in, args=draft) for draft in drafts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return sorted(answers, key=str)

    return race


def test_two_motions_handed_in_at_once_get_two_numbers(hand_in_both):
    assert hand_in_both() == [1, 2]


def test_without_the_lock_the_second_finds_its_number_taken(
    app, hand_in_both, database, monkeypatch
):
    """The control: both read the same last number."""
    unhurried(monkeypatch)
    if database == "sqlite":
        monkeypatch.setitem(app.extensions, "artel.engine.writing", app.extensions["artel.engine"])
        assert hand_in_both() == [1, "OperationalError"]
    else:
        monkeypatch.setattr(GenerativeSelect, "with_for_update", lambda query, **_: query)
        assert hand_in_both() == [1, "IntegrityError"]
