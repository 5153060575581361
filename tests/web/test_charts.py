"""The geometry of charts: every length is true to its number, every word stays in the picture."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charts.bars import Bar, bar_chart
from app.charts.curves import Curve, curve_chart
from app.charts.lines import Line, line_chart
from app.charts.lorenz import Pay, lorenz_chart, lorenz_curve, share_at
from app.charts.places import Table, apart, cut, percent, round_steps
from app.charts.votes import Votes, vote_bar

amounts = st.lists(st.integers(min_value=0, max_value=10**7), min_size=1, max_size=15)


def share(text: str) -> Fraction:
    assert text.endswith("%")
    return Fraction(text[:-1]) / 100


@pytest.mark.parametrize(
    ("exact", "text"),
    [(0, "0%"), (1, "100%"), (Fraction(1, 8), "12.5%"), (Fraction(2, 3), "66.67%")],
)
def test_percent(exact, text):
    assert percent(exact) == text


@pytest.mark.parametrize(
    ("label", "length", "shown"), [("Kiln", 4, "Kiln"), ("Kiln two", 6, "Kiln…")]
)
def test_a_long_label_is_cut(label, length, shown):
    assert cut(label, length) == shown


@pytest.mark.parametrize(
    ("most", "steps"),
    [
        (0, [0]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (1720, [0, 500, 1000, 1500, 2000]),
        (Fraction(1, 4), [0, Fraction(1, 10), Fraction(1, 5), Fraction(3, 10)]),
    ],
)
def test_round_steps(most, steps):
    assert round_steps(most) == steps


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**9))
def test_round_steps_reach_the_top_and_waste_less_than_a_step(most):
    steps = round_steps(most)
    assert steps[-2] < most <= steps[-1]
    assert 2 <= len(steps) <= 5


@given(st.lists(st.integers(0, 200), max_size=8))
def test_labels_stand_apart_in_order_and_inside(places):
    moved = apart(places, 20, 0, 200)
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    inside = [moved[index] for index in order]
    assert all(0 <= place <= 200 for place in inside)
    assert all(after - before >= 20 for before, after in pairwise(inside))


def test_labels_that_do_not_collide_stay():
    assert apart([150, 10, 60], 20, 0, 200) == [150, 10, 60]


def test_bars_are_as_long_as_their_values():
    chart = bar_chart("Pay", [Bar("Ana", 200, "2.00"), Bar("Boris", 50, "0.50")], ("Who", "Pay"))
    assert [bar.width for bar in chart.bars] == ["100%", "25%"]
    assert chart.zero == ""
    assert chart.table.rows == (("Ana", "2.00"), ("Boris", "0.50"))


def test_bars_below_zero_lie_on_the_other_side():
    chart = bar_chart("Change", [Bar("Ana", 30, "+"), Bar("Boris", -10, "−")], ("Who", "Change"))
    assert chart.zero == "25%"
    assert [(bar.x, bar.width) for bar in chart.bars] == [("25%", "75%"), ("0%", "25%")]


def test_bars_of_nothing_have_no_length():
    chart = bar_chart("Pay", [Bar("Ana", 0, "0")], ("Who", "Pay"))
    assert chart.bars[0].width == "0%"
    assert bar_chart("Pay", [], ("Who", "Pay")).bars == ()


def votes(carrying, against, abstained):
    return [
        Votes("for", "For", carrying, str(carrying)),
        Votes("against", "Against", against, str(against)),
        Votes("abstain", "Abstained", abstained, str(abstained)),
    ]


def test_the_mark_stands_where_the_majority_begins():
    bar = vote_bar("Result", votes(30, 6, 4), needed=24, needed_label="two thirds: 24")
    assert [piece.width for piece in bar.pieces] == ["75%", "15%", "10%"]
    assert bar.mark == "60%"
    assert share(bar.pieces[0].width) > share(bar.mark)  # carried


@pytest.mark.parametrize(
    ("needed", "mark", "anchor"),
    [(2, "5%", "start"), (20, "50%", "middle"), (40, "100%", "end"), (None, "", "middle")],
)
def test_the_words_of_the_mark_stay_inside(needed, mark, anchor):
    bar = vote_bar("Result", votes(30, 6, 4), needed=needed)
    assert (bar.mark, bar.mark_anchor) == (mark, anchor)


def test_a_vote_nobody_cast_has_no_piece():
    assert [piece.kind for piece in vote_bar("Result", votes(3, 0, 1)).pieces] == ["for", "abstain"]
    assert vote_bar("Result", votes(0, 0, 0), needed=1).pieces == ()


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=4).filter(any))
def test_the_pieces_fill_the_bar(numbers):
    bar = vote_bar("Result", [Votes("for", "For", number, str(number)) for number in numbers])
    assert abs(sum(share(piece.width) for piece in bar.pieces) - 1) < Fraction(1, 1000)
    assert len(bar.pieces) == len([number for number in numbers if number])


def test_a_line_goes_through_its_values():
    chart = line_chart("Bricks", ["Jan", "Feb", "Mar"], [Line("Kiln", (0, 2, 4))], str, "Month")
    assert chart.lines[0].points == "0.0,1000.0 500.0,500.0 1000.0,0.0"
    assert [words for _, words in chart.ticks] == ["0", "1", "2", "3", "4"]
    assert [words for _, _, words in chart.moments] == ["Jan", "Mar"]
    assert chart.table.rows == (("Jan", "0"), ("Feb", "2"), ("Mar", "4"))


def test_lines_that_end_together_keep_their_labels_apart():
    lines = [Line("One", (1, 3)), Line("Two", (2, 3)), Line("Three", (0, 3))]
    labels = sorted(int(line.label_y) for line in line_chart("", ["a", "b"], lines, str, "").lines)
    assert labels[1] - labels[0] >= 20
    assert labels[2] - labels[1] >= 20


@pytest.mark.parametrize("values", [(1,), (1, -1)])
def test_a_line_that_cannot_be_drawn_is_refused(values):
    with pytest.raises(ValueError, match="line"):
        line_chart("", ["a", "b"], [Line("One", values)], str, "")


def test_a_chart_without_lines_or_moments_is_empty():
    assert line_chart("", [], [Line("One", ())], str, "").lines == ()
    assert line_chart("", ["a"], [], str, "").table.rows == (("a",),)


def test_equal_pay_is_the_straight_line():
    assert all(x == y for x, y in lorenz_curve([5, 5, 5, 5]))
    assert lorenz_curve([0, 0]) == [(0, 0), (1, 1)]


def test_the_curve_of_a_known_pay_roll():
    assert lorenz_curve([6, 1, 3]) == [
        (0, 0),
        (Fraction(1, 3), Fraction(1, 10)),
        (Fraction(2, 3), Fraction(2, 5)),
        (1, 1),
    ]
    chart = lorenz_chart("", [Pay("Piece", (1, 1, 2, 2, 4))], ("Scheme", "1", "2", "3", "4", "5"))
    assert chart.table.rows == (("Piece", "10%", "10%", "20%", "20%", "40%"),)


@pytest.mark.parametrize(("members", "points"), [(5, 6), (24, 6), (40, 9), (2000, 21)])
def test_no_curve_is_drawn_member_by_member(members, points):
    """With the sum beside it, the last step of a curve over all members is the highest pay."""
    chart = lorenz_chart("", [Pay("Piece", tuple(range(1, members + 1)))], ("Scheme", *"12345"))
    assert len(chart.curves[0].points.split()) == points
    assert all("." not in share for share in chart.table.rows[0][1:])


@given(amounts)
def test_a_lorenz_curve_sags_and_ends_at_one(pay):
    curve = lorenz_curve(pay)
    assert curve[0] == (0, 0)
    assert curve[-1] == (1, 1)
    assert all(y <= x for x, y in curve)
    heights = [y for _, y in curve]
    assert heights == sorted(heights)
    assert share_at(curve, Fraction(4, 5)) <= Fraction(4, 5)


def test_negative_pay_has_no_curve():
    with pytest.raises(ValueError, match="negative"):
        lorenz_curve([1, -1])


def drawn_curve(points, **parts):
    given = {"most": 2, "ticks": (), "marks": (), "text": str, "table": Table((), ())} | parts
    return curve_chart(
        "Pay", [Curve("", tuple((Fraction(x), Fraction(y)) for x, y in points))], **given
    )


def test_a_curve_lies_true_over_its_numbers():
    chart = drawn_curve([(0, 0), (1, 50), (2, 100)])
    assert chart.lines[0].points == "0.0,1000.0 500.0,500.0 1000.0,0.0"


def test_marks_and_dots_stand_at_their_places():
    chart = drawn_curve(
        [(0, 0), (2, 100)], marks=[(1, "cliff")], dots=[(Fraction(1), Fraction(50), "here")]
    )
    assert chart.marks == (("47.5%", "middle", "cliff"),)
    assert chart.dots == (("47.5%", "middle", "here", "120", "111"),)


def test_a_curve_below_zero_is_refused():
    with pytest.raises(ValueError, match="zero"):
        drawn_curve([(0, -1)])
