"""What one member is paid, and where to, is on no page, in no export and in no answer of the
interface that others can open. Every address there is gets tried, not only those we think of."""

import io
import json
import re
import uuid
import zipfile

import pytest

from app import clock
from app.db import db
from app.members.bank import set_account
from app.members.tokens import make_token
from app.treasury.payments import confirm_account, enter_account, mark_paid
from app.wages.comparisons import compare_and_save
from app.wages.payments import pay_out
from app.wages.runs import approve_run, prepare_run
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, GUARANTEED, HOURLY, MARCH, NOW, adopt, pots, work

IBAN, COOP = "ES9121000418450200051332", "DE89370400440532013000"
MADE = {"Ana": 12, "Chen": 24, "Dora": 31, "Emil": 20, "Fatima": 33, "Goran": 27}
# Goran's 27 pots come to 135.00, which nobody else gets and no sum comes to.
PAY = re.compile(r"(?<![\w.])(?:135[.,]00|13500)(?!\w)")
ACCOUNT = re.compile(r"ES91|0418[\s ]?4502|51332|(?:… |\*)1332")
TRIED = (1, 6)
"""The first of everything, and Goran with his payslip and his entry."""


@pytest.fixture
def paid(person, freeze):
    """A month compared, paid and booked; Goran, whose pay is looked for, is paid by bank."""
    freeze(NOW)
    schemes = [
        adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1),
        adopt(HOURLY, "Hourly", APRIL_2, 2),
    ]
    item = pots()
    for name, made in MADE.items():
        work(person(name), person("Ana" if name != "Ana" else "Dora"), 3, made, item)
    chen, ana = person("Chen").id, person("Ana").id
    set_account(person("Goran"), iban=IBAN, holder="Goran", at=NOW)
    confirm_account(
        enter_account(COOP, bic="", holder="Red Clay", by=chen, at=NOW).id, by=ana, at=NOW
    )
    compare_and_save(
        [one.scheme for one in schemes], from_on=MARCH.first, to_on=MARCH.last, by=ana, at=NOW
    )
    run = prepare_run(MARCH, by=chen, on=APRIL_2, at=NOW)
    approve_run(run.id, by=ana, on=APRIL_2, at=NOW)
    order = pay_out(run.id, text="Pay", execute_on=APRIL_2, by=chen, at=NOW)
    mark_paid(order.id, on=APRIL_2, by=chen, at=NOW)
    db.commit()


def addresses(app):
    """Every address that can be read, with small numbers in the places for numbers."""
    for rule in app.url_map.iter_rules():
        kinds = {type(part).__name__ for part in rule._converters.values()}
        if "GET" not in rule.methods or not kinds <= {"IntegerConverter"}:
            continue
        if not rule.endpoint.startswith(("static", "web.htmx", "live.")):
            for number in TRIED if rule.arguments else (0,):
                yield re.sub(r"<int:\w+>", str(number), rule.rule)


def crawl(app, browser, headers=None):
    """What can be read, by address; a workbook as what stands in it, a PDF not at all."""
    asked = list(addresses(app))
    assert len(asked) > 100
    answers = {one: browser.get(one, headers=headers) for one in asked}
    return {one: text(answer.data) for one, answer in answers.items() if answer.status_code == 200}


def text(content):
    if content.startswith(b"%PDF"):
        return ""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode() for name in archive.namelist())
    return content.decode()


def marked(pages, *marks):
    return {address for address, said in pages.items() if any(mark.search(said) for mark in marks)}


sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@sqlite
@pytest.mark.parametrize("reader", ["Emil", "Olga"])
def test_nobody_reads_what_another_is_paid_and_where_to(reader, paid, app, as_member):
    assert marked(crawl(app, as_member(reader)), PAY, ACCOUNT) == set()


@sqlite
def test_the_crawl_finds_it_where_it_may_be_read(paid, app, as_member):
    goran, chen = (crawl(app, as_member(name)) for name in ("Goran", "Chen"))
    assert "/wages/payslips/6" in marked(goran, PAY)
    assert "/members/me/bank-account" in marked(goran, ACCOUNT)
    assert {"/wages/runs/1", "/wages/runs/1/payslips.csv"} <= marked(chen, PAY)
    assert "/treasury/payment-orders/1/transfers.xml" in marked(chen, ACCOUNT)


@sqlite
def test_who_reads_all_pay_reads_no_account(paid, app, as_member):
    assert marked(crawl(app, as_member("Igor")), ACCOUNT) == set()


@sqlite
def test_a_member_s_program_learns_no_more(paid, app, person):
    token = make_token(person("Emil").id, name="spreadsheet", at=clock.now())
    db.commit()
    headers = {"Authorization": f"Bearer {token}"}
    assert marked(crawl(app, app.test_client(), headers), PAY, ACCOUNT) == set()
    body = {"schemes": [1, 2], "from": "2026-03-01", "to": "2026-03-31"}
    answer = app.test_client().post(
        "/api/v1/wages/comparisons",
        data=json.dumps(body),
        content_type="application/json",
        headers=headers | {"Idempotency-Key": uuid.uuid4().hex},
    )
    assert answer.status_code == 200
    assert not PAY.search(answer.text)


PRIVATE = [
    "/wages/payslips/6",
    "/wages/payslips/6.pdf",
    "/wages/runs/1/payslips.csv",
    "/wages/runs/1/payment-order",
    "/treasury/payment-orders/1",
    "/treasury/payment-orders/1/transfers.xml",
    "/treasury/payment-orders/1/payments.csv",
]


def test_what_is_not_theirs_is_not_there(paid, as_member, client):
    emil, chen = as_member("Emil"), as_member("Chen")
    assert {emil.get(address).status_code for address in PRIVATE} == {404}
    assert {chen.get(address).status_code for address in PRIVATE} == {200}
    for address in PRIVATE:
        answer = client.get(address)
        assert (answer.status_code, answer.data.count(b"135")) == (302, 0)
