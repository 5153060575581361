"""From exact amounts to cents: what is dealt out in whole units, and what is rounded at the end.

The bill of a fund is the fund to the cent, so its parts are dealt out by largest remainder
where they stand in the scheme. Everything else stays exact until the one rounding of each
member's pay.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.errors import RuleViolation
from app.money import allocate, round_half_up
from app.sentences import say
from app.wages.rules.exact import ZERO, total
from app.wages.rules.terms import (
    Blend,
    Cap,
    Crew,
    EqualShare,
    Fit,
    Greatest,
    LabourDays,
    Least,
    Need,
    Sum,
    Term,
    Times,
)
from app.wages.rules.trace import Traces
from app.wages.rules.trees import inner

Minor = dict[str, Fraction]
"""Minor units by member; whole where a fund was dealt out."""


class CannotBeShared(RuleViolation):
    sentence = say("A fund cannot be shared out where someone's part is negative.")


@dataclass(frozen=True, slots=True)
class Dealing:
    """How left-over minor units are dealt out: in the published `order` of all members,
    beginning at another one each `turn`."""

    order: Sequence[str]
    turn: int
    decimals: int

    def deal(self, bill: int, amounts: Minor) -> Minor:
        weights = [amounts.get(member, ZERO) for member in self.order]
        if not any(weights):
            return {}
        if min(weights) < 0:
            raise CannotBeShared
        parts = zip(self.order, allocate(bill, weights, self.turn), strict=True)
        return {member: Fraction(part) for member, part in parts if member in amounts}

    def exact(self, traces: Traces) -> Minor:
        scale = 10**self.decimals
        return {member: trace.amount * scale for member, trace in traces.items()}


def payable(term: Term, traces: Traces, dealing: Dealing) -> Minor:
    """What a term pays each member, in minor units, before the one rounding.

    A term with a bill of its own (a fund, a crew's earnings, a cap) is whole units that sum to
    that bill. A greatest of two such terms is the greatest of the dealt parts, so a guarantee
    never costs anyone a cent.
    """
    in_windows = any(trace.windows for trace in traces.values())
    if in_windows or not isinstance(term, Cap | Sum | Greatest | Least | Blend):
        return _dealt(term, dealing.exact(traces), dealing)
    inside = [payable(part, _column(traces, n), dealing) for n, part in enumerate(inner(term))]
    match term:
        case Cap():
            bill = sum(map(round_half_up, inside[0].values()))
            return dealing.deal(bill, dealing.exact(traces))
        case Sum():
            return _merge(inside, sum)
        case Greatest():
            return _merge(inside, max)
        case Least():
            return _merge(inside, min)
        case Blend(lambda_=share):
            blended = _merge(inside, lambda pair: share * pair[0] + (1 - share) * pair[1])
            return _dealt(term, blended, dealing)


def _dealt(term: Term, amounts: Minor, dealing: Dealing) -> Minor:
    if not has_bill(term):
        return amounts
    return dealing.deal(round_half_up(total(amounts.values())), amounts)


def has_bill(term: Term) -> bool:
    """Whether the bill of a term is fixed before it is shared out."""
    match term:
        case EqualShare() | Need() | LabourDays() | Crew() | Fit() | Cap():
            return True
        case Sum() | Blend():
            return all(has_bill(part) for part in inner(term))
        case Times():
            return term.seniority is None and has_bill(term.term)
    return False


def _column(traces: Traces, place: int) -> Traces:
    """Who gets nothing from a term has no parts in it."""
    return {member: trace.parts[place] for member, trace in traces.items() if trace.parts}


def _merge(columns: list[Minor], join: Callable[[list[Fraction]], Fraction | int]) -> Minor:
    members = dict.fromkeys(member for column in columns for member in column)
    return {m: Fraction(join([column.get(m, ZERO) for column in columns])) for m in members}
