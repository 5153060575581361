"""Voting and closing at the same moment, on both databases, and the locks that matter."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.db import db
from app.prepared import Prepared
from app.record.models import Event
from app.voting.actions import casting
from app.voting.actions.closing import close_due, close_poll
from app.voting.models import Ballot, Envelope, Poll, RollEntry
from app.voting.paper.actions import hand_out
from app.voting.rules import course
from app.voting.rules.course import AlreadyVoted, PollClosed
from app.voting.rules.paper import PaperGiven
from app.voting.rules.tally import Result
from app.voting.rules.urn import BallotIsFinal
from tests.polls import AT
from tests.racing import Meeting, locks, together

LATER = AT + timedelta(days=14)
with_and_without = pytest.mark.parametrize("locked", [True, False], ids=["locks", "no-locks"])


@pytest.fixture
def opened(poll):
    """The id of an open poll, committed."""
    made = poll()
    db.commit()
    return made.id


def counting():
    return db.session.scalar(select(func.count(Ballot.id)).where(Ballot.superseded_at.is_(None)))


def ballot(poll_id, member_id, choice):
    return lambda: casting.cast_ballot(poll_id, by=member_id, paper=choice, at=AT)


def pause_after(monkeypatch, module, name):
    """Whoever comes out of this step waits for the other to get there."""
    step, meeting = getattr(module, name), Meeting(2)

    def paused(*args, **named):
        answer = step(*args, **named)
        meeting.wait()
        return answer

    monkeypatch.setattr(module, name, paused)


def sees_no_signature(monkeypatch):
    place_of = casting._place_of

    def unsigned(*args, **named):
        return place_of(*args, **named)._replace(signed=False)

    monkeypatch.setattr(casting, "_place_of", unsigned)


@with_and_without
def test_a_ballot_against_the_close(app, opened, person, monkeypatch, locked):
    """A ballot is counted or refused, whatever the moment."""
    emil = person("Emil").id
    db.session.rollback()
    check, checked, closed = casting._place_of, Meeting(2), Meeting(2)

    def check_then_wait(*args, **named):
        signed = check(*args, **named)
        checked.wait()
        closed.wait()
        return signed

    def close():
        checked.wait()
        close_poll(opened, by=None, at=LATER, on=LATER.date())
        db.commit()
        closed.wait()

    monkeypatch.setattr(casting, "_place_of", check_then_wait)
    with locks(app, locked):
        voted, done = together(app, ballot(opened, emil, "for"), close)
    assert not isinstance(done, Exception)
    counted = Result.from_json(db.session.get(Poll, opened).result).tally.valid
    if locked:
        assert isinstance(voted, PollClosed | casting.Receipt)
        assert counted == counting()
    else:
        assert (counted, counting()) == (0, 1), "the control must fail"


@pytest.mark.parametrize("second", ["for", "against"])
def test_two_tabs_at_once_cast_one_ballot_that_counts(app, opened, person, monkeypatch, second):
    emil = person("Emil").id
    db.session.rollback()
    pause_after(monkeypatch, casting, "_place_of")
    done = together(app, ballot(opened, emil, "for"), ballot(opened, emil, second))
    refused = [one for one in done if isinstance(one, Exception)]
    assert [type(one) for one in refused] == ([AlreadyVoted] if second == "for" else [])
    assert counting() == 1


def test_two_tabs_without_the_signature_are_stopped_by_the_database(
    app, opened, person, monkeypatch
):
    """The control: where both think that they are the first, the constraint stands behind."""
    emil = person("Emil").id
    db.session.rollback()
    sees_no_signature(monkeypatch)
    monkeypatch.setattr(casting, "_sign_roll", lambda *_: True)
    pause_after(monkeypatch, casting, "_sign_roll")
    done = together(app, ballot(opened, emil, "for"), ballot(opened, emil, "against"))
    assert sum(isinstance(one, IntegrityError) for one in done) == 1
    assert counting() == 1


@with_and_without
def test_two_changes_of_mind_at_once_follow_one_another(
    app, opened, person, vote, monkeypatch, locked
):
    emil = person("Emil").id
    vote(db.session.get(Poll, opened), "for", "Emil")
    db.commit()
    db.session.rollback()
    pause_after(monkeypatch, casting, "_counting_ballot")
    with locks(app, locked):
        done = together(app, ballot(opened, emil, "against"), ballot(opened, emil, "abstain"))
    failed = [one for one in done if isinstance(one, Exception)]
    assert counting() == 1
    if locked:
        assert failed == []
        turns = db.session.scalars(select(Ballot.turn).order_by(Ballot.turn)).all()
        assert turns == [1, 2, 3]
    else:
        assert failed, "the control must fail"


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "unguarded"])
def test_a_ballot_against_a_paper_one(app, opened, person, monkeypatch, guarded):
    """Who is handed paper while their ballot is on its way votes once."""
    emil, dora = person("Emil").id, person("Dora").id
    db.session.rollback()
    hand_out(opened, emil, by=dora, at=AT)
    db.commit()
    # What the ballot read before the paper was handed out, as PostgreSQL may show it.
    place = casting._place_of(opened, dora, AT, dora)
    monkeypatch.setattr(casting, "_place_of", lambda *_: place)
    if guarded:
        with pytest.raises(PaperGiven):
            casting.cast_ballot(opened, by=emil, paper="for", at=AT)
    else:
        unguarded = update(RollEntry).where(RollEntry.member_id == emil).values(signed=True)
        monkeypatch.setattr(casting, "_SIGN", Prepared(unguarded))
        casting.cast_ballot(opened, by=emil, paper="for", at=AT)
    assert counting() == (0 if guarded else 1)


@with_and_without
def test_two_workers_close_a_poll_once(app, opened, monkeypatch, locked):
    db.session.rollback()
    pause_after(monkeypatch, course, "check_may_close")

    def close():
        return len(close_due(at=LATER, on=LATER.date()))

    with locks(app, locked):
        done = together(app, close, close)
    closings = db.session.scalar(select(func.count()).where(Event.kind == "poll-closed"))
    if locked:
        assert sorted(done) == [0, 1]
        assert closings == 1
    else:
        assert closings != 1 or any(isinstance(one, Exception) for one in done), (
            "the control must fail"
        )


@with_and_without
def test_two_tabs_put_one_envelope_into_the_urn(app, secret_poll, person, monkeypatch, locked):
    poll_id, emil = secret_poll().id, person("Emil").id
    db.commit()
    db.session.rollback()
    if not locked:
        sees_no_signature(monkeypatch)
        monkeypatch.setattr(casting, "_sign_roll", lambda *_: True)

    def cast(choice):
        return lambda: casting.cast_secret_ballot(poll_id, by=emil, paper=choice, at=AT)

    done = together(app, cast("for"), cast("against"))
    envelopes = db.session.scalar(select(func.count()).select_from(Envelope))
    refused = sum(isinstance(one, BallotIsFinal) for one in done)
    assert (envelopes, refused) == ((1, 1) if locked else (2, 0))
