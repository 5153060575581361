"""Ties: broken by earlier rounds, then by a lot that anyone can draw again, never silently.

The lot orders all candidates by the SHA-256 of `SEED|NAME` (UTF-8), smallest hexadecimal digest
first. Whoever stands earlier in that order is preferred in every tie of the count. To check it:
`printf '%s' 'SEED|NAME' | sha256sum`.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.sentences import Sentence, say

Votes = Sequence[int]


@dataclass(frozen=True, slots=True)
class Lot:
    """The seed of the lot. One that was not `published` before the vote may say who is defeated
    first, but never who gets the last seat."""

    seed: str
    published: bool

    def digest(self, name: str) -> str:
        return sha256(f"{self.seed}|{name}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Choice:
    """Who was chosen, and between whom; `tied` is empty if there was no tie."""

    chosen: int
    tied: tuple[int, ...] = ()
    why: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTie:
    """A tie for the last seat that nothing published before the vote may break."""

    tied: tuple[int, ...]
    why: tuple[Sentence, ...]


def weakest(
    names: Sequence[str],
    rounds: Sequence[Votes],
    hopeful: Collection[int],
    vacancies: int,
    lot: Lot,
) -> Choice | OpenTie:
    """Whom to defeat: the candidate with the fewest votes in the last of `rounds`.

    The tie stays open if the seed is not published and the tie is one for the last seat:
    because all others would be elected, or because nobody stands above the tie.
    """
    tied = _at_the_edge(min, rounds[-1], hopeful)
    if len(tied) == 1:
        return Choice(tied[0])
    left, why = _look_back(min, names, rounds, tied)
    if len(left) == 1:
        return Choice(left[0], tuple(tied), why)
    if not lot.published and (len(hopeful) - 1 == vacancies or len(left) == len(hopeful)):
        return OpenTie(tuple(left), (*why, _open(names, left)))
    drawn = max(left, key=lambda candidate: lot.digest(names[candidate]))
    return Choice(drawn, tuple(tied), (*why, _drawn_last(names, left, drawn, lot)))


def strongest(
    names: Sequence[str], rounds: Sequence[Votes], surplus: Collection[int], lot: Lot
) -> Choice:
    """Whose surplus goes first: the candidate with the most votes in the last of `rounds`."""
    tied = _at_the_edge(max, rounds[-1], surplus)
    if len(tied) == 1:
        return Choice(tied[0])
    left, why = _look_back(max, names, rounds, tied)
    if len(left) == 1:
        return Choice(left[0], tuple(tied), why)
    drawn = min(left, key=lambda candidate: lot.digest(names[candidate]))
    return Choice(drawn, tuple(tied), (*why, _drawn_first(names, left, [drawn], lot)))


@dataclass(frozen=True, slots=True)
class Places:
    """Who takes the places that several level candidates compete for."""

    chosen: tuple[int, ...]
    why: Sentence


def share_out(names: Sequence[str], level: Sequence[int], places: int, lot: Lot) -> Places:
    """Give `places` to some of the `level` candidates: by a published lot, or to none of them."""
    if not lot.published:
        return Places((), _open(names, level))
    drawn = sorted(level, key=lambda candidate: lot.digest(names[candidate]))[:places]
    return Places(tuple(drawn), _drawn_first(names, level, drawn, lot))


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _at_the_edge(
    edge: Callable[[Iterable[int]], int], votes: Votes, candidates: Iterable[int]
) -> list[int]:
    candidates = sorted(candidates)
    level = edge(votes[candidate] for candidate in candidates)
    return [candidate for candidate in candidates if votes[candidate] == level]


def _look_back(
    edge: Callable[[Iterable[int]], int],
    names: Sequence[str],
    rounds: Sequence[Votes],
    tied: list[int],
) -> tuple[list[int], tuple[Sentence, ...]]:
    """Those of `tied` who stay at the edge in each earlier round, the latest first."""
    left = tied
    why: list[Sentence] = [
        say("Level in this round: %(names)s.", names=listed(names[one] for one in tied))
    ]
    for number in range(len(rounds) - 1, 0, -1):
        narrowed = _at_the_edge(edge, rounds[number - 1], left)
        if len(narrowed) < len(left):
            left = narrowed
            why.append(_earlier(edge is max, number, names, left))
        if len(left) == 1:
            break
    return left, tuple(why)


def _earlier(most: bool, number: int, names: Sequence[str], left: Sequence[int]) -> Sentence:
    who = listed(names[one] for one in left)
    if most:
        return say("Most votes of them in round %(round)s: %(names)s.", round=number, names=who)
    return say("Fewest votes of them in round %(round)s: %(names)s.", round=number, names=who)


def _drawn_last(names: Sequence[str], left: Sequence[int], drawn: int, lot: Lot) -> Sentence:
    return say(
        "Drawn by lot between %(names)s (seed %(seed)s): %(name)s stands last.",
        names=listed(names[one] for one in left),
        seed=lot.seed,
        name=names[drawn],
    )


def _drawn_first(
    names: Sequence[str], left: Sequence[int], drawn: Sequence[int], lot: Lot
) -> Sentence:
    return say(
        "Drawn by lot between %(names)s (seed %(seed)s): %(drawn)s.",
        names=listed(names[one] for one in left),
        seed=lot.seed,
        drawn=listed(names[one] for one in drawn),
    )


def _open(names: Sequence[str], left: Sequence[int]) -> Sentence:
    return say(
        "Nothing separates %(names)s, and no seed for a lot was published before the vote:"
        " the tie is left open.",
        names=listed(names[one] for one in left),
    )
