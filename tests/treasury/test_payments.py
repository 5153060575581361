"""Paying out a run: the co-op's account by four eyes, the frozen list, the file, the booking."""

import csv
import io
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from sepaxml.validation import try_valid_xml
from sqlalchemy import select, text

from app.archive.checks.money import money_fault
from app.db import db
from app.members.bank import set_account
from app.record.queries import chain_fault
from app.treasury import payments, rules
from app.treasury.bank_file import bank_file, latin
from app.treasury.coop_accounts import confirm_account, enter_account, paying_account
from app.treasury.models import PaymentOrder
from app.treasury.queries import trial_balance
from app.treasury.rules import Payee
from app.wages.rules.refusals import NotApproved
from app.wages.runs.actions import approve_run, prepare_run
from app.wages.runs.payments import pay_out
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, GUARANTEED, MARCH, NOW, adopt, pots, work

COOP, EMIL, TURKISH = (
    "DE89370400440532013000",
    "ES9121000418450200051332",
    "TR330006100519786457841326",
)
SPACE = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


@pytest.fixture
def run(person, freeze):
    """Approved pay: Emil 160.00 by bank, Ana 80.00 in cash, Goran 80.00 to an account in Turkey."""
    freeze(NOW)
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 32, item)
    work(person("Ana"), person("Dora"), 3, 12, item)
    work(person("Goran"), person("Dora"), 3, 12, item)
    set_account(person("Emil"), iban=EMIL, holder="=Émil & Søn", at=NOW)
    set_account(person("Goran"), iban=TURKISH, holder="Goran", at=NOW)
    run = prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)
    db.commit()
    return run


@pytest.fixture
def account(person):
    entered = enter_account(
        COOP, bic="COBADEFFXXX", holder="Red Clay", by=person("Chen").id, at=NOW
    )
    confirm_account(entered.id, by=person("Ana").id, at=NOW)
    db.commit()
    return entered


@pytest.fixture
def order(run, account, person):
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    return listed(run, person)


def listed(run, person):
    order = pay_out(run.id, text="Pay for March", execute_on=APRIL_2, by=person("Chen").id, at=NOW)
    db.commit()
    return order


def written(order):
    xml = bank_file(order, payments.payments_of(order.id), currency="EUR")
    return ElementTree.fromstring(xml)  # noqa: S314 (our own)


def texts(document, name):
    return [element.text for element in document.iter(SPACE + name)]


def test_the_bank_file_is_valid_and_carries_what_is_owed_by_bank(order):
    document = written(order)
    assert texts(document, "InstdAmt") == ["160.00"]
    assert texts(document, "CtrlSum") == ["160.00", "160.00"]
    assert texts(document, "NbOfTxs") == ["1", "1"]
    assert texts(document, "IBAN") == [COOP, EMIL]
    assert texts(document, "Nm")[-1] == "Emil Son"
    assert texts(document, "Dt") == ["2026-04-02"]


def test_file_and_rest_are_the_sum_of_the_payslips(order, run):
    rest = [one.amount for one in payments.payments_of(order.id) if not one.by_bank]
    by_bank = sum(Decimal(text) * 100 for text in texts(written(order), "InstdAmt"))
    assert by_bank + sum(rest) == run.bill == 320_00


def test_a_file_that_a_bank_would_refuse_is_not_given(order):
    """The check that the file goes through is the published schema, and it bites."""
    xml = bank_file(order, payments.payments_of(order.id), currency="EUR")
    try_valid_xml(xml, "pain.001.001.09")
    with pytest.raises(Exception, match="validation errors"):
        try_valid_xml(xml.replace(EMIL.encode(), b"1"), "pain.001.001.09")


def test_the_same_order_makes_the_same_file(order):
    lines = payments.payments_of(order.id)
    assert bank_file(order, lines, currency="EUR") == bank_file(order, lines, currency="EUR")


def test_an_account_changed_later_does_not_change_the_list(order, person):
    set_account(person("Emil"), iban=COOP, holder="Emil", at=NOW)
    assert texts(written(order), "IBAN") == [COOP, EMIL]


def test_a_bank_without_a_code_is_named_as_such(order):
    order.account.bic = ""
    assert texts(written(order), "Id")[-3:].count("NOTPROVIDED") == 1


@pytest.mark.parametrize(
    ("holder", "name"),
    [("\N{HEAVY BLACK HEART}", "NOTPROVIDED"), ("щ" * 40, ("shch" * 18)[:70])],
)
def test_nobodys_name_keeps_the_others_from_being_paid(holder, name, run, account, person):
    set_account(person("Emil"), iban=EMIL, holder=holder, at=NOW)
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    assert texts(written(listed(run, person)), "Nm")[-1] == name


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Müller & Søn", "Muller Son"), ("Жанна", "Zhanna"), ("a\tb", "a b"), ("“x”@_", "x")],
)
def test_names_come_in_the_characters_of_every_bank(name, plain):
    assert latin(name) == plain


def test_paying_books_what_was_owed_in_one_sum(order, person):
    payments.mark_paid(order.id, on=APRIL_2, by=person("Chen").id, at=NOW)
    db.commit()
    assert {line.code: line.amount for line in trial_balance()} == {
        "Assets:Bank": -320_00,
        "Expenses:Pay": 320_00,
        "Liabilities:Pay": 0,
    }
    assert chain_fault() is None


def test_a_payment_noted_by_mistake_is_taken_back_and_can_be_noted_again(order, person):
    chen, file = person("Chen").id, bank_file(order, payments.payments_of(order.id), currency="EUR")
    payments.mark_paid(order.id, on=APRIL_2, by=chen, at=NOW)
    payments.reverse_payment(order.id, reason="Not yet", on=APRIL_2, by=chen, at=NOW)
    db.commit()
    balances = {line.code: line.amount for line in trial_balance()}
    assert (balances["Assets:Bank"], balances["Liabilities:Pay"]) == (0, -320_00)
    assert order.settlement is None
    assert bank_file(order, payments.payments_of(order.id), currency="EUR") == file
    payments.mark_paid(order.id, on=APRIL_2, by=chen, at=NOW)
    db.commit()
    assert [one.reason for one in order.settlements] == ["Not yet", ""]
    assert chain_fault() is None


REFUSED = {
    "what is not paid is taken back": (
        lambda order, run, person: payments.reverse_payment(
            order.id, reason="x", on=APRIL_2, by=person("Chen").id, at=NOW
        ),
        rules.NotPaid,
    ),
    "it is paid twice": (
        lambda order, run, person: [
            payments.mark_paid(order.id, on=APRIL_2, by=person("Chen").id, at=NOW) for _ in "ab"
        ],
        rules.PaidAlready,
    ),
    "it is listed twice": (lambda order, run, person: listed(run, person), rules.OrderStands),
    "what is withdrawn is paid": (
        lambda order, run, person: (
            payments.withdraw_order(order.id, by=person("Chen").id, at=NOW),
            payments.mark_paid(order.id, on=APRIL_2, by=person("Chen").id, at=NOW),
        ),
        rules.OrderWithdrawn,
    ),
    "it is not in euros": (
        lambda order, run, person: bank_file(order, [], currency="RUB"),
        rules.NotInEuros,
    ),
    "nobody is paid by bank": (
        lambda order, run, person: bank_file(order, [], currency="EUR"),
        rules.NobodyByBank,
    ),
    "there is nobody to pay": (
        lambda order, run, person: payments.list_payments(
            [], subject="x", text="", owed_code="", execute_on=APRIL_2, by=1, at=NOW
        ),
        rules.NobodyToPay,
    ),
}


@pytest.mark.parametrize("act", REFUSED)
def test_it_is_refused_when(act, order, run, person):
    attempt, refusal = REFUSED[act]
    with pytest.raises(refusal):
        attempt(order, run, person)


def test_a_withdrawn_list_can_be_made_again_with_the_accounts_of_now(order, run, person):
    payments.withdraw_order(order.id, by=person("Chen").id, at=NOW)
    set_account(person("Ana"), iban=COOP, holder="Ana", at=NOW)
    again = listed(run, person)
    assert len(texts(written(again), "InstdAmt")) == 2


def test_only_an_approved_run_is_paid_out(run, account, person):
    with pytest.raises(NotApproved):
        listed(run, person)


def test_without_a_confirmed_account_there_is_a_list_and_no_file(run, person):
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    enter_account(COOP, bic="", holder="Red Clay", by=person("Chen").id, at=NOW)
    order = listed(run, person)
    with pytest.raises(rules.NoCoopAccount):
        written(order)


def test_who_entered_the_account_does_not_confirm_it(person):
    entered = enter_account(COOP, bic="", holder="Red Clay", by=person("Chen").id, at=NOW)
    with pytest.raises(rules.SameHand):
        confirm_account(entered.id, by=person("Chen").id, at=NOW)
    assert paying_account() is None


def test_the_whole_way_on_pages(run, as_member, person):
    chen, ana = as_member("Chen"), as_member("Ana")
    typed = {"iban": "DE89 3704 0044 0532 0130 00", "bic": "", "holder": "Red Clay"}
    assert "no file made for the bank" in chen.get("/treasury/bank-account").text
    assert chen.post("/treasury/bank-account", data=typed).status_code == 303
    assert chen.post("/treasury/bank-accounts/1/confirmation").status_code == 409
    assert ana.post("/treasury/bank-accounts/1/confirmation").status_code == 303
    ana.post(f"/wages/runs/{run.id}/approval")
    assert "Not paid out yet." in as_member("Emil").get(f"/wages/runs/{run.id}").text
    page = chen.get(f"/wages/runs/{run.id}/payment-order").text
    assert "ES91 2100 0418 4502 0005 1332" in page
    past = chen.post(f"/wages/runs/{run.id}/payment-order", data={"execute_on": "2026-04-01"})
    assert past.status_code == 422
    made = chen.post(f"/wages/runs/{run.id}/payment-order", data={"execute_on": "2026-04-03"})
    address = made.headers["Location"]
    ways = re.findall(r"<dt>(.+?)</dt><dd>(€.+?)</dd>", chen.get(address).text)
    assert ways == [
        ("Together", "€320.00"),
        ("By bank", "€160.00"),
        ("In cash", "€80.00"),
        ("Outside SEPA", "€80.00"),
    ]
    assert "TR33" in chen.get(address).text
    assert chen.get(f"{address}/transfers.xml").mimetype == "application/xml"
    late = chen.post(f"{address}/payment", data={"paid_on": "2026-04-03"})
    assert late.status_code == 422
    assert chen.post(f"{address}/payment", data={"paid_on": "2026-04-02"}).status_code == 303
    assert "Paid out on 2 April 2026." in as_member("Emil").get(f"/wages/runs/{run.id}").text
    assert chen.post(f"{address}/withdrawal").status_code == 409
    assert chen.post(f"{address}/reversal", data={"text": ""}).status_code == 422
    assert chen.post(f"{address}/reversal", data={"text": "The bank refused"}).status_code == 303
    assert "The bank refused" in chen.get(address).text
    assert "the bank pays on" in as_member("Emil").get(f"/wages/runs/{run.id}").text
    assert chen.post(f"{address}/withdrawal").status_code == 303


def test_a_payment_is_found_by_name_or_number_and_what_is_paid_is_the_whole_list(
    order, as_member, person
):
    chen, address = as_member("Chen"), f"/treasury/payment-orders/{order.id}"
    whole, both = "It is paid", ["Émil", "Ana"]
    for asked, shown in {
        "": both,
        "?member=ana": ["Ana"],
        f"?member={person('Emil').number}": ["Émil"],
        "?member=emil": ["Émil"],  # by the member's own name
        "?member=%C3%A9mil": ["Émil"],  # by the holder of the account
        "?member=nobody": [],
    }.items():
        page = chen.get(address + asked).text
        rows = "".join(re.findall(r'<tr><th scope="row">.*?</th>', page))
        assert [name for name in both if name in rows] == shown, asked
        assert (whole in page) == (not asked), asked
        assert "File for the bank" in page, asked


def test_the_list_as_csv_runs_no_formula(order, as_member):
    answer = as_member("Chen").get(f"/treasury/payment-orders/{order.id}/payments.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    by_name = {row["name"]: row for row in rows}
    assert by_name["Emil"]["holder"] == "'=Émil & Søn"
    assert [row["amount"] for row in rows] == ["80.00", "160.00", "80.00"]
    assert by_name["Ana"]["iban"] == ""


@pytest.mark.parametrize(
    "bad",
    [
        {"iban": "DE00370400440532013000"},
        {"iban": TURKISH},
        {"bic": "NOBANK"},
        {"holder": " "},
    ],
)
def test_an_account_that_cannot_be_comes_back(bad, as_member):
    typed = {"iban": COOP, "bic": "", "holder": "Red Clay"} | bad
    answer = as_member("Chen").post("/treasury/bank-account", data=typed)
    assert answer.status_code == 422


def test_bank_data_is_the_treasurers_alone(order, run, as_member, client):
    addresses = [f"/wages/runs/{run.id}/payment-order", f"/treasury/payment-orders/{order.id}"]
    addresses += [f"{addresses[1]}/transfers.xml", f"{addresses[1]}/payments.csv"]
    posted = [addresses[0], f"{addresses[1]}/payment", f"{addresses[1]}/withdrawal"]
    posted += [f"{addresses[1]}/reversal"]
    for reader in ("Emil", "Ana", "Igor", "Olga"):
        browser = as_member(reader)
        assert [browser.get(address).status_code for address in addresses] == [404] * 4
        assert [browser.post(address).status_code for address in posted] == [404] * 4
    assert [client.get(address).status_code for address in addresses] == [302] * 4
    assert db.session.scalars(select(PaymentOrder)).one().settlement is None


ALTERED = {
    "where a payment goes": "UPDATE payment SET iban = 'DE02120300000000202051'",
    "what is paid": "UPDATE payment SET amount = amount + 1",
    "who is paid": "DELETE FROM payment",
    "the account that pays": "UPDATE coop_account SET iban = 'DE02120300000000202051'",
    "who confirmed it": "UPDATE coop_account SET confirmed_at = NULL",
    "the whole list": "UPDATE payment_order SET subject = 'pay run 9'",
    "when it was paid": "UPDATE settlement SET paid_on = '2026-03-01'",
    "why it was not": "UPDATE settlement SET reason = ''",
}


@pytest.mark.parametrize("what", ALTERED)
def test_the_record_tells_what_was_altered_behind_its_back(what, account, person):
    emil = Payee(person("Emil").id, "Emil", EMIL, 160_00)
    about = {"text": "Pay", "owed_code": "Liabilities:Pay", "execute_on": APRIL_2}
    chen = {"by": person("Chen").id, "at": NOW}
    order = payments.list_payments([emil], subject="pay run 1", **chen, **about)
    payments.mark_paid(order.id, on=APRIL_2, **chen)
    payments.reverse_payment(order.id, reason="Not yet", on=APRIL_2, **chen)
    db.commit()
    assert money_fault() is None
    db.session.execute(text(ALTERED[what]))
    db.session.expire_all()
    assert "not what was sealed" in str(money_fault())
