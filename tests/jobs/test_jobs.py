"""The clock does what is due: by the worker, a command, or the next page, whoever is first."""

import signal
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app import jobs
from app.db import db
from app.enactment.models import Enactment
from app.jobs import clockwork, commands
from app.jobs.clockwork import keep_time
from app.motions.models import Outcome
from app.record.models import Event
from app.voting.models import Poll
from app.voting.rules import course
from tests.polls import AT
from tests.racing import Meeting, locks, together

DUE = AT + timedelta(days=3)


@pytest.fixture
def due(poll, vote):
    """A poll whose announced end is `DUE`; it would be carried, with an effect at once."""
    opened = poll()
    vote(opened, "for", "Ana", "Emil")
    db.commit()
    return opened.id


def outcome(poll_id):
    db.session.expire_all()
    return db.session.get(Poll, poll_id).outcome


def enactments():
    return db.session.scalar(select(func.count()).select_from(Enactment))


def test_the_worker_closes_and_enacts(app, due, freeze):
    freeze(DUE)
    db.session.rollback()
    said = app.test_cli_runner().invoke(args=["jobs", "run", "--once"])
    assert said.exit_code == 0, said.output
    assert "enacted" in said.output
    assert outcome(due) is Outcome.CARRIED
    assert enactments() == 1


def test_the_command_does_it_once(app, due, freeze):
    freeze(DUE)
    db.session.rollback()
    runner = app.test_cli_runner()
    assert "enacted" in runner.invoke(args=["enactment", "run"]).output
    assert runner.invoke(args=["enactment", "run"]).output == ""
    assert enactments() == 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OperationalError("SELECT 1", {}, Exception("no such table: coop")), "no such table"),
        (ZeroDivisionError(), "What is due could not be done"),
    ],
)
def test_the_worker_says_what_ails_it_and_tries_again(monkeypatch, caplog, fault, said):
    told_to_stop, looks = [], []
    monkeypatch.setattr(signal, "signal", lambda _, handler: told_to_stop.append(handler))

    def keep(at):
        looks.append(at)
        if len(looks) == 1:
            raise fault
        told_to_stop[0]()
        return []

    monkeypatch.setattr(commands, "keep_time", keep)
    CliRunner().invoke(commands.run, ["--every", "1"])
    assert len(looks) == 2
    (line,) = caplog.records
    assert said in line.getMessage()
    assert bool(line.exc_info) is isinstance(fault, ZeroDivisionError)


def test_the_next_page_does_it_when_no_worker_runs(due, freeze, as_member):
    freeze(DUE)
    assert "Carried: 2 for" in as_member("Emil").get(f"/polls/{due}").text
    assert enactments() == 1


def test_a_ballot_that_comes_with_the_close_is_refused(due, freeze, as_member):
    freeze(DUE)
    answer = as_member("Dora").post(f"/polls/{due}/ballot", data={"choice": "against"})
    assert answer.status_code == 409
    assert outcome(due) is Outcome.CARRIED


def test_nothing_is_done_before_its_time(app, due, freeze):
    freeze(DUE - timedelta(seconds=1))
    db.session.rollback()
    assert keep_time(DUE - timedelta(seconds=1)) == []
    assert outcome(due) is None


def test_a_page_is_served_even_if_the_clockwork_fails(due, freeze, as_member, monkeypatch, caplog):
    def fail(**_):
        raise ZeroDivisionError

    freeze(DUE)
    emil = as_member("Emil")
    monkeypatch.setattr(clockwork, "carry_on", fail)
    assert emil.get(f"/polls/{due}").status_code == 200
    assert "it is tried again" in caplog.text


def test_pages_look_at_the_clock_once_a_minute(app, due, freeze, as_member, monkeypatch):
    looks = []
    monkeypatch.setattr(jobs.hooks, "keep_time", looks.append)
    emil = as_member("Emil")
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.extensions, "artel.jobs.looked", None)
    for seconds in (0, 30, 59, 60, 90):
        freeze(AT + timedelta(seconds=seconds))
        emil.get("/polls/")
    assert looks == [AT, AT + timedelta(seconds=60)]


@pytest.mark.parametrize("locked", [True, False], ids=["locks", "no-locks"])
def test_two_workers_do_it_once(app, due, monkeypatch, locked):
    db.session.rollback()
    carry_on, meeting = clockwork.carry_on, Meeting(2)

    def meet_then_carry_on(**named):
        meeting.wait()
        return carry_on(**named)

    monkeypatch.setattr(clockwork, "carry_on", meet_then_carry_on)
    check, both_may_close = course.check_may_close, Meeting(2)

    def check_then_meet(*args):
        check(*args)
        both_may_close.wait()

    monkeypatch.setattr(course, "check_may_close", check_then_meet)
    with locks(app, locked):
        done = together(app, *[lambda: len(keep_time(DUE))] * 2)
    closings = db.session.scalar(select(func.count()).where(Event.kind == "poll-closed"))
    if locked:
        assert sorted(done) == [0, 1]
        assert (closings, enactments()) == (1, 1)
    else:
        assert closings > 1 or any(isinstance(one, Exception) for one in done), (
            "the control must fail"
        )
