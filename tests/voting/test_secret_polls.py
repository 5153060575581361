"""A secret vote from opening to the opened urn: what is written, refused and shown."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select, update

from app import sqlite
from app.archive.checks.votes import votes_fault
from app.bylaws.rules.decisions import DecisionRule
from app.bylaws.rules.provisions import UrnKeys
from app.db import db
from app.members.models import Mandate, Office
from app.motions.models import Outcome
from app.record.models import Event
from app.voting.actions.casting import cast_ballot, cast_secret_ballot
from app.voting.actions.closing import close_poll, open_urn
from app.voting.models import Ballot, Envelope, GivenShare, RollEntry, SecretPaper, UrnShare
from app.voting.rules import course
from app.voting.rules.urn import (
    BallotIsFinal,
    HoldsNoKey,
    KeyGiven,
    TooFewScrutineers,
    UrnIsOpen,
    UrnNotShut,
    VoteIsSecret,
    keys_for,
)
from app.voting.urn.sealing import WrongPassphrase
from tests.polls import AT
from tests.urns import passphrase

LATER = AT + timedelta(days=14)
pytestmark = pytest.mark.usefixtures("context")


def rows(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def give_key(person):
    def give(poll, name, words=None):
        return open_urn(
            poll.id,
            by=person(name).id,
            passphrase=words or passphrase(name),
            at=LATER,
            on=LATER.date(),
        )

    return give


@pytest.fixture
def shut(secret_poll, vote_secretly):
    """Closed with three for, one against and one abstention; Goran did not vote."""
    opened = secret_poll()
    vote_secretly(opened, "for", "Ana", "Chen", "Dora")
    vote_secretly(opened, "against", "Emil")
    vote_secretly(opened, "abstain", "Fatima")
    return close_poll(opened.id, by=None, at=LATER, on=LATER.date())


@pytest.mark.parametrize(
    ("bylaw", "scrutineers", "keys"),
    [
        (None, 3, UrnKeys(3, 2)),  # more than half of them
        (None, 4, UrnKeys(4, 3)),
        (None, 5, UrnKeys(5, 3)),
        (UrnKeys(3, 2), 5, UrnKeys(3, 2)),
        (UrnKeys(5, 4), 5, UrnKeys(5, 4)),
        (UrnKeys(2, 2), 2, UrnKeys(2, 2)),
    ],
)
def test_so_many_scrutineers_open_an_urn(bylaw, scrutineers, keys):
    assert keys_for(bylaw, scrutineers) == keys


@pytest.mark.parametrize(
    ("bylaw", "words"),
    [(None, "needs 3 scrutineers with a key, and one is missing"), (UrnKeys(5, 3), "needs 5")],
)
def test_an_urn_lacks_keys(bylaw, words):
    with pytest.raises(TooFewScrutineers, match=words):
        keys_for(bylaw, 2)


def test_the_bylaw_says_how_many_hold_a_key_and_how_many_open(secret_poll, under, give_key):
    """Of three scrutineers the two in office longest hold one, and both are needed."""
    under(DecisionRule(secret=True, urn=UrnKeys(2, 2)))
    mandates = select(Mandate).where(Mandate.office == Office.SCRUTINEER)
    emil = db.session.scalars(mandates.order_by(Mandate.id)).first()
    emil.from_on += timedelta(days=1)
    opened = secret_poll()
    assert opened.urn_needed == 2
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    with pytest.raises(HoldsNoKey):
        give_key(opened, "Emil")
    give_key(opened, "Fatima")
    assert opened.outcome is None
    give_key(opened, "Goran")
    assert opened.outcome is Outcome.DEFEATED


def test_no_secret_vote_opens_without_three_keys(secrecy, poll, entrusted):
    entrusted("Emil", "Fatima")
    entrusted("Goran", keys=False)
    with pytest.raises(TooFewScrutineers, match="one is missing"):
        poll()


def test_a_secret_ballot_leaves_a_signature_and_an_envelope_and_no_event(
    secret_poll, vote_secretly
):
    opened = secret_poll()
    db.commit()
    events = rows(Event)
    (tracker,) = vote_secretly(opened, "for", "Ana")
    db.commit()
    assert (rows(Envelope), rows(Ballot), rows(Event)) == (1, 0, events)
    assert db.session.scalar(select(func.count()).where(RollEntry.signed)) == 1
    assert len(tracker.split()) == 8


def test_it_cannot_be_changed(secret_poll, vote_secretly):
    opened = secret_poll()
    vote_secretly(opened, "for", "Ana")
    with pytest.raises(BallotIsFinal):
        vote_secretly(opened, "against", "Ana")
    assert rows(Envelope) == 1


def test_it_is_not_taken_openly(secret_poll, person):
    opened = secret_poll()
    with pytest.raises(VoteIsSecret):
        cast_ballot(opened.id, by=person("Ana").id, paper="for", at=AT)


def test_it_is_not_taken_after_closing(shut, person):
    with pytest.raises(course.PollClosed):
        cast_secret_ballot(shut.id, by=person("Goran").id, paper="for", at=LATER)


def test_closing_seals_the_urn_and_counts_nothing(shut):
    assert (shut.outcome, shut.result, len(shut.urn_head)) == (None, None, 64)
    db.commit()
    closed = db.session.scalars(select(Event).where(Event.kind == "poll-closed")).one()
    assert closed.data == {"urn": shut.urn_head, "envelopes": 5, "signatures": 5}


def test_two_of_three_open_it_and_the_rule_judges(shut, give_key):
    give_key(shut, "Fatima")
    assert (shut.outcome, rows(SecretPaper), rows(GivenShare)) == (None, 0, 2)
    give_key(shut, "Goran")
    assert shut.outcome is Outcome.CARRIED
    assert (shut.result["for"], shut.result["against"], shut.result["abstain"]) == (3, 1, 1)
    assert rows(SecretPaper) == rows(Envelope) == 5


def test_the_shares_are_destroyed_when_it_is_open(shut, give_key):
    give_key(shut, "Emil")
    give_key(shut, "Goran")
    assert rows(GivenShare) == 0
    assert set(db.session.scalars(select(UrnShare.sealed))) == {None}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("overwritten", [True, False], ids=["overwritten", "control"])
def test_they_are_destroyed_in_the_file_too(app, shut, give_key, overwritten):
    db.commit()
    path = Path(str(make_url(app.config["DATABASE_URL"]).database))
    writer = sqlite._line(str(path.resolve())).writer
    if not overwritten:
        writer.execute("PRAGMA secure_delete=OFF")
    give_key(shut, "Emil")
    db.commit()
    shares = [*db.session.scalars(select(UrnShare.sealed)), *_given_shares()]
    give_key(shut, "Goran")
    db.commit()
    db.session.close()
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert len(shares) == 5
    left = path.read_bytes()
    assert any(share in left for share in shares) is not overwritten


def _given_shares():
    return db.session.scalars(select(GivenShare.sealed))


def test_one_scrutineer_alone_does_not_open_it(shut, give_key):
    give_key(shut, "Emil")
    with pytest.raises(KeyGiven):
        give_key(shut, "Emil")
    assert shut.outcome is None


def test_who_has_no_share_gives_no_key(shut, give_key):
    with pytest.raises(HoldsNoKey):
        give_key(shut, "Ana")


def test_a_wrong_passphrase_gives_nothing(shut, give_key):
    with pytest.raises(WrongPassphrase):
        give_key(shut, "Emil", "not what Emil said")
    assert rows(GivenShare) == 0


def test_no_urn_opens_before_closing_or_twice(secret_poll, vote_secretly, give_key):
    opened = secret_poll()
    vote_secretly(opened, "for", "Ana")
    with pytest.raises(UrnNotShut):
        give_key(opened, "Emil")
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    give_key(opened, "Emil")
    give_key(opened, "Goran")
    with pytest.raises(UrnIsOpen):
        give_key(opened, "Fatima")


def test_verification_recounts_an_opened_urn(shut, give_key):
    db.commit()
    assert votes_fault() is None
    give_key(shut, "Emil")
    give_key(shut, "Goran")
    db.commit()
    assert votes_fault() is None
    db.session.execute(update(SecretPaper).values(paper="against"))
    assert "not the ones that were sealed" in str(votes_fault())


def test_verification_finds_a_stuffed_urn(shut):
    db.session.add(Envelope(poll_id=shut.id, key=b"0" * 16, sealed=b"x" * 64))
    db.commit()
    assert "the urn is not the one" in str(votes_fault())
