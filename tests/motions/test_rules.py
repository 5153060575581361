from datetime import date

import pytest

from app.bylaws.rules.matters import NAMES, Matter
from app.errors import InvalidInput, RuleViolation
from app.motions.rules import course as rules
from app.motions.rules.course import Course, Outcome, State
from app.motions.rules.effects import Effect, EffectKind, check_effect, matter_of

RULE = {"majority": {"votes": "for", "is": "more than", "amount": {"share": "1", "of": "against"}}}
OFFICE = {"member_id": 1, "office": "chair", "unit_id": 1}
WELL_FORMED = [
    Effect(EffectKind.ADOPT_WAGE_SCHEME, {"scheme_id": 3, "hash": "ab"}),
    Effect(EffectKind.SET_PIECE_RATE, {"item_id": 5, "rate": "1.25"}),
    Effect(EffectKind.SET_NORM, {"item_id": 5, "minutes": "12.5"}),
    Effect(EffectKind.ADMIT_MEMBER, {"member_id": 7}),
    Effect(EffectKind.APPOINT_OFFICE, OFFICE | {"to_on": "2027-01-31", "limits": ""}),
    Effect(EffectKind.APPOINT_OFFICE, OFFICE | {"to_on": None, "limits": "up to 500"}),
    Effect(EffectKind.RECALL_OFFICE, OFFICE),
    Effect(
        EffectKind.AMEND_BYLAW, {"matter": "rates", "definition": RULE, "clause": "", "text": ""}
    ),
    Effect(EffectKind.RESOLUTION),
]
ELECTION = {"office": "chair", "unit_id": 1, "terms": [12], "most_terms": 0}
TRANSFER = {"source": "pay", "target": "", "amount": 1}
WELL_FORMED += [
    Effect(EffectKind.FILL_OFFICE, ELECTION),
    Effect(EffectKind.TRANSFER_FUND, TRANSFER),
]
ILL_FORMED = [
    (EffectKind.ADOPT_WAGE_SCHEME, {"scheme_id": 3}, "effect.hash"),
    (EffectKind.ADOPT_WAGE_SCHEME, {"scheme_id": "3", "hash": "ab"}, "effect.scheme_id"),
    (EffectKind.ADMIT_MEMBER, {"member_id": True}, "effect.member_id"),
    (EffectKind.SET_PIECE_RATE, {"item_id": 5, "rate": 1.25}, "effect.rate"),
    (EffectKind.SET_PIECE_RATE, {"item_id": 5, "rate": "-1"}, "effect.rate"),
    (EffectKind.SET_NORM, {"item_id": 5, "minutes": "1,5"}, "effect.minutes"),
    (EffectKind.SET_NORM, {"item_id": 5, "minutes": "0.0"}, "effect.minutes"),
    (EffectKind.SET_PIECE_RATE, {"item_id": 5, "rate": "9" * 16}, "effect.rate"),
    (EffectKind.ADMIT_MEMBER, {"member_id": 2**31}, "effect.member_id"),
    (EffectKind.FILL_OFFICE, ELECTION | {"terms": [12, 1201]}, "effect.terms"),
    (EffectKind.FILL_OFFICE, ELECTION | {"terms": []}, "effect.terms"),
    (EffectKind.TRANSFER_FUND, TRANSFER | {"amount": 10**16}, "effect.amount"),
    (EffectKind.TRANSFER_FUND, TRANSFER | {"amount": 0}, "effect.amount"),
    (EffectKind.APPOINT_OFFICE, OFFICE | {"to_on": "soon", "limits": ""}, "effect.to_on"),
    (
        EffectKind.AMEND_BYLAW,
        {"matter": "weather", "definition": RULE, "clause": "", "text": ""},
        "effect.matter",
    ),
    (
        EffectKind.AMEND_BYLAW,
        {"matter": "rates", "definition": {}, "clause": "", "text": ""},
        "definition",
    ),
]


def test_every_kind_of_effect_is_of_one_matter_with_a_name():
    kinds = set(EffectKind) - {EffectKind.RAISE_MAJORITY}  # of the matter of another motion
    assert {matter_of(kind) for kind in kinds} | {Matter.SPENDING} == set(Matter)
    assert set(NAMES) == set(Matter)


@pytest.mark.parametrize("effect", WELL_FORMED)
def test_a_well_formed_effect_is_taken(effect):
    check_effect(effect)


@pytest.mark.parametrize(("kind", "data", "where"), ILL_FORMED)
def test_an_ill_formed_effect_is_refused_with_its_place(kind, data, where):
    with pytest.raises(InvalidInput) as refused:
        check_effect(Effect(kind, data))
    assert refused.value.where == where


def course(**facts):
    usual = {"submitted": True, "withdrawn": False, "put": False, "outcome": None}
    return Course(**usual | {"seconders": 1, "needed": 1} | facts)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"submitted": False, "seconders": 0}, State.DRAFT),
        ({"submitted": False, "needed": 0}, State.DRAFT),
        ({"submitted": False, "withdrawn": True}, State.WITHDRAWN),
        ({"seconders": 0}, State.WANTS_SECOND),
        ({"seconders": 2, "needed": 3}, State.WANTS_SECOND),
        ({"seconders": 0, "needed": 0}, State.READY),
        ({}, State.READY),
        ({"put": True}, State.VOTE),
        ({"outcome": Outcome.INQUORATE}, State.READY),
        ({"outcome": Outcome.INQUORATE, "put": True}, State.VOTE),
        ({"outcome": Outcome.CARRIED}, State.CARRIED),
        ({"outcome": Outcome.DEFEATED}, State.DEFEATED),
        ({"withdrawn": True}, State.WITHDRAWN),
    ],
)
def test_the_state_follows_from_the_facts(facts, state):
    assert course(**facts).state is state


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"submitted": False}, rules.NotSubmitted),
        ({"put": True}, rules.VoteOpen),
        ({"outcome": Outcome.CARRIED}, rules.MotionClosed),
        ({"outcome": Outcome.DEFEATED}, rules.MotionClosed),
        ({"withdrawn": True}, rules.MotionClosed),
        ({"seconders": 0}, None),
        ({}, None),
        ({"outcome": Outcome.INQUORATE}, None),
    ],
)
def test_a_motion_changes_between_its_submission_and_its_vote(facts, refusal):
    if refusal is None:
        rules.check_changeable(course(**facts))
    else:
        with pytest.raises(refusal):
            rules.check_changeable(course(**facts))


@pytest.mark.parametrize(
    ("is_full", "is_of_body", "refusal"),
    [
        (True, True, None),
        (True, False, rules.NotOfThisBody),
        (False, True, rules.OnlyFullMembersMove),
        (False, False, rules.OnlyFullMembersMove),
    ],
)
def test_only_full_members_of_the_body_move(is_full, is_of_body, refusal):
    if refusal is None:
        rules.check_may_move(is_full=is_full, is_of_body=is_of_body)
    else:
        with pytest.raises(refusal):
            rules.check_may_move(is_full=is_full, is_of_body=is_of_body)


@pytest.mark.parametrize(
    ("commences_on", "in_force_on"),
    [
        (None, date(2026, 3, 10)),
        (date(2026, 3, 1), date(2026, 3, 10)),
        (date(2026, 3, 10), date(2026, 3, 10)),
        (date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
def test_nothing_takes_effect_before_it_is_carried(commences_on, in_force_on):
    assert rules.day_in_force(commences_on, date(2026, 3, 10)) == in_force_on


def test_refusals_speak_of_themselves():
    refusals = [
        one
        for one in vars(rules).values()
        if isinstance(one, type) and issubclass(one, RuleViolation) and one is not RuleViolation
    ]
    assert len(refusals) > 10
    assert len({str(one.sentence) for one in refusals}) == len(refusals)
