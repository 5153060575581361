"""Paper beside the screen: who was handed a ballot does not vote online, and what is in the box is
counted by two people who come to the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from app.errors import InvalidInput, RuleViolation
from app.sentences import say
from app.voting.rules.marks import Form, canonical

Counts = Mapping[str, int]
"""How many papers say what, in the texts of `marks`: {"for": 3, "against": 1}, {"2>1": 5}."""


class PaperGiven(RuleViolation):
    sentence = say("You were handed a paper ballot: you vote on paper, and not here as well.")


class PaperGivenAlready(RuleViolation):
    sentence = say("This member has a paper ballot already.")


class VotedOnline(RuleViolation):
    sentence = say("This member has voted online already.")


class VoteIsHeld(RuleViolation):
    sentence = say("Somebody else votes for this member, by proxy.")


class NoPaperForSecretVotes(RuleViolation):
    sentence = say(
        "A secret vote is held in the sealed urn alone: the few on paper would be known by their "
        "handwriting and their number."
    )


class NoPaperForWeights(RuleViolation):
    sentence = say("Who has more than one vote casts them online: paper does not show whose it is.")


class PaperNotCounted(RuleViolation):
    sentence = say(
        "Paper ballots were handed out. Two people count them and come to the same before the "
        "vote can be closed."
    )


def check_takes_paper(*, secret: bool, weighted: bool) -> None:
    """Whether a vote can be held on paper as well. Raises the reason why not."""
    if secret:
        raise NoPaperForSecretVotes
    if weighted:
        raise NoPaperForWeights


def check_may_take_paper(*, signed: bool, on_paper: bool, is_held: bool) -> None:
    """Whether a member on the roll can be handed a paper ballot. Raises the reason why not."""
    if on_paper:
        raise PaperGivenAlready
    if signed:
        raise VotedOnline
    if is_held:
        raise VoteIsHeld


def piled(counts: Counts, form: Form, handed_out: int) -> dict[str, int]:
    """The papers by what they say, without empty piles. Raises InvalidInput for what is no ballot
    of this vote, or more papers than were handed out."""
    piles: Counter[str] = Counter()
    for paper, number in counts.items():
        if number < 0:
            raise InvalidInput(say("Write a number; 0 for none."), "counts")
        piles[canonical(paper, form)] += number
    if piles.total() > handed_out:
        raise InvalidInput(
            say("Only %(number)s paper ballots were handed out.", number=handed_out), "counts"
        )
    return {paper: number for paper, number in sorted(piles.items()) if number}


def agreed(latest: Sequence[Counts]) -> dict[str, int] | None:
    """What two people found alike; `latest`: the last count of each. None: nobody agrees."""
    pairs = combinations(latest, 2)
    return next((dict(one) for one, other in pairs if dict(one) == dict(other)), None)


def differing(latest: Sequence[Counts]) -> list[str]:
    """What the papers say of which not everybody found as many, in the order of the texts."""
    papers = sorted({paper for counts in latest for paper in counts})
    return [paper for paper in papers if len({counts.get(paper, 0) for counts in latest}) > 1]


def papers_in(counts: Counts | None) -> list[str]:
    """What is counted with the ballots cast online."""
    return [answer for answer, number in sorted((counts or {}).items()) for _ in range(number)]
