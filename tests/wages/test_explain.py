"""Why this amount: traces told line by line."""

import json
from datetime import date
from fractions import Fraction

import pytest

from app.wages.rules.book import Book
from app.wages.rules.evaluate import evaluate
from app.wages.rules.exact import total, total_of_products
from app.wages.rules.explain import explain
from app.wages.rules.parse import parse_terms
from app.wages.rules.spans import Span
from app.wages.rules.work import Prices, Timeline, Version, WorkLine

MARCH = Span(date(2024, 3, 1), date(2024, 3, 31))
DAY = date(2024, 3, 4)
BEFORE = Version(Fraction(5), Span(date.min, DAY), "motion 7")
AFTER = Version(Fraction("5.125"), Span(date(2024, 3, 5), date.max), "motion 12")
NORM = Version(Fraction(30))


def why(data, *lines):
    prices = Prices({"bolt": Timeline((BEFORE, AFTER))}, {"bolt": Timeline((NORM,))})
    window = Book(lines, prices=prices).window(MARCH, MARCH)
    return explain(evaluate(parse_terms(data), window)["ann"], "EUR")


def made(quantity, on=DAY, hours=8):
    return WorkLine(on, "ann", "bolt", Fraction(quantity), minutes=Fraction(60 * hours))


def test_one_rate_is_told_in_one_line():
    told = why({"piece": {}}, made(12))
    assert str(told.sentence) == "12 × “bolt” × 5.00 EUR"
    assert told.amount == 60


def test_each_rate_names_the_decision_it_rests_on():
    told = why({"piece": {}}, made(12), made(8, on=date(2024, 3, 5)), made(2))
    assert [(line.quantity, line.rate, line.decision) for line in told.rates] == [
        (14, 5, "motion 7"),
        (8, Fraction("5.125"), "motion 12"),
    ]
    assert sum(line.amount for line in told.rates) == told.amount == 111


def test_a_crew_share_is_told_by_its_part_of_the_output():
    crew = [
        WorkLine(DAY, "", "bolt", Fraction(9), crew="A"),
        WorkLine(DAY, "ann", "bolt", minutes=Fraction(480), crew="A"),
        WorkLine(DAY, "bo", "bolt", minutes=Fraction(240), crew="A"),
    ]
    told = why({"crew": {}}, *crew)
    (line,) = told.rates
    assert (line.quantity, line.decision, told.amount) == (6, "motion 7", 30)


def test_a_guarantee_shows_what_was_taken_and_what_was_not():
    told = why({"greatest": [{"piece": {}}, {"hourly": {"rate": "10"}}]}, made(12))
    assert str(told.sentence) == "pay by the hour (80.00 EUR), more than piece rates (60.00 EUR)"
    assert [(str(part.sentence), part.counted) for part in told.parts] == [
        ("12 × “bolt” × 5.00 EUR", False),
        ("8:00 hours × 10.00 EUR", True),
    ]


HOURLY = {"hourly": {"rate": "10"}}
RAISED = {"times": {"factor": "1.5", "term": HOURLY}}


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        (
            {"least": [{"piece": {}}, HOURLY]},
            "piece rates (60.00 EUR), less than pay by the hour (80.00 EUR)",
        ),
        (
            {"greatest": [HOURLY, {"equal_share": {"fund": "80"}}, {"piece": {}}]},
            "pay by the hour (80.00 EUR), not less than the equal share (80.00 EUR), "
            "piece rates (60.00 EUR)",
        ),
        (
            {"least": [HOURLY, RAISED, HOURLY]},
            "pay by the hour (80.00 EUR), not more than pay by the hour (120.00 EUR), "
            "pay by the hour (80.00 EUR)",
        ),
    ],
)
def test_what_was_taken_is_named_beside_the_others(term, sentence):
    assert str(why(term, made(12)).sentence) == sentence


def test_windows_are_told_one_by_one():
    data = {"greatest": [{"piece": {}}, {"hourly": {"rate": "10"}}], "window": "day"}
    told = why(data, made(20), made(4, on=date(2024, 3, 5)))
    assert str(told.sentence) == "2 windows added up"
    assert [(part.span.first.day, part.amount) for part in told.parts] == [(4, 100), (5, 80)]


def test_bands_and_bonus_plans_tell_the_efficiency():
    taylor = {"piece": {"bands": [{"from": "1", "factor": "1.2"}]}}
    assert str(why(taylor, made(20)).sentence) == (
        "output worth 100.00 EUR at piece rates × 1.2 at an efficiency of 1.25"
    )
    assert str(why({"time_saved": {"plan": "rowan", "rate": "10"}}, made(20)).sentence) == (
        "time wages of 80.00 EUR with the Rowan bonus at an efficiency of 1.25"
    )


def test_an_explanation_is_plain_data_that_can_be_kept():
    kept = why({"equal_share": {"fund": "100"}}, made(12), WorkLine(DAY, "bo")).to_json()
    assert json.loads(json.dumps(kept)) == kept
    assert kept["amount"] == "50"


def test_sums_of_many_fractions_are_exact():
    values = [Fraction(n, d) for n in range(-3, 9) for d in (1, 3, 7, 60)]
    assert total(values) == sum(values, Fraction(0))
    assert total([]) == 0
    pairs = list(zip(values, reversed(values), strict=True))
    assert total_of_products(pairs) == sum((a * b for a, b in pairs), Fraction(0))
