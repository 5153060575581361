"""Two at once: threads that meet at the worst moment, and the same with the locks taken away.

A race is tested twice. With the locks the rule holds. Without them it must break: otherwise the
test would not see the race at all.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app import sqlite
from app.db import db
from app.prepared import Prepared, _Compiled

PATIENCE = 0.6
"""Seconds to wait for somebody who may be held up by a lock."""

UNHURRIED = 10.0
"""Seconds to wait where no lock holds anybody up: a control must not pass for want of time."""


_patience = PATIENCE


def unhurried(patch: pytest.MonkeyPatch) -> None:
    """From now on people wait for each other as long as it takes: for controls without locks."""
    patch.setattr(sys.modules[__name__], "_patience", UNHURRIED)


class Moment:
    """Something that happens once; who is held up by a lock is not waited for long."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def comes(self) -> None:
        self._event.set()

    def wait(self) -> None:
        self._event.wait(_patience)


class Meeting:
    """Where several wait for each other; who is held up elsewhere is not waited for long."""

    def __init__(self, people: int) -> None:
        self._barrier = threading.Barrier(people)

    def wait(self) -> None:
        with suppress(threading.BrokenBarrierError):
            self._barrier.wait(_patience)


def together(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Runs each act in a thread and a transaction of its own; what each returned or raised."""
    done: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        with app.app_context():
            try:
                done[place] = acts[place]()
                db.commit()
            except Exception as error:
                done[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads), "the threads wait for each other"
    return done


@contextmanager
def locks(app: Flask, present: bool) -> Iterator[None]:
    """The locks as they are, or none: no row is held on PostgreSQL, and SQLite takes every
    statement for itself, so that what a failing act wrote before it failed may stay."""
    if present:
        yield
        return
    engine = db.engine(app)
    with pytest.MonkeyPatch.context() as patch:
        compiler = engine.dialect.statement_compiler
        patch.setattr(compiler, "for_update_clause", lambda *_, **__: "")
        unhurried(patch)
        engine.clear_compiled_cache()
        patch.setattr(Prepared, "_for", lambda self, dialect: _Compiled(self._statement, dialect))
        if engine.dialect.name == "sqlite":
            event.remove(engine, "begin", sqlite.begin)
        try:
            yield
        finally:
            if engine.dialect.name == "sqlite":
                event.listen(engine, "begin", sqlite.begin)
            engine.clear_compiled_cache()
