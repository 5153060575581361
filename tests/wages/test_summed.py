"""Schemes and laws computed from sums by member and day come to what every line of the log gives:
any scheme, under any laws that follow each other, over any log."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.production.hours import HoursKind
from app.wages.rules.book import Book
from app.wages.rules.compare import Scheme
from app.wages.rules.cost import work_by_item
from app.wages.rules.exact import total
from app.wages.rules.legal import Legal, MinimumWindow, Overtime
from app.wages.rules.legal_profile import LawInForce, grain_of, week_starts_of
from app.wages.rules.pay import compute_pay
from app.wages.rules.spans import Every, Span, monthly, weekly, whole
from app.wages.rules.summed.columns import Column
from app.wages.rules.summed.compare import compare_sums
from app.wages.rules.summed.law import check_summed
from app.wages.rules.summed.work import NotSummed, Work
from app.wages.rules.tally import NO_WORK
from app.wages.rules.terms import (
    Blend,
    EqualShare,
    Fit,
    Goods,
    Greatest,
    Head,
    Hourly,
    Least,
    Need,
    Piece,
    Plan,
    Sum,
    Times,
    TimeSaved,
)
from app.wages.rules.work import NotComputable, WorkLine
from tests.wages.test_properties import (
    DAYS,
    FIRST,
    MEMBERS,
    PRICES,
    amounts,
    factors,
    funds,
    hourly,
    logs,
    piece,
    shares,
)

SPAN = Span(FIRST, FIRST + timedelta(days=DAYS - 1))
windows = st.sampled_from(Every)
leaves = st.one_of(
    hourly,
    piece,
    st.builds(TimeSaved, plan=st.sampled_from(Plan), rate=amounts, share=shares),
    st.builds(EqualShare, fund=funds),
    st.builds(Need, fund=funds, adult=factors, child=factors),
    st.builds(Goods, per=st.sampled_from(Head), value=amounts),
)


def _around(terms):
    several = st.lists(terms, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        *(st.builds(kind, terms=several, window=windows) for kind in (Sum, Greatest, Least)),
        st.builds(Blend, lambda_=shares, terms=st.tuples(terms, terms)),
        st.builds(Times, term=terms, factor=factors),
        st.builds(Fit, term=terms, fund=funds),
    )


terms = st.recursive(leaves, _around, max_leaves=4)
legals = st.builds(
    Legal,
    minimum_hourly=st.none() | amounts,
    minimum_window=st.sampled_from(["day", "week", "period"]).map(MinimumWindow),
    overtime=st.sampled_from(Overtime),
    overtime_after=st.integers(0, 100).map(lambda halves: Fraction(halves, 2)),
    week_starts=st.integers(0, 6),
)


@st.composite
def laws(draw):
    """One law, or two of which the second begins on some day, perhaps with days before the first
    on which none holds."""
    days = sorted(draw(st.lists(st.integers(-9, DAYS), min_size=1, max_size=2, unique=True)))
    firsts = [FIRST + timedelta(days=day) for day in days]
    lasts = [*(day - timedelta(days=1) for day in firsts[1:]), date.max]
    return tuple(
        LawInForce(Span(first, last), draw(legals), "Act")
        for first, last in zip(firsts, lasts, strict=True)
    )


def minutes(tally, kind):
    return total(stint.minutes for stint in tally.stints if stint.like.kind is kind)


class SummedBook:
    """The work of a book's members, known by its sums."""

    def __init__(self, book):
        self.book = book

    def work(self, span):
        found = self.book.tallies_in(span)
        tallies = [found.get(key, NO_WORK) for key in self.book.members]
        return Work(
            {kind: Column.of([minutes(own, kind) for own in tallies]) for kind in HoursKind},
            Column.of([own.straight for own in tallies]),
            Column.of([own.rejected for own in tallies]),
            Column.of([own.standard for own in tallies]),
            unpriced=False,
            unjudged=False,
            members=len(tallies),
        )


def by_sums(term, lines, held, periods):
    book = Book(lines, MEMBERS, PRICES, week_starts_of(held))
    work = [work_by_item(book.window(one.span, one.span)) for one in periods]
    (outcome,) = compare_sums([Scheme("", term)], SummedBook(book), book, periods, work, 2, held)
    return [(one.pay, one.legal) for one in outcome.periods]


def by_lines(term, lines, held, periods):
    book = Book(lines, MEMBERS, PRICES, week_starts_of(held), grain_of(held))
    return [(one.pay, one.legal) for one in compute_pay(term, book, periods, 2, held)]


@settings(max_examples=150, deadline=None)
@given(terms, logs, laws(), st.sampled_from([monthly, weekly, whole]))
def test_what_sums_come_to_under_any_law_is_what_the_log_comes_to(term, lines, held, periods_of):
    periods = periods_of(SPAN)
    try:
        summed = by_sums(term, lines, held, periods)
    except (NotSummed, NotComputable):
        assume(False)
    assert summed == by_lines(term, lines, held, periods)


def busy(chance):
    """Three lines of everybody on every day."""
    return [
        WorkLine(
            on,
            member.key,
            "bolt",
            Fraction(chance.randrange(20)),
            Fraction(chance.randrange(3)),
            Fraction(chance.randrange(300)),
            chance.choice([HoursKind.PRODUCTIVE, HoursKind.REST]),
        )
        for on in SPAN
        for member in MEMBERS
        for _ in range(3)
    ]


@pytest.mark.parametrize("window", ["day", "week", "period"])
@pytest.mark.parametrize("overtime", Overtime)
def test_long_weeks_come_to_the_same(window, overtime):
    legal = Legal(Fraction(9), MinimumWindow(window), overtime, week_starts=3)
    held = (LawInForce(Span(date.min, date.max), legal, "Act"),)
    scheme = Sum((Piece(rejects=Fraction(1, 3)), EqualShare(Fraction(100)), Hourly(Fraction(8))))
    lines = busy(Random(1922))  # noqa: S311
    periods = monthly(SPAN)
    assert by_sums(scheme, lines, held, periods) == by_lines(scheme, lines, held, periods)


@pytest.mark.parametrize(
    ("legal", "told"),
    [
        (Legal(Fraction(9), MinimumWindow.DAY), True),
        (Legal(Fraction(9), MinimumWindow.WEEK), True),
        (Legal(overtime=Overtime.REGULAR_RATE), True),
        (Legal(overtime=Overtime.TIME_AND_A_HALF), True),
        (Legal(minimum_window=MinimumWindow.HOUR), True),
        (Legal(rated_output=True), True),
        (Legal(Fraction(9), MinimumWindow.HOUR), False),
        (Legal(Fraction(9), rated_output=True), False),
        (Legal(rest_and_waiting=True), False),
    ],
)
def test_sums_by_day_tell_all_but_what_looks_at_lines_and_items(legal, told):
    held = (LawInForce(Span(date.min, date.max), legal, "Act"),)
    try:
        check_summed(held, monthly(SPAN))
    except NotSummed:
        assert not told
    else:
        assert told
