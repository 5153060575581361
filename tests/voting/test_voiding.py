"""A vote that is declared void keeps everything, and the motion goes back to where it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.archive.checks.votes import votes_fault
from app.bylaws.models import Matter
from app.bylaws.rules.decisions import DecisionRule, Tie
from app.db import db
from app.motions.models import EffectKind
from app.motions.queries import course_of
from app.motions.rules.course import State
from app.record.models import Event
from app.voting.actions.casting import cast_secret_ballot
from app.voting.actions.closing import close_poll
from app.voting.actions.opening import open_poll
from app.voting.actions.voiding import void_poll
from app.voting.models import Ballot, Envelope, PaperCount, Proxy
from app.voting.paper.actions import hand_out
from app.voting.paper.counts import enter_count
from app.voting.roll.proxies import give_proxy, standing_on
from app.voting.roll.queries import roll_lines
from app.voting.rules import course
from app.voting.rules.proxies import Standing
from tests.polls import AT, ON
from tests.urns import SCRUTINEERS

LATER = AT + timedelta(days=20)
RULE = DecisionRule(seconders=1, notice_days=3, proxies=1, tie=Tie.CHAIR)


@pytest.fixture
def held(under, motion, person, vote, entrusted):
    """A vote with ballots of every kind: open, tied, or sealed."""
    ids = {name: person(name).id for name in ("Ana", "Chen", "Dora", "Emil", "Fatima", "Goran")}

    def hold(stage):
        under(RULE if stage != "sealed" else DecisionRule(secret=True, seconders=1))
        if stage == "sealed":
            entrusted(*SCRUTINEERS)
        made = motion()
        if stage == "open":
            give_proxy(made, by=ids["Chen"], holder_id=ids["Goran"], at=AT)
        poll = open_poll(made, by=ids["Ana"], at=AT, on=ON)
        if stage == "sealed":
            cast_secret_ballot(poll.id, by=ids["Emil"], paper="for", at=AT)
        else:
            vote(poll, "for", "Emil")
            vote(poll, "against", "Dora")
        if stage == "open":
            hand_out(poll.id, ids["Fatima"], by=ids["Dora"], at=AT)
            enter_count(poll.id, {"for": 1}, by=ids["Dora"], at=AT)
        else:
            close_poll(poll.id, by=None, at=LATER, on=LATER.date())
        db.session.flush()
        return poll

    return hold


def kept(poll):
    """Everything that was handed in, and the roll."""
    models = (Ballot, Envelope, PaperCount)
    rows = [db.session.scalars(select(one).where(one.poll_id == poll.id)).all() for one in models]
    roll = [(line.name, line.signed, line.on_paper) for line in roll_lines(poll.id)]
    proxies = db.session.scalars(select(Proxy).where(Proxy.motion_id == poll.motion_id)).all()
    return [len(found) for found in (*rows, proxies)], roll


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("stage", ["open", "tied", "sealed"])
def test_everything_is_kept_and_the_motion_can_be_put_again(held, person, vote, stage):
    poll, ana = held(stage), person("Ana").id
    before = kept(poll)
    assert sum(before[0]) == {"open": 4, "tied": 2, "sealed": 1}[stage]
    void_poll(poll.id, by=ana, reason="The wrong text was shown.", at=LATER)
    assert kept(poll) == before
    assert course_of(poll.motion, LATER.date()).state is State.READY
    assert poll.motion.outcome is None
    with pytest.raises(course.PollVoid):
        void_poll(poll.id, by=ana, reason="Again.", at=LATER)
    with pytest.raises(course.PollVoid):
        close_poll(poll.id, by=None, at=LATER, on=LATER.date())
    again = open_poll(poll.motion, by=ana, at=LATER, on=LATER.date())
    assert again.id != poll.id
    assert again.roll_hash == poll.roll_hash
    if stage == "open":
        assert standing_on(poll.motion_id) == Standing({person("Chen").id: person("Goran").id})
    db.commit()
    event = db.session.scalars(select(Event).where(Event.kind == "poll-voided")).one()
    assert (event.actor_id, event.data) == (ana, {"reason": "The wrong text was shown."})
    assert votes_fault() is None


@pytest.mark.usefixtures("context")
def test_what_the_members_decided_is_not_declared_void(poll, vote, person):
    opened = poll()
    vote(opened, "for", "Emil")
    close_poll(opened.id, by=None, at=LATER, on=LATER.date())
    with pytest.raises(course.ResultStands):
        void_poll(opened.id, by=person("Ana").id, reason="I lost.", at=LATER)


@pytest.fixture
def recall(poll, person):
    """A vote on recalling Ana, who chairs."""
    effect = {"member_id": person("Ana").id, "office": "chair", "unit_id": 1}
    return poll(matter=Matter.OFFICE, effect_kind=EffectKind.RECALL_OFFICE, effect=effect)


def test_nobody_voids_a_vote_about_themselves(recall, as_member, freeze):
    freeze(AT)
    address, ana = f"/polls/{recall.id}/voiding", as_member("Ana")
    for answer in (ana.get(address), ana.post(address, data={"reason": "No."})):
        assert answer.status_code == 409
        assert "This vote is about you" in answer.text


@pytest.mark.parametrize("stage", ["open", "sealed"])
def test_the_page_shows_it_and_the_way_on(held, as_member, freeze, stage):
    freeze(LATER)
    poll = held(stage)
    if stage == "open":
        freeze(AT)
    own, ana = f"/polls/{poll.id}", as_member("Ana")
    assert f"{own}/voiding" in ana.get(own).text
    assert ana.post(f"{own}/voiding", data={"reason": "Two keys are lost."}).status_code == 302
    page = ana.get(own).text
    assert "Two keys are lost." in page
    assert "by Ana" in page
    assert f"/polls/new?motion={poll.motion_id}" in page.replace("&amp;", "&")
    emil = as_member("Emil").get(own).text
    assert "Two keys are lost." in emil
    assert "Put it to the vote again" not in emil
