"""A scheme in one plain sentence, for those who vote on it."""

from collections.abc import Sequence
from dataclasses import replace

from app.sentences import Sentence, say
from app.wages.rules.spans import Every
from app.wages.rules.terms import (
    ALL_KINDS,
    Band,
    Basis,
    Blend,
    Cap,
    Crew,
    EqualShare,
    Fit,
    Gain,
    Goods,
    Graded,
    Greatest,
    Head,
    Hourly,
    LabourDays,
    Least,
    Measure,
    Method,
    Need,
    Piece,
    Plan,
    Seniority,
    Sum,
    Term,
    Times,
    TimeSaved,
    Unpaid,
    Weight,
)


def describe(term: Term) -> Sentence:
    """What a term pays, as a noun phrase that terms around it can take in."""
    match term:
        case EqualShare() | Need() | LabourDays() | Goods():
            return _fund(term)
        case Hourly() | Graded():
            return _time(term)
        case Piece() | TimeSaved() | Crew():
            return _output(term)
        case Times() | Cap() | Fit() | Gain():
            return _around(term)
    return _list(term)


def _fund(term: EqualShare | Need | LabourDays | Goods) -> Sentence:
    match term:
        case EqualShare() | Need() if term.unpaid_absence is Unpaid.LEFT_OUT:
            counted = replace(term, unpaid_absence=Unpaid.COUNTED)
            return say("%(share)s, days of unpaid absence not counted", share=describe(counted))
        case EqualShare(fund=fund):
            return say("an equal share in a fund of %(fund)s, by membership days", fund=fund)
        case Need(fund=fund, adult=adult, child=child):
            return say(
                "a share in a fund of %(fund)s by need: 1 for the member, %(adult)s for each "
                "adult and %(child)s for each child who lives on the pay",
                fund=fund,
                adult=adult,
                child=child,
            )
        case LabourDays(fund=fund):
            return say("a share in a fund of %(fund)s by labour-days", fund=fund)
        case Goods(per=Head.MEMBER):
            return say("goods for each member at their valuation")
        case Goods(per=Head.ADULT):
            return say("goods for each adult who lives on the pay, at their valuation")
        case Goods():
            return say("goods for each child who lives on the pay, at their valuation")


def _time(term: Hourly | Graded) -> Sentence:
    match term:
        case Hourly(rate=rate, kinds=kinds) if kinds == ALL_KINDS:
            return say("%(rate)s an hour", rate=rate)
        case Hourly(rate=rate, kinds=kinds):
            return say(
                "%(rate)s for each hour of these kinds: %(kinds)s",
                rate=rate,
                kinds=", ".join(sorted(kinds)),
            )
        case Graded(base=base):
            return say("%(base)s an hour times the coefficient of the grade", base=base)


_PLANS = {
    Plan.HALSEY: say("%(rate)s an hour, and %(share)s of the wages for the time saved"),
    Plan.BEDAUX: say("%(rate)s an hour, and %(share)s of the value of the standard minutes saved"),
    Plan.ROWAN: say(
        "%(rate)s an hour, raised by the share of the standard time that was saved, times %(share)s"
    ),
    Plan.GANTT: say(
        "%(rate)s an hour below standard, and the wages for the standard time raised by %(share)s "
        "from standard on"
    ),
    Plan.EMERSON: say(
        "%(rate)s an hour with a bonus that begins at two thirds of the standard, is %(share)s at "
        "standard and rises with every point above"
    ),
}


def _output(term: Piece | TimeSaved | Crew) -> Sentence:
    match term:
        case Piece(bands=()):
            return say("piece rates for what was made")
        case Piece(bands=bands, basis=Basis.ALL):
            return say(
                "piece rates for what was made, all of it times the factor of the efficiency "
                "reached: %(bands)s",
                bands=_joined([_band(band) for band in bands]),
            )
        case Piece(bands=bands):
            return say(
                "piece rates for what was made, each slice times the factor of its own "
                "efficiency: %(bands)s",
                bands=_joined([_band(band) for band in bands]),
            )
        case TimeSaved(plan=plan, rate=rate, share=share):
            return Sentence(_PLANS[plan].template, {"rate": rate, "share": share})
        case Crew(weights=weights, tariff=tariff) if tariff is not None:
            return say(
                "%(tariff)s an hour times the coefficient out of what one's crew earned at piece "
                "rates, and a share in what is left by %(weights)s",
                tariff=tariff,
                weights=_joined([_WEIGHTS[weight] for weight in weights]),
            )
        case Crew(weights=weights):
            return say(
                "a share in what one's crew earned at piece rates, by %(weights)s",
                weights=_joined([_WEIGHTS[weight] for weight in weights]),
            )


_WEIGHTS = {
    Weight.HOURS: say("hours"),
    Weight.GRADE: say("grade"),
    Weight.PARTICIPATION: say("participation"),
}


def _band(band: Band) -> Sentence:
    if band.above:
        return say("%(factor)s above %(start)s", factor=band.factor, start=band.from_)
    return say("%(factor)s from %(start)s on", factor=band.factor, start=band.from_)


def _around(term: Times | Cap | Fit | Gain) -> Sentence:
    inside = describe(term.term)
    match term:
        case Times(seniority=Seniority(per_year=per_year, most=None)):
            return say(
                "(%(inside)s) raised by %(per_year)s for each year of seniority",
                inside=inside,
                per_year=per_year,
            )
        case Times(seniority=Seniority(per_year=per_year, most=most)):
            return say(
                "(%(inside)s) raised by %(per_year)s for each year of seniority, to %(most)s "
                "times at most",
                inside=inside,
                per_year=per_year,
                most=most,
            )
        case Times(factor=factor):
            return say("%(factor)s times (%(inside)s)", factor=factor, inside=inside)
        case Cap(ratio=ratio, method=Method.COMPRESS):
            return say(
                "(%(inside)s), all hourly pay drawn together until the highest is at most "
                "%(ratio)s times the lowest, the bill staying as it is",
                inside=inside,
                ratio=ratio,
            )
        case Cap(ratio=ratio):
            return say(
                "(%(inside)s), the top of hourly pay cut and given back to all until the highest "
                "is at most %(ratio)s times the lowest",
                inside=inside,
                ratio=ratio,
            )
        case Fit(fund=fund, floor=floor) if floor is not None:
            return say(
                "(%(inside)s), scaled so that all together get %(fund)s, but nobody less than "
                "(%(floor)s)",
                inside=inside,
                fund=fund,
                floor=describe(floor),
            )
        case Fit(fund=fund):
            return say(
                "(%(inside)s), scaled so that all together get %(fund)s", inside=inside, fund=fund
            )
        case Gain(of=Measure.STANDARD):
            return say(
                "(%(inside)s), and by hours %(share)s of what all that cost less than %(baseline)s "
                "for each hour of output at the norm",
                inside=inside,
                share=term.share,
                baseline=term.baseline,
            )
        case Gain():
            return say(
                "(%(inside)s), and by hours %(share)s of what all that cost less than %(baseline)s "
                "times the output at piece rates",
                inside=inside,
                share=term.share,
                baseline=term.baseline,
            )


def _list(term: Sum | Greatest | Least | Blend) -> Sentence:
    parts = [describe(part) for part in term.terms]
    if isinstance(term, Blend):
        return say(
            "%(share)s of (%(first)s) and %(rest)s of (%(second)s)",
            share=term.lambda_,
            first=parts[0],
            rest=1 - term.lambda_,
            second=parts[1],
        )
    match term:
        case Sum():
            sentence = say("together (%(parts)s)", parts=_joined(parts))
        case Greatest():
            sentence = say("whichever is most: (%(parts)s)", parts=_joined(parts))
        case Least():
            sentence = say("whichever is least: (%(parts)s)", parts=_joined(parts))
    match term.window:
        case Every.DAY:
            return say("%(inside)s, judged day by day", inside=sentence)
        case Every.WEEK:
            return say("%(inside)s, judged week by week", inside=sentence)
        case Every.PERIOD:
            return sentence


def _joined(parts: Sequence[Sentence]) -> Sentence:
    sentence = parts[0]
    for part in parts[1:]:
        sentence = say("%(before)s; %(next)s", before=sentence, next=part)
    return sentence
