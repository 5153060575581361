"""The evaluation of a scheme: every term to exact amounts by member, with their traces."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from app.sentences import Sentence, say
from app.wages.rules import funds, hours, limits, output
from app.wages.rules.book import Window
from app.wages.rules.exact import ONE, ZERO, total
from app.wages.rules.spans import Every
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
    Seniority,
    Sum,
    Term,
    Times,
    TimeSaved,
)
from app.wages.rules.trace import Trace, Traces
from app.wages.rules.trees import contains, pays_time
from app.wages.rules.work import Member


def evaluate(term: Term, window: Window) -> Traces:
    """What a term comes to for each member in a window, in major units, exact.

    Members who get nothing may be left out. Raises NotComputable, saying for whom and why.
    """
    match term:
        case EqualShare():
            return funds.equal_share(term, window)
        case Hourly():
            return hours.hourly(term, window)
        case Graded():
            return hours.graded(term, window)
        case Need():
            return funds.need(term, window)
        case Piece():
            return output.piece(term, window)
        case TimeSaved():
            return output.time_saved(term, window)
        case Crew():
            return funds.crew(term, window)
        case LabourDays():
            return funds.labour_days(term, window)
        case Goods():
            return funds.goods(term, window)
        case Sum():
            return _sum(term, window)
        case Greatest():
            return _by_window(term, window, term.window, lambda part: _choose(term, part, max))
        case Least():
            return _by_window(term, window, term.window, lambda part: _choose(term, part, min))
        case Blend():
            return _blend(term, window)
        case Times():
            return _times(term, window)
        case Cap():
            return limits.cap(term, window, evaluate(term.term, window))
        case Fit():
            return _fit(term, window)
        case Gain():
            here, whole = _here_and_whole(term.term, window)
            return limits.gain(term, window, here, whole)


def _sum(term: Sum, window: Window) -> Traces:
    """Each term over the windows, added up. Beside a `crew` term the others pay members' own
    output only: what a crew made is paid once."""
    crewed = [contains(part, Crew) for part in term.terms]
    columns = []
    for part, pays_crews in zip(term.terms, crewed, strict=True):
        place = window.without_crews if any(crewed) and not pays_crews else window
        columns.append(_by_window(part, place, term.window, _evaluator(part)))
    return {
        member: Trace(term, window.span, total(p.amount for p in parts), parts)
        for member, parts in _rows(term.terms, columns, window).items()
    }


def _evaluator(term: Term) -> Callable[[Window], Traces]:
    return lambda window: evaluate(term, window)


def _by_window(
    term: Term, window: Window, every: Every, judge: Callable[[Window], Traces]
) -> Traces:
    """The term judged in each of its windows, and the windows added up."""
    parts = window.split(every)
    if len(parts) == 1:
        return judge(parts[0])
    by_member: dict[str, list[Trace]] = defaultdict(list)
    for part in parts:
        for member, trace in judge(part).items():
            by_member[member].append(trace)
    return {
        member: Trace(term, window.span, total(t.amount for t in traces), windows=tuple(traces))
        for member, traces in by_member.items()
    }


def _choose(
    term: Greatest | Least, window: Window, best: Callable[[list[Fraction]], Fraction]
) -> Traces:
    """The greatest or least of the terms; the first of equal ones. A guarantee, pay for time
    inside a greatest, is earned by hours that nobody has confirmed yet too."""
    guarantees = isinstance(term, Greatest)
    columns = [
        evaluate(part, window.with_unsigned if guarantees and pays_time(part) else window)
        for part in term.terms
    ]
    traces = {}
    for member, parts in _rows(term.terms, columns, window).items():
        amounts = [part.amount for part in parts]
        amount = best(amounts)
        traces[member] = Trace(term, window.span, amount, parts, chosen=amounts.index(amount))
    return traces


def _blend(term: Blend, window: Window) -> Traces:
    columns = [evaluate(part, window) for part in term.terms]
    return {
        member: Trace(
            term,
            window.span,
            term.lambda_ * parts[0].amount + (1 - term.lambda_) * parts[1].amount,
            parts,
        )
        for member, parts in _rows(term.terms, columns, window).items()
    }


def _times(term: Times, window: Window) -> Traces:
    traces = {}
    for key, inside in evaluate(term.term, window).items():
        factor, notes = _factor(term, window.members[key], window.span.first)
        traces[key] = Trace(
            term,
            window.span,
            inside.amount * factor,
            (inside,),
            figures={"factor": factor},
            notes=notes,
        )
    return traces


def _fit(term: Fit, window: Window) -> Traces:
    here, whole = _here_and_whole(term.term, window)
    if term.floor is None:
        return limits.fit(term, window, here, whole)
    floor = _here_and_whole(term.floor, window)
    return limits.fit_above(term, window, (here, floor[0]), (whole, floor[1]))


def _here_and_whole(term: Term, window: Window) -> tuple[Traces, Traces]:
    """A term in the window, and in the pay period that the window is a part of."""
    here = evaluate(term, window)
    return here, here if window.span == window.period else evaluate(term, window.whole)


def _factor(term: Times, member: Member, on: date) -> tuple[Fraction, tuple[Sentence, ...]]:
    if term.seniority is None:
        return term.factor or ZERO, ()
    since = member.seniority_from
    if since is None:
        note = say(
            "%(member)s: the start of seniority is not known; no years count.", member=member.key
        )
        return ONE, (note,)
    return seniority_factor(term.seniority, since, on), ()


def seniority_factor(seniority: Seniority, since: date, on: date) -> Fraction:
    """1 + per_year × completed years, at most `most`. A year counts from the first window that
    begins after it is complete; those who start on 29 February complete it on 1 March."""
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    factor = 1 + seniority.per_year * max(0, years)
    return factor if seniority.most is None else min(factor, seniority.most)


def _rows(
    terms: tuple[Term, ...], columns: list[Traces], window: Window
) -> dict[str, tuple[Trace, ...]]:
    """The traces of several terms by member; who is left out of a term has zero there."""
    nothing = [Trace(term, window.span, ZERO) for term in terms]
    members = dict.fromkeys(member for column in columns for member in column)
    return {
        member: tuple(
            column.get(member, zero) for column, zero in zip(columns, nothing, strict=True)
        )
        for member in members
    }
