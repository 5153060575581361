"""The figures of a comparison, its periods, and the form of its answer."""

import json
from fractions import Fraction

import pytest
from click.testing import CliRunner

from app.wages.commands import wages
from app.wages.rules import measures

DAY = "2024-03-04"


def test_figures_of_four_members_who_earn_one_to_four(bench):
    bench.log("".join(f"{DAY},m{n},,,,{n},,\n" for n in (1, 2, 3, 4)))
    bench.scheme("{ hourly = { rate = 1 } }")
    scheme = bench.compare()["schemes"][0]
    assert scheme["gini"] == "0.2500"
    assert scheme["gini_hourly"] == "0.0000"
    assert scheme["p90_p10"] == "2.85"  # 3.7 ÷ 1.3
    assert scheme["ratio"] == "1.00"


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([1, 2, 3, 4], Fraction(1, 4)),
        ([5, 5, 5], 0),
        ([0, 0, 0, 8], Fraction(3, 4)),
        ([3], 0),
        ([0, 0], None),
        ([], None),
    ],
)
def test_gini(amounts, expected):
    assert measures.gini([Fraction(amount) for amount in amounts]) == expected


@pytest.mark.parametrize(
    ("amounts", "part", "expected"),
    [([1, 2, 3, 4], "1/2", "5/2"), ([7], "9/10", "7"), ([0, 10], "1/10", "1"), ([1, 2], "1", "2")],
)
def test_quantiles_lie_evenly_between_neighbours(amounts, part, expected):
    values = [Fraction(amount) for amount in reversed(amounts)]
    assert measures.quantile(values, Fraction(part)) == Fraction(expected)


def test_figures_that_are_not_defined_are_null(bench):
    bench.items("hay,load,0,,,\n")
    bench.log(f"{DAY},ann,hay,1,,,,\n")
    bench.scheme("{ piece = {} }")
    scheme = bench.compare()["schemes"][0]
    names = ("gini", "ratio", "p90_p10", "lowest_hourly", "highest_hourly", "solidarity")
    assert [scheme[name] for name in names] == [None] * 6
    assert scheme["cost_per_unit"] == {}


def test_winners_and_losers_are_counted_against_the_first_scheme(bench):
    bench.items("bolt,piece,1,,,\n")
    bench.log("".join(f"{DAY},m{q},bolt,{q},,1,,\n" for q in (5, 10, 12, 20)))
    bench.schemes(
        '[[scheme]]\nname = "A"\nterms = { hourly = { rate = 10 } }\n'
        '[[scheme]]\nname = "B"\nterms = { piece = {} }\n'
    )
    first, second = bench.compare()["schemes"]
    assert second["against_first"] == {
        "winners": 2,
        "losers": 1,
        "unchanged": 1,
        "median_change": "1.00",
        "worst_loss": "-5.00",
    }
    assert first["against_first"] == {
        "winners": 0,
        "losers": 0,
        "unchanged": 4,
        "median_change": "0.00",
        "worst_loss": "0.00",
    }


@pytest.mark.parametrize(
    ("terms", "solidarity"),
    [
        ("{ hourly = { rate = 10 } }", "1.00"),
        ("{ piece = {} }", "0.00"),
        (
            "{ blend = { lambda = 0.6, terms = [ { hourly = { rate = 10 } }, { piece = {} } ] } }",
            "0.60",
        ),
        ("{ sum = [ { hourly = { rate = 10 } }, { piece = {} } ] }", "0.50"),
        ("{ greatest = [ { hourly = { rate = 5 } }, { piece = {} } ] }", "0.50"),
        ("{ least = [ { hourly = { rate = 5 } }, { piece = {} } ] }", "0.00"),
        ('{ time_saved = { plan = "halsey", rate = 5 } }', "0.67"),
        ("{ fit = { fund = 7, term = { hourly = { rate = 1 } } } }", "1.00"),
    ],
)
def test_solidarity_is_the_part_of_pay_that_no_output_moves(bench, terms, solidarity):
    bench.items("bolt,piece,1,12,,\n")
    bench.log(f"{DAY},ann,bolt,10,,1,,\n")
    bench.scheme(terms)
    assert bench.compare()["schemes"][0]["solidarity"] == solidarity


def test_pay_for_hours_costs_an_item_its_hours_and_waiting_is_spread(bench):
    bench.items("bolt,piece,1,,,\nnut,piece,2,,,\n")
    bench.log(f"{DAY},ann,bolt,100,,6,,\n{DAY},ann,nut,10,,2,,\n{DAY},ann,,,,2,waiting,\n")
    bench.scheme("{ hourly = { rate = 8 } }")
    assert bench.compare()["schemes"][0]["cost_per_unit"] == {"bolt": "0.60", "nut": "2.00"}
    bench.scheme("{ piece = {} }")
    assert bench.compare()["schemes"][0]["cost_per_unit"] == {"bolt": "1.00", "nut": "2.00"}


def test_a_bill_above_the_fund_is_a_warning(bench):
    bench.log("2024-03-04,ann,,,,8,,\n2024-04-04,ann,,,,18,,\n")
    bench.scheme("{ greatest = [ { equal_share = { fund = 100 } }, { hourly = { rate = 10 } } ] }")
    assert (
        "The bill exceeds the fund of 100 in 1 period of 2."
        in (bench.compare()["schemes"][0]["warnings"])
    )


def test_months_and_weeks_are_paid_whole_but_not_beyond_what_was_asked_for(bench):
    bench.members("member,joined\nann,\nbo,2024-03-17\n")
    bench.log("2024-03-13,ann,,,,8,,\n2024-03-20,ann,,,,8,,\n")
    bench.scheme("{ equal_share = { fund = 46 } }")
    assert bench.pay() == {"ann": "31.00", "bo": "15.00"}
    assert bench.pay("--from", "2024-03-13", "--to", "2024-03-20") == {
        "ann": "30.67",
        "bo": "15.33",
    }
    weeks = bench.compare("--by", "week")["schemes"][0]["by_period"]
    assert {key: week["pay"]["bo"] for key, week in weeks.items()} == {
        "2024-W11": "5.75",
        "2024-W12": "23.00",
    }
    whole = bench.compare("--by", "period")["schemes"][0]["by_period"]
    assert list(whole) == ["2024-03-13/2024-03-20"]


def test_only_the_span_asked_for_is_compared(bench):
    bench.log("".join(f"2024-03-0{day},ann,,,,1,,\n" for day in range(1, 8)))
    bench.scheme("{ hourly = { rate = 10 } }")
    answer = bench.compare("--from", "2024-03-02", "--to", "2024-03-04")
    assert (answer["from"], answer["to"]) == ("2024-03-02", "2024-03-04")
    assert answer["schemes"][0]["bill"] == "30.00"


def test_left_over_cents_go_round_from_month_to_month(bench):
    bench.members("member\nann\nbo\nci\n")
    bench.log("2024-01-31,ann,,,,8,,\n2024-03-01,ann,,,,8,,\n")
    bench.scheme('{ equal_share = { fund = "0.01" } }')
    assert bench.pay() == {"ann": "0.01", "bo": "0.01", "ci": "0.01"}


def test_a_member_whom_only_the_log_knows_is_named(bench):
    bench.members("member\nann\n")
    bench.log(f"{DAY},anm,,,,8,,\n")
    bench.scheme("{ hourly = { rate = 10 } }")
    answer = bench.compare()
    assert answer["schemes"][0]["pay"] == {"ann": "0.00", "anm": "80.00"}
    assert "“anm” is in the log and not among the members" in answer["warnings"][0]


def test_those_who_left_before_or_come_later_are_not_compared(bench):
    bench.members("member,joined,left\nann,,\nbo,,2024-02-29\nci,2024-04-01,\n")
    bench.log(f"{DAY},ann,,,,8,,\n")
    bench.scheme("{ hourly = { rate = 10 } }")
    assert bench.compare()["members"] == 1


def test_currencies_have_their_own_decimals(bench):
    bench.log(f"{DAY},ann,,,,0:10,,\n")
    bench.scheme("{ hourly = { rate = 10 } }")
    pay = {code: bench.pay("--currency", code)["ann"] for code in ("EUR", "JPY", "KWD")}
    assert pay == {"EUR": "1.67", "JPY": "2", "KWD": "1.667"}


def test_the_text_form_shows_schemes_side_by_side(bench):
    bench.log(f"{DAY},ann,,,,8,,\n")
    bench.schemes(
        '[[scheme]]\nname = "Ten"\nterms = { hourly = { rate = 10 } }\n'
        '[[scheme]]\nname = "Gantt"\nterms = { time_saved = { plan = "gantt", rate = 9 } }\n'
    )
    text = bench.run("--format", "text").stdout
    assert "ann     80.00  72.00\n" in text
    assert "Gantt: Cliff" in text


def test_json_keeps_names_as_they_are(bench):
    bench.log(f"{DAY},Зоя,,,,8,,\n")
    bench.scheme("{ hourly = { rate = 10 } }")
    result = bench.run()
    assert "Зоя" in result.stdout
    assert json.loads(result.stdout)["schemes"][0]["pay"] == {"Зоя": "80.00"}


def test_help_names_the_files():
    assert "ITEMS.csv" in CliRunner().invoke(wages, ["compare", "--help"]).stdout
