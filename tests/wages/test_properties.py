"""What holds for every log and every scheme."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.production.hours import HoursKind
from app.wages.rules.book import Book, Grain
from app.wages.rules.canonical import scheme_hash, to_data
from app.wages.rules.describe import describe
from app.wages.rules.earned import InForce, Inputs, earned
from app.wages.rules.evaluate import evaluate
from app.wages.rules.explain import explain
from app.wages.rules.legal import Legal, MinimumWindow, Overtime
from app.wages.rules.legal_profile import always
from app.wages.rules.measures import independent
from app.wages.rules.parse import parse_terms
from app.wages.rules.pay import compute_pay
from app.wages.rules.spans import Every, PayPeriod, Span, monthly
from app.wages.rules.spread import paid_leaves, spread
from app.wages.rules.tally import NO_WORK
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
    Times,
    TimeSaved,
    Unpaid,
    Weight,
)
from app.wages.rules.trees import inner
from app.wages.rules.work import Member, Prices, Standing, Timeline, Version, WorkLine

FIRST = date(2024, 1, 20)
DAYS = 40
NAMES = ("a", "b", "c", "d", "e")
ITEMS = ("bolt", "nut")

quick = settings(max_examples=60, deadline=None)
amounts = st.integers(0, 100_000).map(lambda cents: Fraction(cents, 100))
funds = st.integers(1, 1_000_000).map(lambda cents: Fraction(cents, 100))
factors = st.integers(0, 300).map(lambda percent: Fraction(percent, 100))
shares = st.integers(0, 100).map(lambda percent: Fraction(percent, 100))
days = st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n))
quantities = st.integers(0, 500).map(lambda tenths: Fraction(tenths, 10))
minutes = st.integers(0, 720).map(Fraction)

own_lines = st.builds(
    WorkLine,
    on=days,
    member=st.sampled_from(NAMES),
    item=st.sampled_from(ITEMS),
    quantity=quantities,
    rejects=quantities,
    minutes=minutes,
    kind=st.sampled_from(HoursKind),
)
crew_hours = st.builds(
    WorkLine,
    on=days,
    member=st.sampled_from(NAMES),
    item=st.just("bolt"),
    minutes=minutes,
    crew=st.just("A"),
)
crew_output = st.builds(
    WorkLine,
    on=days,
    member=st.just(""),
    item=st.just("bolt"),
    quantity=quantities,
    crew=st.just("A"),
)
logs = st.lists(own_lines | crew_hours | crew_output, max_size=25)

bands = st.lists(
    st.builds(Band, from_=shares, factor=factors, above=st.booleans()),
    max_size=3,
    unique_by=lambda band: (band.from_, band.above),
).map(lambda found: tuple(sorted(found, key=lambda band: (band.from_, band.above))))

piece = st.builds(Piece, bands=bands, basis=st.sampled_from(Basis), rejects=shares)
hourly = st.builds(
    Hourly, rate=amounts, kinds=st.frozensets(st.sampled_from(HoursKind), min_size=1)
)
crew = st.builds(
    lambda chosen, tariff: Crew(tuple(w for w in Weight if w in chosen), tariff),
    st.lists(st.sampled_from(Weight), min_size=1, unique=True),
    st.none() | amounts,
)
leaves = st.one_of(
    st.builds(EqualShare, fund=funds, unpaid_absence=st.sampled_from(Unpaid)),
    hourly,
    st.builds(Graded, base=amounts),
    st.builds(
        Need, fund=funds, adult=factors, child=factors, unpaid_absence=st.sampled_from(Unpaid)
    ),
    piece,
    st.builds(TimeSaved, plan=st.sampled_from(Plan), rate=amounts, share=shares),
    crew,
    st.builds(Goods, per=st.sampled_from(Head), value=amounts),
)


def _around(terms):
    several = st.lists(terms, min_size=1, max_size=3).map(tuple)
    windows = st.sampled_from(Every)
    return st.one_of(
        st.builds(Sum, terms=several, window=windows),
        st.builds(Greatest, terms=several, window=windows),
        st.builds(Least, terms=several, window=windows),
        st.builds(Blend, lambda_=shares, terms=st.tuples(terms, terms)),
        st.builds(Times, term=terms, factor=factors),
        st.builds(Times, term=terms, seniority=st.builds(Seniority, per_year=shares)),
        st.builds(
            Cap,
            term=terms,
            ratio=shares.map(lambda share: 1 + 3 * share),
            method=st.sampled_from(Method),
        ),
        st.builds(Gain, term=terms, baseline=factors, share=shares, of=st.sampled_from(Measure)),
    )


schemes = st.recursive(leaves, _around, max_leaves=5)
"""Any scheme but those that may find nothing to share: see `fit` and `labour_days` below."""

MEMBERS = [
    Member(
        name,
        Span(FIRST + timedelta(days=5 * n), date.max),
        date(2024 - 4 * n, 2, 1),
        Timeline(
            (
                Version(
                    Standing("", Fraction(10 + n, 10), Fraction(9 + n, 10), n % 2, n % 3),
                    Span(date.min, FIRST + timedelta(days=10)),
                ),
                Version(
                    Standing("", Fraction(12 + n, 10), Fraction(1), n % 3, n % 2),
                    Span(FIRST + timedelta(days=11), date.max),
                ),
            )
        ),
        (Span(FIRST + timedelta(days=7), FIRST + timedelta(days=7 + 6 * n)),) if n else (),
    )
    for n, name in enumerate(NAMES)
]
CHANGE = FIRST + timedelta(days=17)
BEFORE, AFTER = Span(date.min, CHANGE), Span(CHANGE + timedelta(days=1), date.max)
PRICES = Prices(
    {
        "bolt": Timeline((Version(Fraction("1.25"), BEFORE), Version(Fraction("1.333"), AFTER))),
        "nut": Timeline((Version(Fraction("0.07")),)),
    },
    {
        "bolt": Timeline((Version(Fraction(7)),)),
        "nut": Timeline((Version(Fraction("0.5"), BEFORE), Version(Fraction("0.4"), AFTER))),
    },
)
PERIODS = monthly(Span(FIRST, FIRST + timedelta(days=DAYS - 1)))


def book(lines, members=MEMBERS, grain=Grain.WINDOW):
    return Book(lines, members, PRICES, grain=grain)


def pay(term, lines, members=MEMBERS, **law):
    legal = Legal(**law)
    paid = compute_pay(term, book(lines, members, legal.grain), PERIODS, 2, always(legal))
    return [period.pay for period in paid]


def bills(term, lines):
    return [sum(period.values()) for period in pay(term, lines)]


@quick
@given(schemes, logs, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(term, lines, random: Random):
    shuffled = random.sample(lines, len(lines))
    assert pay(term, shuffled) == pay(term, lines)


@quick
@given(schemes, logs, st.permutations(MEMBERS))
def test_the_order_of_members_moves_a_left_over_cent_at_most(term, lines, members):
    for one, other in zip(pay(term, lines), pay(term, lines, members), strict=True):
        assert all(abs(one[name] - other[name]) <= size(term) for name in NAMES)


@quick
@given(schemes, logs)
def test_equal_work_and_standing_earn_equal_pay_but_for_a_left_over_cent(term, lines):
    twin = replace(MEMBERS[0], key="z")
    doubled = [*lines, *(replace(line, member="z") for line in lines if line.member == "a")]
    for period in pay(term, doubled, [*MEMBERS, twin]):
        assert abs(period["a"] - period["z"]) <= size(term)


def size(term):
    """How many terms a scheme has, each of which may deal out a cent more or less."""
    return 1 + sum(size(part) for part in inner(term))


def told(explanation):
    yield str(explanation.sentence)
    for part in explanation.parts:
        yield from told(part)


@quick
@given(schemes, logs)
def test_every_trace_adds_up_and_can_be_told(term, lines):
    for period in PERIODS:
        for trace in evaluate(term, book(lines).window(period.span, period.span)).values():
            assert sum((amount for _, amount in paid_leaves(trace)), Fraction(0)) == trace.amount
            assert 0 <= independent(trace) <= trace.amount
            assert all(told(explain(trace, "EUR")))
    assert "%" not in str(describe(term))


@settings(quick, max_examples=30)
@given(schemes, logs, st.integers(0, DAYS))
def test_the_lines_of_the_payslips_are_the_bill(term, lines, change):
    """Also where another scheme begins within the period: each pays its own days."""
    span, day = Span(FIRST, FIRST + timedelta(days=DAYS - 1)), FIRST + timedelta(days=change)
    parts = [Span(FIRST, day - timedelta(days=1)), Span(day, span.last)]
    in_force = tuple(InForce(part, "It", term, 1) for part in parts if part.days > 0)
    ids = {member.key: n for n, member in enumerate(MEMBERS)}
    inputs = Inputs("EUR", span, 0, in_force, tuple(MEMBERS), ids, PRICES, tuple(lines))
    periods = [PayPeriod(str(n), one.span, 0, span) for n, one in enumerate(in_force)]
    paid = compute_pay(term, book(lines), periods, 2)
    found = earned(inputs)
    told = {name: sum(line.amount for line in found.lines(name)) for name in NAMES}
    bill = {name: sum(period.pay[name] for period in paid) for name in NAMES}
    assert told == bill == {name: found.amount(name) for name in NAMES}


@quick
@given(schemes, logs, st.sampled_from([Grain.DAY, Grain.LINE]))
def test_how_finely_a_book_tells_work_apart_changes_no_pay(term, lines, grain):
    coarse = compute_pay(term, book(lines), PERIODS, 2)
    fine = compute_pay(term, book(lines, grain=grain), PERIODS, 2)
    assert [period.pay for period in coarse] == [period.pay for period in fine]
    fine_book = book(lines, grain=grain)
    for period in fine:
        work = fine_book.tallies_in(period.period.span)
        for member, trace in period.traces.items():
            tally = work.get(member, NO_WORK)
            laid = spread(trace, tally)
            on_days = sum([*laid.earned.values(), *laid.shared.values()], Fraction(0))
            assert on_days == trace.amount if tally.minutes else on_days <= trace.amount


@quick
@given(st.builds(EqualShare, fund=funds) | st.builds(Need, fund=funds, adult=shares, child=shares))
def test_a_fund_is_shared_to_the_cent(term):
    assert bills(term, []) == [term.fund * 100] * len(PERIODS)


@quick
@given(schemes, funds, logs)
def test_a_fit_pays_the_fund_to_the_cent(term, fund, lines):
    worked = [
        *lines,
        *(WorkLine(period.span.last, "a", minutes=Fraction(60)) for period in PERIODS),
    ]
    earning = Sum((term, Hourly(Fraction(1))))
    assert bills(Fit(earning, fund), worked) == [fund * 100] * len(PERIODS)


@quick
@given(schemes, amounts, funds, logs)
def test_a_fit_with_a_floor_pays_the_fund_and_nobody_less_than_the_floor(term, rate, spare, lines):
    worked = [
        *lines,
        *(WorkLine(period.span.last, "a", minutes=Fraction(60)) for period in PERIODS),
    ]
    floor = Hourly(rate)
    fund = max(bills(floor, worked)) / Fraction(100) + spare
    fitted = Fit(Sum((term, Hourly(Fraction(1)))), fund, floor)
    assert bills(fitted, worked) == [fund * 100] * len(PERIODS)
    for period in PERIODS:
        window = book(worked).window(period.span, period.span)
        traces, floors = evaluate(fitted, window), evaluate(floor, window)
        assert all(traces[name].amount >= least.amount for name, least in floors.items())


@quick
@given(schemes, factors, shares, st.sampled_from(Measure), logs)
def test_a_gain_costs_nobody_anything_and_is_shared_by_hours(term, baseline, share, of, lines):
    shared = Gain(term, baseline, share, of)
    for period in PERIODS:
        window = book(lines).window(period.span, period.span)
        before, after = evaluate(term, window), evaluate(shared, window)
        hourly_gain = {
            (after[name].amount - (before[name].amount if name in before else 0)) / tally.minutes
            for name, tally in window.tallies.items()
            if tally.minutes
        }
        assert len(hourly_gain) <= 1
        assert min(hourly_gain, default=0) >= 0


@quick
@given(funds, logs)
def test_labour_days_pay_the_fund_to_the_cent(fund, lines):
    worked = [*lines, *(WorkLine(p.span.last, "a", "nut", Fraction(1)) for p in PERIODS)]
    assert bills(LabourDays(fund), worked) == [fund * 100] * len(PERIODS)


@quick
@given(crew, logs)
def test_crews_are_paid_what_they_earned_to_the_cent(term, lines):
    for period, bill in zip(PERIODS, bills(term, lines), strict=True):
        earned = sum(
            shift.quantity * shift.rate.value
            for shift in book(lines).shifts_in(period.span)
            if shift.all_minutes
        )
        assert bill == int(earned * 100 + Fraction(1, 2))


@quick
@given(schemes, logs, shares, st.sampled_from(Method))
def test_a_cap_leaves_the_bill_unchanged_and_keeps_the_ratio(term, lines, share, method):
    capped = Cap(term, 1 + share, method)
    assert bills(capped, lines) == bills(term, lines)
    for period in PERIODS:
        window = book(lines).window(period.span, period.span)
        traces = evaluate(capped, window)
        hourly_pay = [
            traces[member].amount / tally.minutes if member in traces else Fraction(0)
            for member, tally in window.tallies.items()
            if tally.minutes
        ]
        assert max(hourly_pay, default=0) <= capped.ratio * min(hourly_pay, default=0)


@quick
@given(schemes, schemes, logs)
def test_a_guarantee_never_lowers_pay_and_a_ceiling_never_raises_it(term, other, lines):
    plain = pay(term, lines)
    for bound, worse in ((Greatest, False), (Least, True)):
        for before, after in zip(plain, pay(bound((term, other)), lines), strict=True):
            assert all(after[m] == before[m] or (after[m] < before[m]) is worse for m in NAMES)


@quick
@given(schemes, schemes, logs)
def test_the_ends_of_a_blend_are_its_terms(first, second, lines):
    assert pay(Blend(Fraction(1), (first, second)), lines) == pay(first, lines)
    assert pay(Blend(Fraction(0), (first, second)), lines) == pay(second, lines)


@quick
@given(st.lists(own_lines, max_size=15), st.integers(1, 5))
def test_straight_piece_rates_are_linear(lines, times):
    more = [replace(line, quantity=line.quantity * times) for line in lines]
    for period in PERIODS:
        one = evaluate(Piece(), book(lines).window(period.span, period.span))
        many = evaluate(Piece(), book(more).window(period.span, period.span))
        assert {m: trace.amount * times for m, trace in one.items() if trace.amount} == {
            m: trace.amount for m, trace in many.items() if trace.amount
        }


@quick
@given(
    schemes,
    logs,
    st.sampled_from(MinimumWindow),
    st.sampled_from(Overtime),
    st.integers(0, 40).map(Fraction),
    st.booleans(),
)
def test_the_law_never_lowers_pay_and_its_minimum_is_reached(
    term, lines, window, overtime, minimum, rest_and_waiting
):
    law = {
        "minimum_hourly": minimum,
        "minimum_window": window,
        "overtime": overtime,
        "overtime_after": Fraction(10),
        "rest_and_waiting": rest_and_waiting,
    }
    plain, lawful = pay(term, lines), pay(term, lines, **law)
    for before, after in zip(plain, lawful, strict=True):
        assert all(after[name] >= before[name] for name in NAMES)
    hours = sum(line.minutes for line in lines if line.member) / 60
    assert sum(sum(period.values()) for period in lawful) + len(NAMES) >= minimum * hours * 100


@quick
@given(schemes)
def test_a_scheme_keeps_its_hash_through_json(term):
    again = parse_terms(to_data(term))
    assert again == term
    assert scheme_hash(again) == scheme_hash(term)


def test_the_schemes_tried_have_every_kind_of_hours():
    assert frozenset(HoursKind) == ALL_KINDS
