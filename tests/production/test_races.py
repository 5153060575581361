"""Two at the same moment: one of them waits, and then sees what the other did.

Each is tried with its lock taken away as well, where it must go wrong: on PostgreSQL the row
lock, on SQLite the write lock that a transaction takes when it begins.
"""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.db import db
from app.production import queries
from app.production.actions import logging, settling
from app.production.actions.closing import close_log
from app.production.actions.logging import log_entry
from app.production.actions.settling import confirm_entry
from app.production.models import Confirmation, Entry
from app.production.rules.entries import AlreadyConfirmed, LogClosed, Stint
from tests.production.conftest import AT, TODAY
from tests.racing import Moment, unhurried

YESTERDAY = TODAY - timedelta(days=1)


def meet(app, first, second):
    """`second` acts while `first` has acted and not yet committed; gives how `second` ended:
    its answer, or what it raised."""
    db.commit()
    acted, ended, outcome = threading.Event(), Moment(), []

    def one():
        with app.app_context():
            first()
            acted.set()
            ended.wait()  # the other gets so far as the lock lets it
            db.commit()

    def other():
        acted.wait()
        with app.app_context():
            try:
                answer = second()
                db.commit()
            except Exception as problem:
                db.rollback()
                answer = type(problem)
            outcome.append(answer)
            ended.comes()

    threads = [threading.Thread(target=each) for each in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome[0]


@pytest.fixture
def without_locks(app, monkeypatch):
    """Takes the locks away: the row locks, and SQLite's at the beginning of a transaction."""
    unhurried(monkeypatch)
    bare = app.extensions["artel.engine"]
    monkeypatch.setitem(app.extensions, "artel.engine.writing", bare)
    for module in (logging, settling):
        monkeypatch.setattr(module, "hold_open", queries.closed_to)
    monkeypatch.setattr(
        settling,
        "_hold_entry",
        lambda entry_id: (db.session.get(Entry, entry_id), "unconfirmed", False),
    )


def closing_meets_logging(app, person):
    chen, emil = person("Chen").id, person("Emil").id
    return meet(
        app,
        lambda: close_log(YESTERDAY, by=chen, at=AT),
        lambda: (
            log_entry(by=emil, at=AT, key="late", worked_on=YESTERDAY, labour=[Stint(emil, 60)]).id
        ),
    )


def test_an_entry_waits_for_the_closing_and_is_refused(app, person, items):
    assert closing_meets_logging(app, person) is LogClosed
    assert count(Entry) == 0


def test_without_the_lock_it_slips_in_or_breaks(app, person, items, without_locks):
    assert closing_meets_logging(app, person) is not LogClosed


def confirming_twice(app, person, entry):
    ana, dora = person("Ana").id, person("Dora").id
    return meet(
        app,
        lambda: confirm_entry(entry.id, by=ana, at=AT),
        lambda: confirm_entry(entry.id, by=dora, at=AT),
    )


def test_the_second_signature_finds_the_first(app, person, log):
    assert confirming_twice(app, person, log("Emil", "pots", 12)) is AlreadyConfirmed
    assert count(Confirmation) == 1


def test_without_the_lock_only_the_constraint_stops_it(app, person, log, without_locks):
    entry = log("Emil", "pots", 12)
    assert confirming_twice(app, person, entry) is not AlreadyConfirmed
    assert count(Confirmation) == 1


def test_the_closing_waits_for_an_entry_on_its_way(app, person, items):
    chen, emil = person("Chen").id, person("Emil").id
    meet(
        app,
        lambda: log_entry(
            by=emil, at=AT, key="early", worked_on=YESTERDAY, labour=[Stint(emil, 60)]
        ),
        lambda: close_log(YESTERDAY, by=chen, at=AT),
    )
    [work] = queries.unconfirmed_work(YESTERDAY, YESTERDAY)
    assert work.on <= queries.closed_to()


def test_the_same_key_from_two_tabs_logs_once(app, person, items):
    emil = person("Emil").id

    def send():
        stint = [Stint(emil, 60)]
        return log_entry(by=emil, at=AT, key="tap", worked_on=TODAY, labour=stint).id

    answer = meet(app, send, send)
    assert answer == db.session.scalar(select(Entry.id))
    assert count(Entry) == 1


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))
