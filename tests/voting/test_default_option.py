""" "None of these" on the ballot: the bylaw's quorum and majority hold against it, option by
option, as the Debian constitution has it (A.6)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bylaws.rules.conditions import Compare, Number, Relation, Share
from app.bylaws.rules.courses import Confirmation, Stage
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Verdict
from app.motions.rules.questions import Method
from app.voting.rules.ballots import Rankings
from app.voting.rules.marks import Form
from app.voting.rules.papers import SortedPapers
from app.voting.rules.schulze import Bylaw, Default, schulze
from app.voting.rules.ties import Lot
from app.voting.verdicts import Terms, result_of
from tests.bylaws.real import rules_of

LOT = Lot("f00d", published=True)
NAMES = ("Monday", "Tuesday", "None")
CARRIED, DEFEATED, INQUORATE = Verdict.CARRIED, Verdict.DEFEATED, Verdict.INQUORATE
ONCE = Verdict.CARRIED_ONCE


def of(number, relation, share, whole):
    return Compare(number, relation, Share(Fraction(share), whole))


SIMPLY = DecisionRule(SIMPLE)
TWO_THIRDS = DecisionRule(of(Number.FOR, Relation.AT_LEAST, "2/3", Number.CAST))
THREE_TO_ONE = DecisionRule(of(Number.FOR, Relation.MORE, "3", Number.AGAINST))
HALF_TAKE_PART = of(Number.VALID, Relation.AT_LEAST, "1/2", Number.ENTITLED)
FOUR_FOR = Compare(Number.FOR, Relation.AT_LEAST, 4)


def outcome(rule, papers, ratio="1"):
    form = Form(Method.SCHULZE, options=3)
    terms = Terms(form, rule, LOT, NAMES, default=3, ratio=Fraction(ratio))
    result = result_of(terms, papers, entitled=10)
    return result.verdict, result.chosen


@pytest.mark.parametrize(
    ("rule", "papers", "verdict", "chosen"),
    [
        # All name Monday, but two of five prefer none.
        (TWO_THIRDS, ["1>3"] * 3 + ["3>1"] * 2, DEFEATED, ()),
        (TWO_THIRDS, ["1>3"] * 4 + ["3>1"] * 2, CARRIED, (1,)),
        (SIMPLY, ["1>3"] * 3 + ["3>1"] * 2, CARRIED, (1,)),
        (SIMPLY, ["1>3"] * 2 + ["3>1"] * 2, DEFEATED, ()),
        # Three to one is not more than three to one; who ranks neither abstains.
        (THREE_TO_ONE, ["1"] * 3 + ["3"], DEFEATED, ()),
        (THREE_TO_ONE, ["1"] * 4 + ["3"] + ["2>1=3"], CARRIED, (1,)),
        # Monday beats Tuesday, but only Tuesday has its majority against none.
        (THREE_TO_ONE, ["1>2>3"] * 4 + ["2>3>1"] * 3, CARRIED, (2,)),
        (DecisionRule(SIMPLE, HALF_TAKE_PART), ["1"] * 4, INQUORATE, ()),
        (DecisionRule(SIMPLE, HALF_TAKE_PART), ["1"] * 3 + ["abstain"] * 2, CARRIED, (1,)),
        # A quorum of so many for it: Monday reaches it, Tuesday does not.
        (DecisionRule(SIMPLE, FOUR_FOR), ["2>1>3"] * 3 + ["1>3>2"], CARRIED, (1,)),
        (DecisionRule(SIMPLE, FOUR_FOR), ["2>1>3"] * 3, INQUORATE, ()),
        (SIMPLY, ["abstain"] * 3, DEFEATED, ()),
        (DecisionRule(SIMPLE, confirmation=Confirmation(7, SIMPLE)), ["1"], ONCE, ()),
        (DecisionRule(SIMPLE, stages=(Stage(0, SIMPLE),)), ["3"] * 3, Verdict.REFERRED, ()),
    ],
)
def test_each_option_needs_the_bylaw_s_majority_against_none_of_these(
    rule, papers, verdict, chosen
):
    assert outcome(rule, papers) == (verdict, chosen)


def test_a_motion_asks_for_more_than_the_bylaw_but_not_for_less():
    assert outcome(SIMPLY, ["1"] * 3 + ["3"]) == (CARRIED, (1,))
    assert outcome(SIMPLY, ["1"] * 3 + ["3"], ratio="3") == (DEFEATED, ())
    assert outcome(THREE_TO_ONE, ["1"] * 3 + ["3"], ratio="1") == (DEFEATED, ())


ballots = st.lists(
    st.lists(st.integers(0, 2), min_size=3, max_size=3).map(
        lambda ranks: tuple(
            tuple(one for one, given_ in enumerate(ranks) if given_ == rank)
            for rank in sorted(set(ranks))
        )
    ),
    max_size=30,
)


@given(ballots, st.integers(0, 400))
def test_debian_s_bylaw_drops_whom_its_ratio_and_quorum_drop(orders, entitled):
    """The rule for foundation documents: three to one, and 3/2 times the root of all for it."""
    papers = SortedPapers(Rankings(NAMES, {one: orders.count(one) for one in orders}, ties=True))
    rule = rules_of("debian")["foundation-document"]
    ratios = dict.fromkeys(NAMES[:2], Fraction(3))
    for_it = next(number for number in range(40) if 4 * number**2 >= 9 * entitled)
    said = schulze(papers, 1, LOT, Default("None", Fraction(for_it), ratios))
    by_law = schulze(papers, 1, LOT, Default("None", bylaw=Bylaw(rule, entitled)))
    assert by_law.elected == said.elected
