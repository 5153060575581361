"""Ballots as voters marked them, and the order of preference a count may read from them.

A file or an urn holds each distinct ballot once, with the number of times it was cast.
Candidates are numbered from 0 in the order of the ballot paper.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Rank = tuple[int, ...]
"""The candidates marked at one rank: none where it was skipped, several where it is shared."""

Ranking = tuple[Rank, ...]
"""One ballot, first rank first."""

Preferences = tuple[int, ...]
"""Candidates in order of preference, each at most once."""

SEVERAL: Rank = (-1, -1)
"""An overvote of which only the fact is known, not the names."""


class Overvotes(StrEnum):
    """What a rank with several marks does to its ballot."""

    STOP = "stop"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Rankings:
    """Ranked ballots. `ties` says that the form offers equal ranks, so that they are meant:
    on a paper form without them, several marks at one rank are an overvote."""

    candidates: tuple[str, ...]
    ballots: Mapping[Ranking, int]
    ties: bool = False


@dataclass(frozen=True, slots=True)
class Approvals:
    """Ballots that approve of any number of candidates, who are listed."""

    candidates: tuple[str, ...]
    ballots: Mapping[tuple[int, ...], int]


Score = int | Fraction
"""Points, exact; a whole number as int, with which a large count is ten times faster."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Ballots with one score per candidate, in their order; None where there is no score."""

    candidates: tuple[str, ...]
    ballots: Mapping[tuple[Score | None, ...], int]


Ballots = Rankings | Approvals | Scores


def readable(ranking: Ranking, overvotes: Overvotes, ties: bool = False) -> Ranking:
    """The ranks that count, none of them empty, no candidate twice.

    Skipped ranks are passed over and a repeated candidate counts at the first mention. An
    overvote ends the ballot or is passed over; with `ties` only marks without names are one.
    """
    ranks: list[Rank] = []
    seen: set[int] = set()
    for rank in ranking:
        if rank == SEVERAL or (len(rank) > 1 and not ties):
            if overvotes is Overvotes.STOP:
                break
            continue
        fresh = tuple(candidate for candidate in rank if candidate not in seen)
        if fresh:
            seen.update(fresh)
            ranks.append(fresh)
    return tuple(ranks)


def preferences(ranking: Ranking, overvotes: Overvotes) -> Preferences:
    """The candidates in the order in which a transferable vote looks at them.

    The same as `readable` without equal ranks, flat: this is what a large count does most.
    """
    order: list[int] = []
    for rank in ranking:
        if len(rank) == 1:
            if rank[0] not in order:
                order.append(rank[0])
        elif rank and overvotes is Overvotes.STOP:
            break
    return tuple(order)


def is_blank(ranking: Ranking) -> bool:
    """Whether the ballot bears no mark at all."""
    return not any(ranking)
