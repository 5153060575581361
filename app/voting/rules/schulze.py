"""Schulze's method, and the Debian rule around it.

Sources: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and
Condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011), with
defeats measured by winning votes; the Debian constitution, A.6, for the default option, the
quorum and the majority ratios. A.6 drops the weakest defeats within the Schwartz set until none
is left; that picks the same winners as the strongest paths here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from app.bylaws.rules.conditions import Numbers, holds
from app.bylaws.rules.decisions import DecisionRule
from app.bylaws.rules.judgement import explain
from app.errors import InvalidInput
from app.sentences import Sentence, say
from app.voting.rules.papers import Matrix, Papers
from app.voting.rules.results import Count
from app.voting.rules.ties import Lot, listed, share_out

Strength = tuple[int, int]
"""How strong a defeat is: votes for it, then fewer votes against it (negated)."""

NONE: Strength = (0, 0)


@dataclass(frozen=True, slots=True)
class Bylaw:
    """The quorum and the majority that an option needs against the default: who prefers it is for
    it, who prefers the default is against it, and who does neither abstains."""

    rule: DecisionRule
    entitled: int
    present: int | None = None
    active: int | None = None

    def numbers(self, over: int, under: int, ballots: int) -> Numbers:
        abstain = ballots - over - under
        return Numbers(over, under, abstain, self.entitled, self.present, self.active)

    def fault(self, name: str, numbers: Numbers) -> Sentence | None:
        """Why an option is dropped; None if it is not."""
        quorum, majority = self.rule.quorum, self.rule.majority
        if quorum is not None and not holds(quorum, numbers):
            return say(
                "%(name)s is dropped, for want of the quorum: %(condition)s.",
                name=name,
                condition=explain(quorum, numbers),
            )
        if not holds(majority, numbers):
            return say(
                "%(name)s is dropped, for want of the majority: %(condition)s.",
                name=name,
                condition=explain(majority, numbers),
            )
        return None


@dataclass(frozen=True, slots=True)
class Default:
    """The option that stands for "none of these", and what the others need against it.

    `quorum`: at least so many ballots must prefer an option to it. `ratios`, by name: votes over
    it must exceed this multiple of the votes it has over the option; 1 where none is given.
    `bylaw`: what the bylaws ask besides.
    """

    name: str
    quorum: Fraction = Fraction(0)
    ratios: Mapping[str, Fraction] = field(default_factory=dict)
    bylaw: Bylaw | None = None


def schulze(papers: Papers, seats: int, lot: Lot, default: Default | None = None) -> Count:
    """Elect whoever no other beats by a stronger path, seat by seat.

    With a `default`, options that miss their quorum or ratio against it are dropped first
    (A.6.2, A.6.3), and the default itself fills a seat only if nothing else is left.
    Raises InvalidInput if an option named in `default` does not stand.
    """
    names = papers.candidates
    votes = papers.pairwise()
    remaining = set(range(len(names)))
    log: list[Sentence] = []
    if default:
        dropped = _dropped(names, votes, default, papers.ballots)
        remaining.difference_update(dropped)
        log += dropped.values()
    contest = _fill(names, votes, remaining, seats, lot, default)
    return Count(
        method="schulze",
        candidates=names,
        seats=seats,
        ballots=papers.ballots,
        valid=papers.marked,
        elected=tuple(names[one] for one in contest.elected),
        tied=contest.tied,
        tied_names=tuple(names[one] for one in contest.left_open),
        pairwise=_by_name(names, votes),
        log=(*log, *contest.log),
    )


def defeats(votes: Matrix, candidates: Collection[int]) -> dict[tuple[int, int], Strength]:
    """Who defeats whom among `candidates`, and how strongly."""
    return {
        (a, b): (votes[a][b], -votes[b][a])
        for a in candidates
        for b in candidates
        if votes[a][b] > votes[b][a]
    }


def strongest_paths(votes: Matrix, candidates: Collection[int]) -> dict[tuple[int, int], Strength]:
    """For each pair the strongest path of defeats, which is as strong as its weakest defeat."""
    direct = defeats(votes, candidates)
    paths = {(a, b): direct.get((a, b), NONE) for a in candidates for b in candidates if a != b}
    for via in candidates:
        onward = [(b, paths[via, b]) for b in candidates if b != via and paths[via, b] > NONE]
        for a in candidates:
            if a == via or (first := paths[a, via]) == NONE:
                continue
            for b, second in onward:
                if a != b and paths[a, b] < (through := min(first, second)):
                    paths[a, b] = through
    return paths


def _dropped(
    names: Sequence[str], votes: Matrix, default: Default, ballots: int
) -> dict[int, Sentence]:
    """The options that fail against the default, with the reason."""
    for name in (default.name, *default.ratios):
        if name not in names:
            raise InvalidInput(say("No option is called “%(name)s”.", name=name), "option")
    base = names.index(default.name)
    dropped: dict[int, Sentence] = {}
    for one, name in enumerate(names):
        over, under = votes[one][base], votes[base][one]
        if one != base and (fault := _fault(name, over, under, ballots, default)):
            dropped[one] = fault
    return dropped


def _fault(name: str, over: int, under: int, ballots: int, default: Default) -> Sentence | None:
    """Why an option is dropped that so many prefer to the default, and so many the reverse."""
    ratio = default.ratios.get(name, Fraction(1))
    if over < default.quorum:
        return say(
            "%(name)s is dropped: %(over)s prefer it to %(default)s, the quorum is %(quorum)s.",
            name=name,
            over=over,
            default=default.name,
            quorum=default.quorum,
        )
    if over <= ratio * under:
        return say(
            "%(name)s is dropped: %(over)s prefer it to %(default)s and %(under)s the reverse,"
            " which is not more than %(ratio)s to 1.",
            name=name,
            over=over,
            under=under,
            default=default.name,
            ratio=ratio,
        )
    bylaw = default.bylaw
    return bylaw.fault(name, bylaw.numbers(over, under, ballots)) if bylaw else None


@dataclass(slots=True)
class _Contest:
    elected: list[int] = field(default_factory=list)
    left_open: Sequence[int] = ()
    tied: bool = False
    log: list[Sentence] = field(default_factory=list)


def _fill(
    names: Sequence[str],
    votes: Matrix,
    candidates: Collection[int],
    seats: int,
    lot: Lot,
    default: Default | None,
) -> _Contest:
    paths = strongest_paths(votes, sorted(candidates))
    base = names.index(default.name) if default else None
    contest, remaining = _Contest(), set(candidates)
    while remaining and len(contest.elected) < seats and base not in contest.elected:
        best = _unbeaten(paths, remaining)
        if base in best and contest.elected:
            contest.log.append(say("Only the default is left: the other seats stay vacant."))
            break
        remaining.difference_update(best)
        places = seats - len(contest.elected)
        if len(best) > places:
            shared = share_out(names, best, places, lot)
            contest.tied = True
            contest.left_open = () if lot.published else best
            contest.log += [_level(names, best), shared.why]
            best = list(shared.chosen)
        contest.elected += best
        contest.log += [_elected(names, votes, one, candidates) for one in best]
        if contest.left_open:
            break
    return contest


def _unbeaten(paths: Mapping[tuple[int, int], Strength], among: Collection[int]) -> list[int]:
    return [
        one
        for one in sorted(among)
        if all(paths[one, other] >= paths[other, one] for other in among if other != one)
    ]


def _level(names: Sequence[str], best: Sequence[int]) -> Sentence:
    return say(
        "No one beats any of these by a stronger path: %(names)s.",
        names=listed(names[one] for one in best),
    )


def _elected(
    names: Sequence[str], votes: Matrix, one: int, candidates: Collection[int]
) -> Sentence:
    if len(candidates) == 1:
        return say("No other is left: %(name)s is elected.", name=names[one])
    if all(votes[one][other] > votes[other][one] for other in candidates if other != one):
        return say("%(name)s beats every other one to one and is elected.", name=names[one])
    return say(
        "%(name)s is beaten by no one left by a stronger path and is elected.", name=names[one]
    )


def _by_name(names: Sequence[str], votes: Matrix) -> dict[str, dict[str, int]]:
    return {
        name: {other: votes[a][b] for b, other in enumerate(names) if b != a}
        for a, name in enumerate(names)
    }
