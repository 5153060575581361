"""A secret vote of five or fewer: whether it was carried is told, and nothing that tells more."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.archive.checks.votes import votes_fault
from app.archive.verification import verify
from app.bylaws.rules.decisions import DecisionRule, Tie, Verdict
from app.db import db
from app.members.models import Unit
from app.motions.models import Motion, Outcome
from app.motions.rules.questions import Method
from app.record.models import Event
from app.voting.actions.closing import cast_casting_vote, close_poll, open_urn
from app.voting.actions.opening import open_poll
from app.voting.models import Poll, SecretPaper
from app.voting.rules.tally import Choice
from app.voting.rules.withheld import Withheld, is_withheld
from tests.cast import POTTERY
from tests.polls import AT, ON
from tests.urns import SCRUTINEERS, passphrase
from tests.voting.test_recount import recount

LATER = AT + timedelta(days=14)


@pytest.fixture
def decided(secrecy, entrusted, motion, person, vote_secretly):
    """The three of the pottery have voted, two for and one against, and the urn is open."""
    entrusted(*SCRUTINEERS)
    pottery = db.session.scalars(select(Unit).where(Unit.name == POTTERY)).one()

    def decide(marks=("for", "for", "against"), **options):
        put = motion(unit_id=pottery.id)
        poll = open_poll(put, by=person("Ana").id, at=AT, on=ON, **options)
        for name, mark in zip(("Ana", "Dora", "Emil"), marks, strict=True):
            vote_secretly(poll, mark, name)
        close_poll(poll.id, by=None, at=LATER, on=LATER.date())
        for name in ("Emil", "Goran"):
            own = {"by": person(name).id, "passphrase": passphrase(name)}
            open_urn(poll.id, **own, at=LATER, on=LATER.date())
        db.commit()
        return poll

    return decide


@pytest.mark.parametrize(
    ("method", "secret", "entitled", "answer"),
    [
        (Method.MOTION, True, 5, True),
        (Method.CONSENT, True, 3, True),
        (Method.MOTION, True, 6, False),
        (Method.MOTION, False, 3, False),
        (Method.PLURALITY, True, 3, False),
    ],
)
def test_the_numbers_of_a_small_secret_vote_are_withheld(method, secret, entitled, answer):
    assert is_withheld(method, secret=secret, entitled=entitled) is answer


def test_nothing_is_kept_that_tells_the_numbers(decided):
    poll = decided()
    assert poll.outcome is Outcome.CARRIED
    assert poll.result == Withheld(3, None, Verdict.CARRIED).to_json()
    assert db.session.scalar(select(func.count()).select_from(SecretPaper)) == 0
    assert db.session.get_one(Motion, poll.motion_id).decision.tally == "– : – : –"
    opened = db.session.scalars(select(Event).where(Event.kind == "urn-opened")).one()
    assert opened.data == {"tally": "– : – : –", "verdict": "carried", "ballots": None}
    assert votes_fault() is None


@pytest.mark.parametrize("told", [True, False])
def test_the_verification_says_which_vote_it_could_not_count_again(decided, told):
    poll = decided(numbers_told=told)
    said = [str(finding.left_out) for finding in verify() if finding.left_out]
    only = f"Only the verdict was kept, so not counted again: poll {poll.id}."
    assert said == ([] if told else [only])


def test_an_altered_verdict_is_found(decided):
    poll = decided()
    db.session.execute(update(Poll).values(result=poll.result | {"verdict": "defeated"}))
    assert "is not the one that was sealed" in str(votes_fault())


def test_it_rests_on_those_who_opened_the_urn(decided, as_member, person, freeze):
    poll = decided()
    freeze(LATER)
    page = as_member("Dora").get(f"/polls/{poll.id}/urn").text
    told = page.partition("The verdict rests on those who opened the urn.")[2].partition("</ul>")[0]
    assert ("Emil" in told, "Goran" in told, "Fatima" in told) == (True, True, False)
    given = update(Event).where(Event.kind == "urn-key-given")
    db.session.execute(given.values(actor_id=person("Emil").id))
    assert "too few scrutineers gave their keys" in str(votes_fault())


def test_no_page_and_no_file_tells_them(decided, as_member, freeze):
    poll = decided()
    freeze(LATER)
    dora = as_member("Dora")
    address = f"/polls/{poll.id}"
    page = dora.get(address).text
    assert "Carried." in page
    assert "2 for" not in page
    assert "The result as PDF" in page
    assert "cannot be made again" in dora.get(f"{address}/urn").text
    assert dora.get(f"{address}/papers.csv").text.splitlines()[1:] == []
    assert dora.get(f"{address}.pdf").status_code == 200
    for file in (f"{address}.json", f"{address}/urn.json", f"/api/v1{address}"):
        told = json.dumps(dora.get(file).json)
        assert '"against": 1' not in told
        assert '"for": 2' not in told


def test_the_recount_says_what_it_cannot_tell(decided, as_member, tmp_path):
    urn = as_member("Dora").get(f"/polls/{decided().id}/urn.json").json
    code, text = recount(tmp_path, urn)
    assert (code, "not counted again" in text, "All of this holds" in text) == (0, True, True)


def test_a_tie_is_the_chairs_to_decide_without_numbers(decided, person, under):
    under(DecisionRule(secret=True, tie=Tie.CHAIR))
    poll = decided(("for", "against", "abstain"))
    assert poll.outcome is Outcome.TIED
    told = {"by": person("Ana").id, "at": LATER, "on": LATER.date()}
    cast_casting_vote(poll.id, casting="for", **told)
    assert poll.result == Withheld(3, None, Verdict.CARRIED, Choice.FOR).to_json()
    assert votes_fault() is None


def test_the_chair_may_have_the_numbers_told(decided, as_member):
    poll = decided(numbers_told=True)
    assert (poll.withheld, poll.result["for"], poll.result["against"]) == (False, 2, 1)
    assert votes_fault() is None


def test_the_page_of_opening_asks(secrecy, entrusted, motion, as_member, freeze):
    freeze(AT)
    entrusted(*SCRUTINEERS)
    put = motion()
    db.commit()
    page = as_member("Ana").get(f"/polls/new?motion={put.id}").text
    assert "Tell the numbers even if five members or fewer vote" in page
