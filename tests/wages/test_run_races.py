"""A signature and the closing at the same moment: no entry falls between two pay runs."""

import pytest

from app.db import db
from app.production import actions, queries
from app.production.actions import confirm_entry
from app.wages import runs
from app.wages.runs import prepare_run
from tests.cast import FOUNDED_ON
from tests.production.test_races import meet
from tests.wages.test_corrections import PIECE, unsigned
from tests.wages.workshop import APRIL_2, MARCH, NOW, adopt, pots, work


@pytest.fixture
def month(person):
    adopt(PIECE, "Straight piece", FOUNDED_ON, 1)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    return unsigned(person("Emil"), item)


def signing_meets_preparing(app, person, entry_id):
    dora, chen = person("Dora").id, person("Chen").id
    return meet(
        app,
        lambda: confirm_entry(entry_id, by=dora, at=NOW),
        lambda: prepare_run(MARCH, by=chen, on=APRIL_2, at=NOW).bill,
    )


def test_the_run_waits_for_a_signature_on_its_way(app, person, month):
    assert signing_meets_preparing(app, person, month) == 150_00


def test_without_the_lock_the_run_misses_it_or_breaks(app, person, month, monkeypatch):
    bare = app.extensions["artel.engine"]
    monkeypatch.setitem(app.extensions, "artel.engine.writing", bare)
    monkeypatch.setattr(actions, "_hold_open", queries.closed_to)
    monkeypatch.setattr(runs, "close_log", lambda *_, **__: db.session.flush())
    assert signing_meets_preparing(app, person, month) != 150_00
