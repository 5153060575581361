import pytest

from app.db import db
from app.errors import InvalidInput
from app.motions import queries
from app.motions.actions import amending
from app.motions.actions.moving import withdraw_motion
from app.motions.amendments import queries as amendment_queries
from app.motions.rules import amendments as rules
from app.motions.rules.course import NotTheMover, OnlyFullMembersMove, Outcome, VoteOpen
from app.motions.rules.effects import Effect, EffectKind
from app.motions.rules.paragraphs import Change, Collides, Kind
from tests.motions.conftest import AT

TEXT = "We buy a kiln.\n\nIt stands in the yard.\n\nEmil looks after it."


@pytest.fixture
def motion(move):
    return move("Emil", seconded=True, text=TEXT)


@pytest.fixture
def amend(motion, person):
    """An amendment of the motion: `amend("Chen", 2, "It stands indoors.")`; no text: strike."""

    def propose(name, number, text="", *, effect=None, version=None):
        kind = Kind.REPLACE if text else Kind.DELETE
        return amending.propose_amendment(
            motion,
            by=person(name).id,
            changes=[Change(kind, number, text)] if number else [],
            effect=effect or Effect(motion.effect_kind, motion.effect),
            reason="",
            at=AT,
            version=version,
        )

    return propose


def waiting(motion):
    return [one.amendment.number for one in amendment_queries.waiting_for_vote(motion)]


def vote(amendment, outcome, poll_id=7):
    amending.put_amendment(amendment, poll_id=poll_id, at=AT)
    amending.record_amendment_result(amendment, outcome, poll_id=poll_id, tally="4 : 1 : 0", at=AT)


def test_the_mover_accepts_one_into_the_next_version(motion, amend, person):
    amendment = amend("Chen", 2, "It stands indoors.")
    with pytest.raises(NotTheMover):
        amending.accept_amendment(amendment, by=person("Ana").id, at=AT)
    version = amending.accept_amendment(amendment, by=person("Emil").id, at=AT)
    assert motion.text == "We buy a kiln.\n\nIt stands indoors.\n\nEmil looks after it."
    assert (version.version, version.amendment_id, version.changes) == (
        2,
        amendment.id,
        amendment.changes,
    )
    assert [one.text for one in queries.versions_of(motion.id)] == [TEXT, motion.text]
    with pytest.raises(rules.AmendmentSettled):
        amending.decline_amendment(amendment, by=person("Emil").id, at=AT)


def test_who_proposed_it_takes_it_back(amend, motion, person):
    amendment = amend("Chen", 2)
    with pytest.raises(rules.NotTheAmender):
        amending.withdraw_amendment(amendment, by=person("Emil").id, at=AT)
    amending.withdraw_amendment(amendment, by=person("Chen").id, at=AT)
    assert waiting(motion) == []


def test_a_declined_one_goes_to_the_vote_unless_the_mover_thinks_again(amend, motion, person):
    amendment = amend("Chen", 2)
    amending.decline_amendment(amendment, by=person("Emil").id, at=AT)
    with pytest.raises(rules.AmendmentDeclined):
        amending.decline_amendment(amendment, by=person("Emil").id, at=AT)
    assert waiting(motion) == [1]
    amending.accept_amendment(amendment, by=person("Emil").id, at=AT)
    assert waiting(motion) == []


@pytest.mark.parametrize(
    ("name", "given", "refusal"),
    [
        ("Boris", {"number": 2}, OnlyFullMembersMove),
        ("Chen", {"number": 9}, InvalidInput),
        ("Chen", {"number": None}, rules.NothingChanged),
        ("Chen", {"number": 2, "version": 4}, InvalidInput),
        (
            "Chen",
            {"number": 2, "effect": Effect(EffectKind.SET_NORM, {"item_id": 1, "minutes": "5"})},
            rules.AnotherMatter,
        ),
    ],
)
def test_what_is_no_amendment_is_refused(amend, name, given, refusal):
    with pytest.raises(refusal):
        amend(name, **given)


def test_a_carried_one_rewrites_its_paragraphs_alone(amend, motion):
    strikes, rewords = amend("Chen", 1), amend("Fatima", 3, "Dora looks after it.")
    assert waiting(motion) == [1, 2]
    vote(strikes, Outcome.CARRIED)
    vote(rewords, Outcome.CARRIED)
    assert motion.text == "It stands in the yard.\n\nDora looks after it."
    last = queries.versions_of(motion.id)[-1]
    assert (last.version, last.changes[0]["paragraph"]) == (3, 2)
    amending.check_none_waits(motion)


def test_the_second_on_the_same_paragraph_never_overwrites_the_first(amend, motion, person):
    first, second = amend("Chen", 2, "It stands indoors."), amend("Fatima", 2, "It stands outside.")
    vote(first, Outcome.CARRIED)
    for act in (
        lambda: amending.check_may_be_put(motion, second),
        lambda: amending.accept_amendment(second, by=person("Emil").id, at=AT),
    ):
        with pytest.raises(Collides, match="paragraph 2"):
            act()
    assert waiting(motion) == []
    with pytest.raises(Collides):
        amend("Fatima", 2, "It stands outside.", version=1)
    anew = amend("Fatima", 2, "It stands outside.")
    assert (anew.version, waiting(motion)) == (2, [3])


def test_one_written_on_an_earlier_version_is_carried_over(amend, motion):
    vote(amend("Chen", 1), Outcome.CARRIED)
    late = amend("Fatima", 3, "Dora looks after it.", version=1)
    vote(late, Outcome.CARRIED)
    assert motion.text == "It stands in the yard.\n\nDora looks after it."


@pytest.mark.parametrize("outcome", [Outcome.DEFEATED, Outcome.INQUORATE])
def test_one_that_is_not_carried_changes_nothing(amend, motion, outcome):
    amendment = amend("Chen", 1)
    vote(amendment, outcome)
    assert (motion.text, motion.put_at) == (TEXT, None)
    assert waiting(motion) == ([1] if outcome is Outcome.INQUORATE else [])


def test_a_motion_waits_for_its_amendments(amend, motion):
    amend("Chen", 1)
    with pytest.raises(rules.AmendmentsWait, match="An amendment is still"):
        amending.check_none_waits(motion)


def test_the_motion_stands_still_while_an_amendment_is_voted_on(amend, motion, person):
    first, second = amend("Chen", 1), amend("Fatima", 2)
    amending.put_amendment(first, poll_id=7, at=AT)
    for act in (
        lambda: amend("Chen", 3),
        lambda: amending.accept_amendment(second, by=person("Emil").id, at=AT),
        lambda: amending.withdraw_amendment(first, by=person("Chen").id, at=AT),
        lambda: amending.order_amendments(motion, [2, 1], by=person("Ana").id, at=AT),
        lambda: withdraw_motion(motion, by=person("Emil").id, at=AT),
    ):
        with pytest.raises(VoteOpen):
            act()
    amending.take_amendment_from_vote(first)
    amend("Chen", 3)


def test_the_chair_sets_the_order_and_it_is_kept(amend, motion, person):
    milder, far = amend("Chen", 2, "It stands in our yard."), amend("Fatima", 1)
    assert waiting(motion) == [2, 1]
    with pytest.raises(rules.OutOfTurn, match="Amendment 2"):
        amending.check_may_be_put(motion, milder)
    with pytest.raises(rules.OrderIncomplete):
        amending.order_amendments(motion, [1], by=person("Ana").id, at=AT)
    amending.order_amendments(motion, [1, 2], by=person("Ana").id, at=AT)
    amend("Goran", 3)
    assert waiting(motion) == [1, 2, 3]
    amending.check_may_be_put(motion, milder)
    with pytest.raises(rules.OutOfTurn):
        amending.check_may_be_put(motion, far)


def test_the_farthest_amount_comes_first_and_the_second_collides(move, person):
    effect = Effect(EffectKind.SET_NORM, {"item_id": 1, "minutes": "10"})
    motion = move("Emil", seconded=True, effect=effect)

    def propose(name, minutes):
        return amending.propose_amendment(
            motion,
            by=person(name).id,
            changes=[],
            effect=Effect(effect.kind, effect.data | {"minutes": minutes}),
            reason="",
            at=AT,
        )

    near, far = propose("Chen", "11"), propose("Fatima", "5")
    assert waiting(motion) == [2, 1]
    vote(far, Outcome.CARRIED)
    assert motion.effect["minutes"] == "5"
    with pytest.raises(rules.EffectTaken):
        amending.check_may_be_put(motion, near)
    db.commit()
