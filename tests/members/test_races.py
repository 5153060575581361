"""Two at the door at once, on both databases, and the locks that matter."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.db import db
from app.members import actions, invitations, queries
from app.members.models import Member, Membership, Standing
from app.members.rules import AlreadyLeaving, EmailTaken, LinkSpent
from app.record.queries import chain_fault
from tests.racing import Meeting, locks, together

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = date(2026, 3, 2)
with_and_without = pytest.mark.parametrize("locked", [True, False], ids=["locks", "no-locks"])


def pause_after(monkeypatch, module, name):
    """Whoever comes out of this step waits for the other to get there."""
    step, meeting = getattr(module, name), Meeting(2)

    def paused(*args, **named):
        answer = step(*args, **named)
        meeting.wait()
        return answer

    monkeypatch.setattr(module, name, paused)


def invite(email):
    return lambda: actions.invite_candidate(
        "Hilde", email=email, unit_id=1, note="", by=None, on=TODAY, at=AT
    )


@with_and_without
def test_two_invited_at_once_get_two_numbers(app, context, monkeypatch, locked):
    pause_after(monkeypatch, actions, "_next_number")
    with locks(app, locked):
        done = together(app, invite("hilde@x.org"), invite("hedwig@x.org"))
    faults = [one for one in done if isinstance(one, Exception)]
    if locked:
        assert faults == []
        assert db.session.scalar(select(func.max(Member.number))) == 11
        assert chain_fault() is None
    else:
        assert any(isinstance(fault, DBAPIError) for fault in faults), "the control must fail"


@with_and_without
def test_one_e_mail_invited_twice_at_once_is_refused_in_words(app, context, monkeypatch, locked):
    pause_after(monkeypatch, actions, "_next_number")
    with locks(app, locked):
        done = together(app, invite("hilde@x.org"), invite("HILDE@x.org"))
    faults = [one for one in done if isinstance(one, Exception)]
    if locked:
        assert [type(fault) for fault in faults] == [EmailTaken]
    else:
        assert any(isinstance(fault, DBAPIError) for fault in faults), "the control must fail"
    assert db.session.scalar(select(func.count()).where(Member.email == "hilde@x.org")) == 1


@with_and_without
def test_who_says_twice_at_once_that_they_leave_leaves_once(app, person, monkeypatch, locked):
    emil = person("Emil").id
    db.session.rollback()
    pause_after(monkeypatch, queries, "leaves_after")
    begun = Meeting(2)

    def leave():
        member = db.session.get_one(Member, emil)
        begun.wait()
        actions.resign(member, last_day=TODAY, today=TODAY, at=AT)

    with locks(app, locked):
        done = together(app, leave, leave)
    left = select(func.count()).where(
        Membership.member_id == emil, Membership.standing == Standing.LEFT
    )
    faults = [one for one in done if one is not None]
    if locked:
        assert [type(fault) for fault in faults] == [AlreadyLeaving]
        assert db.session.scalar(left) == 1
    else:  # both go through, or the chain of the record, unlocked too, breaks under one of them
        assert db.session.scalar(left) == 2 or faults, "the control must fail"
        assert all(isinstance(fault, DBAPIError) for fault in faults)


def test_a_link_used_twice_at_once_sets_one_password(app, person, monkeypatch):
    """The condition of the update decides, not a lock."""
    token = invitations.make_link(person("Emil"), by=None, at=AT)
    db.commit()
    pause_after(monkeypatch, invitations, "invited")
    done = together(
        app,
        lambda: invitations.set_password(token, "first", at=AT) and None,
        lambda: invitations.set_password(token, "second", at=AT) and None,
    )
    assert [type(one) for one in done if one] == [LinkSpent]
    winner = "first" if done[0] is None else "second"
    db.session.expire_all()
    assert person("Emil").password_hash == winner
