"""Each term by itself, and the edges of its rule."""

import pytest

DAY = "2024-03-04"


def test_hours_of_a_kind_are_paid_alone(bench):
    bench.log(f"{DAY},ann,,,,7:30,,\n{DAY},ann,,,,0.5,rest,\n{DAY},ann,,,,1,waiting,\n")
    bench.scheme('{ hourly = { rate = 10, kinds = ["productive", "rest"] } }')
    assert bench.pay() == {"ann": "80.00"}


def test_hours_are_taken_exactly_as_written(bench):
    bench.log(f"{DAY},ann,,,,7.33,,\n")
    bench.scheme("{ hourly = { rate = 10 } }")
    assert bench.pay() == {"ann": "73.30"}


def test_half_a_cent_is_rounded_up_once_per_period(bench):
    bench.log(f"{DAY},ann,,,,0:30,,\n2024-03-05,ann,,,,0:30,,\n2024-04-01,ann,,,,0:30,,\n")
    bench.scheme('{ hourly = { rate = "10.01" } }')
    scheme = bench.compare()["schemes"][0]
    assert scheme["by_period"]["2024-03"]["pay"] == {"ann": "10.01"}
    assert scheme["by_period"]["2024-04"]["pay"] == {"ann": "5.01"}
    assert scheme["bill"] == "15.02"


def test_a_rate_changes_within_the_period(bench):
    bench.items("bolt,piece,1.00,,,2024-03-04\nbolt,piece,1.50,,2024-03-05,\n")
    bench.log(f"{DAY},ann,bolt,10,,8,,\n2024-03-05,ann,bolt,10,,8,,\n")
    bench.scheme("{ piece = {} }")
    assert bench.pay() == {"ann": "25.00"}


def test_rejects_are_unpaid_or_paid_at_their_share_of_the_plain_rate(bench):
    bench.items("bolt,piece,5,30,,\n")
    bench.log(f"{DAY},ann,bolt,16,4,8,,\n")
    bands = "bands = [ { from = 0, factor = 0.8 }, { from = 1, factor = 1.2 } ]"
    bench.schemes(
        "".join(
            f'[[scheme]]\nname = "{n}"\nterms = {{ piece = {{ {inside} }} }}\n'
            for n, inside in enumerate(["", "rejects = 0.5", f"rejects = 0.5, {bands}"])
        )
    )
    bills = [scheme["bill"] for scheme in bench.compare()["schemes"]]
    assert bills == ["80.00", "90.00", "106.00"]


@pytest.mark.parametrize(
    ("made", "at", "beyond"),
    [(15, "75.00", "75.00"), (16, "96.00", "80.00"), (17, "102.00", "102.00")],
)
def test_a_band_starts_at_its_start_unless_it_lies_above(bench, made, at, beyond):
    bench.items("bolt,piece,5,30,,\n")
    bench.log(f"{DAY},ann,bolt,{made},,8,,\n")
    bench.scheme("{ piece = { bands = [ { from = 1, factor = 1.2 } ] } }")
    assert bench.pay() == {"ann": at}
    bench.scheme("{ piece = { bands = [ { from = 1, factor = 1.2, above = true } ] } }")
    assert bench.pay() == {"ann": beyond}


def test_efficiency_leaves_waiting_and_rework_out(bench):
    bench.items("bolt,piece,5,30,,\n")
    bench.log(f"{DAY},ann,bolt,12,,6,,\n{DAY},ann,bolt,,,1,waiting,\n{DAY},ann,bolt,,,1,rework,\n")
    bench.scheme("{ piece = { bands = [ { from = 1, factor = 1.2 } ] } }")
    assert bench.pay() == {"ann": "72.00"}


@pytest.mark.parametrize(
    "terms",
    [
        "{ piece = { bands = [ { from = 0, factor = 0.5 } ] } }",
        '{ time_saved = { plan = "rowan", rate = 10 } }',
    ],
)
def test_output_without_productive_time_gets_straight_rates_and_a_flag(bench, terms):
    bench.items("bolt,piece,5,30,,\n")
    bench.log(f"{DAY},ann,bolt,12,,,,\n{DAY},ann,,,,8,waiting,\n")
    bench.scheme(terms)
    scheme = bench.compare()["schemes"][0]
    assert scheme["bill"] == "60.00"
    assert any("without productive hours" in warning for warning in scheme["warnings"])


@pytest.mark.parametrize(
    ("terms", "bill"),
    [
        ("{ piece = { bands = [ { from = 0, factor = 0.5 } ] } }", "60.00"),
        ('{ time_saved = { plan = "rowan", rate = 10 } }', "80.00"),
    ],
)
def test_an_item_without_a_norm_is_not_judged(bench, terms, bill):
    bench.items("bolt,piece,5,,,\n")
    bench.log(f"{DAY},ann,bolt,12,,8,,\n")
    bench.scheme(terms)
    scheme = bench.compare()["schemes"][0]
    assert scheme["bill"] == bill
    assert any("has no norm" in warning for warning in scheme["warnings"])


def test_no_hours_and_no_output_are_no_pay(bench):
    bench.members("member\nann\nbo\n")
    bench.log(f"{DAY},ann,,,,8,,\n")
    bench.scheme("{ hourly = { rate = 10 } }")
    scheme = bench.compare()["schemes"][0]
    assert scheme["pay"] == {"ann": "80.00", "bo": "0.00"}
    assert scheme["lowest_hourly"] == scheme["highest_hourly"] == "10.00"


def test_an_equal_share_follows_the_days_of_membership(bench):
    bench.members("member,joined,left\nann,,\nbo,2024-04-16,\nci,,2024-04-15\ndi,,2024-03-31\n")
    bench.log("2024-04-02,ann,,,,8,,\n2024-04-20,bo,,,,8,,\n")
    bench.scheme("{ equal_share = { fund = 600 } }")
    assert bench.pay() == {"ann": "300.00", "bo": "150.00", "ci": "150.00"}


def test_a_fund_is_paid_once_in_each_period(bench):
    bench.log("2024-03-04,ann,,,,8,,\n2024-04-04,ann,,,,8,,\n")
    bench.scheme("{ equal_share = { fund = 100 } }")
    assert bench.pay() == {"ann": "200.00"}
    assert bench.pay("--by", "period") == {"ann": "100.00"}
    assert bench.pay("--by", "week") == {"ann": "500.00"}


@pytest.mark.parametrize("window", ["day", "week"])
def test_a_fund_seen_through_shorter_windows_is_still_paid_once(bench, window):
    bench.items("hay,load,1,,,\n")
    bench.log("2024-03-04,ann,hay,1,,8,,\n2024-03-28,bo,hay,3,,8,,\n")
    for fund in ("equal_share = { fund = 100 }", "labour_days = { fund = 100 }"):
        bench.scheme(f'{{ sum = [ {{ {fund} }} ], window = "{window}" }}')
        assert bench.compare()["schemes"][0]["bill"] == "100.00"


def test_need_counts_those_who_live_on_the_pay(bench):
    bench.members("member,adults,children\nann,0,0\nbo,1,2\n")
    bench.log(f"{DAY},ann,,,,8,,\n")
    bench.scheme("{ need = { fund = 100, adult = 0.5, child = 0.25 } }")
    assert bench.pay() == {"ann": "33.33", "bo": "66.67"}


@pytest.mark.parametrize(
    ("term", "pay"),
    [
        # Bo is away for 10 of 20 days without pay, Cy never; the absences of Bo overlap.
        ('equal_share = { fund = "300" }', ("150.00", "150.00")),
        ('equal_share = { fund = "300", unpaid_absence = "left_out" }', ("100.00", "200.00")),
        # Bo counts 1 + 2 × 0.5 = 2 on each day: 10 × 2 against 20.
        ('need = { fund = "300", child = "0.5" }', ("200.00", "100.00")),
        (
            'need = { fund = "300", child = "0.5", unpaid_absence = "left_out" }',
            ("150.00", "150.00"),
        ),
    ],
)
def test_a_scheme_says_whether_days_of_unpaid_absence_count(bench, term, pay):
    bench.log("2024-01-01,Bo,,,,1,,\n2024-01-20,Cy,,,,1,,\n")
    away = "2024-01-03/2024-01-08 2024-01-07/2024-01-11 2024-01-20"
    bench.members(f"member,children,unpaid_absence\nBo,2,{away}\nCy,0,\n")
    bench.scheme(f"{{ {term} }}")
    assert tuple(bench.pay("--by", "period").values()) == pay


def test_who_is_away_all_the_time_has_no_share(bench):
    bench.log("2024-01-01,Bo,,,,1,,\n2024-01-02,Cy,,,,1,,\n")
    bench.members("member,unpaid_absence\nBo,2024-01-01/2024-01-31\nCy,\n")
    bench.scheme('{ equal_share = { fund = "300", unpaid_absence = "left_out" } }')
    assert bench.pay() == {"Bo": "0.00", "Cy": "300.00"}


@pytest.mark.parametrize("days", ["tomorrow", "2024-01-09/2024-01-08"])
def test_an_absence_that_cannot_be_read_is_named(bench, days):
    bench.log("2024-01-01,Bo,,,,1,,\n")
    bench.members(f"member,unpaid_absence\nBo,{days}\n")
    bench.scheme('{ equal_share = { fund = "300" } }')
    assert "line 2, column unpaid_absence" in bench.run().exception.where


def test_labour_days_weigh_what_was_done(bench):
    bench.log(f"{DAY},ann,mowing,2,,8,,\n{DAY},bo,herding,1,,8,,\n{DAY},ci,talking,9,,8,,\n")
    bench.scheme("{ labour_days = { fund = 100, weights = { mowing = 1.5, herding = 2 } } }")
    assert bench.pay() == {"ann": "60.00", "bo": "40.00", "ci": "0.00"}


def test_goods_count_at_their_valuation_on_the_day(bench):
    bench.members("member,children,left\nann,2,\nbo,1,2024-04-15\n")
    bench.log("2024-04-02,ann,,,,8,,\n")
    value = '[ { from = "2024-01-01", value = 30 }, { from = "2024-04-16", value = 60 } ]'
    bench.scheme(f'{{ goods = {{ per = "child", value = {value} }} }}')
    assert bench.pay() == {"ann": "90.00", "bo": "15.00"}


def test_a_late_joiner_shares_in_the_crew_by_hours(bench):
    bench.items("wall,m2,10,,,\n")
    bench.log(
        f"{DAY},,wall,9,,,,A\n{DAY},ann,wall,,,8,,A\n{DAY},bo,wall,,,4,,A\n"
        f"{DAY},bo,wall,,,4,waiting,A\n"
    )
    for terms in ("{ crew = {} }", "{ piece = {} }"):
        bench.scheme(terms)
        assert bench.pay() == {"ann": "60.00", "bo": "30.00"}


def test_what_a_crew_made_is_paid_once(bench):
    bench.items("wall,m2,10,,,\nhay,load,5,,,\n")
    bench.log(
        f"{DAY},,wall,9,,,,A\n{DAY},ann,wall,,,8,,A\n{DAY},bo,wall,,,4,,A\n{DAY},bo,hay,2,,4,,\n"
    )
    bench.scheme("{ sum = [ { crew = {} }, { piece = {} } ] }")
    assert bench.pay() == {"ann": "60.00", "bo": "40.00"}


def test_a_crew_without_hours_is_paid_to_nobody_and_flagged(bench):
    bench.items("wall,m2,10,,,\n")
    bench.log(f"{DAY},,wall,9,,,,A\n{DAY},ann,,,,8,,\n")
    bench.scheme("{ crew = {} }")
    scheme = bench.compare()["schemes"][0]
    assert scheme["bill"] == "0.00"
    assert any("paid to nobody" in warning for warning in scheme["warnings"])


def test_a_crew_whose_weights_are_zero_is_paid_to_nobody_and_flagged(bench):
    bench.items("wall,m2,10,,,\n")
    bench.members("member,participation\nann,0\nbo,0\ncy,1\n")
    bench.log(
        f"{DAY},,wall,9,,,,A\n{DAY},ann,wall,,,8,,A\n{DAY},bo,wall,,,8,,A\n"
        f"{DAY},,wall,2,,,,B\n{DAY},ann,wall,,,1,,B\n{DAY},cy,wall,,,1,,B\n"
    )
    bench.scheme("{ crew = { weights = ['hours', 'participation'] } }")
    scheme = bench.compare()["schemes"][0]
    assert scheme["pay"] == {"ann": "0.00", "bo": "0.00", "cy": "20.00"}
    (warning,) = scheme["warnings"]
    assert "Crew A made 9" in warning
    assert "weights of all who worked are zero" in warning


def test_a_crew_bill_is_its_earnings_to_the_cent(bench):
    bench.items("wall,m2,0.10,,,\n")
    bench.log(
        f"{DAY},,wall,1,,,,A\n" + "".join(f"{DAY},{who},wall,,,8,,A\n" for who in ("a", "b", "c"))
    )
    bench.scheme("{ crew = {} }")
    scheme = bench.compare()["schemes"][0]
    assert scheme["bill"] == "0.10"
    assert sorted(scheme["pay"].values()) == ["0.03", "0.03", "0.04"]


@pytest.mark.parametrize(
    ("window", "pay"), [("day", "200.00"), ("week", "180.00"), ("period", "170.00")]
)
def test_the_window_of_a_guarantee_decides_what_a_good_day_makes_up_for(bench, window, pay):
    """Pieces for 120 and 20 in one week, for 30 in the next; each day is guaranteed 40."""
    bench.items("bolt,piece,1,,,\n")
    bench.log(
        "2024-03-04,ann,bolt,120,,8,,\n2024-03-05,ann,bolt,20,,8,,\n2024-03-11,ann,bolt,30,,8,,\n"
    )
    guarantee = "{ hourly = { rate = 5 } }"
    bench.scheme(f'{{ greatest = [ {{ piece = {{}} }}, {guarantee} ], window = "{window}" }}')
    assert bench.pay() == {"ann": pay}


def test_least_is_a_ceiling(bench):
    bench.items("bolt,piece,5,,,\n")
    bench.log(f"{DAY},ann,bolt,30,,8,,\n{DAY},bo,bolt,10,,8,,\n")
    bench.scheme("{ least = [ { piece = {} }, { hourly = { rate = 15 } } ] }")
    assert bench.pay() == {"ann": "120.00", "bo": "50.00"}


@pytest.mark.parametrize(
    ("since", "pay"),
    [
        ("2014-03-01", "96.00"),
        ("2014-03-02", "94.40"),
        ("1990-01-01", "120.00"),
        ("2024-03-04", "80.00"),
    ],
)
def test_seniority_counts_years_complete_when_the_period_begins(bench, since, pay):
    bench.members(f"member,seniority_from\nann,{since}\n")
    bench.log(f"{DAY},ann,,,,8,,\n")
    bench.scheme(
        "{ times = { seniority = { per_year = 0.02, most = 1.5 },"
        " term = { hourly = { rate = 10 } } } }"
    )
    assert bench.pay() == {"ann": pay}


def test_unknown_seniority_counts_no_years_and_is_flagged(bench):
    bench.log(f"{DAY},ann,,,,8,,\n")
    bench.scheme(
        "{ times = { seniority = { per_year = 0.02 }, term = { hourly = { rate = 10 } } } }"
    )
    scheme = bench.compare()["schemes"][0]
    assert scheme["bill"] == "80.00"
    assert any("seniority is not known" in warning for warning in scheme["warnings"])


GRADED = "{ graded = { base = 10 } }"


@pytest.mark.parametrize(
    ("method", "pay"),
    [
        # μ = 20; c = 20·(2−1) ÷ ((40−20) + 2·(20−10)) = ½: 15, 15, 30 an hour.
        ("compress", {"ann": "15.00", "bo": "15.00", "ci": "30.00"}),
        # Cut at 25 and 15 ÷ 3 given back to each hour.
        ("clip", {"ann": "15.00", "bo": "15.00", "ci": "30.00"}),
    ],
)
def test_a_cap_draws_hourly_pay_together(bench, method, pay):
    bench.members("member,coefficient\nann,1\nbo,1\nci,4\n")
    bench.log(f"{DAY},ann,,,,1,,\n{DAY},bo,,,,1,,\n{DAY},ci,,,,1,,\n")
    bench.scheme(f'{{ cap = {{ ratio = 2, method = "{method}", term = {GRADED} }} }}')
    assert bench.pay() == pay


def test_clip_cuts_the_top_and_leaves_the_middle_its_distance(bench):
    bench.members("member,coefficient\nann,1\nbo,2\nci,6\n")
    bench.log(f"{DAY},ann,,,,1,,\n{DAY},bo,,,,1,,\n{DAY},ci,,,,1,,\n")
    bench.scheme(f'{{ cap = {{ ratio = 2, method = "clip", term = {GRADED} }} }}')
    # u = 30, 30 ÷ 3 back to each: 20, 30, 40.
    assert bench.pay() == {"ann": "20.00", "bo": "30.00", "ci": "40.00"}


def test_a_cap_weighs_hours(bench):
    bench.members("member,coefficient\nann,1\nci,4\n")
    bench.log(f"{DAY},ann,,,,3,,\n{DAY},ci,,,,1,,\n")
    bench.scheme(f"{{ cap = {{ ratio = 2, term = {GRADED} }} }}")
    # μ = 17.5; c = 17.5 ÷ (22.5 + 15) = 7⁄15: 14 and 28 an hour.
    assert bench.pay() == {"ann": "42.00", "ci": "28.00"}


def test_a_cap_that_is_kept_changes_nothing(bench):
    bench.members("member,coefficient\nann,1\nci,4\n")
    bench.log(f"{DAY},ann,,,,3,,\n{DAY},ci,,,,1,,\n")
    bench.scheme(f"{{ cap = {{ ratio = 4, term = {GRADED} }} }}")
    assert bench.pay() == {"ann": "30.00", "ci": "40.00"}


def test_a_fit_scales_to_the_fund_exactly(bench):
    bench.items("bolt,piece,1,,,\n")
    bench.log("".join(f"{DAY},m{n},bolt,{n},,8,,\n" for n in (1, 2, 3, 7)))
    bench.scheme('{ fit = { fund = "99.99", term = { piece = {} } } }')
    scheme = bench.compare()["schemes"][0]
    assert scheme["bill"] == "99.99"
    assert scheme["pay"] == {"m1": "7.69", "m2": "15.38", "m3": "23.08", "m7": "53.84"}


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ("{ piece = {} }", "ann: there is no piece rate for “bolt” on 2024-03-04"),
        ("{ crew = {} }", "A: there is no piece rate for “wall”"),
        (GRADED, "has neither a grade of the scheme nor a coefficient"),
        ("{ graded = { base = 1, grades = { 2 = 3 } } }", "ann: the scheme knows no grade “1”"),
        ("{ labour_days = { fund = 1, weights = { x = 1 } } }", "Nobody has a share in the fund"),
        ("{ fit = { fund = 1, term = { hourly = { rate = 0 } } } }", "Nothing was earned"),
    ],
)
def test_a_scheme_that_cannot_be_computed_says_for_whom_and_why(bench, terms, why):
    bench.members("member,grade\nann,1\nbo,\n")
    bench.log(f"{DAY},ann,bolt,3,,8,,\n{DAY},bo,,,,8,,\n{DAY},,wall,1,,,,A\n{DAY},bo,wall,,,1,,A\n")
    bench.scheme(terms)
    refusal = bench.refusal()
    assert refusal.startswith(("schemes.toml: “It”: ", "log.csv, line "))
    assert why in refusal


def test_who_earns_in_only_one_term_of_a_guarantee_around_a_sum_is_paid_by_it(bench):
    bench.log("2024-01-02,Ana,brick,10,,8,,\n2024-01-02,Boris,,,,8,,\n")
    bench.items("brick,piece,9.00,,,\n")
    bench.scheme(
        "{ greatest = [ { sum = [ { crew = {} }, { piece = {} } ] },"
        ' { hourly = { rate = "10.00", kinds = ["waiting"] } } ] }'
    )

    assert bench.compare()["schemes"][0]["pay"] == {"Ana": "90.00", "Boris": "0.00"}


@pytest.mark.parametrize(
    ("fund", "pay"),
    [
        ("26", {"ann": "20.00", "ben": "6.00"}),  # the floor takes all that ben's scaling leaves
        ("60", {"ann": "40.00", "ben": "20.00"}),  # nobody needs the floor
        ("12", {"ann": "6.00", "ben": "6.00"}),
    ],
)
def test_a_floor_under_a_fit_is_paid_out_of_the_fund(bench, fund, pay):
    bench.items("bolt,piece,1,,,\n")
    bench.log(f"{DAY},ann,bolt,40,,6,,\n{DAY},ben,bolt,20,,6,,\n")
    floor = "floor = { hourly = { rate = 1 } }"
    if fund == "26":
        bench.log(f"{DAY},ann,bolt,40,,6,,\n{DAY},ben,bolt,6,,6,,\n")
    bench.scheme(f"{{ fit = {{ term = {{ piece = {{}} }}, fund = {fund}, {floor} }} }}")
    assert bench.pay() == pay


def test_floors_that_are_more_than_the_fund_are_refused(bench):
    bench.items("bolt,piece,1,,,\n")
    bench.log(f"{DAY},ann,bolt,40,,6,,\n{DAY},ben,bolt,20,,6,,\n")
    floor = "floor = { hourly = { rate = 1 } }"
    bench.scheme(f"{{ fit = {{ term = {{ piece = {{}} }}, fund = 11, {floor} }} }}")
    assert "the floors alone come to 12, more than the fund of 11" in bench.refusal()


@pytest.mark.parametrize(
    ("terms", "pay"),
    [
        # 40 h at the norm cost 320 at a baseline of 8, and 300 in wages: half of 20 over 30 h
        ("baseline = 8, share = 0.5", {"ann": "103.33", "ben": "206.67"}),
        ("baseline = 7.5, share = 1", {"ann": "100.00", "ben": "200.00"}),
        ("baseline = 7, share = 1", {"ann": "100.00", "ben": "200.00"}),  # a loss is not taken
        # 400 at piece rates
        ('of = "value", baseline = 0.9, share = 0.5', {"ann": "110.00", "ben": "220.00"}),
    ],
)
def test_a_gain_is_shared_by_hours_and_a_loss_is_not(bench, terms, pay):
    bench.items("bolt,piece,5,30,,\n")
    bench.log(f"{DAY},ann,bolt,50,,10,,\n{DAY},ben,bolt,30,,20,,\n")
    bench.scheme(f"{{ gain = {{ term = {{ hourly = {{ rate = 10 }} }}, {terms} }} }}")
    assert bench.pay() == pay


@pytest.mark.parametrize(
    ("tariff", "pay"),
    [
        (2, {"ann": "24.00", "ben": "36.00"}),  # 16 and 24 first, then 20 by hours: 8 and 12
        (3, {"ann": "24.00", "ben": "36.00"}),
        (30, {"ann": "24.00", "ben": "36.00"}),  # less than the tariff: shared by it
    ],
)
def test_a_crews_tariff_comes_out_of_its_earnings(bench, tariff, pay):
    bench.items("bolt,piece,1,,,\n")
    bench.members("member,coefficient\nann,1\nben,1\n")
    bench.log(f"{DAY},,bolt,60,,,,A\n{DAY},ann,bolt,,,8,,A\n{DAY},ben,bolt,,,12,,A\n")
    bench.scheme(f"{{ crew = {{ tariff = {tariff} }} }}")
    assert bench.pay() == pay


def test_a_crews_surplus_follows_participation_and_its_tariff_does_not(bench):
    bench.items("bolt,piece,1,,,\n")
    bench.members("member,coefficient,participation\nann,1,0\nben,1,1\n")
    bench.log(f"{DAY},,bolt,60,,,,A\n{DAY},ann,bolt,,,8,,A\n{DAY},ben,bolt,,,12,,A\n")
    bench.scheme('{ crew = { tariff = 2, weights = ["participation"] } }')
    assert bench.pay() == {"ann": "16.00", "ben": "44.00"}
