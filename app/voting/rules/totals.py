"""Methods that add up and take the highest: plurality, approval, score."""

from collections.abc import Sequence
from fractions import Fraction

from app.sentences import Sentence, say
from app.voting.rules.ballots import Approvals, Score, Scores
from app.voting.rules.papers import Papers
from app.voting.rules.results import Count
from app.voting.rules.ties import Lot, listed, share_out


def plurality(papers: Papers, seats: int, lot: Lot) -> Count:
    """Each ballot counts for its first preference."""
    votes = papers.piles(1).first()
    totals = [Fraction(number) for number in votes]
    return _highest("plurality", papers.candidates, papers.ballots, sum(votes), totals, seats, lot)


def approval(approvals: Approvals, seats: int, lot: Lot) -> Count:
    """Each ballot counts for everyone it approves of; one that approves of nobody is blank."""
    totals = [Fraction(0)] * len(approvals.candidates)
    valid = 0
    for approved, number in approvals.ballots.items():
        valid += number if approved else 0
        for candidate in set(approved):
            totals[candidate] += number
    ballots = sum(approvals.ballots.values())
    return _highest("approval", approvals.candidates, ballots, valid, totals, seats, lot)


def score(scores: Scores, seats: int, lot: Lot) -> Count:
    """Scores are added up; no score adds nothing, and a ballot without any is blank."""
    points: list[Score] = [0] * len(scores.candidates)
    valid = 0
    for given, number in scores.ballots.items():
        valid += number if any(one is not None for one in given) else 0
        for candidate, one in enumerate(given):
            if one:
                points[candidate] += number * one
    totals = [Fraction(total) for total in points]
    ballots = sum(scores.ballots.values())
    return _highest("score", scores.candidates, ballots, valid, totals, seats, lot)


def _highest(
    method: str,
    names: tuple[str, ...],
    ballots: int,
    valid: int,
    totals: Sequence[Fraction],
    seats: int,
    lot: Lot,
) -> Count:
    ranked = sorted(range(len(names)), key=lambda one: (-totals[one], one))
    elected, level, why = ranked[:seats], [], []
    if seats < len(ranked) and totals[ranked[seats - 1]] == totals[ranked[seats]]:
        edge = totals[ranked[seats]]
        level = [one for one in ranked if totals[one] == edge]
        safe = [one for one in ranked if totals[one] > edge]
        places = share_out(names, level, seats - len(safe), lot)
        elected = safe + list(places.chosen)
        why = [_level(names, level, edge), places.why]
    return Count(
        method=method,
        candidates=names,
        seats=seats,
        ballots=ballots,
        valid=valid,
        elected=tuple(names[one] for one in elected),
        tied=bool(level),
        tied_names=() if lot.published else tuple(names[one] for one in level),
        totals={names[one]: totals[one] for one in ranked},
        log=(*why, *_elected(names, elected)),
    )


def _level(names: Sequence[str], level: Sequence[int], edge: Fraction) -> Sentence:
    return say(
        "Level at the last seat with %(total)s: %(names)s.",
        total=edge,
        names=listed(names[one] for one in level),
    )


def _elected(names: Sequence[str], elected: Sequence[int]) -> tuple[Sentence, ...]:
    if not elected:
        return ()
    return (
        say("Highest totals, elected: %(names)s.", names=listed(names[one] for one in elected)),
    )
