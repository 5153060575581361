"""A motion's text by paragraphs, and changes of single paragraphs that can stand side by side.

A paragraph is what blank lines part; the first is number 1. Changes name the paragraphs of the
text that they were written for. Two that rewrite the same paragraph collide: one of them is
carried, and the other has to be written anew. Nothing is overwritten silently.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.errors import InvalidInput, RuleViolation
from app.sentences import say, say_n

_BLANK = re.compile(r"\n[ \t]*\n")


class Collides(RuleViolation):
    """`paragraphs`: their numbers in the text that the later amendment was written for."""

    def __init__(self, paragraphs: Sequence[int]) -> None:
        super().__init__(
            say_n(
                "Another amendment has changed paragraph %(paragraphs)s since this one was "
                "written. Propose it again on the present text.",
                "Other amendments have changed paragraphs %(paragraphs)s since this one was "
                "written. Propose it again on the present text.",
                len(paragraphs),
                paragraphs=", ".join(map(str, paragraphs)),
            )
        )


class NothingLeft(RuleViolation):
    sentence = say(
        "Nothing would be left of the motion. Who is against all of it votes against it."
    )


class Kind(StrEnum):
    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph is replaced or struck, or a text comes in after it; after 0, at the head."""

    kind: Kind
    paragraph: int
    text: str = ""

    @property
    def growth(self) -> int:
        """How many paragraphs the text gains; negative: loses."""
        coming = len(paragraphs_of(self.text))
        return coming if self.kind is Kind.INSERT else coming - 1

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"kind": str(self.kind), "paragraph": self.paragraph}
        return data if self.kind is Kind.DELETE else data | {"text": self.text}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Change":
        return Change(Kind(data["kind"]), data["paragraph"], data.get("text", ""))


Changes = Sequence[Change]


def changes_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    return tuple(Change.from_json(one) for one in data)


def paragraphs_of(text: str) -> list[str]:
    """The text's paragraphs, without the blank lines around them."""
    unix = text.replace("\r\n", "\n")
    return [part.strip("\n").rstrip() for part in _BLANK.split(unix) if part.strip()]


def differences(text: str, wanted: Sequence[str], new: str = "", after: int = 0) -> Changes:
    """The changes that turn each paragraph of a text into the wanted one (an empty one: struck)
    and put a new text after the one numbered `after`."""
    present = paragraphs_of(text)
    changes = [
        Change(Kind.REPLACE, number, _clean(want)) if want.strip() else Change(Kind.DELETE, number)
        for number, (have, want) in enumerate(zip(present, wanted, strict=True), 1)
        if want.split() != have.split()
    ]
    if new.strip():
        changes.append(Change(Kind.INSERT, after, _clean(new)))
    return changes


def check_changes(text: str, changes: Changes) -> None:
    """Raises InvalidInput where a change names no paragraph of the text, names one that another
    change rewrites as well, or brings no text; NothingLeft where all is struck."""
    there = len(paragraphs_of(text))
    for change in changes:
        first = 0 if change.kind is Kind.INSERT else 1
        if not first <= change.paragraph <= there:
            raise InvalidInput(
                say("There is no paragraph %(number)s.", number=change.paragraph), "changes"
            )
        if change.kind is not Kind.DELETE and not change.text.strip():
            raise InvalidInput(say("A paragraph that comes in has a text."), "changes")
    for number, times in Counter(_rewritten(changes)).items():
        if times > 1:
            raise InvalidInput(say("Paragraph %(number)s is changed twice.", number=number), "")
    if not amended(text, changes):
        raise NothingLeft


def amended(text: str, changes: Changes) -> str:
    """The text with the changes in it; all other paragraphs stay word for word."""
    coming: dict[int, list[str]] = {}
    rewritten: dict[int, str] = {}
    for change in changes:
        if change.kind is Kind.INSERT:
            coming.setdefault(change.paragraph, []).append(change.text)
        else:
            rewritten[change.paragraph] = change.text
    parts = list(coming.get(0, []))
    for number, paragraph in enumerate(paragraphs_of(text), 1):
        parts += [rewritten.get(number, paragraph), *coming.get(number, [])]
    return "\n\n".join(part for part in parts if part)


def collisions(one: Changes, other: Changes) -> list[int]:
    """The paragraphs that both rewrite. Texts that come in at the same place do not collide:
    they stand one after the other, in the order in which they are carried."""
    return sorted(set(_rewritten(one)) & set(_rewritten(other)))


def carried_over(changes: Changes, past: Changes) -> tuple[Change, ...]:
    """Changes of the same text as `past`, named by the paragraphs of the text that `past` made.
    Raises Collides."""
    if colliding := collisions(changes, past):
        raise Collides(colliding)
    return tuple(_moved(change, past) for change in changes)


def _moved(change: Change, past: Changes) -> Change:
    if change.kind is Kind.INSERT:
        before = [one for one in past if one.paragraph <= change.paragraph]
    else:
        before = [one for one in past if one.paragraph < change.paragraph]
    return replace(change, paragraph=change.paragraph + sum(one.growth for one in before))


def _rewritten(changes: Changes) -> list[int]:
    return [change.paragraph for change in changes if change.kind is not Kind.INSERT]


def _clean(text: str) -> str:
    return "\n\n".join(paragraphs_of(text))
