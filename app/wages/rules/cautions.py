"""What members should know before they vote for a scheme: cliffs, overruns, work not judged."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from app.sentences import Sentence, say, say_n
from app.wages.rules.book import Book
from app.wages.rules.exact import total
from app.wages.rules.funds import unassigned, weightless
from app.wages.rules.pay import PeriodPay
from app.wages.rules.tally import CrewShift
from app.wages.rules.terms import (
    Basis,
    Blend,
    Cap,
    Crew,
    EqualShare,
    Fit,
    Greatest,
    LabourDays,
    Least,
    Need,
    Piece,
    Plan,
    Sum,
    Term,
    Times,
    TimeSaved,
)
from app.wages.rules.trace import Trace
from app.wages.rules.trees import contains, inner, tree


def cautions(term: Term, book: Book, paid: list[PeriodPay]) -> Iterator[Sentence]:
    yield from cliffs(term)
    yield from overrun(term, [_scheme_bill(period) for period in paid])
    yield from _notes(paid)
    yield from _unpaid(term, book, paid)


def cliffs(term: Term) -> Iterator[Sentence]:
    """Efficiencies at which one more piece changes the pay of the whole output."""
    match term:
        case Piece(basis=Basis.ALL):
            below = Fraction(1)
            for band in term.bands:
                if band.from_ and band.factor != below:
                    yield say(
                        "Cliff: at an efficiency of %(start)s the whole output changes from "
                        "%(below)s to %(factor)s times the piece rate.",
                        start=band.from_,
                        below=below,
                        factor=band.factor,
                    )
                below = band.factor
        case TimeSaved(plan=Plan.GANTT) if term.share:
            yield say(
                "Cliff: at an efficiency of 1 pay rises at once to %(factor)s times time wages.",
                factor=1 + term.share,
            )
    for part in inner(term):
        yield from cliffs(part)


def overrun(term: Term, bills: Sequence[Fraction]) -> Iterator[Sentence]:
    """In how many periods the scheme's own bill, before cents, is more than its fund."""
    fund = fund_of(term)
    if fund is None:
        return
    over = sum(bill > fund for bill in bills)
    if over:
        yield say_n(
            "The bill exceeds the fund of %(fund)s in %(count)s period of %(periods)s.",
            "The bill exceeds the fund of %(fund)s in %(count)s periods of %(periods)s.",
            over,
            fund=fund,
            periods=len(bills),
        )


def _scheme_bill(period: PeriodPay) -> Fraction:
    return total(trace.amount for trace in period.traces.values())


def fund_of(term: Term) -> Fraction | None:
    """What a scheme means to spend in a period, if it says so: a guarantee above a fund, or
    seniority on top of it, may spend more."""
    match term:
        case EqualShare() | Need() | LabourDays() | Fit():
            return term.fund
        case Times() | Cap():
            return fund_of(term.term)
    funds = [fund_of(part) for part in inner(term)]
    known = [fund for fund in funds if fund is not None]
    match term:
        case Greatest() if known:
            return max(known)
        case Least() if known:
            return min(known)
        case Sum() if len(known) == len(funds):
            return total(known)
        case Blend(lambda_=share) if len(known) == len(funds):
            return share * known[0] + (1 - share) * known[1]
    return None


def _notes(paid: list[PeriodPay]) -> Iterator[Sentence]:
    """The notes of all traces, each once."""
    found = {
        str(note): note
        for period in paid
        for trace in period.traces.values()
        for note in _notes_of(trace)
    }
    yield from found.values()


def _notes_of(trace: Trace) -> Iterator[Sentence]:
    yield from trace.notes
    for part in (*trace.parts, *trace.windows):
        yield from _notes_of(part)


def _unpaid(term: Term, book: Book, paid: list[PeriodPay]) -> Iterator[Sentence]:
    """Output of crews that is paid to nobody."""
    crews = [part for part in tree(term) if isinstance(part, Crew)]
    if not (crews or contains(term, Piece) or contains(term, TimeSaved)):
        return
    for period in paid:
        for shift in book.shifts_in(period.period.span):
            if unassigned(shift):
                yield say(
                    "Crew %(crew)s made %(quantity)s × “%(item)s” on %(on)s, but nobody's hours "
                    "are logged for it: it is paid to nobody.",
                    **_made(shift),
                )
            elif any(weightless(crew, shift, book.members) for crew in crews):
                yield say(
                    "Crew %(crew)s made %(quantity)s × “%(item)s” on %(on)s, but the weights of "
                    "all who worked are zero: it is paid to nobody.",
                    **_made(shift),
                )


def _made(shift: CrewShift) -> dict[str, Any]:
    return {"crew": shift.crew, "quantity": shift.quantity, "item": shift.item, "on": shift.on}
