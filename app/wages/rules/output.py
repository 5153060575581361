"""Pay for output: piece rates with bands, and the bonus plans on time saved.

S is standard time (Σ accepted quantity × norm), T productive time, e = S ÷ T the efficiency.
A crew's output counts for its members by their productive hours.
"""

from datetime import date
from fractions import Fraction

from app.production.hours import HoursKind
from app.sentences import Sentence, say
from app.wages.rules.book import Stint, Tally, Window
from app.wages.rules.spans import Span
from app.wages.rules.terms import Band, Basis, Piece, Plan, TimeSaved
from app.wages.rules.trace import NotComputable, Trace, Traces
from app.wages.rules.work import ONE, ZERO, Version

HOUR = 60
EMERSON_FROM = Fraction(2, 3)


def piece(term: Piece, window: Window) -> Traces:
    """Σ accepted quantity × rate on the day × factor, and rejects at their share of the rate.

    Where there is no efficiency (output without productive time, or an item without a norm)
    bands cannot be judged: straight piece rates are paid and a note says so.
    Raises NotComputable for output without a piece rate.
    """
    traces = {}
    for member, tally in window.tallies.items():
        stints = tuple(s for s in counted(tally, window) if s.quantity or s.rejects)
        if not stints:
            continue
        straight = sum((earned(stint, member) for stint in stints), ZERO)
        figures = {"straight": straight, "factor": ONE}
        notes: tuple[Sentence, ...] = ()
        if term.bands:
            efficiency, notes = _efficiency(member, window)
            if efficiency is not None:
                figures["efficiency"] = efficiency
                figures["factor"] = _factor(term, efficiency)
        amount = straight * figures["factor"]
        if term.rejects:
            rejected = sum((s.rejects * rate(s, member) for s in stints if s.rejects), ZERO)
            figures["rejects"] = rejected * term.rejects
            amount += figures["rejects"]
        traces[member] = Trace(
            term, window.span, amount, tally=Tally(stints), figures=figures, notes=notes
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
    for member, tally in window.tallies.items():
        stints = counted(tally, window)
        minutes = _productive(stints)
        efficiency, notes = _efficiency(member, window)
        if minutes:
            time_pay = term.rate * minutes / HOUR
            figures = {"time_pay": time_pay, "minutes": minutes}
            if efficiency is not None:
                figures["efficiency"] = efficiency
            amount = time_pay * _premium(term, efficiency or ZERO)
        else:
            amount = sum((earned(stint, member) for stint in stints if stint.quantity), ZERO)
            figures = {"straight": amount}
        if amount or minutes:
            traces[member] = Trace(
                term, window.span, amount, tally=Tally(stints), figures=figures, notes=notes
            )
    return traces


def counted(tally: Tally, window: Window) -> tuple[Stint, ...]:
    """The stints whose output is paid to the member here and not by the crew's term."""
    return tuple(stint for stint in tally.stints if window.crews or not stint.like.crewed)


def rate(stint: Stint, member: str) -> Fraction:
    """The piece rate of a stint. Raises NotComputable where there is none."""
    return rate_on(stint.like.rate, stint.like.item, stint.on, member)


def rate_on(version: Version[Fraction] | None, item: str, on: date, whom: str) -> Fraction:
    if version is None:
        raise NotComputable(
            say(
                "%(whom)s: there is no piece rate for “%(item)s” on %(on)s.",
                whom=whom,
                item=item,
                on=on,
            )
        )
    return version.value


def earned(stint: Stint, member: str) -> Fraction:
    """What a stint's accepted quantity earns at straight piece rates."""
    return stint.quantity * rate(stint, member) if stint.quantity else ZERO


def _productive(stints: tuple[Stint, ...]) -> Fraction:
    return sum((s.minutes for s in stints if s.like.kind is HoursKind.PRODUCTIVE), ZERO)


def _efficiency(member: str, window: Window) -> tuple[Fraction | None, tuple[Sentence, ...]]:
    """e = S ÷ T, or None and a note where it is not defined."""
    stints = counted(window.tallies[member], window)
    standard = ZERO
    for stint in stints:
        if not stint.quantity:
            continue
        if stint.like.norm is None:
            return None, (_no_norm(member, stint),)
        standard += stint.quantity * stint.like.norm.value
    minutes = _productive(stints)
    if minutes:
        return standard / minutes, ()
    return None, (_no_time(member, window.span),) if standard else ()


def _no_time(member: str, span: Span) -> Sentence:
    return say(
        "%(member)s, %(first)s to %(last)s: output without productive hours; straight piece "
        "rates are paid.",
        member=member,
        first=span.first,
        last=span.last,
    )


def _no_norm(member: str, stint: Stint) -> Sentence:
    return say(
        "%(member)s: “%(item)s” has no norm on %(on)s; efficiency cannot be judged and earns "
        "neither more nor less.",
        member=member,
        item=stint.like.item,
        on=stint.on,
    )


def _factor(term: Piece, efficiency: Fraction) -> Fraction:
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
    return sum((factor * (end - start) for factor, start, end in slices), ZERO) / efficiency


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
