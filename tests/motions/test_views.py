import pytest
from sqlalchemy import select

from app.db import db
from app.motions.actions.deciding import put_to_vote, record_result
from app.motions.models import Motion
from app.motions.rules.course import Outcome
from app.motions.rules.effects import Effect, EffectKind
from tests.motions.conftest import AT, TODAY

WORDS = {"title": "A kiln", "text": "We buy a kiln.", "unit_id": "1"}


@pytest.fixture(autouse=True)
def on_the_day(freeze):
    freeze(AT)


def only_motion():
    return db.session.scalars(select(Motion)).one()


def test_a_member_writes_a_draft_and_hands_it_in(as_member):
    emil = as_member("Emil")
    assert emil.get("/motions/new").status_code == 200
    assert emil.get("/motions/new/resolution").status_code == 200
    answer = emil.post("/motions/new/resolution", data=WORDS)
    motion = only_motion()
    assert (answer.status_code, answer.location) == (302, f"/motions/{motion.id}")
    assert motion.number is None
    assert "nobody but you sees it" in emil.get(answer.location).text
    assert emil.post(f"/motions/{motion.id}/submission").status_code == 302
    assert only_motion().number == 1


def test_a_motion_is_handed_in_at_once(as_member):
    as_member("Emil").post("/motions/new/resolution", data=WORDS | {"hand_in": "yes"})
    assert only_motion().number == 1


def test_an_unfinished_form_comes_back_with_what_was_written(as_member):
    answer = as_member("Emil").post("/motions/new/resolution", data=WORDS | {"title": " "})
    assert answer.status_code == 422
    assert "Give it a title." in answer.text
    assert "We buy a kiln." in answer.text
    assert db.session.scalars(select(Motion)).all() == []


def test_a_candidate_s_motion_is_refused_and_stays_a_draft(as_member):
    boris = as_member("Boris")
    form = boris.get("/motions/new/resolution").text
    assert "Hand in the motion" not in form
    assert "ask one of them to move it for you" in form
    boris.post("/motions/new/resolution", data=WORDS)
    answer = boris.post(f"/motions/{only_motion().id}/submission")
    assert answer.status_code == 409
    assert "Only full members move" in answer.text
    assert only_motion().number is None


def test_a_draft_is_nobody_else_s(as_member, client, move):
    draft = move("Emil", draft=True)
    for path in (f"/motions/{draft.id}", f"/motions/{draft.id}/text"):
        assert as_member("Ana").get(path).status_code == 404
        assert client.get(path).status_code == 302
    assert as_member("Ana").post(f"/motions/{draft.id}/submission").status_code == 404


def test_a_draft_is_opened_again_and_rewritten(as_member, move):
    draft = move("Emil", draft=True)
    emil = as_member("Emil")
    assert "We buy a second kiln." in emil.get(f"/motions/{draft.id}/text").text
    emil.post(f"/motions/{draft.id}/text", data=WORDS | {"text": "We buy two.", "hand_in": "yes"})
    motion = only_motion()
    assert (motion.text, motion.number) == ("We buy two.", 1)


def test_a_draft_begun_elsewhere_keeps_what_it_does(as_member, move):
    effect = Effect(EffectKind.SET_NORM, {"item_id": 1, "minutes": "5"})
    draft = move("Emil", draft=True, effect=effect)
    emil = as_member("Emil")
    assert emil.get(f"/motions/{draft.id}/text").status_code == 200
    emil.post(f"/motions/{draft.id}/text", data=WORDS)
    motion = only_motion()
    assert (motion.title, motion.effect_kind) == ("A kiln", EffectKind.SET_NORM)
    assert motion.effect == effect.data


PERSON = WORDS | {"title": "People"}


def test_admitting_a_candidate_is_proposed_by_name(as_member, person):
    emil = as_member("Emil")
    assert "Boris" in emil.get("/motions/new/admit-member").text
    emil.post("/motions/new/admit-member", data=PERSON | {"member_id": person("Boris").id})
    motion = only_motion()
    assert (motion.effect_kind, motion.effect) == (
        EffectKind.ADMIT_MEMBER,
        {"member_id": person("Boris").id},
    )
    assert "Boris becomes a full member." in emil.get(f"/motions/{motion.id}").text


def test_somebody_who_is_no_candidate_is_not_admitted(as_member, person):
    data = PERSON | {"member_id": person("Fatima").id}
    assert as_member("Emil").post("/motions/new/admit-member", data=data).status_code == 422


def test_an_office_is_proposed_with_its_last_day_and_limits(as_member, person):
    emil = as_member("Emil")
    data = PERSON | {
        "member_id": person("Fatima").id,
        "office": "treasurer",
        "office_unit_id": "1",
        "to_on": "2027-03-01",
        "limits": "Up to 500 a month.",
    }
    emil.post("/motions/new/appoint-office", data=data)
    motion = only_motion()
    assert motion.effect == {
        "member_id": person("Fatima").id,
        "office": "treasurer",
        "unit_id": 1,
        "to_on": "2027-03-01",
        "limits": "Up to 500 a month.",
    }
    page = emil.get(f"/motions/{motion.id}").text
    assert "Treasurer of Red Clay, until 1 March 2027." in page
    assert "Up to 500 a month." in page
    assert "2027-03-01" in emil.get(f"/motions/{motion.id}/text").text


def test_an_office_is_recalled_by_choosing_who_holds_it(as_member, person):
    emil = as_member("Emil")
    ana = person("Ana").id
    assert "Ana, Chair, Red Clay" in emil.get("/motions/new/recall-office").text
    emil.post("/motions/new/recall-office", data=PERSON | {"mandate": f"{ana} chair 1"})
    assert only_motion().effect == {"member_id": ana, "office": "chair", "unit_id": 1}
    bad = PERSON | {"mandate": "1 tsar 1"}
    assert emil.post("/motions/new/recall-office", data=bad).status_code == 422


BYLAW = WORDS | {
    "matter": "wage-scheme",
    "majority": "three-quarters",
    "quorum": "half",
    "electorate": "full-members",
    "tie": "defeated",
    "notice_days": "10",
    "seconders": "2",
    "clause": "§ 7",
    "wording": "",
}


def condition(votes, relation, share, of):
    return {"votes": votes, "is": relation, "amount": {"share": share, "of": of}}


@pytest.mark.parametrize(
    ("given", "majority"),
    [
        ({}, condition("for", "at least", "3/4", "cast")),
        ({"majority": "absolute"}, condition("for", "more than", "1/2", "entitled")),
        ({"majority": "consent"}, {"votes": "against", "is": "at most", "amount": 0}),
    ],
)
def test_a_bylaw_is_proposed_as_a_form(as_member, given, majority):
    answer = as_member("Emil").post("/motions/new/amend-bylaw", data=BYLAW | given)
    assert answer.status_code == 302
    effect = only_motion().effect
    assert (effect["matter"], effect["clause"]) == ("wage-scheme", "§ 7")
    assert effect["definition"] == {
        "majority": majority,
        "quorum": condition("valid", "at least", "1/2", "entitled"),
        "electorate": "full-members",
        "notice_days": 10,
        "seconders": 2,
        "secret": False,
        "tie": "defeated",
    }


@pytest.mark.parametrize(
    "given",
    [
        {"quorum": "most"},
        {"notice_days": "-1"},
        {"majority": "acclamation"},
    ],
)
def test_a_bylaw_that_cannot_be_read_comes_back(as_member, given):
    answer = as_member("Emil").post("/motions/new/amend-bylaw", data=BYLAW | given)
    assert answer.status_code == 422
    assert db.session.scalars(select(Motion)).all() == []


def test_the_form_of_a_bylaw_begins_with_the_rule_of_today(as_member):
    page = as_member("Emil").get("/motions/new/amend-bylaw?matter=wage-scheme").text
    assert 'value="wage-scheme"' in page
    two_thirds = next(tag for tag in page.split("<") if 'value="two-thirds"' in tag)
    assert "checked" in two_thirds
    assert 'value="7"' in page


def test_another_member_seconds(as_member, move):
    motion = move("Emil")
    fatima = as_member("Fatima")
    assert "Second this motion" in fatima.get(f"/motions/{motion.id}").text
    assert fatima.post(f"/motions/{motion.id}/seconding").status_code == 302
    page = fatima.get(f"/motions/{motion.id}").text
    assert "Second this motion" not in page
    assert "You have seconded this motion already." in page
    assert fatima.post(f"/motions/{motion.id}/seconding").status_code == 409


def test_the_mover_and_a_candidate_are_told_why_they_do_not_second(as_member, move):
    motion = move("Emil")
    assert "Withdraw it" in as_member("Emil").get(f"/motions/{motion.id}").text
    assert "Only full members move" in as_member("Boris").get(f"/motions/{motion.id}").text
    assert as_member("Boris").post(f"/motions/{motion.id}/seconding").status_code == 409


def test_the_mover_withdraws(as_member, move):
    motion = move("Emil")
    assert as_member("Ana").post(f"/motions/{motion.id}/withdrawal").status_code == 409
    assert as_member("Emil").post(f"/motions/{motion.id}/withdrawal").status_code == 302
    assert "Withdrawn by Emil" in as_member("Ana").get(f"/motions/{motion.id}").text


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-03-01", "never before"),
        ("9999-12-31", "The year must lie between 1800 and 2999."),
        ("0206-03-10", "The year must lie between 1800 and 2999."),
    ],
)
def test_a_motion_cannot_be_dated_back_nor_into_another_age(as_member, day, why):
    answer = as_member("Emil").post("/motions/new/resolution", data=WORDS | {"commences_on": day})
    assert answer.status_code == 422
    assert why in answer.text


def test_what_a_member_writes_runs_no_script(as_member, move):
    motion = move("Emil", text="**Kiln** <script>alert(1)</script> [x](javascript:alert(1))")
    page = as_member("Ana").get(f"/motions/{motion.id}").text
    assert "<strong>Kiln</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page


def test_lists_are_filtered_and_exported(as_member, move):
    move("Emil", title="=Kiln", draft=True)
    motion = move("Fatima", title="Looms")
    emil = as_member("Emil")
    assert "Looms" in emil.get("/motions/").text
    assert "=Kiln" not in emil.get("/motions/").text
    assert "=Kiln" in emil.get("/motions/?show=mine").text
    assert "Looms" not in emil.get("/motions/?matter=office").text
    assert "No motions here." in emil.get("/motions/?show=decided").text
    table = emil.get("/motions/motions.csv?show=all").text
    assert f"{motion.number},Looms,resolution,Red Clay,Fatima,wants-second" in table
    assert "'=Kiln" in table
    assert "=Kiln" not in as_member("Ana").get("/motions/motions.csv?show=all").text


def test_the_trail_leads_from_the_motion_to_what_is_in_force(as_member, move):
    motion = move("Emil", seconded=True)
    put_to_vote(motion, poll_id=4, at=AT)
    db.commit()
    page = as_member("Ana").get(f"/motions/{motion.id}").text
    assert 'data-topic="poll-4"' in page
    assert "While the vote is open" in page
    record_result(motion, Outcome.CARRIED, poll_id=4, tally="5 : 1 : 0", on=TODAY, at=AT)
    db.commit()
    page = as_member("Ana").get(f"/motions/{motion.id}").text
    assert "Carried 5 : 1 : 0, in force since 2 March 2026." in page
    assert "carried 5 : 1 : 0" in page


def test_inspectors_read_and_operators_do_not(as_member, move):
    motion = move("Emil")
    igor = as_member("Igor")
    assert igor.get(f"/motions/{motion.id}").status_code == 200
    assert igor.get("/motions/new").status_code == 403
    assert igor.post(f"/motions/{motion.id}/seconding").status_code == 403
    assert as_member("Olga").get("/motions/").status_code == 403


def test_the_live_part_of_a_motion_says_where_it_stands(app, move):
    from app import live

    motion, draft = move("Emil"), move("Emil", draft=True)
    with app.test_request_context():
        assert "One more member must second it" in live.part(f"motion-{motion.id}")
        assert live.part(f"motion-{draft.id}") == ""
