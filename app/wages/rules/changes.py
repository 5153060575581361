"""Why somebody's pay is not what it was last time, in sentences."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.money import Money
from app.production.hours import HoursKind
from app.sentences import Sentence, say
from app.wages.kinds import LineKind
from app.wages.rules.earned import Inputs
from app.wages.rules.exact import ZERO
from app.wages.rules.explain import clock
from app.wages.rules.terms import Crew, Gain, LabourDays, Piece, Term, TimeSaved
from app.wages.rules.trees import inner

MOST_ITEMS = 3
"""More items than these are counted together."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What one member's gross pay of a period came from. `minutes` by kind of hours; `made` and
    `rates` by item, the member's own output without a crew's; `lines` in minor units by kind of
    line; `schemes` by name; `by_output`: whether any of them looks at what was made."""

    minutes: Mapping[HoursKind, Fraction] = field(default_factory=dict)
    made: Mapping[str, Fraction] = field(default_factory=dict)
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    lines: Mapping[LineKind, int] = field(default_factory=dict)
    schemes: tuple[str, ...] = ()
    by_output: bool = True


@dataclass(frozen=True, slots=True)
class Worked:
    """What a run's frozen period says of a `Stand`; minutes and output by member id."""

    minutes: Mapping[int, Mapping[HoursKind, Fraction]]
    made: Mapping[int, Mapping[str, Fraction]]
    rates: Mapping[str, Fraction]
    schemes: tuple[str, ...]
    by_output: bool


_NOTHING = Worked({}, {}, {}, (), by_output=True)


def worked(period: Inputs | None) -> Worked:
    """`period`: None in a run that only books what stands beside the pay."""
    if period is None:
        return _NOTHING
    in_force = [s for s in period.schemes if s.span.last >= period.span.first]
    minutes: defaultdict[int, dict[HoursKind, Fraction]] = defaultdict(
        lambda: defaultdict(Fraction)
    )
    made: defaultdict[int, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for line in period.lines:
        member_id = period.ids.get(line.member)
        if member_id is not None and line.on in period.span:
            minutes[member_id][line.kind] += line.minutes
            made[member_id][line.item] += line.quantity
    return Worked(
        minutes=minutes,
        made=made,
        rates={
            item: version.value
            for item in period.prices.rates
            if (version := period.prices.rate(item, period.span.last))
        },
        schemes=tuple(scheme.name for scheme in in_force),
        by_output=any(_looks_at_output(scheme.terms) for scheme in in_force),
    )


def stands(work: Worked, paid: Mapping[int, Mapping[LineKind, int]]) -> Mapping[int, Stand]:
    """By member id, from what was worked and the sums of the run's lines by kind."""
    return {
        member_id: Stand(
            minutes=work.minutes.get(member_id, {}),
            made=work.made.get(member_id, {}),
            rates=work.rates,
            lines=lines,
            schemes=work.schemes,
            by_output=work.by_output,
        )
        for member_id, lines in paid.items()
    }


def _looks_at_output(term: Term) -> bool:
    own = isinstance(term, Piece | TimeSaved | Crew | LabourDays | Gain)
    return own or any(map(_looks_at_output, inner(term)))


def reasons(before: Stand | None, now: Stand, currency: str) -> list[Sentence]:
    """What differs, the scheme first; nothing where nothing does."""
    if before is None:
        return [say("no pay last time")]
    output = [*_rates(before, now), *_output(before, now)]
    by_output = before.by_output and now.by_output
    told = [*_scheme(before, now), *_hours(before, now), *(output if by_output else ())]
    return [*told, *_lines(before, now, currency)]


def _scheme(before: Stand, now: Stand) -> Iterator[Sentence]:
    if before.schemes != now.schemes:
        yield say("paid by “%(scheme)s” now", scheme=" + ".join(now.schemes))


def _hours(before: Stand, now: Stand) -> Iterator[Sentence]:
    hours = sum(now.minutes.values(), ZERO) - sum(before.minutes.values(), ZERO)
    if hours > 0:
        yield say("%(hours)s hours more", hours=clock(hours))
    elif hours < 0:
        yield say("%(hours)s hours less", hours=clock(-hours))


def _rates(before: Stand, now: Stand) -> Iterator[Sentence]:
    for item in sorted(now.made):
        then, rate = before.rates.get(item), now.rates.get(item)
        if None not in (then, rate) and then != rate and now.made[item]:
            yield say(
                "the rate of “%(item)s” went from %(before)s to %(now)s",
                item=item,
                before=then,
                now=rate,
            )


def _output(before: Stand, now: Stand) -> Iterator[Sentence]:
    changes = {
        item: change
        for item in sorted({*before.made, *now.made})
        if (change := now.made.get(item, ZERO) - before.made.get(item, ZERO))
    }
    for item in list(changes)[:MOST_ITEMS]:
        if changes[item] > 0:
            yield say("%(quantity)s “%(item)s” more", quantity=changes[item], item=item)
        else:
            yield say("%(quantity)s “%(item)s” less", quantity=-changes[item], item=item)
    if len(changes) > MOST_ITEMS:
        yield say("%(count)s more items differ", count=len(changes) - MOST_ITEMS)


_BESIDE = {
    LineKind.LAW: say("by law, %(now)s instead of %(before)s"),
    LineKind.ABSENCE: say("for absence, %(now)s instead of %(before)s"),
    LineKind.DIFFERENCE: say("differences of past pay, %(now)s instead of %(before)s"),
}


def _lines(before: Stand, now: Stand, currency: str) -> Iterator[Sentence]:
    for kind, sentence in _BESIDE.items():
        then, amount = before.lines.get(kind, 0), now.lines.get(kind, 0)
        if then != amount:
            yield say(sentence.template, now=Money(amount, currency), before=Money(then, currency))
