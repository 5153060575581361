"""Funds shared out: the parts follow each member's weight among all members of the pay period.

Looked at through a window shorter than the pay period, a fund pays each member the part that
falls on the window; the windows together pay the fund once.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from app.sentences import say
from app.wages.rules.book import Window
from app.wages.rules.exact import ZERO, total
from app.wages.rules.hours import own_coefficient
from app.wages.rules.output import HOUR
from app.wages.rules.spans import Span
from app.wages.rules.tally import NO_WORK, CrewShift, Tally, rate_on
from app.wages.rules.terms import (
    Crew,
    EqualShare,
    Goods,
    Head,
    LabourDays,
    Need,
    Unpaid,
    Valuation,
    Weight,
)
from app.wages.rules.trace import CrewPart, Trace, Traces
from app.wages.rules.work import Member, NotComputable, Standing

Weights = Mapping[str, Fraction]


def equal_share(term: EqualShare, window: Window) -> Traces:
    """fund × own membership days ÷ all membership days."""

    def weights(part: Window) -> Weights:
        return {
            key: Fraction(sum(map(member.days_in, _counted(term, member, part.span))))
            for key, member in part.members.items()
        }

    return _shared(term, term.fund, window, weights)


def _counted(term: EqualShare | Need, member: Member, span: Span) -> list[Span]:
    """The days of the span that the term counts, as far as they are membership days."""
    return member.present_in(span) if term.unpaid_absence is Unpaid.LEFT_OUT else [span]


def need(term: Need, window: Window) -> Traces:
    """fund shared by membership days × (1 + adult × adults + child × children on the day)."""

    def weights(part: Window) -> Weights:
        return {
            key: total(
                days * (1 + term.adult * standing.adults + term.child * standing.children)
                for counted in _counted(term, member, part.span)
                for days, standing in member.standings_in(counted)
            )
            for key, member in part.members.items()
        }

    return _shared(term, term.fund, window, weights)


def labour_days(term: LabourDays, window: Window) -> Traces:
    """fund × own labour-days ÷ all labour-days; a crew's count for its members by hours."""

    def weights(part: Window) -> Weights:
        return {key: _labour_days(term, tally) for key, tally in part.tallies.items()}

    return _shared(term, term.fund, window, weights)


def goods(term: Goods, window: Window) -> Traces:
    """Σ over membership days of heads × value on the day ÷ days of the pay period: goods count
    as pay at their valuation, whoever has hours or not."""
    traces = {}
    for key, member in window.members.items():
        amount = total(
            _heads(term.per, standing) * days * value
            for part, value in _valued(term, window.span)
            for days, standing in member.standings_in(part)
        )
        if amount:
            amount /= window.period.days
            tally = window.tallies.get(key, NO_WORK)
            traces[key] = Trace(term, window.span, amount, tally=tally)
    return traces


def crew(term: Crew, window: Window) -> Traces:
    """Each crew shift's quantity × rate on the day, shared by the product of the weights:
    productive hours, coefficient on the day, participation on the day; with a tariff, what is
    left after it.

    A shift whose weights are all zero is paid to nobody (see `unassigned` and `weightless`).
    Raises NotComputable for output without a rate and for a missing coefficient.
    """
    parts: dict[str, list[CrewPart]] = {}
    for shift in window.book.shifts_in(window.span):
        if not shift.quantity:
            continue
        for member, part in _crew_parts(term, shift, window.members):
            parts.setdefault(member, []).append(part)
    return {
        member: Trace(
            term,
            window.span,
            total(part.amount for part in shares),
            tally=window.tallies[member],
            crew_parts=tuple(shares),
        )
        for member, shares in parts.items()
    }


def _crew_parts(
    term: Crew, shift: CrewShift, members: Mapping[str, Member]
) -> Iterator[tuple[str, CrewPart]]:
    earnings = shift.quantity * rate_on(shift.rate, shift.item, shift.on, shift.crew)
    weights = crew_weights(term, shift, members)
    first = _tariffs(term, shift, members)
    surplus = earnings - total(first.values())
    if first and (surplus < 0 or not any(weights.values())):
        surplus, weights, first = earnings, first, {}
    together = total(weights.values())
    for member, weight in weights.items():
        tariff = first.get(member, ZERO)
        if weight or tariff:
            yield member, CrewPart(shift, surplus, weight, together, tariff)


def _tariffs(term: Crew, shift: CrewShift, members: Mapping[str, Member]) -> Weights:
    """tariff × own coefficient on the day × productive hours; empty without a tariff."""
    if term.tariff is None:
        return {}
    return {
        member: term.tariff
        * own_coefficient(members[member].standing_on(shift.on).value, member)
        * minutes
        / HOUR
        for member, minutes in shift.minutes.items()
    }


def crew_weights(term: Crew, shift: CrewShift, members: Mapping[str, Member]) -> Weights:
    return {
        member: _crew_weight(term, members[member].standing_on(shift.on).value, member, minutes)
        for member, minutes in shift.minutes.items()
    }


def unassigned(shift: CrewShift) -> bool:
    """Nobody's hours stand beside the crew's output, so nobody can be paid for it."""
    return bool(shift.quantity) and not shift.all_minutes


def weightless(term: Crew, shift: CrewShift, members: Mapping[str, Member]) -> bool:
    """The weights of all who worked are zero, so nobody can be paid for the crew's output."""
    return bool(shift.quantity) and not any(crew_weights(term, shift, members).values())


def _shared(
    term: EqualShare | Need | LabourDays,
    fund: Fraction,
    window: Window,
    weigh: Callable[[Window], Weights],
) -> Traces:
    weights = weigh(window)
    whole = weights if window.span == window.period else weigh(window.whole)
    together = total(whole.values())
    if not together:
        raise NotComputable(
            say(
                "Nobody has a share in the fund of %(fund)s for %(first)s to %(last)s.",
                fund=fund,
                first=window.period.first,
                last=window.period.last,
            )
        )
    return {
        member: Trace(
            term,
            window.span,
            fund * weight / together,
            tally=window.tallies.get(member, NO_WORK),
            figures={"fund": fund, "own": weight, "all": together},
        )
        for member, weight in weights.items()
        if weight
    }


def _labour_days(term: LabourDays, tally: Tally) -> Fraction:
    if term.weights is None:
        return total(stint.quantity for stint in tally.stints)
    weights = term.weights
    return total(s.quantity * weights.get(s.like.item, ZERO) for s in tally.stints)


def _heads(per: Head, standing: Standing) -> int:
    match per:
        case Head.MEMBER:
            return 1
        case Head.ADULT:
            return standing.adults
        case Head.CHILD:
            return standing.children


def _valued(term: Goods, span: Span) -> list[tuple[Span, Fraction]]:
    """The parts of the span with the valuation that holds in each; nothing before the first."""
    if isinstance(term.value, Fraction):
        return [(span, term.value)]
    ends = [*(later.from_ for later in term.value[1:]), None]
    valid = [_validity(item, end) for item, end in zip(term.value, ends, strict=True)]
    return [(part, value) for days, value in valid if (part := days.common(span))]


def _validity(valuation: Valuation, end: date | None) -> tuple[Span, Fraction]:
    last = date.fromordinal(end.toordinal() - 1) if end else date.max
    return Span(valuation.from_, last), valuation.value


def _crew_weight(term: Crew, standing: Standing, member: str, minutes: Fraction) -> Fraction:
    weight = minutes if Weight.HOURS in term.weights else Fraction(bool(minutes))
    if Weight.GRADE in term.weights:
        weight *= own_coefficient(standing, member)
    if Weight.PARTICIPATION in term.weights:
        weight *= standing.participation
    return weight
