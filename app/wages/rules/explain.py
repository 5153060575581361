"""Why this amount: a trace told in plain words, line by line, down to rates and their decisions."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.money import Money, digits
from app.sentences import Sentence, say
from app.wages.rules.alternatives import alternatives
from app.wages.rules.exact import total
from app.wages.rules.output import HOUR
from app.wages.rules.spans import Span
from app.wages.rules.tally import Stint
from app.wages.rules.terms import (
    NAMES,
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
from app.wages.rules.trace import CrewPart, Trace
from app.wages.rules.trees import inner


@dataclass(frozen=True, slots=True)
class RateLine:
    """A quantity paid at one piece rate: `decision` is the key of that rate's version."""

    item: str
    quantity: Fraction
    rate: Fraction
    decision: str

    @property
    def amount(self) -> Fraction:
        return self.quantity * self.rate


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step of a computation. Amounts in major units, exact.

    `counted` is false for an amount that was weighed and not taken, such as the lower one of a
    guarantee. `basis` says what it rests on where that is no decision.
    """

    term: str
    span: Span
    amount: Fraction
    sentence: Sentence
    rates: tuple[RateLine, ...] = ()
    parts: tuple["Explanation", ...] = ()
    notes: tuple[Sentence, ...] = ()
    counted: bool = True
    basis: Sentence | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data with exact amounts as fractions ("250/3"), for a payslip that is kept."""
        return {
            "term": self.term,
            "from": self.span.first.isoformat(),
            "to": self.span.last.isoformat(),
            "amount": str(self.amount),
            "sentence": self.sentence.to_json(),
            "rates": [
                {
                    "item": line.item,
                    "quantity": str(line.quantity),
                    "rate": str(line.rate),
                    "decision": line.decision,
                }
                for line in self.rates
            ],
            "parts": [part.to_json() for part in self.parts],
            "notes": [note.to_json() for note in self.notes],
            "counted": self.counted,
            "basis": self.basis.to_json() if self.basis else None,
        }


def explain(trace: Trace, currency: str, counted: bool = True) -> Explanation:
    """The steps that led to an amount."""
    taken = trace.chosen
    rates = tuple(_rates(trace))
    return Explanation(
        term=NAMES[type(trace.term)],
        span=trace.span,
        amount=trace.amount,
        sentence=_sentence(trace, rates, currency),
        rates=rates,
        parts=(
            *(explain(part, currency, taken in (None, n)) for n, part in enumerate(trace.parts)),
            *(explain(window, currency) for window in trace.windows),
        ),
        notes=trace.notes,
        counted=counted,
    )


def _sentence(trace: Trace, rates: tuple[RateLine, ...], currency: str) -> Sentence:
    if trace.windows:
        return say("%(count)s windows added up", count=len(trace.windows))
    if inner(trace.term) and not trace.parts:
        return say("nothing in this time")
    speak = _Speaker(trace, rates, currency)
    match trace.term:
        case EqualShare() | Need() | LabourDays():
            return speak.share()
        case Hourly() | Graded() | Goods():
            return speak.time()
        case Piece() | TimeSaved() | Crew():
            return speak.output()
    return speak.combination()


class _Speaker:
    """The sentence for one step of a trace."""

    def __init__(self, trace: Trace, rates: tuple[RateLine, ...], currency: str) -> None:
        self.trace = trace
        self.rates = rates
        self.term: Term = trace.term
        self.currency = currency

    def money(self, amount: Fraction) -> Money | Fraction:
        """An amount as money, or exactly where it is finer than money is."""
        minor = amount * 10 ** digits(self.currency)
        return Money(int(minor), self.currency) if minor.denominator == 1 else amount

    def cents(self, amount: Fraction) -> Money:
        return Money.of(amount, self.currency)

    def share(self) -> Sentence:
        figures = self.trace.figures
        if not figures:
            return say("no share in the fund")
        values = {
            "own": figures["own"],
            "all": figures["all"],
            "fund": self.money(figures["fund"]),
        }
        match self.term:
            case EqualShare():
                return say("%(own)s of %(all)s membership days in the fund of %(fund)s", **values)
            case Need():
                return say(
                    "%(own)s of %(all)s days weighed by dependants in the fund of %(fund)s",
                    **values,
                )
        return say("%(own)s of %(all)s labour-days in the fund of %(fund)s", **values)

    def time(self) -> Sentence:
        hours = clock(self.trace.figures.get("minutes", Fraction(0)))
        match self.term:
            case Hourly(rate=rate):
                return say("%(hours)s hours × %(rate)s", hours=hours, rate=self.money(rate))
            case Graded(base=base):
                return say(
                    "%(hours)s hours, %(weighed)s when weighed by grade, × %(base)s",
                    hours=hours,
                    weighed=clock(self.trace.figures.get("weighted", Fraction(0))),
                    base=self.money(base),
                )
        return say("goods at their valuation")

    def output(self) -> Sentence:
        figures = self.trace.figures
        match self.term:
            case Crew():
                return say(
                    "a share in %(shifts)s shifts of a crew", shifts=len(self.trace.crew_parts)
                )
            case TimeSaved(plan=plan) if "efficiency" in figures:
                return say(
                    "time wages of %(wages)s with the %(plan)s bonus at an efficiency of "
                    "%(efficiency)s",
                    wages=self.cents(figures["time_pay"]),
                    plan=plan.value.capitalize(),
                    efficiency=figures["efficiency"],
                )
            case Piece() if "efficiency" in figures:
                return say(
                    "output worth %(straight)s at piece rates × %(factor)s at an efficiency of "
                    "%(efficiency)s",
                    straight=self.cents(figures["straight"]),
                    factor=figures["factor"],
                    efficiency=figures["efficiency"],
                )
            case TimeSaved() if "time_pay" in figures:
                return say("time wages of %(wages)s", wages=self.cents(figures["time_pay"]))
        if len(self.rates) == 1 and not figures.get("rejects"):
            line = self.rates[0]
            return say(
                "%(quantity)s × “%(item)s” × %(rate)s",
                quantity=line.quantity,
                item=line.item,
                rate=self.money(line.rate),
            )
        return say("output at piece rates")

    def combination(self) -> Sentence:
        trace = self.trace
        match self.term:
            case Sum():
                return say("added up")
            case Greatest() | Least():
                return alternatives(trace, self.currency)
            case Blend(lambda_=share):
                return say(
                    "%(first)s of the first and %(second)s of the second",
                    first=share,
                    second=1 - share,
                )
            case Times():
                return say("× %(factor)s", factor=trace.figures.get("factor", Fraction(1)))
            case Cap(ratio=ratio):
                return say(
                    "highest to lowest hourly pay drawn to %(ratio)s : 1; before: %(before)s",
                    ratio=ratio,
                    before=self.cents(trace.parts[0].amount),
                )
            case Fit(fund=fund) if trace.chosen == 1:
                return say(
                    "the floor, out of the fund of %(fund)s; the term itself would have been "
                    "scaled to less",
                    fund=self.money(fund),
                )
            case Fit(fund=fund):
                return say(
                    "scaled so that all together get %(fund)s; before: %(before)s",
                    fund=self.money(fund),
                    before=self.cents(trace.parts[0].amount),
                )
            case Gain():
                return say(
                    "and %(own)s of %(all)s hours in a gain of %(gain)s",
                    own=clock(trace.figures["own"] * HOUR),
                    all=clock(trace.figures["all"] * HOUR),
                    gain=self.cents(trace.figures["gain"]),
                )
        raise AssertionError(self.term)


def clock(minutes: Fraction) -> str:
    """Hours and minutes, 7:05; parts of a minute are cut off."""
    whole = int(minutes)
    return f"{whole // HOUR}:{whole % HOUR:02}"


def _rates(trace: Trace) -> Iterator[RateLine]:
    """The quantities and rates that a trace rests on itself, like ones together."""
    match trace.term:
        case Piece() | TimeSaved() if "straight" in trace.figures:
            found = [_stint_line(stint) for stint in trace.tally.made]
        case Crew():
            found = [_part_line(part) for part in trace.crew_parts]
        case _:
            return
    alike: dict[tuple[str, str, tuple[int, int]], list[RateLine]] = defaultdict(list)
    for line in found:
        # A fraction takes long to hash, and a run of thousands explains as many lines.
        alike[line.item, line.decision, line.rate.as_integer_ratio()].append(line)
    for (item, decision, _), lines in alike.items():
        if len(lines) == 1:
            yield lines[0]
        else:
            yield RateLine(item, total(line.quantity for line in lines), lines[0].rate, decision)


def _stint_line(stint: Stint) -> RateLine:
    rate = stint.like.rate
    assert rate is not None  # noqa: S101  (paid, so there is a rate)
    return RateLine(stint.like.item, stint.quantity, rate.value, rate.key)


def _part_line(part: CrewPart) -> RateLine:
    """The member's part of what the crew made."""
    rate = part.shift.rate
    assert rate is not None  # noqa: S101  (paid, so there is a rate)
    quantity = part.amount / rate.value if rate.value else Fraction(0)
    return RateLine(part.shift.item, quantity, rate.value, rate.key)
