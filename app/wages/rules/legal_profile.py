"""A legal profile as plain data: the `[legal]` table of SCHEMES.toml, and what a co-op keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from app.errors import InvalidInput
from app.money import decimal_text
from app.sentences import say
from app.wages.rules.book import Grain
from app.wages.rules.exact import ONE, ZERO
from app.wages.rules.fields import Fields
from app.wages.rules.legal import Legal, MinimumWindow, Overtime, Placed
from app.wages.rules.spans import EVER, MONDAY, PayPeriod, Span, WeekDay, week_of


@dataclass(frozen=True, slots=True)
class LawInForce:
    """A legal profile on the days on which it holds, and the law that says so."""

    span: Span
    legal: Legal
    reference: str


Law = LawInForce | None
Laws = tuple[LawInForce, ...]


def always(legal: Legal) -> Laws:
    """One profile on all days, as a file has it; none where it adds nothing."""
    return () if legal == Legal() else (LawInForce(EVER, legal, ""),)


def grain_of(laws: Laws) -> Grain:
    """How finely a book must tell work apart for all of them."""
    return max((law.legal.grain for law in laws), default=Grain.WINDOW)


def week_starts_of(laws: Laws) -> int:
    """The day on which weeks start, as the last of the laws has it."""
    return laws[-1].legal.week_starts if laws else MONDAY


def parse_legal(data: object) -> Legal:
    """What the law adds, from plain data. Raises InvalidInput naming the place in it."""
    fields, usual = Fields(data, "legal"), Legal()
    minimum = fields.number("minimum_hourly") if fields.has("minimum_hourly") else None
    share = fields.number("deduct_at_most") if fields.has("deduct_at_most") else None
    if share is not None and share > ONE:
        raise InvalidInput(say("a share is at most 1"), fields.place("deduct_at_most"))
    legal = Legal(
        minimum,
        fields.choice("minimum_window", MinimumWindow, usual.minimum_window),
        fields.choice("overtime", Overtime, usual.overtime),
        fields.number_or("overtime_after", usual.overtime_after),
        fields.choice("week_starts", WeekDay, WeekDay.MONDAY).number,
        fields.flag("rated_output", usual.rated_output),
        fields.flag("rest_and_waiting", usual.rest_and_waiting),
        share,
        fields.number_or("protected", ZERO),
    )
    fields.done()
    return legal


def legal_data(legal: Legal) -> dict[str, Any]:
    """Plain data that `parse_legal` turns back into an equal profile; what is usual is left out."""
    data = {
        "minimum_hourly": _text(legal.minimum_hourly),
        "minimum_window": legal.minimum_window.value,
        "overtime": legal.overtime.value,
        "overtime_after": _text(legal.overtime_after),
        "week_starts": list(WeekDay)[legal.week_starts].value,
        "rated_output": legal.rated_output,
        "rest_and_waiting": legal.rest_and_waiting,
        "deduct_at_most": _text(legal.deduct_at_most),
        "protected": _text(legal.protected),
    }
    return {name: value for name, value in data.items() if value != _USUAL[name]}


def _text(number: Fraction | None) -> str | None:
    return None if number is None else decimal_text(number)


_USUAL: dict[str, Any] = {
    "minimum_hourly": None,
    "minimum_window": "period",
    "overtime": "none",
    "overtime_after": "40",
    "week_starts": "monday",
    "rated_output": False,
    "rest_and_waiting": False,
    "deduct_at_most": None,
    "protected": "0",
}


def law_on(day: date, laws: Sequence[LawInForce]) -> Law:
    return next((law for law in laws if day in law.span), None)


def law_for(cell: Placed, laws: Sequence[LawInForce], periods: Sequence[PayPeriod]) -> Law:
    """The law by which a day's work is judged: that of the last day of the week or the pay period
    that is judged as a whole, otherwise that of the day itself."""
    law = law_on(cell.on, laws)
    if law is None:
        return None
    if law.legal.by_weeks:
        return law_on(week_of(cell.on, law.legal.week_starts).last, laws) or law
    if law.legal.minimum_window is MinimumWindow.PERIOD:
        return law_on(periods[cell.period].span.last, laws) or law
    return law
