"""The pages of a secret vote and of a scrutineer's key."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.bylaws.models import Matter
from app.db import db
from app.voting.actions.closing import close_poll
from app.voting.urn import scrutineers
from app.web.idempotency import KeptAnswer
from tests.polls import AT
from tests.urns import passphrase

LATER = AT + timedelta(days=14)
KEY = "/scrutineers/key/"


@pytest.fixture(autouse=True)
def _now(freeze):
    freeze(AT)


@pytest.fixture
def shut(secret_poll, vote_secretly):
    opened = secret_poll()
    vote_secretly(opened, "for", "Ana", "Chen")
    vote_secretly(opened, "against", "Emil")
    return close_poll(opened.id, by=None, at=LATER, on=LATER.date())


def trackers(text):
    return re.findall(r"(?:[a-z]+ ){7}[a-z]+(?=<)", text)


def test_a_member_votes_secretly_and_is_told_the_words_once(secret_poll, as_member):
    address = f"/polls/{secret_poll().id}"
    dora = as_member("Dora")
    page = dora.get(address).text
    assert "A copy of our database does not show how you voted." in page
    assert f'action="{address}/envelope"' in page
    ballot = {"choice": "for", "idempotency_key": "one-and-the-same"}
    answer = dora.post(f"{address}/envelope", data=ballot)
    assert "Your ballot is in the urn." in answer.text
    (words,) = trackers(answer.text)
    again = dora.post(f"{address}/envelope", data=ballot, follow_redirects=True)
    assert "Your ballot is in the urn." in again.text
    assert words not in again.text


def test_every_answer_is_sent_in_one_length(secret_poll, as_member):
    """Who watches an encrypted line sees how much goes over it."""
    address, dora = f"/polls/{secret_poll().id}", as_member("Dora")
    sent = re.findall(r'name="choice"[^>]*value="([^"]*)"', dora.get(address).text)
    assert [one.strip() for one in sent] == ["for", "against", "abstain"]
    assert len({len(one) for one in sent}) == 1
    answer = dora.post(f"{address}/envelope", data={"choice": sent[0]})
    assert "Your ballot is in the urn." in answer.text


def test_nothing_of_the_ballot_is_kept_beside_the_name(secret_poll, as_member, context):
    address = f"/polls/{secret_poll().id}/envelope"
    ballot = {"choice": "against", "idempotency_key": "one-and-the-same"}
    answer = as_member("Dora").post(address, data=ballot)
    kept = db.session.scalars(select(KeptAnswer).where(KeptAnswer.route == f"POST {address}")).one()
    assert kept.body_hash == ""
    assert trackers(answer.text)[0] not in kept.body
    assert "against" not in kept.body


def test_a_ballot_of_an_ended_session_is_not_handed_to_who_signs_in_next(
    secret_poll, as_member, client
):
    address = f"/polls/{secret_poll().id}"
    form = as_member("Dora").get(address).text.partition(f'action="{address}/envelope"')[2]
    assert 'name="unkept"' in form.partition("</form>")[0]
    late = client.post(
        f"{address}/envelope",
        data={"choice": "against", "unkept": "yes"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert late.location == f"/sign-in?next={address}"
    assert "against" not in late.text


def test_a_ballot_without_a_choice_comes_back(secret_poll, as_member):
    answer = as_member("Dora").post(f"/polls/{secret_poll().id}/envelope", data={})
    assert answer.status_code == 422
    assert "Choose one." in answer.text


def test_a_second_ballot_is_refused(secret_poll, as_member):
    address = f"/polls/{secret_poll().id}/envelope"
    dora = as_member("Dora")
    dora.post(address, data={"choice": "for"})
    answer = dora.post(address, data={"choice": "against"})
    assert answer.status_code == 409
    assert "cannot be changed" in answer.text


def test_an_outsider_does_not_vote(secret_poll, client):
    answer = client.post(f"/polls/{secret_poll().id}/envelope", data={"choice": "for"})
    assert answer.status_code in {302, 401}


def test_two_scrutineers_open_the_urn_on_their_own_devices(shut, as_member, freeze):
    freeze(LATER)
    address = f"/polls/{shut.id}"
    assert "Give my key to the urn" not in as_member("Ana").get(address).text
    emil, fatima = as_member("Emil"), as_member("Fatima")
    page = emil.get(address).text
    assert page.index("Give my key to the urn") < page.index('id="ballot"')
    wrong = emil.post(f"{address}/opening", data={"passphrase": "the wrong words"})
    assert wrong.status_code == 422
    assert "This is not the passphrase" in wrong.text
    emil.post(f"{address}/opening", data={"passphrase": passphrase("Emil")})
    assert "You have given your key." in emil.get(address).text
    done = fatima.post(
        f"{address}/opening", data={"passphrase": passphrase("Fatima")}, follow_redirects=True
    )
    assert "Carried: 2 for, 1 against, 0 abstained." in done.text
    assert "Signatures, envelopes and ballots are as many: 3." in done.text


def test_until_then_motion_and_home_say_that_the_urn_waits(shut, as_member, freeze):
    freeze(LATER)
    motion = as_member("Ana").get(f"/motions/{shut.motion_id}").text
    assert "Closed, and the urn is sealed." in motion
    assert "to be counted" in motion
    assert "The vote is open" not in motion
    assert "An urn waits for your key" in as_member("Emil").get("/").text
    assert "An urn waits for your key" not in as_member("Ana").get("/").text


def test_who_holds_no_key_is_refused(shut, as_member):
    answer = as_member("Ana").post(f"/polls/{shut.id}/opening", data={"passphrase": "let me in"})
    assert answer.status_code == 409
    assert "You hold no key to this urn." in answer.text


def test_the_urn_is_published_when_it_is_shut(secret_poll, vote_secretly, as_member):
    opened = secret_poll()
    (words,) = vote_secretly(opened, "for", "Ana")
    address, dora = f"/polls/{opened.id}/urn", as_member("Dora")
    assert words not in dora.get(address).text
    assert dora.get(f"{address}.json").status_code == 409
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    page = dora.get(address).text
    assert words in page
    assert opened.urn_head in page
    published = dora.get(f"{address}.json").json
    assert (len(published["envelopes"]), published["ballots"]) == (1, [])


def test_an_open_vote_has_no_urn(poll, as_member):
    opened = poll(matter=Matter.WAGE_SCHEME)
    assert as_member("Ana").get(f"/polls/{opened.id}/urn").status_code == 404


def test_the_roll_of_a_secret_vote_says_who_and_not_how(shut, as_member):
    page = as_member("Dora").get(f"/polls/{shut.id}/ballots").text
    assert page.count("Has voted") == 3
    assert "Against" not in page


def test_a_scrutineer_makes_a_key_and_sees_the_recovery_words_once(entrusted, as_member, person):
    entrusted("Emil", keys=False)
    emil = as_member("Emil")
    assert "have no key yet" in emil.get(KEY).text
    short = emil.post(KEY, data={"passphrase": "short", "again": "short"})
    assert (short.status_code, "at least 16" in short.text) == (422, True)
    words = {"passphrase": "over the hills and away", "again": "over the hills and away"}
    made = emil.post(KEY, data=words | {"idempotency_key": "one-and-the-same"})
    assert made.text.count("<li>1") + made.text.count("<li>2") >= 8
    again = emil.post(KEY, data=words | {"idempotency_key": "one-and-the-same"})
    assert again.status_code == 302
    assert scrutineers.key_of(person("Emil").id) is not None


def test_a_scrutineer_changes_the_passphrase(entrusted, as_member):
    entrusted("Emil")
    emil = as_member("Emil")
    new = {"passphrase": "through the green valley", "again": "through the green valley"}
    wrong = emil.post(f"{KEY}passphrase", data=new | {"present": "what was it"})
    assert (wrong.status_code, "not the passphrase" in wrong.text) == (422, True)
    right = emil.post(f"{KEY}passphrase", data=new | {"present": passphrase("Emil")})
    assert right.status_code == 302


def test_problems_are_listed_in_the_order_of_the_page(entrusted, as_member):
    entrusted("Emil")
    text = as_member("Emil").post(f"{KEY}passphrase", data={}).text
    listed = re.findall(r'<li><a href="#([a-z]+)">', text)
    assert listed == re.findall(r'<input [^>]*id="([a-z]+)"[^>]*type="password"', text)
    assert listed == ["present", "passphrase", "again"]


def test_the_key_is_for_scrutineers(as_member):
    assert as_member("Dora").get(KEY).status_code in {403, 404}
