from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assemblies import rules
from app.assemblies.rules import Notice, State
from app.bylaws.rules.conditions import (
    Compare,
    Extreme,
    Join,
    Number,
    Numbers,
    Relation,
    Share,
    holds,
)
from app.sentences import say

MOMENT = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = Notice(say("The rule on wages"), 7)
FORTNIGHT = Notice(say("The rule on bylaws (§ 12)"), 14)


@pytest.mark.parametrize(
    ("notices", "held_on", "earliest"),
    [
        ([], date(2026, 3, 2), None),
        ([WEEK], date(2026, 3, 9), None),
        ([WEEK], date(2026, 3, 8), date(2026, 3, 9)),
        ([WEEK, FORTNIGHT], date(2026, 3, 15), date(2026, 3, 16)),
        ([FORTNIGHT, WEEK], date(2026, 3, 16), None),
        ([Notice(say("The rule"), 0)], date(2026, 3, 2), None),
    ],
)
def test_the_strictest_notice_is_kept(notices, held_on, earliest):
    if earliest is None:
        rules.check_notice(notices, given_on=date(2026, 3, 2), held_on=held_on)
    else:
        with pytest.raises(rules.NoticeTooShort) as refused:
            rules.check_notice(notices, given_on=date(2026, 3, 2), held_on=held_on)
        assert refused.value.earliest == earliest


def test_a_short_notice_is_refused_by_the_name_of_its_rule_and_with_the_earliest_day():
    with pytest.raises(rules.NoticeTooShort) as refused:
        rules.check_notice([WEEK, FORTNIGHT], given_on=date(2026, 3, 2), held_on=date(2026, 3, 5))
    assert str(refused.value.sentence) == (
        "The rule on bylaws (§ 12) asks for 14 days of notice. The earliest day is 2026-03-16."
    )


@pytest.mark.parametrize(
    ("opened_at", "closed_at", "cancelled_at", "state"),
    [
        (None, None, None, State.CONVENED),
        (MOMENT, None, None, State.OPEN),
        (MOMENT, MOMENT, None, State.CLOSED),
        (None, None, MOMENT, State.CANCELLED),
    ],
)
def test_the_state_follows_from_the_moments(opened_at, closed_at, cancelled_at, state):
    found = rules.state_of(opened_at=opened_at, closed_at=closed_at, cancelled_at=cancelled_at)
    assert found is state


@pytest.mark.parametrize(
    ("state", "wanted", "refusal"),
    [
        (State.CONVENED, State.CONVENED, None),
        (State.OPEN, State.OPEN, None),
        (State.OPEN, State.CONVENED, rules.AssemblyOpened),
        (State.CONVENED, State.OPEN, rules.AssemblyNotOpen),
        (State.CLOSED, State.OPEN, rules.AssemblyOver),
        (State.CANCELLED, State.CONVENED, rules.AssemblyOver),
    ],
)
def test_each_act_has_its_time(state, wanted, refusal):
    if refusal is None:
        rules.check_state(state, wanted)
    else:
        with pytest.raises(refusal):
            rules.check_state(state, wanted)


def share(top, bottom, of=Number.ENTITLED, number=Number.VALID, relation=Relation.AT_LEAST):
    return Compare(number, relation, Share(Fraction(top, bottom), of))


@pytest.mark.parametrize(
    ("condition", "entitled", "needed"),
    [
        (None, 37, None),
        (share(1, 2), 37, 19),
        (share(1, 2), 36, 18),
        (share(1, 2, relation=Relation.MORE), 36, 19),
        (share(60, 100), 37, 23),
        (share(1, 3, number=Number.PRESENT), 37, 13),
        (Compare(Number.VALID, Relation.AT_LEAST, 5), 37, 5),
        (Compare(Number.VALID, Relation.AT_LEAST, 5), 3, 4),
        (Compare(Number.VALID, Relation.AT_LEAST, Extreme(True, (4, share(1, 2).amount))), 6, 4),
        (Join(True, (share(1, 2), Compare(Number.PRESENT, Relation.AT_LEAST, 7))), 10, 7),
        (Join(False, (share(1, 2), Compare(Number.PRESENT, Relation.AT_LEAST, 3))), 10, 3),
        (share(1, 2), 0, 0),
    ],
)
def test_the_quorum_in_people(condition, entitled, needed):
    assert rules.needed_for(condition, entitled=entitled) == needed


@given(st.integers(0, 200), st.fractions(0, 1), st.sampled_from([Relation.MORE, Relation.AT_LEAST]))
def test_the_quorum_is_the_fewest_that_meet_the_rule(entitled, part, relation):
    condition = Compare(Number.VALID, relation, Share(part, Number.ENTITLED))
    needed = rules.needed_for(condition, entitled=entitled)
    assert needed is not None
    met = [
        people
        for people in range(entitled + 1)
        if holds(condition, Numbers(people, 0, 0, entitled))
    ]
    assert needed == min(met, default=entitled + 1)


def test_the_quorum_says_who_is_here_by_proxy_and_which_call_it_is():
    found = rules.Quorum(9, 37, 8, represented=2, is_second_call=True)
    assert str(found.sentence(say("wages"))) == (
        "9 of 37 are here: enough to decide on wages (8 are needed). 2 of them are here by proxy. "
        "Too few took part before, so this is the second call."
    )


@pytest.mark.parametrize(
    ("present", "needed", "reached", "words"),
    [
        (18, 19, False, "18 of 37 are here; 19 are needed to decide on wages."),
        (19, 19, True, "19 of 37 are here: enough to decide on wages (19 are needed)."),
        (2, None, True, "2 of 37 are here; any number may decide on wages."),
    ],
)
def test_the_quorum_in_words(present, needed, reached, words):
    found = rules.Quorum(present, 37, needed)
    assert found.is_reached is reached
    assert str(found.sentence(say("wages"))) == words
