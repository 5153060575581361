"""Closing a vote in the browser, and the page of what motions did."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.bylaws.models import Matter, Rule
from app.bylaws.rules.decisions import DecisionRule, Tie
from app.db import db
from app.enactment.models import Enactment
from app.members.models import Standing
from app.members.queries import person_on
from app.motions.models import EffectKind, Outcome
from app.record.models import Decision
from app.voting.actions.closing import close_poll
from app.voting.models import Poll
from tests.polls import AT, ON

DUE = AT + timedelta(days=7)


@pytest.fixture
def admission(poll, vote, person):
    """A vote on admitting Boris that will be carried."""
    boris = person("Boris").id
    opened = poll(
        matter=Matter.ADMISSION,
        effect_kind=EffectKind.ADMIT_MEMBER,
        effect={"member_id": boris},
        title="Admit Boris",
    )
    vote(opened, "for", "Ana", "Chen", "Emil")
    return opened


@pytest.fixture
def in_assembly(admission):
    """As if it were put in an assembly: the chair closes it."""
    admission.closes_at = None
    db.commit()
    return admission


def test_the_deed_follows_the_vote(in_assembly, freeze, as_member, person):
    freeze(AT)
    answer = as_member("Ana").post(f"/polls/{in_assembly.id}/closure", follow_redirects=True)
    assert "Carried: 3 for, 0 against, 0 abstained." in answer.text
    assert person_on(person("Boris").id, ON).standing is Standing.FULL
    assert db.session.scalars(select(Enactment)).one().subject.startswith("membership")


def test_only_the_chair_closes(in_assembly, freeze, as_member, client):
    freeze(AT)
    address = f"/polls/{in_assembly.id}/closure"
    assert as_member("Emil").post(address).status_code == 403
    assert client.post(address).status_code == 302
    assert as_member("Ana").post("/polls/99/closure").status_code == 404
    assert db.session.get(Poll, in_assembly.id).closed_at is None


def test_nobody_closes_a_vote_before_the_end_that_was_announced(admission, freeze, as_member):
    freeze(AT)
    ana = as_member("Ana")
    page = ana.get(f"/polls/{admission.id}").text
    assert "Nobody can close the vote before that" in page
    assert ana.post(f"/polls/{admission.id}/closure").status_code == 409


def test_a_vote_is_closed_once(in_assembly, freeze, as_member):
    freeze(AT)
    ana = as_member("Ana")
    statuses = [ana.post(f"/polls/{in_assembly.id}/closure").status_code for _ in range(2)]
    assert statuses == [302, 409]


@pytest.fixture
def tied(poll, vote):
    decision = db.session.scalars(select(Decision)).first()
    rule = DecisionRule(tie=Tie.CHAIR).to_json()
    db.session.add(
        Rule(
            matter=Matter.RESOLUTION,
            definition=rule,
            from_on=ON,
            decision_id=decision.id,
            at=AT,
        )
    )
    opened = poll()
    vote(opened, "for", "Ana", "Chen")
    vote(opened, "against", "Emil", "Dora")
    return close_poll(opened.id, by=None, at=DUE, on=DUE.date())


def test_the_chair_breaks_a_tie(tied, freeze, as_member):
    freeze(DUE)
    ana, address = as_member("Ana"), f"/polls/{tied.id}/casting-vote"
    assert "casting vote" in ana.get(f"/polls/{tied.id}").text
    assert ana.post(address, data={"choice": "perhaps"}).status_code == 409
    assert ana.post(address, data={"choice": "abstain"}).status_code == 409
    assert as_member("Emil").post(address, data={"choice": "for"}).status_code == 403
    answer = ana.post(address, data={"choice": "for"}, follow_redirects=True)
    assert "Carried by the chair" in answer.text
    assert db.session.get(Poll, tied.id).outcome is Outcome.CARRIED
    assert db.session.scalars(select(Enactment)).one().enacted_at == DUE


def test_the_page_shows_what_failed_what_comes_and_what_is_in_force(poll, vote, freeze, as_member):
    cases = [
        ("Admit a stranger", {"effect_kind": EffectKind.ADMIT_MEMBER, "effect": {"member_id": 99}}),
        ("Bread", {}),
        ("Roses", {"commences_on": date(2027, 1, 1)}),
    ]
    for number, (title, fields) in enumerate(cases, 1):
        opened = poll(number=number, title=title, **fields)
        vote(opened, "for", "Ana", "Chen", "Emil")
    freeze(DUE)
    page = as_member("Emil").get("/enactments").text
    assert "One carried motion could not take effect." in page
    assert "The person it names is not in the register." in page
    assert page.index("Admit a stranger") < page.index("Roses") < page.index("Bread")


def test_a_motion_says_what_came_of_it(poll, vote, freeze, as_member):
    failing = poll(effect_kind=EffectKind.ADMIT_MEMBER, effect={"member_id": 99})
    vote(failing, "for", "Ana", "Chen", "Emil")
    freeze(DUE)
    page = as_member("Emil").get(f"/motions/{failing.motion_id}").text
    assert "Carried 3 : 0 : 0, but it could not take effect." in page
    assert "The person it names is not in the register." in page


def test_an_outsider_sees_none_of_it(client, as_member):
    assert client.get("/enactments").status_code == 302
    assert as_member("Igor").get("/enactments").status_code == 200
    assert as_member("Olga").get("/enactments").status_code == 403
