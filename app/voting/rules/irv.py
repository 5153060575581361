"""Instant runoff: the weakest candidate goes, one at a time, until one has a majority."""

from app.errors import InvalidInput
from app.sentences import Sentence, say
from app.voting.rules.papers import Papers
from app.voting.rules.results import Count
from app.voting.rules.seats import TransferableCount
from app.voting.rules.ties import Lot, OpenTie


def irv(papers: Papers, seats: int, lot: Lot) -> Count:
    """Fill one seat by instant runoff (preferential voting, the alternative vote).

    In each round the candidate with more than half of the votes still in play is elected;
    otherwise the one with the fewest is defeated, and those ballots pass to their next
    preference. Raises InvalidInput unless `seats` is 1.
    """
    if seats != 1:
        raise InvalidInput(say("irv fills one seat; stv and meek fill several."), "seats")
    count = _Runoff(papers, lot)
    while not count.finished:
        count.hold_round()
    return count.result("irv", quota=None)


class _Runoff(TransferableCount):
    def __init__(self, papers: Papers, lot: Lot) -> None:
        super().__init__(papers, 1, lot, unit=1)
        self.piles = papers.piles(1)
        self.votes = self.piles.first()
        self.valid = papers.marked

    def hold_round(self) -> None:
        self.history.append(tuple(self.votes))
        votes = {one: self.votes[one] for one in sorted(self.hopeful)}
        exhausted = self.valid - sum(self.votes)
        defeated: tuple[int, ...] = ()
        leader = max(self.hopeful, key=lambda one: self.votes[one])
        if 2 * self.votes[leader] > sum(self.votes):
            why = self._elect(leader)
        elif len(self.hopeful) == 1:
            why = self.complete()
        else:
            defeated, why = self._defeat_weakest()
        self.note(votes, exhausted, self.elected, defeated, why)

    def _elect(self, leader: int) -> list[Sentence]:
        self.finished = True
        self.elect([leader])
        return [
            say(
                "%(name)s has %(votes)s of %(total)s votes in play, more than half,"
                " and is elected.",
                name=self.names[leader],
                votes=self.votes[leader],
                total=sum(self.votes),
            )
        ]

    def _defeat_weakest(self) -> tuple[tuple[int, ...], list[Sentence]]:
        choice = self.weakest()
        if isinstance(choice, OpenTie):
            return (), self.leave_open(choice)
        why = self.defeat(choice)
        if len(self.hopeful) == 1:
            return (choice.chosen,), why + self.complete()
        moved = self.piles.transfer(choice.chosen, self.hopeful, lambda value: value)
        self.votes = [have + more for have, more in zip(self.votes, moved.received, strict=True)]
        self.votes[choice.chosen] = 0
        return (choice.chosen,), why
