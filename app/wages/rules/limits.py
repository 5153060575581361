"""What looks at a whole pay bill: a cap on the ratio of hourly pay, the fit to a fund, and the
gain that is shared where labour cost less than it used to."""

from collections.abc import Mapping
from fractions import Fraction

from app.sentences import say
from app.wages.rules.book import Window
from app.wages.rules.exact import ZERO, total
from app.wages.rules.output import HOUR
from app.wages.rules.terms import Cap, Fit, Gain, Measure, Method
from app.wages.rules.trace import Trace, Traces
from app.wages.rules.trees import inner
from app.wages.rules.work import NotComputable

Hourly = Mapping[str, tuple[Fraction, Fraction]]
"""By member: hourly pay, and the hours that weigh it."""


def cap(term: Cap, window: Window, inside: Traces) -> Traces:
    """Hourly pay drawn together until highest ÷ lowest is the ratio; the bill stays.

    Only members with hours have an hourly pay; others keep what they get. compress: every
    hourly pay x becomes μ + c·(x − μ), μ being the mean over all hours. clip: the top is cut
    at one level and what was cut is given back equally per hour to all.
    """
    hours = {m: t.minutes / HOUR for m, t in window.tallies.items() if t.minutes}
    amounts = {member: trace.amount for member, trace in inside.items()}
    pay = {m: (amounts.get(m, ZERO) / h, h) for m, h in hours.items()}
    rates = [rate for rate, _ in pay.values()]
    if rates and max(rates) > term.ratio * min(rates):
        draw = _compressed if term.method is Method.COMPRESS else _clipped
        amounts |= {m: rate * hours[m] for m, rate in draw(pay, term.ratio).items()}
    return {member: _trace(term, window, member, inside, amounts[member]) for member in amounts}


def fit(term: Fit, window: Window, inside: Traces, whole: Traces) -> Traces:
    """Every amount × fund ÷ Σ amounts of the pay period, so that the bill is the fund."""
    together = total(trace.amount for trace in whole.values())
    if not together:
        raise _nothing_earned(term, window)
    factor = term.fund / together
    return {
        member: _trace(term, window, member, inside, trace.amount * factor)
        for member, trace in inside.items()
    }


def _nothing_earned(term: Fit, window: Window) -> NotComputable:
    return NotComputable(
        say(
            "Nothing was earned from %(first)s to %(last)s that could be fitted to the "
            "fund of %(fund)s.",
            first=window.period.first,
            last=window.period.last,
            fund=term.fund,
        )
    )


def fit_above(
    term: Fit, window: Window, here: tuple[Traces, Traces], whole: tuple[Traces, Traces]
) -> Traces:
    """As `fit`, but nobody below the floor: each gets the floor or factor × term, whichever is
    more in the pay period, and the factor makes the bill the fund. `here` and `whole` are the
    traces of the term and of its floor.

    A safety net: with E what members earn and F the floor, Σ max(F, (1 − tax) × E) = fund.
    Raises NotComputable where the floors alone are more than the fund, or nothing was earned.
    """
    earned, least = whole
    factor = _factor_above(term, window, earned, least)
    traces = {}
    for member in here[0] | here[1]:
        parts = tuple(
            column.get(member) or Trace(part, window.span, ZERO)
            for part, column in zip(inner(term), here, strict=True)
        )
        floored = _amount(least, member) > factor * _amount(earned, member)
        amount = parts[1].amount if floored else factor * parts[0].amount
        traces[member] = Trace(term, window.span, amount, parts, chosen=int(floored))
    return traces


def _factor_above(term: Fit, window: Window, earned: Traces, least: Traces) -> Fraction:
    """The factor rises past one member's floor ÷ earnings after another's."""
    left = term.fund - total(trace.amount for trace in least.values())
    if left < 0:
        raise NotComputable(
            say(
                "From %(first)s to %(last)s the floors alone come to %(floors)s, more than the "
                "fund of %(fund)s.",
                first=window.period.first,
                last=window.period.last,
                floors=term.fund - left,
                fund=term.fund,
            )
        )
    rising = sorted(
        (_amount(least, member) / trace.amount, trace.amount)
        for member, trace in earned.items()
        if trace.amount
    )
    together = ZERO
    for place, (reached, amount) in enumerate(rising):
        left += reached * amount
        together += amount
        factor = left / together
        if place + 1 == len(rising) or factor <= rising[place + 1][0]:
            return factor
    raise _nothing_earned(term, window)


def _amount(traces: Traces, member: str) -> Fraction:
    return traces[member].amount if member in traces else ZERO


def gain(term: Gain, window: Window, here: Traces, whole: Traces) -> Traces:
    """The term, and share × (baseline × output − Σ term) of the pay period by paid minutes.

    Output in standard hours is Improshare's measure, with its base productivity factor in the
    baseline; output in money is Scanlon's and Rucker's, the baseline being the usual part of
    labour in it. A crew's output counts. Nothing is taken back where labour cost more.
    """
    tallies = window.whole.tallies
    minutes = total(tally.minutes for tally in tallies.values())
    cost = total(trace.amount for trace in whole.values())
    saved = max(ZERO, term.baseline * _output(term, window.whole) - cost) * term.share
    traces = {}
    for member in dict.fromkeys([*here, *window.tallies]):
        inside = here.get(member) or Trace(term.term, window.span, ZERO)
        own = window.tallies[member].minutes if member in window.tallies else ZERO
        part = saved * own / minutes if minutes else ZERO
        figures = {"gain": saved, "own": own / HOUR, "all": minutes / HOUR}
        traces[member] = Trace(
            term, window.span, inside.amount + part, parts=(inside,), figures=figures
        )
    return traces


def _output(term: Gain, window: Window) -> Fraction:
    if term.of is Measure.STANDARD:
        return total(tally.standard for tally in window.output()) / HOUR
    return total(tally.straight for tally in window.output())


def _trace(term: Cap | Fit, window: Window, member: str, inside: Traces, amount: Fraction) -> Trace:
    before = inside.get(member) or Trace(term.term, window.span, ZERO, tally=window.tallies[member])
    return Trace(term, window.span, amount, parts=(before,))


def _mean(pay: Hourly) -> Fraction:
    hours = total(h for _, h in pay.values())
    return total(rate * h for rate, h in pay.values()) / hours


def _compressed(pay: Hourly, ratio: Fraction) -> dict[str, Fraction]:
    """c solves (μ + c·(max − μ)) = ratio × (μ + c·(min − μ))."""
    mean = _mean(pay)
    rates = [rate for rate, _ in pay.values()]
    strength = mean * (ratio - 1) / (max(rates) - mean + ratio * (mean - min(rates)))
    return {member: mean + strength * (rate - mean) for member, (rate, _) in pay.items()}


def _clipped(pay: Hourly, ratio: Fraction) -> dict[str, Fraction]:
    """The level u solves u + d = ratio × (lowest + d), d being what the cut at u gives back per
    hour: d = (Σ hours × pay above u − u × hours above u) ÷ all hours. It is linear between two
    neighbouring rates, so the rates are tried from the top."""
    in_order = sorted(pay.values(), reverse=True)
    hours = total(h for _, h in in_order)
    lowest = in_order[-1][0]
    above_hours = above_pay = ZERO
    for place, (rate, own_hours) in enumerate(in_order):
        above_hours += own_hours
        above_pay += rate * own_hours
        level = ((ratio - 1) * above_pay + ratio * lowest * hours) / (
            hours + (ratio - 1) * above_hours
        )
        if place + 1 == len(in_order) or level >= in_order[place + 1][0]:
            break
    back = (above_pay - level * above_hours) / hours
    return {member: min(rate, level) + back for member, (rate, _) in pay.items()}
