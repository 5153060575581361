"""Why pay is not what it was last time."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.production.hours import HoursKind
from app.wages.kinds import LineKind
from app.wages.rules.changes import Stand, reasons, stands, worked
from app.wages.rules.earned import InForce, Inputs
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span
from app.wages.rules.work import Prices

HOURLY = {"hourly": {"rate": "10"}}
WORK = HoursKind.PRODUCTIVE


def stand(hours=8, schemes=("Hourly",), made=None, rates=None, **lines):
    return Stand(
        {WORK: Fraction(hours * 60)},
        defaultdict(Fraction, {item: Fraction(count) for item, count in (made or {}).items()}),
        {item: Fraction(rate) for item, rate in (rates or {}).items()},
        {LineKind(kind): amount for kind, amount in lines.items()},
        schemes,
    )


CASES = {
    "nothing differs": (stand(), stand(), []),
    "nobody was paid": (None, stand(), ["no pay last time"]),
    "another scheme": (stand(), stand(schemes=("Piece",)), ["paid by “Piece” now"]),
    "fewer hours": (stand(10), stand(8), ["2:00 hours less"]),
    "more was made": (
        stand(made={"pots": 5}),
        stand(made={"pots": 12}),
        ["7 “pots” more"],
    ),
    "another rate": (
        stand(made={"pots": 5}, rates={"pots": 5}),
        stand(made={"pots": 5}, rates={"pots": 6}),
        ["the rate of “pots” went from 5 to 6"],
    ),
    "a rate of what was not made": (stand(rates={"pots": 5}), stand(rates={"pots": 6}), []),
    "the law": (stand(), stand(law=12_00), ["by law, 12.00 EUR instead of 0.00 EUR"]),
    "many items": (
        stand(),
        stand(made={"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}),
        ["1 “a” more", "1 “b” more", "1 “c” more", "2 more items differ"],
    ),
}


def test_who_is_not_paid_by_output_hears_nothing_of_it():
    by_hours = replace(stand(9, made={"pots": 12}, rates={"pots": 6}), by_output=False)
    before = stand(made={"pots": 5}, rates={"pots": 5})
    assert [str(one) for one in reasons(before, by_hours, "EUR")] == ["1:00 hours more"]


@pytest.mark.parametrize(
    ("terms", "looks"),
    [
        (HOURLY, False),
        ({"blend": [HOURLY, {"need": {"fund": "10"}}], "lambda": "0.5"}, False),
        ({"greatest": [HOURLY, {"piece": {}}]}, True),
        ({"cap": {"crew": {}}, "ratio": "3"}, True),
    ],
)
def test_a_scheme_tells_whether_it_looks_at_output(terms, looks):
    span = Span(date(2026, 3, 1), date(2026, 3, 31))
    in_force = (InForce(span, "It", parse_terms(terms), 1),)
    period = Inputs("EUR", span, 0, in_force, (), {}, Prices(), ())
    assert stands(worked(period), {7: {}})[7].by_output is looks


@pytest.mark.parametrize("case", CASES)
def test_each_difference_has_its_sentence(case):
    before, now, told = CASES[case]
    assert [str(one) for one in reasons(before, now, "EUR")] == told
