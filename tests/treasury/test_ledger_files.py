"""The journal as other programs read it: beancount's own parser, and the program hledger."""

from datetime import date
from decimal import Decimal

import pytest
from beancount import loader
from beancount.core.data import Open, Transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from app.db import db
from app.treasury import queries
from app.treasury.actions import account_for, post_entry, reverse_entry
from app.treasury.ledger_files import beancount_text, hledger_text
from app.treasury.queries import Booked, PostingLine
from app.treasury.rules import Line
from tests.hledger import hledger
from tests.wages.workshop import NOW

ON = date(2026, 3, 2)
ODD = '=SUM(A1) "quoted" \\ ; | (x) ! *\nnew\tline, ; account Assets:Bad'


def booked(text=ODD, amount=125_00, on=ON, number=1, decision=ODD):
    lines = (PostingLine("Expenses:Pay", 1, amount), PostingLine("Liabilities:Pay", 2, -amount))
    return Booked(number, on, text, "Chen", 1, None, decision, None, None, lines)


def read(text):
    entries, errors, options = loader.load_string(text)
    assert errors == []
    return [one for one in entries if isinstance(one, Transaction)], options


@pytest.mark.parametrize(("currency", "amount"), [("EUR", "125.00"), ("JPY", "12500")])
def test_beancount_reads_every_entry_with_its_amounts(currency, amount):
    entries = [booked(), booked("Second", on=date(2026, 2, 1), number=2, decision=None)]
    found, options = read(beancount_text(entries, title='Red "Clay"', currency=currency))
    assert options["title"] == 'Red "Clay"'
    assert {one.date for one in found} == {ON, date(2026, 2, 1)}
    amounts = {posting.units.number for one in found for posting in one.postings}
    assert amounts == {Decimal(amount), -Decimal(amount)}


@settings(max_examples=40)
@given(st.text(max_size=80), st.integers(1, 10**12))
def test_whatever_a_text_says_it_stays_text(text, amount):
    entries = [booked(text, amount, decision=text)]
    ((found,), _) = read(beancount_text(entries, title=text, currency="EUR"))
    assert found.narration == " ".join("".join(c if c.isprintable() else " " for c in text).split())
    assert found.postings[0].units.number * 100 == amount


@pytest.mark.parametrize("text", [ODD, "", "(1) code", "! pending", "=2026-01-01", "; all comment"])
@pytest.mark.parametrize("currency", ["EUR", "JPY"])
def test_hledger_reads_the_same(text, currency):
    written = hledger_text([booked(text)], title="Red\nClay", currency=currency)
    hledger(written, "check", "accounts", "commodities", "balancednoautoconversion")
    (line,) = hledger(written, "bal", "Expenses", "-N", "-O", "csv").splitlines()[1:]
    assert line == f'"Expenses:Pay","{"125.00" if currency == "EUR" else "12500"} {currency}"'


@pytest.fixture
def books(person):
    """Pay, its reversal, and what two members are owed on accounts of their own."""
    by = person("Chen").id
    fact = {"on": ON, "by": by, "at": NOW}
    pay = [Line("Expenses:Pay", 300), Line("Liabilities:Pay", -300)]
    entry = post_entry(pay, text="Pay", **fact)
    reverse_entry(entry.id, text="Twice", **fact)
    for name in ("Ana", "Emil"):
        member = person(name)
        account_for(f"Equity:Capital:M{member.number}", member_id=member.id)
    ana, emil = (f"Equity:Capital:M{person(name).number}" for name in ("Ana", "Emil"))
    shares = [Line("Income:Surplus", 500), Line(ana, -200), Line(emil, -300)]
    post_entry(shares, text="Surplus", **fact)
    db.commit()
    return ana, emil


def accounts_in(text):
    entries, errors, _ = loader.load_string(text)
    assert errors == []
    return {one.account for one in entries if isinstance(one, Open)}


def test_a_member_exports_the_books_without_members_own_accounts(books, as_member):
    answer = as_member("Emil").get("/treasury/ledger.beancount")
    assert accounts_in(answer.text) == {
        "Expenses:Pay",
        "Liabilities:Pay",
        "Income:Surplus",
        "Equity:Capital",
    }
    assert "-5.00 EUR" in answer.text
    assert "^entry-2 ^entry-1" in answer.text


def test_who_sees_all_pay_exports_them_with_it(books, as_member):
    answer = as_member("Chen").get("/treasury/ledger.beancount")
    assert set(books) < accounts_in(answer.text)
    hledger(as_member("Chen").get("/treasury/ledger.journal").text, "check", "--strict")


def test_pages_keep_members_own_accounts_too(books, as_member, person):
    ana = account_for(books[0]).id
    emil = as_member("Emil")

    def read(reader, address):
        """What is read, wherever its lines may break."""
        return reader.get(address).text.replace("<wbr>", "")

    for address in ("/treasury/journal", "/treasury/journal/3", "/treasury/accounts"):
        assert books[0] not in read(emil, address)
        assert "Equity:Capital" in read(emil, address)
        assert books[0] in read(as_member("Chen"), address)
    assert books[0] not in emil.get("/treasury/accounts.csv").text
    assert emil.get(f"/treasury/accounts/{ana}").status_code == 404
    assert as_member("Ana").get(f"/treasury/accounts/{ana}").status_code == 200
    assert sum(line.amount for line in queries.trial_balance(by_member=False)) == 0


def test_the_command_writes_what_the_page_gives(books, tmp_path, app, as_member):
    file = tmp_path / "books.journal"
    done = app.test_cli_runner().invoke(
        args=["treasury", "export", str(file), "--format", "hledger"]
    )
    assert done.exit_code == 0, done.output
    assert file.read_text() == as_member("Emil").get("/treasury/ledger.journal").text
    whole = app.test_cli_runner().invoke(args=["treasury", "export", "--members"])
    assert set(books) < accounts_in(whole.stdout)


def test_an_outsider_gets_no_books(client):
    for name in ("ledger.beancount", "ledger.journal", "accounts.csv"):
        assert client.get(f"/treasury/{name}").status_code == 302
