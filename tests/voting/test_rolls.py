"""Who is on the roll by which rule, with how many votes, and why somebody is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.archive.checks.votes import votes_fault
from app.assemblies.models import Assembly, Attendance
from app.bylaws.rules.conditions import Compare, Number, Relation, Share
from app.bylaws.rules.decisions import SIMPLE, DecisionRule, Electorate
from app.db import db
from app.members.actions import give_mandate
from app.members.models import Office, Unit
from app.motions.models import EffectKind, Outcome
from app.production.models import Entry, Labour, Reversal
from app.record.models import Decision
from app.voting.actions.closing import close_poll
from app.voting.models import RollEntry
from app.voting.rules import roll
from app.voting.rules.delegates import Delegation, seated
from tests.cast import FOUNDED_ON
from tests.polls import AT, ON

in_database = pytest.mark.usefixtures("context")


@pytest.mark.parametrize(
    ("sent", "here", "votes"),
    [
        (Delegation([1], [9], 5), None, {1: 5}),
        (Delegation([1], [9], 5), {9}, {9: 5}),  # the substitute sits
        (Delegation([1], [9], 5), {1, 9}, {1: 5}),
        (Delegation([1, 2], [9], 5), None, {1: 3, 2: 2}),  # the odd member to the first
        (Delegation([1, 2], [9], 5), {2, 9}, {2: 3, 9: 2}),
        (Delegation([1, 7], [], 5), None, {1: 5}),  # 7 has left
        (Delegation([1, 2, 3], [], 2), None, {1: 1, 2: 1}),  # nobody votes without a vote
        (Delegation([], [9], 5), None, {}),
    ],
)
def test_delegates_and_their_substitutes(sent, here, votes):
    assert seated([sent], eligible={1, 2, 3, 9}, here=here, weighted=True) == votes


def test_unweighted_everybody_who_sits_has_one_vote_also_for_two_units():
    sent = [Delegation([1], [], 5), Delegation([1, 2], [], 8)]
    assert seated(sent, eligible={1, 2}, here=None, weighted=False) == {1: 1, 2: 1}
    assert seated(sent, eligible={1, 2}, here=None, weighted=True) == {1: 9, 2: 4}


@given(
    st.lists(st.integers(1, 20), min_size=1, max_size=4, unique=True),
    st.integers(0, 50),
    st.sets(st.integers(1, 20)),
)
def test_the_votes_of_a_unit_are_its_members_never_more(delegates, size, here):
    votes = seated(
        [Delegation(delegates, [21], size)], eligible=set(range(30)), here=here, weighted=True
    )
    assert sum(votes.values()) == (size if here & set(delegates) else 0)


@pytest.fixture
def mandate(person):
    def give(name, office, unit):
        unit_id = db.session.scalars(select(Unit.id).where(Unit.name == unit)).one()
        decision = db.session.scalars(select(Decision)).first()
        give_mandate(
            person(name),
            office,
            unit_id=unit_id,
            from_on=FOUNDED_ON,
            to_on=None,
            decision=decision,
            at=AT,
        )

    return give


def numbers_on(poll):
    rows = select(RollEntry.member_id, RollEntry.votes).where(RollEntry.poll_id == poll.id)
    return dict(db.session.execute(rows).all())


COUNCIL = DecisionRule(electorate=Electorate.DELEGATES, weighted=True)


@in_database
def test_delegates_vote_with_the_votes_of_their_units(
    under, poll, vote, mandate, person, as_member
):
    under(replace(COUNCIL, quorum=Compare(Number.VALID, Relation.AT_LEAST, 6)))
    mandate("Emil", Office.DELEGATE, "Pottery")
    mandate("Dora", Office.SUBSTITUTE, "Pottery")
    mandate("Fatima", Office.DELEGATE, "Weavers")
    mandate("Goran", Office.DELEGATE, "Weavers")
    opened = poll()
    ids = {name: person(name).id for name in ("Emil", "Fatima", "Goran")}
    assert numbers_on(opened) == {ids["Emil"]: 3, ids["Fatima"]: 2, ids["Goran"]: 1}
    with pytest.raises(roll.DelegateSat):
        vote(opened, "for", "Dora")
    with pytest.raises(roll.NotDelegate):
        vote(opened, "for", "Ana")
    vote(opened, "for", "Emil", "Goran")
    vote(opened, "against", "Fatima")
    at = opened.closes_at
    closed = close_poll(opened.id, by=None, at=at, on=at.date())
    assert closed.outcome is Outcome.CARRIED
    assert (closed.result["for"], closed.result["against"]) == (4, 2)
    assert closed.result["entitled"] == 6
    db.commit()
    assert votes_fault() is None
    page = as_member("Ana").get(f"/polls/{opened.id}/ballots").text
    assert f"{person('Emil').number} votes 3" in page
    table = as_member("Ana").get(f"/polls/{opened.id}/ballots.csv").text
    assert f"{person('Emil').number},Emil,for,3" in table


@in_database
def test_an_altered_weight_is_found(under, poll, mandate):
    under(COUNCIL)
    mandate("Emil", Office.DELEGATE, "Pottery")
    opened = poll()
    db.session.get(RollEntry, (opened.id, next(iter(numbers_on(opened))))).votes = 30
    db.commit()
    assert "the roll is not the one" in str(votes_fault())


@pytest.fixture
def active(person):
    """Emil logged work, Ana attended; Goran's entry was reversed, Dora's is too old."""
    unit_id = person("Emil").memberships[-1].unit_id

    def entry(name, worked_on):
        found = Entry(
            key=f"{name} {worked_on}",
            worked_on=worked_on,
            unit_id=unit_id,
            logged_by_id=person(name).id,
            logged_at=AT,
        )
        db.session.add(found)
        db.session.flush()
        db.session.add(Labour(entry_id=found.id, member_id=person(name).id, minutes=60))
        return found

    entry("Emil", ON - timedelta(days=30))
    entry("Dora", ON - timedelta(days=31))
    wrong = entry("Goran", ON)
    db.session.add(Reversal(entry_id=wrong.id, member_id=wrong.logged_by_id, reason="", at=AT))
    held = Assembly(unit_id=unit_id, title="Monday", starts_at=AT, convened_at=AT, convened_by_id=1)
    db.session.add(held)
    db.session.flush()
    joined_at = datetime(2026, 2, 10, 9, tzinfo=UTC)
    db.session.add(
        Attendance(
            assembly_id=held.id, member_id=person("Ana").id, joined_at=joined_at, left_at=joined_at
        )
    )
    db.session.flush()


@in_database
@pytest.mark.usefixtures("active")
def test_active_members_are_those_who_worked_or_came(under, poll, vote, person):
    under(DecisionRule(electorate=Electorate.ACTIVE, active_days=30))
    opened = poll()
    assert set(numbers_on(opened)) == {person("Emil").id, person("Ana").id}
    for name in ("Goran", "Dora"):
        with pytest.raises(roll.NotActive, match="30 days"):
            vote(opened, "for", name)


@in_database
@pytest.mark.usefixtures("active")
def test_a_share_of_the_active_members_is_a_quorum(under, poll, vote):
    half = Compare(Number.VALID, Relation.MORE, Share(Fraction(1), Number.ACTIVE))
    under(DecisionRule(SIMPLE, half, active_days=30))
    opened = poll()
    vote(opened, "for", "Goran", "Chen")
    closed = close_poll(opened.id, by=None, at=opened.closes_at, on=opened.closes_at.date())
    assert closed.outcome is Outcome.INQUORATE  # 2 of 2 active members are not more than all
    assert opened.active == 2


@in_database
def test_whoever_the_motion_is_about_does_not_vote(under, poll, vote, person):
    under(DecisionRule(but_concerned=True))
    emil = person("Emil")
    opened = poll(
        effect_kind=EffectKind.RECALL_OFFICE,
        effect={"member_id": emil.id, "office": "chair", "unit_id": 1},
    )
    assert len(numbers_on(opened)) == 5
    with pytest.raises(roll.ConcernsYou):
        vote(opened, "against", "Emil")


def test_the_hash_can_be_made_by_hand():
    """printf '1\\n2\\n5 votes 12\\n' | sha256sum"""
    assert roll.roll_hash([5, 1, 2], {5: "votes 12"}) == (
        "fcafced4ae9d8728ee07fef2bb7464f2dd68b9a0134d947f8df8c659d67d4380"
    )
