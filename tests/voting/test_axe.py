"""axe finds nothing on any page of a vote, nor does one scroll sideways: in one seeded house every
other page is looked at on a phone in the light, the others on a desktop in the dark."""

from datetime import timedelta

import pytest

from app.bylaws.models import Matter
from app.bylaws.rules.decisions import DecisionRule
from app.db import db
from app.motions.models import EffectKind
from app.motions.rules.questions import BallotTerms, Method, Option, Question
from app.voting.actions.casting import cast_secret_ballot
from app.voting.actions.closing import close_poll, open_urn
from app.voting.actions.opening import open_poll
from app.voting.paper.actions import hand_out
from app.voting.paper.counts import enter_count
from tests.browser import LOOKS, SIZES, check_axe
from tests.polls import AT, ON
from tests.urns import SCRUTINEERS, passphrase

pytestmark = pytest.mark.browser

NOW = AT + timedelta(days=20)
LONG = "A school for the children of the colony and of the whole of the lower town beside it"
OPTIONS = (Option("Monday", "After work."), Option(LONG), Option("Friday"))
CAST = {
    Method.CONSENT: ("agree", "object", "aside"),
    Method.GRADES: ("fully", "mostly", "rather-not"),
    Method.PLURALITY: ("1", "1", "2"),
    Method.APPROVAL: ("1+2", "2", "abstain"),
    Method.SCORE: ("1:5 2:0", "2:4", "3:3"),
    Method.DOTS: ("1:10", "1:3 2:7", "3:10"),
    Method.IRV: ("1>3", "2>3", "3>2", "3"),
    Method.STV: ("1>2", "1>3", "2", "3"),
    Method.MEEK: ("1>2", "1>3", "2", "3"),
    Method.SCHULZE: ("1>2>4", "2=3", "3>1"),
}
FORMS = (Method.MOTION, Method.CONSENT, Method.APPROVAL, Method.SCORE, Method.DOTS, Method.SCHULZE)


def asked(method):
    terms = BallotTerms(default="None of these") if method is Method.SCHULZE else BallotTerms()
    seats = 2 if method in {Method.STV, Method.MEEK} else 1
    return Question(method, OPTIONS if method.has_options else (), seats, terms)


@pytest.fixture
def ids(person):
    return {name: person(name).id for name in ("Ana", "Boris", "Chen", "Dora", "Emil", "Goran")}


@pytest.fixture
def counted(question, cast):
    """A closed vote by each method."""
    polls = []
    for method, papers in CAST.items():
        poll = question(asked(method))
        cast(poll, *papers)
        polls.append(close_poll(poll.id, by=None, at=poll.closes_at, on=ON))
    return [f"/polls/{poll.id}" for poll in polls]


@pytest.fixture
def opened(question, ids):
    """An open vote with each kind of ballot; in the last one papers are counted."""
    polls = [question(asked(method), at=NOW).id for method in FORMS]
    for name in ("Emil", "Goran"):
        hand_out(polls[-1], ids[name], by=ids["Ana"], at=NOW)
    for number, by in enumerate(ids.values()):
        enter_count(polls[-1], {"2=3": number % 3}, by=by, at=NOW)
    return [f"/polls/{poll_id}" for poll_id in polls]


@pytest.fixture
def sealed(under, entrusted, motion, ids):
    """A secret vote that is open, and one whose urn was opened."""
    under(DecisionRule(secret=True, seconders=1, notice_days=3), matter=Matter.ADMISSION)
    entrusted("Ana", *SCRUTINEERS)
    about = {
        "matter": Matter.ADMISSION,
        "effect_kind": EffectKind.ADMIT_MEMBER,
        "effect": {"member_id": ids["Boris"]},
    }
    past = open_poll(motion(number=90, **about), by=ids["Ana"], at=AT, on=ON)
    for name in ("Ana", "Chen", "Dora"):
        cast_secret_ballot(past.id, by=ids[name], paper="for", at=AT)
    close_poll(past.id, by=None, at=past.closes_at, on=ON)
    for name in ("Ana", "Emil", "Goran"):
        open_urn(past.id, by=ids[name], passphrase=passphrase(name), at=past.closes_at, on=ON)
    now = open_poll(motion(number=91, **about), by=ids["Ana"], at=NOW, on=NOW.date())
    return [f"/polls/{now.id}", f"/polls/{past.id}", f"/polls/{past.id}/urn"]


@pytest.fixture
def waiting(under, motion):
    """A motion that can be put, on which votes can be given to others."""
    under(
        DecisionRule(proxies=1, seconders=1, notice_days=3), on=NOW.date(), matter=Matter.SPENDING
    )
    made = motion(number=92, matter=Matter.SPENDING)
    return [f"/motions/{made.id}", f"/motions/{made.id}/proxy/", f"/polls/new?motion={made.id}"]


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_on_any_page_of_a_vote(
    counted, opened, sealed, waiting, open_page, freeze, size, scheme
):
    freeze(NOW + timedelta(minutes=1))
    db.commit()
    page = open_page("Ana", size=size, color_scheme=scheme)
    beside = [
        f"{opened[-1]}/paper",
        f"{opened[-1]}/paper/sheet",
        f"{opened[0]}/voiding",
        f"{counted[-1]}/ballots",
    ]
    rules = [
        "/polls/",
        "/motions/new/question",
        "/bylaws/",
        "/bylaws/resolution",
        "/scrutineers/key/",
    ]
    own = [
        "/scrutineers/key/passphrase",
        "/mandates/1/petition/new",
        "/elections/new",
        "/enactments",
    ]
    every = [*counted, *opened, *sealed, *waiting, *beside, *rules, *own]
    for address in every[LOOKS.index((size, scheme)) :: len(LOOKS)]:
        _look_at(page, address, size)
    if size == "phone":
        _cast_on_every_page(page, opened[2])


def _look_at(page, address, size):
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.goto(address).status == 200, address
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    page.set_viewport_size({"width": SIZES[size][0], "height": 800})
    check_axe(page)


def _cast_on_every_page(page, address):
    """The paper handed back, the check, the receipt."""
    page.goto(address)
    page.get_by_role("button", name="Check my ballot").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    check_axe(page)
    page.get_by_label("Friday").check()
    page.get_by_role("button", name="Check my ballot").click()
    page.get_by_role("button", name="Cast this ballot").wait_for()
    check_axe(page)
    page.get_by_role("button", name="Cast this ballot").click()
    page.get_by_text("Your ballot is in").wait_for()
    check_axe(page)
