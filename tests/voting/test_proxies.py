"""Letting another member vote in one's place."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.archive.checks.votes import votes_fault
from app.bylaws.rules.decisions import SIMPLE, DecisionRule
from app.db import db
from app.motions.models import Motion, Outcome
from app.motions.rules.course import VoteOpen
from app.voting.actions.casting import cast_ballot
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from app.voting.models import Ballot, Proxy, RollEntry
from app.voting.roll import proxies
from app.voting.rules import proxies as rules
from app.voting.rules.proxies import Standing, check_proxy, kept
from tests.polls import AT, ON

ONE = DecisionRule(SIMPLE, proxies=1, notice_days=3)
EVERYBODY = {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("given", "giver", "holder", "most", "broken"),
    [
        ({}, 1, 2, 0, rules.NoProxies),
        ({}, 1, 1, 1, rules.ProxyToOneself),
        ({}, 9, 1, 1, rules.OnlyVotersGive),
        ({}, 1, 9, 1, rules.OnlyVotersHold),
        ({1: 2}, 1, 3, 1, rules.ProxyStands),
        ({3: 1}, 1, 2, 1, rules.HoldsProxies),
        ({2: 3}, 1, 2, 1, rules.HolderGaveTheirs),
        ({3: 2}, 1, 2, 1, rules.HolderHasEnough),
    ],
)
def test_why_a_vote_cannot_be_given(given, giver, holder, most, broken):
    with pytest.raises(broken):
        check_proxy(Standing(given), giver=giver, holder=holder, most=most, voters=EVERYBODY)


def test_a_second_one_where_the_bylaws_allow_two():
    check_proxy(Standing({3: 2}), giver=1, holder=2, most=2, voters=EVERYBODY)


people = st.integers(1, 6)


@given(st.dictionaries(people, people), st.integers(0, 3), st.sets(people), st.sets(people))
def test_what_goes_into_the_roll_is_one_level_and_limited(given_, most, voters, here):
    held = kept(Standing(given_), most=most, voters=voters, here=here & voters)
    assert set(held) <= voters
    assert set(held.values()) <= here
    assert not set(held) & set(held.values())
    assert all(list(held.values()).count(holder) <= most for holder in held.values())


@pytest.fixture
def give(person):
    def hand(motion, giver, holder):
        return proxies.give_proxy(motion, by=person(giver).id, holder_id=person(holder).id, at=AT)

    return hand


@pytest.fixture
def put(person):
    return lambda motion: open_poll(motion, by=person("Ana").id, at=AT, on=ON)


@pytest.mark.usefixtures("context")
def test_the_holder_votes_for_both_separately(under, motion, give, put, vote, person):
    under(ONE)
    bread = motion()
    give(bread, "Emil", "Fatima")
    poll = put(bread)
    emil, fatima = person("Emil").id, person("Fatima").id
    assert db.session.get(RollEntry, (poll.id, emil)).holder_id == fatima
    with pytest.raises(rules.ProxyGiven, match="Fatima"):
        vote(poll, "for", "Emil")
    with pytest.raises(rules.NotYourProxy):
        cast_ballot(poll.id, by=person("Goran").id, voter_id=emil, paper="for", at=AT)
    cast_ballot(poll.id, by=fatima, voter_id=emil, paper="for", at=AT)
    vote(poll, "against", "Fatima")
    cast_ballot(poll.id, by=fatima, voter_id=emil, paper="abstain", at=AT)  # a change of mind
    counting = select(Ballot.member_id, Ballot.paper).where(Ballot.superseded_at.is_(None))
    assert set(db.session.execute(counting)) == {(emil, "abstain"), (fatima, "against")}
    closed = close_poll(poll.id, by=None, at=poll.closes_at, on=poll.closes_at.date())
    assert closed.outcome is Outcome.DEFEATED
    db.commit()
    assert votes_fault() is None


@pytest.mark.usefixtures("context")
def test_an_altered_holder_is_found(under, motion, give, put, person):
    under(ONE)
    bread = motion()
    give(bread, "Emil", "Fatima")
    poll = put(bread)
    db.session.get(RollEntry, (poll.id, person("Emil").id)).holder_id = person("Goran").id
    db.commit()
    assert "the roll is not the one" in str(votes_fault())


@pytest.mark.usefixtures("context")
def test_it_is_taken_back_until_the_vote_opens(under, motion, give, put, person):
    under(ONE)
    bread = motion()
    emil = person("Emil").id
    give(bread, "Emil", "Fatima")
    proxies.revoke_proxy(bread, by=emil, at=AT)
    with pytest.raises(rules.NoProxyStands):
        proxies.revoke_proxy(bread, by=emil, at=AT)
    give(bread, "Emil", "Goran")
    put(bread)
    with pytest.raises(VoteOpen):
        proxies.revoke_proxy(bread, by=emil, at=AT)
    kept_rows = db.session.scalars(select(Proxy.revoked_at).order_by(Proxy.id)).all()
    assert kept_rows == [AT, None]


@pytest.mark.usefixtures("context")
def test_where_the_bylaw_has_changed_everybody_votes_themselves(under, motion, give, put, person):
    under(ONE)
    bread = motion()
    give(bread, "Emil", "Fatima")
    under(DecisionRule(SIMPLE, notice_days=3))
    poll = put(bread)
    assert db.session.get(RollEntry, (poll.id, person("Emil").id)).holder_id is None


@pytest.fixture
def page(under, motion, freeze):
    freeze(AT + timedelta(minutes=1))
    under(ONE)
    made = motion()
    db.commit()
    return f"/motions/{made.id}/proxy/"


def test_a_member_gives_their_vote_on_a_page_and_takes_it_back(as_member, page, person):
    emil = as_member("Emil")
    assert "Let another member vote for you" in emil.get(page.removesuffix("/proxy/")).text
    assert emil.post(page, data={"holder_id": person("Fatima").id}).status_code == 302
    assert "Proxy given to Fatima" in emil.get(page).text
    assert "and for: Emil" in as_member("Fatima").get(page).text
    assert emil.post(f"{page}revocation").status_code == 302
    assert "You vote for yourself." in emil.get(page).text


def test_whom_to_trust_has_to_be_said_and_must_be_a_voter(as_member, page, person):
    emil = as_member("Emil")
    assert emil.post(page, data={}).status_code == 422
    assert emil.post(page, data={"holder_id": person("Boris").id}).status_code == 422


def test_a_proxy_that_the_bylaws_refuse(as_member, page, person):
    emil, fatima = as_member("Emil"), as_member("Fatima")
    emil.post(page, data={"holder_id": person("Fatima").id})
    passed_on = fatima.post(page, data={"holder_id": person("Goran").id})
    assert passed_on.status_code == 409
    assert "cannot be passed on" in passed_on.text
    candidate = as_member("Boris").post(page, data={"holder_id": person("Goran").id})
    assert candidate.status_code == 409


def test_the_door_is_kept(client, as_member, page):
    assert client.get(page).status_code == 302
    assert as_member("Emil").get("/motions/99/proxy/").status_code == 404


def test_the_holder_finds_the_ballot_on_the_page_of_the_vote(as_member, page, person, put):
    emil_id = person("Emil").id
    as_member("Emil").post(page, data={"holder_id": person("Fatima").id})
    poll = put(db.session.scalars(select(Motion)).one())
    db.commit()
    address = f"/polls/{poll.id}"
    fatima = as_member("Fatima")
    assert f"?voter={emil_id}" in fatima.get(address).text
    assert f'name="voter" value="{emil_id}"' in fatima.get(f"{address}?voter={emil_id}").text
    answer = fatima.post(f"{address}/ballot", data={"choice": "for", "voter": emil_id})
    assert answer.status_code == 302
    assert "you voted for" in fatima.get(f"{address}?voter={emil_id}").text
    own = as_member("Emil").get(address).text
    assert "You gave your vote to Fatima" in own or "Your ballot: " in own
    assert as_member("Goran").get(f"{address}?voter={emil_id}").status_code == 404
    refused = as_member("Goran").post(f"{address}/ballot", data={"choice": "for", "voter": emil_id})
    assert refused.status_code == 409
    roll = as_member("Ana").get(f"{address}/ballots").text
    assert "by proxy: Fatima" in roll
    assert f"held by {person('Fatima').number}" in roll
