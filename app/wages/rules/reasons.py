"""A trace in words: why this amount?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.money import decimal_text
from app.sentences import Sentence, say
from app.wages.rules.output import HOUR
from app.wages.rules.terms import (
    Blend,
    Cap,
    Crew,
    EqualShare,
    Fit,
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
from app.wages.rules.work import ONE, ZERO


@dataclass(frozen=True, slots=True)
class Use:
    """A piece rate at work: units of an item × rate = amount. `decision` is the rate's key."""

    item: str
    quantity: Fraction
    rate: Fraction
    decision: str

    @property
    def amount(self) -> Fraction:
        return self.quantity * self.rate


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the answer: a sentence, its amount in major units, and what stands under it.
    `chosen` marks the part that a greatest or least took."""

    sentence: Sentence
    amount: Fraction
    parts: tuple["Reason", ...] = ()
    chosen: bool = False
    uses: tuple[Use, ...] = ()
    notes: tuple[Sentence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "sentence": self.sentence.to_json(),
            "amount": decimal_text(self.amount),
        }
        if self.parts:
            data["parts"] = [part.to_json() for part in self.parts]
        if self.chosen:
            data["chosen"] = True
        if self.uses:
            data["uses"] = [
                {
                    "item": use.item,
                    "quantity": decimal_text(use.quantity),
                    "rate": decimal_text(use.rate),
                    "amount": decimal_text(use.amount),
                    "decision": use.decision,
                }
                for use in self.uses
            ]
        if self.notes:
            data["notes"] = [note.to_json() for note in self.notes]
        return data


def reason(trace: Trace, *, chosen: bool = False) -> Reason:
    """Why the trace's amount is what it is."""
    if trace.windows:
        return Reason(
            say("Looked at window by window, %(windows)s of them:", windows=len(trace.windows)),
            trace.amount,
            tuple(_in_window(window) for window in trace.windows),
            chosen,
        )
    inside = tuple(
        reason(part, chosen=place == trace.chosen) for place, part in enumerate(trace.parts)
    )
    return Reason(
        _WORDS[type(trace.term)](trace), trace.amount, inside, chosen, _uses(trace), trace.notes
    )


def _in_window(trace: Trace) -> Reason:
    inside = reason(trace)
    sentence = say(
        "%(first)s to %(last)s: %(why)s",
        first=trace.span.first,
        last=trace.span.last,
        why=inside.sentence,
    )
    return Reason(sentence, inside.amount, inside.parts, inside.chosen, inside.uses, inside.notes)


def _hourly(trace: Trace) -> Sentence:
    term = _term(trace, Hourly)
    return say("%(hours)s hours × %(rate)s", hours=_hours(trace), rate=term.rate)


def _graded(trace: Trace) -> Sentence:
    weighted = trace.figures.get("weighted", ZERO) / HOUR
    return say(
        "%(hours)s hours, weighed by grade %(weighted)s, × %(base)s",
        hours=_hours(trace),
        weighted=weighted,
        base=_term(trace, Graded).base,
    )


def _shared(trace: Trace) -> Sentence:
    return say(
        "A share in the fund of %(fund)s: %(own)s of %(all)s parts",
        **{name: trace.figures.get(name, ZERO) for name in ("fund", "own", "all")},
    )


def _days(trace: Trace) -> Sentence:
    return say(
        "A share in the fund of %(fund)s: %(own)s of %(all)s membership days",
        **{name: trace.figures.get(name, ZERO) for name in ("fund", "own", "all")},
    )


def _piece(trace: Trace) -> Sentence:
    factor = trace.figures.get("factor", ONE)
    if factor == 1:
        return say("Accepted quantity × piece rate")
    return say(
        "Accepted quantity × piece rate × %(factor)s, at an efficiency of %(efficiency)s",
        factor=factor,
        efficiency=trace.figures["efficiency"],
    )


def _time_saved(trace: Trace) -> Sentence:
    time_pay = trace.figures.get("time_pay", ZERO)
    return say(
        "%(time)s for the time taken and %(bonus)s bonus (%(plan)s) at an efficiency of "
        "%(efficiency)s",
        time=time_pay,
        bonus=trace.amount - time_pay,
        plan=str(_term(trace, TimeSaved).plan),
        efficiency=trace.figures.get("efficiency", ZERO),
    )


def _crew(trace: Trace) -> Sentence:
    return say(
        "Own part of what the crews earned in %(count)s shifts: %(own)s of %(all)s",
        count=len(trace.crew_parts),
        own=trace.amount,
        all=sum((part.earnings for part in trace.crew_parts), ZERO),
    )


def _blend(trace: Trace) -> Sentence:
    share = _term(trace, Blend).lambda_
    return say(
        "%(share)s %% of the first and %(rest)s %% of the second",
        share=share * 100,
        rest=(1 - share) * 100,
    )


_WORDS: Mapping[type[Term], Callable[[Trace], Sentence]] = {
    EqualShare: _days,
    Hourly: _hourly,
    Graded: _graded,
    Need: _shared,
    Piece: _piece,
    TimeSaved: _time_saved,
    Crew: _crew,
    LabourDays: _shared,
    Goods: lambda trace: say("Goods issued, at their valuation"),
    Sum: lambda trace: say("The sum of:"),
    Greatest: lambda trace: say("The greatest of these, so that nobody falls below any of them:"),
    Least: lambda trace: say("The least of these:"),
    Blend: _blend,
    Times: lambda trace: say("× %(factor)s", factor=trace.figures.get("factor", ONE)),
    Cap: lambda trace: say(
        "Drawn together until the highest hourly pay is %(ratio)s times the lowest",
        ratio=_term(trace, Cap).ratio,
    ),
    Fit: lambda trace: say("Fitted to the fund of %(fund)s", fund=_term(trace, Fit).fund),
}


def _term(trace: Trace, kind: type[Any]) -> Any:
    assert isinstance(trace.term, kind)  # noqa: S101 (the table above is keyed by type)
    return trace.term


def _hours(trace: Trace) -> Fraction:
    return trace.figures.get("minutes", ZERO) / HOUR


def _uses(trace: Trace) -> tuple[Use, ...]:
    """The piece rates that this very term paid by, one line an item and rate."""
    if isinstance(trace.term, Crew):
        return _added(
            (part.shift.item, part.shift.quantity * part.weight / part.weights, part.shift.rate)
            for part in trace.crew_parts
        )
    if isinstance(trace.term, Piece):
        return _added(
            (stint.like.item, stint.quantity, stint.like.rate)
            for stint in trace.tally.stints
            if stint.quantity
        )
    return ()


def _added(parts: Iterable[tuple[str, Fraction, Any]]) -> tuple[Use, ...]:
    sums: dict[tuple[str, Fraction, str], Fraction] = {}
    for item, quantity, rate in parts:
        if rate is not None:
            key = item, rate.value, rate.key
            sums[key] = sums.get(key, ZERO) + quantity
    return tuple(Use(item, sums[item, rate, key], rate, key) for item, rate, key in sorted(sums))
