"""What a voter may write on a ballot: one short text, of which there is one form for each ballot.

    motion     for · against · abstain            consent   agree · aside · object
    grades     fully · mostly · neither · rather-not · not-at-all
    plurality  3                                  approval  1+4
    score      1:5 2:0                            dots      1:3 2:2
    ranked     3>1=2>4 (equal ranks in schulze)   any with options  abstain

Options are numbered from 1 in the order of the ballot paper; the counts number them from 0.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.errors import InvalidInput
from app.motions.rules.questions import Method
from app.sentences import Sentence, say
from app.voting.rules.ballots import Approvals, Ballots, Rankings, Scores

ABSTAIN = "abstain"
OBJECT = "object"
WORDS = {
    Method.MOTION: ("for", "against", ABSTAIN),
    Method.CONSENT: ("agree", "aside", OBJECT),
    Method.GRADES: ("fully", "mostly", "neither", "rather-not", "not-at-all"),
}
"""The ballots of the methods that ask about the motion itself."""

Ranks = Sequence[Sequence[int]]
Marks = TypeVar("Marks")


@dataclass(frozen=True, slots=True)
class Form:
    """The ballot paper of a poll: how many options, the highest score or the budget of dots."""

    method: Method
    options: int = 0
    limit: int = 0


def words_of(method: Method) -> tuple[str, ...]:
    """The words that can be a ballot of the method; all but the first three also take options."""
    return WORDS.get(method, (ABSTAIN,))


def answers_of(counted: Collection[str]) -> tuple[str, ...]:
    """The answers of the method that has these, as they stand on its ballot; a database keeps
    no order of names."""
    return next(words for words in WORDS.values() if set(words) == set(counted))


def canonical(text: str, form: Form) -> str:
    """The same ballot in its one form. Raises InvalidInput for what is no ballot of this poll."""
    if form.method in WORDS:
        if text not in WORDS[form.method]:
            raise _refused(say("Choose one of the answers on the ballot."))
        return text
    return ABSTAIN if text == ABSTAIN else _canonical(text, form)


def check_objection(paper: str, reason: str) -> None:
    """Who objects says why, so that the proposal can be mended. Raises InvalidInput."""
    if paper == OBJECT and not reason:
        raise InvalidInput(
            say("Say why you object: with your reason the others can mend the proposal."), "reason"
        )


def is_canonical(text: str, form: Form) -> bool:
    try:
        return canonical(text, form) == text
    except InvalidInput:
        return False


def _canonical(text: str, form: Form) -> str:
    if form.method.is_ranked:
        ranks = read_ranks(text)
        _check_numbers([number for rank in ranks for number in rank], form)
        if form.method is not Method.SCHULZE and any(len(rank) > 1 for rank in ranks):
            raise _refused(say("This method needs a clear order: no two options share a rank."))
        return write_ranks(ranks)
    if form.method in {Method.SCORE, Method.DOTS}:
        points = _read_points(text)
        _check_numbers([number for number, _ in points], form)
        return _checked_points(dict(points), form)
    approved = _numbers(text, "+")
    _check_numbers(approved, form)
    if form.method is Method.PLURALITY and len(approved) > 1:
        raise _refused(say("Choose one option only."))
    return write_approved(approved)


def _checked_points(points: dict[int, int], form: Form) -> str:
    if form.method is Method.SCORE:
        if max(points.values()) > form.limit:
            raise _refused(
                say("A score is a whole number from 0 to %(highest)s.", highest=form.limit)
            )
        return write_points(points)
    given = {number: dots for number, dots in points.items() if dots}
    if not given:
        raise _refused(say("Give at least one dot, or abstain."))
    if sum(given.values()) > form.limit:
        raise _refused(
            say(
                "You gave %(given)s dots, and there are %(budget)s.",
                given=sum(given.values()),
                budget=form.limit,
            )
        )
    return write_points(given)


def _check_numbers(numbers: Sequence[int], form: Form) -> None:
    """Each option at most once, and only those that stand."""
    for number, times in Counter(numbers).items():
        if not 1 <= number <= form.options:
            raise _refused(say("There is no option %(number)s on this ballot.", number=number))
        if times > 1:
            raise _refused(say("Option %(number)s stands on this ballot twice.", number=number))


def write_ranks(ranks: Ranks) -> str:
    return ">".join("=".join(map(str, sorted(rank))) for rank in ranks)


def write_approved(numbers: Iterable[int]) -> str:
    return "+".join(map(str, sorted(numbers)))


def write_points(points: Mapping[int, int]) -> str:
    return " ".join(f"{number}:{points[number]}" for number in sorted(points))


def read_ranks(text: str) -> tuple[tuple[int, ...], ...]:
    return tuple(_numbers(rank, "=") for rank in text.split(">"))


def read_approved(text: str) -> tuple[int, ...]:
    """The options of a plurality or approval ballot; none for an abstention."""
    return () if text == ABSTAIN else _numbers(text, "+")


def read_points(text: str) -> dict[int, int]:
    return {} if text == ABSTAIN else dict(_read_points(text))


def _read_points(text: str) -> list[tuple[int, int]]:
    pairs = [_numbers(pair, ":") for pair in text.split(" ")]
    if any(len(pair) != 2 for pair in pairs):
        raise _unreadable()
    return [(number, points) for number, points in pairs]


_NUMBER = re.compile("[0-9]{1,4}")


def _numbers(text: str, between: str) -> tuple[int, ...]:
    parts = text.split(between)
    if not text:
        raise _refused(say("Mark at least one option, or abstain."))
    if not all(_NUMBER.fullmatch(part) for part in parts):
        raise _unreadable()
    return tuple(map(int, parts))


def longest(form: Form) -> int:
    """Characters of the longest ballot of a poll."""
    if form.method in WORDS:
        return max(map(len, WORDS[form.method]))
    digits = sum(len(str(number)) for number in range(1, form.options + 1))
    points = form.options * (1 + len(str(form.limit))) if form.limit else 0
    return max(len(ABSTAIN), digits + points + form.options - 1)


def ballots_of(papers: Iterable[str], form: Form, names: Sequence[str]) -> Ballots:
    """The ballots of a poll with options, as its method counts them; each distinct one is read
    once."""
    piles, candidates = Counter(papers), tuple(names)
    if form.method.is_ranked:
        return Rankings(candidates, _sorted(piles, _ranking), ties=form.method is Method.SCHULZE)
    if form.method in {Method.SCORE, Method.DOTS}:
        return Scores(candidates, _sorted(piles, lambda text: _scores(text, form)))
    if form.method is Method.APPROVAL:
        return Approvals(candidates, _sorted(piles, _approved))
    return Rankings(candidates, _sorted(piles, _single))


def _sorted(piles: Counter[str], read: Callable[[str], Marks]) -> dict[Marks, int]:
    """Two texts never say the same ballot, so no pile hides another."""
    return {read(text): number for text, number in sorted(piles.items())}


def _ranking(text: str) -> tuple[tuple[int, ...], ...]:
    if text == ABSTAIN:
        return ()
    return tuple(tuple(number - 1 for number in rank) for rank in read_ranks(text))


def _single(text: str) -> tuple[tuple[int, ...], ...]:
    return tuple((one,) for one in _approved(text))


def _approved(text: str) -> tuple[int, ...]:
    return tuple(number - 1 for number in read_approved(text))


def _scores(text: str, form: Form) -> tuple[int | None, ...]:
    points = read_points(text)
    return tuple(points.get(number) for number in range(1, form.options + 1))


def supporters(papers: Iterable[str], form: Form, option: int) -> int:
    """How many ballots speak for an option: rank it, approve of it, give it points."""
    return sum(option in _named(text, form) for text in papers)


def _named(text: str, form: Form) -> set[int]:
    if text == ABSTAIN:
        return set()
    if form.method.is_ranked:
        return {number for rank in read_ranks(text) for number in rank}
    if form.method in {Method.SCORE, Method.DOTS}:
        return {number for number, points in read_points(text).items() if points}
    return set(read_approved(text))


def _unreadable() -> InvalidInput:
    return _refused(say("This is no ballot of this vote."))


def _refused(sentence: Sentence) -> InvalidInput:
    return InvalidInput(sentence, "paper")
