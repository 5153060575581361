"""Invoices paid by bank: the payee's account, a frozen list, its file, each invoice booked."""

import io
import re
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select, update

from app.archive.checks.money import money_fault
from app.budgets import invoices, spending
from app.budgets.models import InvoiceFile
from app.budgets.rules.invoice_files import MOST_BYTES, kind_of
from app.budgets.rules.spending import OnList, SpentIt
from app.db import db
from app.errors import InvalidInput
from app.record import rows
from app.record.models import Event
from app.record.queries import chain_fault
from app.treasury import coop_accounts, payments
from app.treasury.bank_file import bank_file
from app.treasury.models import Payment
from app.treasury.rules import NobodyToPay, NoCoopAccount, PaidAlready, PaidApart
from tests.budgets.test_spending import AT, ON, balances, line, spend
from tests.racing import Meeting, locks, together

__all__ = ["line"]
COOP, PAYEE = "DE89370400440532013000", "ES9121000418450200051332"
SPACE = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


def enter(made, person, iban=PAYEE):
    chen = person("Chen").id
    return invoices.set_payee_account(made.id, iban=iban, holder="Gláze & Co", by=chen, at=AT)


def list_all(person, at=AT):
    order = invoices.list_invoices(text="Invoice", execute_on=ON, by=person("Chen").id, at=at)
    db.commit()
    return order


@pytest.fixture
def account(person):
    entered = coop_accounts.enter_account(COOP, bic="", holder="Red", by=person("Chen").id, at=AT)
    coop_accounts.confirm_account(entered.id, by=person("Ana").id, at=AT)
    db.commit()


@pytest.fixture
def two(line, account, person):
    """Two invoices with an account, and one without."""
    made = [spend(line, person, 100_00), spend(line, person, 20_00)]
    spend(line, person, 1_00)
    for one in made:
        enter(one, person)
    db.commit()
    return made


def texts(xml, name):
    document = ElementTree.fromstring(xml)  # noqa: S314 (written here)
    return [element.text for element in document.iter(SPACE + name)]


def test_what_has_an_account_goes_to_the_bank_and_each_invoice_is_booked_by_itself(two, person):
    order = list_all(person)
    xml = bank_file(order, payments.payments_of(order.id), currency="EUR")
    assert texts(xml, "InstdAmt") == ["100.00", "20.00"]
    assert texts(xml, "IBAN") == [COOP, PAYEE, PAYEE]
    assert texts(xml, "Ustrd") == ["7", "7"]
    assert "Glaze Co" in texts(xml, "Nm")
    assert xml == bank_file(order, payments.payments_of(order.id), currency="EUR")
    assert invoices.waiting() == []
    chen = person("Chen").id
    spending.pay_spending(two[1].id, on=ON, by=chen, at=AT)
    invoices.pay_list(order, on=ON, by=chen, at=AT)
    db.commit()
    assert balances() == {"Assets:Bank": -120_00, "Expenses:Glaze": 120_00}
    entries = {one.payment.journal_entry_id for one in two}
    assert len(entries) == len(two)
    with pytest.raises(PaidAlready):
        invoices.pay_list(order, on=ON, by=chen, at=AT)
    with pytest.raises(PaidAlready):
        invoices.withdraw_list(order, by=chen, at=AT)
    assert chain_fault() is None
    assert money_fault() is None
    assert PAYEE not in str([event.data for event in db.session.query(Event)])


def test_a_list_holds_its_invoices_until_it_is_withdrawn(two, person):
    chen, dora = person("Chen").id, person("Dora").id
    order = list_all(person)
    refused = {
        OnList: [
            lambda: enter(two[0], person, COOP),
            lambda: spending.withdraw_spending(two[0].id, by=dora, may_post=False, at=AT),
        ],
        NobodyToPay: [lambda: list_all(person)],
        SpentIt: [lambda: invoices.pay_list(order, on=ON, by=dora, at=AT)],
        PaidApart: [lambda: payments.mark_paid(order.id, on=ON, by=chen, at=AT)],
    }
    for refusal, attempts in refused.items():
        for attempt in attempts:
            with pytest.raises(refusal):
                attempt()
    db.session.rollback()
    invoices.withdraw_list(order, by=chen, at=AT)
    enter(two[0], person, COOP)
    spending.withdraw_spending(two[1].id, by=dora, may_post=False, at=AT)
    again = list_all(person)
    assert [one.iban for one in payments.payments_of(again.id)] == [COOP]
    assert [one.iban for one in payments.payments_of(order.id)] == [PAYEE, PAYEE]


def test_without_an_account_of_the_co_op_nothing_is_listed(line, person):
    enter(spend(line, person, 100_00), person)
    with pytest.raises(NoCoopAccount):
        list_all(person)


def test_the_treasurer_enters_the_account_lists_and_notes_it_as_paid(two, person, as_member):
    treasurer = as_member("Chen")
    third = spend(two[0].line, person, 30_00)
    form = f"/invoices/{third.id}/account"
    assert "ES91 2100 0418 4502 0005 1332" in treasurer.get(form).text
    answer = treasurer.post(form, data={"iban": "ES00", "holder": "Glaze"})
    assert answer.status_code == 422
    assert "This is no IBAN" in answer.text
    answer = treasurer.post(form, data={"iban": "DE89 3704 0044 0532 0130 00", "holder": "Glaze"})
    assert answer.location == "/invoices/"
    assert "3 invoices wait" in treasurer.get("/invoices/").text
    assert treasurer.post("/invoices/lists", data={"execute_on": ""}).status_code == 422
    page = treasurer.post("/invoices/lists", data={"execute_on": ON}).location
    assert "on a list of payments" in treasurer.get(f"/budgets/spendings/{third.id}").text
    assert texts(treasurer.get(f"{page}/transfers.xml").data, "InstdAmt")[-1] == "30.00"
    assert "Glaze,DE89370400440532013000,30.00,EUR,7" in treasurer.get(f"{page}/invoices.csv").text
    assert treasurer.post(form, data={"iban": PAYEE, "holder": "G"}).status_code == 409
    order = page.rpartition("/")[2]
    assert treasurer.get(f"/treasury/payment-orders/{order}").status_code == 404
    assert treasurer.post(f"{page}/payment", data={"paid_on": ON}).status_code == 303
    assert "All of it is paid" in treasurer.get(page).text
    assert treasurer.post(f"{page}/withdrawal").status_code == 409
    for path in ("/invoices/", page, f"{page}/transfers.xml", form):
        assert as_member("Dora").get(path).status_code == 404


PDF, PNG = b"%PDF-1.7 an invoice", b"\x89PNG\r\n\x1a\nan invoice"


def test_a_file_that_is_too_large_is_refused():
    assert kind_of(PDF + bytes(MOST_BYTES - len(PDF)))[0] == "pdf"
    with pytest.raises(InvalidInput):
        kind_of(PDF + bytes(MOST_BYTES))


def sent(content):
    return {"file": (io.BytesIO(content), "invoice")}


def test_the_file_of_an_invoice_is_kept_with_its_hash_for_who_pays_it(line, person, as_member):
    made = spend(line, person, 100_00)
    treasurer, page = as_member("Chen"), f"/invoices/{made.id}/files"
    assert "No file of this invoice is kept yet" in treasurer.get(page).text
    for content, reason in (
        (b"MZ a program", "only a PDF, a PNG or a JPEG"),
        (b"", "only a PDF"),
    ):
        answer = treasurer.post(page, data=sent(content))
        assert answer.status_code == 422
        assert reason in answer.text
    assert treasurer.post(page, data={}).status_code == 422
    for content in (PDF, PNG):
        assert treasurer.post(page, data=sent(content)).location == page
    assert page in treasurer.get(f"/budgets/spendings/{made.id}").text
    newest, first = re.findall(r"/invoices/files/\d+", treasurer.get(page).text)
    assert treasurer.get(first).data == PDF
    assert treasurer.get(first).headers["Content-Disposition"].endswith(".pdf")
    assert treasurer.get(newest).mimetype == "image/png"
    for path in (page, first):
        assert as_member("Dora").get(path).status_code == 404
    assert money_fault() is None
    db.session.execute(update(InvoiceFile).where(InvoiceFile.file == PDF).values(file=PDF + b"0"))
    assert money_fault() is not None


@pytest.mark.parametrize("locked", [True, False], ids=["lock", "no-lock"])
def test_two_lists_at_once_do_not_pay_an_invoice_twice(app, two, person, monkeypatch, locked):
    meeting, looked, chen = Meeting(2), invoices.waiting, person("Chen").id

    def waiting():
        found = looked()
        meeting.wait()
        return found

    def act():
        return invoices.list_invoices(text="Invoice", execute_on=ON, by=chen, at=AT).id

    db.commit()
    monkeypatch.setattr(invoices, "waiting", waiting)
    monkeypatch.setattr(payments, "append", lambda *_, **__: None)  # the record has its own lock
    monkeypatch.setattr(rows, "pending", lambda _: False)
    with locks(app, locked):
        together(app, act, act)
    paid = db.session.scalar(select(func.count(Payment.id)))
    assert paid == (2 if locked else 4)
