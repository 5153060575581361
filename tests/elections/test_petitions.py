"""A recall by petition: enough signatures put it to the vote, and nothing is suspended before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.archive.verification import verify
from app.bylaws.models import Matter, Rule
from app.bylaws.rules.decisions import DecisionRule, Electorate
from app.bylaws.rules.provisions import PetitionRule
from app.db import db
from app.elections.models import Petition
from app.elections.petitions import actions, queries
from app.elections.rules import petitions as rules
from app.enactment.actions import carry_on
from app.members.models import Mandate, Office
from app.members.queries import mandates_on
from app.motions.models import EffectKind, Motion
from app.motions.queries import course_of
from app.motions.rules.course import NotOfThisBody, OnlyFullMembersMove, State
from app.record.models import Decision
from app.voting.models import Poll
from tests.polls import AT, FULL, ON


@pytest.fixture
def mandate(person):
    """Chen keeps the money."""
    return db.session.scalars(select(Mandate).where(Mandate.office == Office.TREASURER)).one()


@pytest.fixture
def start(mandate, person):
    def begin(name="Emil"):
        words = {"title": "Chen is recalled.", "reason": "The books are late."}
        return actions.start_petition(mandate, by=person(name).id, on=ON, at=AT, **words)

    return begin


def sign(petition, member):
    return actions.sign_petition(petition, by=member.id, on=ON, at=AT)


def test_the_last_signature_puts_the_recall_to_the_vote(start, person, mandate, vote):
    petition = start()
    assert (petition.needed, petition.motion_id) == (2, None)
    motion = sign(petition, person("Fatima"))
    assert course_of(motion, ON).state is State.VOTE
    assert (motion.effect_kind, motion.mover_id) == (EffectKind.RECALL_OFFICE, person("Emil").id)
    assert petition.motion_id == motion.id
    assert mandate in mandates_on(ON)
    for name in FULL[:5]:
        vote(db.session.get_one(Poll, motion.poll_id), "for", name)
    later = AT + timedelta(days=30)
    carry_on(on=later.date(), at=later)
    assert mandate not in mandates_on(later.date())
    db.commit()
    assert not any(finding.fault for finding in verify())


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("Emil", rules.SignedAlready), ("Boris", OnlyFullMembersMove), ("Olga", OnlyFullMembersMove)],
)
def test_who_cannot_sign_is_told_why(start, person, name, refusal):
    petition = start()
    with pytest.raises(refusal):
        sign(petition, person(name))
    assert [one.name for one in queries.signers(petition.id)] == ["Emil"]


def test_a_signature_is_withdrawn_and_given_again(start, person, as_member, freeze):
    freeze(AT)
    petition, fatima = start(), person("Fatima")
    address = f"/petitions/{petition.id}"
    with pytest.raises(rules.NotSigned):
        actions.withdraw_signature(petition, by=fatima.id, at=AT)
    emil = as_member("Emil")
    assert "Withdraw my signature" in emil.get(address).text
    assert "Withdraw my signature" not in as_member("Fatima").get(address).text
    assert emil.post(f"{address}/signature/withdrawal").status_code == 302
    assert queries.signers(petition.id) == []
    assert emil.post(f"{address}/signature/withdrawal").status_code == 409
    assert sign(petition, person("Emil")) is None
    assert sign(petition, fatima) is not None
    with pytest.raises(rules.PetitionOver):
        actions.withdraw_signature(petition, by=fatima.id, at=AT)
    db.commit()
    assert not any(finding.fault for finding in verify())


def test_a_shop_recalls_its_own(mandate, person):
    shop = {"member_id": person("Fatima").id, "decision_id": mandate.decision_id, "at": AT}
    chair = Mandate(unit_id=3, office=Office.CHAIR, from_on=ON, **shop)
    db.session.add(chair)
    db.session.flush()
    words = {"title": "x", "reason": "y", "on": ON, "at": AT}
    outsider = "Emil" if "Weavers" in chair.unit.name else "Goran"
    with pytest.raises(NotOfThisBody):
        actions.start_petition(chair, by=person(outsider).id, **words)


def test_there_is_one_petition_at_a_time_until_it_is_taken_back(start, person):
    petition = start()
    with pytest.raises(rules.PetitionRuns):
        start("Fatima")
    with pytest.raises(rules.NotTheStarter):
        actions.withdraw_petition(petition, by=person("Ana").id, at=AT)
    actions.withdraw_petition(petition, by=person("Emil").id, at=AT)
    with pytest.raises(rules.PetitionOver):
        sign(petition, person("Fatima"))
    again = start("Fatima")
    sign(again, person("Emil"))
    with pytest.raises(rules.RecallMoved):
        start("Ana")


def test_the_bylaw_says_how_many_sign_and_until_when(start, person, under):
    under(DecisionRule(petition=PetitionRule(3, within_days=30)), matter=Matter.OFFICE)
    petition = start()
    end = AT + timedelta(days=30)
    assert (petition.needed, petition.ends_at) == (3, end)
    under(DecisionRule(petition=PetitionRule(2)), matter=Matter.OFFICE)
    assert sign(petition, person("Fatima")) is None  # it keeps the rule by which it began
    ana = {"by": person("Ana").id, "on": ON}
    words = {"title": "Again", "reason": "Still."}
    with pytest.raises(rules.PetitionRuns):
        actions.start_petition(petition.mandate, at=end - timedelta(seconds=1), **words, **ana)
    with pytest.raises(rules.PetitionLapsed):
        actions.sign_petition(petition, at=end, **ana)
    again = actions.start_petition(petition.mandate, at=end, **words, **ana)
    assert (petition.lapsed_at, again.needed, again.ends_at) == (end, 2, None)
    with pytest.raises(rules.PetitionLapsed):
        actions.withdraw_petition(petition, by=person("Emil").id, at=end)


def test_who_does_not_hold_the_office_is_not_recalled(start, mandate, person):
    petition = start()
    mandate.to_on = ON - timedelta(days=1)
    db.session.flush()
    with pytest.raises(rules.NoLongerInOffice):
        sign(petition, person("Fatima"))


def test_where_only_those_present_decide_the_recall_waits_for_an_assembly(start, person):
    rule = DecisionRule(electorate=Electorate.PRESENT)
    decision = db.session.scalars(select(Decision)).first()
    fact = {"definition": rule.to_json(), "from_on": ON, "decision_id": decision.id, "at": AT}
    db.session.add(Rule(matter=Matter.OFFICE, **fact))
    motion = sign(start(), person("Fatima"))
    assert course_of(motion, ON).state is State.READY


def test_a_petition_from_office_to_vote_on_the_pages(as_member, client, mandate, freeze, vote):
    freeze(AT)
    emil, fatima = as_member("Emil"), as_member("Fatima")
    assert "Ask for a recall" in emil.get("/offices").text
    form = emil.get(f"/mandates/{mandate.id}/petition/new").text
    assert "Chen is recalled from an office: Treasurer of Red Clay." in form
    path = f"/mandates/{mandate.id}/petition"
    assert emil.post(path, data={"title": "Recall"}).status_code == 422
    address = emil.post(path, data={"title": "Recall", "reason": "Late."}).location
    assert "One signature is missing." in fatima.get(address).text
    assert "Recall" in fatima.get("/petitions/").text
    assert as_member("Boris").post(f"{address}/signature").status_code == 409
    assert fatima.post(f"{address}/withdrawal").status_code == 409
    assert client.get(address).status_code == 302
    assert emil.get("/mandates/999/petition/new").status_code == 404
    assert fatima.post(f"{address}/signature").status_code == 302
    page = fatima.get(address).text
    assert "the recall is before the members" in page
    motion = db.session.scalars(select(Motion)).one()
    assert f"/motions/{motion.id}" in page
    assert "Recall" in as_member("Ana").get("/polls/").text
    assert db.session.scalars(select(Petition)).one().reached_at
    for name in FULL[:5]:
        vote(db.session.get_one(Poll, motion.poll_id), "for", name)
    later = AT + timedelta(days=30)
    carry_on(on=later.date(), at=later)
    db.commit()
    assert "and the recall was decided on" in fatima.get(address).text
