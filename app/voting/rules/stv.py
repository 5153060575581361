"""Single transferable vote by the Scottish rules.

Source: the Scottish Local Government Elections Order 2007, schedule 1, rules 46 to 53 (first
stage, quota, transfer of surpluses, exclusion, equal votes, last vacancies). Votes are kept in
units of 0.00001, so that every figure is a whole number.
"""

from app.sentences import Sentence, say
from app.voting.rules.papers import Papers, Transfer
from app.voting.rules.results import Count
from app.voting.rules.seats import TransferableCount
from app.voting.rules.ties import Lot, OpenTie, strongest

UNIT = 100_000


def stv(papers: Papers, seats: int, lot: Lot) -> Count:
    """Fill `seats` by weighted inclusive Gregory transfers.

    The quota is the valid papers divided by seats + 1, cut off to a whole number, plus 1. Each
    paper of a surplus passes on at surplus × value ÷ votes, cut off to five decimals. The largest
    surplus goes first, then the candidate with the fewest votes. When no more candidates continue
    than there are vacancies, they are elected.
    """
    count = _ScottishCount(papers, seats, lot)
    while not count.finished:
        count.hold_stage()
    return count.result("stv", count.quota)


class _ScottishCount(TransferableCount):
    def __init__(self, papers: Papers, seats: int, lot: Lot) -> None:
        super().__init__(papers, seats, lot, UNIT)
        self.piles = papers.piles(UNIT)
        self.votes = self.piles.first()
        self.valid = sum(self.votes) // UNIT
        self.quota = (self.valid // (seats + 1) + 1) * UNIT
        self.exhausted = 0

    def hold_stage(self) -> None:
        """Decide on the votes as they lie, then move the papers that this sets free."""
        self.history.append(tuple(self.votes))
        votes, exhausted = dict(enumerate(self.votes)), self.exhausted
        before = len(self.elected)
        defeated: tuple[int, ...] = ()
        why = self.elect_by_quota(self.quota)
        surpluses = [one for one in self.elected if self.votes[one] > self.quota]
        if self.is_complete():
            why += self.complete()
        elif surpluses:
            why += self._transfer_largest(surpluses)
        else:
            defeated, more = self._exclude_weakest()
            why += more
        self.note(votes, exhausted, self.elected[before:], defeated, why)

    def _transfer_largest(self, surpluses: list[int]) -> list[Sentence]:
        choice = strongest(self.names, self.history, surpluses, self.lot)
        self.tied = self.tied or bool(choice.tied)
        votes = self.votes[choice.chosen]
        surplus = votes - self.quota
        self._credit(
            self.piles.transfer(choice.chosen, self.hopeful, lambda value: surplus * value // votes)
        )
        self.votes[choice.chosen] = self.quota
        why = say(
            "The surplus of %(name)s (%(surplus)s) passes to the next preferences.",
            name=self.names[choice.chosen],
            surplus=self.amount(surplus),
        )
        return [*choice.why, why]

    def _exclude_weakest(self) -> tuple[tuple[int, ...], list[Sentence]]:
        choice = self.weakest()
        if isinstance(choice, OpenTie):
            return (), self.leave_open(choice)
        why = self.defeat(choice)
        self._credit(self.piles.transfer(choice.chosen, self.hopeful, lambda value: value))
        self.votes[choice.chosen] = 0
        return (choice.chosen,), why

    def _credit(self, moved: Transfer) -> None:
        self.exhausted += moved.exhausted
        self.votes = [have + more for have, more in zip(self.votes, moved.received, strict=True)]
