"""A scheme as a form: every number has its slot, and what is written there is the scheme."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InvalidInput
from app.wages.rules.canonical import to_data
from app.wages.rules.parse import parse_terms
from app.wages.rules.presets import PRESETS
from app.wages.rules.scale import Scale, in_scale, rounded
from app.wages.rules.shapes import Shape, reshaped, shapes_for
from app.wages.rules.slots import Ask, each_part, inside, revised, rows_of, slots_of
from app.wages.rules.terms import (
    Band,
    Crew,
    Fit,
    Graded,
    Greatest,
    Hourly,
    LabourDays,
    Piece,
    Seniority,
    Sum,
    Times,
)
from tests.wages.test_properties import amounts, quick, schemes

any_scheme = schemes | st.builds(Fit, term=schemes, fund=amounts, floor=st.none() | schemes)


@quick
@given(any_scheme)
def test_a_form_without_answers_is_the_scheme_itself(term):
    assert parse_terms(revised(term, {})) == parse_terms(to_data(term))


@quick
@given(any_scheme)
def test_a_form_sent_back_as_it_stands_is_the_scheme_itself(term):
    answers = {
        slot.place: list(slot.values)
        for place, part in each_part(term)
        for slot in (
            *slots_of(part, place),
            *(s for rows in rows_of(part, place) for row in rows.rows for s in row),
        )
    }
    assert parse_terms(revised(term, answers)) == parse_terms(to_data(term))


@quick
@given(any_scheme)
def test_what_is_wrong_in_a_number_is_refused_at_its_slot(term):
    for place, part in each_part(term):
        for slot in slots_of(part, place):
            if slot.ask is Ask.NUMBER:
                with pytest.raises(InvalidInput) as refusal:
                    parse_terms(revised(term, {slot.place: ["ten"]}))
                assert refusal.value.where == slot.place


@quick
@given(any_scheme, st.data())
def test_every_shape_that_is_offered_gives_a_scheme(term, data):
    around = {where: part for at, part in each_part(term) for where, _ in inside(part, at)}
    place, part = data.draw(st.sampled_from(list(each_part(term))))
    shape = data.draw(st.sampled_from(shapes_for(part, around.get(place))))
    changed = reshaped(term, place, shape)
    assert parse_terms(to_data(changed)) == changed
    assert changed != term or shape is Shape.AWAY


HOURLY = Hourly(Fraction(10))


def test_the_only_term_of_a_sum_stays():
    assert Shape.AWAY not in shapes_for(HOURLY, Sum((HOURLY,)))
    assert Shape.AWAY in shapes_for(HOURLY, Sum((HOURLY, Piece())))


@pytest.mark.parametrize(
    ("term", "answers", "after"),
    [
        (HOURLY, {"terms.hourly.rate": ["12.5"]}, Hourly(Fraction("12.5"))),
        (
            Greatest((Piece(), HOURLY)),
            {"terms.greatest.terms[1].hourly.rate": ["8"]},
            Greatest((Piece(), Hourly(Fraction(8)))),
        ),
        (
            Piece(),
            {"terms.piece.bands[0].from": ["1"], "terms.piece.bands[0].factor": ["1.2"]},
            Piece((Band(Fraction(1), Fraction("1.2")),)),
        ),
        (
            Piece((Band(Fraction(1), Fraction("1.2")),)),
            {"terms.piece.bands[0].from": [""], "terms.piece.bands[0].factor": [""]},
            Piece(),
        ),
        (
            Graded(Fraction(1), {"a": Fraction(1)}),
            {"terms.graded.grades[1].name": ["b"], "terms.graded.grades[1].value": ["2"]},
            Graded(Fraction(1), {"a": Fraction(1), "b": Fraction(2)}),
        ),
        (
            LabourDays(Fraction(9), {"x": Fraction(1)}),
            {
                "terms.labour_days.weights[0].name": [" "],
                "terms.labour_days.weights[0].value": [""],
            },
            LabourDays(Fraction(9)),
        ),
        (Crew(tariff=Fraction(2)), {"terms.crew.tariff": [""]}, Crew()),
        (
            Times(HOURLY, seniority=Seniority(Fraction("0.02"))),
            {"terms.times.seniority.most": ["2"]},
            Times(HOURLY, seniority=Seniority(Fraction("0.02"), Fraction(2))),
        ),
    ],
)
def test_answers_take_the_place_of_what_stood_there(term, answers, after):
    assert parse_terms(revised(term, answers)) == after


@pytest.mark.parametrize(
    ("term", "place", "shape", "after"),
    [
        (Piece(), "terms", Shape.GUARANTEE, Greatest((Piece(), HOURLY))),
        (Piece(), "terms", Shape.ADD_HOURLY, Sum((Piece(), HOURLY))),
        (Sum((Piece(), Crew())), "terms", Shape.ADD_HOURLY, Sum((Piece(), Crew(), HOURLY))),
        (Sum((Piece(), HOURLY)), "terms.sum.terms[1]", Shape.AWAY, Piece()),
        (Fit(Piece(), Fraction(9)), "terms", Shape.AWAY, Piece()),
        (
            Fit(Piece(), Fraction(9), HOURLY),
            "terms.fit.floor",
            Shape.AWAY,
            Fit(Piece(), Fraction(9)),
        ),
        (
            Sum((Fit(Piece(), Fraction(9)), HOURLY)),
            "terms.sum.terms[0]",
            Shape.AWAY,
            Sum((Piece(), HOURLY)),
        ),
    ],
)
def test_a_part_takes_another_shape(term, place, shape, after):
    assert reshaped(term, place, shape) == after


@pytest.mark.parametrize(
    ("amount", "round_amount"),
    [("0.286363", "0.286"), ("2999.6", "3000"), ("9.996", "10"), ("123456", "123000"), ("0", "0")],
)
def test_amounts_to_begin_with_are_round(amount, round_amount):
    assert rounded(Fraction(amount)) == Fraction(round_amount)


def test_a_known_scheme_begins_with_amounts_of_the_co_ops_own_order():
    scale = Scale(Fraction("0.5"), Fraction(4800))
    known = {preset.key: preset.terms for preset in PRESETS}
    assert in_scale(known["guaranteed-piece"], scale).terms[1] == Hourly(Fraction("0.5"))
    assert in_scale(known["piece-within-fund"], scale).fund == 6000
    assert in_scale(known["labour-certificates"], scale) == known["labour-certificates"]
