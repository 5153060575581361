"""How events are sealed. An auditor can redo it with `sha256sum`."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from app.sentences import Sentence, say

GENESIS = "0" * 64

Key = tuple[Any, ...]
"""The primary key of a row, column by column."""


@dataclass(frozen=True, slots=True)
class SealedEvent:
    number: int
    at: datetime
    actor_id: int | None
    kind: str
    subject: str
    data: dict[str, Any]
    rows: list[Any]
    previous: str
    hash: str


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """JSON with sorted keys, no spaces and no escapes: equal values, equal text."""
    return _json.encode(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return digest_of_text(canonical(value))


def digest_of_text(text: str) -> str:
    """SHA-256 of what is in canonical form already."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """What JSON has no form for: moments and days in ISO 8601, exact numbers as `"5/2"`, bytes in
    base 64."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Fraction():
            return str(value)
        case Enum():
            return value.value
        case bytes():
            return b64encode(value).decode()
    return value


def digest_of_row(table: str, row: Mapping[str, Any]) -> str:
    """Of the table's name and its columns by name, in plain JSON."""
    return digest([table, {name: plain(value) for name, value in row.items()}])


def digest_of_run(digests: Iterable[str]) -> tuple[int, str]:
    """How many rows there are, and the digest of the sorted digests of them."""
    every = sorted(digests)
    return len(every), digest(every)


def seal(
    *,
    number: int,
    at: datetime,
    actor_id: int | None,
    kind: str,
    subject: str,
    data: dict[str, Any],
    rows: list[Any],
    previous: str,
) -> str:
    """The hash of an event: SHA-256 over the canonical JSON list of its fields and the
    hash before it. `at` is written in UTC as `2026-03-01T18:30:00+00:00`; `rows` are those that
    its transaction wrote, as `app.record.rows.take` lists them."""
    return digest([number, at.isoformat(), actor_id, kind, subject, data, rows, previous])


def first_fault(events: Iterable[SealedEvent], head: tuple[int, str] | None) -> Sentence | None:
    """The first place where the chain was altered, reordered or cut; None if it holds.

    `events` in their order; `head` is the number and hash that the record says it ends with.
    """
    number, previous = 0, GENESIS
    for event in events:
        number += 1
        if event.number != number:
            return say("Event %(number)s is missing from the record.", number=number)
        if event.previous != previous:
            return say("Event %(number)s does not follow the event before it.", number=number)
        resealed = seal(
            number=event.number,
            at=event.at,
            actor_id=event.actor_id,
            kind=event.kind,
            subject=event.subject,
            data=event.data,
            rows=event.rows,
            previous=event.previous,
        )
        if resealed != event.hash:
            return say("Event %(number)s was altered after it was sealed.", number=number)
        previous = event.hash
    if head is None and number:
        return say("The record does not say where it ends.")
    if head is not None and head != (number, previous):
        return say("The record ends at event %(number)s, before its stated end.", number=number)
    return None
