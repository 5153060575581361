"""An office filled by election: called, stood for, voted on, held, and moved up into."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.archive.verification import verify
from app.bylaws.models import Matter
from app.bylaws.rules.decisions import DecisionRule
from app.bylaws.rules.provisions import TermLimits
from app.db import db
from app.elections import actions, queries
from app.elections.drawings import queries as drawing_queries
from app.elections.models import Candidacy, Election
from app.elections.rules import candidacies as rules
from app.elections.rules.lots import drawn
from app.elections.rules.terms import last_day
from app.elections.seats import actions as seat_actions
from app.elections.seats import queries as seat_queries
from app.enactment.actions import enact_due
from app.errors import InvalidInput
from app.members.actions import give_mandate, recall_mandate
from app.members.models import Mandate, Office
from app.members.queries import mandates_on, whole_coop
from app.members.terms import TooManyTerms
from app.motions.actions.drafting import draft_motion
from app.motions.actions.moving import submit_motion
from app.motions.models import EffectKind, Method, Motion
from app.motions.queries import options_of
from app.motions.rules.course import OnlyFullMembersMove, VoteOpen
from app.motions.rules.effects import Effect
from app.motions.terms_left import most_terms
from app.record.models import Decision
from app.voting.actions.opening import open_poll
from app.voting.rules.course import NothingToChoose
from tests.elections.conftest import CLOSED, UNTIL, VOTE
from tests.polls import AT, ON

FROM = CLOSED.date()
BALLOTS = {
    "Ana": ["Emil", "Dora"],
    "Chen": ["Emil", "Goran"],
    "Dora": ["Dora", "Goran"],
    "Emil": ["Emil", "Dora"],
    "Fatima": ["Dora", "Goran"],
    "Goran": ["Goran", "Dora"],
}
"""Emil and Dora are elected, in this order; Goran comes next."""


def delegates(day):
    return {one.member.name: one.to_on for one in mandates_on(day, Office.DELEGATE)}


def decided(motion):
    enact_due(on=FROM, at=CLOSED)
    db.commit()
    assert not any(finding.fault for finding in verify())
    return db.session.get_one(Decision, motion.decision_id)


def test_the_elected_take_office_each_for_their_term(called, stand, elect):
    motion = called()
    stand(motion, "Emil", "Dora", "Goran")
    elect(motion, BALLOTS)
    decision = decided(motion)
    assert delegates(FROM) == {"Emil": last_day(FROM, 24), "Dora": last_day(FROM, 12)}
    assert {one.decision_id for one in mandates_on(FROM, Office.DELEGATE)} == {decision.id}
    seats = seat_queries.seats_of(motion, FROM)
    assert [(one.number, one.holder.member.name) for one in seats] == [(1, "Emil"), (2, "Dora")]
    assert [seat.number for seat in seat_queries.seats_of(motion, FROM + YEAR)] == [1]


YEAR = timedelta(days=366)


def test_the_next_in_the_count_moves_up_for_the_rest_of_the_term(called, stand, elect, person):
    motion = called()
    stand(motion, "Emil", "Dora", "Goran", "Fatima")
    elect(motion, BALLOTS)
    decision = decided(motion)
    ana, day = person("Ana").id, FROM + timedelta(days=30)
    with pytest.raises(rules.NoSeat):
        seat_actions.lay_down(motion, by=ana, on=day, at=CLOSED)
    with pytest.raises(rules.SeatFilled):
        seat_actions.call_substitute(motion, by=ana, on=day, at=CLOSED)
    recall_mandate(
        person("Emil"),
        Office.DELEGATE,
        unit_id=whole_coop().id,
        from_on=day,
        decision=decision,
        at=CLOSED,
    )
    assert [name for _, name in seat_queries.substitutes(motion, day)] == ["Goran", "Fatima"]
    mandate = seat_actions.call_substitute(motion, by=ana, on=day, at=CLOSED)
    assert (mandate.member.name, mandate.from_on, mandate.to_on, mandate.decision_id) == (
        "Goran",
        day,
        last_day(FROM, 24),
        decision.id,
    )
    with pytest.raises(rules.SeatFilled):
        seat_actions.call_substitute(motion, by=ana, on=day, at=CLOSED)
    seat_actions.lay_down(motion, by=person("Dora").id, on=day, at=CLOSED)
    tomorrow = day + timedelta(days=1)
    mandate = seat_actions.call_substitute(motion, by=ana, on=tomorrow, at=CLOSED)
    assert (mandate.member.name, mandate.to_on) == ("Fatima", last_day(FROM, 12))


def test_a_seat_without_a_candidate_stays_vacant(called, stand, elect, person):
    motion = called()
    stand(motion, "Emil")
    elect(motion, {"Ana": ["Emil"], "Chen": ["Emil"], "Dora": ["Emil"], "Emil": ["Emil"]})
    decided(motion)
    assert list(delegates(FROM)) == ["Emil"]
    with pytest.raises(rules.NoSubstitute):
        seat_actions.call_substitute(motion, by=person("Ana").id, on=FROM, at=CLOSED)


def test_an_office_without_a_last_day_ends_with_the_election_and_a_dated_one_goes_on(
    called, stand, elect, person
):
    decision = db.session.scalars(select(Decision)).first()
    given = {"unit_id": whole_coop().id, "from_on": ON, "decision": decision, "at": AT}
    give_mandate(person("Fatima"), Office.DELEGATE, to_on=None, **given)
    give_mandate(person("Chen"), Office.DELEGATE, to_on=date(2027, 1, 31), **given)
    give_mandate(person("Emil"), Office.DELEGATE, to_on=date(2027, 1, 31), **given)
    motion = called()
    stand(motion, "Emil", "Dora", "Goran")
    elect(motion, BALLOTS)
    decided(motion)
    assert set(delegates(FROM)) == {"Emil", "Dora", "Chen"}
    before = FROM - timedelta(days=1)
    assert set(delegates(before)) == {"Fatima", "Chen", "Emil"}


def test_the_ballot_is_ordered_by_the_published_seed(called, stand, person):
    motion = called()
    stand(motion, "Emil", "Dora", "Goran", "Fatima")
    election = queries.election(motion.id)
    with pytest.raises(NothingToChoose):
        open_poll(motion, by=person("Ana").id, at=VOTE, on=VOTE.date())
    with pytest.raises(rules.NominationsOpen):
        actions.close_nominations(election, by=person("Ana").id, on=ON, at=AT)
    actions.close_nominations(election, by=person("Ana").id, on=UNTIL.date(), at=UNTIL)
    names = {person(name).number: name for name in ("Emil", "Dora", "Goran", "Fatima")}
    expected = [names[number] for number in drawn(election.seed, names)]
    assert [one.title for one in options_of(motion.id)] == expected
    with pytest.raises(rules.NominationsOver):
        actions.close_nominations(election, by=person("Ana").id, on=UNTIL.date(), at=UNTIL)


def test_without_a_candidate_there_is_no_ballot(called, person):
    election = queries.election(called().id)
    actions.nominate(election, member_id=person("Emil").id, by=person("Ana").id, on=ON, at=AT)
    with pytest.raises(rules.NobodyStands):
        actions.close_nominations(election, by=person("Ana").id, on=UNTIL.date(), at=UNTIL)


def test_who_is_nominated_is_asked_and_may_withdraw(called, person):
    election = queries.election(called().id)
    emil, ana = person("Emil").id, person("Ana").id
    candidacy = actions.nominate(election, member_id=emil, by=ana, on=ON, at=AT)
    assert not candidacy.stands
    with pytest.raises(rules.NotTheCandidate):
        actions.accept_candidacy(candidacy, by=ana, statement="", at=AT)
    actions.accept_candidacy(candidacy, by=emil, statement="For all.", at=AT)
    assert (candidacy.stands, candidacy.statement) == (True, "For all.")
    with pytest.raises(rules.NominatedAlready):
        actions.nominate(election, member_id=emil, by=emil, on=ON, at=AT)
    actions.withdraw_candidacy(candidacy, by=emil, at=AT)
    assert not candidacy.stands
    with pytest.raises(rules.WithdrewAlready):
        actions.accept_candidacy(candidacy, by=emil, statement="", at=AT)


@pytest.mark.parametrize(
    ("who", "by", "at", "refusal"),
    [
        ("Boris", "Ana", AT, rules.OnlyFullMembersStand),
        ("Olga", "Ana", AT, rules.OnlyFullMembersStand),
        ("Emil", "Boris", AT, OnlyFullMembersMove),
        ("Emil", "Emil", UNTIL, rules.NominationsOver),
    ],
)
def test_who_cannot_stand_is_told_why(called, person, who, by, at, refusal):
    election = queries.election(called().id)
    with pytest.raises(refusal):
        actions.nominate(election, member_id=person(who).id, by=person(by).id, on=ON, at=at)


def test_nobody_stands_for_longer_than_the_election_allows(called, stand, person):
    decision = db.session.scalars(select(Decision)).first()
    give_mandate(
        person("Emil"),
        Office.DELEGATE,
        unit_id=whole_coop().id,
        from_on=date(2025, 3, 1),
        to_on=date(2026, 2, 28),
        decision=decision,
        at=AT,
    )
    motion = called(most_terms=1)
    with pytest.raises(TooManyTerms, match="Emil has held this office for a term"):
        stand(motion, "Emil")
    stand(motion, "Dora")


def test_the_bylaws_limit_terms_on_every_way_to_an_office(called, stand, person, under, drawing):
    whole, emil = whole_coop().id, person("Emil")
    decision = db.session.scalars(select(Decision)).first()
    held = {"from_on": date(2025, 3, 1), "to_on": date(2026, 2, 28), "at": AT}
    give_mandate(emil, Office.DELEGATE, unit_id=whole, decision=decision, **held)
    motion, lots = called(), drawing("members")
    stand(motion, "Emil", "Dora")
    assert (emil.number, emil.name) in drawing_queries.pool_on(lots, ON)

    limits = TermLimits(2, ((Office.DELEGATE, 1),))
    under(DecisionRule(most_terms=limits), matter=Matter.OFFICE)
    assert (emil.number, emil.name) not in drawing_queries.pool_on(lots, ON)
    with pytest.raises(TooManyTerms):
        stand(called(most_terms=3), "Emil")
    assert [most_terms(Office.DELEGATE, ON, own) for own in (0, 3)] == [1, 1]
    assert [most_terms(Office.CHAIR, ON, own) for own in (0, 1, 3)] == [2, 1, 2]
    effect = {"member_id": emil.id, "office": "delegate", "unit_id": whole}
    draft = draft_motion(
        by=person("Ana").id,
        unit_id=whole,
        title="Emil",
        text="Emil once more.",
        effect=Effect(EffectKind.APPOINT_OFFICE, effect | {"to_on": None, "limits": ""}),
        commences_on=None,
        at=AT,
    )
    with pytest.raises(TooManyTerms):
        submit_motion(draft, by=person("Ana").id, at=AT)
    election = queries.election(motion.id)
    actions.close_nominations(election, by=person("Ana").id, on=UNTIL.date(), at=UNTIL)
    assert [one.title for one in options_of(motion.id)] == [person("Dora").name]


def test_nobody_stands_down_while_the_vote_is_open(called, stand, person):
    motion = called()
    stand(motion, "Emil", "Dora")
    election = queries.election(motion.id)
    actions.close_nominations(election, by=person("Ana").id, on=UNTIL.date(), at=UNTIL)
    open_poll(motion, by=person("Ana").id, at=VOTE, on=VOTE.date())
    candidacy = queries.candidacies(motion.id)[0]
    with pytest.raises(VoteOpen):
        actions.withdraw_candidacy(candidacy, by=candidacy.member_id, at=VOTE)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"terms": []}, InvalidInput),
        ({"terms": [24, 121]}, InvalidInput),
        ({"method": Method.IRV}, InvalidInput),
        ({"nominations_until": AT}, rules.NominationsEndTooSoon),
    ],
)
def test_an_election_that_cannot_be_is_not_called(called, given, refusal):
    with pytest.raises(refusal):
        called(**given)


FORM = {
    "title": "Two delegates",
    "text": "We elect two.",
    "unit_id": "1",
    "office": "delegate",
    "office_unit_id": "1",
    "terms": "24, 12",
    "method": "stv",
    "nominations_until": "2026-03-09T19:00",
}


def test_an_election_on_the_pages(as_member, client, person, freeze):
    freeze(AT)
    ana, emil, dora = as_member("Ana"), as_member("Emil"), as_member("Dora")
    assert "No election has been called yet." in emil.get("/elections/").text
    assert ana.get("/elections/new").status_code == 200
    for wrong in ({"terms": "two"}, {"terms": "24, 0"}, {"method": "irv"}, {"title": ""}):
        assert ana.post("/elections/", data=FORM | wrong).status_code == 422
    assert as_member("Boris").post("/elections/", data=FORM).status_code == 409
    address = ana.post("/elections/", data=FORM).location
    motion = db.session.scalars(select(Motion).where(Motion.submitted_at.is_not(None))).one()
    assert address == f"/elections/{motion.id}"
    assert client.get(address).status_code == 302
    assert ana.get("/elections/999").status_code == 404
    emil.post(f"/motions/{motion.id}/seconding")
    assert "Members can be nominated until" in emil.get(f"/motions/{motion.id}").text
    assert emil.post(f"{address}/candidacies", data={"member_id": "99"}).status_code == 422
    assert (
        emil.post(f"{address}/candidacies", data={"member_id": person("Emil").id}).status_code
        == 302
    )
    ana.post(f"{address}/candidacies", data={"member_id": person("Dora").id})
    assert "Nominated, and not answered yet: Dora" in emil.get(address).text
    asked = db.session.scalars(select(Candidacy).where(Candidacy.accepted_at.is_(None))).one()
    assert "You are nominated" in dora.get(address).text
    assert "You are nominated: Two delegates" in dora.get("/").text
    assert "You are nominated" not in emil.get("/").text
    answer = f"/candidacies/{asked.id}"
    assert emil.post(f"{answer}/acceptance", data={"statement": "x"}).status_code == 409
    long = {"statement": "x" * 5001}
    assert dora.post(f"{answer}/acceptance", data=long).status_code == 422
    assert dora.post(f"{answer}/acceptance", data={"statement": "**Bread**"}).status_code == 302
    assert "<strong>Bread</strong>" in emil.get(address).text
    assert emil.post(f"{address}/ballot-paper").status_code == 403
    assert ana.post(f"{address}/ballot-paper").status_code == 409
    freeze(UNTIL + timedelta(hours=1))
    assert "Put the candidates on the ballot" in ana.get(address).text
    assert "Put the candidates on the ballot: Two delegates" in ana.get("/").text
    assert "Put the candidates on the ballot" not in dora.get("/").text
    assert ana.post(f"{address}/ballot-paper").status_code == 302
    assert "Put it to the vote" in ana.get(address).text
    poll = ana.post("/polls/", data={"motion_id": motion.id}).location
    assert "Dora" in emil.get(poll).text
    assert "2 candidates" in emil.get("/elections/").text
    assert ana.post(f"{address}/substitutes").status_code == 409
    assert emil.post(f"{address}/substitutes").status_code == 403
    assert db.session.scalars(select(Election)).one().closed_at
    assert db.session.scalars(select(Mandate).where(Mandate.office == Office.DELEGATE)).all() == []
