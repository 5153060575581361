"""A secret vote in browsers: the ballot on a phone, the urn opened by two scrutineers."""

from datetime import timedelta

from playwright.sync_api import expect

from app import clock
from app.db import db
from app.voting.models import Poll
from tests.urns import passphrase


def end_now(poll_id: int) -> None:
    """Its announced end has come: the next page that somebody opens closes it."""
    db.session.get_one(Poll, poll_id).closes_at = clock.now() - timedelta(seconds=1)
    db.commit()


def test_a_ballot_goes_into_the_urn_and_two_scrutineers_open_it(
    secret_poll, vote_secretly, open_page, look
):
    poll = secret_poll(title="Who keeps the keys of the store")
    poll.closes_at = clock.now() + timedelta(hours=1)
    vote_secretly(poll, "for", "Ana", "Emil")
    address = f"/polls/{poll.id}"
    db.commit()

    dora = open_page("Dora", size="phone")
    dora.goto(address)
    look(dora)
    dora.get_by_label("Against").check()
    dora.get_by_role("button", name="Cast my ballot").click()
    dora.get_by_text("Your ballot is in the urn.").wait_for()
    look(dora)
    words = dora.locator("#tracker").inner_text()
    end_now(poll.id)

    for name in ("Emil", "Fatima"):
        scrutineer = open_page(name, size="phone" if name == "Emil" else "desktop")
        scrutineer.goto(address)
        scrutineer.reload()
        look(scrutineer)
        scrutineer.get_by_label("Your passphrase").fill(passphrase(name))
        scrutineer.get_by_role("button", name="Give my key to the urn").click()
        scrutineer.get_by_text("Give my key to the urn").wait_for(state="detached")

    dora.goto(f"{address}/urn")
    look(dora)
    expect(dora.get_by_text(words)).to_have_count(1)
    dora.get_by_text("Carried: 2 for, 1 against").first.wait_for()


def test_a_scrutineer_makes_a_key_on_a_phone(entrusted, open_page, look):
    entrusted("Emil", keys=False)
    db.commit()
    emil = open_page("Emil", size="phone")
    emil.goto("/scrutineers/key/")
    look(emil)
    emil.get_by_label("Passphrase").fill("five words over the hills")
    emil.get_by_label("The same again").fill("five words over the hills")
    emil.get_by_role("button", name="Make my key").click()
    emil.get_by_text("I have written them down").wait_for()
    look(emil)
    expect(emil.locator("ol.things li")).to_have_count(16)
