"""Every row against the events that sealed it: altered, slipped in or taken out."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select

from app.db import db
from app.record.queries import sealed_events
from app.record.rows import columns, digest_of, key_of, sealed_tables
from app.record.rules import digest_of_run, plain
from app.sentences import Sentence, say

Key = tuple[Any, ...]


@dataclass(slots=True)
class Run:
    """New rows that were sealed together; `digests` are theirs as they were put in."""

    first: Key
    last: Key
    sealed: tuple[int, str]
    event: int
    digests: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """What the events tell of one table: by key, the digest and the event that sealed it last.

    `put_in`: how a row of a run was, that was written again since.
    """

    standing: dict[Key, tuple[str, int]] = field(default_factory=dict)
    put_in: dict[Key, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)

    def run_of(self, key: Key) -> Run | None:
        place = bisect_right(self.runs, key, key=lambda run: run.first)
        run = self.runs[place - 1] if place else None
        return run if run is not None and key <= run.last else None


def rows_fault() -> Sentence | None:
    """The first row that is not as its last event sealed it, or None."""
    told: defaultdict[str, Told] = defaultdict(Told)
    if fault := replay(told):
        return fault
    known = {table.name: table for table in sealed_tables()}
    for name in told.keys() - known.keys():
        return say("The record tells of a table that is not there: %(table)s.", table=name)
    return next(filter(None, (table_fault(one, told[name]) for name, one in known.items())), None)


def replay(told: defaultdict[str, Told]) -> Sentence | None:
    """Reads into `told` what the events tell of each table; the first row that was altered
    between two events that wrote it, or None."""
    with closing(sealed_events()) as events:
        for event in events:
            for written in event.rows:
                if fault := _follow(told[written[0]], event.number, written):
                    return fault
    return None


def _follow(told: Told, event: int, written: list[Any]) -> Sentence | None:
    if len(written) == 5:
        _, first, last, *sealed = written
        told.runs.append(Run(tuple(first), tuple(last), (sealed[0], sealed[1]), event))
        return None
    name, key, before, after = written[0], tuple(written[1]), *written[2:]
    stood = told.standing.pop(key, None)
    if stood is None and before is not None:
        if key in told.put_in:  # it was taken out since
            return _slipped_in(name, key)
        told.put_in[key] = before
    elif stood is not None and stood[0] not in {before, after}:
        return _altered(name, key, stood[1])
    if after is not None:
        told.standing[key] = after, event
    return None


def table_fault(table: Table, told: Told) -> Sentence | None:
    """The first row of one table that is not as it was sealed; `told` is used up."""
    told.runs.sort(key=lambda run: run.first)
    for key, digest in _rows(table):
        stood, run = told.standing.pop(key, None), told.run_of(key)
        if stood is not None and stood[0] != digest:
            return _altered(table.name, key, stood[1])
        if stood is None and run is not None and key not in told.put_in:
            run.digests.append(digest)
        elif stood is None:
            return _slipped_in(table.name, key)
    for key, (_, event) in told.standing.items():
        return say(
            "A row was taken out that event %(number)s sealed: %(row)s.",
            number=event,
            row=_named(table.name, key),
        )
    return _runs_fault(table.name, told)


def _rows(table: Table) -> Iterator[tuple[Key, str]]:
    query = select(*columns(table)).execution_options(yield_per=1000)
    with db.session.execute(query) as rows:
        for row in rows.mappings():
            yield tuple(map(plain, key_of(table, row))), digest_of(table, row)


def _runs_fault(name: str, told: Told) -> Sentence | None:
    for key, digest in told.put_in.items():
        run = told.run_of(key)
        if run is None:
            return _slipped_in(name, key)
        run.digests.append(digest)
    for run in told.runs:
        if digest_of_run(run.digests) != run.sealed:
            return say(
                "A row was altered, slipped in or taken out between %(first)s and %(last)s, "
                "which event %(number)s sealed together.",
                first=_named(name, run.first),
                last=_named(name, run.last),
                number=run.event,
            )
    return None


def _slipped_in(name: str, key: Key) -> Sentence:
    return say("A row was slipped in: %(row)s. No event tells of it.", row=_named(name, key))


def _altered(name: str, key: Key, event: int) -> Sentence:
    return say(
        "A row was altered after event %(number)s sealed it: %(row)s.",
        number=event,
        row=_named(name, key),
    )


def _named(table: str, key: Iterable[Any]) -> str:
    return " ".join([table, *map(str, key)])
