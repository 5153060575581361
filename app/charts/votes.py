"""The bar of a vote: how the votes lie, and the mark that had to be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.charts.places import Number, percent

_LEAST_WITH_WORDS = Fraction(1, 12)  # a narrower piece has no room for its number


@dataclass(frozen=True, slots=True)
class Votes:
    """`kind`: for, against, abstain, or rest for those who have not voted."""

    kind: str
    label: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class DrawnVotes:
    kind: str
    label: str
    text: str
    x: str
    width: str
    middle: str
    has_room: bool


@dataclass(frozen=True, slots=True)
class VoteBar:
    title: str
    description: str
    pieces: tuple[DrawnVotes, ...]
    mark: str
    """Where the needed number lies; empty where none is known."""
    mark_label: str
    mark_anchor: str


def vote_bar(
    title: str,
    votes: Sequence[Votes],
    needed: Number | None = None,
    needed_label: str = "",
    description: str = "",
) -> VoteBar:
    """The votes side by side, those for first.

    `needed` is the number of votes for that carries the motion, on the scale of the votes shown.
    """
    whole = sum(part.number for part in votes)
    pieces: list[DrawnVotes] = []
    before = 0
    for part in votes:
        if part.number:
            pieces.append(_piece(part, before, whole))
            before += part.number
    share = Fraction(needed) / whole if needed is not None and 0 < needed <= whole else None
    return VoteBar(
        title,
        description,
        tuple(pieces),
        percent(share) if share is not None else "",
        needed_label,
        _anchor(share),
    )


def _piece(part: Votes, before: int, whole: int) -> DrawnVotes:
    width = Fraction(part.number, whole)
    start = Fraction(before, whole)
    return DrawnVotes(
        part.kind,
        part.label,
        part.text,
        percent(start),
        percent(width),
        percent(start + width / 2),
        width >= _LEAST_WITH_WORDS,
    )


def _anchor(share: Fraction | None) -> str:
    """The mark's words stay inside the chart."""
    if share is None or Fraction(1, 4) <= share <= Fraction(3, 4):
        return "middle"
    return "start" if share < Fraction(1, 4) else "end"
