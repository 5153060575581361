"""Paper beside the screen: who was handed a ballot does not vote online, and what is in the box is
counted by two people who come to the same."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from app.errors import InvalidInput, RuleViolation
from app.motions.questions import Method
from app.sentences import say
from app.voting.rules.tally import ANSWERS

Counts = Mapping[str, int]
"""How many papers bear each answer: {"for": 3, "against": 1}."""


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


class NoPaperForOptions(RuleViolation):
    sentence = say("Paper ballots are counted here where a vote has one answer, not an order.")


class NoPaperForWeights(RuleViolation):
    sentence = say("Who has more than one vote casts them online: paper does not show whose it is.")


class PaperNotCounted(RuleViolation):
    sentence = say(
        "Paper ballots were handed out. Two people count them and come to the same before the "
        "vote can be closed."
    )


def check_takes_paper(method: Method, *, secret: bool, weighted: bool) -> None:
    """Whether a vote can be held on paper as well. Raises the reason why not."""
    if secret:
        raise NoPaperForSecretVotes
    if method not in ANSWERS:
        raise NoPaperForOptions
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


def check_counts(counts: Counts, method: Method, handed_out: int) -> None:
    """Raises InvalidInput for an unknown answer, or more papers than were handed out."""
    if any(answer not in ANSWERS[method] or number < 0 for answer, number in counts.items()):
        raise InvalidInput(say("These are no answers of this vote."), "counts")
    if sum(counts.values()) > handed_out:
        raise InvalidInput(
            say("Only %(number)s paper ballots were handed out.", number=handed_out), "counts"
        )


def agreed(latest: Sequence[Counts]) -> dict[str, int] | None:
    """What two people found alike; `latest`: the last count of each. None: nobody agrees."""
    pairs = combinations(latest, 2)
    return next((dict(one) for one, other in pairs if dict(one) == dict(other)), None)


def papers_in(counts: Counts | None) -> list[str]:
    """What is counted with the ballots cast online."""
    return [answer for answer, number in sorted((counts or {}).items()) for _ in range(number)]
