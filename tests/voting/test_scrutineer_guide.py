"""`docs/scrutineer.md`, worked through in a co-op of five: three are scrutineers, and two of these
open the urn."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from app.archive.rows import columns
from app.db import db
from app.members.actions import note_standing
from app.members.models import Mandate, Office, Standing
from app.motions.models import Outcome
from app.record.models import Decision, Event
from app.voting.actions.closing import close_poll, open_urn
from app.voting.actions.opening import open_poll
from app.voting.actions.voiding import void_poll
from app.voting.models import Envelope, ScrutineerKey
from app.voting.rules.course import PollVoid
from app.voting.rules.urn import HoldsNoKey, TooFewScrutineers
from app.voting.urn import scrutineers
from app.voting.urn.actions import opened_papers
from app.voting.urn.sealing import UrnDoesNotOpen, WrongPassphrase
from tests.polls import AT, LATER, ON, member, submitted
from tests.urns import SCRUTINEERS, entrust, passphrase, vote_by_secret_ballot

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/scrutineer.md").read_text()
AGAIN = LATER + timedelta(days=1)
LOST = "nobody remembers it"

pytestmark = pytest.mark.usefixtures("context", "quick_passphrases")
CASES = {}


def case(heading):
    """The test works through what the guide says under this heading."""

    def keep(test):
        CASES[heading] = test
        return test

    return keep


def test_every_case_of_the_guide_is_worked_through():
    assert re.findall(r"(?m)^\*\*(.+?)\*\* ", GUIDE) == list(CASES)


def test_what_the_guide_quotes_stands_on_the_pages():
    pages = "".join(page.read_text() for page in (ROOT / "templates").rglob("*.html"))
    catalogue = (ROOT / "app/translations/es/LC_MESSAGES/messages.po").read_text()
    ways = re.findall(r"\*\*?([A-Z][^*]+?)\*", GUIDE.partition("## What if")[0])
    words = {word for way in ways for word in way.split(" → ")}
    assert {
        "My key to the urn",
        "Scrutineer",
        "Signatures, envelopes and ballots are as many",
    } <= words
    assert {word for word in words if word not in pages + catalogue} == set()


@pytest.fixture
def five():
    """Chen has left: Ana and Dora are left with three scrutineers."""
    decision = db.session.scalars(select(Decision)).first()
    left = {"unit_id": 1, "from_on": ON - timedelta(days=1), "decision": decision, "by": None}
    note_standing(member("Chen"), Standing.LEFT, **left, at=AT)
    vote_by_secret_ballot()
    entrust(*SCRUTINEERS)


def opened(number=1, at=AT, **how):
    return open_poll(submitted(number=number), by=member("Ana").id, at=at, on=at.date(), **how)


@pytest.fixture
def vote(five, vote_secretly):
    """All five have voted, three for and two against."""
    poll = opened(numbers_told=True)
    vote_secretly(poll, "for", "Ana", "Dora", "Emil")
    vote_secretly(poll, "against", "Fatima", "Goran")
    return poll


def shut(poll):
    return close_poll(poll.id, by=None, at=LATER, on=LATER.date())


def give(poll, name, words=None, at=LATER):
    own = {"by": member(name).id, "passphrase": words or passphrase(name)}
    return open_urn(poll.id, **own, at=at, on=at.date())


def new_key(name, words=LOST):
    return scrutineers.make_key(by=member(name).id, passphrase=words, at=AT)


def is_carried(poll):
    return poll.outcome is Outcome.CARRIED and len(opened_papers(poll.id)) == 5


@case("I forgot my passphrase.")
def test_the_recovery_words_take_its_place(five, vote_secretly):
    words = new_key("Emil")
    poll = opened()
    vote_secretly(poll, "for", "Ana")
    shut(poll)
    give(poll, "Emil", words)
    emil = member("Emil").id
    scrutineers.change_passphrase(by=emil, present=words, passphrase="a tune that stays", at=LATER)
    give(poll, "Fatima")
    assert poll.outcome is Outcome.CARRIED
    kept = scrutineers.key_of(emil)
    assert scrutineers.unwrapped(kept, "a tune that stays") == scrutineers.unwrapped(kept, words)


def test_with_both_lost_the_other_two_open_it_and_a_new_key_serves_later_votes(vote, vote_secretly):
    shut(vote)
    new_key("Emil", "quite another song")
    with pytest.raises(WrongPassphrase):
        give(vote, "Emil", "quite another song")
    give(vote, "Fatima")
    give(vote, "Goran")
    assert is_carried(vote)
    later = opened(number=2, at=LATER)
    vote_secretly(later, "for", "Ana")
    close_poll(later.id, by=None, at=AGAIN + timedelta(days=14), on=AGAIN.date())
    give(later, "Emil", "quite another song")
    give(later, "Goran")
    assert later.outcome is Outcome.CARRIED


@case("I changed my passphrase during a vote.")
def test_the_new_one_works(vote):
    emil = {"by": member("Emil").id, "present": passphrase("Emil")}
    scrutineers.change_passphrase(**emil, passphrase="a changed tune", at=AT)
    shut(vote)
    with pytest.raises(WrongPassphrase):
        give(vote, "Emil")
    give(vote, "Emil", "a changed tune")
    give(vote, "Goran")
    assert is_carried(vote)


@case("I made a new key during a vote.")
def test_that_urn_opens_with_the_old_key_and_its_passphrase(vote):
    words = new_key("Emil")
    shut(vote)
    for wrong in (words, LOST):
        with pytest.raises(WrongPassphrase):
            give(vote, "Emil", wrong)
    give(vote, "Emil")
    give(vote, "Goran")
    assert is_carried(vote)


@case("A scrutineer resigns, is recalled or falls ill during a vote.")
@pytest.mark.parametrize("who", [("Emil", "Goran"), ("Fatima", "Goran")], ids=["gives", "is away"])
def test_who_left_the_office_can_give_their_key_and_the_others_need_not_wait(vote, who):
    mine = Mandate.office == Office.SCRUTINEER, Mandate.member_id == member("Emil").id
    db.session.execute(update(Mandate).where(*mine).values(to_on=ON))
    shut(vote)
    for name in who:
        give(vote, name)
    assert is_carried(vote)


def test_who_takes_the_office_during_a_vote_holds_no_key_to_it(vote):
    entrust("Dora")
    shut(vote)
    with pytest.raises(HoldsNoKey):
        give(vote, "Dora")


@case("Too many keys are lost.")
def test_the_vote_is_declared_void_and_held_again(vote, vote_secretly):
    shut(vote)
    give(vote, "Goran")
    for name in ("Emil", "Fatima"):
        with pytest.raises(WrongPassphrase):
            give(vote, name, LOST)
    reason = "Two passphrases are lost with their words."
    void_poll(vote.id, by=member("Ana").id, reason=reason, at=LATER)
    db.commit()
    told = db.session.scalars(select(Event).where(Event.kind == "poll-voided")).one()
    assert told.data == {"reason": reason}
    with pytest.raises(PollVoid):
        give(vote, "Emil")
    for name in ("Emil", "Fatima"):
        new_key(name, passphrase(name))
    again = open_poll(vote.motion, by=member("Ana").id, at=LATER, on=LATER.date())
    vote_secretly(again, "for", "Ana", "Dora", "Emil")
    closed = LATER + timedelta(days=14)
    close_poll(again.id, by=None, at=closed, on=closed.date())
    give(again, "Emil")
    give(again, "Fatima")
    assert again.outcome is Outcome.CARRIED


@case("The urn does not open and says that something is not what it was.")
@pytest.mark.parametrize("fault", ["added", "taken out", "altered"])
def test_nothing_is_counted_of_an_urn_that_was_touched(vote, fault):
    shut(vote)
    one = db.session.scalars(select(Envelope).limit(1)).one()
    match fault:
        case "added":
            db.session.add(Envelope(poll_id=vote.id, key=b"0" * 16, sealed=one.sealed[::-1]))
        case "taken out":
            db.session.execute(delete(Envelope).where(Envelope.key == one.key))
        case "altered":
            db.session.execute(
                update(Envelope).where(Envelope.key == one.key).values(sealed=one.sealed[::-1])
            )
    db.session.flush()
    give(vote, "Emil")
    with pytest.raises(UrnDoesNotOpen):
        give(vote, "Goran")
    assert (vote.outcome, list(opened_papers(vote.id))) == (None, [])


@case("We are a co-op of five.")
@pytest.mark.parametrize("told", [False, True])
def test_only_the_verdict_is_told_unless_the_chair_opens_the_vote_with_its_numbers(
    five, vote_secretly, as_member, freeze, told
):
    freeze(AT)
    poll = opened(numbers_told=told)
    db.commit()
    assert "Few vote here." in as_member("Dora").get(f"/polls/{poll.id}").text
    vote_secretly(poll, "for", "Ana", "Dora", "Emil", "Fatima")
    vote_secretly(poll, "against", "Goran")
    shut(poll)
    give(poll, "Emil")
    give(poll, "Goran")
    assert poll.outcome is Outcome.CARRIED
    assert (poll.result.get("against"), len(opened_papers(poll.id))) == (
        (1, 5) if told else (None, 0)
    )


@case("The installation moves to another machine.")
def test_an_archive_does_not_carry_the_wrapped_keys():
    carried = {column.name for column in columns(ScrutineerKey.__table__)}
    assert "public" in carried
    assert carried & {"wrapped", "wrapped_by_words"} == set()


def test_the_page_says_before_the_vote_how_many_keys_open_it(five, as_member, freeze):
    freeze(AT)
    entrust("Dora", keys=False)
    put = submitted(number=3)
    db.commit()
    page = as_member("Ana").get(f"/polls/new?motion={put.id}").text
    assert "It takes 2 of 3 scrutineers to open it." in page
    assert re.search(r"Dora</span><span class=.quiet.>has made no key yet", page)


def test_with_fewer_than_three_keys_it_does_not_open_and_the_pages_say_how_many_are_missing(
    five, as_member, freeze
):
    freeze(AT)
    db.session.execute(delete(ScrutineerKey))
    new_key("Goran")
    put = submitted(number=3)
    with pytest.raises(TooFewScrutineers):
        open_poll(put, by=member("Ana").id, at=AT, on=ON)
    ana = as_member("Ana")
    for address in (f"/polls/new?motion={put.id}", f"/motions/{put.id}"):
        assert "needs 3 scrutineers with a key, and 2 are missing" in ana.get(address).text
