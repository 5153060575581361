"""Worked cases as regulations and textbooks print them, or as their rule gives them exactly.

Where a source rounds on the way (a regular rate of 13.64 instead of 600 ÷ 44), the exact amount
stands here: pay is rounded once.
"""

from dataclasses import dataclass

import pytest

REGULAR = '[legal]\novertime = "regular-rate"\n'
OWN_RATE = '[legal]\novertime = "time-and-a-half"\n'
TWO_RATES = (
    '{ sum = [ { hourly = { rate = 10, kinds = ["productive"] } },'
    ' { hourly = { rate = 12, kinds = ["training"] } } ] }'
)
SALARY = '{ equal_share = { fund = "600.00" } }'
TAYLOR = '{ piece = { bands = [ { from = 0, factor = "0.8" }, { from = 1, factor = "1.2" } ] } }'
MERRICK = (
    '{ piece = { bands = [ { from = 0, factor = 1 }, { from = "0.83", factor = "1.1" },'
    ' { from = 1, factor = "1.2", above = true } ] } }'
)


@dataclass(frozen=True)
class Case:
    """`log`: rows without their date, with 4 March 2024 before them, a Monday."""

    terms: str
    log: str
    pay: str
    items: str = ""
    members: str = ""
    law: str = ""


def bonus(plan: str, share: str = "", rate: str = "1") -> str:
    part = f', share = "{share}"' if share else ""
    return f'{{ time_saved = {{ plan = "{plan}", rate = "{rate}"{part} }} }}'


JOB_OF_48_HOURS = {"log": "ann,job,1,,40,,", "items": "job,job,,2880,,"}
JOB_OF_20_HOURS = {"log": "ann,job,1,,10,,", "items": "job,job,,1200,,"}
BRIGADE = {
    # Each one's tariff for the month stands as the coefficient of one hour.
    "log": ",job,1,,,,G\n" + "".join(f"{who},job,,,1,,G\n" for who in "abcde"),
    "items": "job,job,600000,,,",
    "members": "member,coefficient,participation\na,51480,1.1\nb,45760,1\nc,48600,1\n"
    "d,30480,1\ne,40040,0.4",
}
CASES = {
    "29 CFR 778.111 as of 1968: 261.50 in 50 hours, 5.23 and ten times 2.615": Case(
        '{ sum = [ { piece = {} }, { hourly = { rate = 4, kinds = ["waiting"] } } ] }',
        "ann,part,491,,46,,\nann,,,,4,waiting,",
        "287.65",
        items="part,part,0.5,,,",
        law=REGULAR,
    ),
    "29 CFR 778.115, two rates: 540 in 50 hours are 10.80": Case(
        TWO_RATES, "ann,,,,30,,\nann,,,,20,training,", "594.00", law=REGULAR
    ),
    "29 CFR 778.114 (b)(1), 37.5 hours for the salary": Case(
        SALARY, "ann,,,,37.5,,", "600.00", law=REGULAR
    ),
    "29 CFR 778.114 (b)(1), 44 hours; the regulation prints 627.28 by a rounded rate": Case(
        SALARY, "ann,,,,44,,", "627.27", law=REGULAR
    ),
    "29 CFR 778.114 (b)(1), 50 hours": Case(SALARY, "ann,,,,50,,", "660.00", law=REGULAR),
    "29 CFR 778.114 (b)(1), 48 hours": Case(SALARY, "ann,,,,48,,", "650.00", law=REGULAR),
    "29 CFR 778.113 (a), 182.70 for 35 hours are 5.22, in 45 hours": Case(
        "{ hourly = { rate = 5.22 } }", "ann,,,,45,,", "247.95", law=REGULAR
    ),
    "29 CFR 778.322, 200 for 35 hours, in 41; the regulation prints 237.12 by rounded rates": Case(
        '{ hourly = { rate = "5.714285714286" } }', "ann,,,,41,,", "237.14", law=REGULAR
    ),
    "29 CFR 778.325, 275 for 55 hours, in 60": Case(
        "{ hourly = { rate = 5 } }", "ann,,,,60,,", "350.00", law=REGULAR
    ),
    "29 CFR 778.325, the same salary for any hours, in 50": Case(
        "{ equal_share = { fund = 275 } }", "ann,,,,50,,", "302.50", law=REGULAR
    ),
    "29 CFR 778.112, day rates: six days at 60 in 48 hours": Case(
        "{ piece = {} }", "ann,day,6,,48,,", "390.00", items="day,day,60,,,", law=OWN_RATE
    ),
    "29 CFR 778.112 by the regular rate: 360 ÷ 48 = 7.50": Case(
        "{ piece = {} }", "ann,day,6,,48,,", "390.00", items="day,day,60,,,", law=REGULAR
    ),
    "29 USC 206: pieces below the minimum are topped up, then overtime": Case(
        "{ piece = {} }",
        "ann,part,300,,50,,",
        "398.75",
        items="part,part,1,,,",
        law=REGULAR + 'minimum_hourly = "7.25"\nminimum_window = "week"\n',
    ),
    "Labor Code 226.2, rest at the average of 400 in 38.5 hours": Case(
        "{ piece = {} }",
        "ann,part,400,,38.5,,\nann,,,,1.5,rest,",
        "415.58",
        items="part,part,1,,,",
        law="[legal]\nrest_and_waiting = true\n",
    ),
    "SI 2015/621 reg. 43, 12 shirts an hour at 8.72: 0.872 is the fair rate": Case(
        "{ piece = {} }",
        "ann,shirt,12,,1,,",
        "10.46",
        items="shirt,shirt,0.80,5,,",
        law='[legal]\nminimum_hourly = "8.72"\nrated_output = true\n',
    ),
    "SI 2015/621 reg. 43, at the fair rate nothing is added": Case(
        "{ piece = {} }",
        "ann,shirt,10,,1,,",
        "8.72",
        items="shirt,shirt,0.872,5,,",
        law='[legal]\nminimum_hourly = "8.72"\nrated_output = true\n',
    ),
    "Halsey, 48 hours allowed and 40 taken": Case(bonus("halsey"), pay="44.00", **JOB_OF_48_HOURS),
    "Rowan, 48 hours allowed and 40 taken": Case(bonus("rowan"), pay="46.67", **JOB_OF_48_HOURS),
    "Halsey-Weir, 30 per cent of the time saved": Case(
        bonus("halsey", "0.3"), pay="42.40", **JOB_OF_48_HOURS
    ),
    "Standard hour plan: all of the time saved": Case(
        bonus("halsey", "1"), pay="48.00", **JOB_OF_48_HOURS
    ),
    "Halsey at half the time allowed, where Rowan pays as much": Case(
        bonus("halsey"), pay="15.00", **JOB_OF_20_HOURS
    ),
    "Rowan at half the time allowed": Case(bonus("rowan"), pay="15.00", **JOB_OF_20_HOURS),
    "Halsey, no time saved: the time is paid": Case(
        bonus("halsey"), "ann,job,1,,50,,", "50.00", items="job,job,,2880,,"
    ),
    "Bedaux, 600 points in 8 hours at 0.60": Case(
        bonus("bedaux", rate="0.60"), "ann,unit,600,,8,,", "5.70", items="unit,unit,,1,,"
    ),
    "Gantt, below, at and above the task": Case(
        bonus("gantt", rate="0.50"),
        "ann,unit,30,,8,,\nbo,unit,40,,8,,\nci,unit,50,,8,,",
        "4.00 4.80 6.00",
        items="unit,unit,,12,,",
    ),
    "Emerson at two thirds, at the norm and a tenth above it": Case(
        bonus("emerson", rate="10"),
        "ann,slow,16,,8,,\nbo,unit,16,,8,,\nci,unit,17.6,,8,,",
        "80.00 96.00 104.00",
        items="unit,unit,,30,,\nslow,unit,,20,,",
    ),
    "Emerson, 800 a day; a lecture prints 86.392 for 640, at 7.99 instead of 8 per cent": Case(
        bonus("emerson", rate="10"),
        "a,pc,400,,8,,\nb,pc,640,,8,,\nc,pc,1000,,8,,",
        "80.00 86.40 116.00",
        items="pc,pc,,0.6,,",
    ),
    "Emerson above the norm: 240 instead of 192 in 12 hours": Case(
        bonus("emerson", rate="0.75"), "ann,pc,240,,12,,", "13.05", items="pc,pc,,3.75,,"
    ),
    "A brigade by tariff; the book's factor of 2.773 leaves 30 roubles of 600,000 unpaid": Case(
        '{ crew = { weights = ["hours", "grade"] } }',
        pay="142762.06 126899.61 134775.38 84525.79 111037.16",
        **BRIGADE,
    ),
    "A brigade's tariff, and by participation what it earned above": Case(
        '{ crew = { tariff = 1, weights = ["hours", "grade", "participation"] } }',
        pay="161487.73 134655.13 143012.22 89691.62 71153.30",
        **BRIGADE,
    ),
    "All of it by participation; the book prints 92,905 for the fourth, 300 too much": Case(
        '{ crew = { weights = ["hours", "grade", "participation"] } }',
        pay="172048.37 139028.99 147657.53 92604.97 48660.14",
        **BRIGADE,
    ),
    "Taylor, 2.40 an hour and 30 seconds a unit, 80 and 120 per cent": Case(
        TAYLOR,
        "ann,unit,800,,8,,\nbo,unit,1000,,8,,",
        "12.80 24.00",
        items="unit,unit,0.02,0.5,,",
    ),
    "Merrick at 75, 83.3, 100 and 108 per cent": Case(
        MERRICK,
        "ann,unit,90,,8,,\nbo,unit,100,,8,,\nci,unit,120,,8,,\ndi,unit,130,,8,,",
        "9.00 11.00 13.20 15.60",
        items="unit,unit,0.10,4,,",
    ),
    "Progressive piece rates: the second tenth above the norm at half as much again": Case(
        '{ piece = { basis = "marginal", bands = [ { from = 1, factor = "1.25" },'
        ' { from = "1.1", factor = "1.5" } ] } }',
        "ann,unit,120,,8,,",
        "127.50",
        items="unit,unit,1,4.8,,",
    ),
    "Scanlon: pay at half of the value, four fifths of the saving": Case(
        '{ gain = { baseline = "0.5", share = "0.8", of = "value",'
        " term = { hourly = { rate = 10 } } } }",
        "ann,unit,1000,,40,,",
        "480.00",
        items="unit,unit,1,,,",
    ),
    "Improshare: 50 standard hours in 40, half of the saving": Case(
        '{ gain = { baseline = 10, share = "0.5", of = "standard",'
        " term = { hourly = { rate = 10 } } } }",
        "ann,unit,50,,40,,",
        "450.00",
        items="unit,unit,,60,,",
    ),
    "Group piece work: 200 by 30 and 20 hours": Case(
        '{ crew = { weights = ["hours"] } }',
        ",house,1,,,,G\nann,house,,,30,,G\nbo,house,,,20,,G",
        "120.00 80.00",
        items="house,house,200,,,",
    ),
    "Labour-days: 4 ha ploughed at 1.5 and 8 weeded at 0.5": Case(
        '{ labour_days = { fund = 1000, weights = { plough = "1.5", weed = "0.5" } } }',
        "ann,plough,4,,8,,\nbo,weed,8,,8,,",
        "600.00 400.00",
        items="plough,ha,,,,\nweed,ha,,,,",
    ),
    "Kibbutz budget: one adult, and two adults with two children at a half": Case(
        '{ need = { fund = 10000, adult = 1, child = "0.5" } }',
        "ann,,,,8,,\nbo,,,,8,,",
        "2500.00 7500.00",
        members="member,adults,children\nann,0,0\nbo,1,2",
    ),
    "Labour notes of 1832: an hour is a note": Case(
        "{ hourly = { rate = 1 } }", "ann,,,,8,,\nbo,,,,6:30,,", "8.00 6.50"
    ),
    "A ratio of 6 drawn to 4.5, the bill as it was": Case(
        '{ cap = { ratio = "4.5", term = { graded = { base = 10 } } } }',
        "ann,,,,10,,\nbo,,,,10,,",
        "127.27 572.73",
        members="member,coefficient\nann,1\nbo,6",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_case_of_the_books(bench, name):
    case = CASES[name]
    bench.log("".join(f"2024-03-04,{row}\n" for row in case.log.splitlines()))
    if case.items:
        bench.items(f"{case.items}\n")
    if case.members:
        bench.members(f"{case.members}\n")
    bench.scheme(case.terms, case.law)
    assert list(bench.pay("--currency", "USD").values()) == case.pay.split()


def test_overtime_by_the_rate_in_effect_when_it_is_worked_29_cfr_778_419(bench):
    """Forty hours at 10, then five at 12: these earn half as much again."""
    bench.log("2024-03-04,ann,,,,40,,\n2024-03-08,ann,,,,5,training,\n")
    bench.scheme(TWO_RATES, OWN_RATE)
    assert bench.pay() == {"ann": "490.00"}


def test_one_and_a_half_piece_rates_in_overtime_29_cfr_778_418(bench):
    bench.items("part,part,1,,,\n")
    bench.log("2024-03-04,ann,part,400,,40,,\n2024-03-08,ann,part,50,,5,,\n")
    bench.scheme("{ piece = {} }", OWN_RATE)
    assert bench.pay() == {"ann": "475.00"}
