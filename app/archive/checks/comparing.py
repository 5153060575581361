"""What the tables hold against what the events tell: the first difference."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from app.db import db
from app.record.models import Event
from app.record.rules import canonical
from app.sentences import Sentence, say

Fact = dict[str, Any]
"""What an event says or a row holds, with its subject, as plain JSON."""
Facts = Callable[[], Iterable[Fact]]
Kinds = tuple[tuple[Facts, Facts], ...]
"""Pairs of what the events tell and what the tables hold."""


def first_difference(kinds: Kinds) -> Sentence | None:
    """The first fact that only the events tell or only the tables hold."""
    for told, stored in kinds:
        sealed = Counter(canonical(fact) for fact in told())
        held = Counter(canonical(fact) for fact in stored())
        if altered := sorted((sealed - held) or (held - sealed)):
            return say("What is stored is not what was sealed: %(fact)s", fact=altered[0])
    return None


def figures(data: Any) -> Any:
    """Plain data without its sentences, to compare what is computed again: a later version may
    say the same in better words, and those that were kept are sealed with their row."""
    if isinstance(data, dict):
        return {key: figures(value) for key, value in data.items() if not _is_sentence(value)}
    if isinstance(data, list):
        return [figures(value) for value in data if not _is_sentence(value)]
    return data


def _is_sentence(data: Any) -> bool:
    return isinstance(data, dict) and "say" in data


def events(*kinds: str) -> Sequence[Row[str, str, Fact]]:
    """Kind, subject and data of the events of these kinds, in their order."""
    return db.session.execute(
        select(Event.kind, Event.subject, Event.data)
        .where(Event.kind.in_(kinds))
        .order_by(Event.number)
    ).all()


def sealed(kind: str) -> Facts:
    """What the events of a kind say of their subjects."""
    return lambda: ({"of": subject, **data} for _, subject, data in events(kind))


def done(*kinds: str, about: str, names: Iterable[str] = ()) -> Facts:
    """What the events of these kinds about one kind of thing say of who did it, and when; of
    their data the named."""

    def told() -> Iterator[Fact]:
        query = select(Event.subject, Event.actor_id, Event.at, Event.data)
        ours = query.where(Event.kind.in_(kinds), Event.subject.startswith(f"{about} "))
        for subject, by, at, data in db.session.execute(ours.order_by(Event.number)):
            yield deed(subject, by, at, {name: data[name] for name in names})

    return told


def deed(of: str, by: int | None, at: datetime | None, data: Fact) -> Fact:
    """A fact with who did it, and when."""
    return {"of": of, "by": by, "at": at and at.isoformat(), **data}
