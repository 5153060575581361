"""Pay for output: piece rates with bands, and the bonus plans on time saved.

S is standard time (Σ accepted quantity × norm), T productive time, e = S ÷ T the efficiency.
A crew's output counts for its members by their productive hours.
"""

from fractions import Fraction

from app.sentences import Sentence, say
from app.wages.rules.book import Window
from app.wages.rules.exact import ONE, ZERO, total
from app.wages.rules.spans import Span
from app.wages.rules.tally import Tally
from app.wages.rules.terms import Band, Basis, Piece, Plan, TimeSaved
from app.wages.rules.trace import Trace, Traces

HOUR = 60
EMERSON_FROM = Fraction(2, 3)


def piece(term: Piece, window: Window) -> Traces:
    """Σ accepted quantity × rate on the day × factor, and rejects at their share of the rate.

    Where there is no efficiency (output without productive time, or an item without a norm)
    bands cannot be judged: straight piece rates are paid and a note says so.
    Raises NotComputable for output without a piece rate.
    """
    traces = {}
    for tally in window.output():
        if not tally.made:
            continue
        figures = {"straight": tally.straight, "factor": ONE}
        notes: tuple[Sentence, ...] = ()
        if term.bands:
            efficiency, notes = _efficiency(tally, window.span)
            if efficiency is not None:
                figures |= {"efficiency": efficiency, "factor": factor_at(term, efficiency)}
        amount = tally.straight * figures["factor"]
        if term.rejects:
            figures["rejects"] = tally.rejected * term.rejects
            amount += figures["rejects"]
        traces[tally.member] = Trace(
            term, window.span, amount, tally=tally, figures=figures, notes=notes
        )
    return traces


def time_saved(term: TimeSaved, window: Window) -> Traces:
    """Time wages R·T with a bonus for standard time above taken time; φ is `share`.

    halsey, bedaux: R·T + φ·max(0, S−T)·R (usual shares ½ and ¾). rowan: the part of the time
    saved, R·T·(1 + φ·max(0, S−T)/S) with φ = 1. gantt: R·T below standard, (1+φ)·R·S from
    standard on, φ = 0.2. emerson: R·T·(1+b): b = 0 up to e = ⅔, rising evenly to φ = 0.2 at
    e = 1, from there one point more for each point of efficiency.
    With T = 0 and output, straight piece rates are paid and a note says so.
    """
    traces = {}
    for tally in window.output():
        efficiency, notes = _efficiency(tally, window.span)
        if tally.productive:
            time_pay = term.rate * tally.productive / HOUR
            figures = {"time_pay": time_pay}
            if efficiency is not None:
                figures["efficiency"] = efficiency
            amount = time_pay * _premium(term, efficiency or ZERO)
        else:
            figures = {"straight": tally.straight}
            amount = tally.straight
        if amount:
            traces[tally.member] = Trace(
                term, window.span, amount, tally=tally, figures=figures, notes=notes
            )
    return traces


def _efficiency(tally: Tally, span: Span) -> tuple[Fraction | None, tuple[Sentence, ...]]:
    """e = S ÷ T, or None and a note where it is not defined."""
    if tally.without_norm:
        note = say(
            "%(member)s: “%(item)s” has no norm on %(on)s; efficiency cannot be judged and earns "
            "neither more nor less.",
            member=tally.member,
            item=tally.without_norm.like.item,
            on=tally.without_norm.on,
        )
        return None, (note,)
    if tally.productive:
        return tally.standard / tally.productive, ()
    if not tally.standard:
        return None, ()
    note = say(
        "%(member)s, %(first)s to %(last)s: output without productive hours; straight piece "
        "rates are paid.",
        member=tally.member,
        first=span.first,
        last=span.last,
    )
    return None, (note,)


def factor_at(term: Piece, efficiency: Fraction) -> Fraction:
    """What straight earnings are multiplied by at an efficiency."""
    if term.basis is Basis.ALL:
        return reached(term.bands, efficiency)
    return _marginal(term.bands, efficiency)


def reached(bands: tuple[Band, ...], efficiency: Fraction) -> Fraction:
    factor = ONE
    for band in bands:
        if efficiency > band.from_ or (efficiency == band.from_ and not band.above):
            factor = band.factor
    return factor


def _marginal(bands: tuple[Band, ...], efficiency: Fraction) -> Fraction:
    """The mean factor when each slice of the efficiency is paid at its own band's."""
    if not efficiency:
        return ONE
    starts = [ZERO, *(min(band.from_, efficiency) for band in bands), efficiency]
    factors = [ONE, *(band.factor for band in bands)]
    slices = zip(factors, starts, starts[1:], strict=False)
    return total(factor * (end - start) for factor, start, end in slices) / efficiency


def _premium(term: TimeSaved, efficiency: Fraction) -> Fraction:
    """What time wages are multiplied by at an efficiency."""
    saved = max(ZERO, efficiency - 1)
    match term.plan:
        case Plan.HALSEY | Plan.BEDAUX:
            return 1 + term.share * saved
        case Plan.ROWAN:
            return 1 + term.share * saved / efficiency if saved else ONE
        case Plan.GANTT:
            return (1 + term.share) * efficiency if efficiency >= 1 else ONE
        case Plan.EMERSON:
            if efficiency >= 1:
                return 1 + term.share + saved
            rise = max(ZERO, efficiency - EMERSON_FROM) / (1 - EMERSON_FROM)
            return 1 + term.share * rise
