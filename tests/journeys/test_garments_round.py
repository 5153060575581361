"""The garment factory's round in browsers, on its real log: compare, move, vote, pay, share out.

It is told in euros here, so that the bank's file is made too."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from stdnum.iban import calc_check_digits

from app.db import db
from app.demo.garments.rows import name_of
from app.members.bank import set_account
from app.members.models import Member
from app.surplus.models import SurplusDistribution
from app.treasury.coop_accounts import confirm_account, enter_account
from app.voting.actions.casting import cast_ballot
from app.voting.models import RollEntry
from app.wages.actions import keep_scheme
from app.wages.models import Comparison, PayRun
from app.wages.rules.parse import parse_terms
from tests.demo.conftest import GARMENTS_AT, garments
from tests.journeys.paying import (
    book,
    booked,
    by_hledger,
    pay,
    payslip,
    put,
    rows,
    second,
    share_out,
    total,
    transfers,
    vote_for,
)

MOVED = datetime(2015, 1, 10, 8, tzinfo=UTC)
MARCH = datetime(2015, 3, 13, 8, tzinfo=UTC)
CHAIR, TREASURER, SEWER = name_of(1, 1), name_of(3, 1), name_of(5, 1)
HOURLY = {"hourly": {"rate": "30.00"}}
GUARANTEED = {"greatest": [{"piece": {}}, {"hourly": {"rate": "20.00"}}]}
TITLE = "Guaranteed piece-work"


def fill() -> None:
    """The factory with two schemes, and bank accounts that are made up."""
    members = db.session.scalars(select(Member)).all()
    by_name = {member.name: member.id for member in members}
    chair, treasurer = by_name[CHAIR], by_name[TREASURER]
    for name, terms in (("Equal hourly", HOURLY), ("Guaranteed piece", GUARANTEED)):
        keep_scheme(name, parse_terms(terms), by=treasurer, at=GARMENTS_AT)
    account = enter_account(iban(0), bic="", holder="Garment factory", by=treasurer, at=GARMENTS_AT)
    confirm_account(account.id, by=chair, at=GARMENTS_AT)
    for member in members:
        set_account(member, iban=iban(member.number), holder=member.name, at=GARMENTS_AT)


def iban(number: int) -> str:
    rest = f"37040044{number:010d}"
    return f"DE{calc_check_digits(f'DE00{rest}')}{rest}"


@pytest.fixture
def fills():
    return (garments, fill)


def compare(page, look) -> str:
    """The address of the comparison of both schemes on the whole log."""
    page.goto("/wages/comparisons/new")
    page.get_by_label("Equal hourly").check()
    page.get_by_label("Guaranteed piece").check()
    page.get_by_label("From", exact=True).fill("2015-01-01")
    page.get_by_label("To", exact=True).fill("2015-03-11")
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("heading", level=1, name="2 schemes compared").wait_for()
    look(page)
    return page.url


def propose(page) -> str:
    page.get_by_role("link", name="Put one to the assembly").click()
    page.get_by_role("radio", name="Guaranteed piece").check()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("In force from").fill("2015-02-01")
    page.get_by_role("button", name="Hand in the motion").click()
    page.get_by_role("heading", level=1, name=TITLE).wait_for()
    return page.url


def half_of_the_factory_votes(poll: str, at: datetime) -> None:
    """Just enough for the quorum, one in ten against; without a browser each."""
    poll_id = int(poll.rpartition("/")[2])
    waiting = select(RollEntry.member_id).where(RollEntry.poll_id == poll_id, ~RollEntry.signed)
    for place, member in enumerate(db.session.scalars(waiting.limit(470)).all()):
        cast_ballot(poll_id, by=member, paper="for" if place % 10 else "against", at=at)
    db.commit()


def test_the_factory_compares_votes_pays_and_shares_out(context, freeze, open_page, look):
    freeze(MOVED)
    chair, treasurer = open_page(CHAIR), open_page(TREASURER)
    sewer = open_page(SEWER, size="phone")
    compared = compare(treasurer, look)
    motion = propose(treasurer)
    second(sewer, motion)
    poll = put(chair, motion)
    vote_for(sewer, poll)
    half_of_the_factory_votes(poll, MOVED)

    freeze(MOVED + timedelta(days=8))
    chair.goto(motion)
    chair.get_by_text("Carried").first.wait_for()
    chair.locator(f"main a[href='{urlsplit(compared).path}']").first.wait_for()

    freeze(MARCH)
    chair, treasurer, sewer = open_page(CHAIR), open_page(TREASURER), open_page(SEWER)
    bill = pay(treasurer, chair, date(2015, 2, 1), date(2015, 2, 28))
    db.session.expire_all()
    comparison = db.session.get_one(Comparison, int(compared.rpartition("/")[2]))
    voted_for = comparison.result["schemes"][1]
    assert voted_for["name"] == "Guaranteed piece"
    assert voted_for["by_period"]["2015-02"]["bill"] == str(bill)
    run = db.session.scalars(select(PayRun)).one()
    assert run.bill == bill * 100
    number = run.id
    own = db.session.scalars(select(Member.number).where(Member.name == SEWER)).one()
    db.commit()

    slips = rows(treasurer, f"/wages/runs/{number}/payslips.csv")
    net = total(slips, "net")
    amounts, stated, count = transfers(treasurer, treasurer.url)
    assert sum(amounts) == stated == net
    assert len(amounts) == count == len(slips) > 800
    assert booked(treasurer, f"Pay run {number}", "Expenses:Pay") == bill
    assert by_hledger(treasurer, f"Pay run {number}", "Expenses:Pay") == bill
    assert by_hledger(treasurer, f"Paid: pay run {number}", "Assets:Bank") == -net

    [mine] = [f"€{Decimal(slip['net']):,}" for slip in slips if slip["number"] == str(own)]
    assert f"Paid out\n{mine}\n" in payslip(sewer, look)
    expect(sewer.locator("main")).to_contain_text(mine)

    takings = f"{bill + 50_000}"
    book(treasurer, "Shirts", takings, "Assets:Bank", "Income:Shirts", MARCH.date())
    motion = share_out(treasurer, date(2015, 1, 1), MARCH.date(), "The surplus of the winter")
    second(sewer, motion)
    poll = put(chair, motion)
    vote_for(sewer, poll)
    half_of_the_factory_votes(poll, MARCH)
    freeze(MARCH + timedelta(days=8))
    chair.goto(motion)
    chair.get_by_text("Carried").first.wait_for()
    db.session.expire_all()
    done = db.session.scalars(select(SurplusDistribution)).one()
    capital = sum(share.amount for share in done.shares)
    assert done.reserve + done.education + capital == done.surplus == 50_000_00
    set_aside = done.reserve
    db.commit()
    reserve = by_hledger(treasurer, "The surplus of the winter", "Equity:Reserve")
    assert reserve * 100 == -set_aside < 0
