"""Cases whose results a regulation, a textbook or an older scheme's table prints."""

import pytest

VECTORS = {
    "straight": ("{ piece = {} }", ["60", "80", "100"]),
    "guaranteed": (
        '{ greatest = [ { piece = {} }, { hourly = { rate = "10" } } ] }',
        ["80", "80", "100"],
    ),
    "taylor": (
        '{ piece = { bands = [ { from = 0, factor = "0.8" }, { from = 1, factor = "1.2" } ] } }',
        ["48", "96", "120"],
    ),
    "merrick": (
        "{ piece = { bands = [ { from = 0, factor = 1 }, { from = 0.83, factor = 1.1 },"
        " { from = 1, factor = 1.2, above = true } ] } }",
        ["60", "88", "120"],
    ),
    "gantt": ('{ time_saved = { plan = "gantt", rate = 10 } }', ["80", "96", "120"]),
    "halsey": ('{ time_saved = { plan = "halsey", rate = 10 } }', ["80", "80", "90"]),
    "rowan": ('{ time_saved = { plan = "rowan", rate = 10 } }', ["80", "80", "96"]),
    "bedaux": ('{ time_saved = { plan = "bedaux", rate = 10 } }', ["80", "80", "95"]),
    "emerson": ('{ time_saved = { plan = "emerson", rate = 10 } }', ["84", "96", "116"]),
}


@pytest.mark.parametrize("name", VECTORS)
def test_ten_an_hour_half_an_hour_a_piece_eight_hours(bench, name):
    terms, expected = VECTORS[name]
    bench.items("bolt,piece,5,30,,\n")
    bench.log("".join(f"2024-03-04,m{q},bolt,{q},,8,,\n" for q in (12, 16, 20)))
    bench.scheme(terms)
    assert list(bench.pay().values()) == [f"{amount}.00" for amount in expected]


REGULAR = '[legal]\novertime = "regular-rate"\n'


def test_hourly_overtime_29_cfr_778_110_a(bench):
    bench.log("".join(f"2024-03-{day:02},ann,,,,7:40,,\n" for day in range(4, 10)))
    bench.scheme('{ hourly = { rate = "12.00" } }', REGULAR)
    scheme = bench.compare("--currency", "USD")["schemes"][0]
    assert (scheme["bill"], scheme["legal_addition"]) == ("588.00", "36.00")


def test_hourly_plus_production_bonus_29_cfr_778_110_b(bench):
    bench.log("2024-03-04,ann,,,,46,,\n")
    bench.scheme(
        "{ sum = [ { hourly = { rate = 12 } }, { equal_share = { fund = 46 } } ] }", REGULAR
    )
    assert bench.pay() == {"ann": "637.00"}


def test_a_bonus_is_no_pay_for_an_hour_under_time_and_a_half(bench):
    bench.log("2024-03-04,ann,,,,46,,\n")
    law = '[legal]\novertime = "time-and-a-half"\n'
    bench.scheme("{ sum = [ { hourly = { rate = 12 } }, { equal_share = { fund = 46 } } ] }", law)
    assert bench.pay() == {"ann": "634.00"}


def test_piecework_with_waiting_time_29_cfr_778_111_a(bench):
    bench.items("part,piece,1,,,\n")
    bench.log("2024-03-04,ann,part,491,,46,,\n2024-03-08,ann,,,,4,waiting,\n")
    bench.scheme(
        '{ sum = [ { piece = {} }, { hourly = { rate = "8.00", kinds = ["waiting"] } } ] }', REGULAR
    )
    scheme = bench.compare()["schemes"][0]
    assert scheme["pay"] == {"ann": "575.30"}
    assert scheme["legal_addition"] == "52.30"


def test_piecework_premium_is_a_half_not_time_and_a_half_again(bench):
    bench.items("part,piece,1,,,\n")
    bench.log("2024-03-04,ann,part,405,,45,,\n")
    bench.scheme("{ piece = {} }", REGULAR)
    assert bench.pay() == {"ann": "427.50"}


def test_piece_rate_per_bin_from_an_award_wage(bench):
    bench.items("bin,bin,13.83,,,\n")
    bench.log("2024-03-04,ann,bin,2,,1,,\n2024-03-04,bo,bin,15,,7.6,,\n")
    bench.scheme("{ piece = {} }")
    scheme = bench.compare("--currency", "AUD")["schemes"][0]
    assert scheme["pay"] == {"ann": "27.66", "bo": "207.45"}
    assert scheme["cost_per_unit"] == {"bin": "13.83"}
    assert scheme["highest_hourly"] == "27.66"


@pytest.mark.parametrize(
    ("plan", "total", "hourly"), [("halsey", "450.00", "56.25"), ("rowan", "480.00", "60.00")]
)
def test_premium_on_ten_hours_allowed_and_eight_taken(bench, plan, total, hourly):
    bench.items("job,job,,600,,\n")
    bench.log("2024-03-04,ann,job,1,,8,,\n")
    bench.scheme(f'{{ time_saved = {{ plan = "{plan}", rate = "50.00" }} }}')
    scheme = bench.compare("--currency", "INR")["schemes"][0]
    assert (scheme["bill"], scheme["highest_hourly"]) == (total, hourly)


def test_emersons_bonus_of_a_tenth_at_22_hours(bench):
    bench.log("1917-03-05,ann,,,,22,,\n")
    bench.scheme('{ times = { factor = "1.10", term = { hourly = { rate = 10 } } } }')
    scheme = bench.compare()["schemes"][0]
    assert (scheme["bill"], scheme["highest_hourly"]) == ("242.00", "11.00")


def test_two_band_piecework_costs_more_per_unit_than_a_flat_rate(bench):
    """50 units at 3.50 and ten at 4.00: slices of 38 hours whose norm is 50 units."""
    bench.items("unit,unit,4.00,45.6,,\n")
    bench.log("2024-03-04,ann,unit,60,,38,,\n")
    bench.scheme(
        '{ piece = { basis = "marginal", bands = [ { from = 0, factor = "0.875" },'
        " { from = 1, factor = 1 } ] } }"
    )
    scheme = bench.compare()["schemes"][0]
    assert scheme["bill"] == "215.00"
    assert scheme["cost_per_unit"] == {"unit": "3.5833"}


SCALE = {
    1: ("1.00", 960), 2: ("1.11", 1066), 3: ("1.23", 1181), 4: ("1.36", 1306), 5: ("1.51", 1450),
    6: ("1.67", 1603), 7: ("1.84", 1766), 8: ("2.02", 1939), 9: ("2.22", 2131), 10: ("2.44", 2342),
    11: ("2.68", 2573), 12: ("2.89", 2774), 13: ("3.12", 2995), 14: ("3.36", 3226),
    15: ("3.62", 3475), 16: ("3.90", 3744), 17: ("4.20", 4032), 18: ("4.50", 4320),
}  # fmt: skip


def test_tariff_scale_of_18_grades_in_whole_units(bench):
    """The decree rounds to whole roubles; the yen has no smaller unit."""
    bench.members("member,grade\n" + "".join(f"m{grade},{grade}\n" for grade in SCALE))
    bench.log("".join(f"2024-03-04,m{grade},,,,1,,\n" for grade in SCALE))
    grades = ", ".join(f'{grade} = "{factor}"' for grade, (factor, _) in SCALE.items())
    bench.scheme(f"{{ graded = {{ base = 960, grades = {{ {grades} }} }} }}")
    pay = bench.pay("--currency", "JPY")
    assert pay == {f"m{grade}": str(rate) for grade, (_, rate) in SCALE.items()}


def test_crew_shares_by_hours_grade_and_participation(bench):
    """5000.00 over the weights 160, 156 and 307.2."""
    bench.members("member,coefficient,participation\nann,1,1\nbo,1.2,1\nci,1.6,1.2\n")
    bench.items("house,house,5000,,,\n")
    bench.log(
        "2024-03-04,,house,1,,,,A\n2024-03-04,ann,house,,,160,,A\n"
        "2024-03-04,bo,house,,,130,,A\n2024-03-04,ci,house,,,160,,A\n"
    )
    bench.scheme('{ crew = { weights = ["hours", "grade", "participation"] } }')
    assert bench.pay() == {"ann": "1283.70", "bo": "1251.60", "ci": "2464.70"}


def test_a_hundred_over_three_members(bench):
    bench.log("2024-03-04,ann,,,,1,,\n2024-03-04,bo,,,,2,,\n2024-03-04,ci,,,,3,,\n")
    bench.scheme('{ equal_share = { fund = "100.00" } }')
    assert sorted(bench.pay().values()) == ["33.33", "33.33", "33.34"]
