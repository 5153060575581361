"""Counting an election by the name of the method."""

from collections.abc import Callable

from app.errors import InvalidInput
from app.sentences import Sentence, say
from app.voting.rules.ballots import Approvals, Ballots, Overvotes, Rankings, Scores
from app.voting.rules.irv import irv
from app.voting.rules.meek import meek
from app.voting.rules.papers import Papers, SortedPapers
from app.voting.rules.results import Count
from app.voting.rules.schulze import Default, schulze
from app.voting.rules.stv import stv
from app.voting.rules.ties import Lot
from app.voting.rules.totals import approval, plurality, score

RANKED: dict[str, Callable[[Papers, int, Lot], Count]] = {
    "plurality": plurality,
    "irv": irv,
    "stv": stv,
    "meek": meek,
    "schulze": schulze,
}
METHODS = (*RANKED, "approval", "score")
MANY = 10_000
"""From so many distinct ballots on, arrays are quicker than lists."""
MOST = 2**31
"""No ballot in an array is cast more often, so that no sum can leave 64 bits."""
WIDEST = 1000
"""An array has no more ranks or candidates: every ballot in it is as wide as the longest, and one
without end would take the machine's memory."""


def count(
    method: str,
    ballots: Ballots,
    seats: int,
    lot: Lot,
    overvotes: Overvotes = Overvotes.STOP,
    default: Default | None = None,
) -> Count:
    """The result of `ballots` by one of METHODS.

    Raises InvalidInput if the ballots are of another kind than the method counts, if `seats` is
    below 1, if nobody stands, or if `default` comes with a method other than schulze.
    """
    if seats < 1:
        raise InvalidInput(say("There must be at least one seat."), "seats")
    if not ballots.candidates:
        raise InvalidInput(say("There is no candidate."), "candidates")
    if default and method != "schulze":
        raise InvalidInput(say("A default option belongs to schulze."), "default")
    if isinstance(ballots, Approvals) and method == "approval":
        return approval(ballots, seats, lot)
    if isinstance(ballots, Scores) and method == "score":
        return score(ballots, seats, lot)
    if isinstance(ballots, Rankings) and method in RANKED:
        return count_papers(method, papers_of(ballots, overvotes), seats, lot, default)
    raise InvalidInput(_wrong_kind(method, ballots), "method")


def count_papers(
    method: str, papers: Papers, seats: int, lot: Lot, default: Default | None = None
) -> Count:
    """The result of ranked papers, however they are kept, by one of RANKED."""
    if default:
        return schulze(papers, seats, lot, default)
    return RANKED[method](papers, seats, lot)


def papers_of(rankings: Rankings, overvotes: Overvotes) -> Papers:
    """The papers in the quicker of two ways that give the same count."""
    ballots = rankings.ballots
    if len(ballots) < MANY or max(ballots.values()) > MOST:
        return SortedPapers(rankings, overvotes)
    if max(len(rankings.candidates), *map(len, ballots)) > WIDEST:
        return SortedPapers(rankings, overvotes)
    # Imported here: a small election needs no numpy.
    from app.voting.fast_papers import FastPapers

    return FastPapers(rankings, overvotes)


def _wrong_kind(method: str, ballots: Ballots) -> Sentence:
    if method not in METHODS:
        return say("No method is called “%(method)s”.", method=method)
    if isinstance(ballots, Approvals):
        return say("These ballots hold approvals, which %(method)s cannot count.", method=method)
    if isinstance(ballots, Scores):
        return say("These ballots hold scores, which %(method)s cannot count.", method=method)
    return say("These ballots hold rankings, which %(method)s cannot count.", method=method)
