"""A month that was compared, paid and booked, and every address at which one reads of it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db import db
from app.members.bank import set_account
from app.members.dependants import confirm_dependants, enter_dependants
from app.members.models import Member
from app.treasury.coop_accounts import confirm_account, enter_account
from app.treasury.payments import mark_paid
from app.wages.comparison.actions import compare_and_save
from app.wages.runs.actions import approve_run, prepare_run
from app.wages.runs.payments import pay_out
from tests.cast import FOUNDED_ON
from tests.wages.workshop import APRIL_2, GUARANTEED, HOURLY, MARCH, NOW, adopt, pots, work

IBAN, COOP = "ES9121000418450200051332", "DE89370400440532013000"
ACCOUNT = re.compile(r"ES91|0418[\s ]?4502|0005[\s ]?1332|(?:… |\*)1332")
"""The number, whole or shortened; too long to stand by chance in a digest or a form's key."""
MADE = {"Ana": 12, "Chen": 24, "Dora": 31, "Emil": 20, "Fatima": 33, "Goran": 27}
TRIED = (1, 6)
"""The first of everything, and Goran with his payslip and his entry."""


@pytest.fixture
def paid(person: Callable[[str], Member], freeze: Callable[..., None]) -> None:
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
    lives_on = {"adults": 0, "children": 17, "from_on": MARCH.first, "at": NOW}
    confirm_dependants(enter_dependants(**lives_on, by=person("Goran").id).id, by=chen, at=NOW)
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


def addresses(app: Flask, tried: tuple[int, ...] = TRIED) -> Iterator[str]:
    """Every address that can be read, with small numbers in the places for numbers."""
    for rule in app.url_map.iter_rules():
        kinds = {type(part).__name__ for part in rule._converters.values()}
        if "GET" not in rule.methods or not kinds <= {"IntegerConverter"}:
            continue
        if not rule.endpoint.startswith(("static", "web.htmx", "live.")):
            for number in tried if rule.arguments else (0,):
                yield re.sub(r"<int:\w+>", str(number), rule.rule)


def crawl(
    app: Flask,
    browser: FlaskClient,
    headers: dict[str, str] | None = None,
    tried: tuple[int, ...] = TRIED,
) -> dict[str, str]:
    """What can be read, by address; a workbook as what stands in it, a PDF not at all."""
    asked = list(addresses(app, tried))
    assert len(asked) > 100
    answers = {one: browser.get(one, headers=headers) for one in asked}
    return {one: text(answer.data) for one, answer in answers.items() if answer.status_code == 200}


def text(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        return ""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(archive.read(name).decode() for name in archive.namelist())
    return content.decode()
