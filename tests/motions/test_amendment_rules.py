import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import RuleViolation
from app.motions.rules import amendments as rules
from app.motions.rules.amendments import AmendmentState, Stage, amendment_state, fitted
from app.motions.rules.course import Outcome
from app.motions.rules.paragraphs import Change, Collides, Kind, NothingLeft

UNTOUCHED = {"withdrawn": False, "accepted": False, "declined": False, "put": False}


@pytest.mark.parametrize(
    ("facts", "outcome", "state"),
    [
        ({}, None, AmendmentState.OPEN),
        ({"declined": True}, None, AmendmentState.DECLINED),
        ({"put": True}, None, AmendmentState.VOTE),
        ({"put": True, "declined": True}, Outcome.INQUORATE, AmendmentState.VOTE),
        ({"accepted": True, "declined": True}, None, AmendmentState.ACCEPTED),
        ({}, Outcome.INQUORATE, AmendmentState.OPEN),
        ({"declined": True}, Outcome.INQUORATE, AmendmentState.DECLINED),
        ({}, Outcome.CARRIED, AmendmentState.CARRIED),
        ({"declined": True}, Outcome.DEFEATED, AmendmentState.DEFEATED),
        ({"withdrawn": True, "declined": True}, None, AmendmentState.WITHDRAWN),
    ],
)
def test_where_an_amendment_stands_follows_from_the_facts(facts, outcome, state):
    found = amendment_state(**UNTOUCHED | facts, outcome=outcome)
    assert found is state
    assert found.is_pending == (state in {"open", "declined", "vote"})


FIRST = Stage("One.\n\nTwo.", {"rate": "1"})
PAST = (Change(Kind.REPLACE, 1, "Uno."),)
LATER = [FIRST, Stage("Uno.\n\nTwo.", {"rate": "2"}, PAST)]


def test_an_amendment_is_carried_over_and_leaves_alone_what_it_does_not_name():
    fit = fitted([Change(Kind.REPLACE, 2, "Dos.")], {"rate": "1"}, LATER)
    assert (fit.text, fit.effect) == ("Uno.\n\nDos.", {"rate": "2"})


@pytest.mark.parametrize(
    ("changes", "effect", "refusal"),
    [
        ([Change(Kind.DELETE, 1)], {"rate": "1"}, Collides),
        ([Change(Kind.DELETE, 2)], {"rate": "3"}, rules.EffectTaken),
        ([Change(Kind.DELETE, 2)], {"rate": "2"}, None),
    ],
)
def test_what_was_changed_meanwhile_is_never_overwritten(changes, effect, refusal):
    if refusal is None:
        assert fitted(changes, effect, LATER).effect == {"rate": "2"}
    else:
        with pytest.raises(refusal):
            fitted(changes, effect, LATER)


def test_two_amendments_do_not_strike_all_of_a_motion():
    stages = [FIRST, Stage("Two.", FIRST.effect, (Change(Kind.DELETE, 1),))]
    with pytest.raises(NothingLeft):
        fitted([Change(Kind.DELETE, 2)], FIRST.effect, stages)


@given(st.permutations([2, 5, 7]))
def test_an_order_names_each_once(order):
    rules.check_order(order, [2, 5, 7])
    for faulty in (order[1:], [*order, 2], [*order[1:], 9]):
        with pytest.raises(rules.OrderIncomplete):
            rules.check_order(faulty, [2, 5, 7])
    rules.check_turn(order[0], order)
    with pytest.raises(rules.OutOfTurn, match=f"Amendment {order[0]} "):
        rules.check_turn(order[1], order)


def test_refusals_speak_of_themselves():
    refusals = [
        one
        for one in vars(rules).values()
        if isinstance(one, type) and issubclass(one, RuleViolation) and "sentence" in vars(one)
    ]
    assert len({str(one.sentence) for one in refusals}) == len(refusals) > 5
