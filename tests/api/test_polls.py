"""Votes over the interface: reading, the ballot, the closing and what follows."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.assemblies.models import AgendaItem, Assembly, Attendance
from app.db import db
from app.enactment.models import Enactment
from app.members.queries import person_on, whole_coop
from app.motions.actions.moving import move_motion, second_motion
from app.motions.rules.effects import Effect, EffectKind
from app.motions.rules.questions import Method, Question
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from app.voting.models import Ballot
from tests.questions import DAYS

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
ON = date(2026, 3, 2)
LATER = AT.replace(day=20)
FULL = ("Ana", "Chen", "Dora", "Emil", "Fatima", "Goran")


@pytest.fixture
def poll(person, freeze) -> int:
    """A vote on admitting Boris that Ana opened in an assembly of all."""
    freeze(AT)
    effect = Effect(EffectKind.ADMIT_MEMBER, {"member_id": person("Boris").id})
    motion = move_motion(
        by=person("Emil").id,
        unit_id=whole_coop().id,
        title="Boris joins us",
        text="We admit Boris.",
        effect=effect,
        at=AT,
    )
    second_motion(motion, by=person("Dora").id, at=AT)
    item = _put_in_assembly(motion.id, [person(name).id for name in FULL])
    made = open_poll(motion, by=person("Ana").id, at=AT, on=ON, agenda_item=item)
    db.commit()
    return made.id


def _put_in_assembly(motion_id: int, present: list[int]) -> AgendaItem:
    held = Assembly(
        unit_id=whole_coop().id,
        title="Spring assembly",
        starts_at=AT,
        convened_at=AT,
        convened_by_id=present[0],
        opened_at=AT,
    )
    db.session.add(held)
    db.session.flush()
    item = AgendaItem(
        assembly_id=held.id, position=1, title="Boris", motion_id=motion_id, opened_at=AT
    )
    here = [Attendance(assembly_id=held.id, member_id=one, joined_at=AT) for one in present]
    db.session.add_all([item, *here])
    db.session.flush()
    return item


def test_an_open_vote_is_listed_with_what_concerns_the_caller(poll, caller):
    (line,) = caller("Emil").get("/polls").json
    assert (line["stage"], line["on_roll"], line["choice"]) == ("open", True, None)
    assert caller("Igor").get("/polls").json[0]["on_roll"] is False


def test_a_ballot_is_cast_once_and_can_be_changed(poll, caller):
    emil = caller("Emil")
    first = emil.post(f"/polls/{poll}/ballot", {"choice": "against"})
    assert first.json["turn"] == 1
    assert emil.post(f"/polls/{poll}/ballot", {"choice": "for"}).json["turn"] == 2
    again = emil.post(f"/polls/{poll}/ballot", {"choice": "for"})
    assert again.status_code == 409
    assert again.json["type"] == "urn:artel:AlreadyVoted"
    assert emil.get(f"/polls/{poll}").json["choice"] == "for"


def test_a_repeated_call_casts_no_second_ballot(poll, caller):
    emil = caller("Emil")
    for _ in range(2):
        answer = emil.post(f"/polls/{poll}/ballot", {"choice": "for"}, key="my-ballot-key")
        assert answer.status_code == 201
    assert len(db.session.scalars(select(Ballot)).all()) == 1


@pytest.mark.parametrize("body", [{"choice": "maybe"}, {"choice": 1}, {}, {"choice": ["for"]}])
def test_a_ballot_that_says_nothing_is_refused(body, poll, caller):
    assert caller("Emil").post(f"/polls/{poll}/ballot", body).status_code == 422
    assert db.session.scalars(select(Ballot)).all() == []


def test_a_candidate_is_not_on_the_roll(poll, caller):
    answer = caller("Boris").post(f"/polls/{poll}/ballot", {"choice": "for"})
    assert answer.status_code == 409
    assert answer.json["type"] == "urn:artel:CandidateNotOnRoll"


def test_an_inspector_casts_no_ballot(poll, caller):
    assert caller("Igor").post(f"/polls/{poll}/ballot", {"choice": "for"}).status_code == 403


def test_only_the_chair_closes(poll, caller):
    assert caller("Emil").post(f"/polls/{poll}/closure").status_code == 403


def test_closing_counts_and_what_is_carried_takes_effect(poll, caller, person):
    for name in ("Ana", "Chen", "Dora", "Emil", "Fatima"):
        caller(name).post(f"/polls/{poll}/ballot", {"choice": "for"})
    ana = caller("Ana")
    closed = ana.post(f"/polls/{poll}/closure", key="closing-key").json
    assert closed["stage"] == "carried"
    assert (closed["result"]["for"], closed["result"]["against"]) == (5, 0)
    assert closed["result"]["headline"].startswith("Carried: 5 for")
    assert person_on(person("Boris").id, ON).standing == "full"
    assert len(db.session.scalars(select(Enactment)).all()) == 1
    assert ana.post(f"/polls/{poll}/closure", key="closing-key").json == closed
    assert ana.post(f"/polls/{poll}/closure").json["type"] == "urn:artel:PollClosed"


def test_a_vote_that_is_not_there_takes_no_ballot(caller):
    assert caller("Emil").post("/polls/99/ballot", {"choice": "for"}).status_code == 404


def test_open_and_closed_votes_make_one_list_in_parts(poll, caller):
    ana = caller("Ana")
    assert ana.get("/polls", limit=1, offset=1).json == []
    ana.post(f"/polls/{poll}/closure")
    assert [one["id"] for one in ana.get("/polls", limit=1).json] == [poll]
    assert ana.get("/polls").headers["Total-Count"] == "1"


def test_an_assembly_is_read_with_its_agenda_and_who_is_there(poll, caller, person):
    emil = caller("Emil")
    (line,) = emil.get("/assemblies").json
    assert (line["state"], line["items"]) == ("open", 1)
    assembly = emil.get(f"/assemblies/{line['id']}").json
    assert assembly["unit"] == "Red Clay"
    assert [item["vote_open"] for item in assembly["agenda"]] == [True]
    assert assembly["present"] == sorted(person(name).id for name in FULL)


def test_a_secret_ballot_tells_its_words_once_and_no_choice(secret_poll, caller, freeze):
    freeze(AT)
    path = f"/polls/{secret_poll().id}"
    db.commit()
    dora = caller("Dora")
    first = dora.post(f"{path}/ballot", {"choice": "for"}, key="my-ballot-key").json
    assert (first["choice"], len(first["tracker"].split())) == (None, 8)
    again = dora.post(f"{path}/ballot", {"choice": "for"}, key="my-ballot-key").json
    assert again["tracker"] is None
    refused = dora.post(f"{path}/ballot", {"choice": "against"})
    assert refused.json["type"] == "urn:artel:BallotIsFinal"
    seen = dora.get(path).json
    assert (seen["secret"], seen["voted"]) == (True, 1)
    assert (seen["choice"], seen["result"]) == (None, None)


@pytest.mark.parametrize(
    ("method", "sent", "kept"),
    [
        (Method.SCHULZE, {"ranks": [[3], [2, 1]]}, "3>1=2"),
        (Method.IRV, {"ranks": [[3], [1]]}, "3>1"),
        (Method.APPROVAL, {"approved": [3, 1]}, "1+3"),
        (Method.DOTS, {"scores": {"1": 5, "3": 2}}, "1:5 3:2"),
        (Method.PLURALITY, {"choice": "2"}, "2"),
        (Method.SCORE, {"choice": "abstain"}, "abstain"),
        (Method.CONSENT, {"choice": "object", "reason": "Too late."}, "object"),
    ],
)
def test_a_ballot_of_each_method(question, caller, freeze, method, sent, kept):
    freeze(AT)
    opened = question(Question(method, DAYS if method.has_options else ()))
    db.commit()
    path = f"/polls/{opened.id}"
    emil = caller("Emil")
    poll = emil.get(path).json
    assert poll["options"] == [one.title for one in DAYS if method.has_options]
    assert ("abstain" in poll["answers"]) != (method is Method.CONSENT)
    cast = emil.post(f"{path}/ballot", sent)
    assert (cast.status_code, cast.json["choice"]) == (201, kept)
    assert emil.get(path).json["choice"] == kept


@pytest.mark.parametrize(
    ("sent", "where", "why"),
    [
        ({"ranks": [[1, 2]]}, "ranks", "no two options share a rank"),
        ({"ranks": [[4]]}, "ranks", "no option 4"),
        ({"ranks": []}, "ranks", "Mark at least one option"),
        ({"ranks": [[]]}, "ranks", "Mark at least one option"),
        ({"choice": "for"}, "choice", "takes “ranks”"),
        ({"scores": {"1": 1}}, "scores", "takes “ranks”"),
        ({"scores": {"1>2": 1}}, "scores", "takes “ranks”"),
        ({"ranks": [[1]], "choice": "abstain"}, "choice", "Give one of"),
    ],
)
def test_what_is_no_ballot_of_a_ranked_vote_is_refused(question, caller, freeze, sent, where, why):
    freeze(AT)
    opened = question(Question(Method.IRV, DAYS))
    db.commit()
    answer = caller("Emil").post(f"/polls/{opened.id}/ballot", sent)
    assert (answer.status_code, answer.json["where"]) == (422, where)
    assert why in answer.json["detail"]
    assert db.session.scalars(select(Ballot)).all() == []


def test_an_objection_needs_its_reason(question, caller, freeze):
    freeze(AT)
    path = f"/polls/{question(Question(Method.CONSENT)).id}/ballot"
    db.commit()
    refused = caller("Emil").post(path, {"choice": "object", "reason": " "})
    assert (refused.status_code, refused.json["where"]) == (422, "reason")
    assert db.session.scalars(select(Ballot)).all() == []


def test_the_count_of_a_question_is_told_as_the_command_writes_it(question, cast, caller, freeze):
    opened = question(Question(Method.IRV, DAYS))
    cast(opened, "1>3", "1", "2>3", "3>2", "3")
    db.commit()
    freeze(LATER)
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    db.commit()
    result = caller("Ana").get(f"/polls/{opened.id}").json["result"]
    assert (result["chosen"], result["for"], result["verdict"]) == ([3], None, "carried")
    assert result["count"]["rounds"][1]["elected"] == ["Friday"]
