"""What an amendment takes out and puts in, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s*\S+|\s+")
_LINES = re.compile(r".*\n?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stays, goes or comes. The pieces that stay or go, joined, are the
    old text; those that stay or come, the new."""

    kind: Literal["same", "out", "in"]
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The old text and the new as one, in pieces. Lines are matched first and words only within
    lines that differ: readable, and quick for long texts."""
    pieces: list[Piece] = []
    for tag, before, after in _changes(_LINES.findall(old), _LINES.findall(new)):
        if tag == "replace":
            words = _changes(_WORDS.findall(before), _WORDS.findall(after))
            pieces += [piece for change in words for piece in _pieces(*change)]
        else:
            pieces += _pieces(tag, before, after)
    return _joined(pieces)


def _changes(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (tag, "".join(old[i:j]), "".join(new[k:m])) for tag, i, j, k, m in matcher.get_opcodes()
    ]


def _pieces(tag: str, before: str, after: str) -> list[Piece]:
    if tag == "equal":
        return [Piece("same", before)]
    return [Piece("out", before), Piece("in", after)]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind become one; empty ones go."""
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
