"""What waits for a member, as the slices know it and the home page shows it.

Each slice says in its `needs.py` where its own is found and how it is said; `app.home.needs` puts
all of it in order and asks in one statement. The statement is made once, so who reads, and when,
are parameters of these names:

`me`: the reader · `full_member`: 1 for a full member · `today`, `now` · `month_from`, `month_to`:
last month · `year_before`: today a year ago · `news_since`: how long news stay news · `lobby_from`,
`lobby_to`: around now · and every permission by its name, 1 where the reader has it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, literal, null, select

from app.db import Moment
from app.permissions import Permission
from app.sentences import Sentence

ME: ColumnElement[int] = bindparam("me")


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for the reader: what, by when, and the page where it is done."""

    words: Sentence
    endpoint: str
    key: dict[str, int]
    note: Sentence | None = None


Found = Select[int, str, datetime | None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of what waits: where it is found, and what is said of a row. Where it is `counted`
    the key is how many there are."""

    found: Found
    need: Callable[[Any], Need]
    counted: bool = False


def found(key: Any, words: Any = "", at: Any = None) -> Found:
    """A select of what every kind has: its `key`, a number; its `words`, a text; its moment."""
    return select(
        key.label("key"),
        cast(literal(words) if isinstance(words, str) else words, String).label("words"),
        (cast(null(), Moment) if at is None else at).label("at"),
    )


def may(permission: Permission) -> ColumnElement[bool]:
    """Whether the reader's offices include it."""
    return bindparam(permission.name) == literal(1)
