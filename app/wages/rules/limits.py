"""Limits on a whole pay bill: a cap on the ratio of hourly pay, and the fit to a fund."""

from collections.abc import Mapping
from fractions import Fraction

from app.sentences import say
from app.wages.rules.book import Window
from app.wages.rules.exact import ZERO, total
from app.wages.rules.output import HOUR
from app.wages.rules.terms import Cap, Fit, Method
from app.wages.rules.trace import Trace, Traces
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
        raise NotComputable(
            say(
                "Nothing was earned from %(first)s to %(last)s that could be fitted to the "
                "fund of %(fund)s.",
                first=window.period.first,
                last=window.period.last,
                fund=term.fund,
            )
        )
    factor = term.fund / together
    return {
        member: _trace(term, window, member, inside, trace.amount * factor)
        for member, trace in inside.items()
    }


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
