"""The pages of paying out in a real browser: nothing in the way of anybody."""

import pytest

from app import clock
from app.db import db
from app.members.bank import set_account
from app.treasury.actions import post_entry
from app.treasury.coop_accounts import confirm_account, enter_account
from app.treasury.payments import list_payments
from app.treasury.rules import Line, Payee
from tests.browser import LOOKS, check_axe

IBAN, COOP = "ES9121000418450200051332", "DE89370400440532013000"
PAGES = [
    "/members/me/bank-account",
    "/members/me/bank-account/edit",
    "/treasury/bank-account",
    "/treasury/journal",
    "/treasury/journal/1",
    "/treasury/payment-orders/1",
]
pytestmark = pytest.mark.browser


@pytest.fixture
def listed(person):
    """Chen is paid by bank, Ana in cash; another account of the co-op waits to be confirmed."""
    at, (ana, chen) = clock.now(), (person("Ana"), person("Chen"))
    set_account(chen, iban=IBAN, holder="Chen", at=at)
    entered = enter_account(COOP, bic="", holder="Red Clay", by=chen.id, at=at)
    confirm_account(entered.id, by=ana.id, at=at)
    enter_account(IBAN, bic="", holder="Red Clay", by=chen.id, at=at)
    list_payments(
        [Payee(ana.id, "Ana", None, 80_00), Payee(chen.id, "Chen", IBAN, 120_00)],
        subject="pay run 1",
        text="Pay for March",
        owed_code="Liabilities:Pay",
        execute_on=at.date(),
        by=chen.id,
        at=at,
    )
    db.commit()


@pytest.fixture
def booked(person):
    """An entry of many postings."""
    at = clock.now()
    owed = [Line(f"Liabilities:Pay-of-part-{number}", -100_00) for number in range(8)]
    by = {"on": at.date(), "by": person("Chen").id, "at": at}
    post_entry([Line("Expenses:Pay", 800_00), *owed], text="Pay for March", **by)
    db.commit()


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_are_open_to_everybody(size, scheme, listed, booked, open_page):
    page = open_page("Chen", size=size, color_scheme=scheme)
    for address in PAGES:
        page.goto(address)
        check_axe(page)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) == 0, f"{address} scrolls sideways"


def test_the_treasurer_takes_the_file_and_notes_the_payment(listed, open_page):
    page = open_page("Chen")
    page.goto("/treasury/payment-orders/1")
    with page.expect_download() as file:
        page.get_by_role("link", name="File for the bank").click()
    assert b'<InstdAmt Ccy="EUR">120.00</InstdAmt>' in file.value.path().read_bytes()
    page.get_by_role("button", name="It is paid").click()
    page.get_by_text("noted by Chen").wait_for()
    page.get_by_role("link", name="Booked as journal entry 1").click()
    page.get_by_role("heading", name="Entry 1").first.wait_for()
