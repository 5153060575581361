"""When the figures of a scheme could tell how many people live on a member's pay.

Few may know that (`docs/wages.md`). A scheme that adds up what is paid for heads tells of all
members together. One that holds them against a member's work, the greater of the two for example,
tells of single members, once its numbers or the days are chosen so that all others fall out; and
so does what the law adds for hours to pay for heads.
"""

from collections.abc import Container, Iterable

from app.sentences import say
from app.wages.rules.compare import Outcome
from app.wages.rules.evenness import LEAST
from app.wages.rules.terms import Blend, Fit, Gain, Goods, Head, Need, Sum, Term, Times
from app.wages.rules.trees import inner, tree
from app.wages.rules.work import Member, NotComputable


class TellsHeads(NotComputable):
    """Who asks may not know who lives on whose pay, and the figures could tell it."""


def check_heads_untold(
    outcomes: Iterable[Outcome], members: Iterable[Member], voted: Container[str]
) -> None:
    """Raises TellsHeads for a scheme whose figures could tell. `voted`: the hashes of schemes
    that the members adopted, under the law of the co-op: nobody made them up to find out. Where
    nobody lives on anybody's pay there is nothing to tell."""
    if not any(_heads(member) for member in members):
        return
    for outcome in outcomes:
        scheme = outcome.scheme
        if not counts_heads(scheme.terms):
            continue
        topped_up = _topped_up(outcome)
        if scheme.hash not in voted and (topped_up or not _only_adds(scheme.terms)):
            raise TellsHeads(
                say(
                    "“%(scheme)s”, or what the law adds to it, holds who lives on members' pay "
                    "against their work: its figures could tell how many live on somebody's pay. "
                    "The treasurer or the secretary, who know that, can compare it.",
                    scheme=scheme.name,
                )
            )
        if len(outcome.hours) < LEAST or 0 < len(topped_up) < LEAST:
            raise TellsHeads(
                say(
                    "On these days the figures of “%(scheme)s” are those of fewer than five "
                    "members: they could tell how many live on somebody's pay. Choose more days, "
                    "or let the treasurer or the secretary compare it.",
                    scheme=scheme.name,
                )
            )


def _heads(member: Member) -> bool:
    return any(one.value.adults or one.value.children for one in member.standings.versions)


def _topped_up(outcome: Outcome) -> set[str]:
    """The members to whose pay the law adds."""
    return {member for one in outcome.periods for member, law in one.legal.items() if law}


def counts_heads(term: Term) -> bool:
    """Whether pay depends on how many adults or children live on it."""
    return any(
        isinstance(part, Need) or (isinstance(part, Goods) and part.per is not Head.MEMBER)
        for part in tree(term)
    )


def _only_adds(term: Term) -> bool:
    """Whether heads stand in nothing but sums of all members."""
    if not counts_heads(term):
        return True
    match term:
        case Need() | Goods():
            return True
        case Sum() | Blend() | Gain() | Times(seniority=None) | Fit(floor=None):
            return all(_only_adds(part) for part in inner(term))
    return False
