"""What one member is paid, and where to, is on no page, in no export and in no answer of the
interface that others can open. Every address there is gets tried, not only those we think of."""

import json
import re
import uuid

import pytest

from app import clock
from app.db import db
from app.members.tokens import make_token
from tests.every_address import ACCOUNT, crawl

# Goran's 27 pots come to 135.00, which nobody else gets and no sum comes to.
PAY = re.compile(r"(?<![\w.])(?:135[.,]00|13500)(?!\w)")
DEPENDANTS = re.compile(r"(?i)children\W{1,4}17\b|\b17 children")


def marked(pages, *marks):
    return {address for address, said in pages.items() if any(mark.search(said) for mark in marks)}


sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@sqlite
@pytest.mark.parametrize("reader", ["Emil", "Olga"])
def test_nobody_reads_what_another_is_paid_and_where_to(reader, paid, app, as_member):
    assert marked(crawl(app, as_member(reader)), PAY, ACCOUNT, DEPENDANTS) == set()


@sqlite
def test_the_crawl_finds_it_where_it_may_be_read(paid, app, as_member):
    goran, chen = (crawl(app, as_member(name)) for name in ("Goran", "Chen"))
    assert "/wages/payslips/6" in marked(goran, PAY)
    assert "/members/me/bank-account" in marked(goran, ACCOUNT)
    assert {"/members/me", "/members/me/dependants"} <= marked(goran, DEPENDANTS)
    assert marked(chen, DEPENDANTS) == {"/members/dependants"}
    assert {"/wages/runs/1", "/wages/runs/1/payslips.csv"} <= marked(chen, PAY)
    assert "/treasury/payment-orders/1/transfers.xml" in marked(chen, ACCOUNT)


@sqlite
def test_who_reads_all_pay_reads_no_account(paid, app, as_member):
    assert marked(crawl(app, as_member("Igor")), ACCOUNT, DEPENDANTS) == set()


@sqlite
def test_a_member_s_program_learns_no_more(paid, app, person):
    token = make_token(person("Emil").id, name="spreadsheet", at=clock.now())
    db.commit()
    headers = {"Authorization": f"Bearer {token}"}
    assert marked(crawl(app, app.test_client(), headers), PAY, ACCOUNT, DEPENDANTS) == set()
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
