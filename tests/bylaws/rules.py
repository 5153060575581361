"""Any rule that the language can say, for Hypothesis."""

from hypothesis import strategies as st

from app.bylaws.rules.conditions import Compare, Extreme, Join, Number, Relation, Root, Share
from app.bylaws.rules.courses import Confirmation, Demand, SecondCall, Stage
from app.bylaws.rules.decisions import DecisionRule
from app.bylaws.rules.provisions import PetitionRule, TermLimits, UrnKeys
from app.members.offices import Office

SHARES = st.fractions(0, 2, max_denominator=60)
NUMBERS = st.sampled_from(Number)
DAYS = st.integers(0, 400)


def _parts(inner):
    return st.lists(inner, min_size=1, max_size=3).map(tuple)


def amounts(numbers=NUMBERS):
    one = st.one_of(
        st.integers(0, 90),
        st.builds(Share, SHARES, numbers, st.integers(-3, 3)),
        st.builds(Root, SHARES, numbers),
    )
    return st.recursive(
        one, lambda inner: st.builds(Extreme, st.booleans(), _parts(inner)), max_leaves=3
    )


CONDITIONS = st.recursive(
    st.builds(Compare, NUMBERS, st.sampled_from(Relation), amounts()),
    lambda inner: st.builds(Join, st.booleans(), _parts(inner)),
    max_leaves=4,
)
MAYBE = st.none() | CONDITIONS
LAST_CALLS = st.builds(SecondCall, DAYS, MAYBE, st.booleans(), MAYBE)
CALLS = LAST_CALLS | st.builds(SecondCall, DAYS, CONDITIONS, st.just(False), MAYBE, LAST_CALLS)


@st.composite
def rules(draw):
    """A rule whose parts fit together; with 90 days, so that any number may be spoken of."""
    secret = draw(st.booleans())
    quorum = draw(MAYBE)
    after = draw(DAYS)
    confirmations = st.builds(
        Confirmation, st.just(after), CONDITIONS, st.just(0) | DAYS.map(after.__add__), MAYBE, MAYBE
    )
    return DecisionRule(
        majority=draw(CONDITIONS),
        quorum=quorum,
        notice_days=draw(DAYS),
        seconders=draw(DAYS),
        secret=secret,
        active_days=90,
        proxies=0 if secret else draw(st.integers(0, 3)),
        stages=tuple(draw(st.lists(st.builds(Stage, DAYS, CONDITIONS, MAYBE), max_size=2))),
        confirmation=draw(st.none() | confirmations),
        second_call=draw(st.none() | CALLS) if quorum else None,
        demand=draw(st.none() | st.builds(Demand, CONDITIONS, DAYS)),
        amendment=draw(MAYBE),
        urn=draw(st.sampled_from([None, UrnKeys(5, 3)])) if secret else None,
        petition=draw(st.none() | st.builds(PetitionRule, amounts(st.just(Number.ENTITLED)), DAYS)),
        most_terms=draw(st.sampled_from([TermLimits(), TermLimits(2, ((Office.CHAIR, 0),))])),
    )
