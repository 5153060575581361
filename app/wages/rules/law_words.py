"""A legal profile in sentences, for those who check it against the law."""

from app.money import Money
from app.sentences import Sentence, say
from app.wages.rules.exact import ZERO
from app.wages.rules.legal import Legal, MinimumWindow, Overtime

_MINIMUM = {
    MinimumWindow.HOUR: say("At least %(minimum)s an hour, in each line of the log"),
    MinimumWindow.DAY: say("At least %(minimum)s an hour, each day"),
    MinimumWindow.WEEK: say("At least %(minimum)s an hour, each week"),
    MinimumWindow.PERIOD: say("At least %(minimum)s an hour over the pay period"),
}
_OVERTIME = {
    Overtime.REGULAR_RATE: say(
        "After %(hours)s hours a week, half of the week's average hourly pay more"
    ),
    Overtime.TIME_AND_A_HALF: say(
        "After %(hours)s hours a week, half of what these hours earned more"
    ),
}


def in_sentences(legal: Legal, currency: str) -> list[Sentence]:
    """What the profile asks for; nothing where it asks for nothing."""
    told = []
    if legal.minimum_hourly is not None:
        minimum = Money.of(legal.minimum_hourly, currency)
        told.append(say(_MINIMUM[legal.minimum_window].template, minimum=minimum))
    if legal.rated_output:
        told.append(
            say("For the minimum, work with a norm counts as 120 per cent of its standard time")
        )
    if legal.rest_and_waiting:
        told.append(say("Rest is paid at the average of the other hours, waiting at the minimum"))
    if legal.overtime is not Overtime.NONE:
        told.append(say(_OVERTIME[legal.overtime].template, hours=legal.overtime_after))
    if legal.deduct_at_most is not None:
        told.append(
            say("Deductions take at most %(share)s%% of the pay", share=legal.deduct_at_most * 100)
        )
    if legal.protected != ZERO:
        protected = Money.of(legal.protected, currency)
        told.append(say("Deductions leave at least %(protected)s", protected=protected))
    return told
