"""What the law adds: the minimum in its window, and overtime by weeks that stand alone."""

import pytest


def add(bench, **law):
    """The bill and the part of it that the law added, in March 2024."""
    lines = "\n".join(f'{key} = "{value}"' for key, value in law.items())
    text = (bench.folder / "schemes.toml").read_text().split("[legal]")[0]
    bench.schemes(f"{text}\n[legal]\n{lines}\n")
    scheme = bench.compare()["schemes"][0]
    return scheme["bill"], scheme["legal_addition"]


@pytest.fixture
def pieces(bench):
    """Pieces at 1.00: a good and a poor line on one day, a poor day in the week, a poor week."""
    bench.items("bolt,piece,1,,,\nnut,piece,1,,,\n")
    bench.log(
        "2024-03-04,ann,bolt,60,,4,,\n2024-03-04,ann,nut,30,,4,,\n"
        "2024-03-05,ann,bolt,70,,8,,\n2024-03-11,ann,bolt,10,,8,,\n"
    )
    bench.scheme("{ piece = {} }")
    return bench


@pytest.mark.parametrize(
    ("window", "added"),
    [("hour", "90.00"), ("day", "80.00"), ("week", "70.00"), ("period", "70.00")],
)
def test_a_minimum_wage_is_topped_up_in_each_window(pieces, window, added):
    """The minimum is 10: lines lack 0, 10, 10 and 70; days 0, 10 and 70; weeks 0 and 70; the
    month 240 − 170."""
    bill, addition = add(pieces, minimum_hourly="10.00", minimum_window=window)
    assert addition == added
    assert bill == f"{170 + int(added[:2])}.00"


def test_without_a_legal_table_the_law_adds_nothing(pieces):
    scheme = pieces.compare()["schemes"][0]
    assert (scheme["bill"], scheme["legal_addition"]) == ("170.00", "0.00")


def test_a_minimum_that_is_reached_adds_nothing(pieces):
    assert add(pieces, minimum_hourly="1.25", minimum_window="hour") == ("170.00", "0.00")


def test_the_overtime_rate_has_the_minimum_in_it(bench):
    bench.items("bolt,piece,1,,,\n")
    bench.log("2024-03-04,ann,bolt,100,,50,,\n")
    bench.scheme("{ piece = {} }")
    law = {"minimum_hourly": "10", "overtime": "regular-rate"}
    assert add(bench, **law) == ("550.00", "450.00")


def test_a_week_stands_alone(bench):
    bench.log("2024-03-04,ann,,,,50,,\n2024-03-11,ann,,,,30,,\n")
    bench.scheme("{ hourly = { rate = 10 } }")
    assert add(bench, overtime="regular-rate") == ("850.00", "50.00")


def test_a_week_across_two_months_is_paid_with_the_month_in_which_it_ends(bench):
    """Wednesday 31 January closes the month: 24 hours in it and 24 after it are 48."""
    bench.log("".join(f"2024-{day},ann,,,,12,,\n" for day in ("01-29", "01-30", "02-01", "02-02")))
    bench.scheme("{ hourly = { rate = 10 } }", '[legal]\novertime = "time-and-a-half"\n')
    periods = bench.compare()["schemes"][0]["by_period"]
    assert periods["2024-01"]["bill"] == "240.00"
    assert periods["2024-02"]["bill"] == "280.00"


def test_a_week_that_no_period_closes_is_paid_with_the_last(bench):
    bench.log("2024-01-29,ann,,,,24,,\n2024-01-30,ann,,,,24,,\n")
    bench.scheme("{ hourly = { rate = 10 } }", '[legal]\novertime = "regular-rate"\n')
    assert bench.pay() == {"ann": "520.00"}


def test_a_week_starts_where_the_law_says(bench):
    bench.log("2024-03-10,ann,,,,24,,\n2024-03-11,ann,,,,24,,\n")
    bench.scheme("{ hourly = { rate = 10 } }")
    assert add(bench, overtime="regular-rate") == ("480.00", "0.00")
    assert add(bench, overtime="regular-rate", week_starts="sunday") == ("520.00", "40.00")
    assert add(bench, overtime="regular-rate", week_starts="sunday", overtime_after="47.5") == (
        "482.50",
        "2.50",
    )


def test_output_logged_on_a_day_without_hours_is_pay_of_its_week(bench):
    """29 CFR 778.111(a) with the pieces of each day logged by day and the hours once a week."""
    bench.items("part,piece,1,,,\n")
    bench.log(
        "".join(f"2024-03-{day:02},ann,part,{n},,,,\n" for day, n in ((4, 200), (6, 291)))
        + "2024-03-08,ann,,,,46,,\n2024-03-08,ann,,,,4,waiting,\n"
    )
    bench.scheme("{ sum = [ { piece = {} }, { hourly = { rate = 8, kinds = ['waiting'] } } ] }")
    assert add(bench, overtime="regular-rate") == ("575.30", "52.30")
    assert add(bench, minimum_hourly="10.46", minimum_window="week") == ("523.00", "0.00")


def test_shares_of_days_without_work_are_pay_for_all_hours(bench):
    bench.members("member,joined\nann,2024-03-01\n")
    bench.log("2024-03-04,ann,,,,20,,\n2024-03-05,ann,,,,30,,\n")
    bench.scheme("{ least = [ { equal_share = { fund = 500 } } ], window = 'day' }")
    assert add(bench, overtime="regular-rate") == ("550.00", "50.00")


def test_time_and_a_half_raises_what_the_overtime_hours_earned(bench):
    """40 hours at 1 an hour, then ten that earn 5 an hour."""
    bench.items("bolt,piece,1,,,\n")
    bench.log("2024-03-04,ann,bolt,40,,40,,\n2024-03-05,ann,bolt,50,,10,,\n")
    bench.scheme("{ piece = {} }")
    assert add(bench, overtime="time-and-a-half") == ("115.00", "25.00")
    assert add(bench, overtime="regular-rate") == ("99.00", "9.00")


def test_crew_pay_counts_for_the_day_it_was_earned(bench):
    bench.items("wall,m2,10,,,\n")
    bench.log(
        "2024-03-04,,wall,10,,,,A\n2024-03-04,ann,wall,,,40,,A\n"
        "2024-03-05,,wall,20,,,,A\n2024-03-05,ann,wall,,,10,,A\n"
    )
    bench.scheme("{ crew = {} }")
    assert add(bench, overtime="time-and-a-half") == ("400.00", "100.00")


@pytest.mark.parametrize(
    "terms",
    [
        "{ equal_share = { fund = 500 } }",
        "{ fit = { fund = 500, term = { piece = {} } } }",
        "{ cap = { ratio = 3, term = { hourly = { rate = 10 } } } }",
        "{ blend = { lambda = 1, terms = [ { hourly = { rate = 10 } }, { piece = {} } ] } }",
        "{ times = { factor = 2, term = { hourly = { rate = 5 } } } }",
        "{ greatest = [ { hourly = { rate = 10 } } ], window = 'day' }",
        "{ goods = { value = 500 } }",
        "{ graded = { base = 10 } }",
        "{ labour_days = { fund = 500 } }",
        "{ time_saved = { plan = 'halsey', rate = 10 } }",
    ],
)
def test_the_regular_rate_is_all_pay_by_all_hours_whatever_the_scheme(bench, terms):
    bench.members("member,coefficient\nann,1\n")
    bench.items("bolt,piece,1,1,,\n")
    bench.log("2024-03-04,ann,bolt,20,,20,,\n2024-03-05,ann,bolt,40,,30,,\n")
    bench.scheme(terms)
    assert add(bench, overtime="regular-rate") == ("550.00", "50.00")


@pytest.mark.parametrize(
    ("law", "where"),
    [
        ("minimum_hourly = -1", "legal.minimum_hourly"),
        ('overtime = "double"', "legal.overtime"),
        ('week_starts = "someday"', "legal.week_starts"),
        ("overtime_afer = 40", "legal"),
    ],
)
def test_a_wrong_legal_table_is_named(bench, law, where):
    bench.log("2024-03-04,ann,,,,8,,\n")
    bench.scheme("{ hourly = { rate = 1 } }", f"\n[legal]\n{law}\n")
    assert bench.refusal().startswith("schemes.toml, line ")
    assert f": {where}: " in bench.refusal()


def test_rated_output_counts_at_120_percent_of_its_norm(bench):
    """100 bolts of 6 standard minutes are 12 hours, however fast they were made."""
    bench.items("bolt,piece,1,6,,\n")
    bench.log("2024-03-04,ann,bolt,100,,5,,\n2024-03-05,ann,,,,1,waiting,\n")
    bench.scheme("{ piece = {} }")
    assert add(bench, minimum_hourly="12") == ("100.00", "0.00")
    bench.scheme("{ piece = {} }", '[legal]\nminimum_hourly = "12"\nrated_output = true\n')
    assert bench.compare()["schemes"][0]["legal_addition"] == "56.00"


@pytest.mark.parametrize(
    "rows",
    [
        "2024-03-04,ann,bolt,90,10,5,,\n",
        "2024-03-04,ann,bolt,90,,5,,\n2024-03-05,ann,bolt,,10,,,\n",
    ],
)
def test_rejects_are_rated_output_on_whatever_day_they_are_found(bench, rows):
    bench.items("bolt,piece,1,6,,\n")
    bench.log(rows)
    law = 'minimum_hourly = "12"\nminimum_window = "week"\nrated_output = true\n'
    bench.scheme("{ piece = {} }", f"[legal]\n{law}")
    assert bench.compare()["schemes"][0]["legal_addition"] == "54.00"


def test_pieces_pay_no_rest_and_no_waiting(bench):
    """60 for 4 hours; an hour of waiting at the minimum of 10; rest at the average of 70 / 5."""
    bench.items("bolt,piece,1,,,\n")
    bench.log(
        "2024-03-04,ann,bolt,60,,4,,\n2024-03-04,ann,,,,1,waiting,\n2024-03-05,ann,,,,0.5,rest,\n"
    )
    bench.scheme("{ piece = {} }", '[legal]\nminimum_hourly = "10"\nrest_and_waiting = true\n')
    assert bench.compare()["schemes"][0]["legal_addition"] == "17.00"


def test_what_a_scheme_pays_for_rest_counts(bench):
    bench.log("2024-03-04,ann,,,,4,,\n2024-03-04,ann,,,,1,rest,\n")
    bench.scheme(
        "{ hourly = { rate = 12 } }", '[legal]\nminimum_hourly = "10"\nrest_and_waiting = true\n'
    )
    assert bench.compare()["schemes"][0]["legal_addition"] == "0.00"
