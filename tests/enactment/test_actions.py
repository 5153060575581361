"""Carried motions take effect: on their day, once, whole."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.bylaws.models import Matter, Rule
from app.bylaws.queries import rule_on
from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.enactment import effects
from app.enactment.actions import enact_due
from app.enactment.models import Enactment
from app.enactment.queries import effect_of, failed, scheduled
from app.members.models import Mandate, Office, Standing, Unit
from app.members.queries import person_on
from app.motions.actions.deciding import record_result
from app.motions.models import EffectKind, Motion, Outcome
from app.production.models import Item, Norm, PieceRate
from app.record.models import Event
from app.record.queries import chain_fault
from app.sentences import Sentence
from app.wages.models import Adoption, Scheme

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
ON = date(2026, 3, 2)
TOMORROW = ON + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def carried(person):
    """A carried motion with an effect: `carried(EffectKind.ADMIT_MEMBER, member_id=7)`."""

    def carry(kind: EffectKind, commences_on: date | None = None, **effect) -> Motion:
        highest = db.session.scalar(select(func.max(Motion.number))) or 0
        motion = Motion(
            number=highest + 1,
            unit_id=whole().id,
            matter=Matter.RESOLUTION,
            title=f"Motion {highest + 1}",
            text="…",
            effect_kind=kind,
            effect=effect,
            commences_on=commences_on,
            mover_id=person("Ana").id,
            drafted_at=AT,
            submitted_at=AT,
        )
        db.session.add(motion)
        db.session.flush()
        record_result(motion, Outcome.CARRIED, poll_id=1, tally="4 : 1 : 1", on=ON, at=AT)
        return motion

    return carry


def whole() -> Unit:
    return db.session.scalars(select(Unit).where(Unit.parent_id.is_(None))).one()


def item() -> Item:
    made = Item(code="brick", name="Brick", measure="piece", unit_id=whole().id, at=AT)
    db.session.add(made)
    db.session.flush()
    return made


def scheme() -> Scheme:
    made = Scheme(name="Equal", terms='{"equal_share":{"fund":"900"}}', hash="ab" * 32, at=AT)
    db.session.add(made)
    db.session.flush()
    return made


def test_a_scheme_is_adopted(carried):
    adopted = scheme()
    motion = carried(EffectKind.ADOPT_WAGE_SCHEME, scheme_id=adopted.id, hash=adopted.hash)
    (enactment,) = enact_due(on=ON, at=AT)
    adoption = db.session.scalars(select(Adoption)).one()
    assert enactment.subject == f"adoption {adoption.id}"
    assert (adoption.scheme_id, adoption.from_on) == (adopted.id, ON)
    assert adoption.decision.motion_id == motion.id


def test_a_piece_rate_and_a_norm_are_set(carried):
    brick = item()
    carried(EffectKind.SET_PIECE_RATE, item_id=brick.id, rate="1.25")
    carried(EffectKind.SET_NORM, item_id=brick.id, minutes="12.5")
    assert len(enact_due(on=ON, at=AT)) == 2
    assert str(db.session.scalars(select(PieceRate)).one().rate) == "5/4"
    assert str(db.session.scalars(select(Norm)).one().minutes) == "25/2"


def test_a_candidate_is_admitted(carried, person):
    boris = person("Boris").id
    carried(EffectKind.ADMIT_MEMBER, member_id=boris)
    enact_due(on=ON, at=AT)
    assert person_on(boris, ON).standing is Standing.FULL


def test_an_office_is_given_and_taken(carried, person):
    office = {"member_id": person("Emil").id, "office": "treasurer", "unit_id": whole().id}
    carried(EffectKind.APPOINT_OFFICE, **office, to_on="2027-03-01", limits="Up to 500 €")
    enact_due(on=ON, at=AT)
    mandate = db.session.scalars(select(Mandate).where(Mandate.limits != "")).one()
    assert (mandate.office, mandate.from_on) == (Office.TREASURER, ON)
    carried(EffectKind.RECALL_OFFICE, commences_on=date(2026, 6, 1), **office)
    enact_due(on=date(2026, 6, 1), at=AT)
    assert mandate.to_on == date(2026, 5, 31)


def test_a_bylaw_is_amended(carried):
    definition = DecisionRule(notice_days=21).to_json()
    carried(
        EffectKind.AMEND_BYLAW,
        matter="wage-scheme",
        definition=definition,
        clause="§ 7",
        text="Wages need three weeks.",
    )
    enact_due(on=ON, at=AT)
    rule = rule_on(Matter.WAGE_SCHEME, ON)
    assert (rule.definition, rule.clause) == (definition, "§ 7")


def test_every_kind_of_effect_has_its_action():
    assert set(effects.EFFECTS) == set(EffectKind)


def test_an_effect_waits_for_its_day_and_happens_once(carried):
    motion = carried(EffectKind.RESOLUTION, commences_on=TOMORROW)
    assert enact_due(on=ON, at=AT) == []
    assert [effect.motion_id for effect in scheduled()] == [motion.id]
    assert len(enact_due(on=TOMORROW, at=AT)) == 1
    assert enact_due(on=TOMORROW, at=AT) == []
    assert scheduled() == []
    assert effect_of(motion.id).enacted_at == AT


def test_effects_happen_in_the_order_of_their_days(carried):
    later = carried(EffectKind.RESOLUTION, commences_on=TOMORROW)
    sooner = carried(EffectKind.RESOLUTION)
    enacted = enact_due(on=TOMORROW, at=AT)
    assert [enactment.motion_id for enactment in enacted] == [sooner.id, later.id]


@pytest.mark.parametrize(
    ("kind", "effect", "reason"),
    [
        (EffectKind.ADOPT_WAGE_SCHEME, {"scheme_id": 99, "hash": "x"}, "voted on"),
        (EffectKind.SET_PIECE_RATE, {"item_id": 99, "rate": "1.25"}, "does not exist"),
        (EffectKind.ADMIT_MEMBER, {"member_id": 9999}, "not in the register"),
        (EffectKind.ADMIT_MEMBER, {"member_id": 1}, "full member already"),
        (
            EffectKind.APPOINT_OFFICE,
            {
                "member_id": 1,
                "office": "delegate",
                "unit_id": 1,
                "to_on": "2026-03-01",
                "limits": "",
            },
            "over before it begins",
        ),
        (
            EffectKind.RECALL_OFFICE,
            {"member_id": 2, "office": "chair", "unit_id": 1},
            "does not hold",
        ),
        (
            EffectKind.AMEND_BYLAW,
            {"matter": "office", "definition": {}, "clause": "", "text": ""},
            "majority",
        ),
    ],
)
def test_an_effect_that_can_no_longer_apply_is_kept_with_its_reason(carried, kind, effect, reason):
    motion = carried(kind, **effect)
    (enactment,) = enact_due(on=ON, at=AT)
    assert enactment.failed_at == AT
    assert reason in str(Sentence.from_json(enactment.reason))
    assert [effect.motion_id for effect in failed()] == [motion.id]
    assert motion.failed_at == AT
    assert enact_due(on=ON, at=AT) == []


def test_nothing_is_half_applied(carried, person, monkeypatch):
    """Whatever an effect has written and noted before it fails goes with it; others happen."""
    boris = person("Boris").id

    def admit_then_fail(effect, decision, at):
        effects.admit_member(person("Boris"), from_on=ON, decision=decision, at=at)
        raise effects.MandateOver

    monkeypatch.setitem(effects.EFFECTS, EffectKind.ADMIT_MEMBER, admit_then_fail)
    bad = carried(EffectKind.ADMIT_MEMBER, member_id=boris)
    good = carried(EffectKind.RESOLUTION)
    first, second = enact_due(on=ON, at=AT)
    db.commit()
    assert (first.motion_id, bool(first.failed_at)) == (bad.id, True)
    assert (second.motion_id, bool(second.enacted_at)) == (good.id, True)
    assert person_on(boris, ON).standing is Standing.CANDIDATE
    noted = db.session.scalars(select(Event.kind).where(Event.at == AT)).all()
    assert "standing-noted" not in noted
    assert chain_fault() is None


def test_what_the_database_refuses_is_a_failed_effect(carried, person):
    office = {"member_id": person("Emil").id, "office": "delegate", "unit_id": 9999}
    before = db.session.scalar(select(func.count(Mandate.id)))
    carried(EffectKind.APPOINT_OFFICE, **office, to_on=None, limits="")
    (enactment,) = enact_due(on=ON, at=AT)
    assert enactment.failed_at == AT
    assert db.session.scalar(select(func.count(Mandate.id))) == before


def test_a_fault_of_the_program_decides_nothing_and_stops_nothing_else(carried, monkeypatch):
    def break_down(effect, decision, at):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setitem(effects.EFFECTS, EffectKind.ADMIT_MEMBER, break_down)
        broken = carried(EffectKind.ADMIT_MEMBER, member_id=1)
        good = carried(EffectKind.RESOLUTION)
        assert [enactment.motion_id for enactment in enact_due(on=ON, at=AT)] == [good.id]
    assert [enactment.motion_id for enactment in enact_due(on=ON, at=AT)] == [broken.id]


def test_the_database_enacts_a_motion_once(carried):
    motion = carried(EffectKind.RESOLUTION)
    enact_due(on=ON, at=AT)
    db.session.expunge_all()
    db.session.add(Enactment(motion_id=motion.id, due_on=ON, enacted_at=AT))
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        db.session.flush()


def test_the_rule_of_the_day_is_found_after_the_amendment(carried):
    before = db.session.scalar(select(func.count()).select_from(Rule))
    carried(
        EffectKind.AMEND_BYLAW,
        commences_on=TOMORROW,
        matter="office",
        definition=DecisionRule(notice_days=1).to_json(),
        clause="",
        text="",
    )
    enact_due(on=TOMORROW, at=AT)
    assert db.session.scalar(select(func.count()).select_from(Rule)) == before + 1
    assert rule_on(Matter.OFFICE, ON).definition["notice_days"] == 7
    assert rule_on(Matter.OFFICE, TOMORROW).definition["notice_days"] == 1
