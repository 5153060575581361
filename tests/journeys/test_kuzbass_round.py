"""The colony's round in browsers: the vote that is open, February's pay, and its surplus; and a
look at every kind of page about its work and money."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.db import db
from app.members.models import Member
from app.surplus.models import SurplusDistribution
from app.voting.actions.casting import cast_ballot
from app.voting.models import Poll, RollEntry
from app.wages.models import Comparison, PayRun, Payslip
from tests.browser import LOOKS
from tests.demo.conftest import NOW, kuzbass
from tests.journeys.paying import book, pay, payslip, put, second, share_out, vote_for

MARGIT, WILLEM, PAVEL = "Margit Halonen", "Willem van Rees", "Pavel Sidorov"


PAGES = [
    "/wages/comparisons/1",
    "/production/entries/1",
    "/wages/runs/2",
    "/production/week",
    "/wages/comparisons/new",
    "/production/imports/new",
    "/wages/payslips",
    "/wages/comparisons/1/variations/1",
    "/wages/schemes/draft",
    "/wages/schemes/1",
    "/production/items",
    "/wages/schemes",
    "/production/items/1",
    "/wages/adjustments",
    "/treasury/payment-orders/1",
    "/treasury/accounts",
    "/treasury/accounts/1",
    "/budgets/lines/1",
    "/production/crew-entries/new",
    "/budgets/spendings/1",
    "/budgets/1",
    "/budgets/new",
    "/funds/",
    "/surplus/",
    "/surplus/new",
    "/surplus/capital",
    "/surplus/payouts",
    "/surplus/capital/6",
]
"""Every other one on a phone."""


@pytest.fixture
def fills():
    return (kuzbass,)


def the_others_vote(poll: str, at) -> None:
    """Whoever has not voted yet, without a browser each."""
    found = db.session.get_one(Poll, int(poll.rpartition("/")[2]))
    waiting = db.session.scalars(
        select(RollEntry.member_id).where(RollEntry.poll_id == found.id, ~RollEntry.signed)
    )
    for member_id in waiting.all():
        cast_ballot(found.id, by=member_id, paper="for", at=at)
    db.commit()


def test_the_colony_votes_pays_and_shares_out(context, freeze, open_page, look):
    freeze(NOW)
    margit, willem, pavel = open_page(MARGIT), open_page(WILLEM), open_page(PAVEL, size="phone")

    pavel.goto("/")
    pavel.get_by_role("link", name="Vote: Piece-work in the mine and the shops").click()
    pavel.wait_for_url("**/polls/*")
    poll = pavel.url
    vote_for(pavel, poll)
    look(pavel)
    margit.goto(poll)
    margit.get_by_role("button", name="Close the vote and count").click()
    margit.get_by_text("Carried").first.wait_for()

    address = f"/wages/comparisons/{db.session.scalar(select(Comparison.id))}"
    db.commit()
    willem.goto(address)
    look(willem)
    bill = pay(willem, margit, date(2026, 2, 1), date(2026, 2, 28))
    db.session.expire_all()
    comparison = db.session.scalars(select(Comparison)).one()
    equal = comparison.result["schemes"][0]["by_period"]["2026-02"]
    assert str(bill) == equal["bill"]
    run = db.session.scalars(select(PayRun).where(PayRun.from_on == date(2026, 2, 1))).one()
    slips = db.session.scalars(select(Payslip).where(Payslip.run_id == run.id)).all()
    assert bill * 100 == run.bill == sum(slip.gross for slip in slips)
    [net] = [slip.net for slip in slips if slip.member.name == PAVEL]
    db.commit()
    assert f"{net / 100:,.2f}\n" in payslip(pavel, look)

    book(willem, "February's coal", "3720", "Assets:Bank", "Income:Coal", NOW.date())
    motion = share_out(willem, date(1924, 1, 1), NOW.date(), "What the winter left over")
    look(willem)
    second(pavel, motion)
    poll = put(margit, motion)
    vote_for(pavel, poll)
    the_others_vote(poll, NOW)
    freeze(NOW + timedelta(days=8))
    margit.goto(motion)
    margit.get_by_text("Carried").first.wait_for()
    db.session.expire_all()
    done = db.session.scalars(select(SurplusDistribution).order_by(SurplusDistribution.id)).all()[1]
    capital = sum(share.amount for share in done.shares)
    assert done.reserve + done.education + capital == done.surplus > 0
    own = next(
        share.amount
        for share in done.shares
        if db.session.get_one(Member, share.member_id).name == PAVEL
    )
    db.commit()
    pavel.goto("/capital")
    look(pavel)
    expect(pavel.locator("main")).to_contain_text(f"{own / 100:.2f}")


def test_nothing_about_work_and_money_is_in_anybodys_way(context, freeze, open_page, look):
    freeze(NOW)
    pages = [open_page(WILLEM, size=size, color_scheme=scheme) for size, scheme in LOOKS]
    for place, address in enumerate(PAGES):
        page = pages[place % 2]
        assert page.goto(address).status == 200, address
        look(page)
