"""The way of the money in a browser: a run, its payslips, the list of payments, the ledger. The
files are downloaded, and their sums are one another's to the cent."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from beancount import loader
from beancount.core.data import Transaction

from tests.hledger import hledger
from tests.pdf_text import pdf_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def pay(treasurer: Page, chair: Page, first: date, last: date) -> Decimal:
    """Prepares, approves, lists and pays a run: its bill."""
    treasurer.goto("/wages/runs/new")
    treasurer.get_by_label("First day").fill(first.isoformat())
    treasurer.get_by_label("Last day").fill(last.isoformat())
    treasurer.get_by_role("button", name="Close the log and compute").click()
    treasurer.get_by_text("It waits for somebody else's approval.").wait_for()
    run = treasurer.url
    chair.goto(run)
    chair.get_by_role("button", name="Approve and book").click()
    chair.get_by_text("Approved by").first.wait_for()
    slips = rows(treasurer, f"{run}/payslips.csv")
    bill, net = total(slips, "gross"), total(slips, "net")
    treasurer.goto(run)
    treasurer.get_by_role("link", name="Pay it out").click()
    treasurer.get_by_role("button", name="List the payments").click()
    treasurer.get_by_role("button", name="It is paid").click()
    treasurer.get_by_text(re.compile("^Paid on")).first.wait_for()
    assert total(rows(treasurer, f"{treasurer.url}/payments.csv"), "amount") == net
    number = run.rpartition("/")[2]
    assert booked(treasurer, f"Pay run {number}", "Expenses:Pay") == bill
    assert booked(treasurer, f"Paid: pay run {number}", "Assets:Bank") == -net
    return bill


def book(page: Page, text: str, amount: str, debit: str, credit: str, on: date) -> None:
    page.goto("/treasury/journal/new")
    written = {"booked_on": on.isoformat(), "text": text, "amount": amount}
    for name, value in (written | {"debit": debit, "credit": credit}).items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Book it").click()
    page.wait_for_url(re.compile(r"/treasury/journal/\d+$"))


def share_out(treasurer: Page, first: date, last: date, title: str) -> str:
    """Looks at a plan for the surplus and hands in its motion: the motion's address."""
    treasurer.goto("/surplus/new")
    treasurer.get_by_label("From", exact=True).fill(first.isoformat())
    treasurer.get_by_label("To", exact=True).fill(last.isoformat())
    treasurer.get_by_role("button", name="Show what it would do").click()
    treasurer.get_by_label("Title of the motion").fill(title)
    treasurer.get_by_role("button", name="Put this to the assembly").click()
    treasurer.get_by_role("heading", level=1, name=title).wait_for()
    return treasurer.url


def press(page: Page, name: str) -> None:
    """A button that has done its work when it is gone: others rely on it."""
    button = page.get_by_role("button", name=name)
    button.click()
    button.wait_for(state="detached")


def second(page: Page, motion: str) -> None:
    page.goto(motion)
    press(page, "Second this motion")


def put(page: Page, motion: str) -> str:
    """Opens the vote on a motion outside an assembly: the poll's address."""
    page.goto(motion)
    page.get_by_role("link", name="Put it to the vote").click()
    page.get_by_role("button", name="Open the vote").click()
    page.wait_for_url("**/polls/*")
    return page.url


def vote_for(page: Page, poll: str) -> None:
    page.goto(poll)
    page.get_by_role("radio", name="For", exact=True).check()
    page.get_by_role("button", name="Cast my ballot").click()
    page.get_by_text("Your ballot is in: you voted for.").wait_for()


def rows(page: Page, address: str) -> list[dict[str, str]]:
    answer = page.request.get(address)
    assert answer.ok, address
    return list(csv.DictReader(io.StringIO(answer.text().removeprefix("\ufeff"))))


def total(lines: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(line[column]) for line in lines), Decimal(0))


def booked(page: Page, text: str, account: str) -> Decimal:
    """What an entry of the ledger moves on an account, as beancount reads the file."""
    entries, errors, _ = loader.load_string(page.request.get("/treasury/ledger.beancount").text())
    assert errors == []
    [entry] = [one for one in entries if isinstance(one, Transaction) and one.narration == text]
    return sum((one.units.number for one in entry.postings if one.account == account), Decimal(0))


def by_hledger(page: Page, text: str, account: str) -> Decimal:
    """The same as hledger reads its own file."""
    journal = page.request.get("/treasury/ledger.journal").text()
    asked = ("bal", account, f"desc:^{text}$", "-N", "-O", "csv", "--flat")
    [_, line] = csv.reader(hledger(journal, *asked).splitlines())
    return Decimal(line[1].split()[0])


def transfers(page: Page, order: str) -> tuple[list[Decimal], Decimal, int]:
    """The bank file of a list of payments: its amounts, and the sum and count that it states."""
    answer = page.request.get(f"{order}/transfers.xml")
    assert answer.ok
    document = ElementTree.fromstring(answer.body())  # noqa: S314 (our own)
    told = {
        name: [one.text for one in document.iterfind(f".//{{*}}{name}")]
        for name in ("InstdAmt", "CtrlSum", "NbOfTxs")
    }
    return (
        [Decimal(amount) for amount in told["InstdAmt"]],
        Decimal(told["CtrlSum"][0]),
        int(told["NbOfTxs"][0]),
    )


def payslip(page: Page, look: Callable[[Page], None]) -> str:
    """The reader's latest payslip: looked at, and the text of its PDF."""
    page.goto("/wages/payslips")
    page.locator("main a[href^='/wages/payslips/']").first.click()
    look(page)
    answer = page.request.get(f"{page.url}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    return pdf_text(answer.body())
