"""What every transferable vote has in common: hopefuls, seats filled in order, a log of rounds."""

from collections.abc import Collection, Sequence
from fractions import Fraction

from app.sentences import Sentence, say
from app.voting.rules.papers import Papers
from app.voting.rules.results import Count, Round
from app.voting.rules.ties import Choice, Lot, OpenTie, listed, weakest


class TransferableCount:
    """The state of one count by transferable votes, moved on round by round.

    Votes are whole numbers of the smallest part of a vote; `unit` of them make one. `history`
    holds the votes by which ties are judged, one entry a round.
    """

    def __init__(self, papers: Papers, seats: int, lot: Lot, unit: int) -> None:
        self.names = papers.candidates
        self.ballots = papers.ballots
        self.seats = seats
        self.lot = lot
        self.unit = unit
        self.hopeful = set(range(len(self.names)))
        self.votes = [0] * len(self.names)
        self.valid = 0
        self.elected: list[int] = []
        self.history: list[Sequence[int]] = []
        self.rounds: list[Round] = []
        self.tied = False
        self.left_open: tuple[int, ...] = ()
        self.finished = False

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.elected)

    def amount(self, votes: int) -> Fraction:
        return Fraction(votes, self.unit)

    def by_votes(self, candidates: Collection[int]) -> list[int]:
        """Most votes first; level ones by earlier rounds, then in the order of the paper."""
        past = list(reversed(self.history))
        return sorted(candidates, key=lambda one: ([-votes[one] for votes in past], one))

    def elect(self, winners: Sequence[int]) -> None:
        self.elected += winners
        self.hopeful.difference_update(winners)

    def elect_by_quota(self, quota: int) -> list[Sentence]:
        winners = self.by_votes([one for one in self.hopeful if self.votes[one] >= quota])
        self.elect(winners)
        return [
            say(
                "%(name)s has %(votes)s votes, reaches the quota of %(quota)s and is elected.",
                name=self.names[one],
                votes=self.amount(self.votes[one]),
                quota=self.amount(quota),
            )
            for one in winners
        ]

    def is_complete(self) -> bool:
        return not self.vacancies or len(self.hopeful) <= self.vacancies

    def complete(self) -> list[Sentence]:
        """Fill the last vacancies with all who are left."""
        self.finished = True
        if not self.vacancies:
            return [say("All seats are filled.")]
        rest = self.by_votes(self.hopeful)
        self.elect(rest)
        why = []
        if rest:
            names = listed(self.names[one] for one in rest)
            why.append(
                say("No more candidates than seats are left; elected: %(names)s.", names=names)
            )
        if self.vacancies:
            why.append(say("No candidate is left for the other seats: they stay vacant."))
        return why

    def weakest(self) -> Choice | OpenTie:
        choice = weakest(self.names, self.history, self.hopeful, self.vacancies, self.lot)
        self.tied = self.tied or bool(choice.tied)
        return choice

    def leave_open(self, tie: OpenTie) -> list[Sentence]:
        """Whoever stands above the tie is elected whichever way it falls; the tied are not."""
        self.finished = True
        self.left_open = tie.tied
        above = self.by_votes(self.hopeful.difference(tie.tied))
        self.elect(above)
        if not above:
            return list(tie.why)
        names = listed(self.names[one] for one in above)
        return [*tie.why, say("Elected whichever of them goes: %(names)s.", names=names)]

    def defeat(self, choice: Choice) -> list[Sentence]:
        self.hopeful.remove(choice.chosen)
        why = say(
            "%(name)s has the fewest votes, %(votes)s, and is defeated.",
            name=self.names[choice.chosen],
            votes=self.amount(self.votes[choice.chosen]),
        )
        return [*choice.why, why]

    def result(self, method: str, quota: int | None) -> Count:
        return Count(
            method=method,
            candidates=self.names,
            seats=self.seats,
            ballots=self.ballots,
            valid=self.valid,
            elected=self._named(self.elected),
            tied=self.tied,
            tied_names=self._named(self.left_open),
            quota=None if quota is None else self.amount(quota),
            rounds=tuple(self.rounds),
        )

    def note(
        self,
        votes: dict[int, int],
        exhausted: int,
        elected: Sequence[int],
        defeated: Sequence[int],
        why: Sequence[Sentence],
        quota: int | None = None,
    ) -> None:
        self.rounds.append(
            Round(
                number=len(self.rounds) + 1,
                votes={self.names[one]: self.amount(vote) for one, vote in votes.items()},
                exhausted=self.amount(exhausted),
                elected=self._named(elected),
                defeated=self._named(defeated),
                why=tuple(why),
                quota=None if quota is None else self.amount(quota),
            )
        )

    def _named(self, candidates: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.names[one] for one in candidates)
