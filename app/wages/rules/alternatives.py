"""Why one of several amounts was paid: what it is, and what the others came to."""

from collections.abc import Mapping

from app.money import Money
from app.sentences import Sentence, say
from app.wages.rules.terms import (
    Blend,
    Cap,
    Crew,
    EqualShare,
    Fit,
    Gain,
    Goods,
    Graded,
    Greatest,
    Hourly,
    LabourDays,
    Least,
    Need,
    Piece,
    Sum,
    Term,
    Times,
    TimeSaved,
)
from app.wages.rules.trace import Trace

_PAY: Mapping[type[Term], Sentence] = {
    EqualShare: say("the equal share"),
    Hourly: say("pay by the hour"),
    Graded: say("pay by grade"),
    Need: say("the share by need"),
    Piece: say("piece rates"),
    TimeSaved: say("time wages with their bonus"),
    Crew: say("the share in the crew's earnings"),
    LabourDays: say("the share by labour-days"),
    Goods: say("the goods"),
    Sum: say("the sum of several parts"),
    Greatest: say("the greatest of several"),
    Least: say("the least of several"),
    Blend: say("the mixture"),
}


def alternatives(trace: Trace, currency: str) -> Sentence:
    """Of the trace of a `greatest` or `least`: which part was taken, beside the others."""
    assert trace.chosen is not None  # noqa: S101  (one of the parts always is)
    others = [part for number, part in enumerate(trace.parts) if number != trace.chosen]
    values = {
        "taken": _named(trace.parts[trace.chosen], currency),
        "others": [_named(part, currency) for part in others],
    }
    equal = any(part.amount == trace.amount for part in others)
    if isinstance(trace.term, Greatest):
        if equal:
            return say("%(taken)s, not less than %(others)s", **values)
        return say("%(taken)s, more than %(others)s", **values)
    if equal:
        return say("%(taken)s, not more than %(others)s", **values)
    return say("%(taken)s, less than %(others)s", **values)


def _named(part: Trace, currency: str) -> Sentence:
    return say("%(pay)s (%(amount)s)", pay=_pay(part.term), amount=Money.of(part.amount, currency))


def _pay(term: Term) -> Sentence:
    """What raises, limits or fits the pay of one term goes by the name of that."""
    match term:
        case Times() | Cap() | Fit() | Gain():
            return _pay(term.term)
    return _PAY[type(term)]
