"""The payslip on paper: everything that a payslip owes its member, in their language."""

from html import unescape

import pytest

from app.db import db
from app.members.bank import set_account
from app.treasury.payments import mark_paid
from app.wages.payslips.document import payslip_document
from app.wages.runs.actions import approve_run, prepare_run
from app.wages.runs.payments import pay_out
from app.web.language import in_language
from tests.cast import FOUNDED_ON
from tests.pdf_text import pdf_text
from tests.wages.workshop import APRIL_2, GUARANTEED, MARCH, NOW, adopt, pots, work

IBAN = "ES9121000418450200051332"


@pytest.fixture
def slips(person, freeze):
    """Emil's payslip of 100.00, to be paid by bank, and Ana's of 80.00 in cash; by name."""
    freeze(NOW)
    adopt(GUARANTEED, "Guaranteed piece", FOUNDED_ON, 1)
    item = pots()
    work(person("Emil"), person("Dora"), 3, 20, item)
    work(person("Ana"), person("Dora"), 3, 12, item)
    set_account(person("Emil"), iban=IBAN, holder="Emil", at=NOW)
    run = prepare_run(MARCH, by=person("Chen").id, on=APRIL_2, at=NOW)
    approve_run(run.id, by=person("Ana").id, on=APRIL_2, at=NOW)
    db.commit()
    return {slip.member.name: slip for slip in run.payslips}


@pytest.fixture
def written(app):
    def write(slip, language="en"):
        with app.test_request_context(), in_language(language):
            return payslip_document(slip)

    return write


def paid(slips, person):
    run = slips["Emil"].run
    order = pay_out(run.id, text="Pay", execute_on=APRIL_2, by=person("Chen").id, at=NOW)
    mark_paid(order.id, on=APRIL_2, by=person("Chen").id, at=NOW)
    db.commit()


def test_it_names_employer_member_period_and_the_year_so_far(slips, written):
    facts = dict(written(slips["Emil"]).facts)
    assert facts["Employer"] == "Red Clay"
    assert facts["Member"].endswith(" Emil")
    assert facts["Pay period"] == "1 March 2026 to 31 March 2026"
    assert facts["This year so far"] == "€100.00 gross, €100.00 paid out"


def test_it_says_when_it_was_paid_and_where_by_the_end_of_the_account(slips, person, written):
    assert dict(written(slips["Emil"]).facts)["Pay day"] == "Not paid out yet."
    paid(slips, person)
    assert dict(written(slips["Emil"]).facts)["Pay day"] == "2 April 2026, to ES … 1332"
    assert dict(written(slips["Ana"]).facts)["Pay day"] == "2 April 2026, in cash"


def test_it_goes_from_gross_to_net_and_each_part_adds_up(slips, written):
    summary, gross, *_ = written(slips["Emil"]).parts
    assert [row[0][0] for row in summary.rows] == ["Gross pay", "Added", "Taken off"]
    assert summary.total[1] == gross.total[1] == ("€100.00",)


def test_each_line_says_quantity_times_rate_and_what_it_rests_on(slips, written):
    _, gross, *_ = written(slips["Emil"]).parts
    ((line, amount),) = gross.rows
    assert amount == ("€100.00",)
    assert any("20 pots × 5 = 100.00 · rate by Founding assembly" in one for one in line)
    assert line[-1] == "Rests on: Motion 1: Motion 1, carried 5 : 1 : 0"
    assert any("not taken" in one for one in line)


def test_it_speaks_the_member_s_language(slips, written):
    state = written(slips["Emil"], "es").state
    assert "100,00" in state
    assert "marzo de 2026" in state


def test_the_member_downloads_it_in_their_language_and_nobody_else_does(
    slips, person, as_member, client
):
    address = f"/wages/payslips/{slips['Emil'].id}.pdf"
    person("Emil").language = "es"
    db.commit()
    answer = as_member("Emil").get(address)
    assert answer.mimetype == "application/pdf"
    assert b"/Lang(es)" in answer.data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.data
    assert as_member("Chen").get(address).data == answer.data
    for other in ("Fatima", "Olga", "Boris"):
        assert as_member(other).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert address in as_member("Emil").get(address.removesuffix(".pdf")).text


def test_the_payslips_of_a_run_are_printed_at_once_each_in_its_language(slips, person, as_member):
    address = f"/wages/runs/{slips['Emil'].run_id}/payslips.pdf"
    person("Emil").language = "es"
    db.commit()
    chen = as_member("Chen")
    page = unescape(chen.get(address.removesuffix("/payslips.pdf")).text)
    assert f"{address}?member=&order=number&page=1" in page
    assert "These 2 payslips to print (PDF)" in page
    both = chen.get(address)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in both.data
    said = pdf_text(both.data)
    assert said.index("Payslip of Ana") < said.index("Recibo de Emil")
    assert said.count("1 / 1") == 2
    assert "Recibo de Emil" not in pdf_text(chen.get(f"{address}?member=Ana").data)
    assert chen.get(f"{address}?member=Nobody").status_code == 404
    for other in ("Emil", "Ana", "Boris"):
        assert as_member(other).get(address).status_code == 404
